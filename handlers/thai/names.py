"""Finding the school that somebody names, near before far.

The rule and its numbers were measured on 37 spellings against 736 names (domain.md 4): plain
fuzz.ratio on keys kept names and non-names furthest apart. Names recur over the country, so
nothing is ever taken silently from outside the person's own network and office.
"""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import lru_cache

from rapidfuzz import fuzz, process

from handlers.thai.fold import fold, without_particles

TAKE_FROM = 90.0  # ratio from which the best is taken …
TAKE_AHEAD = 10.0  # … when the second is at least so far behind
ASK_FROM = 65.0  # below this it is no name we know
TAKING_RINGS = 2  # own network and own office; from further out there is always a question
MOST_ASKED = 3  # buttons
_STEP_OUT = 5.0  # what each ring outwards costs when buttons are put in order
_NOISE = 20.0  # so far behind the best it would only crowd the buttons
_LONGEST = 120  # a longer text is a sentence, not a name

_PREFIX = re.compile(r"(?:โรงเรียน|โรงเรยน|โรงเรียร|โรงรียน|ร ?\.? ?ร ?(?:\.|(?=[^ะ-ฺ็-๎])))\s*")
_DROPPED = re.compile(r"""[\s.()\[\]"'“”‘’,ฯๆ่-์็-]""")


@dataclass(frozen=True, slots=True)
class Named:
    """A school (or other place) by code, with the names it goes by.

    `label` is what is shown of it, e.g. "โรงเรียนบ้านลำพยา (สพป.นครปฐม เขต 1)".
    """

    code: str
    name: str
    aliases: tuple[str, ...] = ()
    label: str = ""


@dataclass(frozen=True, slots=True)
class Match:
    """Sure enough to take, and to echo."""

    code: str


@dataclass(frozen=True, slots=True)
class AskWhich:
    """One to three codes, the likeliest first."""

    codes: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class NoMatch:
    """Nothing that we know sounds like it."""


@dataclass(frozen=True, slots=True)
class _Heard:
    code: str
    ring: int
    score: float


def school_key(name: str) -> str:
    """What names are compared by: no "โรงเรียน" or "รร.", no spaces, dots, brackets or tones."""
    folded = fold(name)
    prefix = _PREFIX.match(folded)
    return _DROPPED.sub("", folded[prefix.end() :] if prefix else folded)


@lru_cache(maxsize=1 << 17)
def _roster_key(name: str) -> str:
    # Only names of the roster come here, never what people type: it stays as large as the roster.
    return school_key(name)


def find(text: str, rings: Sequence[Sequence[Named]]) -> Match | AskWhich | NoMatch:
    """Which of the places in `rings` the text names.

    `rings` go outwards: own network, own office, country. A ring that somebody does not have is
    passed empty, so that the third is always the one nothing is taken from. A place may stand in
    several rings; the nearest counts. Never raises.
    """
    key = school_key(without_particles(fold(text[: _LONGEST + 1])))
    if len(key) < 2 or len(key) > _LONGEST:
        return NoMatch()
    heard = _best_of_each(key, rings)
    if not heard:
        return NoMatch()
    for ring in range(TAKING_RINGS):
        taken = _taken(heard, ring)
        if taken:
            return taken
    return AskWhich(_asked(heard))


def _best_of_each(key: str, rings: Sequence[Sequence[Named]]) -> list[_Heard]:
    """Every place heard at all, with its best score, the best first."""
    names = list(_names(rings))
    best: dict[str, _Heard] = {}
    hits = process.extract(
        key,
        [name_key for name_key, _, _ in names],
        scorer=fuzz.ratio,
        score_cutoff=ASK_FROM,
        limit=None,
    )
    for _, score, index in hits:
        _, code, ring = names[index]
        best.setdefault(code, _Heard(code, ring, score))
    return sorted(best.values(), key=lambda one: -one.score)


def _names(rings: Sequence[Sequence[Named]]) -> Iterator[tuple[str, str, int]]:
    nearest: set[str] = set()
    for ring, places in enumerate(rings):
        for place in places:
            if place.code in nearest:
                continue
            nearest.add(place.code)
            for name in (place.name, *place.aliases):
                if name_key := _roster_key(name):
                    yield name_key, place.code, ring


def _taken(heard: list[_Heard], ring: int) -> Match | None:
    near = [one for one in heard if one.ring <= ring]
    if not near or near[0].ring != ring or near[0].score < TAKE_FROM:
        return None
    best = near[0]
    if len(near) > 1 and best.score - near[1].score < TAKE_AHEAD:
        return None
    # Nearly this one here, but further out one that fits better: that is a question.
    if heard[0].score > best.score:
        return None
    return Match(best.code)


def _asked(heard: list[_Heard]) -> tuple[str, ...]:
    floor = heard[0].score - _NOISE
    likely = [one for one in heard if one.score >= floor]
    likely.sort(key=lambda one: _STEP_OUT * one.ring - one.score)
    return tuple(one.code for one in likely[:MOST_ASKED])
