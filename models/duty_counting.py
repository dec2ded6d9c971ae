"""How much of a duty is done, how much is needed, and since when it was enough. Pure.

Who takes part for a part of a year or semester owes that part of it: the number that is asked for
times the days there over the days of the whole, rounded, a half upwards. So one visit a semester
is owed by who is there for at least half of it, and by nobody else. No source says how it is to
be done; this is the least that is still fair to the others. What is owed once in a programme's
period (a plan) and who is responsible cannot be divided, and is owed by all.
"""

from collections.abc import Sequence
from datetime import date
from typing import NamedTuple

from models.duty_facts import Period, Record, Rule
from models.spans import Span, days_within
from models.vocabulary import Cadence, ExchangeLevel, LevelsRule

_DIVIDED = (Cadence.YEARLY, Cadence.SEMESTER)


class Counted(NamedTuple):
    """Done and needed, by level too, and the day on which it was complete."""

    done: int
    needed: int
    by_level: dict[ExchangeLevel, tuple[int, int]]
    met_on: date | None


def asked_of(rule: Rule, spans: Sequence[Span], period: Period) -> int:
    """How many this rule asks for, at each level that counts, of who takes part at these times;
    of who does so for a part of the period only that part, perhaps none."""
    if rule.cadence not in _DIVIDED or rule.min_people:
        return rule.min_count
    there = days_within(spans, period.starts_on, period.ends_on)
    whole = period.whole_days or (period.ends_on - period.starts_on).days + 1
    return (2 * rule.min_count * there + whole) // (2 * whole)


def count(rule: Rule, asked: int, records: Sequence[Record]) -> Counted:
    """What these records come to, where so many are asked for; the earliest record first."""
    if rule.levels_rule is LevelsRule.EACH and rule.levels:
        by_level = {
            level: _reach([r for r in records if r.level is level], asked) for level in rule.levels
        }
        days = [met_on for _, met_on in by_level.values()]
        met = [day for day in days if day is not None]
        return Counted(
            sum(min(done, asked) for done, _ in by_level.values()),
            asked * len(rule.levels),
            {level: (done, asked) for level, (done, _) in by_level.items()},
            max(met) if len(met) == len(days) else None,
        )
    if rule.levels:
        records = [record for record in records if record.level in rule.levels]
    needed = rule.min_people or asked
    done, met_on = _reach(records, needed)
    totals = {
        level: (sum(r.count for r in records if r.level is level), asked) for level in rule.levels
    }
    return Counted(done, needed, totals, met_on)


def _reach(records: Sequence[Record], needed: int) -> tuple[int, date | None]:
    """How many there are, and the day on which there were enough (none where none are needed)."""
    done, met_on = 0, None
    for record in records:
        done += record.count
        if met_on is None and needed and done >= needed:
            met_on = record.on
    return done, met_on
