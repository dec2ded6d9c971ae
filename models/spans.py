"""Times for which somebody takes part or something runs, pure; first and last day included."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from functools import lru_cache

_DAY = timedelta(days=1)


@dataclass(frozen=True, slots=True)
class Span:
    """A time in which somebody takes part or something runs; without an end, ends_on is None."""

    starts_on: date
    ends_on: date | None

    def __hash__(self) -> int:
        return hash(self.starts_on)  # asked for very often, and nearly always enough

    def has(self, day: date) -> bool:
        return self.starts_on <= day and (self.ends_on is None or day <= self.ends_on)


def run_at(spans: Sequence[Span], day: date) -> Span | None:
    """The unbroken time around a day that these spans make together, or None."""
    return next((run for run in _runs(tuple(spans)) if run.has(day)), None)


def days_within(spans: Sequence[Span], first: date, last: date) -> int:
    """On how many days from first to last, both included, any of these spans runs."""
    days = 0
    for run in _runs(tuple(spans)):
        begins = max(run.starts_on, first)
        ends = last if run.ends_on is None else min(run.ends_on, last)
        days += max(0, (ends - begins).days + 1)
    return days


@lru_cache(maxsize=4096)
def _runs(spans: tuple[Span, ...]) -> tuple[Span, ...]:
    """Spans that overlap or follow one another, joined; the earliest first."""
    runs: list[Span] = []
    for span in sorted(spans, key=lambda span: span.starts_on):
        before = runs[-1] if runs else None
        if before is None or (before.ends_on and before.ends_on + _DAY < span.starts_on):
            runs.append(span)
            continue
        ends = (before.ends_on, span.ends_on)
        last = None if None in ends else max(end for end in ends if end)
        runs[-1] = Span(before.starts_on, last)
    return tuple(runs)
