"""Where something lies locked, and how it gets another lock.

A new column with something locked (handlers/call.py, `Locks`) belongs into LOCKED; one of the type
LockedJson is found by itself.
"""

from dataclasses import dataclass, field
from typing import Any

from sqlalchemy import Column, Select, Table, select, tuple_, type_coerce, update
from sqlalchemy.orm import Session

from models.base import Json
from models.locked_json import Keys, LockedJson
from models.tables import metadata

#: Each column that holds locked texts: (table, column).
LOCKED: tuple[tuple[str, str], ...] = (
    ("responsible_staff", "contact"),
    ("working_group_members", "contact"),
    ("code_sheets", "locked"),
)

#: What people said and were told, and their drafts: kept for a while only.
BODIES: tuple[tuple[str, str], ...] = tuple(
    (table.name, column.name)
    for table in metadata.sorted_tables
    for column in table.columns
    if isinstance(column.type, LockedJson)
)

Key = tuple[Any, ...]


@dataclass
class Relocked:
    """What came of one column: locked anew, locked by the newest key already, and those that no
    key in force opens. `after`: the key of the last row that was looked at; `busy`: the keys of
    rows that somebody else was writing."""

    renewed: int = 0
    already: int = 0
    unreadable: int = 0
    after: Key | None = None
    busy: list[Key] = field(default_factory=list)


def relock_some(
    session: Session, table_name: str, column_name: str, keys: Keys, done: Relocked, most: int
) -> bool:
    """Lock the next rows of this column anew; False where there are no more. A row that somebody
    else has locked is left for `relock_busy`: who waits for nobody stands in nobody's way."""
    place = _Place(metadata.tables[table_name], column_name)
    rows = session.execute(place.some(done.after, most)).all()
    old: list[Key] = []
    for *key, value in rows:
        done.after = tuple(key)
        new = place.renewed(value, keys)
        if new is None:
            done.unreadable += 1
        elif new == value:
            done.already += 1
        else:
            old.append(tuple(key))
    if old:
        held = session.execute(place.locked(old).with_for_update(skip_locked=True)).all()
        place.write(session, held, keys, done)
        got = {tuple(key) for *key, _value in held}
        done.busy += [key for key in old if key not in got]
    return bool(rows)


def relock_busy(
    session: Session, table_name: str, column_name: str, keys: Keys, done: Relocked
) -> bool:
    """Lock one row anew that somebody else was writing, after them; False where there is none."""
    if not done.busy:
        return False
    place = _Place(metadata.tables[table_name], column_name)
    held = session.execute(place.locked([done.busy[-1]]).with_for_update()).all()
    place.write(session, held, keys, done)
    done.busy.pop()
    return True


class _Place:
    """One column with something locked, as it lies there."""

    def __init__(self, table: Table, column_name: str):
        self._table, self._column = table, table.c[column_name]
        self._keys: list[Column[Any]] = list(table.primary_key.columns)
        kind = self._column.type
        self._kind = kind if isinstance(kind, LockedJson) else None
        self._as_it_lies: Any = type_coerce(self._column, Json) if self._kind else self._column

    def renewed(self, value: Any, keys: Keys) -> Any:
        return self._kind.renewed(value, keys) if self._kind else keys.renew(value)

    def some(self, after: Key | None, most: int) -> Select[Any]:
        query = select(*self._keys, self._as_it_lies).where(self._column.is_not(None))
        if self._kind is None:
            query = query.where(self._column != "")
        if after is not None:
            query = query.where(tuple_(*self._keys) > tuple_(*after))
        return query.order_by(*self._keys).limit(most)

    def locked(self, which: list[Key]) -> Select[Any]:
        query = select(*self._keys, self._as_it_lies).where(self._column.is_not(None))
        return query.where(tuple_(*self._keys).in_(which)).order_by(*self._keys)

    def write(self, session: Session, rows: Any, keys: Keys, done: Relocked) -> None:
        """Judged again: it may have been written anew since it was read."""
        for *key, value in rows:
            new = self.renewed(value, keys)
            if new is None or new == value:
                done.already += new is not None
                done.unreadable += new is None
                continue
            here = (one == part for one, part in zip(self._keys, key, strict=True))
            shut = type_coerce(new, Json) if self._kind else new
            column = {self._column: shut}
            session.execute(update(self._table).where(*here).values(column))
            done.renewed += 1
