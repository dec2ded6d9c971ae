"""“ช่วงนี้ไม่มีกิจกรรม”: reminders rest until a day; what is owed stays open."""

from datetime import date, timedelta

from phones import ANAN, KANDA, MALI, NOW, SOMSRI, STRANGER, WICHAI, Desk
from reports_told import reports, the_report

from handlers.texts import t
from models.vocabulary import ReportKind, Role, SubjectKind

TODAY = NOW.date()


def test_a_network_rests_until_the_day_that_is_said(desk: Desk) -> None:
    mali = desk.phone(MALI)
    mali.say("ช่วงนี้ไม่มีกิจกรรม", "ปิดภาคเรียน", "31 ธ.ค. 69")
    shown = mali.tap("แจ้งว่าไม่มีกิจกรรม")
    told = the_report(desk, ReportKind.ZERO_REPORT)
    assert (told.happened_on, told.ends_on) == (TODAY, date(2026, 12, 31))
    assert told.answers == {"reason": "ปิดภาคเรียน", "until": "2026-12-31"}
    assert told.subject_kind is SubjectKind.NETWORK
    assert f"R-{told.id}" in shown
    assert t("zero_report.stays") in shown
    assert "แผนเครือข่าย: ยังขาด 1" in shown, "what is owed stays open"


def test_with_taps_a_partner_school_rests_for_a_month(desk: Desk) -> None:
    somsri = desk.phone(SOMSRI)
    somsri.say("ไม่มีกิจกรรม", "รอคำสั่งแต่งตั้ง")
    somsri.tap("3.")
    somsri.tap("แจ้งว่าไม่มีกิจกรรม")
    told = the_report(desk, ReportKind.ZERO_REPORT)
    assert told.subject_kind is SubjectKind.SCHOOL
    assert told.ends_on == TODAY + timedelta(days=30)


def test_a_sandbox_office_may_rest_too(desk: Desk) -> None:
    anan = desk.phone(ANAN)
    anan.say("ไม่มีกิจกรรม", "น้ำท่วม", "15 ธ.ค. 69")
    anan.tap("แจ้งว่าไม่มีกิจกรรม")
    assert the_report(desk, ReportKind.ZERO_REPORT).subject_kind is SubjectKind.OFFICE


def test_who_answers_for_several_says_for_which(desk: Desk) -> None:
    wichai = desk.phone(WICHAI)
    wichai.say("ไม่มีกิจกรรม")
    assert wichai.at == "subject"
    wichai.tap("อ้อกระทิง")
    wichai.say("ปิดภาคเรียน", "31 ธ.ค. 69")
    assert "อ้อกระทิง" in wichai.tap("แจ้งว่าไม่มีกิจกรรม")


def test_neither_a_past_day_nor_one_beyond_a_year_is_taken(desk: Desk) -> None:
    mali = desk.phone(MALI)
    mali.say("ไม่มีกิจกรรม", "ปิดภาคเรียน", "1 พ.ย. 2569")
    assert mali.at == "until"
    assert "ไม่ใช่วันหลังจากวันนี้" in mali.shown
    assert "until" not in mali.answers
    assert "ไม่ใช่วันหลังจากวันนี้" in mali.say("วันนี้")
    assert "ไกลเกิน 1 ปี" in mali.say("1 ธ.ค. 2570")
    assert "until" not in mali.answers
    mali.say("20 พ.ย. 2570")
    assert mali.answers["until"] == "2027-11-20"


def test_a_day_that_passed_while_the_draft_waited_is_asked_anew(desk: Desk) -> None:
    mali = desk.phone(MALI)
    mali.say("ไม่มีกิจกรรม", "ปิดภาคเรียน", "25 พ.ย. 69")
    desk.now = NOW + timedelta(days=8)
    mali.tap("แจ้งว่าไม่มีกิจกรรม")
    assert mali.at == "until"
    assert reports(desk, ReportKind.ZERO_REPORT) == []


def test_changed_later_its_year_still_counts_from_its_own_first_day(desk: Desk) -> None:
    mali = desk.phone(MALI)
    mali.say("ช่วงนี้ไม่มีกิจกรรม", "ปิดภาคเรียน", "31 ธ.ค. 69")
    mali.tap("แจ้งว่าไม่มีกิจกรรม")
    told = the_report(desk, ReportKind.ZERO_REPORT)
    desk.now = NOW + timedelta(days=20)
    mali.say(f"แก้ไขรายงาน R-{told.id}", "แก้ไข ถึงวันที่")
    assert "20 พ.ย. 2570" in mali.say("1 ธ.ค. 2570"), (
        "a year from the day of the change is too long"
    )
    mali.say("20 พ.ย. 2570")
    mali.tap(t("dialog.change.send"))
    mali.say("ข้าม")
    desk.session.refresh(told)
    assert (told.happened_on, told.ends_on) == (TODAY, date(2027, 11, 20))


def test_an_expert_does_not_put_anybody_to_rest(desk: Desk) -> None:
    expert = desk.appoint(STRANGER, Role.EXPERT, "QIN")
    assert t("common.not_allowed") in expert.say("ไม่มีกิจกรรม")
    assert reports(desk, ReportKind.ZERO_REPORT) == []


def test_a_school_that_owes_nothing_need_not_rest(desk: Desk) -> None:
    pilot = desk.appoint(KANDA, Role.TEACHER, "CA-01")
    assert pilot.say("ไม่มีกิจกรรม")
    assert pilot.draft is None
