"""Short forms that are a date only when they are the whole answer: 27, 27/11, จันทร์, เมื่อเช้า.

In a sentence "27" is a count and "5/2" a classroom, so these readers never look inside one.
"""

import re
from collections.abc import Callable
from datetime import date, timedelta

from handlers.thai.date_explicit import explicit_dates
from handlers.thai.date_types import (
    Ask,
    Found,
    Moment,
    Reading,
    Refused,
    WhyNot,
    calendar_day,
    month_away,
)
from handlers.thai.date_words import (
    MONTH,
    PARTS_OF_TODAY,
    RELATIVE_DAYS,
    WEEKDAY,
    any_of,
    weekday_number,
)

_SURELY = timedelta(days=14)  # "the 20th" on the 21st; further away it may be another month's

_AROUND = r"(?:เมื่อ|คือ|เป็น|ตรงกับ|ประมาณ)? ?(?:วันที่)? ?"
_DAY_AND_MONTH = re.compile(rf"{_AROUND}(?P<day>[0-9]{{1,2}}) ?[/-] ?(?P<month>[0-9]{{1,2}})")
_SPACED = re.compile(rf"{_AROUND}([0-9]{{1,2}}) ([0-9]{{1,2}}) ([0-9]{{4}}|[0-9]{{2}})")
_BARE_DAY = re.compile(
    rf"(?:เมื่อ|คือ|เป็น)? ?(?:วัน ?)?(?P<weekday>{WEEKDAY})? ?(?P<named>ที่|วันที่)? ?"
    r"(?P<day>[0-9]{1,2})(?P<this> ?นี้)?"
)
_WEEKDAY = re.compile(rf"(?:เมื่อ|คือ)? ?(?:วัน ?)?({WEEKDAY})")
_TODAY = re.compile(rf"(?:ไป|ตอน)? ?(?:{any_of(PARTS_OF_TODAY)})")
_LAST_NIGHT = re.compile("เมื่อคืน(?:นี้)?")
_MONTH_ALONE = re.compile(rf"(?:เดือน ?)?(?:{MONTH}) ?(?:พ\.?ศ\.? ?)?(?:[0-9]{{2,4}})?")
_TONES = re.compile("[่-๋]")
_TONELESS = {_TONES.sub("", word): days for word, days in RELATIVE_DAYS.items()}


def day_and_month(text: str, moment: Moment) -> Reading | None:
    """27/11, as if the month were a word; 27 11 66 with spaces for strokes."""
    short = _DAY_AND_MONTH.fullmatch(text)
    if short:
        mentions = explicit_dates(f"{short['day']} เดือน {short['month']}", moment)
    elif spaced := _SPACED.fullmatch(text):
        mentions = explicit_dates("/".join(spaced.groups()), moment)
    else:
        return None
    return mentions[0].reading if mentions else None


def bare_day(text: str, moment: Moment) -> Reading | None:
    """27, วันที่ 27, วันจันทร์ที่ 27: this month's or the one before or after."""
    found = _BARE_DAY.fullmatch(text)
    if not found:
        return None
    number, today = int(found["day"]), moment.today
    if not 1 <= number <= 31:
        named = found["named"] or found["weekday"]
        return Refused(WhyNot.NO_SUCH_DAY, text) if named else None
    months = (month_away(today, step) for step in range(-3, 4))
    days = [day for month in months if (day := calendar_day(*month, number))]
    if found["weekday"]:
        weekday = weekday_number(found["weekday"])
        days = [day for day in days if day.weekday() == weekday]
        nearest = moment.nearest_first(days)[:2]
        if not nearest:
            return Refused(WhyNot.NO_SUCH_DAY, text)
        return Found(nearest[0]) if len(nearest) == 1 else Ask(tuple(nearest))
    if found["this"] and number >= today.day and (this := _in_this_month(today, number)):
        return Found(this)
    nearest = moment.nearest_first(_last_and_next(days, today))
    leaning = [day for day in nearest if moment.leans_to(day)]
    if not found["this"] and leaning and abs(leaning[0] - today) <= _SURELY:
        return Found(leaning[0])
    return Ask(tuple(dict.fromkeys([*leaning, *nearest])))


def _in_this_month(today: date, number: int) -> date | None:
    return calendar_day(today.year, today.month, number)


def _last_and_next(days: list[date], today: date) -> list[date]:
    if today in days:
        return [today]
    return [day for day in days if day < today][-1:] + [day for day in days if day > today][:1]


def bare_weekday(text: str, moment: Moment) -> Reading | None:
    """จันทร์: the last one or the next, asked."""
    found = _WEEKDAY.fullmatch(text)
    if not found:
        return None
    ahead = (weekday_number(found[1]) - moment.today.weekday()) % 7
    days = [day for step in (ahead - 7, ahead, ahead + 7) if (day := moment.shifted(step))]
    around = moment.nearest_first(days)[:2]
    leaning = [day for day in around if moment.leans_to(day)]
    return Ask(tuple(dict.fromkeys([*leaning, *around])))


def today_in_other_words(text: str, moment: Moment) -> Reading | None:
    """เมื่อเช้า is today; เมื่อคืน is asked; เมือวาน and the like, with a tone mark lost or wrong."""
    if _TODAY.fullmatch(text):
        return Found(moment.today)
    if _LAST_NIGHT.fullmatch(text):
        days = tuple(day for day in (moment.shifted(-1), moment.today) if day)
        return Ask(days)
    away = _TONELESS.get(_TONES.sub("", text).replace(" ", ""))
    day = moment.shifted(away) if away is not None else None
    return Found(day) if day else None


def month_alone(text: str, moment: Moment) -> Reading | None:
    """พ.ย. 66: a month, but no day."""
    del moment
    return Refused(WhyNot.VAGUE, text) if _MONTH_ALONE.fullmatch(text) else None


READERS: tuple[Callable[[str, Moment], Reading | None], ...] = (
    day_and_month,
    bare_day,
    bare_weekday,
    today_in_other_words,
    month_alone,
)
