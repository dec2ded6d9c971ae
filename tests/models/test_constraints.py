"""The database itself refuses what must not be, whoever writes to it."""

from collections.abc import Callable
from datetime import UTC, date, datetime
from typing import Any

import pytest
from sqlalchemy import insert, select, text, update
from sqlalchemy.exc import IntegrityError, StatementError
from sqlalchemy.orm import Session

from models.base import Base, insert_unless_there
from models.conversations import conversations, effects
from models.demo_clock import offset_seconds, set_offset
from models.networks import AgreementParty, NetworkMembership
from models.people import Appointment, Invitation, LineAccount, Person
from models.places import Office, School
from models.programmes import Enrolment, ProgrammePeriod, ProgrammeStatistic
from models.sending_words import EffectKind, EffectState
from models.visits import MentoringVisit, Photo
from models.vocabulary import (
    IqaStandard,
    MemberRole,
    OfficeKind,
    PartyRole,
    PhotoState,
    Purpose,
    Role,
    ScopeKind,
    VisitKind,
    VisitMode,
)

NOW = datetime(2026, 11, 20, 2, 0, tzinfo=UTC)
DAY = date(2026, 11, 20)


def office(**changed: Any) -> Office:
    values = {
        "code": "XYZ1",
        "kind": OfficeKind.PRIMARY,
        "province": "กระบี่",
        "zone": 1,
        "name_th": "สพป.",
        "short_th": "สพป.",
    }
    return Office(**(values | changed))


def visit(**changed: Any) -> MentoringVisit:
    values = {
        "draft_id": "d1",
        "kind": VisitKind.MENTORING,
        "programme_id": 1,
        "mentee_school_id": 2,
        "visited_on": DAY,
        "mode": VisitMode.ONSITE,
        "purposes": [Purpose.ADVICE],
        "iqa_standards": [IqaStandard.TEACHING],
        "topic": "-",
        "participants": 5,
        "reporter_person_id": 1,
        "form_version": 1,
        "created_at": NOW,
    }
    return MentoringVisit(**(values | changed))


def post(**changed: Any) -> Appointment:
    values = {"person_id": 1, "role": Role.TEACHER, "starts_on": DAY}
    return Appointment(**(values | changed))


def photo(**changed: Any) -> Photo:
    values = {
        "line_message_id": "m1",
        "line_user_id": "U1",
        "draft_id": "d1",
        "state": PhotoState.WAITING,
        "received_at": NOW,
    }
    return Photo(**(values | changed))


@pytest.fixture
def peopled(session: Session) -> Session:
    """Two rows of each thing that others point at, numbered 1 and 2."""
    session.add(Person(full_name="ครูมะลิ ใจดี", created_at=NOW))
    session.add_all(office(code=f"OFF{n}", zone=n + 10) for n in (1, 2))
    session.add_all(School(code=f"SCH{n}", name_th="โรงเรียน") for n in (1, 2))
    session.execute(
        text(
            "INSERT INTO programmes (id, code, name_th, year_basis, mentor_kind, mentee_role,"
            " purposes, sample) VALUES (1, 'P', 'p', 'fiscal', 'lead', 'partner', '[]', false)"
        )
    )
    session.execute(
        text(
            "INSERT INTO networks (id, code, programme_id, name_th, sample)"
            " VALUES (1, 'N', 1, 'n', false)"
        )
    )
    session.execute(
        text(
            "INSERT INTO agreements (id, code, title_th, level, programme_id, signed_on)"
            " VALUES (1, 'A', 'a', 'national', 1, '2021-02-10')"
        )
    )
    session.flush()
    return session


Rows = Callable[[], list[Base]]

REFUSED: dict[str, Rows] = {
    "two offices of one kind, province and zone": lambda: [office(), office(code="XYZ2")],
    "two offices of one kind and province without a zone": lambda: [
        office(zone=None),
        office(zone=None, code="XYZ2"),
    ],
    "an area office without a province": lambda: [office(province=None)],
    "a central office with a province": lambda: [office(kind=OfficeKind.CENTRAL, zone=None)],
    "a special group without a number": lambda: [office(kind=OfficeKind.SPECIAL, zone=None)],
    "a zone of nought": lambda: [office(zone=0)],
    "a code twice": lambda: [School(code="S", name_th="a"), School(code="S", name_th="b")],
    "a school of an office that is not there": lambda: [
        School(code="S", name_th="a", office_id=99)
    ],
    "a period that ends before it starts": lambda: [
        ProgrammePeriod(programme_id=1, starts_on=DAY, ends_on=date(2026, 11, 19), years_be=[2570])
    ],
    "an enrolment of nobody": lambda: [Enrolment(programme_id=1, starts_on=DAY)],
    "an enrolment of an office and a school": lambda: [
        Enrolment(programme_id=1, starts_on=DAY, office_id=1, school_id=1)
    ],
    "an enrolment twice": lambda: [
        Enrolment(programme_id=1, starts_on=DAY, office_id=1),
        Enrolment(programme_id=1, starts_on=DAY, office_id=1),
    ],
    "a negative statistic": lambda: [
        ProgrammeStatistic(
            programme_id=1,
            as_of=DAY,
            networks=-1,
            lead_schools=0,
            partner_schools=0,
            details={},
            source="S0",
        )
    ],
    "two leads of a network from one day on": lambda: [
        NetworkMembership(network_id=1, school_id=n, role=MemberRole.LEAD, starts_on=DAY)
        for n in (1, 2)
    ],
    "a member twice from one day on": lambda: [
        NetworkMembership(network_id=1, school_id=1, role=role, starts_on=DAY)
        for role in (MemberRole.LEAD, MemberRole.PARTNER)
    ],
    "a party that is nobody": lambda: [AgreementParty(agreement_id=1, role=PartyRole.AGENCY)],
    "a party that is two": lambda: [
        AgreementParty(agreement_id=1, role=PartyRole.LEAD, school_id=1, office_id=1)
    ],
    "a post over a school without the school": lambda: [post(scope_kind=ScopeKind.SCHOOL)],
    "a post over a school with an office": lambda: [post(scope_kind=ScopeKind.SCHOOL, office_id=1)],
    "a post over the country with a school": lambda: [
        post(scope_kind=ScopeKind.COUNTRY, school_id=1)
    ],
    "a post that ends before it starts": lambda: [
        post(scope_kind=ScopeKind.COUNTRY, ends_on=date(2026, 11, 19))
    ],
    "a code used by somebody but never": lambda: [
        Invitation(
            code_hash="h",
            role=Role.TEACHER,
            scope_kind=ScopeKind.COUNTRY,
            expires_at=NOW,
            created_at=NOW,
            used_by_person_id=1,
        )
    ],
    "an account of nobody known": lambda: [
        LineAccount(line_user_id="U1", person_id=99, created_at=NOW)
    ],
    "the same draft saved twice": lambda: [visit(), visit()],
    "more participants than anybody counts": lambda: [visit(participants=10_000)],
    "fewer participants than none": lambda: [visit(participants=-1)],
    "a visit of a school that is not there": lambda: [visit(mentee_school_id=99)],
    "one photo twice": lambda: [photo(), photo()],
    "a stored photo that is nowhere": lambda: [photo(state=PhotoState.STORED)],
}


@pytest.mark.parametrize("rows", REFUSED.values(), ids=REFUSED.keys())
def test_the_database_refuses(rows: Rows, peopled: Session) -> None:
    peopled.add_all(rows())
    with pytest.raises(IntegrityError):
        peopled.flush()


ALLOWED: dict[str, Rows] = {
    "two zones of one province": lambda: [office(), office(code="XYZ2", zone=2)],
    "สพป. and สพม. of one province": lambda: [
        office(zone=None),
        office(zone=None, code="XYZ2", kind=OfficeKind.SECONDARY),
    ],
    "several central offices": lambda: [
        office(kind=OfficeKind.CENTRAL, province=None, zone=None, code=f"C{n}") for n in (1, 2)
    ],
    "a lead that follows another": lambda: [
        NetworkMembership(network_id=1, school_id=1, role=MemberRole.LEAD, starts_on=DAY),
        NetworkMembership(
            network_id=1, school_id=2, role=MemberRole.LEAD, starts_on=date(2027, 1, 1)
        ),
    ],
    "a post over the country": lambda: [post(scope_kind=ScopeKind.COUNTRY)],
    "a visit whose participants nobody counted": lambda: [visit(participants=None)],
    "a period of one day": lambda: [
        ProgrammePeriod(programme_id=1, starts_on=DAY, ends_on=DAY, years_be=[2570])
    ],
}


@pytest.mark.parametrize("rows", ALLOWED.values(), ids=ALLOWED.keys())
def test_the_database_allows(rows: Rows, peopled: Session) -> None:
    made = rows()
    peopled.add_all(made)
    peopled.flush()
    assert all(row in peopled for row in made)


WORDS = {
    "offices": "kind",
    "mentoring_visits": "mode",
    "appointments": "role",
    "photos": "state",
    "effects": "state",
}


@pytest.mark.parametrize(("table", "column"), WORDS.items())
def test_a_word_that_is_not_of_the_vocabulary_is_refused(
    table: str, column: str, peopled: Session
) -> None:
    peopled.add_all([visit(), post(scope_kind=ScopeKind.COUNTRY), photo()])
    peopled.flush()
    peopled.execute(insert(effects).values(effect_values()))
    with pytest.raises(IntegrityError):
        peopled.execute(text(f"UPDATE {table} SET {column} = 'nonsense'"))


def effect_values(**changed: Any) -> dict[str, Any]:
    return {
        "lane": "U1",
        "kind": EffectKind.REPLY,
        "payload": {"messages": []},
        "not_before": NOW,
        "created_at": NOW,
    } | changed


def test_one_turn_of_a_lane_has_one_answer(session: Session) -> None:
    session.execute(insert(effects).values(effect_values(turn_key="album-1")))
    again = insert_unless_there(session, effects).values(effect_values(turn_key="album-1"))
    assert session.execute(again).rowcount == 0  # type: ignore[attr-defined]
    other = insert_unless_there(session, effects).values(
        effect_values(turn_key="album-1", lane="U2")
    )
    assert session.execute(other).rowcount == 1  # type: ignore[attr-defined]


def test_an_effect_waits_unless_something_else_is_said(session: Session) -> None:
    session.execute(insert(effects).values(effect_values()))
    row = session.execute(select(effects)).one()
    assert (row.state, row.attempts, row.unsure) == (EffectState.WAITING, 0, False)
    assert row.state is EffectState.WAITING
    assert row.not_before == NOW


def test_the_number_of_a_deleted_record_is_never_given_again(peopled: Session) -> None:
    first = visit()
    peopled.add(first)
    peopled.flush()
    number = first.id
    peopled.delete(first)
    peopled.flush()
    second = visit(draft_id="d2")
    peopled.add(second)
    peopled.flush()
    assert second.id > number


def test_instants_come_back_aware_and_in_utc(session: Session) -> None:
    bangkok = datetime.fromisoformat("2026-11-20T09:00:00+07:00")
    session.add(Person(full_name="a", created_at=bangkok))
    session.flush()
    session.expire_all()
    found = session.scalars(select(Person.created_at)).one()
    assert found == NOW
    assert found.tzinfo is UTC


def test_an_instant_without_a_zone_is_refused(session: Session) -> None:
    session.add(Person(full_name="a", created_at=datetime(2026, 11, 20, 9, 0)))  # noqa: DTZ001
    with pytest.raises(StatementError, match="without a time zone"):
        session.flush()


def test_words_come_back_as_words_of_their_vocabulary(peopled: Session) -> None:
    peopled.add(visit(purposes=[Purpose.EVALUATION, Purpose.ADVICE]))
    peopled.flush()
    peopled.expire_all()
    found = peopled.scalars(select(MentoringVisit)).one()
    assert found.purposes == [Purpose.EVALUATION, Purpose.ADVICE]
    assert all(isinstance(word, Purpose) for word in found.purposes)


def test_no_draft_is_null_and_not_the_json_word(session: Session) -> None:
    values = {"line_user_id": "U1", "draft": None, "touched_at": NOW}
    session.execute(insert(conversations).values(values))
    found = session.execute(
        select(conversations.c.parked).where(conversations.c.draft.is_(None))
    ).one()
    assert found.parked == []


def test_the_demo_clock_has_one_row(session: Session) -> None:
    assert offset_seconds(session) == 0
    set_offset(session, 3600)
    set_offset(session, -90_000)
    assert offset_seconds(session) == -90_000
    with pytest.raises(IntegrityError):
        session.execute(text("UPDATE demo_clock SET id = 2"))


def test_a_person_who_is_pointed_at_cannot_be_deleted(peopled: Session) -> None:
    peopled.add(post(scope_kind=ScopeKind.COUNTRY))
    peopled.flush()
    person = peopled.get_one(Person, 1)
    with pytest.raises(IntegrityError):
        peopled.execute(update(Person).where(Person.id == person.id).values(id=7))
