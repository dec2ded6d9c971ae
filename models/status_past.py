"""Where everybody stood in a time that is over, or in the part of one that has passed.

A year holds the years and semesters that begin in it; a semester holds what begins and ends in
it. So each is told in one year, and none in two.
"""

from collections.abc import Callable, Iterator, Sequence
from datetime import date, datetime, timedelta, tzinfo

from sqlalchemy import ColumnElement, func, select
from sqlalchemy.orm import Session

from models.duty_queries import BANGKOK, facts_of, judged_in, of_scope
from models.duty_rules import rules_of
from models.networks import Network, NetworkMembership
from models.obligations import Judgement, Rule, period_at
from models.places import Office, School
from models.programmes import Enrolment
from models.scopes import Scope
from models.spans import Span
from models.subjects import subjects_of, within_scope
from models.vocabulary import Cadence, ScopeKind

_DAY = timedelta(days=1)
#: A time shorter than this is a semester and no year.
_A_YEAR = timedelta(days=300)


def judgements_in(
    session: Session,
    *,
    now: datetime,
    scope: Scope,
    first: date,
    last: date,
    tz: tzinfo = BANGKOK,
    only: Callable[[Rule], bool] | None = None,
) -> list[Judgement]:
    """Where every subject within a scope stood with every rule (for which `only` holds) in the
    periods of a time, as it is known now; also of what is over since. In the order of the rules.

    Who lies within the scope is judged for the last day of each period.
    """
    today = now.astimezone(tz).date()
    rules = rules_of(session, of_scope(scope))
    facts = facts_of(session)
    days: dict[date, list[Rule]] = {}
    for rule in rules:
        if rule.notice or (only is not None and not only(rule)):
            continue
        running = facts.periods.get(rule.programme_id, ())
        for day in _days(rule, running, first, last, today):
            days.setdefault(day, []).append(rule)
    found: list[Judgement] = []
    for day in sorted(days):
        held = subjects_of(session, days[day], within_scope(scope, day))
        judged = judged_in(session, held, facts, now, tz, day, settled=True)
        found += [one for one in judged if one.period is not None]
    place = {rule: number for number, rule in enumerate(rules)}
    return sorted(found, key=lambda one: (place[one.rule], one.period.starts_on))  # type: ignore[union-attr]


def began_on(session: Session, scope: Scope) -> date | None:
    """The first day on which anything within a scope took part in a programme, or will."""
    within = _ever_within(scope)
    member = (
        select(func.min(NetworkMembership.starts_on))
        .join(Network, Network.id == NetworkMembership.network_id)
        .join(School, School.id == NetworkMembership.school_id)
    )
    enrolled = (
        select(func.min(Enrolment.starts_on))
        .outerjoin(School, School.id == Enrolment.school_id)
        .outerjoin(Office, Office.id == Enrolment.office_id)
    )
    if within is not None:
        member, enrolled = member.where(within[0]), enrolled.where(within[1])
    days = [day for day in (session.scalar(member), session.scalar(enrolled)) if day]
    return min(days, default=None)


def _ever_within(scope: Scope) -> tuple[ColumnElement[bool], ColumnElement[bool]] | None:
    """The conditions for a membership and an enrolment; None where all lie within."""
    match scope.kind:
        case ScopeKind.COUNTRY:
            return None
        case ScopeKind.PROGRAMME:
            return Network.programme_id == scope.id, Enrolment.programme_id == scope.id
        case ScopeKind.OFFICE:
            return (
                Network.office_id == scope.id,
                (Office.id == scope.id) | (School.office_id == scope.id),
            )
        case ScopeKind.NETWORK:
            return Network.id == scope.id, Enrolment.id.is_(None)
        case ScopeKind.SCHOOL:
            return School.id == scope.id, Enrolment.school_id == scope.id


def _days(
    rule: Rule, running: Sequence[Span], first: date, last: date, today: date
) -> Iterator[date]:
    """A day of each period of this rule that is told in the time from `first` to `last`."""
    if rule.cadence is Cadence.DATE:
        if rule.due_on is not None and first <= rule.due_on <= last:
            yield rule.due_on
        return
    whole_year = last - first > _A_YEAR
    day = _last_running(running, first, min(last, today))
    while day is not None:
        period = period_at(rule, running, day)
        if period is None:
            return
        begins = first <= period.starts_on
        once = rule.cadence is Cadence.ONCE
        if (begins or once) if whole_year else (begins and period.ends_on <= last):
            yield day
        if once:
            return
        day = _last_running(running, first, period.starts_on - _DAY)


def _last_running(running: Sequence[Span], first: date, last: date) -> date | None:
    """The last day from `first` to `last` on which any of these runs."""
    days = [
        last if span.ends_on is None else min(last, span.ends_on)
        for span in running
        if span.starts_on <= last and (span.ends_on is None or span.ends_on >= first)
    ]
    return max(days, default=None)
