"""Facts for a conversation that cost a look into the database, taken only where they are needed."""

from collections.abc import Callable, Iterator, Mapping
from typing import TypeVar

T = TypeVar("T")


class LookedUp(Mapping[str, T]):
    """Facts by name: those of `now` are here, those of `later` are looked up by whoever asks for
    one. Most turns show one question and need the facts of that one.

    What stands in `later` gives the fact or raises KeyError where there is none; it sees to it
    itself that it looks only once (Call.once).
    """

    def __init__(self, now: Mapping[str, T], later: Mapping[str, Callable[[], T]]) -> None:
        self._now, self._later = now, later

    def __getitem__(self, name: str) -> T:
        return self._now[name] if name in self._now else self._later[name]()

    def __contains__(self, name: object) -> bool:
        return name in self._now or name in self._later

    def __iter__(self) -> Iterator[str]:
        return iter({**self._now, **self._later})

    def __len__(self) -> int:
        return len({**self._now, **self._later})
