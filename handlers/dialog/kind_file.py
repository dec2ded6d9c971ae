"""A web address, or a file that is sent in the chat."""

from dataclasses import dataclass

from handlers.dialog.kind_contact import Link
from handlers.dialog.reading import Missed, Reading, Took
from handlers.dialog.world import World
from handlers.texts import t

#: What stands before the number of a file in the canonical answer.
FILE = "file:"


@dataclass(frozen=True)
class LinkOrFile(Link):
    """Canonical: the address, or "file:12"; the world knows what the file is called, as long as it
    can be kept."""

    secure: bool = True

    def check(self, value: str, slot: str, world: World) -> Reading:
        if not value.startswith(FILE):
            return self.read(value, slot, world)
        return Took(value) if value in world.files else Missed(t("dialog.miss.file_gone"))

    def show(self, value: str, slot: str, world: World) -> str:
        return world.files.get(value, value)


def file_answer(number: int) -> str:
    """The canonical answer that is the file of this number."""
    return f"{FILE}{number}"


def file_number(answer: str) -> int | None:
    """The number of the file that an answer names; None where it is none."""
    return int(answer.removeprefix(FILE)) if answer.startswith(FILE) else None
