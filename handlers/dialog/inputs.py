"""What a person may hand to a conversation, whatever LINE called it."""

from dataclasses import dataclass
from enum import StrEnum
from functools import cache

from handlers.dialog.press import Press
from handlers.texts import t
from handlers.thai.fold import bare, tidy


class Control(StrEnum):
    """The eight words that work in every state, only as the whole message."""

    BACK = "back"
    EDIT = "edit"
    SKIP = "skip"
    PAUSE = "pause"
    RESUME = "resume"
    CANCEL = "cancel"
    MENU = "menu"
    HELP = "help"


@dataclass(frozen=True)
class Typed:
    """Text. `command`: the label of the command that the whole text would be, if any.

    message_id: LINE's id of the message, so that the answers it gave go when it is taken back.
    """

    text: str
    command: str | None = None
    message_id: str | None = None


@dataclass(frozen=True)
class Pressed:
    press: Press


@dataclass(frozen=True)
class Picked:
    """A day from LINE's picker: the button's press, with the ISO day that was picked."""

    press: Press
    day: str


@dataclass(frozen=True)
class Photo:
    line_message_id: str


@dataclass(frozen=True)
class FileSent:
    """A file, by the number under which it is known here."""

    number: int
    message_id: str


@dataclass(frozen=True)
class Located:
    """A place sent from LINE's map. `title` and `address` may be empty; degrees, WGS 84."""

    title: str
    address: str
    latitude: float
    longitude: float
    message_id: str | None = None


@dataclass(frozen=True)
class Other:
    """A sticker, a voice message, a video, a file, a place: `kind` is LINE's word for it."""

    kind: str


Input = Typed | Pressed | Picked | Photo | FileSent | Located | Other


def control_of(text: str) -> Control | None:
    """The control word that the whole of `text` is, or None.

    A sentence that merely contains a control word ("ขอยกเลิกประชุม") is none.
    """
    whole = bare(text)
    for control in Control:
        if whole and whole in bare_words(f"controls.{control.value}"):
            return control
    return None


def edit_target(text: str) -> str | None:
    """What is to be edited in "แก้ไข วันที่": the words behind the control word, or None.

    The caller must check that a slot is called so: "แก้ไขปัญหาการอ่าน" may be an answer.
    """
    words = tidy(text)
    for word in words_of("controls.edit"):
        if words.startswith(word) and words != word:
            return words.removeprefix(word).strip()
    return None


def words_of(key: str) -> tuple[str, ...]:
    """The words of a catalog entry that lists synonyms with | between."""
    return tuple(word.strip() for word in t(key).split("|"))


@cache
def bare_words(key: str) -> frozenset[str]:
    """The words of a catalog entry as commands are matched (handlers/thai/fold.py, `bare`)."""
    return frozenset(bare(word) for word in words_of(key))
