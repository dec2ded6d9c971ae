"""The way down from a status to the records, years that are over, the year before, who has joined:
each number beside one counted from the records themselves.
"""

import re
import uuid
from datetime import UTC, date, datetime

import pytest
from phones import ANAN, MALI, PRANEE, SOMSRI, WICHAI, Desk, Phone
from sqlalchemy import func, select

from handlers.cards.card import Card, Row, Tap
from handlers.cards.limits import BUBBLE_BYTES, weight
from handlers.cards.render import alt_text, render
from handlers.dialog.press import Do, Press
from handlers.texts import t
from handlers.thai.dates import short_date
from models.duties import Deadline
from models.exchanges import ExchangeActivity, ExchangeNetwork
from models.networks import Network, NetworkMembership
from models.people import LineAccount, Person
from models.places import School
from models.programmes import Enrolment, Programme, ProgrammePeriod
from models.visits import MentoringVisit
from models.vocabulary import ExchangeLevel, Purpose, Role, SubjectKind, VisitKind, VisitMode

NATE, EXPERT, OTHER = (f"U{number:032d}" for number in range(801, 804))
THIS_YEAR = (date(2026, 10, 1), date(2027, 9, 30))
LAST_YEAR = (date(2025, 10, 1), date(2026, 9, 30))
HAVING = (
    ("network", MALI, "สถานะ"),
    ("office", PRANEE, "สถานะ"),
    ("programme", NATE, "สถานะ"),
    ("country", OTHER, "สถานะ"),
)


@pytest.fixture
def told(desk: Desk) -> Desk:
    """The networks ran last year, too, and there are visits and exchanges in both years."""
    session = desk.session
    qin = _programme(desk, "QIN")
    first = session.scalars(
        select(ProgrammePeriod)
        .where(ProgrammePeriod.programme_id == qin.id, ProgrammePeriod.ends_on >= THIS_YEAR[0])
        .order_by(ProgrammePeriod.starts_on)
    ).first()
    assert first is not None
    first.starts_on = min(first.starts_on, date(2023, 10, 1))
    for member in session.scalars(
        select(NetworkMembership).where(NetworkMembership.ends_on >= THIS_YEAR[0])
    ):
        member.starts_on = date(2023, 10, 1)
    for day in (date(2025, 11, 20), date(2025, 11, 21), date(2026, 3, 1), date(2026, 11, 2)):
        _visit(desk, "NPT1-02", day)
    _visit(desk, "NPT1-03", date(2026, 11, 3))
    _visit(desk, "NPT1-03", date(2026, 11, 20), VisitKind.SUPERVISION)
    _visit(desk, "NPT1-06", date(2026, 11, 5))
    _visit(desk, "STN-P1", date(2026, 11, 6), code="SANDBOX")
    _exchange(desk, "QIN-NPT1-A", date(2026, 11, 4))
    desk.appoint(NATE, Role.NATIONAL_COORDINATOR, "QIN")
    desk.appoint(OTHER, Role.NATIONAL_COORDINATOR, "TH")
    return desk


# --- down to the records -------------------------------------------------------------------------


@pytest.mark.parametrize(("level", "who", "asked"), HAVING)
def test_the_visits_of_every_level_are_those_in_the_records(
    told: Desk, level: str, who: str, asked: str
) -> None:
    phone = _phone(told, who, asked)
    phone.tap("ดูทีละเรื่อง")
    rows = _all_rows(phone)
    for kind, words in (
        (VisitKind.MENTORING, "การนิเทศโดยพี่เลี้ยง"),
        (VisitKind.SUPERVISION, "การนิเทศโดยศึกษานิเทศก์"),
    ):
        there = [one for one in rows if one.label == f"{words} · ปีงบ 2570"]
        counted = sum(int(one.value.split()[0]) for one in there)
        assert counted == _counted(told, level, kind), (level, kind)


def test_from_the_country_one_taps_down_to_one_report(told: Desk) -> None:
    phone = _phone(told, OTHER, "สถานะ")
    phone.data(_button(phone, "สพป.นครปฐม เขต 1"))
    assert phone.seen[-1].title == "สพป.นครปฐม เขต 1"
    phone.data(_button(phone, "เครือข่ายโรงเรียนอนุบาลนครปฐม"))
    assert phone.seen[-1].title.startswith("เครือข่ายนวัตกรรมคุณภาพสถานศึกษา โรงเรียนอนุบาลนครปฐม")
    phone.tap("ดูทีละเรื่อง")
    while not [one for one in phone.seen[-1].rows if one.label == "โรงเรียนบ้านทุ่งน้อย"]:
        phone.tap("ดูต่อ")
    phone.data(_button(phone, "โรงเรียนบ้านทุ่งน้อย"))
    assert phone.seen[-1].title == "โรงเรียนบ้านทุ่งน้อย"
    phone.tap("ดูทีละเรื่อง")
    phone.data(_button(phone, "การนิเทศโดยศึกษานิเทศก์ · ปีงบ 2570"))
    assert "ทั้งหมด 1 รายการ" in phone.shown
    phone.tap("เปิด V-")
    assert "โรงเรียนบ้านทุ่งน้อย" in phone.shown
    assert "รายงานการนิเทศ V-" in phone.shown


def test_a_duty_opens_to_all_whom_it_is_asked_of_those_who_owe_first(told: Desk) -> None:
    phone = _phone(told, PRANEE, "สถานะ")
    phone.tap("ดูทีละเรื่อง")
    phone.data(_button(phone, "นิเทศสถานศึกษา · ภาคเรียนที่ 2/2569"))
    rows = phone.seen[-1].rows
    partners = _partners(told)
    assert len(rows) == len(partners)
    done = [one.label for one in rows if one.value.startswith("ครบแล้ว")]
    assert sorted(done) == sorted(_names(told, {"NPT1-02", "NPT1-03", "NPT1-06"}))
    assert [one.label for one in rows][-len(done) :] == done
    phone.data(_button(phone, rows[0].label))
    assert phone.seen[-1].title == rows[0].label


@pytest.fixture
def asked(told: Desk) -> Desk:
    """Two days on which something is to be sent: by each network, and by each of its schools."""
    for code, kind in (("OF-NETWORK", SubjectKind.NETWORK), ("OF-SCHOOL", SubjectKind.SCHOOL)):
        told.session.add(
            Deadline(
                code=code,
                programme_id=_programme(told, "QIN").id,
                title_th=f"ส่งเรื่อง {code}",
                due_on=date(2026, 12, 1),
                announced_on=date(2026, 11, 1),
                subject_kind=kind,
                created_by_person_id=told.session.scalars(select(Person.id).limit(1)).one(),
                created_at=told.now,
            )
        )
    told.session.flush()
    return told


@pytest.mark.parametrize("who", [MALI, SOMSRI, WICHAI, PRANEE, NATE, EXPERT])
def test_every_deadline_of_a_network_opens_from_its_status(asked: Desk, who: str) -> None:
    asked.appoint(EXPERT, Role.EXPERT, "QIN")
    phone = asked.phone(who)
    phone.press(Press(Do.GO, slot="status_details", value="network:QIN-NPT1-A"))
    rows = {row.label: row for row in _all_rows(phone)}
    for code in ("OF-NETWORK", "OF-SCHOOL"):
        button = rows[f"ส่งเรื่อง {code}"].button
        assert button is not None
        assert isinstance(button.action, Tap)
        phone.data(button.action.data)
        card = phone.seen[-1]
        assert card.title == f"ส่งเรื่อง {code}"
        assert "1 ธ.ค. 2569" in card.kicker
        labels = [one.label for one in card.buttons]
        # Who has sent, by name, is for those who follow up; saying so, for those who owe it.
        assert ("ดูว่าใครส่งแล้ว" in labels) == (who in (WICHAI, PRANEE, NATE))
        # An area office speaks for its networks, too.
        owing = (MALI, SOMSRI) if code == "OF-SCHOOL" else (MALI, WICHAI, PRANEE)
        assert ("ส่งแล้ว" in labels) == (who in owing)


def test_from_the_deadline_one_goes_on_to_who_has_sent_and_to_saying_so(asked: Desk) -> None:
    of_school = _deadline_called(asked, "OF-SCHOOL")
    wichai = asked.phone(WICHAI)
    wichai.say(f"รายละเอียดกำหนดส่ง {of_school.id}")
    wichai.tap("ดูว่าใครส่งแล้ว")
    assert wichai.seen[-1].title == f"ทะเบียน {of_school.title_th}"
    mali = asked.phone(MALI)
    mali.say(f"รายละเอียดกำหนดส่ง {of_school.id}")
    mali.tap("ส่งแล้ว")
    assert mali.draft is not None
    assert mali.draft["answers"]["deadline"].startswith(f"{of_school.id}.school.")


def test_a_deadline_of_others_is_none(asked: Desk) -> None:
    number = _deadline_called(asked, "OF-NETWORK").id
    anan = asked.phone(ANAN)
    for value in (f"{number}", f"{number}~network:QIN-NPT1-A", "99999", f"{number}~moon:X"):
        anan.press(Press(Do.GO, slot="see_deadline", value=value))
        assert anan.seen[-1].text == t("register.not_seen")


def test_a_partner_school_counts_what_it_may_not_open(told: Desk) -> None:
    """The card has told the number of its neighbour's visits anyway; the reports stay closed."""
    phone = _phone(told, SOMSRI, "สถานะ")
    phone.tap("ดูทีละเรื่อง")
    phone.data(_button(phone, "นิเทศสถานศึกษา · ภาคเรียนที่ 2/2569"))
    assert "ทั้งหมด 2 รายการ ท่านเปิดดูได้ 1 รายการ" in phone.shown
    assert len(phone.seen[-1].rows) == 1


@pytest.mark.parametrize(
    "value",
    [
        "mentoring.QIN.20261001.20270930~office:NPT1",
        "mentoring.QIN.20261001.20270930~network:QIN-NPT1-A",
        "mentoring.QIN.20261001.20270930~country:TH",
        "mentoring.QIN.20261001.20270930~school:NPT1-02",
    ],
)
def test_records_of_elsewhere_open_for_nobody(told: Desk, value: str) -> None:
    phone = told.phone(ANAN)
    for route, key in (
        ("status_records", value),
        ("status_details", value.partition("~")[2]),
        ("status_duty", f"obligation.1.20261001~{value.partition('~')[2]}"),
        ("status_joined", value.partition("~")[2]),
    ):
        phone.data(f"v=1&do=g&s={route}&x={key}")
        assert phone.seen[-1].text == t("status.not_seen_any_more"), route
        assert not phone.seen[-1].rows


@pytest.mark.parametrize(
    "value",
    [
        "",
        "x",
        "1",
        "mentoring.QIN.20261399.20270930~office:NPT1",
        "nothing.QIN.20261001.20270930~office:NPT1",
        "mentoring.NONE.20261001.20270930~office:NPT1",
        "office:NPT1/fiscal.9999",
        "obligation.99.0~office:NPT1",
    ],
)
def test_a_spoilt_button_is_answered_kindly(told: Desk, value: str) -> None:
    phone = told.phone(PRANEE)
    for route in ("status", "status_records", "status_details", "status_duty", "status_joined"):
        assert phone.data(f"v=1&do=g&s={route}&x={value}")


def test_somebody_of_a_network_opens_its_schools_and_no_others(told: Desk) -> None:
    told.appoint(EXPERT, Role.EXPERT, "QIN-NPT1-A")
    phone = told.phone(EXPERT)
    phone.data("v=1&do=g&s=status&x=school:NPT1-02")
    assert phone.seen[-1].title == "โรงเรียนบ้านลำพยา"
    phone.data("v=1&do=g&s=status&x=school:NPT1-06")
    assert phone.seen[-1].text == t("status.not_seen_any_more")


def test_the_year_in_hand_shows_no_more_than_the_present(told: Desk) -> None:
    """A school of two programmes, looked at from one of them."""
    told.session.add(
        Enrolment(
            programme_id=_programme(told, "SANDBOX").id,
            school_id=told.session.scalars(select(School.id).where(School.code == "NPT1-02")).one(),
            starts_on=date(2026, 10, 1),
        )
    )
    told.session.flush()
    told.appoint(EXPERT, Role.EXPERT, "QIN-NPT1-A")
    phone = told.phone(EXPERT)
    for asked in ("school:NPT1-02", "school:NPT1-02/fiscal.2570", "school:NPT1-02/fiscal.2569"):
        phone.data(f"v=1&do=g&s=status&x={asked}")
        assert phone.seen[-1].title == "โรงเรียนบ้านลำพยา"
        assert "พื้นที่นวัตกรรมการศึกษา" not in phone.shown, asked
    whole = told.phone(PRANEE)
    whole.data("v=1&do=g&s=status&x=school:NPT1-02")
    assert "พื้นที่นวัตกรรมการศึกษา" in whole.shown


# --- one's own ------------------------------------------------------------------------------------


def test_ones_own_status_counts_ones_own_reports_of_the_year(told: Desk) -> None:
    card = _phone(told, MALI, "สถานะของฉัน").seen[-1]
    assert card.kicker == "ปีงบ 2570 (1 ต.ค. 2569 – 30 ก.ย. 2570)"
    own = told.session.scalar(
        select(func.count()).where(
            MentoringVisit.reporter_person_id == _person_of(told, MALI),
            MentoringVisit.visited_on.between(*THIS_YEAR),
        )
    )
    assert card.rows[0].value.startswith(f"นิเทศ {own} · ")
    assert any(one.label.endswith("โรงเรียนอนุบาลนครปฐม") for one in card.rows[1:])


# --- years that are over -------------------------------------------------------------------------


@pytest.mark.parametrize(
    "asked", ["สถานะ ปีก่อน", "สถานะ ปีงบ 2569", "สถานะปีที่แล้ว", "สถานะ ปี 69", "สถานะ 2569"]
)
def test_the_year_before_is_told_with_its_days(told: Desk, asked: str) -> None:
    phone = _phone(told, MALI, asked)
    card = phone.seen[-1]
    assert "ปีงบ 2569 (1 ต.ค. 2568 – 30 ก.ย. 2569)" in card.kicker
    told_of = next(one for one in card.rows if one.label == "นิเทศ โรงเรียนบ้านลำพยา · ปีงบ 2569")
    assert told_of.value.startswith("3 ครั้ง · ล่าสุด 1 มี.ค. 2569")
    terms = [one for one in card.rows if one.label.startswith("3.5")]
    assert [re.search(r"\d/\d{4}", one.label)[0] for one in terms] == ["2/2568", "1/2569"]  # type: ignore[index]
    assert [one.value.split(" · ")[0] for one in terms] == [
        "ครบแล้ว 1 จาก 3 แห่ง",
        "ครบแล้ว 0 จาก 3 แห่ง",
    ]


def test_a_place_and_a_year_are_said_together(told: Desk) -> None:
    card = _phone(told, WICHAI, "สถานะ นครปฐม เขต 1 ปีงบ 2569").seen[-1]
    assert card.title == "สพป.นครปฐม เขต 1"
    assert card.kicker == "ปีงบ 2569 (1 ต.ค. 2568 – 30 ก.ย. 2569)"
    card = _phone(told, WICHAI, "สถานะ อนุบาลนครปฐม ปีก่อน").seen[-1]
    assert "ปีงบ 2569" in card.kicker


def test_a_semester_holds_what_belongs_to_it_alone(told: Desk) -> None:
    card = _phone(told, PRANEE, "สถานะ เทอม 2/2568").seen[-1]
    assert card.kicker == "ภาคเรียนที่ 2/2568 (1 พ.ย. 2568 – 15 พ.ค. 2569)"
    labels = [one.label for one in card.rows]
    assert "นิเทศสถานศึกษา" in labels
    assert not [label for label in labels if label.startswith("แลกเปลี่ยน")]
    visits = next(one for one in card.rows if one.label == "นิเทศสถานศึกษา")
    assert "รวม 3 ครั้ง" in visits.value


def test_the_year_in_hand_is_the_status_as_ever(told: Desk) -> None:
    assert _phone(told, MALI, "สถานะ ปีงบ 2570").seen[-1].rows == (
        _phone(told, MALI, "สถานะ").seen[-1].rows
    )


def test_a_year_before_it_all_began_is_answered_kindly(told: Desk) -> None:
    card = _phone(told, MALI, "สถานะ ปีงบ 2560").seen[-1]
    began = told.session.scalar(
        select(func.min(NetworkMembership.starts_on))
        .join(Network, Network.id == NetworkMembership.network_id)
        .where(Network.code == "QIN-NPT1-A")
    )
    assert began is not None
    day = short_date(began)
    assert card.text == f"ยังไม่มีข้อมูลของปีงบ 2560 เพราะเริ่มเข้าร่วมโครงการเมื่อ {day}"
    assert not card.rows


def test_a_year_to_come_is_answered_kindly(told: Desk) -> None:
    card = _phone(told, MALI, "สถานะ ปีงบ 2575").seen[-1]
    assert card.text == "ปีงบ 2575 ยังไม่เริ่ม จึงยังไม่มีข้อมูล"


def test_a_year_that_may_be_several_is_asked_about(told: Desk) -> None:
    told.appoint(EXPERT, Role.EXPERT, "COLLAB-2564")
    card = _phone(told, EXPERT, "สถานะ ปี 2565").seen[-1]
    assert card.title == "หมายถึงปีใด"
    assert [one.label.split()[0] for one in card.rows] == ["ปีงบ", "ปีการศึกษา", "ปี"]
    phone = told.phone(EXPERT)
    phone.data(_data(card.rows[1]))
    assert "ปีการศึกษา 2565" in phone.seen[-1].kicker


def test_what_is_over_is_told_as_it_stood(told: Desk) -> None:
    told.now = datetime(2027, 11, 20, 2, 0, tzinfo=UTC)
    card = _phone(told, WICHAI, "สถานะ นครปฐม เขต 1 ปีงบ 2570").seen[-1]
    row = next(one for one in card.rows if one.label.startswith("แลกเปลี่ยน"))
    assert row.value.startswith("ครบแล้ว 0 จาก 2 เครือข่าย")


def test_down_from_a_year_one_stays_in_it(told: Desk) -> None:
    phone = _phone(told, PRANEE, "สถานะ ปีก่อน")
    phone.data(_button(phone, "เครือข่ายโรงเรียนอนุบาลนครปฐม"))
    assert "ปีงบ 2569" in phone.seen[-1].kicker
    phone.tap("ดูทีละเรื่อง")
    rows = _all_rows(phone)
    row = next(one for one in rows if one.label == "การนิเทศโดยพี่เลี้ยง · ปีงบ 2569")
    assert row.value == "3 รายการ"


# --- beside the year before ----------------------------------------------------------------------


def test_a_year_is_compared_with_the_same_day_of_the_one_before(told: Desk) -> None:
    card = _phone(told, PRANEE, "สถานะ").seen[-1]
    row = next(one for one in card.rows if one.label.startswith("เทียบกับ"))
    assert row.label == "เทียบกับปีงบ 2569 ถึงวันเดียวกัน (20 พ.ย. 2568)"
    now = _counted(told, "office", None, (THIS_YEAR[0], date(2026, 11, 20)))
    before = _counted(told, "office", None, (LAST_YEAR[0], date(2025, 11, 20)))
    assert row.value == f"การนิเทศ {now} · ปีก่อน {before} (เพิ่มขึ้น {now - before})"


def test_nothing_is_compared_where_last_year_has_nothing(told: Desk) -> None:
    told.appoint(EXPERT, Role.EXPERT, "QIN-NPT1-B")
    assert "เทียบกับ" not in alt_text(_phone(told, EXPERT, "สถานะ").seen[-1])
    assert "เทียบกับ" not in alt_text(_phone(told, ANAN, "สถานะ").seen[-1])


# --- who has joined ------------------------------------------------------------------------------


def test_who_has_joined_and_who_is_silent_are_counted_and_listed(told: Desk) -> None:
    phone = _phone(told, PRANEE, "สถานะ")
    row = next(one for one in phone.seen[-1].rows if one.label == "การเข้าร่วมของสถานศึกษา")
    joined = {"NPT1-01", "NPT1-02"}  # ครูมะลิ, ครูสมศรี
    total = len(_members(told))
    assert row.value.startswith(f"เข้าร่วมแล้ว {len(joined)} จาก {total} แห่ง")
    phone.say("ใครยังไม่เข้าร่วม")
    absent = [one.label for one in _all_rows(phone)]
    assert sorted(absent) == sorted(_names(told, _members(told) - joined))
    phone.tap("ยังไม่มีรายงาน (")
    reporter = _names(told, {"NPT1-01"}) if _mali_reported(told) else []
    silent = [one.label for one in _all_rows(phone)]
    assert sorted(silent) == sorted(set(_names(told, joined)) - set(reporter))


def test_who_has_joined_is_none_of_a_teachers_business(told: Desk) -> None:
    assert "การเข้าร่วมของสถานศึกษา" not in alt_text(_phone(told, MALI, "สถานะ").seen[-1])
    phone = _phone(told, MALI, "ใครยังไม่เข้าร่วม")
    assert phone.seen[-1].note == t("common.not_allowed")


def test_a_post_elsewhere_opens_no_names_here(told: Desk) -> None:
    """ครูมะลิ co-ordinates สตูล, too; of her own network she still sees what a teacher does."""
    told.appoint(MALI, Role.AREA_COORDINATOR, "STN")
    phone = told.phone(MALI)
    phone.data("v=1&do=g&s=status&x=network:QIN-NPT1-A")
    assert "โรงเรียนบ้านลำพยา" in phone.shown
    assert "การเข้าร่วมของสถานศึกษา" not in phone.shown
    phone.data("v=1&do=g&s=status_joined&x=network:QIN-NPT1-A")
    assert phone.seen[-1].text == t("status.not_seen_any_more")
    phone.data("v=1&do=g&s=status&x=office:STN")
    assert "การเข้าร่วมของสถานศึกษา" in phone.shown


# --- within LINE's limits ------------------------------------------------------------------------


@pytest.mark.parametrize(("level", "who", "asked"), HAVING)
def test_no_card_is_so_heavy_that_its_words_are_cut(
    told: Desk, level: str, who: str, asked: str
) -> None:
    phone = _phone(told, who, asked)
    phone.tap("ดูทีละเรื่อง")
    for card in phone.seen:
        drawn = render(card)
        assert weight(drawn["contents"]) <= BUBBLE_BYTES
        for row in card.rows:
            assert row.value.split("\n")[0][:150] in _words(drawn), (level, row)


# --- help ----------------------------------------------------------------------------------------


def _phone(desk: Desk, who: str, asked: str) -> Phone:
    phone = desk.phone(who)
    phone.say(asked)
    return phone


def _button(phone: Phone, label: str) -> str:
    found = [one for one in phone.seen[-1].rows if one.label == label]
    assert found, (label, alt_text(phone.seen[-1]))
    return _data(found[0])


def _data(row: Row) -> str:
    assert row.button is not None
    assert isinstance(row.button.action, Tap)
    return row.button.action.data


def _all_rows(phone: Phone) -> list[Row]:
    rows = list(phone.seen[-1].rows)
    while _more(phone.seen[-1]):
        phone.tap("ดูต่อ")
        rows += phone.seen[-1].rows
    return rows


def _more(card: Card) -> bool:
    return any(button.label == "ดูต่อ" for button in card.buttons)


def _words(node: object) -> str:
    if isinstance(node, dict):
        return str(node.get("text", "")) + "".join(_words(one) for one in node.values())
    return "".join(_words(one) for one in node) if isinstance(node, list) else ""


def _counted(
    desk: Desk,
    level: str,
    kind: VisitKind | None,
    days: tuple[date, date] = THIS_YEAR,
) -> int:
    """Counted one by one from the records, in Python."""
    schools = {school.id: school for school in desk.session.scalars(select(School))}
    qin = _programme(desk, "QIN").id
    members = {
        "network": {f"NPT1-0{number}" for number in range(1, 5)},
        "office": {code for code in (s.code for s in schools.values()) if code.startswith("NPT1-")},
    }
    count = 0
    for visit in desk.session.scalars(select(MentoringVisit)):
        here = level == "country" or visit.programme_id == qin
        if level in members:
            here = schools[visit.mentee_school_id].code in members[level]
        right = visit.kind is kind or kind is None
        count += here and right and days[0] <= visit.visited_on <= days[1]
    return count


def _members(desk: Desk) -> set[str]:
    return set(
        desk.session.scalars(
            select(School.code)
            .join(NetworkMembership, NetworkMembership.school_id == School.id)
            .join(Network, Network.id == NetworkMembership.network_id)
            .where(Network.code.in_(("QIN-NPT1-A", "QIN-NPT1-B")))
        )
    )


def _partners(desk: Desk) -> set[str]:
    return _members(desk) - {"NPT1-01", "NPT1-05"}


def _names(desk: Desk, codes: set[str]) -> list[str]:
    return list(desk.session.scalars(select(School.name_th).where(School.code.in_(codes))))


def _deadline_called(desk: Desk, code: str) -> Deadline:
    return desk.session.scalars(select(Deadline).where(Deadline.code == code)).one()


def _programme(desk: Desk, code: str) -> Programme:
    return desk.session.scalars(select(Programme).where(Programme.code == code)).one()


def _person_of(desk: Desk, who: str) -> int:
    account = desk.session.get(LineAccount, who)
    assert account is not None
    assert account.person_id is not None
    return account.person_id


def _reporter(desk: Desk) -> int:
    return desk.session.scalars(select(Person.id).order_by(Person.id).limit(1)).one()


def _mali_reported(desk: Desk) -> bool:
    return _reporter(desk) == _person_of(desk, MALI)


def _visit(
    desk: Desk,
    school: str,
    day: date,
    kind: VisitKind = VisitKind.MENTORING,
    *,
    code: str = "QIN",
) -> None:
    found = desk.session.scalars(select(School.id).where(School.code == school)).one()
    desk.session.add(
        MentoringVisit(
            draft_id=str(uuid.uuid4()),
            kind=kind,
            programme_id=_programme(desk, code).id,
            mentee_school_id=found,
            visited_on=day,
            mode=VisitMode.ONSITE,
            purposes=[Purpose.MENTORING],
            iqa_standards=[],
            topic="แผนพัฒนาคุณภาพ",
            reporter_person_id=_reporter(desk),
            form_version=1,
            created_at=datetime.combine(day, datetime.min.time(), UTC),
        )
    )
    desk.session.flush()


def _exchange(desk: Desk, network: str, day: date) -> None:
    found = desk.session.scalars(select(Network).where(Network.code == network)).one()
    held = ExchangeActivity(
        draft_id=str(uuid.uuid4()),
        programme_id=found.programme_id,
        level=ExchangeLevel.AREA,
        title="เวทีแลกเปลี่ยนการสอนอ่าน",
        starts_on=day,
        ends_on=day,
        mode=VisitMode.ONSITE,
        reporter_person_id=_reporter(desk),
        form_version=1,
        created_at=datetime.combine(day, datetime.min.time(), UTC),
    )
    desk.session.add(held)
    desk.session.flush()
    desk.session.add(ExchangeNetwork(exchange_id=held.id, network_id=found.id))
    desk.session.flush()


def test_a_network_is_told_of_in_its_own_programme_alone(told: Desk) -> None:
    """One of its schools takes part in another one, too, and was visited there seven times."""
    sandbox = _programme(told, "SANDBOX")
    school = told.session.scalars(select(School).where(School.code == "NPT1-02")).one()
    enrolled = Enrolment(programme_id=sandbox.id, school_id=school.id, starts_on=date(2023, 10, 1))
    told.session.add(enrolled)
    for day in (2, 3, 4, 5, 9, 10, 11):
        _visit(told, "NPT1-02", date(2026, 11, day), code="SANDBOX")
    told.session.flush()
    mali = told.phone(MALI)
    mali.say("สถานะ")
    mali.tap("ดูทีละเรื่อง")
    pages = [mali.shown]
    while "ดูต่อ" in mali.labels and len(pages) < 6:
        pages.append(mali.tap("ดูต่อ"))
    assert sandbox.name_th not in "\n".join(pages)


@pytest.mark.parametrize("period", ["fiscal.0001", "term.0001.1", "calendar.0543"])
def test_a_year_that_never_was_is_nothing(told: Desk, period: str) -> None:
    phone = told.phone(PRANEE)
    for route in ("status_details", "status_joined"):
        phone.press(Press(Do.GO, slot=route, value=f"office:NPT1/{period}"))
        assert phone.shown


def test_the_way_down_can_be_typed_as_well_as_tapped(told: Desk) -> None:
    pranee = told.phone(PRANEE)
    pranee.say("สถานะ")
    tapped = pranee.tap("ดูทีละเรื่อง")
    assert pranee.say("ดูทีละเรื่อง") == tapped
