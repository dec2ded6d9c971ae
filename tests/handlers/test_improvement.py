"""The improvement plan of a pilot school: one in each period, by the expert or the school."""

from datetime import date

from phones import KANDA, MALI, STRANGER, Desk, Phone
from reports_told import renew_collaborative, reports, send, the_report

from handlers.texts import t
from models.vocabulary import ReportKind, Role


def tell(phone: Phone) -> str:
    phone.say("แผนปรับปรุงสถานศึกษา", "แผนสู่ความเป็นเลิศ", "17 พ.ย. 69", "https://example.org/p")
    return send(phone)


def test_the_plan_of_the_own_school_meets_what_it_owes(desk: Desk) -> None:
    renew_collaborative(desk)
    shown = tell(desk.appoint(KANDA, Role.SCHOOL_ADMINISTRATOR, "CA-02"))
    told = the_report(desk, ReportKind.IMPROVEMENT_PLAN)
    assert (told.title, told.happened_on) == ("แผนสู่ความเป็นเลิศ", date(2026, 11, 17))
    assert told.answers["link"] == "https://example.org/p"
    assert "ครบตามรายการแผนปรับปรุงสถานศึกษา" in shown


def test_an_expert_tells_it_with_taps_and_a_photo(desk: Desk) -> None:
    renew_collaborative(desk)
    expert = desk.appoint(STRANGER, Role.EXPERT, "COLLAB-2564")
    expert.say("แผนปรับปรุงสถานศึกษา")
    expert.tap("ภูเก็ต")
    expert.say("แผนปี 2570")
    expert.tap("วันนี้")
    expert.tap("ข้าม")
    expert.image("p1")
    expert.tap("พอแล้ว")
    expert.tap("ส่งรายงาน")
    assert "link" not in the_report(desk, ReportKind.IMPROVEMENT_PLAN).answers


def test_a_second_one_in_the_period_is_asked_about(desk: Desk) -> None:
    renew_collaborative(desk)
    school = desk.appoint(KANDA, Role.TEACHER, "CA-02")
    tell(school)
    told = the_report(desk, ReportKind.IMPROVEMENT_PLAN)
    school.say("แผนปรับปรุงสถานศึกษา")
    assert school.at == "again"
    assert f"R-{told.id}" in school.say("เรื่องเดียวกัน")
    assert reports(desk, ReportKind.IMPROVEMENT_PLAN) == [told]


def test_a_lead_school_owes_no_such_plan(desk: Desk) -> None:
    assert t("reporting.cannot.no_place") in desk.phone(MALI).say("แผนปรับปรุงสถานศึกษา")
    assert reports(desk, ReportKind.IMPROVEMENT_PLAN) == []
