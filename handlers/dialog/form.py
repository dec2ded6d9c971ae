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

from handlers.dialog.inputs import words_of
from handlers.dialog.kinds import Words
from handlers.dialog.reading import Kind
from handlers.dialog.world import World
from handlers.texts import has, t

Answers = Mapping[str, str]
Condition = Callable[[Answers, World], bool]
#: What one text gives for the slots of a form: canonical answers by slot name.
Reads = Callable[[str, World], Mapping[str, str]]


def always(_answers: Answers, _world: World) -> bool:
    return True


def changing(_answers: Answers, world: World) -> bool:
    """A record that was sent already is being changed."""
    return world.changing


def nothing(_text: str, _world: World) -> Mapping[str, str]:
    return {}


@dataclass(frozen=True)
class Slot:
    """One question. Its texts are `<form>.ask.<slot>`, `.hint.<slot>` and `.label.<slot>`; where
    a form has none of its own, those of handlers/texts/forms.toml (`forms.ask.<slot>` …).

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
    or gives None. `reads` finds canonical answers for any of the slots in one text ("บ้านลำพยา
    เมื่อวาน ออนไลน์"), only what is surely stated.
    """

    name: str
    version: int
    slots: tuple[Slot, ...]
    ends: Callable[[Answers], str | None] = lambda _answers: None
    reads: Reads = nothing

    def slot(self, name: str) -> Slot | None:
        return next((slot for slot in self.slots if slot.name == name), None)

    def asked(self, answers: Answers, world: World) -> list[Slot]:
        """The slots that apply to these answers, in order."""
        return [slot for slot in self.slots if slot.when(answers, world)]

    def question(self, slot: Slot) -> str:
        own = f"{self.name}.ask.{slot.name}"
        return t(own) if has(own) else t(f"forms.ask.{slot.name}")

    def hint(self, slot: Slot) -> str:
        """How to answer, with an example; "" where there is nothing to say."""
        own = f"{self.name}.hint.{slot.name}"
        shared = f"forms.hint.{slot.name}"
        if has(own):
            return t(own)
        return t(shared) if has(shared) else ""

    def label(self, slot: Slot) -> str:
        own = f"{self.name}.label.{slot.name}"
        return t(own) if has(own) else t(f"forms.label.{slot.name}")

    def also(self, slot: Slot) -> tuple[str, ...]:
        """What people also call the row of `slot`, in "แก้หัวข้อเป็น …"."""
        shared = f"forms.also.{slot.name}"
        return words_of(shared) if has(shared) else ()


#: Why a sent record is changed: the last slot of every form whose records can be changed. It is
#: asked once the change is to be saved, and may be skipped.
WHY = Slot("why", Words(most=500), optional=True, when=changing)


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
    `readings`, from value to label; `heard` and `heard_id` are those words and LINE's id of their
    message.
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
    heard: str = ""
    heard_id: str = ""
    misses: int = 0
    page: int = 0  # of the options in question, ten to a page
    touched_on: str = ""  # ISO day in Bangkok
    brief: bool = False  # begun by one message: what is not needed is not asked
    raw: dict[str, str] = field(default_factory=dict)  # as typed, where the answer differs
    read: list[str] = field(default_factory=list)  # filled from a message that gave several
    # What that message may have meant, from value to label, by slot: offered when it is asked.
    likely: dict[str, dict[str, str]] = field(default_factory=dict)
    said: dict[str, list[str]] = field(default_factory=dict)  # slots by the message that gave them
    record: str = ""  # "visit:12" while that record, sent already, is changed
    before: dict[str, str] = field(default_factory=dict)  # the answers of that record
    # What its capability has looked up for these answers, by its own names, on the day of
    # `touched_on`: believed while questions are asked, and never of the summary or at sending.
    looked_up: dict[str, str] = field(default_factory=dict)

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
        return bool(self.changed) if self.record else any(self.answers.values())

    @property
    def changed(self) -> list[str]:
        """The slots that are answered otherwise than in the sent record; skipped is unanswered."""
        names = [*self.answers, *(name for name in self.before if name not in self.answers)]
        return [
            name
            for name in names
            if name != WHY.name and self.answers.get(name, "") != self.before.get(name, "")
        ]

    @property
    def asks_back(self) -> bool:
        """Whether a question about the words just typed is open."""
        return bool(self.held or self.doubt)

    def untouched_days(self, today: date) -> int:
        return (today - date.fromisoformat(self.touched_on)).days if self.touched_on else 0
