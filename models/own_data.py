"""Everything that is held about one person: for the card that tells them, and for their copy.

HELD says for each table by which columns it refers to a person or a LINE account. A new table
with such a column has to be entered there, or below with the reason why it is not in a copy.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, time
from enum import Enum
from typing import Any, NamedTuple

from sqlalchemy import ColumnElement, Table, case, false, func, or_, select
from sqlalchemy.orm import Session

from models.data_requests import DataRequest, LeavingAccount
from models.networks import Network
from models.people_tables import Appointment, LineAccount, Person
from models.places import Office, School
from models.programmes import Programme
from models.tables import metadata
from models.vocabulary import RecordKind, Role, ScopeKind


class Held(NamedTuple):
    """What one table holds: which columns refer to somebody, and which of its columns are theirs
    to see (none named: all). `part` tells two entries of one table apart."""

    table: str
    by: tuple[str, ...]
    only: tuple[str, ...] = ()
    part: str = ""

    @property
    def name(self) -> str:
        return f"{self.table}.{self.part}" if self.part else self.table


_PLACE = ("subject_kind", "network_id", "school_id", "office_id")
#: Where a row is about somebody or something else, only what the person did to it is theirs.
_REVIEWED = ("id", "review_state", "reviewed_at", "review_note")

HELD: tuple[Held, ...] = (
    Held("people", ("id",)),
    Held("line_accounts", ("line_user_id", "person_id")),
    Held("leaving_accounts", ("line_user_id", "person_id")),
    Held("data_requests", ("line_user_id", "person_id")),
    Held("appointments", ("person_id",)),
    Held(
        "appointments",
        ("deputy_for_person_id",),
        ("id", "role", "starts_on", "ends_on"),
        "of_deputies",
    ),
    Held("join_claims", ("line_user_id", "person_id")),
    Held("join_claims", ("decided_by_person_id",), ("id", "state", "decided_at"), "decided"),
    Held("post_moves", ("person_id",)),
    Held("post_moves", ("asked_by_person_id",), ("id", "state", "asked_at"), "asked"),
    Held("post_moves", ("decided_by_person_id",), ("id", "state", "decided_at"), "decided"),
    Held("code_sheets", ("person_id",)),
    Held("responsible_contacts", ("person_id",)),
    Held(
        "responsible_contacts",
        ("set_by_person_id",),
        ("id", *_PLACE, "starts_on", "ends_on"),
        "set_for_others",
    ),
    Held("invitations", ("used_by_person_id",), part="used"),
    Held("invitations", ("created_by_person_id",), part="made"),
    Held("invitations", ("for_person_id",), ("id", "created_at", "used_at"), "for_them"),
    Held("mentoring_visits", ("reporter_person_id",)),
    Held("mentoring_visits", ("reviewed_by_person_id",), _REVIEWED, "reviewed"),
    Held("exchange_activities", ("reporter_person_id",)),
    Held("exchange_activities", ("reviewed_by_person_id",), _REVIEWED, "reviewed"),
    Held("reports", ("reporter_person_id",)),
    Held("reports", ("reviewed_by_person_id",), _REVIEWED, "reviewed"),
    Held("submissions", ("by_person_id",)),
    Held("submissions", ("reviewed_by_person_id",), _REVIEWED, "reviewed"),
    Held("acknowledgements", ("by_person_id",)),
    Held("co_reporters", ("person_id",)),
    Held("co_reporters", ("added_by_person_id",), ("record_kind", "record_id"), "named_others"),
    Held("record_versions", ("changed_by_person_id",)),
    Held(
        "responsible_staff",
        ("named_by_person_id",),
        ("id", "programme_id", "office_id", "place", "starts_on", "ends_on", "created_at"),
        "named_others",
    ),
    Held("deadlines", ("created_by_person_id",), ("id", "code", "title_th", "created_at")),
    Held("duty_waivers", ("made_by_person_id",), part="made"),
    Held("duty_waivers", ("ended_by_person_id",), ("id", "ended_at"), "ended"),
    Held("declared_days", ("added_by_person_id",)),
    Held("announcements", ("by_person_id",)),
    Held("announced_people", ("person_id",)),
    Held("documents", ("added_by_person_id",)),
    Held("agreements", ("added_by_person_id",)),
    Held("exports", ("person_id",)),
    Held("roster_files", ("person_id",)),
    Held("sent_files", ("line_user_id",)),
    Held("linked_groups", ("tied_by_person_id",), ("id", "network_id", "office_id", "tied_at")),
    Held("reminders", ("recipient_person_id",)),
    Held("reminder_pauses", ("person_id",)),
    Held("digest_states", ("person_id",)),
    Held("reminder_decisions", ("person_id",)),
    Held("learned_aliases", ("person_id",)),
    Held("photos", ("line_user_id",)),
    Held("conversations", ("line_user_id",)),
    Held("inbound_events", ("line_user_id",)),
    Held("effects", ("line_user_id",)),
    Held("shown_records", ("line_user_id",)),
    Held("deputy_marks", ("person_id",)),
    Held("deputy_marks", ("for_person_id",), part="by_deputies"),
    Held("consents", ("person_id",)),
    Held("audit_entries", ("person_id",)),
)

#: Columns ("table.column") that refer to somebody and are in no copy, with the reason.
LEFT_OUT: Mapping[str, str] = {}

#: Never given out: what opens or sends something.
_KEYS = frozenset({"code_hash", "locked", "reply_token", "retry_key"})


@dataclass(frozen=True, slots=True)
class Whose:
    """Somebody whose data are asked for: all of their LINE accounts, and the person if there is
    one, also while the deletion waits."""

    line_user_ids: tuple[str, ...]
    person_id: int | None


class HeldPost(NamedTuple):
    """A role over a scope, with its first and last day (Bangkok; None: no end in sight)."""

    role: Role
    label: str | None
    starts_on: date
    ends_on: date | None


def whose(session: Session, line_user_id: str) -> Whose:
    """Whose data this account may ask for."""
    tied = select(LineAccount.person_id).where(LineAccount.line_user_id == line_user_id)
    before = select(LeavingAccount.person_id).where(LeavingAccount.line_user_id == line_user_id)
    person_id = session.scalar(tied) or session.scalar(before)
    if person_id is None:
        return Whose((line_user_id,), None)
    accounts = {
        line_user_id,
        *session.scalars(
            select(LineAccount.line_user_id).where(LineAccount.person_id == person_id)
        ),
        *session.scalars(
            select(LeavingAccount.line_user_id).where(LeavingAccount.person_id == person_id)
        ),
    }
    return Whose(tuple(sorted(accounts)), person_id)


def copy_of(session: Session, who: Whose) -> dict[str, list[dict[str, Any]]]:
    """Every row that refers to them, ready for JSON, by the names of HELD."""
    found: dict[str, list[dict[str, Any]]] = {}
    for held in HELD:
        table = metadata.tables[held.table]
        columns = [
            column
            for column in table.columns
            if column.name not in _KEYS and (not held.only or column.name in held.only)
        ]
        rows = session.execute(select(*columns).where(_refers(table, held.by, who)))
        found[held.name] = [
            {column.name: _plain(value) for column, value in zip(columns, row, strict=True)}
            for row in rows
        ]
    return found


def counts_of(session: Session, who: Whose, tables: Iterable[str]) -> dict[str, int]:
    """How many rows of these names of HELD refer to them."""
    entries = {held.name: held for held in HELD}
    found = {}
    for name in tables:
        table = metadata.tables[entries[name].table]
        counted = select(func.count()).select_from(table)
        found[name] = session.scalar(counted.where(_refers(table, entries[name].by, who))) or 0
    return found


def reports_by_kind(session: Session, who: Whose) -> dict[str, int]:
    """How many records they sent, by kind: "visit", "exchange", "submission", and the kinds of
    reports; those without any are left out."""
    counts = counts_of(session, who, ("mentoring_visits", "exchange_activities", "submissions"))
    found = {
        RecordKind.VISIT.value: counts["mentoring_visits"],
        RecordKind.EXCHANGE.value: counts["exchange_activities"],
    }
    reports = metadata.tables["reports"]
    rows = session.execute(
        select(reports.c.kind, func.count())
        .where(_refers(reports, ("reporter_person_id",), who))
        .group_by(reports.c.kind)
        .order_by(reports.c.kind)
    )
    found |= {kind.value: count for kind, count in rows}
    found[RecordKind.SUBMISSION.value] = counts["submissions"]
    return {kind: count for kind, count in found.items() if count}


def posts_held(session: Session, person_id: int) -> list[HeldPost]:
    """Every post of a person, past ones too, in the order in which they were given; a post over
    the country has no label."""
    label = case(
        (Appointment.scope_kind == ScopeKind.SCHOOL, School.name_th),
        (Appointment.scope_kind == ScopeKind.NETWORK, Network.name_th),
        (Appointment.scope_kind == ScopeKind.OFFICE, Office.short_th),
        (Appointment.scope_kind == ScopeKind.PROGRAMME, Programme.name_th),
    )
    rows = session.execute(
        select(Appointment.role, label, Appointment.starts_on, Appointment.ends_on)
        .outerjoin(School, School.id == Appointment.school_id)
        .outerjoin(Network, Network.id == Appointment.network_id)
        .outerjoin(Office, Office.id == Appointment.office_id)
        .outerjoin(Programme, Programme.id == Appointment.programme_id)
        .where(Appointment.person_id == person_id)
        .order_by(Appointment.id)
    )
    return [HeldPost(*row) for row in rows]


def accounts_held(session: Session, who: Whose) -> Sequence[LineAccount]:
    """Their LINE accounts, the oldest first."""
    query = select(LineAccount).where(LineAccount.line_user_id.in_(who.line_user_ids))
    return session.scalars(query.order_by(LineAccount.created_at)).all()


def name_held(session: Session, who: Whose) -> str:
    """What they are called in the records; empty for somebody who has not joined."""
    if who.person_id is None:
        return ""
    return session.scalar(select(Person.full_name).where(Person.id == who.person_id)) or ""


def names_learnt(session: Session, who: Whose, most: int) -> list[str]:
    """The newest of the names of schools that were learnt from them."""
    table = metadata.tables["learned_aliases"]
    query = select(table.c.alias).where(_refers(table, ("person_id",), who))
    return list(session.scalars(query.order_by(table.c.id.desc()).limit(most)))


def requests_before(session: Session, who: Whose, before: int, most: int) -> Sequence[DataRequest]:
    """Their requests with numbers below `before`, the newest first."""
    table = metadata.tables["data_requests"]
    mine = _refers(table, ("line_user_id", "person_id"), who)
    query = select(DataRequest).where(mine, DataRequest.id < before)
    return session.scalars(query.order_by(DataRequest.id.desc()).limit(most)).all()


def correct_name(session: Session, person_id: int, full_name: str) -> str:
    """Call a person so from now on; what they were called before."""
    person = session.get_one(Person, person_id, with_for_update=True, populate_existing=True)
    before, person.full_name = person.full_name, full_name
    session.flush()
    return before


def _refers(table: Table, by: Iterable[str], who: Whose) -> ColumnElement[bool]:
    ways: list[ColumnElement[bool]] = []
    for name in by:
        if name == "line_user_id":
            ways.append(table.c[name].in_(who.line_user_ids))
        elif who.person_id is not None:
            ways.append(table.c[name] == who.person_id)
    return or_(false(), *ways)


def _plain(value: Any) -> Any:
    """A value as JSON takes it; moments in UTC."""
    if isinstance(value, Enum):
        return value.value
    if isinstance(value, datetime | date | time):
        return value.isoformat()
    if isinstance(value, list):
        return [_plain(each) for each in value]
    return value
