"""Dates told from today: เมื่อวาน, 3 วันที่แล้ว, วันศุกร์ที่แล้ว, สิ้นเดือนนี้, วันที่ 5 เดือนหน้า.

Where two careful readers would mean two days, both are asked about.
"""

import re
from collections.abc import Callable
from datetime import date

from handlers.thai.date_types import (
    Ask,
    Found,
    Mention,
    Moment,
    Reading,
    Refused,
    WhyNot,
    calendar_day,
    month_away,
    one_of,
)
from handlers.thai.date_words import (
    LAST,
    NEXT,
    RELATIVE_DAYS,
    WEEKDAY,
    WHICH,
    WORD_END,
    any_of,
    steps,
    weekday_number,
)
from handlers.thai.numbers import NUMBER_WORDS, spelt_number

# เมื่อวานซื่น is a slip of เมื่อวานซืน, not เมื่อวาน.
_NAMED = re.compile(rf"(?:{any_of(RELATIVE_DAYS)})(?! ?(?:ซ|ก่อน))")
_NUMBER = rf"(?<![0-9])(?:(?P<low>[0-9]{{1,3}}) ?- ?)?(?P<number>[0-9]{{1,3}}|{NUMBER_WORDS}) ?"
_AGO = re.compile(
    rf"{_NUMBER}(?P<unit>วัน|สัปดาห์|อาทิตย์|เดือน|ปี) ?(?:มา)?"
    rf"(?P<which>แล้ว|{LAST}|{NEXT})(?:{WORD_END})"
)
_IN = re.compile(rf"อีก ?{_NUMBER}(?P<unit>วัน|สัปดาห์|อาทิตย์|เดือน)(?:{WORD_END})")
_DAY_OF_MONTH = re.compile(
    rf"(?P<named>วันที่ ?)?(?<![0-9])(?P<day>[0-9]{{1,2}}) ?(?:ของ ?)?เดือน ?(?P<which>{WHICH})"
)
_WEEK_THEN_DAY = re.compile(
    rf"(?:สัปดาห์|อาทิตย์) ?(?P<which>นี้|{LAST}|{NEXT}) ?วัน ?(?P<weekday>{WEEKDAY})"
)
_WEEKDAY = re.compile(
    rf"(?P<named>วัน ?)?(?P<weekday>{WEEKDAY}) ?(?:ของ ?)?(?P<week>สัปดาห์ ?|อาทิตย์ ?)?"
    rf"(?P<which>{WHICH})"
)
_MONTH_END = re.compile(rf"(?P<part>ต้น|กลาง|ปลาย|สิ้น) ?เดือน ?(?P<which>{WHICH})?")
_VAGUE = re.compile(rf"(?:สัปดาห์|เดือน|ปี|เทอม|ภาคเรียน) ?(?:{WHICH})|วันก่อน(?:{WORD_END})")

_DAYS_IN = {"วัน": 1, "สัปดาห์": 7, "อาทิตย์": 7}


def named_days(text: str, moment: Moment) -> list[Mention]:
    """วันนี้, เมื่อวาน, มะรืน."""
    return _each(_NAMED, text, lambda found: one_of([moment.shifted(RELATIVE_DAYS[found[0]])]))


def days_ago(text: str, moment: Moment) -> list[Mention]:
    """3 วันที่แล้ว, สองวันก่อน, อีก 5 วัน. Weeks are asked about, months are vague."""

    def ago(found: re.Match[str]) -> Reading | None:
        back = found["which"] == "แล้ว" or steps(found["which"]) < 0
        return _counted(found, -1 if back else 1, moment)

    back = _each(_AGO, text, ago)
    return back + _each(_IN, text, lambda found: _counted(found, 1, moment))


def _counted(found: re.Match[str], sign: int, moment: Moment) -> Reading | None:
    unit = _DAYS_IN.get(found["unit"])
    if unit is None:
        return Refused(WhyNot.VAGUE, found[0])
    numbers = _numbers(found["low"], found["number"])
    if not numbers:
        return None
    reading = one_of(moment.shifted(sign * number * unit) for number in numbers)
    if unit == 7 and isinstance(reading, Found):
        return Ask((reading.day,))  # "two weeks ago" is seldom meant to the day
    return reading


def _numbers(low: str | None, number: str) -> list[int]:
    if number.isdigit():
        high = int(number)
        return list(range(int(low) if low else high, high + 1))[:4]
    whole = spelt_number(number)
    if whole is not None:
        return [whole]
    # สองสามวันก่อน: either.
    for cut in range(1, len(number)):
        first, second = spelt_number(number[:cut]), spelt_number(number[cut:])
        if first is not None and second is not None:
            return [first, second]
    return []


def days_of_a_month(text: str, moment: Moment) -> list[Mention]:
    """วันที่ 5 เดือนหน้า. Without วันที่, "3 เดือนที่แล้ว" may also be three months ago."""

    def read(found: re.Match[str]) -> Reading:
        step, day = steps(found["which"]), int(found["day"])
        meant = calendar_day(*month_away(moment.today, step), day)
        if found["named"] or step == 0:
            return Found(meant) if meant else Refused(WhyNot.NO_SUCH_DAY, found[0])
        months_off = calendar_day(*month_away(moment.today, step * day), moment.today.day)
        asked = tuple(day for day in (meant, months_off) if day)
        return Ask(asked) if asked else Refused(WhyNot.VAGUE, found[0])

    return _each(_DAY_OF_MONTH, text, read)


def weekdays(text: str, moment: Moment) -> list[Mention]:
    """วันจันทร์ที่แล้ว, ศุกร์นี้, วันศุกร์หน้า, วันพุธสัปดาห์ก่อน."""

    def of_week(found: re.Match[str]) -> Reading | None:
        return one_of(_in_week(weekday_number(found["weekday"]), steps(found["which"]), moment))

    def of_words(found: re.Match[str]) -> Reading | None:
        weekday, step = weekday_number(found["weekday"]), steps(found["which"])
        if found["week"]:
            return of_week(found)
        if weekday == 6 and not found["named"]:
            return _week_or_sunday(step, moment)
        return one_of(_meant_by(weekday, step, moment))

    return _each(_WEEK_THEN_DAY, text, of_week) + _each(_WEEKDAY, text, of_words)


def _in_week(weekday: int, step: int, moment: Moment) -> list[date | None]:
    """The weekday in this, the last or the next week; weeks begin on Monday or on Sunday."""
    today = moment.today.weekday()
    monday_first = weekday - today + 7 * step
    sunday_first = (weekday + 1) % 7 - (today + 1) % 7 + 7 * step
    return [moment.shifted(monday_first), moment.shifted(sunday_first)]


def _meant_by(weekday: int, step: int, moment: Moment) -> list[date | None]:
    """By "last" the latest one or that of last week; by "this" and "next" likewise."""
    ahead = (weekday - moment.today.weekday()) % 7
    if step < 0:
        nearest = moment.shifted(ahead - 7)
    elif step == 0:
        nearest = moment.shifted(ahead)
    else:
        nearest = moment.shifted(ahead or 7)
    # Nobody calls today "this Tuesday" without doubt.
    also = moment.shifted(7) if step == 0 and ahead == 0 else None
    days = [day for day in (nearest, also, *_in_week(weekday, step, moment)) if day]
    return [*moment.nearest_first(days)]


def _week_or_sunday(step: int, moment: Moment) -> Ask | None:
    days = [moment.shifted(7 * step), *_meant_by(6, step, moment)]
    asked = tuple(dict.fromkeys(day for day in days if day))
    return Ask(asked) if asked else None


def parts_of_a_month(text: str, moment: Moment) -> list[Mention]:
    """สิ้นเดือนนี้ is a day; ต้นเดือน, กลางเดือน and ปลายเดือน are asked about."""

    def read(found: re.Match[str]) -> Reading:
        months = [steps(found["which"])] if found["which"] else [0, -1]
        lasts = [last for last in (_last_of_month(moment, step) for step in months) if last]
        if not lasts:
            return Refused(WhyNot.VAGUE, found[0])
        if found["part"] == "สิ้น":
            days = moment.nearest_first(lasts)
            return Found(days[0]) if len(days) == 1 else Ask(tuple(days))
        last = lasts[0]
        chosen = {"ต้น": (1, 2, 3, 4), "กลาง": (15, 14, 16)}.get(
            found["part"], tuple(range(last.day, last.day - 4, -1))
        )
        return Ask(tuple(last.replace(day=day) for day in chosen))

    return _each(_MONTH_END, text, read)


def _last_of_month(moment: Moment, step: int) -> date | None:
    year, month = month_away(moment.today, step)
    return next((day for n in (31, 30, 29, 28) if (day := calendar_day(year, month, n))), None)


def vague_times(text: str, moment: Moment) -> list[Mention]:
    """เดือนที่แล้ว, สัปดาห์ก่อน, วันก่อน: a time, but no day."""
    del moment
    return _each(_VAGUE, text, lambda found: Refused(WhyNot.VAGUE, found[0]))


def _each(
    pattern: re.Pattern[str], text: str, read: Callable[[re.Match[str]], Reading | None]
) -> list[Mention]:
    return [
        Mention(found.start(), found.end(), reading)
        for found in pattern.finditer(text)
        if (reading := read(found)) is not None
    ]
