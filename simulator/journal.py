"""What people did on their phones, in order, so that a conversation can be saved as a transcript.

The chats do not tell it all: a tap without displayText and a picked date leave no trace there.
"""

from collections import deque
from typing import Any

from simulator.people import Json

KEPT = 2000


class Journal:
    """The gestures of one run. Entries are numbered from 1; old ones fall off."""

    def __init__(self) -> None:
        self.entries: deque[Json] = deque(maxlen=KEPT)
        self._count = 0

    def note(self, gesture: str, at_ms: int, **more: Any) -> Json:
        """Add one; gives the entry, to which the ids of what came of it may be added."""
        self._count += 1
        entry: Json = {"n": self._count, "gesture": gesture, "at_ms": at_ms, **more}
        self.entries.append(entry)
        return entry

    def after(self, n: int) -> list[Json]:
        """The entries numbered above `n`."""
        return [entry for entry in self.entries if entry["n"] > n]
