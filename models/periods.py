"""Years and semesters, pure. One day has several labels (10 Nov 2566 is fiscal year 2567 and
academic year 2566, semester 2), so every function says which it means.

Days are days in Bangkok; years are BE (พ.ศ. = CE + 543), as `_be` says. Boundaries: fiscal
1 October to 30 September, named by its ending year; academic 16 May to 15 May, named by its
starting year; semesters by the regulation of 2549 (domain notes, 2 and 6).
"""

from datetime import date, timedelta
from typing import NamedTuple

from models.vocabulary import YearBasis

BE_OFFSET = 543


class Year(NamedTuple):
    """A year of some basis: its BE label, and its first and last day, both included."""

    year_be: int
    starts_on: date
    ends_on: date


def fiscal_year_be(day: date) -> int:
    """The ปีงบประมาณ of a day: 30 Sep 2566 is in 2566, 1 Oct 2566 in 2567."""
    return day.year + BE_OFFSET + (day.month >= 10)


def fiscal_year(year_be: int) -> tuple[date, date]:
    """First and last day of a ปีงบประมาณ."""
    year = year_be - BE_OFFSET
    return date(year - 1, 10, 1), date(year, 9, 30)


def academic_year_be(day: date) -> int:
    """The ปีการศึกษา of a day: 15 May 2566 is in 2565, 16 May 2566 in 2566."""
    return day.year + BE_OFFSET - ((day.month, day.day) < (5, 16))


def academic_year(year_be: int) -> tuple[date, date]:
    """First and last day of a ปีการศึกษา."""
    year = year_be - BE_OFFSET
    return date(year, 5, 16), date(year + 1, 5, 15)


def semester(day: date) -> int:
    """The semester of a day, 1 or 2.

    Semester 1 runs from 16 May to 11 October and 2 from 1 November to 1 April; a day of the
    break after one still counts to it, so that no visit falls between the two.
    """
    return 1 if (5, 16) <= (day.month, day.day) <= (10, 31) else 2


class Term(NamedTuple):
    """A semester: its academic year, its number (1 or 2), first and last day, both included."""

    year_be: int
    number: int
    starts_on: date
    ends_on: date


def term_of(day: date) -> Term:
    """The semester that a day counts to, with the break that follows it."""
    year_be = academic_year_be(day)
    year = year_be - BE_OFFSET
    if semester(day) == 1:
        return Term(year_be, 1, date(year, 5, 16), date(year, 10, 31))
    return Term(year_be, 2, date(year, 11, 1), date(year + 1, 5, 15))


def year_of(basis: YearBasis, day: date, anniversary: date | None = None) -> Year:
    """The year of this basis that a day lies in.

    `anniversary` is the day of signing, for ANNIVERSARY alone (ValueError without it); such a
    year is named by the BE year it starts in. Signed on 29 February, it starts on 1 March in
    common years.
    """
    match basis:
        case YearBasis.FISCAL:
            year_be = fiscal_year_be(day)
            return Year(year_be, *fiscal_year(year_be))
        case YearBasis.ACADEMIC:
            year_be = academic_year_be(day)
            return Year(year_be, *academic_year(year_be))
        case YearBasis.CALENDAR:
            return Year(day.year + BE_OFFSET, date(day.year, 1, 1), date(day.year, 12, 31))
        case YearBasis.ANNIVERSARY:
            if anniversary is None:
                raise ValueError("a year from the day of signing needs that day")
            year = day.year - (day < _in_year(anniversary, day.year))
            starts_on = _in_year(anniversary, year)
            ends_on = _in_year(anniversary, year + 1) - timedelta(days=1)
            return Year(year + BE_OFFSET, starts_on, ends_on)


def years_between(basis: YearBasis, starts_on: date, ends_on: date) -> list[int]:
    """The BE labels of all years of this basis that the days from first to last touch."""
    labels = []
    day = starts_on
    while day <= ends_on:
        year = year_of(basis, day, starts_on)
        labels.append(year.year_be)
        day = year.ends_on + timedelta(days=1)
    return labels


def _in_year(day: date, year: int) -> date:
    if (day.month, day.day) != (2, 29):
        return day.replace(year=year)
    return date(year, 2, 28) + timedelta(days=1)
