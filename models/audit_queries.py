"""Reading the audit: what was done to one record, and whose data somebody touched."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import Select, String, cast, func, literal, select, union_all
from sqlalchemy.orm import Session

from models.audit import BEHALF, AuditEntry
from models.co_reporting import CoReporter
from models.data_requests import LeavingAccount
from models.duties import Submission
from models.exchanges import ExchangeActivity
from models.people_tables import LineAccount, Person
from models.privacy_words import AuditWay
from models.reports import Report
from models.visits import MentoringVisit
from models.vocabulary import RecordKind


@dataclass(frozen=True, slots=True)
class Noted:
    """One entry about a record. `who`: a name, "" of somebody who was deleted, None where no
    person did it; `for_whom` of a deputy: likewise, None of who is none."""

    at: datetime
    who: str | None
    action: str
    way: AuditWay
    for_whom: str | None = None


@dataclass(frozen=True, slots=True)
class TouchedPerson:
    """Somebody whose data were touched: by what, how often, first and last."""

    person_id: int
    actions: tuple[str, ...]
    times: int
    first: datetime
    last: datetime


@dataclass(frozen=True, slots=True)
class TouchedSubject:
    """What belongs to no single person: an export of an office, a deadline, a waiver."""

    kind: str
    id: str
    action: str
    times: int
    last: datetime
    details: Mapping[str, Any]


def trail_of(
    session: Session, kind: RecordKind, record_id: int, *, skip: int = 0, most: int = 10
) -> list[Noted]:
    """Who saw or did what to a record, the newest first; `skip` pages on.

    Not scoped: for a record that its own look-up has found for the asker.
    """
    rows = session.execute(
        select(
            AuditEntry.at, Person.full_name, AuditEntry.action, AuditEntry.way, AuditEntry.details
        )
        .outerjoin(Person, Person.id == AuditEntry.person_id)
        .where(
            AuditEntry.subject_kind == kind.value,
            AuditEntry.subject_id == str(record_id),
        )
        .order_by(AuditEntry.id.desc())
        .offset(skip)
        .limit(most)
    ).all()
    behalf = {row.details[BEHALF] for row in rows if BEHALF in row.details}
    names = names_for(session, behalf)
    return [
        Noted(at, who, action, way, names.get(details[BEHALF], "") if BEHALF in details else None)
        for at, who, action, way, details in rows
    ]


def person_of_account(session: Session, line_user_id: str) -> int | None:
    """Whose this LINE account is, also while its deletion waits."""
    tied = select(LineAccount.person_id).where(LineAccount.line_user_id == line_user_id)
    before = select(LeavingAccount.person_id).where(LeavingAccount.line_user_id == line_user_id)
    return session.scalar(tied) or session.scalar(before)


def people_touched(
    session: Session, person_id: int, since: datetime | None = None
) -> list[TouchedPerson]:
    """Everybody else whose records this person saw, changed or decided on, by their ids."""
    about = _whose().subquery()
    rows = session.execute(
        select(about.c.person_id, AuditEntry.action, func.count(), *_span())
        .join(
            about,
            (about.c.kind == AuditEntry.subject_kind)
            & (about.c.subject_id == AuditEntry.subject_id),
        )
        .where(*_by(person_id, since), about.c.person_id != person_id)
        .group_by(about.c.person_id, AuditEntry.action)
        .order_by(about.c.person_id, AuditEntry.action)
    ).all()
    found: dict[int, list[Any]] = {}
    for row in rows:
        found.setdefault(row[0], []).append(row)
    return [_touched(who, each) for who, each in found.items()]


def _touched(person_id: int, rows: Sequence[Any]) -> TouchedPerson:
    return TouchedPerson(
        person_id,
        tuple(row[1] for row in rows),
        sum(row[2] for row in rows),
        min(row[3] for row in rows),
        max(row[4] for row in rows),
    )


def subjects_touched(
    session: Session, person_id: int, since: datetime | None = None
) -> Iterable[TouchedSubject]:
    """What else this person touched, the exports among it, with the details of the last time."""
    of_people = {kind.value for kind in RecordKind} | {"person"}
    newest = func.max(AuditEntry.id)
    groups = session.execute(
        select(
            AuditEntry.subject_kind,
            AuditEntry.subject_id,
            AuditEntry.action,
            func.count(),
            newest,
        )
        .where(*_by(person_id, since), AuditEntry.subject_kind.not_in(of_people))
        .group_by(AuditEntry.subject_kind, AuditEntry.subject_id, AuditEntry.action)
        .order_by(newest)
    ).all()
    for kind, subject_id, action, times, entry_id in groups:
        entry = session.get_one(AuditEntry, entry_id)
        yield TouchedSubject(kind, subject_id, action, times, entry.at, entry.details)


def names_for(session: Session, person_ids: Iterable[int]) -> dict[int, str]:
    """What people are called, by id."""
    query = select(Person.id, Person.full_name).where(Person.id.in_(list(person_ids)))
    return {row.id: row.full_name for row in session.execute(query)}


def _by(person_id: int, since: datetime | None) -> tuple[Any, ...]:
    when = () if since is None else (AuditEntry.at >= since,)
    return AuditEntry.person_id == person_id, *when


def _span() -> tuple[Any, Any]:
    return func.min(AuditEntry.at), func.max(AuditEntry.at)


def _whose() -> Select[Any]:
    """(kind, subject_id, person_id): whose data a record holds, as the audit names records."""
    reported = (
        (RecordKind.VISIT, MentoringVisit.id, MentoringVisit.reporter_person_id),
        (RecordKind.EXCHANGE, ExchangeActivity.id, ExchangeActivity.reporter_person_id),
        (RecordKind.REPORT, Report.id, Report.reporter_person_id),
        (RecordKind.SUBMISSION, Submission.id, Submission.by_person_id),
    )
    parts = [
        select(
            literal(kind.value).label("kind"),
            cast(number, String).label("subject_id"),
            person.label("person_id"),
        )
        for kind, number, person in reported
    ]
    together = select(
        cast(CoReporter.record_kind, String),
        cast(CoReporter.record_id, String),
        CoReporter.person_id,
    )
    people = select(literal("person"), cast(Person.id, String), Person.id)
    every = union_all(*parts, together, people).subquery()
    return select(every.c.kind, every.c.subject_id, every.c.person_id)
