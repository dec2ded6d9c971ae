""" "สถานะ": what it says of a network, an office and the country, and to whom."""

import re
import time
import uuid
from collections.abc import Sequence
from datetime import UTC, date, datetime
from pathlib import Path

import pytest
from phones import ANAN, MALI, PRANEE, SOMSRI, STRANGER, WICHAI, Desk
from sqlalchemy import Select, event, insert, or_, select
from sqlalchemy.orm import Session

from handlers.cards.card import Button, Card, Row, Tap
from handlers.cards.render import alt_text, render
from handlers.routes import route_of
from handlers.texts import t
from models.duties import Deadline, Obligation, Submission
from models.exchanges import ExchangeActivity, ExchangeNetwork
from models.networks import Network, NetworkMembership
from models.people import Person, find_scope
from models.places import Office, School
from models.programmes import Enrolment, Programme
from models.roster import import_files, refusals
from models.visits import MentoringVisit
from models.vocabulary import (
    ExchangeLevel,
    LevelsRule,
    MemberRole,
    Purpose,
    Role,
    ScopeKind,
    SubjectKind,
    VisitKind,
    VisitMode,
)

TODAY = date(2026, 11, 20)  # as the desk's clock says at first
NATIONAL = Path(__file__).parent.parent / "data" / "synth_roster.json"

NATE, EXPERT, PILOT, OPAL = (f"U{number:032d}" for number in range(701, 705))


# --- one network ---------------------------------------------------------------------------------


def test_a_network_is_told_clause_by_clause(desk: Desk) -> None:
    card = ask(desk, MALI, "สถานะ")
    assert "โรงเรียนอนุบาลนครปฐม" in card.title
    assert "ปีงบ 2570 (1 ต.ค. 2569 – 30 ก.ย. 2570)" in card.kicker
    numbers = [row.label.split()[0] for row in card.rows if row.label[0].isdigit()]
    assert numbers == [f"3.{clause}" for clause in range(1, 10)]
    assert value(card, "3.1") == "ไม่มีกำหนด (บันทึกแล้ว 0)"
    assert value(card, "3.8") == "ยังขาด 1 · ภายใน 30 ก.ย. 2570"
    assert value(card, "3.5") == "ครบแล้ว 0 จาก 3 แห่ง · ยังขาด 3"
    assert "ภาคเรียนที่ 2/2569" in row(card, "3.5").label
    assert "ปีงบ 2567–2570" in row(card, "3.3").label


def test_an_exchange_shows_at_its_level_alone(desk: Desk) -> None:
    exchange(desk, "QIN-NPT1-A", ExchangeLevel.INTRA_NETWORK, date(2026, 11, 2))
    card = ask(desk, MALI, "สถานะ")
    assert "ภายใน 1/1 · ระหว่าง 0/1 · เขต 0/1" in value(card, "3.7")
    assert value(card, "3.7").startswith("ยังขาด 2")
    for level in (ExchangeLevel.INTER_NETWORK, ExchangeLevel.AREA):
        exchange(desk, "QIN-NPT1-A", level, date(2026, 11, 3))
    assert value(ask(desk, MALI, "สถานะ"), "3.7").startswith("ครบแล้ว")
    other = ask(desk, WICHAI, "สถานะ บ้านอ้อกระทิง")
    assert "ภายใน 0/1 · ระหว่าง 0/1 · เขต 0/1" in value(other, "3.7")


def test_where_any_level_will_do_the_card_says_so(desk: Desk) -> None:
    session = desk.session
    programme(session, "QIN").levels_rule = LevelsRule.ANY
    session.flush()
    for row_ in session.scalars(select(Obligation).where(Obligation.code == "EXCHANGE-YEARLY")):
        row_.levels_rule = None
    exchange(desk, "QIN-NPT1-A", ExchangeLevel.AREA, date(2026, 11, 2))
    told = value(ask(desk, MALI, "สถานะ"), "3.7")
    assert told.startswith("ครบแล้ว")
    assert "ภายใน 0/1 · ระหว่าง 0/1 · เขต 1/1" in told
    assert "ระดับใดระดับหนึ่งก็ครบ" in told


def test_last_years_exchange_is_not_this_years(desk: Desk) -> None:
    exchange(desk, "QIN-NPT1-A", ExchangeLevel.AREA, date(2026, 9, 30))
    assert "เขต 0/1" in value(ask(desk, MALI, "สถานะ"), "3.7")


def test_visits_are_told_school_by_school_and_those_of_supervisors_apart(desk: Desk) -> None:
    visit(desk, "NPT1-02", date(2026, 11, 5))
    visit(desk, "NPT1-02", date(2026, 11, 9))
    visit(desk, "NPT1-02", date(2026, 9, 9))  # of the year before
    visit(desk, "NPT1-03", date(2026, 11, 12), VisitKind.SUPERVISION)
    card = ask(desk, MALI, "สถานะ")
    assert value(card, "นิเทศ โรงเรียนบ้านลำพยา") == "2 ครั้ง · ล่าสุด 9 พ.ย. 2569"
    assert "ศึกษานิเทศก์ 1 ครั้ง" in value(card, "นิเทศ โรงเรียนบ้านทุ่งน้อย")
    assert value(card, "นิเทศ โรงเรียนบ้านหนองหิน") == "0 ครั้ง"
    assert value(card, "3.6") == "ไม่มีกำหนด (บันทึกแล้ว 1)"
    assert value(card, "3.5") == "ครบแล้ว 1 จาก 3 แห่ง · ยังขาด 2"
    assert row(card, "3.5").share == pytest.approx(1 / 3)


def test_a_network_of_very_many_schools_still_fits(desk: Desk) -> None:
    with_network = desk.session.scalar(select(Network).where(Network.code == "QIN-NPT1-A"))
    assert with_network is not None
    for number in range(40):
        school = School(
            code=f"NPT1-X{number}",
            name_th=f"โรงเรียน{'ชุมชนวัดประชาสรรค์วิทยาคม' * 8} {number}",
            office_id=with_network.office_id,
        )
        desk.session.add(school)
        desk.session.flush()
        desk.session.add(
            NetworkMembership(
                network_id=with_network.id,
                school_id=school.id,
                role=MemberRole.PARTNER,
                starts_on=date(2026, 10, 1),
            )
        )
    card = ask(desk, MALI, "สถานะ")
    assert value(card, "3.5") == "ครบแล้ว 0 จาก 43 แห่ง · ยังขาด 43"
    assert value(card, "สถานศึกษาอื่น") == "และอีก 33 แห่ง"


def test_every_number_of_a_card_stands_under_its_year(desk: Desk) -> None:
    for card in (ask(desk, MALI, "สถานะ"), ask(desk, PRANEE, "สถานะ")):
        assert "ปีงบ 2570" in alt_text(card)


def test_a_partner_school_sees_its_network_as_the_lead_does(desk: Desk) -> None:
    assert ask(desk, SOMSRI, "สถานะ").rows == ask(desk, MALI, "สถานะ").rows


def test_a_network_whose_programme_is_over_says_when_it_ended(desk: Desk) -> None:
    desk.appoint(EXPERT, Role.EXPERT, "COLLAB-2564")
    assert "โครงการสิ้นสุดแล้วเมื่อ 21 ก.ค. 2565" in alt_text(ask(desk, EXPERT, "สถานะ"))


def test_a_school_is_told_when_its_network_came_to_an_end(desk: Desk) -> None:
    desk.now = datetime(2027, 10, 1, 3, 0, tzinfo=UTC)
    assert "โครงการสิ้นสุดแล้วเมื่อ 30 ก.ย. 2570" in alt_text(ask(desk, MALI, "สถานะ"))


def test_a_school_that_left_sees_its_old_network_no_more(desk: Desk) -> None:
    session = desk.session
    leaving = session.scalars(
        select(NetworkMembership)
        .join(School, School.id == NetworkMembership.school_id)
        .where(School.code == "NPT1-02", NetworkMembership.ends_on >= TODAY)
    )
    for membership in leaving:
        membership.ends_on = date(2026, 10, 31)
    assert "อนุบาลนครปฐม" not in alt_text(ask(desk, SOMSRI, "สถานะ"))
    assert refused(ask(desk, SOMSRI, "สถานะ อนุบาลนครปฐม"), "อนุบาลนครปฐม")


def test_a_pilot_school_without_a_network_sees_its_own_duties(desk: Desk) -> None:
    desk.appoint(PILOT, Role.TEACHER, "STN-P1")
    visit(desk, "STN-P1", date(2026, 11, 5), code="SANDBOX")
    visit(desk, "STN-P2", date(2026, 11, 5), code="SANDBOX")
    told = alt_text(ask(desk, PILOT, "สถานะ"))
    assert "โรงเรียนนำร่องตัวอย่าง 1 สตูล 1 ครั้ง" in told
    assert "ตัวอย่าง 2" not in told


def test_a_pilot_school_is_found_by_its_name(desk: Desk) -> None:
    name = "โรงเรียนนำร่องตัวอย่าง 1 สตูล"
    assert ask(desk, ANAN, f"สถานะ {name}").title == name
    assert refused(ask(desk, WICHAI, f"สถานะ {name}"), name)


# --- offices, programmes, the country ------------------------------------------------------------


def test_an_office_sees_totals_and_who_is_behind_first(desk: Desk) -> None:
    for level in (ExchangeLevel.INTRA_NETWORK, ExchangeLevel.INTER_NETWORK, ExchangeLevel.AREA):
        exchange(desk, "QIN-NPT1-A", level, date(2026, 11, 2))
    card = ask(desk, PRANEE, "สถานะ")
    assert card.title == "สพป.นครปฐม เขต 1"
    assert value(card, "แลกเปลี่ยนเรียนรู้") == (
        "ครบแล้ว 1 จาก 2 เครือข่าย · ยังขาด 1\nภายใน 1/2 · ระหว่าง 1/2 · เขต 1/2"
    )
    assert row(card, "แลกเปลี่ยนเรียนรู้").share == 0.5
    listed = [one for one in card.rows if one.button]
    assert [one.label for one in listed] == [
        "เครือข่ายโรงเรียนบ้านอ้อกระทิง",
        "เครือข่ายโรงเรียนอนุบาลนครปฐม",
    ]
    assert "แลกเปลี่ยนเรียนรู้ 3" in listed[0].value
    assert "แลกเปลี่ยนเรียนรู้" not in listed[1].value
    opened = tap(desk, PRANEE, listed[0].button)
    assert "โรงเรียนบ้านอ้อกระทิง" in opened.title


def test_a_sandbox_office_sees_its_deadline_become_late_and_met(desk: Desk) -> None:
    deadline = "ส่งรายชื่อผู้รับผิดชอบ"
    assert value(ask(desk, ANAN, "สถานะ"), deadline) == "ยังไม่ส่ง · กำหนด 27 พ.ย. 2569"
    desk.now = datetime(2026, 11, 27, 17, 0, tzinfo=UTC)  # 28 November in Bangkok
    assert value(ask(desk, ANAN, "สถานะ"), deadline) == "เลยกำหนด 27 พ.ย. 2569 · ยังไม่ส่ง"
    sent(desk, "STN", date(2026, 11, 28))
    told = value(ask(desk, ANAN, "สถานะ"), deadline)
    assert told == "ส่งแล้วเมื่อ 28 พ.ย. 2569 (หลังกำหนด)"


def test_who_has_sent_is_named_to_coordinators_alone(desk: Desk) -> None:
    sent(desk, "STN", date(2026, 11, 19))
    desk.appoint(NATE, Role.NATIONAL_COORDINATOR, "SANDBOX")
    told = value(ask(desk, NATE, "สถานะ"), "ส่งรายชื่อผู้รับผิดชอบ")
    assert told.startswith("ส่งแล้ว 1 จาก 2 เขต · กำหนด 27 พ.ย. 2569")
    assert "ส่งแล้ว: สพป.สตูล" in told
    assert "ยังไม่ส่ง: สพป.ระยอง เขต 1" in told
    desk.appoint(EXPERT, Role.EXPERT, "SANDBOX")
    told = value(ask(desk, EXPERT, "สถานะ"), "ส่งรายชื่อผู้รับผิดชอบ")
    assert told == "ส่งแล้ว 1 จาก 2 เขต · กำหนด 27 พ.ย. 2569"


def test_a_deadline_that_is_not_announced_is_not_shown(desk: Desk) -> None:
    desk.now = datetime(2026, 11, 15, 16, 59, tzinfo=UTC)
    assert not [r for r in ask(desk, ANAN, "สถานะ").rows if "ส่งรายชื่อ" in r.label]


def test_the_country_fits_one_bubble_and_pages_through_all_areas(desk: Desk) -> None:
    national(desk)
    card = ask(desk, NATE, "สถานะ")
    assert "เครือข่าย 180 · สถานศึกษา 744" in value(card, "โครงการส่งเสริมเครือข่าย")
    assert "ปีงบ 2570 (1 ต.ค. 2569 – 30 ก.ย. 2570)" in alt_text(card)
    assert "โครงการสิ้นสุดแล้วเมื่อ 21 ก.ค. 2565" in value(card, "โครงการ Collaborative")
    areas = [one for one in pages(desk, NATE, card) if one.button]
    names = [one.label for one in areas]
    enrolled = select(Enrolment.office_id).where(
        or_(Enrolment.ends_on.is_(None), Enrolment.ends_on >= TODAY)
    )
    offices = desk.session.scalars(
        select(Office.short_th).where(
            or_(Office.id.in_(running(select(Network.office_id))), Office.id.in_(enrolled))
        )
    )
    assert sorted(names) == sorted(offices)
    assert len(names) == len(set(names)) > 90


def test_every_network_of_the_country_is_under_one_area(desk: Desk) -> None:
    national(desk)
    areas = [one for one in pages(desk, NATE, ask(desk, NATE, "สถานะ")) if one.button]
    counted = [re.search(r"(\d+) เครือข่าย", one.value) for one in areas]
    assert sum(int(found[1]) for found in counted if found) == 180
    opened = tap(desk, NATE, areas[0].button)
    assert opened.title == areas[0].label
    networks = [one for one in pages(desk, NATE, opened) if one.button]
    assert len(networks) == int(counted[0][1]) if counted[0] else False


def test_the_cost_of_the_countrys_status(desk: Desk, capsys: pytest.CaptureFixture[str]) -> None:
    """Printed, not judged: the machine decides. The number of statements must not grow."""
    national(desk)
    few = statements(desk, "สถานะ")
    session = desk.session
    many_visits(session, 10_000)
    started = time.perf_counter()
    many = statements(desk, "สถานะ")
    took = time.perf_counter() - started
    with capsys.disabled():
        name = desk.session.get_bind().dialect.name
        print(f"\n{name}: status of the country, {many} statements, {took * 1000:.0f} ms")
    assert many == few


@pytest.mark.parametrize(
    "asked", ["สถานะ ปีก่อน", "สถานะ เทอม 2/2569", "สถานะโครงการ", "ใครยังไม่เข้าร่วม", "ทะเบียน"]
)
def test_no_answer_asks_the_database_more_when_there_is_more_in_it(desk: Desk, asked: str) -> None:
    desk.appoint(NATE, Role.NATIONAL_COORDINATOR, "TH")
    few = statements(desk, asked)
    assert refusals(import_files(desk.session, [NATIONAL])) == []
    many_visits(desk.session, 1_000)
    assert statements(desk, asked) <= few


# --- by name, and only within reach --------------------------------------------------------------


@pytest.mark.parametrize(
    "name",
    [
        "อนุบาลนครปฐม",
        "รร.อนุบาลนครปฐม",
        "เครือข่ายอนุบาลนครปฐม",
        "อนุบาล นฐ",
        "บ้านลำพยา",
        "เครือข่ายนวัตกรรมคุณภาพสถานศึกษา โรงเรียนอนุบาลนครปฐม",
    ],
)
def test_a_network_is_found_by_its_name_and_its_schools(name: str, desk: Desk) -> None:
    assert "โรงเรียนอนุบาลนครปฐม" in ask(desk, WICHAI, f"สถานะ {name}").title


@pytest.mark.parametrize(
    "name",
    ["สพป.นครปฐม เขต 1", "นครปฐม เขต 1", "นครปฐม เขต ๑", "นฐ1", "นครปฐม 1", "สพป นครปฐม 1"],
)
def test_an_office_is_found_by_its_short_forms(name: str, desk: Desk) -> None:
    assert ask(desk, WICHAI, f"สถานะ {name}").title == "สพป.นครปฐม เขต 1"


def test_a_name_that_may_mean_several_is_asked_about(desk: Desk) -> None:
    card = ask(desk, WICHAI, "สถานะ นครปฐม")
    assert card.title == "หมายถึงที่ใด"
    office = next(one for one in card.rows if one.label == "สพป.นครปฐม เขต 1")
    assert tap(desk, WICHAI, office.button).title == "สพป.นครปฐม เขต 1"


def test_in_the_country_offices_of_one_name_are_told_apart(desk: Desk) -> None:
    national(desk)
    assert ask(desk, NATE, "สถานะ นครปฐม เขต 2").title == "สพป.นครปฐม เขต 2"
    asked = ask(desk, NATE, "สถานะ กรุงเทพมหานคร เขต 1")
    assert asked.title == "สพม.กรุงเทพมหานคร เขต 1"
    assert ask(desk, NATE, "สถานะ ทั้งประเทศ").title == "ทั้งประเทศ"
    assert ask(desk, NATE, "สถานะ sandbox").title == "การขับเคลื่อนพื้นที่นวัตกรรมการศึกษา"


@pytest.mark.parametrize(
    "name",
    [
        "นครปฐม เขต 2",  # there is such an office …
        "นครปฐม เขต 9",  # … and there is none such
        "สตูล",
        "โรงเรียนนำร่องตัวอย่าง 1 สตูล",
        "โรงเรียนไม่มีอยู่จริง",
        "Collaborative Assessment",
        "ทั้งประเทศ",
    ],
)
def test_what_is_out_of_reach_is_refused_in_the_same_words_as_what_does_not_exist(
    name: str, desk: Desk
) -> None:
    assert refused(ask(desk, WICHAI, f"สถานะ {name}"), name)


@pytest.mark.parametrize(
    ("who", "reference"),
    [
        (MALI, "office:NPT1"),
        (MALI, "network:QIN-NPT1-B"),
        (MALI, "school:NPT1-05"),
        (WICHAI, "office:STN"),
        (WICHAI, "programme:QIN"),
        (WICHAI, "country:TH"),
        (WICHAI, "network:NONE"),
        (ANAN, "network:QIN-NPT1-A"),
        (PRANEE, "network:COLLAB-2564"),
        (PRANEE, "school:STN-P1"),
        (PRANEE, "office:STN@SANDBOX"),
        (ANAN, "school:NPT1-01"),
    ],
)
def test_a_button_of_somebody_elses_opens_nothing(who: str, reference: str, desk: Desk) -> None:
    button = Button("ดูสถานะ", Tap(f"v=1&do=g&s=status&x={reference}", "ดูสถานะ"))
    card = tap(desk, who, button)
    assert not card.rows
    assert not card.title
    assert card.text == t("status.not_seen_any_more")


def test_a_post_over_a_programme_shows_of_an_office_what_it_does_in_that_alone(desk: Desk) -> None:
    national(desk)
    desk.appoint(EXPERT, Role.EXPERT, "SANDBOX")
    (area, *_) = [one for one in ask(desk, EXPERT, "สถานะ").rows if one.button]
    opened = tap(desk, EXPERT, area.button)
    assert opened.title == area.label
    assert "การขับเคลื่อนพื้นที่นวัตกรรมการศึกษา" in opened.kicker
    assert "แลกเปลี่ยนเรียนรู้" not in alt_text(opened)
    assert area.button is not None
    assert isinstance(area.button.action, Tap)
    whole = Button("ดูสถานะ", Tap(area.button.action.data.replace("%40SANDBOX", ""), "ดูสถานะ"))
    assert tap(desk, EXPERT, whole).text == t("status.not_seen_any_more")


def test_a_post_over_a_programme_shows_its_areas_and_their_networks(desk: Desk) -> None:
    desk.appoint(NATE, Role.NATIONAL_COORDINATOR, "QIN")
    (area,) = [one for one in ask(desk, NATE, "สถานะ").rows if one.button]
    listed = [one for one in tap(desk, NATE, area.button).rows if one.button]
    assert len(listed) == 2
    assert ask(desk, NATE, "สถานะ นครปฐม เขต 1").rows == tap(desk, NATE, area.button).rows
    assert refused(ask(desk, NATE, "สถานะ สตูล"), "สตูล")
    assert "โรงเรียนบ้านอ้อกระทิง" in tap(desk, NATE, listed[1].button).title
    assert refused(ask(desk, NATE, "สถานะ sandbox"), "sandbox")


def test_somebody_with_two_posts_is_asked_which(desk: Desk) -> None:
    desk.appoint(WICHAI, Role.EXPERT, "COLLAB-2564")
    card = ask(desk, WICHAI, "สถานะ")
    assert [one.label for one in card.rows] == [
        "สพป.นครปฐม เขต 1",
        "โรงเรียนนำร่อง Collaborative Assessment",
    ]
    assert tap(desk, WICHAI, card.rows[0].button).title == "สพป.นครปฐม เขต 1"


def test_an_operator_gets_no_status(desk: Desk) -> None:
    desk.appoint(OPAL, Role.OPERATOR, "TH")
    for asked in ("สถานะ", "สถานะ อนุบาลนครปฐม", "สถาณะ"):
        card = ask(desk, OPAL, asked)
        assert card.note == t("common.not_allowed")
        assert "อนุบาลนครปฐม" not in alt_text(card)


def test_a_stranger_gets_no_status(desk: Desk) -> None:
    phone = desk.phone(STRANGER)
    for asked in ("สถานะ", "สถานะ อนุบาลนครปฐม"):
        assert "อนุบาลนครปฐม" not in phone.say(asked)


def test_the_menu_offers_it_to_those_who_may(desk: Desk) -> None:
    desk.appoint(OPAL, Role.OPERATOR, "TH")
    assert "สถานะ" in [button.label for button in ask(desk, MALI, "เมนู").buttons]
    assert "สถานะ" not in [button.label for button in ask(desk, OPAL, "เมนู").buttons]


# --- how it is typed -----------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("typed", "name"),
    [
        ("สถานะ", "status"),
        ("สถานะเครือข่าย", "status_network"),
        ("ดูสถานะครับ", "status"),
        ("สถานะเครื่อข่าย", "status_network"),
        ("สถาณะ", "status"),
        ("สภานะ", "status"),
        ("สถานะเครือขาย", "status_network"),
        ("สะถานะ", "status"),
    ],
)
def test_the_command_is_understood_as_people_type_it(typed: str, name: str) -> None:
    found = route_of(typed, inexact=True)
    assert found is not None
    assert (found[0].name, found[1]) == (name, "")


@pytest.mark.parametrize(
    "typed",
    [
        "ขอดูสถานะของโรงเรียนหน่อย",
        "สถานะดี",
        "รายงานผล",
        "ไปนิเทศ",
        "ศึกษานิเทศก์",
        "บันทึกการประชุม",
        "ขอยกเลิกประชุม",
        "ประวัติศาสตร์",
        "สถานที่",
        "ฐานะ",
        "",
        "ะ",
        "สถานะเครื่อข่าย" * 20,
    ],
)
def test_words_that_are_near_a_command_or_hold_one_are_none(typed: str) -> None:
    assert route_of(typed, inexact=True) is None


def test_what_is_nearly_a_command_is_none_where_the_exact_word_is_wanted() -> None:
    assert route_of("สถาณะ") is None


def test_in_an_unfinished_report_a_near_command_is_an_answer(desk: Desk) -> None:
    phone = desk.phone(MALI)
    phone.say("บันทึกนิเทศ", "1", "เมื่อวาน", "1", "1", "สถาณะ")
    assert phone.draft is not None
    assert phone.draft["answers"]["topic"] == "สถาณะ"


# --- the bar -------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("share", "percent", "blocks"),
    [(0.0, "0%", 0), (0.001, "1%", 1), (0.5, "50%", 1), (0.999, "99%", 1), (1.0, "100%", 1)],
)
def test_a_bar_says_its_share_in_figures_beside_the_boxes(
    share: float, percent: str, blocks: int
) -> None:
    drawn = render(Card(rows=(Row("ครบแล้ว", "x", share=share),)))
    bar = drawn["contents"]["body"]["contents"][-1]["contents"][-1]
    track, figures = bar["contents"]
    assert figures["text"] == percent
    assert [block["width"] for block in track["contents"]] == [percent] * blocks


# --- help ----------------------------------------------------------------------------------------


def ask(desk: Desk, who: str, text: str) -> Card:
    phone = desk.phone(who)
    phone.say(text)
    return phone.seen[-1]


def tap(desk: Desk, who: str, button: Button | None) -> Card:
    assert button is not None
    assert isinstance(button.action, Tap)
    phone = desk.phone(who)
    phone.data(button.action.data)
    return phone.seen[-1]


def row(card: Card, label: str) -> Row:
    found = [one for one in card.rows if one.label.startswith(label)]
    assert len(found) == 1, alt_text(card)
    return found[0]


def pages(desk: Desk, who: str, card: Card) -> list[Row]:
    """The rows of a card and of all that follow it."""
    rows = list(card.rows)
    while more := [button for button in card.buttons if button.label == "ดูต่อ"]:
        card = tap(desk, who, more[0])
        rows += card.rows
    return rows


def running(query: Select[int]) -> Select[int]:
    """Of the networks that have a member today."""
    members = select(NetworkMembership.network_id).where(
        NetworkMembership.starts_on <= TODAY,
        or_(NetworkMembership.ends_on.is_(None), NetworkMembership.ends_on >= TODAY),
    )
    return query.where(Network.id.in_(members))


def value(card: Card, label: str) -> str:
    return row(card, label).value


def refused(card: Card, read: str) -> bool:
    """Whether the answer is the refusal of this name, and nothing but the refusal."""
    return not (card.rows or card.title) and card.text == t("status.not_seen", read=read)


def programme(session: Session, code: str) -> Programme:
    found = session.scalar(select(Programme).where(Programme.code == code))
    assert found is not None
    return found


def reporter(session: Session) -> int:
    found = session.scalar(select(Person.id).limit(1))
    assert found is not None
    return found


def exchange(desk: Desk, network: str, level: ExchangeLevel, day: date) -> None:
    session = desk.session
    found = session.scalar(select(Network).where(Network.code == network))
    assert found is not None
    held = ExchangeActivity(
        draft_id=str(uuid.uuid4()),
        programme_id=found.programme_id,
        level=level,
        title="เวทีแลกเปลี่ยนการสอนอ่าน",
        starts_on=day,
        ends_on=day,
        mode=VisitMode.ONSITE,
        place="ห้องประชุม",
        innovation="",
        result="",
        lesson="",
        reporter_person_id=reporter(session),
        form_version=1,
        created_at=datetime.combine(day, datetime.min.time(), UTC),
    )
    session.add(held)
    session.flush()
    session.add(ExchangeNetwork(exchange_id=held.id, network_id=found.id))


def visit(
    desk: Desk,
    school: str,
    day: date,
    kind: VisitKind = VisitKind.MENTORING,
    *,
    code: str = "QIN",
) -> None:
    session = desk.session
    school_id = session.scalar(select(School.id).where(School.code == school))
    assert school_id is not None
    row_ = _visit(programme(session, code).id, school_id, day, reporter(session), kind)
    session.execute(insert(MentoringVisit), [row_])


def many_visits(session: Session, count: int) -> None:
    qin, by = programme(session, "QIN").id, reporter(session)
    partners: Sequence[int] = session.scalars(
        select(NetworkMembership.school_id)
        .where(NetworkMembership.role == MemberRole.PARTNER)
        .distinct()
        .order_by(NetworkMembership.school_id)
    ).all()
    first = date(2026, 10, 1).toordinal()
    rows = [
        _visit(qin, partners[i % len(partners)], date.fromordinal(first + i % 50), by)
        for i in range(count)
    ]
    session.execute(insert(MentoringVisit), rows)


def _visit(
    programme_id: int,
    school_id: int,
    day: date,
    by: int,
    kind: VisitKind = VisitKind.MENTORING,
) -> dict[str, object]:
    return {
        "draft_id": str(uuid.uuid4()),
        "kind": kind,
        "programme_id": programme_id,
        "mentee_school_id": school_id,
        "visited_on": day,
        "mode": VisitMode.ONSITE,
        "purposes": [Purpose.ADVICE],
        "iqa_standards": [],
        "topic": "แผนพัฒนาคุณภาพ",
        "reporter_person_id": by,
        "form_version": 1,
        "created_at": datetime.combine(day, datetime.min.time(), UTC),
        "sample": False,
    }


def sent(desk: Desk, office: str, day: date) -> None:
    session = desk.session
    scope = find_scope(session, ScopeKind.OFFICE, office)
    deadline = session.scalar(select(Deadline).where(Deadline.code == "SANDBOX-STAFF-2570"))
    assert scope is not None
    assert deadline is not None
    session.add(
        Submission(
            draft_id=str(uuid.uuid4()),
            deadline_id=deadline.id,
            subject_kind=SubjectKind.OFFICE,
            office_id=scope.id,
            submitted_on=day,
            by_person_id=reporter(session),
            created_at=desk.now.replace(hour=2, minute=0),
        )
    )


def national(desk: Desk) -> None:
    """The invented national roster, and somebody who may see all of it."""
    session = desk.session
    assert refusals(import_files(session, [NATIONAL])) == []
    desk.appoint(NATE, Role.NATIONAL_COORDINATOR, "TH")


def statements(desk: Desk, text: str) -> int:
    seen: list[str] = []

    def note(_c: object, _cursor: object, statement: str, *_rest: object) -> None:
        seen.append(statement)

    connection = desk.session.connection()
    event.listen(connection, "before_cursor_execute", note)
    ask(desk, NATE, text)
    event.remove(connection, "before_cursor_execute", note)
    return len(seen)
