"""Finding the place that somebody names, as that person stands among all places."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import cached_property

from handlers.thai.keyboard import other_layout
from handlers.thai.name_index import Entry, Gazetteer, Named
from handlers.thai.name_scores import scores
from handlers.thai.name_typed import typed_key
from handlers.thai.names import (
    MOST_ASKED,
    TAKING_RINGS,
    AskWhich,
    Found,
    Heard,
    Match,
    NoMatch,
    decide,
)
from handlers.thai.spotting import Spotted, spot

__all__ = ["Around", "Gazetteer", "Named", "Spotted"]


@dataclass(frozen=True)
class Around:
    """A gazetteer as one person stands in it.

    own: codes of the own network's places; offices: codes of the own offices; learned: codes by
    the key (`typed_key`) of what this person calls them; beyond: whether places outside of these
    may be meant at all.
    """

    gazetteer: Gazetteer
    own: frozenset[str] = frozenset()
    offices: frozenset[str] = frozenset()
    learned: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    beyond: bool = True

    def find(self, text: str) -> Found:
        """Which place the text names. Never raises."""
        found = self._learned(text) or decide(self._heard(text))
        if isinstance(found, NoMatch) and (meant := other_layout(text)):
            found = decide(self._heard(meant))
        else:
            return found
        # What was typed in another layout is offered, not taken.
        return AskWhich((found.code,)) if isinstance(found, Match) else found

    def spot(self, folded: str) -> list[Spotted]:
        """The names inside a folded sentence, in order. Never raises."""
        return spot(folded, self)

    def label(self, code: str) -> str:
        """What is shown of a place: its label, or its code when it is none of ours."""
        place = self.gazetteer.by_code.get(code)
        return (place.label or place.name) if place else code

    def __contains__(self, code: str) -> bool:
        """Whether the place of this code may be meant."""
        known = code in self.gazetteer.by_code
        return known and (self.beyond or self.ring(code) < TAKING_RINGS)

    def ring(self, code: str) -> int:
        """How far off a place is: 0 in the own network, 1 in an own office, 2 beyond."""
        if code in self.own:
            return 0
        return 1 if self.gazetteer.by_code[code].office in self.offices else 2

    @cached_property
    def near(self) -> list[Entry]:
        """All names of the own network and the own offices."""
        return self.gazetteer.near(self.own, self.offices)

    @cached_property
    def near_letters(self) -> tuple[str, ...]:
        """Their letters."""
        return tuple(entry.key.letters for entry in self.near)

    def _heard(self, text: str) -> list[Heard]:
        fits = scores(text, self.gazetteer, self.near, self.offices)
        ordered = sorted(fits, key=lambda code: (not self._in_own_province(code), code))
        return [Heard(code, self.ring(code), *fits[code]) for code in ordered if code in self]

    def _learned(self, text: str) -> Found | None:
        if not self.learned:
            return None
        codes = [code for code in self.learned.get(typed_key(text), ()) if code in self]
        if len(codes) == 1 and self.ring(codes[0]) < TAKING_RINGS:
            return Match(codes[0])
        return AskWhich(tuple(codes[:MOST_ASKED])) if codes else None

    def _in_own_province(self, code: str) -> bool:
        office = self.gazetteer.by_code[code].office
        return not self._provinces.isdisjoint(self.gazetteer.provinces.get(office, ()))

    @cached_property
    def _provinces(self) -> frozenset[str]:
        theirs = (self.gazetteer.provinces.get(office, frozenset()) for office in self.offices)
        return frozenset().union(*theirs)
