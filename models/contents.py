"""What a database holds, table by table, as numbers that can be compared after a restore."""

from collections.abc import Iterator
from hashlib import sha256
from typing import NamedTuple

from sqlalchemy import Connection, inspect

#: Rows held in memory at a time.
_ROWS = 1000


class Content(NamedTuple):
    """How many rows a table has, and a hash over all of them in the order of their keys."""

    rows: int
    sha256: str


def contents(connection: Connection) -> dict[str, Content]:
    """Every table as it is there, whatever version made it. Comparable between databases of one
    kind: each gives its values in a way of its own."""
    found = inspect(connection)
    return {
        name: _content(connection, name, found.get_pk_constraint(name)["constrained_columns"])
        for name in sorted(found.get_table_names())
    }


def tables_there(connection: Connection) -> list[str]:
    """The tables of the database; none in an empty one."""
    return sorted(inspect(connection).get_table_names())


def _content(connection: Connection, table: str, key: list[str]) -> Content:
    digest, count = sha256(), 0
    for row in _rows(connection, table, key):
        digest.update(repr(row).encode())
        count += 1
    return Content(count, digest.hexdigest())


def _rows(connection: Connection, table: str, key: list[str]) -> Iterator[tuple[object, ...]]:
    quote = connection.dialect.identifier_preparer.quote
    order = f" ORDER BY {', '.join(map(quote, key))}" if key else ""
    query = f"SELECT * FROM {quote(table)}{order}"  # noqa: S608 - names of the database's own
    result = connection.execution_options(yield_per=_ROWS).exec_driver_sql(query)
    for row in result:
        yield tuple(row)
