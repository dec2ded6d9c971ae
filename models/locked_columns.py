"""Where locked contact details lie, and how they get another lock.

A new column with something locked (handlers/call.py, `Locks`) belongs into LOCKED.
"""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from sqlalchemy import Column, Table, select, tuple_, update
from sqlalchemy.orm import Session

from models.tables import metadata

#: Each column that holds locked texts: (table, column).
LOCKED: tuple[tuple[str, str], ...] = (
    ("responsible_staff", "contact"),
    ("working_group_members", "contact"),
    ("code_sheets", "locked"),
)


@dataclass
class Relocked:
    """What came of one column: locked anew, locked by the newest key already, and those that no
    key in force opens. `after`: the key of the last row that was looked at."""

    renewed: int = 0
    already: int = 0
    unreadable: int = 0
    after: tuple[Any, ...] | None = None


def relock_some(
    session: Session,
    table_name: str,
    column_name: str,
    renew: Callable[[str], str | None],
    done: Relocked,
    most: int,
) -> bool:
    """Lock the next rows of this column anew; False where there are no more. `renew` gives the
    text under the newest key, the same where it is under it already, None where it cannot be read.
    """
    table = metadata.tables[table_name]
    column, keys = table.c[column_name], list(table.primary_key.columns)
    rows = session.execute(_some(table, column, keys, done.after, most)).all()
    for *key, token in rows:
        done.after = tuple(key)
        new = renew(token)
        if new is None:
            done.unreadable += 1
        elif new == token:
            done.already += 1
        else:
            done.renewed += 1
            here = (one == value for one, value in zip(keys, key, strict=True))
            session.execute(update(table).where(*here).values({column_name: new}))
    return bool(rows)


def _some(table: Table, column: Column[Any], keys: list[Column[Any]], after: Any, most: int) -> Any:
    query = select(*keys, column).where(column.is_not(None), column != "")
    if after is not None:
        query = query.where(tuple_(*keys) > tuple_(*after))
    return query.order_by(*keys).limit(most).with_for_update()
