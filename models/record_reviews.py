"""Reviewing records: what waits for whom, and the word of a reviewer, given once."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from sqlalchemy import (
    ColumnElement,
    Select,
    String,
    cast,
    false,
    func,
    literal,
    or_,
    select,
    union_all,
    update,
)
from sqlalchemy.orm import Session

from models import exchange_queries, report_scope, visit_queries
from models.actors import Actor
from models.co_reporting import CoReporter
from models.exchanges import ExchangeActivity
from models.people_tables import Person
from models.places import School
from models.policy import Action, may
from models.reports import Report
from models.scopes import Scope
from models.visits import MentoringVisit
from models.vocabulary import RecordKind, ReportKind, ReviewState

Reviewable = type[MentoringVisit] | type[ExchangeActivity] | type[Report]

#: The table of each kind of record that is reviewed; submissions are confirmed instead.
TABLE: Mapping[RecordKind, Reviewable] = {
    RecordKind.VISIT: MentoringVisit,
    RecordKind.EXCHANGE: ExchangeActivity,
    RecordKind.REPORT: Report,
}
_REACHED: Mapping[RecordKind, Callable[[Scope], ColumnElement[bool]]] = {
    RecordKind.VISIT: visit_queries.reached_by,
    RecordKind.EXCHANGE: exchange_queries.reached_by,
    RecordKind.REPORT: report_scope.reached_by,
}


@dataclass(frozen=True, slots=True)
class Awaiting:
    """A record that nobody has reviewed. `day` in Bangkok; `school` of a visit alone,
    `report_kind` of a report alone; `reporter` is None for a deleted person."""

    kind: RecordKind
    id: int
    day: date
    title: str
    school: str
    report_kind: ReportKind | None
    reporter: str | None


def to_review(session: Session, actor: Actor, *, skip: int = 0, most: int = 10) -> list[Awaiting]:
    """What the actor may review and nobody has yet, the oldest first; never one's own report.
    `skip` pages on."""
    every = union_all(
        *(_awaiting(kind).where(*_waits_for(actor, kind)) for kind in TABLE)
    ).subquery()
    rows = session.execute(
        select(every, Person.full_name)
        .outerjoin(Person, Person.id == every.c.reporter)
        .order_by(every.c.created_at, every.c.kind, every.c.id)
        .offset(skip)
        .limit(most)
    )
    return [
        Awaiting(
            RecordKind(row.kind),
            row.id,
            row.day,
            row.title,
            row.school,
            ReportKind(row.report_kind) if row.report_kind else None,
            row.full_name,
        )
        for row in rows
    ]


def count_to_review(session: Session, actor: Actor) -> int:
    """How many `to_review` has in all."""
    counts = (
        select(func.count().label("every")).select_from(table).where(*_waits_for(actor, kind))
        for kind, table in TABLE.items()
    )
    return sum(session.scalars(union_all(*counts)))


def to_review_since(session: Session, actor: Actor, since: datetime) -> tuple[int, int]:
    """How many `to_review` has in all, and how much of it is news since then (aware): that somebody
    has nothing to report is none, it waits without being called out."""
    counts = []
    for kind, table in TABLE.items():
        news = [table.created_at > since]
        if kind is RecordKind.REPORT:
            news.append(Report.kind != ReportKind.ZERO_REPORT)
        counts.append(
            select(func.count().label("every"), func.count().filter(*news).label("new"))
            .select_from(table)
            .where(*_waits_for(actor, kind))
        )
    rows = session.execute(union_all(*counts)).all()
    return sum(row.every for row in rows), sum(row.new for row in rows)


def may_review(session: Session, actor: Actor, kind: RecordKind, record_id: int) -> bool:
    """Whether the actor may pass this record, send it back or reopen it: it lies within the scope
    of a post that reviews, counts, and is not the actor's own."""
    if kind not in TABLE:
        return False
    table = TABLE[kind]
    query = select(table.id).where(table.id == record_id, *_reached(actor, kind))
    return session.scalar(query) is not None


def review_record(
    session: Session,
    kind: RecordKind,
    record_id: int,
    *,
    by: int,
    at: datetime,
    state: ReviewState,
    since: ReviewState,
    note: str = "",
) -> bool:
    """Say of a record that it passed, is sent back with a sentence, or is open again (new).

    `since`: what stood there when the reviewer looked. False, and nothing changes, when another
    was first. Raises ValueError when it is sent back without a sentence. Not scoped: ask
    `may_review` first.
    """
    if state is ReviewState.RETURNED and not note.strip():
        raise ValueError("what is sent back needs a sentence that says why")
    again = state is ReviewState.NEW
    table = TABLE[kind]
    found = session.execute(
        update(table)
        .where(table.id == record_id, table.review_state == since)
        .values(
            review_state=state,
            reviewed_by_person_id=None if again else by,
            reviewed_at=None if again else at,
            review_note=note,
        )
        .execution_options(synchronize_session=False)
    )
    session.refresh(session.get_one(table, record_id))
    return bool(found.rowcount)  # type: ignore[attr-defined]


def review_note(session: Session, kind: RecordKind, record_id: int) -> str:
    """The sentence with which a record was sent back; empty if there is none. Not scoped."""
    table = TABLE[kind]
    return session.scalar(select(table.review_note).where(table.id == record_id)) or ""


def _waits_for(actor: Actor, kind: RecordKind) -> Sequence[ColumnElement[bool]]:
    return [TABLE[kind].review_state == ReviewState.NEW, *_reached(actor, kind)]


def _reached(actor: Actor, kind: RecordKind) -> Sequence[ColumnElement[bool]]:
    """The conditions that a record is for this actor to review at all."""
    table, reached_by = TABLE[kind], _REACHED[kind]
    scopes = [p.scope for p in actor.posts if may([p], Action.REVIEW_RECORD)]
    others = or_(table.reporter_person_id.is_(None), table.reporter_person_id != actor.person_id)
    there = or_(*(reached_by(scope) for scope in scopes)) if scopes else false()
    return [table.withdrawn_at.is_(None), others, ~_reported_with(actor, kind), there]


def _reported_with(actor: Actor, kind: RecordKind) -> ColumnElement[bool]:
    """Whether the actor is one of those who report this record, and has not objected to that."""
    return (
        select(CoReporter.record_id)
        .where(
            CoReporter.record_kind == kind,
            CoReporter.record_id == TABLE[kind].id,
            CoReporter.person_id == actor.person_id,
            CoReporter.objected_at.is_(None),
        )
        .exists()
    )


def _awaiting(kind: RecordKind) -> Select[*tuple[Any, ...]]:
    nothing = literal("")
    match kind:
        case RecordKind.VISIT:
            visit = MentoringVisit
            columns = (visit.visited_on, visit.topic, School.name_th, nothing)
            return _columns(kind, visit, *columns).join(School, School.id == visit.mentee_school_id)
        case RecordKind.EXCHANGE:
            exchange = ExchangeActivity
            return _columns(kind, exchange, exchange.starts_on, exchange.title, nothing, nothing)
    what = cast(Report.kind, String)
    return _columns(kind, Report, Report.happened_on, Report.title, nothing, what)


def _columns(
    kind: RecordKind, table: Reviewable, day: Any, title: Any, school: Any, report_kind: Any
) -> Select[*tuple[Any, ...]]:
    return select(
        literal(kind.value).label("kind"),
        table.id.label("id"),
        day.label("day"),
        title.label("title"),
        school.label("school"),
        report_kind.label("report_kind"),
        table.reporter_person_id.label("reporter"),
        table.created_at.label("created_at"),
    )
