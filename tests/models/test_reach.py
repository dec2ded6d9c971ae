"""Who somebody is, what a code means, and what lies within what."""

from datetime import UTC, date, datetime

import pytest
from sqlalchemy import Engine, event
from sqlalchemy.orm import Session

from bot.database import reading, transaction
from models.people import (
    Actor,
    Appointment,
    LineAccount,
    Person,
    Scope,
    covers,
    ensure_account,
    find_scope,
    load_actor,
    note_shown,
    scope_by_code,
    set_blocked,
)
from models.vocabulary import Role, ScopeKind

NOW = datetime(2026, 11, 20, 2, 0, tzinfo=UTC)
TODAY = date(2026, 11, 20)
WICHAI = "U" + "3" * 32


def scope(session: Session, code: str) -> Scope:
    found = scope_by_code(session, code)
    assert found is not None, code
    return found


def appoint(engine: Engine, **post: object) -> None:
    with transaction(engine) as session:
        person = Person(full_name="ศน.วิชัย ตั้งใจ", created_at=NOW)
        session.add(person)
        session.flush()
        account = LineAccount(line_user_id=WICHAI, person_id=person.id, created_at=NOW)
        office = scope(session, "NPT1")
        values = {
            "person_id": person.id,
            "role": Role.SUPERVISOR,
            "scope_kind": ScopeKind.OFFICE,
            "office_id": office.id,
            "starts_on": TODAY,
        }
        session.add_all([account, Appointment(**(values | post))])


def test_somebody_unknown_is_an_actor_with_nothing(session: Session) -> None:
    actor = load_actor(session, WICHAI, TODAY)
    assert actor == Actor(WICHAI)
    assert not actor.joined
    assert not actor.known


def test_an_actor_is_read_in_one_statement(stocked: Engine) -> None:
    appoint(stocked)
    seen: list[str] = []
    with reading(stocked) as session:
        connection = session.connection()
        event.listen(
            connection, "before_cursor_execute", lambda *told: seen.append(told[2]), named=False
        )
        actor = load_actor(session, WICHAI, TODAY)
    assert len(seen) == 1
    assert actor.full_name == "ศน.วิชัย ตั้งใจ"
    assert [(post.role, post.scope.code, post.scope.label) for post in actor.posts] == [
        (Role.SUPERVISOR, "NPT1", "สพป.นครปฐม เขต 1")
    ]


@pytest.mark.parametrize(
    ("starts_on", "ends_on", "held"),
    [
        (date(2026, 11, 20), None, True),
        (date(2026, 11, 21), None, False),
        (date(2020, 1, 1), date(2026, 11, 20), True),
        (date(2020, 1, 1), date(2026, 11, 19), False),
    ],
)
def test_a_post_holds_from_its_first_day_to_its_last(
    starts_on: date, ends_on: date | None, held: bool, stocked: Engine
) -> None:
    appoint(stocked, starts_on=starts_on, ends_on=ends_on)
    with reading(stocked) as session:
        actor = load_actor(session, WICHAI, TODAY)
    assert actor.joined is held
    assert actor.person_id is not None


def test_what_an_account_remembers(session: Session) -> None:
    ensure_account(session, WICHAI, NOW)
    note_shown(session, WICHAI, "2026-11", NOW)
    set_blocked(session, WICHAI, NOW)
    ensure_account(session, WICHAI, NOW)  # a second time changes nothing
    actor = load_actor(session, WICHAI, TODAY)
    assert actor.known
    assert actor.blocked
    assert actor.notice_version == "2026-11"
    set_blocked(session, WICHAI, None)
    assert not load_actor(session, WICHAI, TODAY).blocked


@pytest.mark.parametrize(
    ("code", "kind", "label"),
    [
        ("NPT1-02", ScopeKind.SCHOOL, "โรงเรียนบ้านลำพยา"),
        ("npt1", ScopeKind.OFFICE, "สพป.นครปฐม เขต 1"),
        ("OBEC", ScopeKind.OFFICE, "สพฐ."),
        ("COLLAB-2564", ScopeKind.NETWORK, "โรงเรียนนำร่อง Collaborative Assessment"),
        ("SANDBOX", ScopeKind.PROGRAMME, "การขับเคลื่อนพื้นที่นวัตกรรมการศึกษา"),
        ("TH", ScopeKind.COUNTRY, "ทั้งประเทศ"),
    ],
)
def test_a_code_is_found_whatever_it_names(
    code: str, kind: ScopeKind, label: str, stocked: Engine
) -> None:
    with reading(stocked) as session:
        found = scope_by_code(session, code)
        assert found is not None
        assert (found.kind, found.label) == (kind, label)
        assert find_scope(session, kind, code) == found


def test_a_code_of_nothing_is_none(stocked: Engine) -> None:
    with reading(stocked) as session:
        assert scope_by_code(session, "NPT9") is None
        assert find_scope(session, ScopeKind.SCHOOL, "NPT1") is None
        assert find_scope(session, ScopeKind.COUNTRY, "NPT1") is None


IN_2022, IN_2026 = date(2022, 6, 1), date(2026, 11, 20)

WITHIN = [
    ("TH", "SANDBOX", IN_2026),
    ("NPT1", "NPT1", IN_2026),
    ("NPT1", "NPT1-02", IN_2026),
    ("NPT1", "QIN-NPT1-A", IN_2026),
    ("QIN-NPT1-A", "NPT1-02", IN_2022),
    ("QIN-NPT1-A", "NPT1-02", IN_2026),  # renewed
    ("QIN", "QIN-NPT1-A", IN_2026),
    ("QIN", "NPT1-02", IN_2026),
    ("QIN", "NPT1", IN_2026),
    ("QIN", "NPT2", IN_2022),
    ("COLLAB", "CA-01", IN_2022),
    ("SANDBOX", "STN", IN_2026),  # renewed
    ("SANDBOX", "STN-P1", IN_2026),
    ("STN", "STN-P1", IN_2026),
]
OUTSIDE = [
    ("NPT1", "TH", IN_2026),
    ("NPT1", "NPT2", IN_2026),
    ("NPT2", "NPT1-02", IN_2026),
    ("QIN-NPT1-A", "NPT1-06", IN_2026),  # of the other network
    ("QIN-NPT1-A", "NPT1", IN_2026),
    ("NPT1-01", "NPT1-02", IN_2026),  # a lead school does not reach over its partners by itself
    ("QIN", "NPT2", IN_2026),  # not renewed
    ("COLLAB", "CA-01", IN_2026),  # over since 2022
    ("COLLAB", "NPT1-01", IN_2022),
    ("SANDBOX", "STN", IN_2022),  # not begun
]


Reach = tuple[str, str, date]


def covered(engine: Engine, pairs: list[Reach]) -> list[Reach]:
    with reading(engine) as session:
        return [
            (outer, inner, on)
            for outer, inner, on in pairs
            if covers(session, scope(session, outer), scope(session, inner), on)
        ]


def test_what_lies_within(stocked: Engine) -> None:
    assert covered(stocked, WITHIN) == WITHIN


def test_what_lies_outside(stocked: Engine) -> None:
    assert covered(stocked, OUTSIDE) == []
