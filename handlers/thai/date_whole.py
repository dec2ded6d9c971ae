"""Short forms that are a date only when they are the whole answer: 27/11, 271166, จันทร์, เมื่อเช้า.

In a sentence "27" is a count and "5/2" a classroom, so these readers never look inside one.
"""

import re
from collections.abc import Callable
from datetime import date

from rapidfuzz import fuzz, process

from handlers.thai.date_bare import bare_day
from handlers.thai.date_explicit import explicit_dates
from handlers.thai.date_types import (
    Ask,
    Found,
    Moment,
    Reading,
    Refused,
    Span,
    WhyNot,
    asked,
)
from handlers.thai.date_weekdays import last_or_next
from handlers.thai.date_words import (
    MONTH,
    PARTS_OF_TODAY,
    RELATIVE_DAYS,
    WEEKDAY,
    any_of,
    weekday_number,
)

_AROUND = r"(?:เมื่อ|คือ|เป็น|ตรงกับ|ประมาณ)? ?(?:วันที่)? ?"
_DAY_AND_MONTH = re.compile(
    rf"{_AROUND}(?P<day>[0-9]{{1,2}}) ?(?P<mark>[/.-]| (?=[0-9])) ?(?P<month>[0-9]{{1,2}})"
)
_TWO_SHORT = re.compile(
    r"(?P<first>[0-9]{1,2}/[0-9]{1,2}) ?(?:-{1,3}|ถึง) ?(?P<last>[0-9]{1,2}/[0-9]{1,2})"
)
_RANGE = re.compile(r"(?P<first>[0-9]{1,2}) ?(?:-{1,3}|ถึง) ?(?P<last>[0-9]{1,2}/[0-9]{1,2})")
_MARKED = re.compile(
    rf"{_AROUND}([0-9]{{1,2}})[ /.,:-]+([0-9]{{1,2}})[ /.,:-]+([0-9]{{4}}|[0-9]{{2}})"
)
_RUN_TOGETHER = re.compile("[0-9]{8}|[0-9]{6}")
_WEEKDAY = re.compile(rf"(?:คือ)? ?(?:วัน ?)?({WEEKDAY})")
_TODAY = re.compile(rf"(?:ไป|ตอน)? ?(?:{any_of(PARTS_OF_TODAY)})")
_LAST_NIGHT = re.compile("เมื่อคืน(?:นี้)?")
_DAY_BEFORE = re.compile("(?:เมื่อ)?วานก่อน")
_MONTH_ALONE = re.compile(rf"(?:เดือน ?)?(?:{MONTH}) ?(?:พ\.?ศ\.? ?)?(?:[0-9]{{2,4}})?")
_TONES = re.compile("[่-๋]")
_TONELESS = {_TONES.sub("", word): days for word, days in RELATIVE_DAYS.items()}
_NEARLY = 80.0


def day_and_month(text: str, moment: Moment) -> Reading | None:
    """27/11, 20/11-22/11; asked: 20.11 (a time?), 5-12 (days?); 27 11 66 with any marks."""
    if short := _DAY_AND_MONTH.fullmatch(text):
        return _short(short, moment)
    if two := _TWO_SHORT.fullmatch(text):
        first, last = (_by_month(*two[name].split("/")) for name in ("first", "last"))
        return _only(f"{first} ถึง {last}", moment)
    if several := _RANGE.fullmatch(text):
        return _only(f"{several['first']} ถึง {_by_month(*several['last'].split('/'))}", moment)
    if marked := _MARKED.fullmatch(text):
        return _only("/".join(marked.groups()), moment)
    return None


def _short(short: re.Match[str], moment: Moment) -> Reading | None:
    day, mark, month = short["day"], short["mark"], short["month"]
    if mark != "/" and int(month) > 12:
        return None
    reading = _only(_by_month(day, month), moment)
    if mark == "/" or reading is None or isinstance(reading, Refused):
        return reading
    if mark != "-":
        return asked(_days(reading))
    if int(day) >= int(month):
        return reading
    return asked([*_days(reading)[:2], *_days(bare_day(text=short[0], moment=moment))[:2]])


def _by_month(day: str, month: str) -> str:
    return f"{day} เดือน {month}"


def _only(text: str, moment: Moment) -> Reading | None:
    spots = explicit_dates(text, moment)
    return spots[0].reading if spots else None


def run_together(text: str, moment: Moment) -> Reading | None:
    """27112566 is a day; 271166 is asked about, for it may be any number."""
    if not _RUN_TOGETHER.fullmatch(text):
        return None
    year_first, year_last = (4, 4) if len(text) == 8 else (2, 2)
    days = [
        reading.day
        for typed in (
            f"{text[:2]}/{text[2:4]}/{text[-year_last:]}",
            f"{text[-2:]}/{text[-4:-2]}/{text[:year_first]}",
        )
        if isinstance(reading := _only(typed, moment), Found)
    ]
    if len(text) == 8 and len(set(days)) == 1:
        return Found(days[0])
    return asked(days)


def bare_weekday(text: str, moment: Moment) -> Reading | None:
    """จันทร์: the last one or the next, asked."""
    found = _WEEKDAY.fullmatch(text)
    return last_or_next(weekday_number(found[1]), moment) if found else None


def today_in_other_words(text: str, moment: Moment) -> Reading | None:
    """เมื่อเช้า is today; เมื่อคืน is asked; เมือวาน and the like, with a tone mark lost or wrong."""
    if _TODAY.fullmatch(text):
        return Found(moment.today)
    if _LAST_NIGHT.fullmatch(text):
        return asked([moment.shifted(-1), moment.today])
    if _DAY_BEFORE.fullmatch(text):
        return asked([moment.shifted(-2)])
    away = _TONELESS.get(_TONES.sub("", text).replace(" ", ""))
    day = moment.shifted(away) if away is not None else None
    return Found(day) if day else None


def misspelt_day(text: str, moment: Moment) -> Reading | None:
    """เมื่อวาย, วันนิ้: nearly a day's name, and asked about."""
    nearest = process.extractOne(
        text.replace(" ", ""), RELATIVE_DAYS.keys(), scorer=fuzz.ratio, score_cutoff=_NEARLY
    )
    return asked([moment.shifted(RELATIVE_DAYS[nearest[0]])]) if nearest else None


def month_alone(text: str, moment: Moment) -> Reading | None:
    """พ.ย. 66: a month, but no day."""
    del moment
    return Refused(WhyNot.VAGUE, text) if _MONTH_ALONE.fullmatch(text) else None


def _days(reading: Reading | None) -> tuple[date, ...]:
    match reading:
        case Found(day):
            return (day,)
        case Span(start, _):
            return (start,)
        case Ask(days):
            return days
        case _:
            return ()


READERS: tuple[Callable[[str, Moment], Reading | None], ...] = (
    day_and_month,
    run_together,
    bare_day,
    bare_weekday,
    today_in_other_words,
    month_alone,
    misspelt_day,
)
