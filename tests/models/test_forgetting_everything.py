"""Every table that refers to a person or an account, with a row in each: a deletion that is taken
back leaves all of them as they were, and a final one leaves what must stay, without a name.

A new table shows up here by itself: say in STAYS why its rows stay, or let forgetting.py delete
them.
"""

from datetime import UTC, date, datetime, time, timedelta
from itertools import count
from typing import Any

import pytest
from sqlalchemy import JSON, Boolean, Column, Date, Enum, Integer, Time, insert, select
from sqlalchemy import DateTime as SqlDateTime
from sqlalchemy.orm import Session

from models.base import UtcDateTime, WordList
from models.data_requests import DataRequest, note_request, set_aside, take_back
from models.forgetting import forget_account, forget_person
from models.locked_json import LockedJson
from models.own_data import HELD, Held, Whose, copy_of, whose
from models.people_tables import LineAccount, Person
from models.roster import SHIPPED, import_files
from models.roster_files import add_roster_file
from models.tables import metadata
from models.vocabulary import AckState, DataAnswer, DataRequestKind, ScopeKind, SubjectKind

NOW = datetime(2026, 11, 20, 2, 0, tzinfo=UTC)
MALI, NAME = "U" + "a" * 32, "นางสาวมะลิ ใจดี"
_numbers = count(1)

_NETWORK = ("subject_kind", "network_id")
#: Columns that may be empty and must be filled all the same, since a rule of their table says so.
NEEDED: dict[str, tuple[str, ...]] = {
    "responsible_contacts": _NETWORK,
    "reports": _NETWORK,
    "submissions": _NETWORK,
    "duty_waivers": _NETWORK,
    "duty_waivers.ended": (*_NETWORK, "ended_at"),
    "deadlines": ("created_at",),
    "documents": ("draft_id",),
    "invitations.used": ("used_at",),
    "linked_groups": ("network_id", "tied_at"),
    "co_reporters": ("record_id",),
    "acknowledgements": ("answered_at",),
}
#: What the first value of a column would not do for, by table or for all.
GIVEN: dict[str, Any] = {
    "subject_kind": SubjectKind.NETWORK,
    "scope_kind": ScopeKind.COUNTRY,
    "place": 1,
    "acknowledgements.state": AckState.ACKNOWLEDGED,
    "documents.url": "https://example.org/1",
    "invitations.uses": 1,
}
#: Names of HELD whose rows stay under the person without a name, and why.
_RECORD = "official records, and who decided what about them"
_AUDIT = "the record of processing (s.39), by ids alone"
_LOG = "goes with the logs (PUSH_LOG_DAYS), by ids alone"
_DONE = "what was done in office, by ids alone"
STAYS: dict[str, str] = {
    "people": "without a name, so that records have somebody to refer to",
    "data_requests": _AUDIT,
    "appointments": "which post somebody held who reported; it has ended",
    "appointments.of_deputies": "the same; it has ended",
    "join_claims.decided": _DONE,
    "post_moves.asked": _DONE,
    "post_moves.decided": _DONE,
    "responsible_contacts": "who answered for a place, and it has ended",
    "responsible_contacts.set_for_others": _DONE,
    "invitations.used": _DONE,
    "invitations.made": _DONE,
    "invitations.for_them": "ties nobody any more: they hold no post",
    "mentoring_visits": _RECORD,
    "mentoring_visits.reviewed": _RECORD,
    "exchange_activities": _RECORD,
    "exchange_activities.reviewed": _RECORD,
    "reports": _RECORD,
    "reports.reviewed": _RECORD,
    "submissions": _RECORD,
    "submissions.reviewed": _RECORD,
    "acknowledgements": _RECORD,
    "co_reporters": _RECORD,
    "co_reporters.named_others": _RECORD,
    "record_versions": _RECORD,
    "responsible_staff.named_others": _RECORD,
    "deadlines": _RECORD,
    "duty_waivers.made": _DONE,
    "duty_waivers.ended": _DONE,
    "declared_days": _DONE,
    "announcements": _DONE,
    "announced_people": _LOG,
    "documents": _RECORD,
    "agreements": _RECORD,
    "exports": _AUDIT,
    "roster_files": "that one was sent; neither its name nor its rows",
    "linked_groups": "the tie is silent, since they hold no post",
    "reminders": _LOG,
    "reminder_decisions": _LOG,
    "deputy_marks": _RECORD,
    "deputy_marks.by_deputies": _RECORD,
    "consents": "that it was given, when and to which notice",
    "audit_entries": _AUDIT,
}


@pytest.fixture
def mali(session: Session) -> int:
    """Mali's number; the rosters that ship are there, and nothing else."""
    import_files(session, SHIPPED)
    for account, name in ((MALI, NAME), ("U" + "b" * 32, "คนอื่น")):
        person = Person(full_name=name, position="ครู", created_at=NOW)
        session.add(person)
        session.flush()
        session.add(LineAccount(line_user_id=account, person_id=person.id, created_at=NOW))
        session.flush()
    number = session.scalar(select(Person.id).where(Person.full_name == NAME))
    assert number is not None
    return number


def fill(session: Session, person_id: int) -> None:
    """One row for each way in which a table refers to somebody."""
    for held in HELD:
        if held.table not in ("people", "line_accounts", "leaving_accounts"):
            table = metadata.tables[held.table]
            session.execute(insert(table).values(**row_of(session, held, person_id)))


def row_of(session: Session, held: Held, person_id: int) -> dict[str, Any]:
    """Something for every column that must be filled."""
    table = metadata.tables[held.table]
    whose_row = {name: MALI if name == "line_user_id" else person_id for name in held.by}
    needed = NEEDED.get(held.name) or NEEDED.get(held.table, ())
    nth = [one.name for one in HELD if one.table == held.table].index(held.name)
    values: dict[str, Any] = {}
    for column in table.columns:
        given = column.default is not None or column.server_default is not None
        counted = column.primary_key and column.name == "id" and isinstance(column.type, Integer)
        wanted = not (column.nullable or given or counted)
        special = GIVEN.get(f"{table.name}.{column.name}") or GIVEN.get(column.name)
        if wanted or column.name in needed:
            values[column.name] = special or some(session, column, nth)
        elif f"{table.name}.{column.name}" in GIVEN and held.name == "invitations.used":
            values[column.name] = special
    return values | whose_row


def some(session: Session, column: Column[Any], nth: int) -> Any:
    """A value of this column's kind; the nth row of the table to which it refers."""
    for key in column.foreign_keys:
        found = session.scalars(select(key.column).order_by(key.column.desc()).limit(2)).all()
        others = key.column.table.name == "people"  # the newest of them is somebody else
        return found[0 if others else nth % len(found)]
    kind = column.type
    match kind:
        case Enum():
            return kind.enum_class and next(iter(kind.enum_class))
        case WordList():
            return []
        case JSON() | LockedJson():
            return {"messages": []}
        case UtcDateTime() | SqlDateTime():
            return NOW
        case Date():
            return date(2026, 10, 1)
        case Time():
            return time(16, 30)
        case Boolean():
            return False
        case Integer():
            return next(_numbers)
        case _:
            return f"{column.name}{next(_numbers)}"[: getattr(kind, "length", None) or 60]


#: What a turn or the deletion itself writes.
_MOVING = {"line_accounts", "leaving_accounts", "data_requests"}


def asked(session: Session, person_id: int) -> DataRequest:
    """The first step of the deletion."""
    return note_request(
        session,
        DataRequestKind.DELETION,
        DataAnswer.ASKED,
        person_id=person_id,
        line_user_id=MALI,
        now=NOW,
    )


def test_what_is_taken_back_in_time_is_as_it_was_in_every_table(
    session: Session, mali: int
) -> None:
    fill(session, mali)
    request = asked(session, mali)
    before = copy_of(session, whose(session, MALI))
    empty = {name for name, rows in before.items() if not rows}
    assert empty == {"leaving_accounts"}, "every table has a row of hers"
    accounts = before["line_accounts"]
    set_aside(session, request, NOW)
    assert {name: len(rows) for name, rows in copy_of(session, whose(session, MALI)).items()} == {
        **{name: len(rows) for name, rows in before.items()},
        "leaving_accounts": 1,
    }
    assert take_back(session, MALI, NOW + timedelta(hours=23, minutes=59))
    session.expire_all()
    after = copy_of(session, whose(session, MALI))
    assert after["line_accounts"] == accounts
    for name, rows in before.items():
        if name not in _MOVING:
            assert after[name] == rows, name
    assert after["leaving_accounts"] == []


def test_what_is_final_leaves_what_must_stay_and_no_name_or_account(
    session: Session, mali: int
) -> None:
    fill(session, mali)
    set_aside(session, asked(session, mali), NOW)
    forget_account(session, MALI)
    keys = forget_person(session, mali, NOW.date())
    session.expire_all()
    after = copy_of(session, Whose((MALI,), mali))
    assert {name for name, rows in after.items() if rows} == set(STAYS)
    assert {name for name, rows in after.items() if NAME in str(rows) or MALI in str(rows)} == set()
    assert keys == [], "no roster file of hers was kept"
    for name in ("appointments", "appointments.of_deputies", "responsible_contacts"):
        assert all(row["ends_on"] < NOW.date().isoformat() for row in after[name]), name


def test_the_files_of_rosters_go_with_their_names(session: Session, mali: int) -> None:
    file = add_roster_file(session, "m1", mali, "รายชื่อของมะลิ.xlsx", NOW)
    file.media_key, file.result_key = "rosters/1.xlsx", "rosters/1-result.xlsx"
    session.flush()
    keys = forget_person(session, mali, NOW.date())
    assert set(keys) == {"rosters/1.xlsx", "rosters/1-result.xlsx"}
    [row] = copy_of(session, Whose((), mali))["roster_files"]
    assert (row["name"], row["media_key"], row["result_key"]) == ("", None, None)
