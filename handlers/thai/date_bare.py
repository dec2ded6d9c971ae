"""Days without a month: 27, วันที่ 27, วันจันทร์ที่ 20, เมื่อวันที่ 5, วันที่ 1-3, 14 นี้.

Of the months around today the one is taken that the question looks to, if it is near; else the two
nearest are asked about.
"""

import re
from dataclasses import dataclass
from datetime import date, timedelta

from handlers.thai.date_types import (
    Ask,
    Found,
    Lean,
    Moment,
    Reading,
    Refused,
    Span,
    Spot,
    WhyNot,
    asked,
    calendar_day,
    each,
    month_away,
    one_of,
)
from handlers.thai.date_words import (
    ALONE,
    AND,
    DOTTED_WEEKDAY,
    NOT_A_YEAR,
    OR,
    TO,
    WEEKDAY,
    weekday_number,
)

_SURELY = timedelta(days=14)  # "the 20th" on the 21st; further away it may be another month's
_JUST_NOW = timedelta(days=3)  # so near behind us, even where nothing tells which way to look
_LAST_DAY = 31

_DAYS = (
    rf"(?P<earlier>(?:{ALONE}[0-9]{{1,2}} ?(?:{TO}|{AND}) ?(?:วันที่ ?)?)?)"
    rf"{ALONE}(?P<day>[0-9]{{1,2}})"
    r"(?P<side> ?(?:ที่ผ่านมา|ที่แล้ว|ที่จะถึง|นี้))?"
)
_WHOLE = re.compile(
    r"(?P<ago>เมื่อ)?(?:คือ|เป็น|ระหว่าง|ช่วง|ตั้งแต่)? ?(?:วัน ?)?"
    rf"(?P<weekday>{WEEKDAY}|{DOTTED_WEEKDAY})? ?"
    rf"(?P<named>ที่|วันที่)? ?{_DAYS}"
)
_IN_A_SENTENCE = re.compile(
    rf"(?P<ago>เมื่อ ?)?(?P<named>(?:วัน ?)?(?P<weekday>{WEEKDAY}) ?(?:วัน)?ที่ ?|วันที่ ?){_DAYS}"
    r"(?![0-9]|[/.:,-] ?[0-9]|[/.:-])(?! ?(?:คน|โมง|น\.|ของ|โรง|ครั้ง))"
)

# What may be a month and a year in a spelling that we cannot read: "วันที่ 19 มีกาคม 2567".
_MORE = re.compile(
    rf" ?[ก-๎.]{{2,12}} ?(?:ปี ?|พ\.?ศ\.? ?)?(?:[0-9]{{4}}|[0-9]{{2}})(?![0-9]){NOT_A_YEAR}"
)


@dataclass(frozen=True, slots=True)
class _Days:
    """A day, or the first and last of a range, in one of the months that may be meant."""

    start: date
    end: date

    def away(self, today: date) -> timedelta:
        if self.start <= today <= self.end:
            return timedelta()
        return min(abs(self.start - today), abs(self.end - today))

    def reading(self) -> Found | Span:
        return Found(self.start) if self.start == self.end else Span(self.start, self.end)


def days_without_month(text: str, moment: Moment) -> list[Spot]:
    """วันที่ 27, เมื่อวันที่ 5, วันจันทร์ที่ 20, วันที่ 1-3, in a sentence; a number alone is none."""

    def read(found: re.Match[str]) -> Reading | None:
        reading = _read(found, moment)
        if not _MORE.match(text, found.end()):
            return reading
        return asked(_starts(reading))

    return each(_IN_A_SENTENCE, text, read)


def bare_day(text: str, moment: Moment) -> Reading | None:
    """27, 27 นี้, วันจันทร์ที่ 27, จ.20, 20-22, as the whole answer."""
    found = _WHOLE.fullmatch(text)
    if not found:
        return None
    if not (found["named"] or found["weekday"]) and int(found["day"]) > _LAST_DAY:
        return None
    return _read(found, moment)


def _read(found: re.Match[str], moment: Moment) -> Reading:
    numbers = [int(digits) for digits in re.findall("[0-9]+", found["earlier"])]
    numbers.append(int(found["day"]))
    if not all(1 <= number <= _LAST_DAY for number in numbers):
        return Refused(WhyNot.NO_SUCH_DAY, found[0])
    is_range = len(numbers) == 2 and re.search(TO, found["earlier"]) and numbers[0] < numbers[1]
    is_pair = len(numbers) == 2 and OR not in found["earlier"] and numbers[1] == numbers[0] + 1
    if len(numbers) == 2 and not (is_range or is_pair):
        each_one = [_in_months(number, number, moment) for number in numbers]
        readings = [_choose(days, found, moment) for days in each_one if days]
        return one_of(day for reading in readings for day in _starts(reading)) or readings[0]
    days = _in_months(numbers[0], numbers[-1], moment)
    if found["weekday"] and len(numbers) == 1:
        weekday = weekday_number(found["weekday"])
        days = [one for one in days if one.start.weekday() == weekday]
        nearest = moment.nearest_first(one.start for one in days)[:2]
        return one_of(nearest) or Refused(WhyNot.NO_SUCH_DAY, found[0])
    return _choose(days, found, moment)


def _in_months(first: int, last: int, moment: Moment) -> list[_Days]:
    """The days in each of the months around today's that has them, in order."""
    months = [month_away(moment.today, step) for step in range(-3, 4)]
    ends = [(calendar_day(*month, first), calendar_day(*month, last)) for month in months]
    return [_Days(start, end) for start, end in ends if start and end]


def _choose(days: list[_Days], found: re.Match[str], moment: Moment) -> Reading:
    today, side = moment.today, (found["side"] or "").strip()
    now = [one for one in days if one.start <= today <= one.end]
    if now:
        return now[0].reading()
    before = [one for one in days if one.end < today][-1:]
    after = [one for one in days if one.start > today][:1]
    told = before if found["ago"] or side in ("ที่ผ่านมา", "ที่แล้ว") else after
    if told and (found["ago"] or side not in ("", "นี้")):
        return told[0].reading()
    around = sorted(before + after, key=lambda one: (one.away(today), one.start))
    leaning = [one for one in around if moment.leans_to(one.start)]
    if side == "นี้":
        sure = [one for one in around if one.start.month == today.month and _fits(one, moment)]
    elif moment.lean is Lean.NEAREST:
        sure = [one for one in before if one.away(today) <= _JUST_NOW]
    else:
        sure = [one for one in leaning[:1] if one.away(today) <= _SURELY]
    if sure:
        return sure[0].reading()
    return Ask(tuple(dict.fromkeys(one.start for one in [*leaning, *around])))


def _fits(one: _Days, moment: Moment) -> bool:
    """Whether "the 14th, this month" needs no question: ahead, or just behind a look back."""
    ahead = one.start > moment.today
    near = one.away(moment.today) <= _SURELY
    return ahead or (moment.lean is not Lean.FUTURE and near)


def _starts(reading: Reading) -> tuple[date, ...]:
    match reading:
        case Found(day):
            return (day,)
        case Span(start, _):
            return (start,)
        case Ask(days):
            return days
        case Refused():
            return ()
