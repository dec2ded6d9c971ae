"""What is held about somebody: no table that refers to people is forgotten in their copy."""

import json
from datetime import UTC, date, datetime

import pytest
from sqlalchemy import insert
from sqlalchemy.orm import Session

from models.conversations import inbound_events
from models.data_requests import note_request, set_aside
from models.own_data import HELD, LEFT_OUT, copy_of, counts_of, posts_held, whose
from models.people import Appointment, LineAccount, Person, ensure_account, scope_by_code
from models.people_tables import Invitation
from models.roster import SHIPPED, import_files, refusals
from models.tables import metadata
from models.vocabulary import DataAnswer, DataRequestKind, Role, ScopeKind

NOW = datetime(2026, 11, 20, 2, 0, tzinfo=UTC)
MALI, OTHER_PHONE, SOMSRI = "Umali", "Umali-2", "Usomsri"


def refers_to_people(name: str) -> bool:
    return name in ("person_id", "line_user_id") or name.endswith(("_person_id", "_line_user_id"))


def test_every_column_that_refers_to_a_person_or_an_account_is_in_the_copy_or_excused() -> None:
    """A new table: enter it in HELD of models/own_data.py, or in LEFT_OUT with the reason."""
    in_copy = {f"{held.table}.{column}" for held in HELD for column in held.by}
    referring = {
        f"{table.name}.{column.name}"
        for table in metadata.sorted_tables
        for column in table.columns
        if refers_to_people(column.name)
    }
    assert referring - in_copy - LEFT_OUT.keys() == set()
    assert in_copy - referring == {"people.id"}
    assert not in_copy & LEFT_OUT.keys()


def test_every_foreign_key_to_people_is_named_so_that_it_is_seen() -> None:
    unseen = [
        f"{table.name}.{key.parent.name}"
        for table in metadata.sorted_tables
        for key in table.foreign_keys
        if key.column.table.name in ("people", "line_accounts")
        and not refers_to_people(key.parent.name)
    ]
    assert unseen == []


def test_what_is_named_in_the_copy_is_there() -> None:
    assert len({held.name for held in HELD}) == len(HELD)
    for held in HELD:
        columns = metadata.tables[held.table].columns
        assert {*held.by, *held.only} <= set(columns.keys()), held.name
    assert all(LEFT_OUT.values())


@pytest.fixture
def people(session: Session) -> Session:
    """Mali with two phones and a code that she made, and Somsri with one."""
    for account in (MALI, OTHER_PHONE, SOMSRI):
        ensure_account(session, account, NOW)
    for name, accounts in (("ครูมะลิ", (MALI, OTHER_PHONE)), ("ครูสมศรี", (SOMSRI,))):
        person = Person(full_name=name, created_at=NOW)
        session.add(person)
        session.flush()
        for account in accounts:
            session.get_one(LineAccount, account).person_id = person.id
        session.add(
            Appointment(
                person_id=person.id,
                role=Role.NATIONAL_COORDINATOR,
                scope_kind=ScopeKind.COUNTRY,
                starts_on=date(2026, 10, 1),
            )
        )
        session.add(
            Invitation(
                code_hash=f"hash of {name}",
                role=Role.OPERATOR,
                scope_kind=ScopeKind.COUNTRY,
                created_at=NOW,
                expires_at=NOW,
                created_by_person_id=person.id,
            )
        )
        session.flush()
        for account in accounts:
            event = {"id": f"E-{account}", "line_user_id": account, "kind": "message"}
            payload = {"message": {"text": f"คำของ {account}"}}
            session.execute(
                insert(inbound_events).values(**event, payload=payload, received_at=NOW)
            )
    return session


def test_a_copy_holds_the_persons_own_from_all_phones_and_nothing_of_anybody_else(
    people: Session,
) -> None:
    copy = copy_of(people, whose(people, MALI))
    assert [row["full_name"] for row in copy["people"]] == ["ครูมะลิ"]
    assert {row["line_user_id"] for row in copy["line_accounts"]} == {MALI, OTHER_PHONE}
    assert {row["id"] for row in copy["inbound_events"]} == {f"E-{MALI}", f"E-{OTHER_PHONE}"}
    assert [row["role"] for row in copy["appointments"]] == ["national_coordinator"]
    whole = json.dumps(copy, ensure_ascii=False)
    assert "สมศรี" not in whole
    assert SOMSRI not in whole


def test_what_opens_something_is_in_no_copy(people: Session) -> None:
    (made,) = copy_of(people, whose(people, MALI))["invitations.made"]
    assert made["role"] == "operator"
    assert "code_hash" not in made


def test_the_counts_are_those_of_the_copy(people: Session) -> None:
    who = whose(people, MALI)
    names = [held.name for held in HELD]
    assert counts_of(people, who, names) == {
        name: len(rows) for name, rows in copy_of(people, who).items()
    }


def test_a_stranger_gets_what_is_held_under_the_account_alone(people: Session) -> None:
    ensure_account(people, "Unew", NOW)
    copy = copy_of(people, whose(people, "Unew"))
    assert {name for name, rows in copy.items() if rows} == {"line_accounts"}
    assert whose(people, "Unknown").person_id is None


def test_while_a_deletion_waits_the_copy_is_as_complete_as_before(people: Session) -> None:
    before = whose(people, MALI)
    request = note_request(
        people,
        DataRequestKind.DELETION,
        DataAnswer.ASKED,
        person_id=before.person_id,
        line_user_id=MALI,
        now=NOW,
    )
    set_aside(people, request, NOW)
    assert whose(people, MALI) == before
    assert whose(people, OTHER_PHONE) == before


def test_posts_of_the_past_are_told_too(people: Session) -> None:
    assert refusals(import_files(people, SHIPPED)) == []
    school = scope_by_code(people, "NPT1-01")
    assert school is not None
    person_id = whose(people, MALI).person_id
    assert person_id is not None
    people.add(
        Appointment(
            person_id=person_id,
            role=Role.TEACHER,
            scope_kind=ScopeKind.SCHOOL,
            school_id=school.id,
            starts_on=date(2024, 1, 1),
            ends_on=date(2025, 1, 1),
        )
    )
    people.flush()
    national, taught = posts_held(people, person_id)
    assert (national.label, national.ends_on) == (None, None)
    assert (taught.role, taught.label, taught.ends_on) == (
        Role.TEACHER,
        school.label,
        date(2025, 1, 1),
    )
