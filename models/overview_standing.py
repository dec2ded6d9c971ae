"""Where a year of a programme stands, or stood: the judgements of all that it asked for.

A year is the programme's own (fiscal, academic …). A semester belongs to the year in which it
begins, a deadline to the year of its day; what is owed once in a period stands in each of its
years.
"""

from collections.abc import Iterable, Iterator, Sequence
from datetime import date, datetime, timedelta, tzinfo

from sqlalchemy.orm import Session

from models.duty_queries import BANGKOK, judgements
from models.obligations import Judgement, Period
from models.periods import term_of, year_of
from models.scopes import Scope
from models.status_queries import Runs
from models.vocabulary import Cadence, DutyState, RuleSource

_DAY = timedelta(days=1)


def years_of(runs: Iterable[Runs], today: date) -> list[Period]:
    """The years of one programme that have begun, the newest first, each cut to the time for
    which the programme runs."""
    found: dict[int, Period] = {}
    for run in runs:
        day = run.starts_on
        while day <= min(run.ends_on, today):
            year = year_of(run.basis, day, run.starts_on)
            first, last = max(year.starts_on, run.starts_on), min(year.ends_on, run.ends_on)
            before = found.get(year.year_be)
            if before is not None:
                first, last = min(first, before.starts_on), max(last, before.ends_on)
            found[year.year_be] = Period(year.year_be, run.basis, first, last)
            day = year.ends_on + _DAY
    return sorted(found.values(), key=lambda period: period.label_be, reverse=True)


def standings(
    session: Session,
    scope: Scope,
    programme_id: int,
    year: Period,
    now: datetime,
    tz: tzinfo = BANGKOK,
) -> list[Judgement]:
    """What this programme asked of everybody within a scope in a year, as it is known now; in the
    order of the rules, of the semesters, and of the codes of the subjects.

    Left out: what has not been announced, and notices, which nobody can meet.
    """
    last = min(year.ends_on, now.astimezone(tz).date())
    found: dict[object, Judgement] = {}
    places: dict[object, int] = {}
    for day in days_judged(year, last):
        judged_then = judgements(
            session,
            now=now,
            scope=scope,
            tz=tz,
            of=day,
            only=lambda rule: rule.programme_id == programme_id,
        )
        for judged in judged_then:
            rule, subject, period = judged.rule, judged.subject, judged.period
            if not _belongs(judged, year, last):
                continue
            places.setdefault((rule.source, rule.id), len(places))
            first = period.starts_on if period else None
            found[rule.source, rule.id, subject.kind, subject.id, first] = judged
    return sorted(
        found.values(),
        key=lambda one: (places[one.rule.source, one.rule.id], _semester_order(one)),
    )


def days_judged(year: Period, last: date) -> Sequence[date]:
    """The days whose periods make up a year as far as `last`: that one, and before it the last
    days of the semesters; the earliest first."""
    days, term = [last], term_of(last)
    while (end := term.starts_on - _DAY) >= year.starts_on:
        days.append(end)
        term = term_of(end)
    return days[::-1]


def _belongs(judged: Judgement, year: Period, last: date) -> bool:
    period, rule = judged.period, judged.rule
    if period is None or rule.notice or judged.state is DutyState.NOT_YET:
        return False
    if rule.source is RuleSource.DEADLINE:
        return period.label_be == year.label_be
    if rule.cadence is Cadence.SEMESTER:
        return year.has(period.starts_on)
    if period.basis is year.basis and period.last_be is None and rule.cadence is not Cadence.ONCE:
        return period.label_be == year.label_be
    return period.has(last)


def _semester_order(judged: Judgement) -> tuple[int, int]:
    period = judged.period
    return (period.label_be, period.semester or 0) if period and period.semester else (0, 0)


def met_by(judged: Iterable[Judgement], days: Sequence[date]) -> Iterator[int]:
    """How many of the duties were complete by the end of each of these days."""
    met_on = [one.met_on for one in judged if one.met_on is not None]
    for day in days:
        yield sum(met <= day for met in met_on)
