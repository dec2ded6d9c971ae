"""Who mentors whom, what for, and at which levels one exchanges: the programme says so, not the
code. In a sandbox the area office mentors its pilot schools.
"""

from datetime import date

from phones import ANAN, MALI, NOW, STRANGER, WICHAI, Desk, Phone, report
from sqlalchemy import select

from handlers.texts import t
from handlers.visit_view import visit_page
from models.exchange_parts import codes_of
from models.exchanges import ExchangeActivity
from models.people import scope_by_code
from models.programmes import Enrolment, Programme
from models.vocabulary import ExchangeLevel, Purpose, Role, VisitKind

SUDA = "U0000000000000000000000000000a007"


def programme(desk: Desk, code: str) -> Programme:
    return desk.session.scalars(select(Programme).where(Programme.code == code)).one()


def at_purposes(phone: Phone) -> list[str]:
    """The purposes that are offered for a visit to the first school."""
    phone.say("บันทึกนิเทศ", "1", "เมื่อวาน", "1")
    assert phone.at == "purposes"
    known = {t(f"words.purpose.{purpose.value}") for purpose in Purpose}
    return [label for label in phone.labels if any(word in label for word in known)]


def test_both_people_of_a_sandbox_office_mentor_its_pilot_schools(desk: Desk) -> None:
    for who in (ANAN, SUDA):
        report(desk.phone(who), school="1" if who == ANAN else "2")
    for visit in desk.visits():
        assert visit.kind is VisitKind.MENTORING
        assert visit.mentor_office_id is not None
        assert visit.network_id is None


def test_advice_on_the_annual_action_plan_is_a_purpose_there(desk: Desk) -> None:
    anan = desk.phone(ANAN)
    assert any("แผนปฏิบัติการ" in label for label in at_purposes(anan))
    anan.tap("แผนปฏิบัติการ")
    anan.tap("ต่อไป")
    anan.say("แผนปฏิบัติการประจำปี")
    anan.tap("ข้ามไปหน้าสรุป")
    anan.tap("ส่งรายงาน")
    [visit] = desk.visits()
    assert visit.purposes == [Purpose.ACTION_PLAN_ADVICE]


def test_in_a_network_it_is_not(desk: Desk) -> None:
    assert not any("แผนปฏิบัติการ" in label for label in at_purposes(desk.phone(MALI)))


def test_a_programme_that_names_one_purpose_offers_one(desk: Desk) -> None:
    programme(desk, "SANDBOX").purposes = [Purpose.ADVICE]
    desk.session.flush()
    assert len(at_purposes(desk.phone(ANAN))) == 1


def test_the_pilot_school_sees_the_visit_and_the_next_office_does_not(desk: Desk) -> None:
    report(desk.phone(ANAN), "แผนปฏิบัติการประจำปี")
    [visit] = desk.visits()
    pilot = desk.appoint(STRANGER, Role.TEACHER, "STN-P1")
    assert "แผนปฏิบัติการประจำปี" in pilot.say(f"รายงาน V-{visit.id}")
    assert visit_page(desk.session, visit.id, WICHAI, NOW.date()) is None


def test_a_pilot_school_mentors_nobody(desk: Desk) -> None:
    pilot = desk.appoint(STRANGER, Role.TEACHER, "STN-P1")
    assert t("visit.cannot.no_mentees") in pilot.say("บันทึกนิเทศ")
    assert desk.visits() == []


def test_an_exchange_of_the_whole_country_is_one_of_the_levels(desk: Desk) -> None:
    mali = desk.phone(MALI)
    mali.say("บันทึกแลกเปลี่ยน", "ระดับประเทศ", "สะท้อนคิดระดับชาติ", "เมื่อวาน", "1", "2", "83")
    mali.tap("ข้ามไปหน้าสรุป")
    mali.tap("ส่งรายงาน")
    [exchange] = desk.session.scalars(select(ExchangeActivity))
    assert exchange.level is ExchangeLevel.NATIONAL


def test_a_programme_that_names_two_levels_offers_two(desk: Desk) -> None:
    levels = [ExchangeLevel.INTRA_NETWORK, ExchangeLevel.NATIONAL]
    programme(desk, "QIN").exchange_levels = levels
    desk.session.flush()
    mali = desk.phone(MALI)
    mali.say("บันทึกแลกเปลี่ยน")
    known = {t(f"words.level.{level.value}") for level in ExchangeLevel}
    offered = [label for label in mali.labels if any(word in label for word in known)]
    assert len(offered) == 2


def exchanged(phone: Phone, level: str = "เขต") -> str:
    """The shortest way through an exchange of a sandbox office, sent."""
    phone.say("บันทึกแลกเปลี่ยน", level, "เวทีพื้นที่นวัตกรรม", "เมื่อวาน", "zoom", "60")
    phone.tap("ข้ามไปหน้าสรุป")
    return phone.tap("ส่งรายงาน")


def test_a_sandbox_office_reports_an_exchange_of_its_area_without_a_network(desk: Desk) -> None:
    anan = desk.phone(ANAN)
    assert t("exchange.saved.for_the_office") in exchanged(anan)
    [exchange] = desk.session.scalars(select(ExchangeActivity))
    assert exchange.level is ExchangeLevel.AREA
    assert exchange.office_id is not None
    assert codes_of(desk.session, exchange.id) == ([], [])


def test_the_sandbox_offers_the_area_and_the_country_alone(desk: Desk) -> None:
    anan = desk.phone(ANAN)
    anan.say("บันทึกแลกเปลี่ยน")
    offered = "\n".join(anan.labels)
    shown = [level for level in ExchangeLevel if t(f"words.level.{level.value}") in offered]
    assert shown == [ExchangeLevel.AREA, ExchangeLevel.NATIONAL]


def test_its_pilot_schools_may_have_taken_part(desk: Desk) -> None:
    anan = desk.phone(ANAN)
    anan.say("บันทึกแลกเปลี่ยน", "ระดับประเทศ", "เวทีพื้นที่นวัตกรรม", "เมื่อวาน", "1", "60", "ข้าม")
    assert anan.at == "schools"
    anan.say("1,2")
    anan.tap("ข้ามไปหน้าสรุป")
    anan.tap("ส่งรายงาน")
    [exchange] = desk.session.scalars(select(ExchangeActivity))
    assert codes_of(desk.session, exchange.id) == ([], ["STN-P1", "STN-P2"])


def test_the_colleague_in_the_office_opens_it_and_the_next_office_does_not(desk: Desk) -> None:
    exchanged(desk.phone(ANAN))
    [exchange] = desk.session.scalars(select(ExchangeActivity))
    colleague = desk.appoint(STRANGER, Role.SUPERVISOR, "STN")
    assert "เวทีพื้นที่นวัตกรรม" in colleague.say(f"รายงาน E-{exchange.id}")
    assert "เวทีพื้นที่นวัตกรรม" in colleague.say("กิจกรรมแลกเปลี่ยน")
    assert "เวทีพื้นที่นวัตกรรม" not in desk.phone(WICHAI).say(f"รายงาน E-{exchange.id}")


def test_it_can_be_changed_and_the_status_of_the_office_still_opens(desk: Desk) -> None:
    anan = desk.phone(ANAN)
    exchanged(anan)
    [exchange] = desk.session.scalars(select(ExchangeActivity))
    anan.say(f"แก้ไขรายงาน E-{exchange.id}", "แก้ไข ผู้ร่วม", "75")
    anan.tap(t("dialog.change.send"))
    anan.say("ข้าม")
    desk.session.refresh(exchange)
    assert exchange.people == 75
    assert "สพป.สตูล" in anan.say("สถานะ")


def enrol_in_the_sandbox(desk: Desk, code: str) -> None:
    """The office of that code takes part in the sandbox, too."""
    scope = scope_by_code(desk.session, code)
    assert scope is not None
    starts = date(2026, 10, 1)
    sandbox = programme(desk, "SANDBOX")
    desk.session.add(Enrolment(programme_id=sandbox.id, office_id=scope.id, starts_on=starts))
    desk.session.flush()


def test_an_office_in_two_programmes_says_for_which_it_reports(desk: Desk) -> None:
    enrol_in_the_sandbox(desk, "NPT1")
    wichai = desk.phone(WICHAI)
    wichai.say("บันทึกแลกเปลี่ยน")
    assert wichai.at == "programme"
    wichai.tap("พื้นที่นวัตกรรม")
    wichai.say("เขต", "เวทีพื้นที่นวัตกรรม", "เมื่อวาน", "ออนไลน์", "60")
    wichai.tap("ข้ามไปหน้าสรุป")
    wichai.tap("ส่งรายงาน")
    [exchange] = desk.session.scalars(select(ExchangeActivity))
    assert exchange.programme_id == programme(desk, "SANDBOX").id
    assert exchange.office_id is not None


def test_the_programme_can_be_changed_later_with_all_that_depends_on_it(desk: Desk) -> None:
    enrol_in_the_sandbox(desk, "NPT1")
    wichai = desk.phone(WICHAI)
    wichai.say("บันทึกแลกเปลี่ยน")
    wichai.tap("พื้นที่นวัตกรรม")
    wichai.say("เขต", "เวทีสองโครงการ", "เมื่อวาน", "ออนไลน์", "60")
    wichai.tap("ข้ามไปหน้าสรุป")
    wichai.tap("ส่งรายงาน")
    [exchange] = desk.session.scalars(select(ExchangeActivity))
    wichai.say(f"แก้ไขรายงาน E-{exchange.id}", "แก้ไข โครงการ")
    wichai.tap("เครือข่ายนวัตกรรม")
    wichai.say("ระหว่าง", "1,2")
    while "ข้าม" in "\n".join(wichai.labels):
        wichai.say("ข้าม")
    wichai.tap(t("dialog.change.send"))
    wichai.say("ข้าม")
    desk.session.refresh(exchange)
    assert exchange.programme_id == programme(desk, "QIN").id
    assert exchange.office_id is None
    assert len(codes_of(desk.session, exchange.id)[0]) == 2


def test_a_change_of_an_exchange_within_ones_network_leaves_the_network_alone(desk: Desk) -> None:
    mali = desk.phone(MALI)
    mali.say("บันทึกแลกเปลี่ยน", "ภายใน", "เวทีในเครือข่าย", "เมื่อวาน", "1", "40")
    mali.tap("ข้ามไปหน้าสรุป")
    mali.tap("ส่งรายงาน")
    [exchange] = desk.session.scalars(select(ExchangeActivity))
    mali.say(f"แก้ไขรายงาน E-{exchange.id}", "แก้ไข ผู้ร่วม", "45")
    mali.tap(t("dialog.change.send"))
    mali.say("ข้าม")
    [row] = mali.seen[-1].rows
    assert row.label == "ผู้ร่วม"
    assert codes_of(desk.session, exchange.id)[0] == ["QIN-NPT1-A"]


def test_a_programme_without_levels_has_no_exchange_to_report(desk: Desk) -> None:
    programme(desk, "SANDBOX").exchange_levels = []
    desk.session.flush()
    assert t("exchange.cannot.no_network") in desk.phone(ANAN).say("บันทึกแลกเปลี่ยน")
