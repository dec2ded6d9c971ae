"""What reading a one-message report may answer, and what its readers hand to each other."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import Literal

from handlers.thai.gazetteer import Around

FormName = Literal["visit", "exchange"]
#: Days are ISO 8601 (common era), schools their codes, enums their values of models.vocabulary.
Value = str | int | tuple[str, ...] | tuple[int, ...]

#: The slots without which a record cannot be sent, in the order in which they are asked.
REQUIRED: Mapping[FormName, tuple[str, ...]] = {
    "visit": ("school", "date", "mode", "purposes", "topic"),
    "exchange": ("level", "title", "date", "mode", "headcount"),
}


@dataclass(frozen=True, slots=True)
class Understood:
    """One message, read.

    form: which report it is, None when it is none. slots: what was surely stated. asks: what was
    stated in a way that leaves more than one reading, with the readings (none, where only the
    question can help). must_ask: what is required and not filled, then the other keys of `asks`.
    rest: the words that no slot of the form took, as typed: all but phone numbers.
    """

    form: FormName | None
    slots: Mapping[str, Value] = field(default_factory=dict)
    asks: Mapping[str, tuple[Value, ...]] = field(default_factory=dict)
    must_ask: tuple[str, ...] = ()
    rest: str = ""


@dataclass(frozen=True, slots=True)
class Setting:
    """What the readers must know besides the text: the day in Bangkok, and who asks about where."""

    today: date
    around: Around


@dataclass(frozen=True, slots=True)
class Taken:
    """What one reader took: pieces of the text, the slots they fill, and those they leave open.

    place: the pieces are names of schools, of which later readers want to know that they are.
    labels: how many of the slots stood behind a label of their own. slotless: those of the pieces
    that were read for their own sake and fill none.
    """

    spans: tuple[tuple[int, int], ...] = ()
    slots: Mapping[str, Value] = field(default_factory=dict)
    asks: Mapping[str, tuple[Value, ...]] = field(default_factory=dict)
    place: bool = False
    labels: int = 0
    slotless: tuple[tuple[int, int], ...] = ()
