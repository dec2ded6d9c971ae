"""What looking for a name can come to, and when a name is taken or asked about.

The rule and its numbers were measured on 37 spellings against 736 names (domain.md 4): plain
fuzz.ratio on keys kept names and non-names furthest apart. Names recur over the country, so
nothing is ever taken silently from outside the person's own network and office.
"""

from collections.abc import Sequence
from dataclasses import dataclass

TAKE_FROM = 90.0  # score from which the best is taken …
TAKE_AHEAD = 10.0  # … when the second is at least so far behind
ASK_FROM = 65.0  # below this it is no name we know
TAKING_RINGS = 2  # own network and own office; from further out there is always a question
MOST_ASKED = 3  # buttons
_STEP_OUT = 5.0  # what each ring outwards costs when buttons are put in order
_WHOLE = 100.0
_EXACT = 97.0
_NOISE = 15.0  # so far behind the best it would only crowd the buttons …
_NOISE_TO_EXACT = 10.0  # … and beside a name that is exactly it, so far


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


Found = Match | AskWhich | NoMatch


@dataclass(frozen=True, slots=True)
class Heard:
    """A place with how well its best name fits, 0 to 100.

    ring: 0 the own network, 1 the own office, 2 beyond. sure: nothing but slips of the finger
    lies between the name and what was typed.
    """

    code: str
    ring: int
    score: float
    sure: bool = True


def decide(heard: Sequence[Heard]) -> Found:
    """Take, ask or give up, by the rule above. `heard` holds each place once."""
    ranked = sorted((one for one in heard if one.score >= ASK_FROM), key=lambda h: -h.score)
    if not ranked:
        return NoMatch()
    for ring in range(TAKING_RINGS):
        if taken := _taken(ranked, ring):
            return taken
    return AskWhich(_asked(ranked))


def _taken(ranked: list[Heard], ring: int) -> Match | None:
    near = [one for one in ranked if one.ring <= ring]
    if not near or near[0].ring != ring or near[0].score < TAKE_FROM or not near[0].sure:
        return None
    best = near[0]
    if len(near) > 1 and best.score - near[1].score < TAKE_AHEAD:
        return None
    # Nearly this one here, but further out one that fits better: that is a question. Outside of
    # the own network it is one already when another fits as well, but for the whole name.
    further = max((one.score for one in ranked if one.ring > ring), default=0.0)
    if further > best.score or (further == best.score < _WHOLE and ring > 0):
        return None
    return Match(best.code)


def _asked(ranked: list[Heard]) -> tuple[str, ...]:
    likely = sorted(ranked, key=lambda one: -_likelihood(one))
    noise = _NOISE_TO_EXACT if ranked[0].score >= _EXACT else _NOISE
    floor = _likelihood(likely[0]) - noise
    return tuple(one.code for one in likely[:MOST_ASKED] if _likelihood(one) >= floor)


def _likelihood(heard: Heard) -> float:
    return heard.score - _STEP_OUT * heard.ring
