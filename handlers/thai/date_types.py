"""What reading a date may answer. All days are Gregorian `date`s of Bangkok."""

import re
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import date, timedelta
from enum import Enum

MOST_ASKED = 4


class Lean(Enum):
    """Where a date without a year lies: reports look back, appointments look ahead.

    NEAREST is for texts of which nothing is known: both sides are as likely.
    """

    PAST = "past"
    FUTURE = "future"
    NEAREST = "nearest"


class WhyNot(Enum):
    NOT_A_DATE = "not_a_date"
    NO_SUCH_DAY = "no_such_day"  # 29 ก.พ. 2566
    IMPLAUSIBLE_YEAR = "implausible_year"  # more than 15 years away, or no year at all
    VAGUE = "vague"  # เดือนที่แล้ว: a time, but no day


@dataclass(frozen=True, slots=True)
class Found:
    """One day, surely meant."""

    day: date


@dataclass(frozen=True, slots=True)
class Span:
    """From `start` to `end`, both included; start is before end."""

    start: date
    end: date


@dataclass(frozen=True, slots=True)
class Ask:
    """One to four days that may be meant, the likeliest first."""

    days: tuple[date, ...]


@dataclass(frozen=True, slots=True)
class Refused:
    """Not read, why, and the piece of text that it is about ("29 ก.พ. 2566")."""

    why: WhyNot
    read: str


Reading = Found | Span | Ask | Refused


@dataclass(frozen=True, slots=True)
class Moment:
    """What a reader must know besides the text."""

    today: date
    lean: Lean

    def nearest_first(self, days: Iterable[date]) -> list[date]:
        """The days by distance from today; of two equally far, the one on the lean's side."""

        def rank(day: date) -> tuple[int, bool]:
            away = (day - self.today).days
            return abs(away), (away > 0) is (self.lean is not Lean.FUTURE)

        return sorted(set(days), key=rank)

    def leans_to(self, day: date) -> bool:
        """Whether the day is today or lies on the side that the question looks to."""
        if self.lean is Lean.NEAREST:
            return True
        return day <= self.today if self.lean is Lean.PAST else day >= self.today

    def shifted(self, days: int) -> date | None:
        """Today and so many days; None beyond the calendar's ends."""
        return days_off(self.today, days)


@dataclass(frozen=True, slots=True)
class Spot:
    """A piece of the folded text, from `start` to before `end`, and how it reads."""

    start: int
    end: int
    reading: Reading


def each(
    pattern: re.Pattern[str], text: str, read: Callable[[re.Match[str]], Reading | None]
) -> list[Spot]:
    """A spot for every match that `read` makes something of."""
    return [
        Spot(found.start(), found.end(), reading)
        for found in pattern.finditer(text)
        if (reading := read(found)) is not None
    ]


def one_of(days: Iterable[date | None]) -> Ask | Found | None:
    """Found when all agree on one day, Ask (in the given order) when not, None without any."""
    distinct = tuple(dict.fromkeys(day for day in days if day is not None))
    if not distinct:
        return None
    return Found(distinct[0]) if len(distinct) == 1 else Ask(distinct[:MOST_ASKED])


def asked(days: Iterable[date | None]) -> Ask | None:
    """Ask about the days that are, however few; None without any."""
    distinct = tuple(dict.fromkeys(day for day in days if day is not None))
    return Ask(distinct[:MOST_ASKED]) if distinct else None


def calendar_day(year: int, month: int, day: int) -> date | None:
    """The day, or None where the calendar has none (leap years are those of the common era)."""
    try:
        return date(year, month, day)
    except (ValueError, OverflowError):
        return None


def days_off(day: date, days: int) -> date | None:
    """The day so many days later (or, below zero, earlier); None beyond the calendar's ends."""
    try:
        return day + timedelta(days=days)
    except OverflowError:
        return None


def month_away(today: date, months: int) -> tuple[int, int]:
    """(year, month) so many months from today's; the year may lie beyond the calendar."""
    index = today.year * 12 + today.month - 1 + months
    return index // 12, index % 12 + 1
