"""By which days something of a rule may be due, known before anybody is judged: so that a round
judges those rules alone that have something to say."""

from collections.abc import Callable
from datetime import date, datetime, tzinfo

from sqlalchemy import select, union
from sqlalchemy.orm import Session

from models.duty_queries import BANGKOK, facts_of, just_over
from models.networks import NetworkMembership
from models.obligations import Rule, period_at
from models.programmes import Enrolment
from models.vocabulary import Cadence

#: The days (Bangkok) by which something of a rule may be due.
DaysOf = Callable[[Rule], frozenset[date]]

_ENDS = union(
    *(
        select(table.ends_on).where(table.ends_on.is_not(None))
        for table in (NetworkMembership, Enrolment)
    )
)


def days_due(session: Session, now: datetime, tz: tzinfo = BANGKOK) -> DaysOf:
    """All days by which something of a rule may be due of what is judged at `now` (aware): of the
    period of `now`, and of the one just over as long as that is spoken of. There is no day besides
    these; not all of them need be anybody's. Of a rule that knows no days, none.
    """
    today = now.astimezone(tz).date()
    periods = facts_of(session).periods
    # Who leaves, or whose time is over, owes what they owe by that day.
    ends = frozenset(day for day in session.scalars(_ENDS) if day)

    def days(rule: Rule) -> frozenset[date]:
        if rule.cadence is Cadence.DATE:
            return frozenset({rule.due_on} if rule.due_on else ())
        if rule.cadence is Cadence.NONE:
            return frozenset()
        running = periods.get(rule.programme_id, ())
        found: set[date] = set()
        for day in (today, just_over(rule, periods, today)):
            period = period_at(rule, running, day) if day else None
            if period is not None:
                first, last = period.starts_on, period.ends_on
                found |= {last, *(end for end in ends if first <= end <= last)}
        return frozenset(found)

    return days
