"""Counts as they are typed: ๒๕, 25 คน, ยี่สิบห้า, ร้อยห้าสิบคน, 20-25 คน; also inside a sentence."""

import re
from collections.abc import Iterator
from dataclasses import dataclass

from handlers.thai.date_words import MONTH
from handlers.thai.fold import fold, without_particles

MOST = 9999  # also the CHECK on participants in the database

_UNITS = {
    "หนึ่ง": 1,
    "สอง": 2,
    "สาม": 3,
    "สี่": 4,
    "ห้า": 5,
    "หก": 6,
    "เจ็ด": 7,
    "แปด": 8,
    "เก้า": 9,
}
_UNIT = "|".join(_UNITS)
_TENS = {None: 1, "ยี่": 2}
# Every word that may stand in a spelt number; used to find where one begins and ends.
NUMBER_WORDS = rf"(?:{_UNIT}|ศูนย์|เอ็ด|ยี่|สิบ|ร้อย|พัน){{1,8}}"
_SPELT = re.compile(
    rf"(?:(?P<thousands>{_UNIT})?(?P<thousand>พัน))?"
    rf"(?:(?P<hundreds>{_UNIT})?(?P<hundred>ร้อย))?"
    rf"(?:(?P<tens>{_UNIT}|ยี่)?(?P<ten>สิบ))?"
    rf"(?P<unit>{_UNIT}|เอ็ด)?"
)
_BEFORE = re.compile(
    "(?:จำนวน|รวม|ทั้งหมด|ทั้งสิ้น|ประมาณ|ราวๆ|ราว|มี|ครู|บุคลากร|คณะครู|ผู้เข้าร่วมประชุม|ผู้เข้าร่วม|ผู้ร่วม|:)"
)
_AFTER = re.compile("(?:คน|ท่าน|ราย|รูป|ภาพ|ครั้ง|แห่ง|โรงเรียน|โรง|ห้อง)")
_TWO_NUMBERS = re.compile("[0-9] [0-9]")
_TO = re.compile(" ?(?:[-–—~]|ถึง) ?")
_DIGITS = re.compile(r"[0-9]{1,6}|[0-9]{1,3}(?:,[0-9]{3})")

_LETTER = "ก-๎"
_NUMBER = rf"[0-9]{{1,3}}(?:,[0-9]{{3}})+|[0-9]{{1,6}}|{NUMBER_WORDS}"
# What people count in reports. Not a unit where a word goes on: รายการ, ท่านผอ., ห้องเรียน is one.
_UNIT_WORD = (
    r"คน(?!ละ|ที่)|(?:ท่าน|ราย|นาย|รูป|ภาพ|แห่ง|โรง|คู่|กลุ่ม|ห้อง|ฉบับ|เรื่อง|ข้อ|หน่วย|เครือข่าย|ชั้น|วิชา)"
    rf"(?![{_LETTER}])|โรงเรียน|สถานศึกษา|รร\.|ห้องเรียน|ครั้ง(?!ที่)|ชั่วโมง|ชม\."
)
# Whose number it is; before one of these a number needs no unit: "ครู 5".
_WHO = (
    "ผู้เข้าร่วมประชุม|ผู้เข้าร่วมกิจกรรม|ผู้เข้าร่วม|ผู้ร่วม|เข้าร่วมทั้งหมด|เข้าร่วม|ผู้บริหารสถานศึกษา|ผู้บริหาร|คณะครู|ครู"
    "|บุคลากรทางการศึกษา|บุคลากร|นักเรียน|ศึกษานิเทศก์|กรรมการ|ผู้รับการนิเทศ|จำนวน|ผอ\\."
)
_ABOUT = r"(?:(?:จำนวน|รวม|ทั้งหมด|ทั้งสิ้น|ประมาณ|ราวๆ|ราว|มี|เข้าร่วม|ได้แก่|:) ?){0,3}"
_SPOT = re.compile(
    rf"(?:(?P<of>{_WHO}) ?)?(?P<about>{_ABOUT})(?<![0-9])(?<![0-9][./:,-])(?<!ที่)(?<!ที่ )"
    rf"(?P<low>{_NUMBER})(?: ?(?:-|ถึง) ?(?P<high>{_NUMBER}))?(?![0-9])"
    rf"(?: ?(?P<unit>{_UNIT_WORD})|(?P<alone>(?=[ ,;)]|$)(?! ?[-/.:,]? ?[0-9])))"
)
# Behind a number without a unit these tell that it is something else: a day, a year, an hour.
_OTHERWISE = re.compile(
    rf" ?(?:{MONTH}|เดือน|วัน|ปี|โมง|ทุ่ม|นาฬิกา|น\.|น(?![{_LETTER}])|นาที|%|เปอร์เซ็น|บาท|กว่า|แผน)"
)


@dataclass(frozen=True, slots=True)
class CountSpot:
    """A count from `start` to before `end` of the folded text: `low` is `high` but in ranges.

    `unit` is the word counted in as typed (คน, ท่าน, แห่ง), "" where none stands there; `of` is what
    stands before the number (ครู, นักเรียน, ผู้เข้าร่วม), "" likewise, and lies outside the spot.
    """

    start: int
    end: int
    low: int
    high: int
    unit: str
    of: str = ""


def read_range(text: str) -> tuple[int, int] | None:
    """(lowest, highest) where `text` is one count or one range of counts: "20-25 คน", "5 คน"."""
    count = read_count(text)
    if count is not None:
        return count, count
    folded = without_particles(fold(text))
    ends = _TO.split(folded)
    if len(ends) != 2:
        return None
    low, high = read_count(ends[0]), read_count(ends[1])
    return (low, high) if low is not None and high is not None and low < high else None


def spot_counts(folded: str) -> list[CountSpot]:
    """Every count with a unit or with the people counted, in order; never a date or a year."""
    spots = []
    for found in _SPOT.finditer(folded):
        of = found["of"] or ""
        if found["unit"] is None and (not of or _OTHERWISE.match(folded, found.end())):
            continue
        numbers = _low_and_high(found["low"], found["high"])
        if numbers is not None:
            start = found.start("about") if found["about"] else found.start("low")
            spots.append(CountSpot(start, found.end(), *numbers, found["unit"] or "", of))
    return spots


def _low_and_high(low: str, high: str | None) -> tuple[int, int] | None:
    """The ends of a count; "สองสามคน" is a range, too."""
    first = _value(low)
    if high is not None:
        last = _value(high)
    elif first is None:
        first, last = next(_two_in_one(low), (None, None))
    else:
        last = first
    if first is None or last is None or not 0 <= first <= last <= MOST:
        return None
    return first, last


def _two_in_one(word: str) -> Iterator[tuple[int | None, int | None]]:
    for cut in range(1, len(word)):
        first, last = spelt_number(word[:cut]), spelt_number(word[cut:])
        if first is not None and last == first + 1:
            yield first, last


def _value(number: str) -> int | None:
    digits = number.replace(",", "")
    return int(digits) if digits.isdecimal() else spelt_number(number)


def read_count(text: str) -> int | None:
    """The one number that `text` gives, 0 to 9999; None when it gives none, two, or a range."""
    folded = without_particles(fold(text))
    if _TWO_NUMBERS.search(folded):
        return None
    number = folded.replace(" ", "")
    while before := _BEFORE.match(number):
        number = number[before.end() :]
    for after in _AFTER.finditer(number):
        if after.end() == len(number):
            number = number[: after.start()]
    if _DIGITS.fullmatch(number):
        count = int(number.replace(",", ""))
        return count if count <= MOST else None
    return spelt_number(number)


def spelt_number(word: str) -> int | None:
    """The value of a spelt Thai number without spaces, 0 to 9999; None if it is not one.

    "พันห้า" and "ร้อยห้า" are None: people mean 1500 or 1005, 150 or 105 by them.
    """
    if word == "ศูนย์":
        return 0
    spelt = _SPELT.fullmatch(word)
    if not spelt or not word:
        return None
    unit = spelt["unit"]
    if unit is None:
        last = 0
    elif unit == "เอ็ด":
        if not (spelt["ten"] or spelt["hundred"]):
            return None
        last = 1
    else:
        if (spelt["hundred"] or spelt["thousand"]) and not spelt["ten"]:
            return None
        last = _UNITS[unit]
    total = last
    if spelt["thousand"]:
        total += 1000 * _UNITS.get(spelt["thousands"], 1)
    if spelt["hundred"]:
        total += 100 * _UNITS.get(spelt["hundreds"], 1)
    if spelt["ten"]:
        total += 10 * (2 if spelt["tens"] == "ยี่" else _UNITS.get(spelt["tens"], 1))
    return total
