"""The ways to read what somebody typed where a name was asked for."""

import re
from collections.abc import Collection, Sequence
from dataclasses import dataclass

from handlers.thai.fold import fold, without_particles
from handlers.thai.name_keys import NameKey, letters_of, name_key, without_prefix
from handlers.thai.offices import AreaOffice, meant, read_office, split_office
from handlers.thai.provinces import BY_ABBREVIATION, BY_NAME

LONGEST = 120  # a longer text is a sentence, not a name
_FEWEST_LETTERS = 2

_OTHER_SIGNS = re.compile(r"[^ก-๎0-9a-z().ฯ/,-]+")
_LEAD_IN = re.compile(
    r"(?:(?:ไป|มา)?(?:นิเทศ|เยี่ยม)(?:ที่)?|ไปที่|ชื่อ(?:ว่า)?|คือ|เป็น|ที่|ของ|เอา|เลือก) ?(?=.)"
)
# The district and sub-district of an address say less than its province, and the network nothing.
_ADDRESS = re.compile(r" ?(?:(?:อ|ต)\. ?|อำเภอ|ตำบล|แขวง)[ก-๎]+|[ (]+(?:ใน)?เครือข่าย.*")
_CUT = "ฯ"
# Words that begin names and are none by themselves.
_NO_NAMES = frozenset({"บาน", "วัด", "ชุมชน", "อนุบาล", "โรงเรียน", "โรงเรยน"})
# The end of a name that is short for a province: "อนุบาล นฐ", "สวนกุหลาบโคราช".
_CALLED = {
    name: province for name, province in {**BY_ABBREVIATION, **BY_NAME}.items() if name != province
}
_TAIL = re.compile(
    rf"(?P<name>[^ ].{{2,}}?) ?(?P<called>{'|'.join(sorted(_CALLED, key=len, reverse=True))})\.?"
)


@dataclass(frozen=True, slots=True)
class Way:
    """One way to read a text as a name.

    within: codes of the offices that were said with the name, None where none was. outside: this
    way takes the office for a part of the name, but these are the offices it may mean. cut: the
    name was cut short with ฯ.
    """

    key: NameKey
    within: frozenset[str] | None = None
    outside: frozenset[str] | None = None
    cut: bool = False


def ways(text: str, offices: Sequence[AreaOffice], own: Collection[str]) -> list[Way]:
    """Every way to read the text as a name, none twice.

    own: the codes of the own offices, whose province a zone alone ("เขต 1") belongs to.
    """
    folded = _cleaned(text)
    found: list[Way] = []
    for name in dict.fromkeys((folded, _LEAD_IN.sub("", folded, count=1))):
        if offices and _is_no_school(name):
            continue
        said, bare = None, _ADDRESS.sub("", name)
        if split := split_office(bare):
            said = frozenset(office.code for office in meant(split[1], offices, own))
            found += _way(split[0], within=said)
        found += _way(name, outside=said)
        if bare != name:
            found += _way(bare)
        if tail := _TAIL.fullmatch(without_prefix(name)):
            found += _way(tail["name"] + _CALLED[tail["called"]])
    return list(dict.fromkeys(found))


def _is_no_school(name: str) -> bool:
    """Whether an office or a network is named, where places of offices are looked for."""
    office = read_office(name)
    return name.startswith("เครือข่าย") or bool(office and (office.kind or office.zone))


def typed_key(text: str) -> str:
    """The key of a name as it was typed, with polite words and signs around it."""
    return letters_of(without_prefix(_cleaned(text)))


def shortened(text: str) -> tuple[Way, str, str] | None:
    """A name cut short with ฯ: the way it is read, how it begins, and what follows the cut."""
    name = without_prefix(_cleaned(text))
    beginning, cut, rest = name.partition(_CUT)
    if not cut:
        return None
    return Way(name_key(name), cut=True), letters_of(beginning), letters_of(rest)


def _cleaned(text: str) -> str:
    if len(text) > LONGEST:
        return ""
    signs = _OTHER_SIGNS.sub(" ", fold(text)).strip(" ,-/")
    return without_particles(signs).strip(" ,-/")


def _way(
    name: str, within: frozenset[str] | None = None, outside: frozenset[str] | None = None
) -> list[Way]:
    key = name_key(without_prefix(name.strip()))
    if len(key.letters) < _FEWEST_LETTERS or key.letters in _NO_NAMES:
        return []
    return [Way(key, within, outside)]
