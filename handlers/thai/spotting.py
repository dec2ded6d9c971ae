"""School names inside a sentence, where nothing but the names themselves tells where they end."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import islice
from typing import Protocol

from rapidfuzz import fuzz, process

from handlers.thai.name_index import Entry, Gazetteer
from handlers.thai.name_keys import is_dropped, letters_of
from handlers.thai.names import TAKING_RINGS, AskWhich, Found, Match, NoMatch
from handlers.thai.offices import office_ahead

# Beyond these a text is no report of visits, and nothing more is looked for.
LONGEST = 3000
_MOST_NAMES = 12
_MOST_MARKERS = 24

# "รร" stands in many words, so without its full stop it must begin one.
_MARKER = re.compile(
    r"(?:โรงเรียน|โรงเรยน|รร ?\.|(?<![ก-๎])รร(?=[ก-ฮเ-ไ ])|(?<![ก-ฮ.])ร\. ?ร ?\.?) ?"
)
_ABBREVIATED = "ร"
_HEADED = re.compile("(?:ชุมชน)?(?:บ้าน|วัด|ชุมชน|อนุบาล|ไทยรัฐวิทยา|มิตรภาพ|ราชประชา)")
# What may come right after a name: the next word of a report.
_NEXT_WORD = re.compile(
    r"(?:มา|ไป|แล้ว|ครู|คณะ|ผอ|ผู้|ท่าน|เรื่อง|ประเด็น|หัวข้อ|วันนี้|วันที่|วัน|เมื่อ|ตอน|เวลา|ช่วง|เช้า|บ่าย|พรุ่งนี้"
    r"|กับ|และ|แล้วก็|ด้วย|ต่อด้วย|โดย|ผ่าน|ทาง|ออนไลน์|ออนไซต์|จำนวน|มี|พบ|ได้|ให้|ใน|เพื่อ|ด้าน|นัด|ติดตาม|นิเทศ|เยี่ยม"
    r"|ประชุม|แลกเปลี่ยน|แนะนำ|ปรึกษา|ช่วย|สอน|ทำ|จัด|เป็น|คน|อยู่|ที่(?! ?[0-9])|นะ|ครับ|คับ|ค่ะ|คะ|จ้า"
    r"|รร|โรงเรียน|บ้าน|วัด|อนุบาล|ชุมชน"
    r"|สพป|สพม|สังกัด|เขต|อำเภอ|ตำบล|จังหวัด|เสร็จ|เรียบร้อย|ตาม|ร่วม|ของ|จาก|ถึง|ซึ่ง|ว่า|ไม่|ยัง|จะ|ก็|มาตรฐาน|แบบ|ลง|สาย)"
)
_NEXT = re.compile(rf"[^ก-๎]|$|{_NEXT_WORD.pattern}")
_WORD_APART = re.compile(" [ก-๎]{2}")
# What a name in a report comes after.
_BEFORE = re.compile(r"(?:^|[^ก-๎]|นิเทศ|เยี่ยม|ติดตาม|ตรวจ|ไป|มา|ลง|พบ|กับ|และ|ที่|ของ|ให้|จาก|ถึง|ครู|ผอ)$")
_VISITED = re.compile(r"(?:นิเทศ|เยี่ยม|ติดตาม|ตรวจ|ไป)(?:ที่)? ?$")
# Before a name that is then not a school's: a village, its people, a district, a network.
_NO_SCHOOL = re.compile(
    r"(?:หมู่|ชาว|ชุมชน|ตำบล|ต\. ?|อำเภอ|อ\. ?|จังหวัด|จ\. ?|อบต\.? ?|เทศบาล(?:ตำบล)?|ถนน|ซอย|ตลาด"
    r"|วัด|บ้าน|กลับ|เจ้าอาวาส|แม่|พ่อ|พัฒนาเด็กเล็ก|สต\. ?|สพป\.? ?|สพม\.? ?|เขต ?|เครือข่าย ?|กลุ่ม ?)$"
)
_COUNTED = re.compile(
    r" ?(?:คน|ท่าน|ราย|ครั้ง|โรง|แห่ง|รูป|ภาพ|ข้อ|วัน|เดือน|ปี|ชม|ชั่วโมง|น\.|นาฬิกา|โมง|นาที|[/:.-] ?[0-9]"
    r"|(?:ม|ก|มี|เม|พ|มิ|ส|ต|ธ)\.? ?[คพยก]|มกรา|กุมภา|มีนา|เมษา|พฤษภา|มิถุนา|กรกฎา"
    r"|สิงหา|กันยา|ตุลา|พฤศจิกา|ธันวา)"
)
_NUMBER = re.compile(r" ?([0-9]+)")
_MARKS = re.compile("[็-๎ฯๆ]*")
_GOES_ON = re.compile("[ะ-ฺๅ]")

_SHORTEST = 3
_SHORTEST_BARE = 4
_SHORTEST_UNSURE = 8
_LONGEST_PIECE = 40
_LOOK_BACK = 16
_NEARLY = 80.0


@dataclass(frozen=True, slots=True)
class Spotted:
    """A name inside a folded sentence, from `start` to before `end`, with its "โรงเรียน"; `text`
    is the piece between.
    """

    start: int
    end: int
    text: str
    found: Found


class Standing(Protocol):
    """What spotting needs of handlers.thai.gazetteer.Around."""

    @property
    def gazetteer(self) -> Gazetteer: ...
    @property
    def own(self) -> frozenset[str]: ...
    @property
    def near_letters(self) -> tuple[str, ...]: ...
    def find(self, text: str) -> Found: ...
    def ring(self, code: str) -> int: ...
    def __contains__(self, code: str) -> bool: ...


def spot(folded: str, around: Standing) -> list[Spotted]:
    """The names inside a folded sentence, in order, none over another. Never raises.

    After โรงเรียน or รร. any school of the country is known, and a name that looks like one is
    told even if it is none of ours (NoMatch); elsewhere those of the own network and office are,
    and farther ones only where the name stands apart.
    """
    sentence = _Sentence(folded[:LONGEST])
    found: list[Spotted] = []
    for start, end in sentence.markers:
        if not found or start >= found[-1].end:
            found += _after_marker(sentence, start, end, around)
    taken = [(one.start, one.end) for one in found]
    at = 0
    while at < len(sentence.letters) and len(found) < _MOST_NAMES:
        named = _bare(sentence, at, around)
        if named is None or any(named.start < end and start < named.end for start, end in taken):
            at += 1
            continue
        found.append(named)
        at = sentence.letter_at(named.end)
    return sorted(found, key=lambda one: one.start)


class _Sentence:
    """A folded text, and its letters alone with the place of each."""

    def __init__(self, folded: str) -> None:
        self.text = folded
        self.origin = [at for at, char in enumerate(folded) if not is_dropped(char)]
        self.letters = "".join(folded[at] for at in self.origin)
        self.markers = [marker.span() for marker in islice(_MARKER.finditer(folded), _MOST_MARKERS)]

    def letter_at(self, place: int) -> int:
        """The number of the first letter at or after this place in the text."""
        low, high = 0, len(self.origin)
        while low < high:
            middle = (low + high) // 2
            if self.origin[middle] < place:
                low = middle + 1
            else:
                high = middle
        return low

    def end_of(self, letter: int) -> int:
        """The place behind this letter and the marks upon it."""
        marks = _MARKS.match(self.text, self.origin[letter] + 1)
        return marks.end() if marks else self.origin[letter] + 1

    def before(self, place: int) -> str:
        return self.text[max(0, place - _LOOK_BACK) : place]


def _names_at(
    sentence: _Sentence, at: int, gazetteer: Gazetteer
) -> Iterator[tuple[int, list[Entry]]]:
    """(place behind it, its entries) for every known name that begins at this letter, the longest
    first.
    """
    if not gazetteer.may_begin(sentence.letters[at : at + _SHORTEST]):
        return
    for length in range(min(gazetteer.longest, len(sentence.letters) - at), _SHORTEST - 1, -1):
        entries = gazetteer.written(sentence.letters[at : at + length])
        if not entries:
            continue
        end = sentence.end_of(at + length - 1)
        if _GOES_ON.match(sentence.text, end):
            continue
        if entries[0].key.numbers and _COUNTED.match(sentence.text, end):
            continue
        yield end, entries


def _after_marker(sentence: _Sentence, start: int, name_at: int, around: Standing) -> list[Spotted]:
    at = sentence.letter_at(name_at)
    for end, _ in _names_at(sentence, at, around.gazetteer):
        return [_told(sentence, start, end, around)]
    abbreviated = sentence.text.startswith(_ABBREVIATED, start)
    headed = _HEADED.match(sentence.text, name_at) is not None
    if not (abbreviated or headed):
        return []
    for end in _ends_of_piece(sentence.text, name_at):
        named = _told(sentence, start, end, around)
        if not isinstance(named.found, NoMatch):
            return [named]
    return [named] if headed and end > name_at else []


def _bare(sentence: _Sentence, at: int, around: Standing) -> Spotted | None:
    start = sentence.origin[at]
    for end, entries in _names_at(sentence, at, around.gazetteer):
        ring = min((around.ring(c) for e in entries for c in e.codes if c in around), default=None)
        if ring is None or _NO_SCHOOL.search(sentence.before(start)):
            continue
        apart = _NEXT.match(sentence.text, end) is not None
        begins = _BEFORE.search(sentence.before(start)) is not None
        letters = entries[0].key.letters
        if any(entry.key.head for entry in entries):
            # "บ้าน…" and "วัด…" in full.
            if ring < TAKING_RINGS and (apart or len(letters) >= _SHORTEST_UNSURE):
                return _told(sentence, start, end, around)
            if apart and _VISITED.search(sentence.before(start)):
                return _told(sentence, start, end, around)
        elif begins and apart and ring < TAKING_RINGS and len(letters) >= _SHORTEST_BARE:
            return _told(sentence, start, end, around)
    return _misspelt(sentence, start, around)


def _misspelt(sentence: _Sentence, start: int, around: Standing) -> Spotted | None:
    """A name of the own network or office with a slip in it."""
    if not _HEADED.match(sentence.text, start):
        return None
    if _NO_SCHOOL.search(sentence.before(start)):
        return None
    for end in _ends_of_piece(sentence.text, start):
        letters = letters_of(sentence.text[start:end])
        if not process.extractOne(
            letters, around.near_letters, scorer=fuzz.ratio, score_cutoff=_NEARLY
        ):
            continue
        named = _told(sentence, start, end, around)
        if isinstance(named.found, Match):
            return named
        if isinstance(named.found, AskWhich) and named.found.codes[0] in around.own:
            return named
    return None


def _told(sentence: _Sentence, start: int, end: int, around: Standing) -> Spotted:
    text = sentence.text
    further = office_ahead(text, end)
    apart = _NEXT.match(text, end) is not None
    found = around.find(text[start:further])
    number = _NUMBER.match(text, end)
    if number and not _COUNTED.match(text, number.end()):
        apart = False  # "บ้านหนองบัว 2" may be another school than บ้านหนองบัว
    if isinstance(found, Match) and not apart:
        found = AskWhich((found.code,))
    return Spotted(start, further, text[start:further], found)


def _ends_of_piece(text: str, start: int) -> list[int]:
    """Where a name that is not known may end, the farther place first: before the next word, or
    behind the number or the one word more that stands apart.
    """
    head = _HEADED.match(text, start)
    last = min(len(text), start + _LONGEST_PIECE)
    end = _next_word(text, head.end() if head else start + 1, last)
    number = _NUMBER.match(text, end)
    if number and not _COUNTED.match(text, number.end()):
        return [number.end(), end]
    if _WORD_APART.match(text, end) and not _NEXT_WORD.match(text, end + 1):
        return [_next_word(text, end + 2, last), end]
    return [end]


def _next_word(text: str, at: int, last: int) -> int:
    while at < last and (_NEXT.match(text, at) is None or _GOES_ON.match(text, at)):
        at += 1
    return min(at, last)
