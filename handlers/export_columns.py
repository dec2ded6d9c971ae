"""A table of a file and its columns: what they take from a record, for people in Thai and for
programs as it is.
"""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime, tzinfo
from enum import StrEnum
from typing import Any, Generic, TypeVar

from sqlalchemy.orm import Session

from handlers.texts import t
from handlers.thai.dates import short_date
from models.export_queries import Wanted
from models.vocabulary import ExportKind

R = TypeVar("R")

#: What a record has in a column.
Value = str | int | date | datetime | Sequence[StrEnum] | None
#: What a cell for people holds. A datetime is in Bangkok and without its zone, as a spreadsheet
#: keeps it.
Cell = str | int | date | datetime | None


@dataclass(frozen=True)
class Column(Generic[R]):
    """`name` is its key in files for programs and in handlers/texts/export.toml. says: the Thai
    word for a value (or for each of several). day: a day, which gets two cells for people: พ.ศ.
    and ISO 8601.
    """

    name: str
    of: Callable[[R], Value]
    says: Callable[[str], str] | None = None
    day: bool = False

    def headings(self) -> list[str]:
        """The headings of its cells, in Thai."""
        heading = t(f"export.column.{self.name}")
        if not self.day:
            return [heading]
        return [t("export.day_be", heading=heading), t("export.day_iso", heading=heading)]

    def cells(self, record: R, zone: tzinfo) -> list[Cell]:
        """Its cells for people."""
        value = self.of(record)
        if self.day:
            assert value is None or isinstance(value, date)
            return [short_date(value) if value else None, value]
        return [self._shown(value, zone)]

    def _shown(self, value: Value, zone: tzinfo) -> Cell:
        # The commonest first: a large file has millions of cells.
        if value is None:
            return None
        if isinstance(value, str):
            return self.says(value) if self.says and value else value
        if isinstance(value, bool):
            return t("export.yes" if value else "export.no")
        if isinstance(value, datetime):
            return value.astimezone(zone).replace(tzinfo=None)
        if isinstance(value, int | date):
            return value
        return " · ".join(self.says(each) if self.says else each for each in value)

    def raw(self, record: R, zone: tzinfo) -> Any:
        """Its value for programs, as JSON has it: days and moments by ISO 8601."""
        match self.of(record):
            case datetime() as moment:
                return moment.astimezone(zone).isoformat(timespec="seconds")
            case date() as day:
                return day.isoformat()
            case StrEnum() as word:
                return word.value
            case None | str() | int() as value:
                return value
            case several:
                return [word.value for word in several]


@dataclass(frozen=True)
class Table(Generic[R]):
    """The columns of a file, and where its records come from.

    brief: a record as the two lines of a preview.
    """

    what: ExportKind
    columns: tuple[Column[R], ...]
    records: Callable[[Session, Wanted, datetime], Iterable[R]]
    count: Callable[[Session, Wanted, datetime], int]
    brief: Callable[[R], tuple[str, str]]
