"""A roster file as people fill it in: its sheets, their columns, and one row of it.

The columns stand here once, for the template, for reading and for writing the results back. What
they are called is Thai (handlers/texts/roster_sheet.toml).
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from enum import StrEnum
from functools import cache

from handlers.dialog.inputs import words_of
from handlers.texts import t
from handlers.thai.fold import fold
from models.roster.results import Outcome


class Part(StrEnum):
    """The sheets of a file, in the order in which they are taken."""

    OFFICES = "offices"
    NETWORKS = "networks"
    SCHOOLS = "schools"


@dataclass(frozen=True)
class Column:
    """needed: a file without this column is not read. width: in characters."""

    key: str
    needed: bool = False
    width: int = 18


#: The two that the bot writes itself; what stands in them is never read.
RESULT, DETAIL = "result", "detail"
_WRITTEN = (Column(RESULT, width=12), Column(DETAIL, width=60))

COLUMNS: Mapping[Part, tuple[Column, ...]] = {
    Part.OFFICES: (
        Column("office_name", needed=True, width=34),
        Column("office_programme", width=14),
        Column("starts", width=16),
        Column("ends", width=16),
        Column("office_province", width=20),
        Column("office_code", width=16),
        *_WRITTEN,
    ),
    Part.NETWORKS: (
        Column("network_name", needed=True, width=46),
        Column("programme", width=14),
        Column("network_code", width=18),
        Column("network_office", width=24),
        *_WRITTEN,
    ),
    Part.SCHOOLS: (
        Column("school", needed=True, width=34),
        Column("network", needed=True, width=46),
        Column("role", needed=True, width=14),
        Column("starts", width=16),
        Column("ends", width=16),
        Column("school_code", width=16),
        Column("office", width=24),
        Column("school_programme", width=14),
        Column("fresh", width=14),
        *_WRITTEN,
    ),
}


class Formula:
    """Stands for a cell that holds a formula, whatever it would come to."""

    __slots__ = ()


FORMULA = Formula()
Value = str | int | float | bool | date | datetime | Formula


@dataclass(frozen=True, slots=True)
class Line:
    """A row with something in it: its number in the file as people see it, what stands in it by
    the keys of the columns."""

    part: Part
    number: int
    values: Mapping[str, Value]


@dataclass(slots=True)
class Book:
    """A file that was read: its rows, where the columns of each sheet stand (0 is the first), and
    in which row their heads (1 is the first).
    `note`: what was done to read it, a key into the texts, or ""."""

    lines: list[Line] = field(default_factory=list)
    columns: dict[Part, dict[str, int]] = field(default_factory=dict)
    heads: dict[Part, int] = field(default_factory=dict)
    note: str = ""


class Unreadable(Exception):
    """The file cannot be taken for a roster; `key` of roster_file.unread says why, in Thai."""

    def __init__(self, key: str, **values: object):
        super().__init__(key)
        self.key, self.values = key, values

    @property
    def words(self) -> str:
        return t(f"roster_file.unread.{self.key}", **self.values)


@dataclass(frozen=True, slots=True)
class LineResult:
    """What becomes of a row. faults: the columns that are wrong, and why, in Thai; notes: what is
    made or changed, in Thai."""

    part: Part
    number: int
    outcome: Outcome
    faults: tuple[tuple[str, str], ...] = ()
    notes: tuple[str, ...] = ()

    @property
    def words(self) -> str:
        """One cell of text: what was done, or each wrong cell by the name of its column."""
        wrong = [f"{column_name(key)}: {why}" for key, why in self.faults]
        return "\n".join([*wrong, *self.notes])


def column_name(key: str) -> str:
    """What a column is called at its head."""
    return t(f"roster_sheet.column.{key}")


def part_name(part: Part) -> str:
    """What a sheet is called."""
    return t(f"roster_sheet.part.{part.value}")


def part_called(title: str) -> Part | None:
    """The sheet of this title, or None."""
    wanted = _plain(title)
    return next((part for part in Part if _plain(part_name(part)) == wanted), None)


def columns_in(part: Part, heads: Sequence[object]) -> dict[str, int]:
    """Where each column stands in a row of heads; the first of two that are called alike."""
    found: dict[str, int] = {}
    for place, head in enumerate(heads):
        key = _known_heads(part).get(_plain(head)) if isinstance(head, str) else None
        if key is not None:
            found.setdefault(key, place)
    return found


def missing_columns(part: Part, found: Mapping[str, int]) -> list[str]:
    """What the needed columns are called that are not there."""
    return [column_name(c.key) for c in COLUMNS[part] if c.needed and c.key not in found]


@cache
def _known_heads(part: Part) -> Mapping[str, str]:
    heads = {}
    for column in COLUMNS[part]:
        for words in (column_name(column.key), *words_of(f"roster_sheet.head.{column.key}")):
            heads[_plain(words)] = column.key
    return heads


def _plain(head: str) -> str:
    return fold(head).replace(" ", "").replace("*", "")
