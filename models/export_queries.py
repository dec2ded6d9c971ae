"""What goes into a file: the records of a scope and a time, never more than the person may see."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta

from sqlalchemy import ColumnElement, func, select, true
from sqlalchemy.orm import InstrumentedAttribute, Session

from models import exchange_queries, report_scope, visit_queries
from models.actors import Actor, Post
from models.duty_queries import BANGKOK, judgements
from models.exchange_queries import ExchangeRecord, export_exchanges
from models.exchanges import ExchangeActivity
from models.networks import Network
from models.obligations import Judgement
from models.periods import term_of
from models.places import Office, School
from models.policy import Action, may
from models.report_queries import ReportRecord, export_reports
from models.reports import Report
from models.scopes import Scope
from models.visit_queries import VisitRecord, export_visits
from models.visits import MentoringVisit
from models.vocabulary import RuleSource, SubjectKind


@dataclass(frozen=True, slots=True)
class Wanted:
    """The records within `scope` from `first` to `last` (days in Bangkok, both included; None: no
    bound) that `actor` may have; None, on the command line alone, for all of them.

    `scope` was found within the reach of the actor's posts (models/status_reach.py). `by` is what
    a post must allow to have them. `deadline_id`: of registers, that of this deadline alone.
    """

    actor: Actor | None
    scope: Scope
    first: date | None = None
    last: date | None = None
    by: Action = Action.EXPORT
    deadline_id: int | None = None


@dataclass(frozen=True, slots=True)
class Standing:
    """Where a subject stands with a duty, and the short name of its area office."""

    judged: Judgement
    office: str | None


def exporting(actor: Actor) -> tuple[Post, ...]:
    """The posts of a person that allow to take records along."""
    return tuple(post for post in actor.posts if may([post], Action.EXPORT))


def visits_wanted(session: Session, wanted: Wanted) -> Iterator[VisitRecord]:
    """The visits, by number, streamed."""
    return export_visits(session, *visit_conditions(wanted))


def exchanges_wanted(session: Session, wanted: Wanted) -> Iterator[ExchangeRecord]:
    """The exchanges, by number; one of several days lies where its first day does."""
    return export_exchanges(session, *exchange_conditions(wanted))


def reports_wanted(session: Session, wanted: Wanted) -> Iterator[ReportRecord]:
    """The other reports, by number, streamed."""
    return export_reports(session, *_reports(wanted))


def count_visits_wanted(session: Session, wanted: Wanted) -> int:
    """How many `visits_wanted` gives."""
    return _count(session, MentoringVisit, visit_queries.COUNTS, *visit_conditions(wanted))


def count_exchanges_wanted(session: Session, wanted: Wanted) -> int:
    """How many `exchanges_wanted` gives."""
    return _count(session, ExchangeActivity, exchange_queries.COUNTS, *exchange_conditions(wanted))


def count_reports_wanted(session: Session, wanted: Wanted) -> int:
    """How many `reports_wanted` gives."""
    return _count(session, Report, report_scope.COUNTS, *_reports(wanted))


def standings_wanted(session: Session, wanted: Wanted, now: datetime) -> list[Standing]:
    """Where every subject stands with every duty, as it is known now: in the present period, or
    of a time with what came to its end in it, and with what ran on its last day (or runs today).
    """
    offices = _offices(session)
    found: dict[object, Judgement] = {}
    for day in _ends(wanted, now.astimezone(BANGKOK).date()):
        for judged in judgements(session, now=now, scope=wanted.scope, of=day):
            if _lies_within(judged, wanted):
                found[judged.rule, judged.subject, judged.period] = judged
    return [
        Standing(judged, offices.get((judged.subject.kind, judged.subject.id)))
        for judged in found.values()
    ]


def _ends(wanted: Wanted, today: date) -> list[date]:
    """The last day of a time, or today, and before it the ends of the semesters within."""
    if wanted.first is None or wanted.last is None:
        return [today]
    last = min(wanted.last, today)
    days, term = [last], term_of(last)
    while (end := term.starts_on - timedelta(days=1)) >= wanted.first:
        days.append(end)
        term = term_of(end)
    return days[::-1]


def _lies_within(judged: Judgement, wanted: Wanted) -> bool:
    if wanted.first is None or wanted.last is None:
        return True
    if judged.rule.source is RuleSource.DEADLINE:
        return judged.due_on is not None and wanted.first <= judged.due_on <= wanted.last
    return judged.period is not None


def visit_conditions(wanted: Wanted) -> list[ColumnElement[bool]]:
    """What a visit must meet to be among those wanted, beside that it counts."""
    reached = visit_queries.reached_by(wanted.scope)
    own = visit_queries.within(_having(wanted, wanted.actor)) if wanted.actor else true()
    return [reached, own, *_days(MentoringVisit.visited_on, wanted)]


def exchange_conditions(wanted: Wanted) -> list[ColumnElement[bool]]:
    """What an exchange must meet to be among those wanted, beside that it counts."""
    reached = exchange_queries.reached_by(wanted.scope)
    own = exchange_queries.within(_having(wanted, wanted.actor)) if wanted.actor else true()
    return [reached, own, *_days(ExchangeActivity.starts_on, wanted)]


def _reports(wanted: Wanted) -> list[ColumnElement[bool]]:
    reached = report_scope.reached_by(wanted.scope)
    own = report_scope.within(_having(wanted, wanted.actor)) if wanted.actor else true()
    return [reached, own, *_days(Report.happened_on, wanted)]


def _having(wanted: Wanted, actor: Actor) -> Actor:
    """The person with those posts alone that allow it."""
    return replace(actor, posts=tuple(post for post in actor.posts if may([post], wanted.by)))


def _days(day: InstrumentedAttribute[date], wanted: Wanted) -> Iterator[ColumnElement[bool]]:
    if wanted.first is not None:
        yield day >= wanted.first
    if wanted.last is not None:
        yield day <= wanted.last


def _count(
    session: Session,
    table: type[MentoringVisit] | type[ExchangeActivity] | type[Report],
    *where: ColumnElement[bool],
) -> int:
    return session.scalar(select(func.count()).select_from(table).where(*where)) or 0


def _offices(session: Session) -> Mapping[tuple[SubjectKind, int], str]:
    found: dict[tuple[SubjectKind, int], str] = {}
    for kind, table in ((SubjectKind.SCHOOL, School), (SubjectKind.NETWORK, Network)):
        rows = session.execute(
            select(table.id, Office.short_th).join(Office, Office.id == table.office_id)
        )
        found |= {(kind, id_): short for id_, short in rows}
    offices = session.execute(select(Office.id, Office.short_th))
    return found | {(SubjectKind.OFFICE, id_): short for id_, short in offices}
