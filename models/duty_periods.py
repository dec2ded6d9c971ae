"""In which period of a rule a day lies, and whom a rule concerns. Pure."""

from collections.abc import Sequence
from datetime import date, timedelta
from functools import lru_cache

from models.duty_facts import Period, Rule
from models.periods import term_of, year_of
from models.spans import Span, run_at
from models.vocabulary import Cadence, YearBasis

_DAY = timedelta(days=1)


def period_at(rule: Rule, programme_periods: Sequence[Span], day: date) -> Period | None:
    """The period of an obligation that a day lies in; None when the programme does not run.

    A year or semester is cut to the time for which the programme runs, renewals included; what
    is owed once counts in each period of the programme anew.
    """
    return _period_at(rule.cadence, rule.year_basis, tuple(programme_periods), day)


@lru_cache(maxsize=1024)
def _period_at(
    cadence: Cadence, year_basis: YearBasis, programme_periods: tuple[Span, ...], day: date
) -> Period | None:
    run = run_at(programme_periods, day)
    own = next((span for span in programme_periods if span.has(day)), None)
    if run is None or own is None:
        return None
    if cadence is Cadence.ONCE:
        return _whole(year_basis, own)
    if cadence is Cadence.SEMESTER:
        term = term_of(day)
        basis, label, semester = YearBasis.ACADEMIC, term.year_be, term.number
        starts_on, ends_on = term.starts_on, term.ends_on
    else:
        year = year_of(year_basis, day, own.starts_on)
        basis, label, semester = year_basis, year.year_be, None
        starts_on, ends_on = year.starts_on, year.ends_on
    return Period(
        label,
        basis,
        max(starts_on, run.starts_on),
        ends_on if run.ends_on is None else min(ends_on, run.ends_on),
        semester,
        whole_days=(ends_on - starts_on).days + 1,
    )


def concerns(rule: Rule, spans: Sequence[Span]) -> bool:
    """Whether a deadline is any business of one who takes part at these times.

    It is theirs who take part on its day. The notice of a programme's end is not for those who
    go on after it; that of an agreement's end, which names its networks, is. Obligations concern
    everybody who ever took part.
    """
    if rule.due_on is None:
        return True
    there = run_at(spans, rule.due_on)
    return there is not None and not (
        rule.notice and rule.only is None and there.has(rule.due_on + _DAY)
    )


def _whole(basis: YearBasis, own: Span) -> Period:
    first = year_of(basis, own.starts_on, own.starts_on).year_be
    ends_on = own.ends_on or date.max
    last = first if own.ends_on is None else year_of(basis, own.ends_on, own.starts_on).year_be
    return Period(first, basis, own.starts_on, ends_on, last_be=last if last != first else None)
