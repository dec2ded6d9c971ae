"""JSON that lies locked in the database: what people said, what was said to them, their drafts.

A phone number that somebody types would otherwise lie open until the row goes: in the event as it
came, in the draft, in the card that repeats it. Locked is all of it and not what looks like a
number, since nobody can tell for sure; it costs some microseconds a row (docs/architecture.md).
"""

import json
from collections.abc import Mapping
from typing import Any, Protocol
from weakref import WeakKeyDictionary

from sqlalchemy import JSON, Dialect, Engine, TypeDecorator

#: Where the locked part of an object stands.
_LOCKED = "locked"
#: Stands in an object whose locked part no key in force opens.
UNREADABLE = "unreadable"


class Locks(Protocol):
    """Locks texts and opens them (bot/cipher.py); None where there is no key for it."""

    def lock(self, text: str) -> str | None: ...
    def unlock(self, token: str) -> str | None: ...


class Keys(Protocol):
    """Gives what is locked another lock; `renew` gives None where no key in force opens it."""

    def lock(self, text: str) -> str | None: ...
    def renew(self, token: str) -> str | None: ...


_write = json.JSONEncoder(ensure_ascii=False, separators=(",", ":")).encode

#: With what the rows of a database are locked. A column type gets to see its dialect alone, of
#: which each engine has one of its own.
_LOCKS: WeakKeyDictionary[Dialect, Locks] = WeakKeyDictionary()


def lock_with(engine: Engine, locks: Locks) -> None:
    """From now on what this engine writes into such columns is locked, and opened when read. An
    engine without locks writes it open, and reads of what is locked only what stays open."""
    _LOCKS[engine.dialect] = locks


class LockedJson(TypeDecorator[Any]):
    """A JSON object, or a list of such, locked but for the parts named in `stays_open`: those that
    decide what becomes of a row that no key opens. Of such a row the lists named in `empty` are
    empty, UNREADABLE is true, and written back it lies there as it did: another process may have
    its key."""

    impl = JSON
    cache_ok = True

    def __init__(self, stays_open: tuple[str, ...] = (), empty: tuple[str, ...] = ()) -> None:
        super().__init__(none_as_null=True)
        self.stays_open, self.empty = stays_open, empty

    def process_bind_param(self, value: Any, dialect: Dialect) -> Any:
        locks = _LOCKS.get(dialect)
        if value is None or locks is None:
            return value
        if isinstance(value, list):
            return [self._locked(each, locks) for each in value]
        return self._locked(value, locks)

    def process_result_value(self, value: Any, dialect: Dialect) -> Any:
        if value is None:
            return None
        locks = _LOCKS.get(dialect)
        if isinstance(value, list):
            return [self._opened(each, locks) for each in value]
        return self._opened(value, locks)

    def renewed(self, value: Any, keys: Keys) -> Any:
        """What lies in the database, under the newest key; the same where it is already. Also what
        lies open, from before it was locked. None where no key in force opens it."""
        if not isinstance(value, list):
            return self._renewed(value, keys)
        anew = [self._renewed(each, keys) for each in value]
        return None if None in anew else anew

    def _locked(self, value: Mapping[str, Any], locks: Locks | Keys) -> Mapping[str, Any]:
        open_parts = {n: part for n, part in value.items() if n in self.stays_open}
        if UNREADABLE in value and _LOCKED in value:
            return {**open_parts, _LOCKED: value[_LOCKED]}
        shut = {name: part for name, part in value.items() if name not in self.stays_open}
        if not shut:
            return value
        token = locks.lock(_write(shut))
        return value if token is None else {**open_parts, _LOCKED: token}

    def _opened(self, value: Mapping[str, Any], locks: Locks | None) -> Mapping[str, Any]:
        if _LOCKED not in value:
            return value
        text = locks.unlock(value[_LOCKED]) if locks is not None else None
        if text is None:
            return {**value, **{name: [] for name in self.empty}, UNREADABLE: True}
        left = {name: part for name, part in value.items() if name != _LOCKED}
        return {**left, **json.loads(text)}

    def _renewed(self, value: Mapping[str, Any], keys: Keys) -> Mapping[str, Any] | None:
        if _LOCKED not in value:
            return self._locked(value, keys)
        token = keys.renew(value[_LOCKED])
        if token is None:
            return None
        return value if token == value[_LOCKED] else {**value, _LOCKED: token}
