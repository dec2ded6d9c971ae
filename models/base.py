"""What every table stands on: one metadata with named constraints, and the few column types.

Names of constraints follow one convention, so that a migration can name what it drops and an
error message of the database says which rule was broken.
"""

from collections.abc import Sequence
from datetime import UTC, datetime
from enum import StrEnum
from functools import cache
from typing import Any

from sqlalchemy import (
    JSON,
    BigInteger,
    CheckConstraint,
    DateTime,
    Dialect,
    Enum,
    Insert,
    Integer,
    MetaData,
    Table,
    TypeDecorator,
    text,
)
from sqlalchemy.dialects import postgresql, sqlite
from sqlalchemy.orm import DeclarativeBase, Session


class UtcDateTime(TypeDecorator[datetime]):
    """An instant: aware in, aware UTC out, on both databases.

    SQLite has no zone to store, so it gets the naive UTC reading; a naive datetime is refused
    here rather than silently taken for one zone or another.
    """

    impl = DateTime(timezone=True)
    cache_ok = True

    def process_bind_param(self, value: datetime | None, dialect: Dialect) -> datetime | None:
        if value is None:
            return None
        if value.tzinfo is None:
            raise ValueError(f"a datetime without a time zone cannot be stored: {value!r}")
        utc = value.astimezone(UTC)
        return utc.replace(tzinfo=None) if dialect.name == "sqlite" else utc

    def process_result_value(self, value: datetime | None, _dialect: Dialect) -> datetime | None:
        if value is None:
            return None
        return value.replace(tzinfo=UTC) if value.tzinfo is None else value.astimezone(UTC)


# Python None is SQL NULL, never the JSON word null: one way of being absent.
Json = JSON(none_as_null=True)

# A BIGINT that counts up by itself; SQLite does that for INTEGER PRIMARY KEY alone.
BigId = BigInteger().with_variant(Integer, "sqlite")

# With AUTOINCREMENT SQLite never gives the number of a deleted row to a new one: a receipt
# number or a queue position stays what it was.
NEVER_REUSED = {"sqlite_autoincrement": True}


def enum_column_type(kind: type[StrEnum], name: str | None = None) -> Enum:
    """The column type of a StrEnum: its value as text, with a CHECK in the database.

    `name` names the CHECK (ck_<table>_<name>); it is needed where one table has two columns of
    the same kind. The length is the same for all, so a new word never changes a column's type.
    """
    return Enum(
        kind,
        name=name or kind.__name__.lower(),
        native_enum=False,
        create_constraint=True,
        validate_strings=True,
        length=32,
        values_callable=lambda words: [word.value for word in words],
    )


class WordList(TypeDecorator[list[StrEnum]]):
    """A JSON list of words of one vocabulary: StrEnum in, the same StrEnum out, in order."""

    impl = JSON
    cache_ok = True

    def __init__(self, kind: type[StrEnum]) -> None:
        super().__init__(none_as_null=True)
        self.kind = kind

    def process_bind_param(self, value: list[StrEnum] | None, _dialect: Dialect) -> Any:
        return None if value is None else [self.kind(word).value for word in value]

    def process_result_value(self, value: Any, _dialect: Dialect) -> list[StrEnum] | None:
        return None if value is None else [self.kind(word) for word in value]


class Base(DeclarativeBase):
    metadata = MetaData(
        naming_convention={
            "pk": "pk_%(table_name)s",
            "fk": "fk_%(table_name)s_%(column_0_name)s",
            "uq": "uq_%(table_name)s_%(column_0_N_name)s",
            "ix": "ix_%(table_name)s_%(column_0_N_name)s",
            "ck": "ck_%(table_name)s_%(constraint_name)s",
        }
    )
    type_annotation_map = {datetime: UtcDateTime(), dict[str, Any]: Json}  # noqa: RUF012


def exactly_one_of(*columns: str) -> CheckConstraint:
    """A CHECK that exactly one of the columns is filled."""
    return CheckConstraint(text(f"{_filled(columns)} = 1"), name="exactly_one")


def at_most_one_of(*columns: str) -> CheckConstraint:
    """A CHECK that no two of the columns are filled."""
    return CheckConstraint(text(f"{_filled(columns)} <= 1"), name="at_most_one")


def _filled(columns: Sequence[str]) -> str:
    return " + ".join(f"CASE WHEN {column} IS NULL THEN 0 ELSE 1 END" for column in columns)


def insert_unless_there(session: Session, table: Table | type[Base]) -> Insert:
    """An INSERT that does nothing where a unique key of the table is taken already.

    Its rowcount is 1 when the row is new and 0 when it was there, also in a race. (Without the
    option SQLAlchemy tells -1 on PostgreSQL, where it adds a RETURNING for the new id.)
    """
    return _insert_unless_there(session.get_bind().dialect.name, table)


@cache
def _insert_unless_there(dialect: str, table: Table | type[Base]) -> Insert:
    kind = sqlite if dialect == "sqlite" else postgresql
    statement: Insert = kind.insert(table).on_conflict_do_nothing()
    return statement.execution_options(preserve_rowcount=True)
