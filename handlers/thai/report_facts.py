"""The facts of a report: when, where, with how many, how, what for.

Each reader looks at what the free parts (report_parts.py) have left. One sure reading fills the
slot; several, or one that is not sure, leave it open with what may be meant.
"""

import re
from collections.abc import Iterable, Mapping
from datetime import date

from handlers.thai.dates import Ask, Found, Reading, Refused, Span, WhyNot
from handlers.thai.names import AskWhich, Match, NoMatch
from handlers.thai.numbers import CountSpot
from handlers.thai.report_sheet import Sheet
from handlers.thai.report_types import Setting, Taken, Value
from handlers.thai.report_words import (
    EARLIER_TODAY,
    LEVELS,
    MODES,
    OTHER_LEVEL,
    PURPOSES,
    STANDARDS,
)

_DAY_LEAD = re.compile(r"(?:เมื่อ|ใน|ตั้งแต่|ของ|ประจำ)? ?(?:วันที่|วัน)? ?$")


# --- when ---------------------------------------------------------------------------------------
def days(sheet: Sheet, setting: Setting) -> Taken:
    """The day or days of the report: one reading that lies behind us."""
    spots = [spot for spot in sheet.days if _is_a_day(spot.reading)]
    spans = tuple((_behind_lead(sheet.text, spot.start), spot.end) for spot in spots)
    readings = list(dict.fromkeys(spot.reading for spot in spots))
    behind = [reading for reading in readings if _behind(reading, setting.today)]
    if not behind:
        earlier = EARLIER_TODAY.search(sheet.text)
        return Taken(spans, {"date": setting.today.isoformat()} if earlier and not spots else {})
    if len(behind) == 1:
        slots, asks = day_slots(behind[0], setting.today)
        return Taken(spans, slots, asks)
    every = tuple(dict.fromkeys(day for one in behind for day in _behind(one, setting.today)))
    return Taken(spans, asks={"date": tuple(day.isoformat() for day in every)})


def day_slots(
    reading: Reading, today: date
) -> tuple[dict[str, Value], dict[str, tuple[Value, ...]]]:
    """(slots, asks) of what a day of the past reads as."""
    match reading:
        case Found(day) if day <= today:
            return {"date": day.isoformat()}, {}
        case Span(start, end) if start <= today:
            return {"date": start.isoformat(), "end_date": end.isoformat()}, {}
    return {}, {"date": tuple(day.isoformat() for day in _behind(reading, today))}


def lies_ahead(sheet: Sheet, today: date) -> bool:
    """Whether a day after today is named, and none behind."""
    named = [day for spot in sheet.days for day in _named(spot.reading)]
    return bool(named) and all(day > today for day in named)


def _is_a_day(reading: Reading) -> bool:
    return not (isinstance(reading, Refused) and reading.why is WhyNot.VAGUE)


def _behind(reading: Reading, today: date) -> list[date]:
    return [day for day in _named(reading) if day <= today]


def _named(reading: Reading) -> tuple[date, ...]:
    match reading:
        case Found(day):
            return (day,)
        case Span(start, end):
            return (start, end)
        case Ask(asked):
            return asked
        case Refused():
            return ()


def _behind_lead(text: str, start: int) -> int:
    found = _DAY_LEAD.search(text, max(0, start - 12), start)
    return found.start() if found else start


# --- where --------------------------------------------------------------------------------------
def schools(sheet: Sheet, setting: Setting) -> Taken:
    """The schools named, as `schools`. A name of several or of none is asked about."""
    del setting
    if not sheet.schools:
        return Taken()
    spans = tuple((spot.start, spot.end) for spot in sheet.schools)
    return Taken(spans, *school_slots(spot.found for spot in sheet.schools), place=True)


def school_slots(
    found: Iterable[Match | AskWhich | NoMatch],
) -> tuple[dict[str, Value], dict[str, tuple[Value, ...]]]:
    """(slots, asks) of the names found: all of them sure, or all in doubt."""
    sure = True
    codes: list[str] = []
    for one in found:
        match one:
            case Match(code):
                codes.append(code)
            case AskWhich(several):
                sure = False
                codes.extend(several)
            case NoMatch():
                sure = False
    named = tuple(dict.fromkeys(codes))
    return ({"schools": named}, {}) if sure else ({}, {"schools": named})


# --- with how many ------------------------------------------------------------------------------
_PEOPLE = {"คน", "ท่าน", "ราย", "นาย", ""}
_NOT_TAKING_PART = {"นักเรียน", "ศึกษานิเทศก์", "กรรมการ"}
_ALL = re.compile(r"รวม|ทั้งหมด|ทั้งสิ้น|ผู้เข้าร่วม|ผู้ร่วม|เข้าร่วม")
# Before a number these tell of others than those who took part, or of something else about them.
_OF_OTHERS = re.compile(
    r"(?:เด็ก|นักเรียน|ศิษย์|ผู้ปกครอง|ชาวบ้าน|กรรมการ|วิทยากร|ทีม|ผู้นิเทศ|คณะนิเทศ"
    r"|ศน\.?|ผอ\.?|ชาย|หญิง|ป\.? ?[1-6]|ม\.? ?[1-6]|อ\.? ?[1-3]"
    r"|(?<!มา)กัน|เรา|ไป|พี่เลี้ยง|คนละ|ห้องละ|อ่านไม่ออก|ตก|ขาด|ลา|สาย|ลาออก|ป่วย|ย้าย"
    r"|เกษียณ|บรรจุ|ใหม่|อัตราจ้าง|ไม่มา|ไม่มี|ขอ|(?<!ช่วย)เหลือ|เพิ่ม|อีก|กว่า|แค่)"
    r"(?:ครู)?(?:จำนวน)? ?$|คณะ ?$"
)
_GOES_ON = re.compile(
    r" ?(?:$|[\n\x00.,;:)!/+-]|ครับ|ค่ะ|คะ|นะ|เข้าร่วม|ร่วม|เรื่อง|ประเด็น|หัวข้อ"
    r"|และ|กับ|โดย|ใน|ที่ (?=\x00)|ผ่าน|ทาง)| (?!ยัง|ไม่|ที่|ซึ่ง|ขาด|ต้อง|ควร"
    r"|กว่า|จาก(?=ทั้งหมด))"
)


def headcount(sheet: Sheet, setting: Setting) -> Taken:
    """How many took part: the one number of people, or the one that is said to be of all."""
    del setting
    counts = [count for count in sheet.counts if count.unit in _PEOPLE]
    spans = tuple((_with_whom(sheet.text, count), count.end) for count in counts)
    if not counts:
        return Taken()
    whole = [count for count in counts if _is_of_all(sheet, count)]
    chosen = whole if len(whole) == 1 else counts
    count = chosen[0]
    if len(chosen) == 1 and count.low == count.high and surely_took_part(sheet, count):
        # Numbers of others beside it are told in no slot.
        slotless = spans if len(counts) > 1 else ()
        return Taken(spans, {"headcount": count.low}, slotless=slotless)
    several = dict.fromkeys(n for one in counts for n in (one.low, one.high))
    return Taken(spans, asks={"headcount": tuple(several)})


def _with_whom(text: str, count: CountSpot) -> int:
    """Where the words for the people begin that stand before their number."""
    return len(text[: count.start].rstrip(" ").removesuffix(count.of)) if count.of else count.start


def _is_of_all(sheet: Sheet, count: CountSpot) -> bool:
    before = sheet.text[max(0, count.start - 16) : count.end]
    return _ALL.search(before) is not None and count.of not in _NOT_TAKING_PART


def surely_took_part(sheet: Sheet, count: CountSpot) -> bool:
    if count.of in _NOT_TAKING_PART:
        return False
    before = sheet.text[max(0, count.start - 30) : count.start]
    return _OF_OTHERS.search(before) is None and _GOES_ON.match(sheet.text, count.end) is not None


# --- how, what for, how wide ----------------------------------------------------------------------
def mode(sheet: Sheet, setting: Setting) -> Taken:
    """At the place, online or by phone. Two of them are a question."""
    del setting
    return _one_of_words(sheet, "mode", MODES)


def level(sheet: Sheet, setting: Setting) -> Taken:
    """Within a network, between networks, of the area."""
    del setting
    if OTHER_LEVEL.search(sheet.text):
        return Taken(asks={"level": ()})
    return _one_of_words(sheet, "level", LEVELS)


def purposes(sheet: Sheet, setting: Setting) -> Taken:
    """The verbs of clause 3.5 that are said; นิเทศ alone is none of them."""
    del setting
    said = _said(sheet, PURPOSES)
    if not said:
        return Taken()
    return Taken(_all_spans(said), {"purposes": tuple(said)})


def standards(sheet: Sheet, setting: Setting) -> Taken:
    """The IQA standards named by number, wherever: nothing else is called so."""
    del setting
    numbers: set[int] = set()
    for found in STANDARDS.finditer(sheet.text):
        words = "1-3" if found["all"] else found["numbers"]
        said = [int(digit) for digit in re.findall("[1-3]", words)]
        if len(said) == 2 and re.search("-|ถึง", words):
            said = list(range(said[0], said[1] + 1))
        numbers.update(said)
    return Taken(slots={"iqa_standards": tuple(sorted(numbers))} if numbers else {})


def _one_of_words(sheet: Sheet, slot: str, words: Mapping[str, re.Pattern[str]]) -> Taken:
    said = _said(sheet, words)
    spans = _all_spans(said)
    if len(said) == 1:
        return Taken(spans, {slot: next(iter(said))})
    return Taken(spans, asks={slot: tuple(said)} if said else {})


def _said(sheet: Sheet, words: Mapping[str, re.Pattern[str]]) -> dict[str, list[tuple[int, int]]]:
    """The values whose words occur, with the places where they do."""
    places = {
        value: [found.span() for found in pattern.finditer(sheet.text)]
        for value, pattern in words.items()
    }
    return {value: spans for value, spans in places.items() if spans}


def _all_spans(said: Mapping[str, list[tuple[int, int]]]) -> tuple[tuple[int, int], ...]:
    return tuple(span for spans in said.values() for span in spans)
