"""Dates counted from today: เมื่อวาน, 3 วันที่แล้ว, สองวันก่อน, อีก 5 วัน, สัปดาห์ก่อน."""

import re

from handlers.thai.date_types import (
    Ask,
    Found,
    Moment,
    Reading,
    Refused,
    Spot,
    WhyNot,
    asked,
    calendar_day,
    each,
    month_away,
    one_of,
)
from handlers.thai.date_words import LAST_OR_NEXT, RELATIVE_DAYS, WHICH, WORD_END, any_of, steps
from handlers.thai.numbers import NUMBER_WORDS, spelt_number

# เมื่อวานซื่น is a slip of เมื่อวานซืน, not เมื่อวาน.
_NAMED = re.compile(rf"(?:{any_of(RELATIVE_DAYS)})(?! ?(?:ซ|ก่อน))")
_NUMBER = rf"(?<![0-9])(?:(?P<low>[0-9]{{1,3}}) ?- ?)?(?P<number>[0-9]{{1,3}}|{NUMBER_WORDS}) ?"
_AGO = re.compile(
    rf"{_NUMBER}(?P<unit>วัน|สัปดาห์|อาทิตย์|เดือน|ปี) ?(?:มา)?"
    rf"(?P<which>แล้ว(?:{WORD_END})|{LAST_OR_NEXT})"
)
_IN = re.compile(rf"อีก ?{_NUMBER}(?P<unit>วัน|สัปดาห์|อาทิตย์|เดือน)(?:{WORD_END})")
_LOOSE = re.compile(
    rf"(?P<unit>สัปดาห์|เดือน|ปี|เทอม|ภาคเรียน) ?(?P<which>{WHICH})|วันก่อน(?:{WORD_END})"
    "|(?:ต้น|กลาง|ปลาย|สิ้น)ปี"
)

_DAYS_IN = {"วัน": 1, "สัปดาห์": 7, "อาทิตย์": 7}


def named_days(text: str, moment: Moment) -> list[Spot]:
    """วันนี้, เมื่อวาน, มะรืน."""
    return each(_NAMED, text, lambda found: one_of([moment.shifted(RELATIVE_DAYS[found[0]])]))


def days_ago(text: str, moment: Moment) -> list[Spot]:
    """3 วันที่แล้ว, สองวันก่อน, อีก 5 วัน. Weeks ago and months are asked about, years are vague."""

    def ago(found: re.Match[str]) -> Reading | None:
        back = found["which"] == "แล้ว" or steps(found["which"]) < 0
        return _counted(found, -1 if back else 1, moment)

    back = each(_AGO, text, ago)
    return back + each(_IN, text, lambda found: _counted(found, 1, moment))


def _counted(found: re.Match[str], sign: int, moment: Moment) -> Reading | None:
    numbers = _numbers(found["low"], found["number"])
    if not numbers:
        return None
    if found["unit"] == "เดือน":
        months = (month_away(moment.today, sign * number) for number in numbers)
        days = asked(calendar_day(*month, moment.today.day) for month in months)
        return days or Refused(WhyNot.VAGUE, found[0])
    unit = _DAYS_IN.get(found["unit"])
    if unit is None:
        return Refused(WhyNot.VAGUE, found[0])
    reading = one_of(moment.shifted(sign * number * unit) for number in numbers)
    if unit == 7 and sign < 0 and isinstance(reading, Found):
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


def loose_times(text: str, moment: Moment) -> list[Spot]:
    """สัปดาห์ที่แล้ว, เดือนก่อน: days in them are asked about; ปีที่แล้ว, วันก่อน are vague."""

    def read(found: re.Match[str]) -> Reading:
        vague = Refused(WhyNot.VAGUE, found[0])
        if not found["which"]:
            return vague
        step = steps(found["which"])
        if found["unit"] == "สัปดาห์":
            # The same weekday first, then those around it.
            offs = (7 * step, 7 * step - 1, 7 * step + 1, 7 * step - 2)
            return asked(moment.shifted(off) for off in offs) or vague
        if found["unit"] == "เดือน" and step:
            month = month_away(moment.today, step)
            numbers = (moment.today.day, 1, 15)
            return asked(calendar_day(*month, number) for number in numbers) or vague
        return vague

    return each(_LOOSE, text, read)
