"""A date's typed pieces held against the calendar: which year, which weekday, no such day."""

from dataclasses import dataclass, replace
from datetime import date, timedelta
from itertools import pairwise

from handlers.thai.calendar_th import BE_OFFSET, SHORT_MONTHS
from handlers.thai.date_types import (
    Ask,
    Found,
    Moment,
    Reading,
    Refused,
    Span,
    WhyNot,
    calendar_day,
    one_of,
)

FAR_YEARS = 15  # a year further away is a slip of the finger
NEAR = timedelta(days=92)  # about three months: so near, a date needs no year
LONGEST_SPAN = timedelta(days=366)


@dataclass(frozen=True, slots=True)
class Said:
    """The pieces of a date as they were typed, not yet held against the calendar."""

    start: int
    end: int
    text: str
    days: tuple[int, ...]  # several of "1, 4 ก.ค."; two of a range
    is_range: bool
    month: int
    year: str | None = None  # digits
    era: str | None = None  # พ or ค
    year_step: int | None = None  # ปีที่แล้ว is -1
    side: int | None = None  # -1 of "เมื่อ 20 พ.ย." and "20 พ.ย. ที่ผ่านมา"; ที่จะถึง is 1, นี้ 0
    weekday: int | None = None
    are_choices: bool = False  # "1 หรือ 4 ก.ค."
    in_doubt: bool = False  # no year was read, yet one seems to be said elsewhere

    @property
    def has_year(self) -> bool:
        return self.year is not None or self.year_step is not None


def resolve(said: Said, moment: Moment) -> Reading:
    """What one date, list of days or range within a month reads as."""
    if said.is_range:
        first = replace(said, days=said.days[:1], is_range=False, weekday=None)
        last = replace(said, days=said.days[1:], is_range=False, weekday=None)
        return between(first, last, moment)
    if len(said.days) == 1:
        return _one_day(said, moment)
    each = [_one_day(replace(said, days=(day,), weekday=None), moment) for day in said.days]
    if not said.are_choices and (span := _without_a_gap(each)):
        return span
    return one_of(day for reading in each for day in _days_of(reading)) or each[-1]


def _without_a_gap(each: list[Reading]) -> Span | None:
    """Days in a row, "20, 21 และ 22 พ.ย.", are the range that they fill."""
    days = [reading.day for reading in each if isinstance(reading, Found)]
    in_a_row = all(later - day == timedelta(days=1) for day, later in pairwise(days))
    return Span(days[0], days[-1]) if in_a_row and len(days) == len(each) else None


def _days_of(reading: Reading) -> tuple[date, ...]:
    if isinstance(reading, Found):
        return (reading.day,)
    return reading.days if isinstance(reading, Ask) else ()


def _one_day(said: Said, moment: Moment) -> Reading:
    if not said.has_year:
        return _without_year(said, moment)
    years = _years(said, moment.today)
    if not years:
        return _swapped(said, moment) or Refused(WhyNot.IMPLAUSIBLE_YEAR, said.text)
    year, sure = years
    day = calendar_day(year, said.month, said.days[0])
    if day is None:
        return _swapped(said, moment) or Refused(WhyNot.NO_SUCH_DAY, _shown(said, year))
    if said.weekday is not None and day.weekday() != said.weekday:
        return Ask((day, *_same_weekday_near(day, said.weekday)))
    return Found(day) if sure else Ask((day,))


def _years(said: Said, today: date) -> tuple[int, bool] | None:
    """(year CE, surely meant), or None where no reading is within FAR_YEARS of today.

    Two digits are พ.ศ. first. As พ.ศ. and as ค.ศ. they lie 43 years apart, so at most one of the
    two is near; when it is ค.ศ. it is asked about, for a slip of พ.ศ. looks the same.
    """
    if said.year_step is not None:
        return today.year + said.year_step, True
    digits = said.year or ""
    number = int(digits)
    if len(digits) == 4:
        if said.era != "ค" and 2400 <= number <= 2700:
            number -= BE_OFFSET
        elif said.era == "พ" or not 1900 <= number <= 2100:
            return None
        return (number, True) if abs(number - today.year) <= FAR_YEARS else None
    if len(digits) != 2:
        return None
    if said.era != "ค":
        year = _nearest_century(number, today.year + BE_OFFSET) - BE_OFFSET
        if abs(year - today.year) <= FAR_YEARS:
            return year, True
    if said.era != "พ":
        year = _nearest_century(number, today.year)
        if abs(year - today.year) <= FAR_YEARS:
            return year, said.era == "ค"
    return None


def _nearest_century(two_digits: int, year: int) -> int:
    century = year - year % 100
    choices = (century + step + two_digits for step in (-100, 0, 100))
    return min(choices, key=lambda choice: abs(choice - year))


def _swapped(said: Said, moment: Moment) -> Ask | None:
    """11/27/2566 and 66-11-27 read the other way about; asked, never taken."""
    if said.year is None or len(said.days) != 1 or said.weekday is not None:
        return None
    day = said.days[0]
    turned = replace(said, days=(said.month,), month=day)
    if day > 31 and len(said.year) == 2:
        turned = replace(said, days=(int(said.year),), year=str(day))
    elif not 12 < said.month <= 31:
        return None
    years = _years(turned, moment.today)
    swapped = calendar_day(years[0], turned.month, turned.days[0]) if years else None
    return Ask((swapped,)) if swapped else None


def _same_weekday_near(day: date, weekday: int) -> tuple[date, ...]:
    """The day of that weekday nearest to `day`, for "วันอังคารที่ 27" when the 27th is a Monday."""
    ahead = (weekday - day.weekday()) % 7
    try:
        return (day + timedelta(days=ahead if ahead <= 3 else ahead - 7),)
    except OverflowError:
        return ()


def _without_year(said: Said, moment: Moment) -> Reading:
    this_year = moment.today.year
    possible = [
        calendar_day(year, said.month, said.days[0])
        for year in (this_year - 1, this_year, this_year + 1)
    ]
    days = moment.nearest_first(day for day in possible if day is not None)
    if not days:
        return Refused(WhyNot.NO_SUCH_DAY, _shown(said, None))
    if said.side is not None:
        day = _on_side(said.side, days, moment.today)
        if said.weekday in (None, day.weekday()):
            return Found(day)
    leaning = [day for day in days if moment.leans_to(day)]
    near = bool(leaning) and abs(leaning[0] - moment.today) <= NEAR
    if said.weekday is not None:
        fitting = [day for day in days if day.weekday() == said.weekday]
        if len(fitting) == 1:
            return Found(fitting[0])
        written = leaning[0] if near else days[0]
        return Ask((written, *_same_weekday_near(written, said.weekday)))
    if near and not said.in_doubt:
        return Found(leaning[0])
    return Ask(tuple(days if said.in_doubt else days[:2]))


def _on_side(side: int, days: list[date], today: date) -> date:
    """Of days that are nearest first, the first behind us (-1), ahead (1) or any (0)."""
    fitting = (day for day in days if side == 0 or (day <= today if side < 0 else day >= today))
    return next(fitting, days[0])


def between(first: Said, last: Said, moment: Moment) -> Reading:
    """The range from one to the other; a year said once is the year of both ends."""
    if last.has_year or not first.has_year:
        end = resolve(last, moment)
        if not isinstance(end, Found):
            return _ends_to_ask(first, end, moment)
        start = _in_year(first, end.day.year, moment)
        if not first.has_year and isinstance(start, Found) and start.day > end.day:
            if first.month == last.month:
                return Ask((start.day, end.day))
            start = _in_year(first, end.day.year - 1, moment)
    else:
        start = resolve(first, moment)
        if not isinstance(start, Found):
            return start
        end = _in_year(last, start.day.year, moment)
        if isinstance(end, Found) and end.day < start.day:
            end = _in_year(last, start.day.year + 1, moment)
    if not isinstance(start, Found):
        return start
    if not isinstance(end, Found):
        return end
    if start.day == end.day:
        return start
    if start.day > end.day or end.day - start.day > LONGEST_SPAN:
        return Ask((start.day, end.day))
    return Span(start.day, end.day)


def _ends_to_ask(first: Said, end: Reading, moment: Moment) -> Reading:
    """The year of a range is in doubt: ask about its first day in each of the years."""
    if not isinstance(end, Ask):
        return end
    starts = [_in_year(first, day.year, moment) for day in end.days]
    return one_of(day for start in starts for day in _days_of(start)) or end


def _in_year(said: Said, year: int, moment: Moment) -> Reading:
    if said.has_year:
        return resolve(said, moment)
    day = calendar_day(year, said.month, said.days[0])
    return Found(day) if day else Refused(WhyNot.NO_SUCH_DAY, _shown(said, year))


def _shown(said: Said, year: int | None) -> str:
    """The impossible date in our own spelling, "29 ก.พ. 2566"; as typed where the month is none."""
    if not 1 <= said.month <= 12:
        return said.text
    shown = f"{said.days[0]} {SHORT_MONTHS[said.month - 1]}"
    return shown if year is None else f"{shown} {year + BE_OFFSET}"
