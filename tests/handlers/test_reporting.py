"""What all reports with a number R-… share: who is offered which, once, opened, changed, over."""

from datetime import timedelta

import pytest
from phones import ANAN, KANDA, MALI, NOW, SOMSRI, STRANGER, WICHAI, Desk
from reports_told import analysis, renew_collaborative, reports, send, the_report
from sqlalchemy import select

from handlers.report_view import FORMS, report_page
from handlers.reporting import REPORTINGS
from handlers.texts import t
from models.audit import AuditEntry
from models.reports import Report
from models.versions import versions_of
from models.vocabulary import RecordKind, ReportKind, Role


def suggest(desk: Desk, what: str = "ควรมีงบเดินทาง") -> Report:
    mali = desk.phone(MALI)
    mali.say("ข้อเสนอแนะ", what)
    send(mali)
    return reports(desk, ReportKind.SUGGESTION)[-1]


def test_every_kind_of_report_has_its_form_and_its_command() -> None:
    assert {each.kind: each.form for each in REPORTINGS.values()} == FORMS
    assert set(FORMS) == set(ReportKind)


# --- who is offered which ------------------------------------------------------------------------


def test_a_lead_school_is_offered_what_its_network_owes(desk: Desk) -> None:
    mali = desk.phone(MALI)
    mali.say("รายงานเรื่องอื่น")
    assert "ส่งแผนเครือข่าย" in mali.labels
    assert "บันทึกนวัตกรรม" in mali.labels
    assert not any("ปรับปรุง" in label for label in mali.labels)
    mali.tap("ส่งแผนเครือข่าย")
    assert mali.at == "title"


@pytest.mark.parametrize(("who", "most"), [(SOMSRI, 2), (ANAN, 3)])
def test_others_are_offered_only_what_they_may_report(desk: Desk, who: str, most: int) -> None:
    phone = desk.phone(who)
    phone.say("รายงานเรื่องอื่น")
    offered = [label for label in phone.labels if label not in ("ดูรายงานอื่น", "เมนู")]
    assert len(offered) == most, offered


def test_a_pilot_of_the_collaborative_assessment_is_offered_its_plan(desk: Desk) -> None:
    renew_collaborative(desk)
    pilot = desk.appoint(KANDA, Role.TEACHER, "CA-01")
    pilot.say("รายงานเรื่องอื่น")
    assert any("ปรับปรุง" in label for label in pilot.labels)
    assert not any("แผนเครือข่าย" in label for label in pilot.labels)


def test_the_menu_leads_to_the_other_reports(desk: Desk) -> None:
    mali = desk.phone(MALI)
    mali.say("เมนู")
    assert "ส่งแผนเครือข่าย" in mali.tap("รายงานเรื่องอื่น")


@pytest.mark.parametrize("route", list(REPORTINGS))
def test_who_may_make_no_report_begins_none(desk: Desk, route: str) -> None:
    phone = desk.appoint(STRANGER, Role.NATIONAL_COORDINATOR, "QIN")
    before = desk.records()
    assert t("common.not_allowed") in phone.say(t(f"commands.{route}").split("|")[0])
    assert phone.draft is None
    assert desk.records() == before


# --- once ----------------------------------------------------------------------------------------


def test_a_double_tap_on_send_makes_one_report(desk: Desk) -> None:
    told = suggest(desk)
    again = desk.phone(MALI)
    again.say("ข้อเสนอแนะ", "อีกเรื่อง")
    again.tap("ข้าม")
    before = desk.conversations[MALI]
    again.tap("ส่งรายงาน")
    desk.conversations[MALI] = before  # as if another process had read it a moment earlier
    second = reports(desk, ReportKind.SUGGESTION)[-1]
    shown = again.tap("ส่งรายงาน")
    assert t("reporting.saved.already", receipt=f"R-{second.id}") in shown
    assert reports(desk, ReportKind.SUGGESTION) == [told, second]


def test_an_old_button_says_under_which_number_it_was_sent(desk: Desk) -> None:
    mali = desk.phone(MALI)
    mali.say("ข้อเสนอแนะ", "ควรมีงบเดินทาง")
    send(mali)
    told = the_report(desk, ReportKind.SUGGESTION)
    assert f"R-{told.id}" in mali.tap("แก้ไข ข้อเสนอแนะ")
    wichai = desk.phone(WICHAI)
    assert wichai.data(mali.data_of("ส่งรายงาน")).startswith(t("common.old_button"))


def test_saving_leaves_its_trace(desk: Desk) -> None:
    told = suggest(desk)
    [entry] = desk.session.scalars(select(AuditEntry).where(AuditEntry.action == "report.saved"))
    assert (entry.subject_id, entry.details) == (str(told.id), {"kind": "suggestion"})


# --- found again ---------------------------------------------------------------------------------


def test_the_list_shows_what_lies_in_ones_scope(desk: Desk) -> None:
    told = suggest(desk)
    assert f"R-{told.id}" in desk.phone(WICHAI).say("ดูรายงานอื่น")
    assert t("reporting.list.none") in desk.phone(ANAN).say("ดูรายงานอื่น")


def test_the_list_is_paged(desk: Desk) -> None:
    for number in range(9):
        suggest(desk, f"ข้อที่ {number + 1}")
    mali = desk.phone(MALI)
    assert "ข้อที่ 9" in mali.say("ดูรายงานอื่น")
    assert "ข้อที่ 1" in mali.tap(t("history.older"))


def test_the_receipt_leads_to_the_report_and_its_page(desk: Desk) -> None:
    mali = desk.phone(MALI)
    mali.say("ข้อเสนอแนะ", "ควรมีงบเดินทาง")
    send(mali)
    told = the_report(desk, ReportKind.SUGGESTION)
    shown = mali.tap(t("visit.saved.open"))
    assert "ควรมีงบเดินทาง" in shown
    assert [(page.page, page.subject) for page in mali.pages] == [("report", str(told.id))]
    page = report_page(desk.session, told.id, MALI, NOW.date())
    assert page is not None
    assert (t("suggestion.label.suggestion"), "ควรมีงบเดินทาง") in page.rows


def test_one_that_is_elsewhere_is_not_found(desk: Desk) -> None:
    told = suggest(desk)
    shown = desk.phone(ANAN).say(f"รายงาน R-{told.id}")
    assert "ควรมีงบเดินทาง" not in shown
    assert report_page(desk.session, told.id, ANAN, NOW.date()) is None


# --- changed -------------------------------------------------------------------------------------


def test_a_change_keeps_what_was_said_before(desk: Desk) -> None:
    told = suggest(desk)
    mali = desk.phone(MALI)
    mali.say(f"แก้ไขรายงาน R-{told.id}", "แก้ไข ข้อเสนอแนะ", "ควรมีรถรับส่ง")
    mali.tap("บันทึก")
    if mali.at == "why":
        mali.say("ข้าม")
    desk.session.refresh(told)
    assert told.answers["suggestion"] == "ควรมีรถรับส่ง"
    assert told.title == "ควรมีรถรับส่ง"
    assert told.network_id is not None
    [version] = versions_of(desk.session, RecordKind.REPORT, told.id)
    assert version.answers["suggestion"] == "ควรมีงบเดินทาง"


def test_the_goals_of_a_sent_progress_report_stay_its_own(desk: Desk) -> None:
    mali = desk.phone(MALI)
    analysis(mali, "อ่านออก")
    mali.say("ความก้าวหน้าตามแผน", "1", "กำลังทำ")
    send(mali)
    desk.now = NOW + timedelta(days=1)
    analysis(mali, "คิดเลขเป็น")
    told = the_report(desk, ReportKind.PLAN_PROGRESS)
    mali.say(f"แก้ไขรายงาน R-{told.id}", "แก้ไข เป้าหมายที่ 1")
    assert "อ่านออก" in mali.shown
    mali.say("ทำแล้ว")
    mali.tap("บันทึก")
    if mali.at == "why":
        mali.say("ข้าม")
    desk.session.refresh(told)
    assert (told.answers["goal_1"], told.answers["goals"]) == ("done", "อ่านออก")


def test_contacts_of_a_working_group_stay_when_its_list_is_changed(desk: Desk) -> None:
    mali = desk.phone(MALI)
    mali.say("คณะทำงาน", "คณะทำงานเครือข่าย", "มะลิ ใจดี / ประธาน / 081-234-5678")
    send(mali)
    told = the_report(desk, ReportKind.WORKING_GROUP)
    mali.say(f"แก้ไขรายงาน R-{told.id}", "แก้ไข รายชื่อ", "มะลิ ใจดี / ที่ปรึกษา\nสมศรี รักเรียน")
    mali.tap("บันทึก")
    if mali.at == "why":
        mali.say("ข้าม")
    shown = mali.say(f"รายงาน R-{told.id}")
    assert "ที่ปรึกษา · 081-234-5678" in shown
    assert "สมศรี" in shown
    [version] = versions_of(desk.session, RecordKind.REPORT, told.id)
    assert "5678" not in str(version.answers)
