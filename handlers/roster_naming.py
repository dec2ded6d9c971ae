"""Which school, network or office a row of a roster file names: surely, or with candidates to
choose from. What is not sure is never guessed.
"""

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import lru_cache
from typing import Generic, Protocol, TypeVar

from rapidfuzz import fuzz, process

from handlers.thai.fold import fold
from handlers.thai.name_keys import school_key, without_prefix

#: From here on two names may be one, written another way (handlers/thai/names.py, TAKE_FROM).
ALIKE = 84.0
MOST_CANDIDATES = 3
_DIGITS = re.compile(r"[0-9]+")


class HasNames(Protocol):
    """Something that a row may name."""

    @property
    def code(self) -> str: ...
    @property
    def names(self) -> tuple[str, ...]: ...


T = TypeVar("T", bound=HasNames)


#: How many letters of a name may be others where it is alike, of each: the rest of ALIKE, twice.
_SLACK = 2 * (100 - ALIKE) / 100


@dataclass(frozen=True)
class Meant(Generic[T]):
    """exact: those whose name is the very one; alike: those whose name is nearly it."""

    exact: Sequence[T]
    alike: Sequence[T]


class Names(Generic[T]):
    """The names of some places, to be added to while a file is read."""

    def __init__(self, places: Iterable[T] = ()):
        self._exact: dict[str, list[T]] = {}
        self._keys: dict[str, list[T]] = {}
        self._holding: dict[str, list[str]] = {}  # the keys by three letters in a row
        for place in places:
            self.add(place)

    def add(self, place: T) -> None:
        for name in place.names:
            key = _key(name)
            if key not in self._keys:
                for three in _threes(key):
                    self._holding.setdefault(three, []).append(key)
            for index, called in ((self._exact, plain(name)), (self._keys, key)):
                known = index.setdefault(called, [])
                if place not in known:
                    known.append(place)

    def meant(self, name: str) -> Meant[T]:
        """What this name may mean."""
        exact = self._exact.get(plain(name), [])
        if exact:
            return Meant(exact, ())
        key = _key(name)
        # Another number is another place: ไทยรัฐวิทยา 55 is not ไทยรัฐวิทยา 56.
        near = [other for other in self._near(key) if _numbers(other) == _numbers(key)]
        close = process.extract(
            key, near, scorer=fuzz.ratio, score_cutoff=ALIKE, limit=MOST_CANDIDATES
        )
        alike = dict.fromkeys(place for called, *_ in close for place in self._keys[called])
        return Meant((), tuple(alike)[:MOST_CANDIDATES])

    def _near(self, key: str) -> set[str]:
        """Whatever can be alike: it shares one of the rarest threes of letters, of which so many
        are looked at that as much as ALIKE allows cannot have changed them all."""
        threes = sorted(_threes(key), key=lambda three: len(self._holding.get(three, ())))
        looked_at = threes[: 3 * int(_SLACK * len(key)) + 1]
        return {other for three in looked_at for other in self._holding.get(three, ())}


def _threes(key: str) -> set[str]:
    framed = f" {key} "
    return {framed[at : at + 3] for at in range(len(framed) - 2)}


def _numbers(key: str) -> tuple[str, ...]:
    return tuple(_DIGITS.findall(key))


@lru_cache(maxsize=32_768)
def _key(name: str) -> str:
    return school_key(name)


@lru_cache(maxsize=32_768)
def plain(name: str) -> str:
    """What makes two names the very same: spaces, "โรงเรียน" and the kind of digits do not."""
    return without_prefix(fold(name)).replace(" ", "")


def like(one: str, names: Iterable[str]) -> bool:
    """Whether a name can be another spelling of one of these at all."""
    key = school_key(one)
    return any(fuzz.ratio(key, school_key(name)) >= 60.0 for name in names)
