"""A message laid out for reading: folded line by line, with what was spotted in it.

What a reader takes is blotted out, character for character, so that no other reads it again, and
so that every place in the folded text still leads back to the words as they were typed.
"""

import re
from collections.abc import Iterable
from dataclasses import dataclass, replace
from functools import lru_cache
from typing import Protocol

from handlers.thai import dates, links, phones, times
from handlers.thai.date_types import Spot
from handlers.thai.fold import fold, tidy
from handlers.thai.gazetteer import Spotted
from handlers.thai.numbers import CountSpot, spot_counts
from handlers.thai.report_types import Setting
from handlers.thai.report_words import STANDARDS

# Tidied text has no control characters, so these are never typed.
BLOT = "\x00"
PLACE_BLOT = "\x01"  # over the name of a school
_DASHES = str.maketrans(dict.fromkeys("‐‑‒–—―−", "-"))
LONGEST = 1000  # characters that are read; what follows is kept as it was typed (Sheet.unread)
_MOST = 5000  # characters that a message of LINE has
_NEAR_THE_END = 100  # characters in which a space is looked for, so that no word is cut in two

_YEAR_OF_WORK = re.compile("ปี(?:งบประมาณ|งบ|การศึกษา|ใหม่|เก่า|ละ)")
# "2 วันก่อนนิเทศ" may be two days before it, but not as the first words of a report.
_DEED_BEHIND_A_DAY = re.compile(
    r"(ที่แล้ว|ที่ผ่านมา|^[^\s]{1,6} ?วันก่อน)"
    r"(?=ไป|ได้|นิเทศ|เยี่ยม|ลง|ออก|จัด|โทร|ทำ|มี|เรา|ผม|ดิฉัน|แลก|ประชุม|ให้|เป็น|เข้า)."
)


class _Placed(Protocol):
    @property
    def start(self) -> int: ...
    @property
    def end(self) -> int: ...


@dataclass(frozen=True, slots=True)
class Sheet:
    """The message: `text` is folded, with line breaks; `origin` gives the place in `typed` of each.

    days, schools and counts are those that lie in what has not been blotted out yet. `unread`: how
    the message goes on, without phone numbers; the words at the end may then be half of what was
    said.
    """

    typed: str
    text: str
    origin: tuple[int, ...]
    days: tuple[Spot, ...] = ()
    schools: tuple[Spotted, ...] = ()
    counts: tuple[CountSpot, ...] = ()
    unread: str = ""
    phones: tuple[tuple[int, int], ...] = ()

    def is_whole(self, end: int) -> bool:
        """Whether a piece that goes to `end` was read to its own end."""
        return not self.unread or end < len(self.text)

    def without(self, spans: Iterable[tuple[int, int]], blot: str = BLOT) -> "Sheet":
        """The sheet with these pieces blotted out."""
        spans = tuple(spans)
        if not spans:
            return self
        return replace(
            self,
            text=blotted(self.text, spans, blot),
            days=tuple(spot for spot in self.days if _clear_of(spot, spans)),
            schools=tuple(spot for spot in self.schools if _clear_of(spot, spans)),
            counts=tuple(spot for spot in self.counts if _clear_of(spot, spans)),
        )

    def as_typed(self, start: int, end: int) -> str:
        """The piece in the writer's own spelling."""
        return self.typed[self.origin[start] : self.origin[end]]


def lay_out(text: str, setting: Setting) -> Sheet:
    """The sheet of a message as it came. Never raises."""
    typed, further = _cut(tidy(text[:_MOST]))
    folded, origin = _folded(typed)
    sheet = Sheet(typed, folded, origin, unread=_without_phones(further))
    noise: list[tuple[int, int]] = []
    numbers: list[tuple[int, int]] = []
    days: list[Spot] = []
    schools: list[Spotted] = []
    counts: list[CountSpot] = []
    start = 0
    for line in folded.split("\n"):
        called = phones.spot_phones(line)
        numbers += _moved(called, start)
        addresses: list[_Placed] = [*links.spot_links(line), *called]
        line_left = blotted(line, _spans(addresses))
        said = dates.spot(_with_days_apart(line_left), setting.today, dates.Lean.PAST)
        line_left = blotted(line_left, _spans(said))
        named = setting.around.spot(line_left)
        line_left = blotted(line_left, _spans(named))
        clocks = times.spot_times(line_left)
        line_left = blotted(line_left, _spans(clocks))
        noise += _moved(addresses, start) + _moved(clocks, start)
        days += [replace(s, start=s.start + start, end=s.end + start) for s in said]
        schools += [replace(s, start=s.start + start, end=s.end + start) for s in named]
        counts += [
            replace(s, start=s.start + start, end=s.end + start)
            for s in spot_counts(STANDARDS.sub(_blot_of, line_left))
        ]
        start += len(line) + 1
    laid = replace(
        sheet,
        days=tuple(days),
        schools=tuple(schools),
        counts=tuple(counts),
        phones=tuple(numbers),
    )
    return laid.without(noise)


def blotted(text: str, spans: Iterable[tuple[int, int]], blot: str = BLOT) -> str:
    """The text, as long as before, with `blot` over these pieces."""
    for start, end in spans:
        text = text[:start] + blot * (end - start) + text[end:]
    return text


def _cut(tidied: str) -> tuple[str, str]:
    """What is read of a message, and how it goes on: divided between words, if there is a space."""
    if len(tidied) <= LONGEST:
        return tidied, ""
    near = LONGEST - _NEAR_THE_END
    at = max(tidied.rfind(space, near, LONGEST) for space in " \n")
    at = at if at > 0 else LONGEST
    return tidied[:at], tidied[at:].strip()


def _without_phones(typed: str) -> str:
    kept, at, start = "", 0, 0
    folded, origin = _folded(typed)
    for line in folded.split("\n"):
        for called, end in _moved(phones.spot_phones(line), start):
            kept, at = kept + typed[at : origin[called]], origin[end]
        start += len(line) + 1
    return kept + typed[at:]


def _folded(typed: str) -> tuple[str, tuple[int, ...]]:
    """The tidied text folded with its line breaks, and the place in it of every character."""
    folded: list[str] = []
    origin: list[int] = []
    for place, char in enumerate(typed):
        for each in char if char in " \n" else _of_one(char):
            if each in " \n" and folded and folded[-1] in " \n":
                # Of several spaces one stays; a line break among them counts.
                folded[-1] = min(each, folded[-1])
                continue
            folded.append(each)
            origin.append(place)
    return "".join(folded), (*origin, len(typed))


def _with_days_apart(line: str) -> str:
    """The line for the reader of dates, which takes neither "2 วันก่อนนิเทศ" for a time before the
    visit nor the year of "ปีการศึกษา" for that of a day.
    """
    return _YEAR_OF_WORK.sub(_blot_of, _DEED_BEHIND_A_DAY.sub(rf"\1{BLOT}", line))


def _blot_of(found: re.Match[str]) -> str:
    return BLOT * len(found[0])


@lru_cache(maxsize=4096)
def _of_one(char: str) -> str:
    return fold(char).translate(_DASHES)


def _spans(placed: Iterable[_Placed]) -> list[tuple[int, int]]:
    return [(one.start, one.end) for one in placed]


def _moved(placed: Iterable[_Placed], by: int) -> list[tuple[int, int]]:
    return [(one.start + by, one.end + by) for one in placed]


def _clear_of(placed: _Placed, spans: Iterable[tuple[int, int]]) -> bool:
    return all(placed.end <= start or end <= placed.start for start, end in spans)
