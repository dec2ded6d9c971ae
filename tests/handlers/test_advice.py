"""Advice given to a pilot school of the Collaborative Assessment."""

from datetime import date

from phones import ANAN, KANDA, MALI, STRANGER, Desk
from reports_told import renew_collaborative, reports, send, the_report

from handlers.texts import t
from models.vocabulary import ReportKind, Role, SubjectKind


def test_an_expert_tells_at_which_school_by_which_category(desk: Desk) -> None:
    renew_collaborative(desk)
    expert = desk.appoint(STRANGER, Role.EXPERT, "COLLAB-2564")
    expert.say("บันทึกการให้คำปรึกษา")
    assert len([label for label in expert.labels if "โรงเรียน" in label]) == 3
    expert.say("2", "17 พ.ย. 69", "หมวด 2 กลยุทธ์", "ทำแผนที่กลยุทธ์ก่อน", "เริ่มเป็นระบบ")
    expert.say("https://example.org/plan")
    send(expert)
    told = the_report(desk, ReportKind.ADVICE_SESSION)
    assert told.subject_kind is SubjectKind.SCHOOL
    assert told.network_id is None
    assert told.happened_on == date(2026, 11, 17)
    assert told.answers == {
        "date": "2026-11-17",
        "category": "2",
        "advice": "ทำแผนที่กลยุทธ์ก่อน",
        "maturity": "เริ่มเป็นระบบ",
        "link": "https://example.org/plan",
    }
    assert "หมวด 2 กลยุทธ์" in expert.say(f"รายงาน R-{told.id}")


def test_the_school_itself_may_tell_it_with_taps_and_skips(desk: Desk) -> None:
    renew_collaborative(desk)
    teacher = desk.appoint(KANDA, Role.TEACHER, "CA-01")
    teacher.say("บันทึกการให้คำปรึกษา")
    teacher.tap("เมื่อวาน")
    teacher.tap("หมวด 5")
    teacher.say("พัฒนาครูรายบุคคล")
    teacher.tap("ข้ามไปหน้าสรุป")
    teacher.tap("ส่งรายงาน")
    assert set(the_report(desk, ReportKind.ADVICE_SESSION).answers) == {
        "date",
        "category",
        "advice",
    }


def test_a_school_of_another_programme_has_no_such_sessions(desk: Desk) -> None:
    renew_collaborative(desk)
    sandbox = desk.appoint(STRANGER, Role.TEACHER, "STN-P1")
    for phone in (desk.phone(MALI), sandbox):
        assert t("reporting.cannot.no_place") in phone.say("บันทึกการให้คำปรึกษา")
    assert t("common.not_allowed") in desk.phone(ANAN).say("บันทึกการให้คำปรึกษา")
    assert reports(desk, ReportKind.ADVICE_SESSION) == []


def test_after_the_year_of_the_agreement_it_says_that_it_is_over(desk: Desk) -> None:
    expert = desk.appoint(STRANGER, Role.EXPERT, "COLLAB-2564")
    shown = expert.say("บันทึกการให้คำปรึกษา")
    assert "สิ้นสุดแล้ว" in shown
    assert "21 กรกฎาคม 2565" in shown
