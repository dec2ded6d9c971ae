"""A Form is the list of its slots; a Draft is one person's answers so far.

"Ask for the next missing slot" gives order, skipping, prefilling, going back and editing.
Answers are canonical strings: `""` means skipped, absent means not asked yet. A draft is JSON
all the way, so it survives a restart, a deploy and a redelivered event.
"""

from collections.abc import Callable, Mapping
from dataclasses import asdict, dataclass, field, fields
from datetime import date
from enum import StrEnum
from typing import Any

from handlers.dialog.reading import Kind
from handlers.dialog.world import World
from handlers.texts import t

Answers = Mapping[str, str]
Condition = Callable[[Answers, World], bool]


def always(_answers: Answers, _world: World) -> bool:
    return True


@dataclass(frozen=True)
class Slot:
    """One question. Its texts are `<form>.ask.<slot>`, `.hint.<slot>` and `.label.<slot>`.

    when: whether it applies at all. follows: slots that its answer was about, so that it is
    asked anew once one of these is changed.
    """

    name: str
    kind: Kind
    optional: bool = False
    when: Condition = always
    follows: tuple[str, ...] = ()


@dataclass(frozen=True)
class Form:
    """A conversation. `version` rises when slots change their meaning; drafts carry it.

    `ends` looks at the answers and names a reason to end without sending (a key into the texts),
    or gives None.
    """

    name: str
    version: int
    slots: tuple[Slot, ...]
    ends: Callable[[Answers], str | None] = lambda _answers: None

    def slot(self, name: str) -> Slot | None:
        return next((slot for slot in self.slots if slot.name == name), None)

    def asked(self, answers: Answers, world: World) -> list[Slot]:
        """The slots that apply to these answers, in order."""
        return [slot for slot in self.slots if slot.when(answers, world)]

    def label(self, slot: Slot) -> str:
        return t(f"{self.name}.label.{slot.name}")


class Stage(StrEnum):
    """Where a draft stands."""

    ASKING = "asking"
    CONFIRMING = "confirming"
    CHOOSING_EDIT = "choosing_edit"  # the answers so far are shown, to pick one
    LEAVING = "leaving"  # "cancel" was said; keep or throw away?


@dataclass
class Draft:
    """One unfinished report. `at` is the slot in question while ASKING.

    Above that question another one may stand, about the words just typed: `held` is what we
    asked "answer or command?" of; `doubt` is a question back ("which of these days?") with its
    `readings`, from value to label.
    """

    id: str
    form: str
    version: int
    answers: dict[str, str] = field(default_factory=dict)
    stage: Stage = Stage.ASKING
    at: str | None = None
    editing: bool = False  # came from the summary, goes back there
    chosen: list[str] = field(default_factory=list)  # of several, before "done"
    held: str | None = None
    doubt: str = ""
    readings: dict[str, str] = field(default_factory=dict)
    misses: int = 0
    touched_on: str = ""  # ISO day in Bangkok

    def to_json(self) -> dict[str, Any]:
        return asdict(self)

    @classmethod
    def from_json(cls, raw: Mapping[str, Any]) -> "Draft":
        """The draft in `raw`; fields unknown to this version are dropped."""
        known = {f.name for f in fields(cls)}
        draft = cls(**{key: value for key, value in raw.items() if key in known})
        draft.stage = Stage(draft.stage)
        return draft

    @property
    def begun(self) -> bool:
        """Whether anything was given that would be a loss."""
        return any(self.answers.values())

    @property
    def asks_back(self) -> bool:
        """Whether a question about the words just typed is open."""
        return bool(self.held or self.doubt)

    def untouched_days(self, today: date) -> int:
        return (today - date.fromisoformat(self.touched_on)).days if self.touched_on else 0
