"""Years and semesters as people type them: "ปีงบ 66", "ปีการศึกษา 2566", "เทอม 1/2566", "ปีก่อน".

A year alone is several ("ปี 2566" of which calendar?), so a reading is a list of canonical
values: "fiscal.2566", "academic.2566", "calendar.2566", "term.2566.1", "all". Years are BE.
"""

import re
from collections.abc import Mapping
from dataclasses import dataclass

from handlers.thai.calendar_th import BE_OFFSET
from handlers.thai.fold import fold
from models.vocabulary import YearBasis

ALL = "all"
#: The calendars that "ปี 2566" may mean, in the order in which they are asked about.
BASES = (YearBasis.FISCAL, YearBasis.ACADEMIC, YearBasis.CALENDAR)
TERM = "term"

_CALLED: Mapping[str, YearBasis] = {
    "ปีงบประมาณ": YearBasis.FISCAL,
    "ปีงบ": YearBasis.FISCAL,
    "งบ": YearBasis.FISCAL,
    "ปีการศึกษา": YearBasis.ACADEMIC,
    "ปีปฏิทิน": YearBasis.CALENDAR,
    "พ.ศ.": YearBasis.CALENDAR,
    "พ.ศ": YearBasis.CALENDAR,
    "พศ": YearBasis.CALENDAR,
}
_BACK: Mapping[str, int] = {
    "นี้": 0,
    "ปัจจุบัน": 0,
    "ก่อน": 1,
    "ที่แล้ว": 1,
    "ที่ผ่านมา": 1,
    "ที่ก่อน": 1,
}
_BACKWARDS = "นี้|ปัจจุบัน|ก่อน|ที่แล้ว|ที่ผ่านมา|ที่ก่อน"
_PERIOD = re.compile(
    r"(?P<all>ทั้งหมด|ทุกปี|ทุกช่วงเวลา|ตั้งแต่ต้น|ตั้งแต่เริ่ม)"
    r"|(?:ภาคเรียน|ภาคการศึกษา|เทอม|ภาค) ?(?:ที่ ?)?"
    r"(?:(?P<term>[12])(?: ?/ ?| ปีการศึกษา | ปี )(?P<of>(?:25)?\d\d)(?!\d)"
    rf"|(?P<term_alone>[12])(?![\d/])|(?P<term_back>{_BACKWARDS}))"
    r"|(?:ประจำ)?(?P<basis>ปีงบประมาณ|ปีงบ|งบ|ปีการศึกษา|ปีปฏิทิน|(?:ปี ?)?พ\.?ศ\.?|ปี) ?"
    rf"(?:พ\.?ศ\.? ?)?(?:(?P<year>(?:2[045])?\d\d)(?!\d)|(?P<back>{_BACKWARDS}))"
    r"|(?<!\d)(?P<bare>2[045]\d\d)(?!\d)"
)
#: What may stand before a period, and says nothing more.
_AROUND_IT = re.compile(r"(?:(?<= )|^)(?:ของ|ใน|ประจำ|เมื่อ|ช่วง)(?= |$)")


@dataclass(frozen=True, slots=True)
class Now:
    """What the present years (BE) and semester are called."""

    fiscal: int
    academic: int
    calendar: int
    term: int

    def year(self, basis: YearBasis) -> int:
        years = {YearBasis.FISCAL: self.fiscal, YearBasis.ACADEMIC: self.academic}
        return years.get(basis, self.calendar)


@dataclass(frozen=True, slots=True)
class PeriodSpot:
    """A period from `start` to before `end` of the text, and what it may mean."""

    start: int
    end: int
    values: tuple[str, ...]


def read_period(text: str, now: Now) -> tuple[str, ...]:
    """What the whole of `text` may mean: one value, several to ask about, or nothing."""
    folded = fold(text)
    found = spot_period(folded, now)
    whole = found is not None and not _rest(folded, found)
    return found.values if found and whole else ()


def spot_period(folded: str, now: Now) -> PeriodSpot | None:
    """The first period that is named in a folded text."""
    found = _PERIOD.search(folded)
    return PeriodSpot(found.start(), found.end(), _values(found, now)) if found else None


def without_period(folded: str) -> tuple[str, str]:
    """A folded text without the period that is named in it, and the words of that period.

    "ทั้งหมด" is none here: of a status it says which place, not which time.
    """
    found = next((each for each in _PERIOD.finditer(folded) if not each["all"]), None)
    if found is None:
        return folded, ""
    rest = f"{folded[: found.start()]} {folded[found.end() :]}"
    return " ".join(_AROUND_IT.sub(" ", rest).split()), found[0]


def _rest(folded: str, spot: PeriodSpot) -> str:
    return (folded[: spot.start] + folded[spot.end :]).strip(" .!")


def _values(found: re.Match[str], now: Now) -> tuple[str, ...]:
    if found["all"]:
        return (ALL,)
    if term := found["term"] or found["term_alone"]:
        year = _year(found["of"]) if found["of"] else now.academic
        return (f"{TERM}.{year}.{term}",)
    if found["term_back"]:
        return (_term_back(now, _BACK[found["term_back"]]),)
    called = re.sub(r"^ปี ?(?=พ)", "", found["basis"] or "")
    basis = _CALLED.get(called)
    bases = (basis,) if basis else BASES
    if found["back"]:
        return tuple(f"{each.value}.{now.year(each) - _BACK[found['back']]}" for each in bases)
    year = _year(found["year"] or found["bare"])
    return tuple(f"{each.value}.{year}" for each in bases)


def _term_back(now: Now, back: int) -> str:
    year, term = now.academic, now.term
    if back:
        year, term = (year, 1) if term == 2 else (year - 1, 2)
    return f"{TERM}.{year}.{term}"


def _year(typed: str) -> int:
    """BE: of "66" 2566; of a year CE the same year in BE."""
    year = int(typed)
    if year < 100:
        return 2500 + year
    return year + BE_OFFSET if year < 2400 else year
