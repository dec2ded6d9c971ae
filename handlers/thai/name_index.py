"""All names by which places are called, indexed so that a country of them is searched at once.

Candidates are found by the pairs of letters they share with what was typed, the rarest pairs
first; only they are compared letter by letter.
"""

import re
from array import array
from bisect import bisect_left
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

from handlers.thai.fold import fold
from handlers.thai.name_keys import NameKey, core_of, name_key, without_prefix
from handlers.thai.offices import AreaOffice

# A reading of a name that leaves something out is worth a little less than the whole name.
_WITHOUT_ANY_HEAD = 3.0
_WITHOUT_HEAD = {"อนุบาล": 11.0}  # the rest is the name of a province, as often as not
_WITHOUT_BRACKETS = 2.0
_IN_BRACKETS = re.compile(r"\([^)]*\)")
# So many entries of the index are compared at most, those with the rarest pairs in common first.
_MOST_COMPARED = 2_000
_BEGINNING = 3


@dataclass(frozen=True, slots=True)
class Named:
    """A school (or other place) by code, with the names it goes by.

    `label` is what is shown of it, e.g. "โรงเรียนบ้านลำพยา (สพป.นครปฐม เขต 1)"; `office` is the
    code of its area office.
    """

    code: str
    name: str
    aliases: tuple[str, ...] = ()
    label: str = ""
    office: str = ""


@dataclass(frozen=True, slots=True)
class Entry:
    """One reading of a name of some places. worth: what a perfect fit to it scores."""

    key: NameKey
    worth: float
    codes: tuple[str, ...]


class Gazetteer:
    """Places and the keys of their names. Built once, never changed: threads may share it."""

    def __init__(self, places: Iterable[Named], offices: Iterable[AreaOffice] = ()) -> None:
        self.by_code: dict[str, Named] = {}
        for place in places:
            self.by_code.setdefault(place.code, place)
        self.offices = tuple(offices)
        self.provinces = {office.code: office.provinces for office in self.offices}
        self.entries = _entries(self.by_code.values())
        self._of_code: dict[str, list[int]] = {}
        self._of_office: dict[str, list[int]] = {}
        self._of_sound: dict[str, list[int]] = {}
        self._pairs: dict[str, array[int]] = {}
        for number, entry in enumerate(self.entries):
            self._of_sound.setdefault(entry.key.sound, []).append(number)
            for pair in _pairs_of(entry.key.sound):
                self._pairs.setdefault(pair, array("I")).append(number)
            for code in entry.codes:
                self._of_code.setdefault(code, []).append(number)
                if office := self.by_code[code].office:
                    self._of_office.setdefault(office, []).append(number)
        self._in_order = sorted(
            (entry.key.letters, number) for number, entry in enumerate(self.entries)
        )
        self._of_letters: dict[str, list[Entry]] = {}
        for entry in self.entries:
            self._of_letters.setdefault(entry.key.letters, []).append(entry)
        self._beginnings = {letters[:_BEGINNING] for letters in self._of_letters}
        self.longest = max(map(len, self._of_letters), default=0)

    def written(self, letters: str) -> list[Entry]:
        """The readings whose letters are exactly these."""
        return self._of_letters.get(letters, [])

    def may_begin(self, letters: str) -> bool:
        """Whether any reading begins with these letters, of which the first three count."""
        return letters[:_BEGINNING] in self._beginnings

    def beginning_with(self, letters: str) -> Iterator[Entry]:
        """The readings whose letters begin so, in the order of the alphabet."""
        for at in range(bisect_left(self._in_order, (letters, 0)), len(self._in_order)):
            if not self._in_order[at][0].startswith(letters):
                return
            yield self.entries[self._in_order[at][1]]

    def near(self, codes: Iterable[str], offices: Iterable[str]) -> list[Entry]:
        """All readings of these places and of the places of these offices."""
        numbers = {number for code in codes for number in self._of_code.get(code, ())}
        for office in offices:
            numbers.update(self._of_office.get(office, ()))
        return [self.entries[number] for number in sorted(numbers)]

    def candidates(self, sound: str) -> list[Entry]:
        """The readings that share most with this sound, those that are exactly it included."""
        found = [self._pairs[pair] for pair in _pairs_of(sound) if pair in self._pairs]
        found.sort(key=len)
        numbers = set(self._of_sound.get(sound, ()))
        looked_at = 0
        for having in found:
            looked_at += len(having)
            if numbers and looked_at > _MOST_COMPARED:
                break
            numbers.update(having)
        return [self.entries[number] for number in numbers]


def _entries(places: Iterable[Named]) -> Sequence[Entry]:
    called: dict[tuple[NameKey, float], dict[str, None]] = {}
    for place in places:
        for name in (place.name, *place.aliases):
            for key, worth in _readings(name):
                called.setdefault((key, worth), {})[place.code] = None
    return [Entry(key, worth, tuple(codes)) for (key, worth), codes in called.items()]


def _readings(name: str) -> Iterator[tuple[NameKey, float]]:
    folded = without_prefix(fold(name))
    yield from _with_and_without_head(folded, 100.0)
    short = _IN_BRACKETS.sub("", folded).strip()
    if short != folded:
        yield from _with_and_without_head(short, 100.0 - _WITHOUT_BRACKETS)


def _with_and_without_head(folded: str, worth: float) -> Iterator[tuple[NameKey, float]]:
    key = name_key(folded)
    if not key.letters:
        return
    yield key, worth
    if core := core_of(folded):
        headless, head = core
        yield headless, worth - _WITHOUT_HEAD.get(head, _WITHOUT_ANY_HEAD)


def _pairs_of(sound: str) -> set[str]:
    ringed = f" {sound} "
    return {ringed[at : at + 2] for at in range(len(ringed) - 1)}
