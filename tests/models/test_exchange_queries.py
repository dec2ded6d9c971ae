"""Exchange activities: who reports them for which networks, and who sees them afterwards."""

from datetime import date

import pytest
from duty_desk import account_of, actor, appoint, at, exchange, programme_id, subject
from sqlalchemy import update
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import Session

from models.actors import Actor
from models.exchange_places import (
    active_networks,
    exchange_places,
    members_of,
    networks_near,
)
from models.exchange_queries import (
    count_exchanges,
    exchange_of_draft,
    exchange_photos,
    exchanges_by,
    exchanges_seen,
    export_exchanges,
    find_exchange,
    save_exchange,
)
from models.networks import NetworkMembership
from models.programmes import Programme
from models.visits import Photo
from models.vocabulary import ExchangeLevel, LevelsRule, PhotoState, Role

A, B, COLLAB = "QIN-NPT1-A", "QIN-NPT1-B", "COLLAB-2564"
TODAY = date(2026, 11, 20)
INTRA, INTER, AREA = (
    ExchangeLevel.INTRA_NETWORK,
    ExchangeLevel.INTER_NETWORK,
    ExchangeLevel.AREA,
)


# --- who reports for whom ------------------------------------------------------------------------


def reports_for(session: Session, role: Role, code: str, today: date = TODAY) -> list[str]:
    appoint(session, f"{role} {code}", role, code)
    posts = actor(session, f"{role} {code}", today).posts
    places = exchange_places(session, posts, today)
    return [network.code for place in places for network in place.networks]


@pytest.mark.parametrize(
    ("role", "code", "networks"),
    [
        (Role.TEACHER, "NPT1-01", [A]),
        (Role.SCHOOL_ADMINISTRATOR, "NPT1-02", [A]),  # a partner school, too
        (Role.TEACHER, "STN-P1", []),
        (Role.TEACHER, "CA-01", []),  # over since 2565
        (Role.SUPERVISOR, "NPT1", [A, B]),
        (Role.AREA_COORDINATOR, "NPT1", [A, B]),
        (Role.AREA_COORDINATOR, "STN", []),
        (Role.EXPERT, A, [A]),
        (Role.EXPERT, "QIN", [A, B]),
        (Role.NATIONAL_COORDINATOR, "QIN", []),
        (Role.OPERATOR, "TH", []),
    ],
)
def test_each_reports_for_the_networks_of_the_own_post(
    role: Role, code: str, networks: list[str], desk: Session
) -> None:
    assert reports_for(desk, role, code) == networks


def test_a_network_without_members_today_is_not_active(desk: Session) -> None:
    desk.execute(
        update(NetworkMembership)
        .where(NetworkMembership.network_id == subject(desk, A).id)
        .values(ends_on=date(2026, 11, 19), starts_on=NetworkMembership.starts_on)
        .where(NetworkMembership.starts_on == date(2023, 10, 1))
    )
    assert reports_for(desk, Role.SUPERVISOR, "NPT1") == [B]
    assert [n.code for n in active_networks(desk, programme_id(desk, "QIN"), TODAY)] == [B]


def test_a_programme_without_levels_has_no_exchanges(desk: Session) -> None:
    assert reports_for(desk, Role.EXPERT, COLLAB, date(2022, 1, 1)) == []


def test_a_place_says_what_the_form_asks_for(desk: Session) -> None:
    appoint(desk, "ครูมะลิ", Role.TEACHER, "NPT1-01")
    (place,) = exchange_places(desk, actor(desk, "ครูมะลิ", TODAY).posts, TODAY)
    assert (place.programme_code, place.levels_rule) == ("QIN", LevelsRule.EACH)
    assert place.levels == tuple(ExchangeLevel)
    own = place.network(A)
    assert own is not None
    assert (own.office, own.office_id) == ("สพป.นครปฐม เขต 1", subject(desk, "NPT1").id)
    assert place.network(B) is None
    near = networks_near(desk, place.programme_id, [own.office_id], TODAY)
    assert [network.code for network in near] == [A, B]
    assert networks_near(desk, place.programme_id, [subject(desk, "STN").id], TODAY) == []
    members = members_of(desk, [own.id], TODAY)
    assert [school.code for school in members] == ["NPT1-01", "NPT1-02", "NPT1-03", "NPT1-04"]


# --- written once --------------------------------------------------------------------------------


def test_an_exchange_is_saved_with_all_who_took_part_and_its_photos(desk: Session) -> None:
    desk.add(
        Photo(
            line_message_id="m1",
            line_user_id="U1",
            draft_id="d1",
            state=PhotoState.WAITING,
            received_at=at("2026-11-20T12:00"),
        )
    )
    made = exchange(desk, "2026-11-20", AREA, A, B, schools=("NPT1-02", "STN-P1"), draft_id="d1")
    save = save_exchange(desk, exchange(desk, "2026-11-19", INTRA), [], line_message_ids=["m1"])
    assert [photo.line_message_id for photo in exchange_photos(desk, save.id)] == ["m1"]
    assert exchange_photos(desk, made.id) == []
    found = next(record for record in export_exchanges(desk) if record.exchange.id == made.id)
    assert [name.removeprefix("เครือข่ายนวัตกรรมคุณภาพสถานศึกษา ") for name in found.networks] == [
        "โรงเรียนอนุบาลนครปฐม",
        "โรงเรียนบ้านอ้อกระทิง",
    ]
    assert found.schools == ("โรงเรียนบ้านลำพยา", "โรงเรียนนำร่องตัวอย่าง 1 สตูล")
    assert (found.programme.code, found.reporter) == ("QIN", "ศน.วิชัย ตั้งใจ")


def test_a_draft_makes_one_exchange(desk: Session) -> None:
    assert exchange_of_draft(desk, "d1") is None
    made = exchange(desk, "2026-11-20", AREA, A, draft_id="d1")
    found = exchange_of_draft(desk, "d1")
    assert found is not None
    assert found.id == made.id
    with pytest.raises(IntegrityError):
        exchange(desk, "2026-11-20", AREA, A, draft_id="d1")


def test_a_network_named_twice_takes_part_once(desk: Session) -> None:
    made = exchange(desk, "2026-11-20", INTER, A, A, B)
    (found,) = export_exchanges(desk)
    assert (found.exchange.id, len(found.networks)) == (made.id, 2)


# --- counted -------------------------------------------------------------------------------------


def test_it_counts_for_a_network_at_its_level_from_the_first_to_the_last_day(
    desk: Session,
) -> None:
    for day in ("2022-09-30", "2022-10-01", "2023-09-30", "2023-10-01"):
        exchange(desk, day, INTRA, A)
    exchange(desk, "2023-01-01", AREA, A, B)
    exchange(desk, "2023-01-01", INTRA, B, programme_id=programme_id(desk, "COLLAB"))
    year = (date(2022, 10, 1), date(2023, 9, 30))
    qin, first, second = programme_id(desk, "QIN"), subject(desk, A).id, subject(desk, B).id
    assert count_exchanges(desk, first, qin, INTRA, *year) == 2
    assert count_exchanges(desk, first, qin, AREA, *year) == 1
    assert count_exchanges(desk, second, qin, AREA, *year) == 1
    assert count_exchanges(desk, second, qin, INTRA, *year) == 0


# --- who sees it ---------------------------------------------------------------------------------

SEEN = {
    # role, of what -> which of the exchanges below
    (Role.TEACHER, "NPT1-01"): "a both",
    (Role.TEACHER, "NPT1-02"): "a both",
    (Role.TEACHER, "NPT1-05"): "b both",
    (Role.TEACHER, "STN-P1"): "b",  # took part itself, as a guest
    (Role.TEACHER, "CA-01"): "collab",  # was a member then
    (Role.SUPERVISOR, "NPT1"): "a b both old",
    (Role.AREA_COORDINATOR, "STN"): "b",  # one of its schools was there
    (Role.SUPERVISOR, "RYG1"): "",
    (Role.EXPERT, A): "a both old",
    (Role.EXPERT, "COLLAB"): "collab",
    (Role.NATIONAL_COORDINATOR, "QIN"): "a b both old",
    (Role.NATIONAL_COORDINATOR, "TH"): "a b both old collab",
    (Role.OPERATOR, "TH"): "",
}


@pytest.mark.parametrize(
    ("post", "names"),
    SEEN.items(),
    ids=lambda it: "-".join(it) if isinstance(it, tuple) else it.replace(" ", "+"),
)
def test_each_sees_what_the_own_post_reaches(
    post: tuple[Role, str], names: str, desk: Session
) -> None:
    appoint(desk, "ศน.วิชัย ตั้งใจ", Role.SUPERVISOR, "RYG1")  # who reported them all
    made = {
        "a": exchange(desk, "2026-11-01", INTRA, A),
        "b": exchange(desk, "2026-11-02", INTRA, B, schools=("STN-P1",)),
        "both": exchange(desk, "2026-11-03", INTER, A, B),
        "old": exchange(desk, "2020-01-01", INTRA, A),  # before anybody was a member
        "collab": exchange(
            desk, "2022-01-01", INTRA, COLLAB, programme_id=programme_id(desk, "COLLAB")
        ),
    }
    appoint(desk, "ผู้ดู", *post)
    looking = actor(desk, "ผู้ดู", TODAY)
    wanted = {made[name].id for name in names.split()}
    assert {record.exchange.id for record in exchanges_seen(desk, looking)} == wanted
    opened = {it.id for it in made.values() if find_exchange(desk, looking, it.id) is not None}
    assert opened == wanted


def test_one_sees_ones_own_report_wherever_one_is_now(desk: Session) -> None:
    reporter = appoint(desk, "ครูมะลิ", Role.TEACHER, "NPT1-07")
    made = exchange(desk, "2026-11-01", INTRA, A, by=reporter)
    looking = actor(desk, "ครูมะลิ", TODAY)
    assert find_exchange(desk, looking, made.id) is not None
    assert find_exchange(desk, looking, made.id + 1) is None
    assert find_exchange(desk, Actor(account_of("ใครก็ไม่รู้")), made.id) is None


def test_ones_own_reports_come_newest_number_first_and_in_pages(desk: Session) -> None:
    reporter = appoint(desk, "ครูมะลิ", Role.TEACHER, "NPT1-01")
    numbers = [exchange(desk, "2026-11-01", INTRA, A, by=reporter).id for _ in range(3)]
    page = [record.exchange.id for record in exchanges_by(desk, reporter, most=2)]
    assert page == numbers[:0:-1]
    rest = exchanges_by(desk, reporter, before=page[-1])
    assert [record.exchange.id for record in rest] == numbers[:1]


def test_programmes_say_at_which_levels_there_are_exchanges(desk: Session) -> None:
    levels = {
        programme.code: programme.exchange_levels for programme in desk.query(Programme).all()
    }
    assert levels == {
        "QIN": list(ExchangeLevel),
        "SANDBOX": [AREA, ExchangeLevel.NATIONAL],
        "COLLAB": [],
    }
