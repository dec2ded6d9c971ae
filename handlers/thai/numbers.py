"""Counts of people as they are typed: ๒๕, 25 คน, ยี่สิบห้า, ร้อยห้าสิบคน."""

import re

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
NUMBER_WORDS = rf"(?:{_UNIT}|ศูนย์|เอ็ด|ยี่|สิบ|ร้อย|พัน)+"
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
_DIGITS = re.compile(r"[0-9]{1,6}|[0-9]{1,3}(?:,[0-9]{3})")


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
