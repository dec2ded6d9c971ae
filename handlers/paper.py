"""A paper, before it becomes a Word file: chapters of a few sorts of parts, in words alone."""

from dataclasses import dataclass
from datetime import date


@dataclass(frozen=True, slots=True)
class Heading:
    """A heading within a chapter."""

    text: str


@dataclass(frozen=True, slots=True)
class Paragraph:
    text: str


@dataclass(frozen=True, slots=True)
class Points:
    """Points of a list, each on a line of its own."""

    points: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Grid:
    """A table: its headings, and rows of as many cells. `note` stands under it, if there is one."""

    headings: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]
    note: str = ""


@dataclass(frozen=True, slots=True)
class Missing:
    """What nobody has reported: said, and never made up."""

    text: str


@dataclass(frozen=True, slots=True)
class Shown:
    """A photo by its key in the media store, and what stands under it."""

    media_key: str
    caption: str


Part = Heading | Paragraph | Points | Grid | Missing | Shown


@dataclass(frozen=True, slots=True)
class Chapter:
    title: str
    parts: tuple[Part, ...]


@dataclass(frozen=True, slots=True)
class Paper:
    """The whole: what stands on its cover, and its chapters. `made_on` is a day in Bangkok."""

    title: str
    subtitle: str
    by: str
    made_on: date
    chapters: tuple[Chapter, ...]
