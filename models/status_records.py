"""The records behind the numbers of a status: how many there are, and the ones themselves.

What is counted are the records about a place: visits to its schools, exchanges in which its
networks took part, the reports for them. What is listed are those of them that the asker may open.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from sqlalchemy import ColumnElement, Select, and_, case, func, or_, select, true
from sqlalchemy.orm import InstrumentedAttribute, Session

from models import exchange_queries, report_scope, visit_queries
from models.actors import Actor
from models.exchange_queries import ExchangeRecord, export_exchanges
from models.exchanges import ExchangeActivity, ExchangeNetwork
from models.networks import Network, NetworkMembership
from models.places import School
from models.report_queries import ReportRecord, export_reports
from models.reports import Report
from models.scopes import Scope, member_on
from models.visit_queries import VisitRecord, export_visits
from models.visits import MentoringVisit
from models.vocabulary import ReportKind, ReviewState, ScopeKind, VisitKind


@dataclass(frozen=True, slots=True)
class Sought:
    """The records about `scope` from `first` to `last` (both included), in these programmes (None:
    in all). `on`: the day for which it is judged which schools a network has.
    """

    scope: Scope
    first: date
    last: date
    on: date
    programme_ids: frozenset[int] | None = None


def count_visits_about(session: Session, sought: Sought, kind: VisitKind | None = None) -> int:
    """How many visits to the schools of a place count, of one kind or of both."""
    return _count(session, MentoringVisit.id, _visits(sought, kind))


def count_exchanges_about(session: Session, sought: Sought) -> int:
    """How many exchanges count in which the networks of a place took part."""
    return _count(session, ExchangeActivity.id, _exchanges(sought))


def count_reports_about(session: Session, sought: Sought) -> dict[ReportKind, int]:
    """How many of the other reports of each kind count for a place."""
    rows = session.execute(
        select(Report.kind, func.count()).where(*_reports(sought, None)).group_by(Report.kind)
    )
    return dict(rows.all())


def visits_about(
    session: Session,
    actor: Actor,
    sought: Sought,
    kind: VisitKind | None,
    skip: int,
    most: int,
) -> tuple[int, list[VisitRecord]]:
    """How many of the visits this actor may open, and some of them, the newest first."""
    where = [*_visits(sought, kind), visit_queries.within(actor)]
    ids = _page(session, MentoringVisit.id, MentoringVisit.visited_on, where, skip, most)
    found = export_visits(session, MentoringVisit.id.in_(ids)) if ids else ()
    by_id = {record.visit.id: record for record in found}
    return _count(session, MentoringVisit.id, where), [by_id[id_] for id_ in ids]


def exchanges_about(
    session: Session, actor: Actor, sought: Sought, skip: int, most: int
) -> tuple[int, list[ExchangeRecord]]:
    """How many of the exchanges this actor may open, and some of them, the newest first."""
    where = [*_exchanges(sought), exchange_queries.within(actor)]
    ids = _page(session, ExchangeActivity.id, ExchangeActivity.starts_on, where, skip, most)
    found = export_exchanges(session, ExchangeActivity.id.in_(ids)) if ids else ()
    by_id = {record.exchange.id: record for record in found}
    return _count(session, ExchangeActivity.id, where), [by_id[id_] for id_ in ids]


def reports_about(
    session: Session, actor: Actor, sought: Sought, kind: ReportKind | None, skip: int, most: int
) -> tuple[int, list[ReportRecord]]:
    """How many of the other reports this actor may open, and some of them, the newest first."""
    where = [*_reports(sought, kind), report_scope.within(actor)]
    ids = _page(session, Report.id, Report.happened_on, where, skip, most)
    found = export_reports(session, Report.id.in_(ids)) if ids else ()
    by_id = {record.report.id: record for record in found}
    return _count(session, Report.id, where), [by_id[id_] for id_ in ids]


def count_own(session: Session, person_id: int, first: date, last: date) -> dict[str, int]:
    """How many visits, exchanges and other reports a person made that count, of a time; and how
    many of any time a reviewer wants changed (`returned`)."""
    found = {"returned": 0}
    for what, table, day, counts in (
        ("visits", MentoringVisit, MentoringVisit.visited_on, visit_queries.COUNTS),
        ("exchanges", ExchangeActivity, ExchangeActivity.starts_on, exchange_queries.COUNTS),
        ("reports", Report, Report.happened_on, report_scope.COUNTS),
    ):
        of_time = case((day.between(first, last), 1), else_=0)
        returned = case((table.review_state == ReviewState.RETURNED, 1), else_=0)
        count, back = session.execute(
            select(func.sum(of_time), func.sum(returned)).where(
                table.reporter_person_id == person_id, counts
            )
        ).one()
        found[what] = count or 0
        found["returned"] += back or 0
    return found


# --- conditions ----------------------------------------------------------------------------------


def _visits(sought: Sought, kind: VisitKind | None) -> list[ColumnElement[bool]]:
    visit = MentoringVisit
    return [
        _within(visit.mentee_school_id, _schools(sought)),
        visit.visited_on.between(sought.first, sought.last),
        visit_queries.COUNTS,
        visit.kind == kind if kind else true(),
        _of_programmes(visit.programme_id, sought),
    ]


def _exchanges(sought: Sought) -> list[ColumnElement[bool]]:
    exchange = ExchangeActivity
    networks = _networks(sought)
    took_part: ColumnElement[bool] = true()
    if networks is not None:
        took_part = exchange.id.in_(
            select(ExchangeNetwork.exchange_id).where(ExchangeNetwork.network_id.in_(networks))
        )
    return [
        took_part,
        exchange.starts_on.between(sought.first, sought.last),
        exchange_queries.COUNTS,
        _of_programmes(exchange.programme_id, sought),
    ]


def _reports(sought: Sought, kind: ReportKind | None) -> list[ColumnElement[bool]]:
    schools, networks = _schools(sought), _networks(sought)
    about: ColumnElement[bool] = true()
    if sought.scope.kind is ScopeKind.SCHOOL:
        about = or_(Report.school_id == sought.scope.id, Report.about_school_id == sought.scope.id)
    elif schools is not None and networks is not None:
        about = or_(Report.network_id.in_(networks), Report.school_id.in_(schools))
        if sought.scope.kind is ScopeKind.OFFICE:
            about = or_(about, Report.office_id == sought.scope.id)
    return [
        about,
        Report.happened_on.between(sought.first, sought.last),
        report_scope.COUNTS,
        Report.kind == kind if kind else true(),
        _of_programmes(Report.programme_id, sought),
    ]


def _schools(sought: Sought) -> Select[int] | None:
    """The schools of a place; None where all are."""
    scope = sought.scope
    match scope.kind:
        case ScopeKind.COUNTRY | ScopeKind.PROGRAMME:
            return None
        case ScopeKind.OFFICE:
            return select(School.id).where(School.office_id == scope.id)
        case ScopeKind.NETWORK:
            return select(NetworkMembership.school_id).where(
                NetworkMembership.network_id == scope.id, member_on(sought.on)
            )
        case ScopeKind.SCHOOL:
            return select(School.id).where(School.id == scope.id)


def _networks(sought: Sought) -> Select[int] | None:
    """The networks of a place; None where all are."""
    scope = sought.scope
    match scope.kind:
        case ScopeKind.COUNTRY | ScopeKind.PROGRAMME:
            return None
        case ScopeKind.OFFICE:
            return select(Network.id).where(Network.office_id == scope.id)
        case ScopeKind.NETWORK:
            return select(Network.id).where(Network.id == scope.id)
        case ScopeKind.SCHOOL:
            return select(NetworkMembership.network_id).where(
                NetworkMembership.school_id == scope.id, member_on(sought.on)
            )


def _within(column: InstrumentedAttribute[int], ids: Select[int] | None) -> ColumnElement[bool]:
    return true() if ids is None else column.in_(ids)


def _of_programmes(column: InstrumentedAttribute[int], sought: Sought) -> ColumnElement[bool]:
    own = true() if sought.programme_ids is None else column.in_(sought.programme_ids)
    return and_(own, column == sought.scope.id) if _is_programme(sought) else own


def _is_programme(sought: Sought) -> bool:
    return sought.scope.kind is ScopeKind.PROGRAMME


def _count(
    session: Session, column: InstrumentedAttribute[int], where: Sequence[ColumnElement[bool]]
) -> int:
    return session.scalar(select(func.count()).select_from(column.class_).where(*where)) or 0


def _page(
    session: Session,
    column: InstrumentedAttribute[int],
    day: InstrumentedAttribute[date],
    where: Sequence[ColumnElement[bool]],
    skip: int,
    most: int,
) -> list[int]:
    query = select(column).where(*where).order_by(day.desc(), column.desc())
    return list(session.scalars(query.offset(skip).limit(most)))
