"""The records behind a number of the overview: those that it counts, as far as the asker may open
them; the newest first."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import date

from sqlalchemy import ColumnElement, Select, func, literal, select
from sqlalchemy.orm import Session

from models import exchange_queries, report_scope, visit_queries
from models.actors import Actor
from models.duties import Deadline, Submission, subject_column
from models.duty_records import REPORTS_MEETING
from models.exchanges import ExchangeActivity, ExchangeNetwork
from models.obligations import Judgement, Period, Rule
from models.places import School
from models.reports import Report
from models.submissions import seen_by
from models.visits import MentoringVisit
from models.vocabulary import (
    ExchangeLevel,
    ObligationKind,
    RecordKind,
    ReportKind,
    ReviewState,
    RuleSource,
    SubjectKind,
    VisitKind,
)


@dataclass(frozen=True, slots=True)
class Listed:
    """A record in a list: what it is, its number, its day (Bangkok), and what it is called."""

    kind: RecordKind
    id: int
    on: date
    title: str


@dataclass(frozen=True, slots=True)
class Found:
    """One page of records, and how many there are on all pages."""

    records: Sequence[Listed]
    total: int


NONE = Found((), 0)
PAGE = 30

_Query = Select[int, date, str]


def records_behind(
    session: Session, actor: Actor, judged: Sequence[Judgement], skip: int = 0
) -> Found:
    """The records that these judgements of one rule in one period have counted, and the actor may
    open. Of the people responsible in an office there are none to open."""
    if not judged:
        return NONE
    rule, period = judged[0].rule, judged[0].period
    ids = [one.subject.id for one in judged]
    if rule.source is RuleSource.DEADLINE:
        return page_of(session, RecordKind.SUBMISSION, _submissions(actor, rule, ids), skip)
    if period is None:
        return NONE
    match rule.kind:
        case ObligationKind.MENTORING_VISIT:
            return visits_listed(
                session, actor, rule.programme_id, period, ids, skip, VisitKind.MENTORING
            )
        case ObligationKind.EXCHANGE:
            return exchanges_listed(session, actor, rule.programme_id, period, ids, skip)
        case kind if kind in REPORTS_MEETING:
            query = _reports(actor, rule, REPORTS_MEETING[kind], period, ids)
            return page_of(session, RecordKind.REPORT, query, skip)
        case _:
            return NONE


def visits_listed(
    session: Session,
    actor: Actor,
    programme_id: int,
    year: Period,
    school_ids: Collection[int],
    skip: int = 0,
    kind: VisitKind | None = None,
) -> Found:
    """The visits to these schools in a time, of one kind or of both."""
    query = (
        select(MentoringVisit.id, MentoringVisit.visited_on, School.name_th)
        .join(School, School.id == MentoringVisit.mentee_school_id)
        .where(
            MentoringVisit.programme_id == programme_id,
            MentoringVisit.mentee_school_id.in_(school_ids),
            MentoringVisit.visited_on.between(year.starts_on, year.ends_on),
            visit_queries.COUNTS,
            visit_queries.within(actor),
        )
    )
    if kind is not None:
        query = query.where(MentoringVisit.kind == kind)
    return page_of(session, RecordKind.VISIT, query, skip)


def exchanges_listed(
    session: Session,
    actor: Actor,
    programme_id: int,
    year: Period,
    network_ids: Collection[int],
    skip: int = 0,
    level: ExchangeLevel | None = None,
) -> Found:
    """The exchanges of these networks in a time, of one level or of all."""
    took_part = (
        select(ExchangeNetwork.network_id)
        .where(
            ExchangeNetwork.exchange_id == ExchangeActivity.id,
            ExchangeNetwork.network_id.in_(network_ids),
        )
        .exists()
    )
    query = select(ExchangeActivity.id, ExchangeActivity.starts_on, ExchangeActivity.title).where(
        ExchangeActivity.programme_id == programme_id,
        ExchangeActivity.starts_on.between(year.starts_on, year.ends_on),
        took_part,
        exchange_queries.COUNTS,
        exchange_queries.within(actor),
    )
    if level is not None:
        query = query.where(ExchangeActivity.level == level)
    return page_of(session, RecordKind.EXCHANGE, query, skip)


def _submissions(actor: Actor, rule: Rule, ids: Collection[int]) -> _Query:
    return (
        select(Submission.id, Submission.submitted_on, literal(rule.title))
        .join(Deadline, Deadline.id == Submission.deadline_id)
        .where(
            Submission.deadline_id == rule.id,
            Submission.review_state != ReviewState.RETURNED,
            getattr(Submission, subject_column(rule.subject_kind)).in_(ids),
            seen_by(actor),
        )
    )


def _reports(
    actor: Actor, rule: Rule, kind: ReportKind, period: Period, ids: Collection[int]
) -> _Query:
    about = kind is ReportKind.EVALUATION and rule.subject_kind is SubjectKind.SCHOOL
    column = "about_school_id" if about else subject_column(rule.subject_kind)
    subject: ColumnElement[int] = getattr(Report, column)
    return select(Report.id, Report.happened_on, Report.title).where(
        Report.programme_id == rule.programme_id,
        Report.kind == kind,
        Report.happened_on.between(period.starts_on, period.ends_on),
        subject.in_(ids),
        report_scope.COUNTS,
        report_scope.within(actor),
    )


def page_of(session: Session, kind: RecordKind, query: _Query, skip: int) -> Found:
    """One page of what this query gives: number, day and title."""
    total = session.scalar(select(func.count()).select_from(query.subquery())) or 0
    number, day, _ = query.selected_columns
    newest = query.order_by(day.desc(), number.desc()).offset(skip).limit(PAGE)
    rows = session.execute(newest)
    return Found([Listed(kind, id_, on, title) for id_, on, title in rows], total)
