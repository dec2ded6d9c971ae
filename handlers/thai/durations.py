"""Reading how long something is put off: "3 วัน", "อาทิตย์หน้า", "พรุ่งนี้", "27 พ.ย."."""

import re
from datetime import date, timedelta

from handlers.thai.dates import Ask, Found, Lean, read_date
from handlers.thai.fold import fold, without_particles
from handlers.thai.numbers import NUMBER_WORDS, spelt_number

_DAYS_OF = {"วัน": 1, "สัปดาห์": 7, "อาทิตย์": 7, "เดือน": 30}
#: Less than a day is a day: nobody is told twice on one.
_HOURS = "นาที|ชั่วโมง|ชม"
_COUNTED = re.compile(
    rf"(?P<count>\d{{1,3}}|{NUMBER_WORDS}|ครึ่ง) ?(?:(?P<unit>{'|'.join(_DAYS_OF)})|(?:{_HOURS})\.?)"
    r"(?:เดียว|ก่อน|ข้างหน้า)?"
)
_NEXT = re.compile(rf"(?P<unit>{'|'.join(_DAYS_OF)})(?:หน้า|ถัดไป)")


def read_until(text: str, today: date) -> date | None:
    """The day on which what is put off comes again, after `today` (Bangkok); None where `text`
    names none. Of several days that it may mean the nearest; a month is 30 days."""
    folded = without_particles(fold(text)).strip()
    if (count := _days(folded)) is not None:
        return today + timedelta(days=count) if count else None
    reading = read_date(folded, today, lean=Lean.FUTURE)
    match reading:
        case Found(day):
            days = [day]
        case Ask(asked):
            days = list(asked)
        case _:
            days = []
    return min((day for day in days if day > today), default=None)


def _days(folded: str) -> int | None:
    if counted := _COUNTED.fullmatch(folded):
        word, unit = counted["count"], counted["unit"]
        if unit is None:
            return 1
        of = _DAYS_OF[unit]
        if word == "ครึ่ง":
            return max(1, of // 2)
        count = int(word) if word.isdecimal() else spelt_number(word)
        return None if count is None else count * of
    if following := _NEXT.fullmatch(folded):
        return _DAYS_OF[following["unit"]]
    return None
