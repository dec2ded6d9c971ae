"""Thai phone numbers: 081-234-5678, ๐๘๑ ๒๓๔ ๕๖๗๘, +66 81 234 5678, 034-251234 ต่อ 12."""

import re
from dataclasses import dataclass

from handlers.thai.fold import fold

_GAP = r"[ .()-]{0,2}"
_NUMBER = re.compile(
    r"(?<![0-9])(?<![0-9][./:-])(?<!\()"
    rf"\(?(?:(?P<abroad>\+ ?66|(?<!\+)66(?=[ -]?[2-9])){_GAP}0?|0)"
    rf"(?P<rest>(?:{_GAP}[0-9]){{8,9}})(?![0-9])"
    r"(?: ?(?:ต่อ|ext\.?|#) ?(?P<extension>[0-9]{1,5})(?![0-9]))?"
)
_NOT_DIGITS = re.compile("[^0-9]")
# What may follow the leading 0. Mobile numbers have nine more digits, the others eight
# (National numbering plan of กสทช.: 06, 08, 09 mobile; 02 Bangkok; 03-05, 07 the regions).
_MOBILE = re.compile("[689][0-9]{8}")
_LANDLINE = re.compile("(?:2|3[24-9]|4[2-5]|5[2-6]|7[3-7])[0-9]+")
_LANDLINE_DIGITS = 8


@dataclass(frozen=True, slots=True)
class PhoneSpot:
    """A phone number from `start` to before `end` of the folded text, and its digits."""

    start: int
    end: int
    digits: str  # "0812345678", with an extension "034251234 ต่อ 12"


def read_phone(text: str) -> str | None:
    """The one number in `text`, as "0812345678" or "034251234 ต่อ 12"; None for none or two."""
    digits = {spot.digits for spot in spot_phones(fold(text))}
    return digits.pop() if len(digits) == 1 else None


def spot_phones(folded: str) -> list[PhoneSpot]:
    """Every Thai phone number of a folded text, in order."""
    spots = []
    for found in _NUMBER.finditer(folded):
        rest = _NOT_DIGITS.sub("", found["rest"])
        if not (_MOBILE.fullmatch(rest) or _is_landline(rest)):
            continue
        extension = f" ต่อ {found['extension']}" if found["extension"] else ""
        spots.append(PhoneSpot(found.start(), found.end(), f"0{rest}{extension}"))
    return spots


def _is_landline(rest: str) -> bool:
    return len(rest) == _LANDLINE_DIGITS and _LANDLINE.fullmatch(rest) is not None
