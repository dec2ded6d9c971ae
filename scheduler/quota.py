"""What a round may still push: the month's messages, spent by urgency.

A reason may spend only what is left beyond the need of all reasons before it (PushReason stands in
that order), so when the month runs short thanks go first and the last days before a deadline last.
What is not pushed is left for the person's next free reply; replies cost nothing.
"""

from collections.abc import Mapping

from models.sending_words import PushReason

_ORDER = {reason: place for place, reason in enumerate(PushReason)}


class Budget:
    """The messages that one round has. `left` of the month, None: no limit, or not known.
    `needed`: how many each reason will still want until the month ends, this round included.
    """

    def __init__(self, left: int | None, needed: Mapping[PushReason, int] | None = None):
        self._left = left
        self._needed = dict(needed or {})

    @property
    def left(self) -> int | None:
        """What is left of the month, below nothing never; None: no limit, or not known."""
        return None if self._left is None else max(0, self._left)

    def allows(self, reason: PushReason, people: int = 1) -> bool:
        """Whether so many people may be pushed to for this reason: each costs one message."""
        if self._left is None:
            return True
        place = _ORDER[reason]
        kept = sum(count for before, count in self._needed.items() if _ORDER[before] < place)
        return self._left - kept >= people

    def spend(self, reason: PushReason, people: int = 1) -> None:
        """So many people are pushed to for this reason."""
        if self._left is not None:
            self._left -= people
        self._needed[reason] = max(0, self._needed.get(reason, 0) - people)
