"""The plan of a network: once in a period, for the networks one speaks for."""

from datetime import date

from phones import MALI, NOW, SOMSRI, WICHAI, Desk, Phone
from reports_told import reports, send, the_report

from handlers.texts import t
from models.vocabulary import ReportKind, SubjectKind


def tell(phone: Phone) -> str:
    phone.say("ส่งแผนเครือข่าย", "แผนสามปี", "2568–2570", "เมื่อวาน")
    return send(phone)


def test_a_plan_is_kept_with_its_link_and_meets_what_is_owed(desk: Desk) -> None:
    mali = desk.phone(MALI)
    mali.say("ส่งแผนเครือข่าย", "แผนสามปี", "2568–2570", "17 พ.ย. 69", "drive.example.org/plan")
    shown = send(mali)
    told = the_report(desk, ReportKind.NETWORK_PLAN)
    assert (told.title, told.happened_on) == ("แผนสามปี", date(2026, 11, 17))
    assert told.subject_kind is SubjectKind.NETWORK
    assert told.answers["years"] == "2568–2570"
    assert told.answers["link"] == "https://drive.example.org/plan"
    assert "ครบตามข้อ 3.3 แผนเครือข่าย ปีงบ 2567–2570 แล้ว ทันกำหนด ขอบคุณ" in shown


def test_a_photo_will_do_where_there_is_no_link(desk: Desk) -> None:
    mali = desk.phone(MALI)
    mali.say("ส่งแผนเครือข่าย", "แผนสามปี", "2568–2570")
    mali.tap("เมื่อวาน")
    mali.tap("ข้าม")
    mali.image("p1")
    mali.tap("พอแล้ว")
    mali.tap("ส่งรายงาน")
    assert "link" not in the_report(desk, ReportKind.NETWORK_PLAN).answers


def test_the_years_of_the_programme_stand_above_the_question(desk: Desk) -> None:
    mali = desk.phone(MALI)
    mali.say("ส่งแผนเครือข่าย", "แผนสามปี")
    assert mali.at == "years"
    assert "2567–2570" in mali.shown


def test_who_supervises_several_networks_says_of_which(desk: Desk) -> None:
    wichai = desk.phone(WICHAI)
    wichai.say("ส่งแผนเครือข่าย")
    assert wichai.at == "subject"
    wichai.tap("อ้อกระทิง")
    wichai.say("แผนสามปี", "2568–2570", "เมื่อวาน")
    assert "อ้อกระทิง" in send(wichai)
    assert the_report(desk, ReportKind.NETWORK_PLAN).network_id is not None


def test_a_second_plan_of_the_period_is_asked_about(desk: Desk) -> None:
    mali, wichai = desk.phone(MALI), desk.phone(WICHAI)
    tell(mali)
    told = the_report(desk, ReportKind.NETWORK_PLAN)
    wichai.say("ส่งแผนเครือข่าย")
    wichai.tap("อนุบาลนครปฐม")
    assert wichai.at == "again"
    assert f"R-{told.id}" in wichai.tap("ไม่บันทึกซ้ำ")
    assert wichai.draft is None
    assert reports(desk, ReportKind.NETWORK_PLAN) == [told]


def test_a_new_edition_is_a_second_report(desk: Desk) -> None:
    mali = desk.phone(MALI)
    tell(mali)
    mali.say("ส่งแผนเครือข่าย", "ฉบับใหม่", "แผนทบทวน", "2569–2570", "วันนี้")
    send(mali)
    first, second = reports(desk, ReportKind.NETWORK_PLAN)
    assert (first.title, second.title) == ("แผนสามปี", "แผนทบทวน")
    assert "again" not in second.answers


def test_a_partner_school_leads_no_network_to_plan_for(desk: Desk) -> None:
    somsri = desk.phone(SOMSRI)
    assert somsri.say("ส่งแผนเครือข่าย").startswith(t("reporting.cannot.no_place"))
    assert reports(desk, ReportKind.NETWORK_PLAN) == []


def test_once_the_programme_is_over_it_says_which_and_when(desk: Desk) -> None:
    desk.now = NOW.replace(year=2028)
    shown = desk.phone(MALI).say("ส่งแผนเครือข่าย")
    assert "สิ้นสุดแล้ว" in shown
    assert "30 กันยายน 2570" in shown


def test_a_programme_that_ends_before_it_is_sent_saves_nothing(desk: Desk) -> None:
    desk.now = NOW.replace(year=2027, month=9, day=29)
    mali = desk.phone(MALI)
    mali.say("ส่งแผนเครือข่าย", "แผนสามปี", "2568–2570", "เมื่อวาน")
    mali.tap("ข้ามไปหน้าสรุป")
    desk.now = NOW.replace(year=2027, month=10, day=2)
    assert "สิ้นสุดแล้ว" in mali.tap("ส่งรายงาน")
    assert reports(desk, ReportKind.NETWORK_PLAN) == []
