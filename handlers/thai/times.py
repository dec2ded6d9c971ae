"""Times of day as they are typed: 13.30 น., 9 โมงครึ่ง, บ่ายสองโมง, เที่ยง, 9.00-12.00 น."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import time

from handlers.thai.fold import fold, without_particles
from handlers.thai.numbers import spelt_number

_LETTER = "ก-๎"
_ALONE = r"(?<![0-9])(?<![0-9][./:,])"  # a number's first digit, not the end of 27.11.66
_HOUR = r"[0-9]{1,2}|สิบเอ็ด|สิบสอง|สิบ|หนึ่ง|สอง|สาม|สี่|ห้า|หก|เจ็ด|แปด|เก้า"
_MINUTES = r"(?: ?(?:(?P<half>ครึ่ง)|(?P<minutes>[0-5]?[0-9]) ?นาที))?"
_O_CLOCK = rf"(?P<o_clock>นาฬิกา|น\.|น(?![{_LETTER}]))"
_HALF_DAY = r"(?P<half_day>am|pm|a\.m\.|p\.m\.)(?![a-z])"
# Where a unit follows, "บ่าย 3" is no time: "บ่าย 3 โรงเรียน".
_NO_COUNT = r"(?! ?(?:[0-9]|คน|ท่าน|ราย|โรง|แห่ง|ครั้ง|วัน|ชั่ว|ห้อง))"

_CLOCK = re.compile(
    rf"(?P<said>เวลา ?|ตั้งแต่ ?)?(?P<afternoon>บ่าย ?)?{_ALONE}(?P<hour>[0-9]{{1,2}})"
    r"(?:(?P<mark>[.:])(?P<minutes>[0-5][0-9])(?::00)?)?(?![0-9]|[./:,][0-9])"
    rf"(?: ?(?:{_O_CLOCK}|{_HALF_DAY}))?"
)
_FOUR_DIGITS = re.compile(rf"{_ALONE}(?P<hour>[0-2][0-9])(?P<minutes>[0-5][0-9]) ?{_O_CLOCK}")
_MONG = re.compile(rf"(?:{_ALONE}(?P<hour>{_HOUR}) ?)โมง ?(?P<part>เช้า|เย็น|ตรง)?{_MINUTES}")
_AFTERNOON = re.compile(
    rf"บ่าย ?(?:โมง|(?P<hour>{_HOUR})(?: ?โมง)?(?![.:]?[0-9])){_MINUTES}{_NO_COUNT}"
)
_EVENING = re.compile(
    rf"(?:{_ALONE}(?P<hour>[1-5]|หนึ่ง|สอง|สาม|สี่|ห้า) ?ทุ่ม|ทุ่มหนึ่ง|(?=ทุ่มครึ่ง)ทุ่ม){_MINUTES}"
)
_NOON = re.compile(rf"เที่ยง(?P<night>คืน)?(?:วัน|ตรง)?{_MINUTES}(?![{_LETTER}])")
_JOINED = re.compile(r" ?(?:-+|ถึง|จนถึง|to) ?(?:เวลา ?)?")
_AROUND = re.compile("^(?:ประมาณ|ตอน|ช่วง|เวลา|ราวๆ|ราว| )+")


@dataclass(frozen=True, slots=True)
class TimeSpot:
    """A time of day from `start` to before `end` of the folded text; `until` of a range."""

    start: int
    end: int
    at: time
    until: time | None = None


@dataclass(frozen=True, slots=True)
class _Said:
    """A time, and whether it is one beyond doubt: "13.30" may also be a number."""

    start: int
    end: int
    at: time
    sure: bool


def read_time(text: str) -> time | None:
    """The one time that is the whole of `text`; None for a range, a doubt or no time."""
    folded = _AROUND.sub("", without_particles(fold(text)))
    spots = [said for said in _said(folded) if said.start == 0]
    for said in spots:
        marked = said.sure or re.search("[.:]", folded)
        if marked and said.end >= len(folded.rstrip(" .")):
            return said.at
    return None


def spot_times(folded: str) -> list[TimeSpot]:
    """Every time of day in a folded text, in order; a range is one spot."""
    said = _apart(_said(folded))
    spots: list[TimeSpot] = []
    while said:
        first = said.pop(0)
        last = said[0] if said and _JOINED.fullmatch(folded, first.end, said[0].start) else None
        if last and (first.sure or last.sure):
            said.pop(0)
            spots.append(TimeSpot(first.start, last.end, first.at, last.at))
        elif first.sure:
            spots.append(TimeSpot(first.start, first.end, first.at))
    return spots


def _apart(said: Iterator[_Said]) -> list[_Said]:
    """In order, and of two that overlap the surer and then the longer."""
    kept: list[_Said] = []
    taken: set[int] = set()
    for one in sorted(said, key=lambda one: (not one.sure, one.start - one.end)):
        places = range(one.start, one.end)
        if taken.isdisjoint(places):
            taken.update(places)
            kept.append(one)
    return sorted(kept, key=lambda one: one.start)


def _said(folded: str) -> Iterator[_Said]:
    for pattern, read in (
        (_CLOCK, _clock),
        (_FOUR_DIGITS, _clock),
        (_MONG, _mong),
        (_AFTERNOON, _afternoon),
        (_EVENING, _evening),
        (_NOON, _noon),
    ):
        for found in pattern.finditer(folded):
            said = read(found)
            if said is not None:
                yield said


def _clock(found: re.Match[str]) -> _Said | None:
    group = found.groupdict()
    hour, half_day = int(group["hour"]), (group.get("half_day") or "").replace(".", "")
    if half_day or group.get("afternoon"):
        if not 1 <= hour <= 12:
            return None
        hour = hour % 12 + (0 if half_day == "am" else 12)
    told = group.get("said") or group.get("afternoon")
    marked = group.get("mark") == ":" or (told and group.get("mark"))
    sure = bool(group["o_clock"] or half_day or marked)
    return _at(found, hour, sure=sure)


def _mong(found: re.Match[str]) -> _Said | None:
    """9 โมง is 9:00; 2 โมง is the afternoon's unless เช้า says the old count from six."""
    hour, part = _number(found["hour"]), found["part"]
    if part == "เช้า":
        return _at(found, hour if hour >= 6 else hour + 6) if 1 <= hour <= 11 else None
    if part == "เย็น":
        return _at(found, hour + 12) if 3 <= hour <= 6 else None
    if hour == 6 or not 1 <= hour <= 11:
        return None  # morning or evening
    return _at(found, hour + 12 if hour < 6 else hour)


def _afternoon(found: re.Match[str]) -> _Said | None:
    hour = _number(found["hour"]) if found["hour"] else 1
    return _at(found, hour + 12) if 1 <= hour <= 5 else None


def _evening(found: re.Match[str]) -> _Said | None:
    return _at(found, 18 + (_number(found["hour"]) if found["hour"] else 1))


def _noon(found: re.Match[str]) -> _Said | None:
    return _at(found, 0 if found["night"] else 12)


def _number(word: str) -> int:
    return int(word) if word.isdigit() else spelt_number(word) or 0


def _at(found: re.Match[str], hour: int, *, sure: bool = True) -> _Said | None:
    group = found.groupdict()
    minutes = 30 if group.get("half") else int(group.get("minutes") or 0)
    if hour > 23:
        return None
    return _Said(found.start(), found.start() + len(found[0].rstrip()), time(hour, minutes), sure)
