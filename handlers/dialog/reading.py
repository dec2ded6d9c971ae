"""What reading an answer can come to, and what every Kind of answer can do.

Reading typed text ends in one of three: Took (a canonical value), Unsure (a question back, with
the readings that are plausible), Missed (what was read, what is wrong, how to go on). A wrong
guess is worse than a question.
"""

from dataclasses import dataclass
from functools import lru_cache
from typing import Protocol

from handlers.dialog.world import Option, World
from handlers.texts import t
from handlers.thai.fold import bare, tidy


@dataclass(frozen=True)
class Took:
    value: str


@dataclass(frozen=True)
class Unsure:
    """`question` about the typed words; `options` are the readings, to be tapped as SURE.

    beside: where several may be chosen, the values that were named surely beside the unsure one.
    """

    question: str
    options: tuple[Option, ...]
    beside: tuple[str, ...] = ()


@dataclass(frozen=True)
class Missed:
    why: str


Reading = Took | Unsure | Missed


class Kind(Protocol):
    """What every sort of answer can do. `slot` is the slot's name, for options of the world.

    options: what to offer as buttons. read: typed text. check: a canonical value, of a button of
    any age. show: a canonical value in words.
    """

    @property
    def free_text(self) -> bool: ...
    @property
    def several(self) -> bool: ...
    def options(self, slot: str, world: World) -> tuple[Option, ...]: ...
    def read(self, typed: str, slot: str, world: World) -> Reading: ...
    def check(self, value: str, slot: str, world: World) -> Reading: ...
    def show(self, value: str, slot: str, world: World) -> str: ...


def pick(typed: str, options: tuple[Option, ...]) -> Option | None:
    """The option that `typed` names: by its number ("2", "ข้อ ๒"), its label or a synonym."""
    wanted = bare(typed)
    number = wanted.removeprefix(t("dialog.item_word"))
    if number.isdecimal() and len(number) <= 3 and 1 <= int(number) <= len(options):
        return options[int(number) - 1]
    for option in options:
        if wanted in {_bare_label(option.label), *(_bare_label(word) for word in option.words)}:
            return option
    return None


def label_of(value: str, options: tuple[Option, ...]) -> str:
    return next((option.label for option in options if option.value == value), value)


def quote(typed: str) -> str:
    """The person's words as we quote them back: one line, not longer than a glance."""
    words = " ".join(tidy(typed[:400]).split())
    return words if len(words) <= 40 else words[:40] + "…"


@lru_cache(maxsize=4096)
def _bare_label(label: str) -> str:
    # Labels of ours alone, never what people type: folding them anew each turn costs the most.
    return bare(label)
