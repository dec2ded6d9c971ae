"""Small checks to build LINE's object shapes from.

A check is a function (value, where, report); it adds what is wrong to the report. `shape` turns a
table of fields into such a check, so that each LINE object is one literal table.
"""

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Any
from urllib.parse import urlsplit

import regex

Json = dict[str, Any]
_GRAPHEME = regex.compile(r"\X")


@dataclass(frozen=True)
class Refusal:
    """What LINE answers with 400, and the limit that was broken (which LINE does not name)."""

    message: str
    details: list[dict[str, str]]
    limit: str


@dataclass(frozen=True)
class At:
    """A place in the request: messages[0].text, or /body/contents/0 inside a Flex container."""

    path: str
    slashed: bool = False

    def __truediv__(self, name: str) -> "At":
        if self.slashed:
            return At(f"{self.path.rstrip('/')}/{name}", True)
        return At(f"{self.path}.{name}" if self.path else name)

    def item(self, index: int) -> "At":
        if self.slashed:
            return At(f"{self.path.rstrip('/')}/{index}", True)
        return At(f"{self.path}[{index}]")


@dataclass
class Report:
    """The problems found so far, in order."""

    details: list[dict[str, str]] = field(default_factory=list)
    limits: list[str] = field(default_factory=list)

    def add(self, where: At, message: str, limit: str = "") -> None:
        self.details.append({"property": where.path, "message": message})
        self.limits.append(f"{where.path}: {limit or message}")


Check = Callable[[Any, At, Report], None]


def utf16(text: str) -> int:
    """Length in UTF-16 code units, as LINE counts texts, altText, data and URLs."""
    return len(text.encode("utf-16-le", "surrogatepass")) // 2


def graphemes(text: str) -> int:
    """Length in grapheme clusters, as LINE counts labels: เมนูครูพี่เลี้ยง is 10."""
    return len(_GRAPHEME.findall(text))


def string(most: int, *, least: int = 1, unit: Callable[[str], int] = utf16) -> Check:
    """A string of least..most units."""
    name = "graphemes" if unit is graphemes else "UTF-16 units"

    def check(value: Any, where: At, report: Report) -> None:
        if not isinstance(value, str):
            report.add(where, "Must be a string" if value is not None else "May not be empty")
            return
        if least and not value:
            report.add(where, "May not be empty", f"at least {least} {name}")
            return
        size = unit(value)
        if not least <= size <= most:
            report.add(
                where,
                f"Length must be between {least} and {most}",
                f"at most {most} {name}, got {size}",
            )

    return check


def label(most: int) -> Check:
    """A string counted in graphemes."""
    return string(most, unit=graphemes)


def url(most: int = 2000, schemes: frozenset[str] = frozenset({"https"})) -> Check:
    """An absolute address of one of these schemes; percent-encoded, so ASCII without spaces."""
    length = string(most)

    def check(value: Any, where: At, report: Report) -> None:
        before = len(report.details)
        length(value, where, report)
        if len(report.details) > before:
            return
        try:
            parts = urlsplit(value)
        except ValueError:
            report.add(where, "invalid uri")
            return
        if parts.scheme not in schemes:
            report.add(where, "invalid uri scheme", f"scheme one of {sorted(schemes)}")
        elif not value.isascii() or re.search(r"\s", value):
            report.add(where, "invalid uri", "percent-encoded address")
        elif parts.scheme in {"http", "https"} and not parts.netloc:
            report.add(where, "invalid uri", "address with a host")

    return check


def one_of(*values: str) -> Check:
    """One of these words."""

    def check(value: Any, where: At, report: Report) -> None:
        if value not in values:
            word = f"Must be one of the following values: [{', '.join(values)}]"
            report.add(where, "invalid property" if where.slashed else word, word)

    return check


def matches(pattern: str, meaning: str) -> Check:
    """A string that fits the whole pattern."""
    compiled = re.compile(pattern)

    def check(value: Any, where: At, report: Report) -> None:
        if not isinstance(value, str) or not compiled.fullmatch(value):
            report.add(where, "invalid property", meaning)

    return check


def integer(low: int, high: int = 2**31 - 1) -> Check:
    """A whole number within low..high."""

    def check(value: Any, where: At, report: Report) -> None:
        if isinstance(value, bool) or not isinstance(value, int) or not low <= value <= high:
            report.add(where, "invalid property", f"whole number {low}..{high}")

    return check


def number(low: float, high: float) -> Check:
    """A number within low..high."""

    def check(value: Any, where: At, report: Report) -> None:
        if (
            isinstance(value, bool)
            or not isinstance(value, int | float)
            or not low <= value <= high
        ):
            report.add(where, "invalid property", f"number {low}..{high}")

    return check


def boolean(value: Any, where: At, report: Report) -> None:
    """True or false."""
    if not isinstance(value, bool):
        report.add(where, "invalid property", "true or false")


def anything(value: Any, where: At, report: Report) -> None:
    """Checked elsewhere."""


def listing(check_item: Check, least: int, most: int) -> Check:
    """A list of least..most items."""

    def check(value: Any, where: At, report: Report) -> None:
        if not isinstance(value, list):
            report.add(where, "Must be an array" if value is not None else "May not be empty")
            return
        if not least <= len(value) <= most:
            report.add(
                where,
                f"Size must be between {least} and {most}",
                f"{least}..{most} items, got {len(value)}",
            )
            return
        for index, item in enumerate(value):
            check_item(item, where.item(index), report)

    return check


def shape(
    fields: Mapping[str, Check],
    required: frozenset[str] | set[str] = frozenset(),
    also: Check | None = None,
) -> Check:
    """An object with these fields and no others; `also` looks at the object as a whole."""

    def check(value: Any, where: At, report: Report) -> None:
        if not isinstance(value, dict):
            report.add(where, "Must be an object" if value is not None else "May not be empty")
            return
        before = len(report.details)
        for name in value:
            if name not in fields:
                report.add(where / name, "unknown field")
        for name, check_field in fields.items():
            if name in value:
                check_field(value[name], where / name, report)
            elif name in required:
                report.add(where / name, "May not be empty", "required")
        if also is not None and len(report.details) == before:
            also(value, where, report)

    return check


def by_type(table: Mapping[str, Check]) -> Check:
    """An object whose "type" says which of the table's checks it must pass."""
    known = one_of(*table)

    def check(value: Any, where: At, report: Report) -> None:
        if not isinstance(value, dict):
            report.add(where, "Must be an object" if value is not None else "May not be empty")
            return
        kind = value.get("type")
        if not isinstance(kind, str) or kind not in table:
            known(kind, where / "type", report)
            return
        table[kind](value, where, report)

    return check
