"""What a handler wants done. It returns these; bot carries them out after the commit."""

from dataclasses import dataclass

from handlers.cards.card import Card
from models.duty_queries import Duty


@dataclass(frozen=True)
class Say:
    """Show a card to the person spoken with, in the one free reply of this turn.

    about: the record it shows ("visit:12"), so that the person may quote the message to correct it.
    """

    card: Card
    about: str = ""


@dataclass(frozen=True)
class Tell:
    """Push a card to somebody else. `once` names the reason: the same is never pushed twice."""

    line_user_id: str
    card: Card
    once: str


@dataclass(frozen=True)
class Nudge:
    """What a card is about by which `who` reminds somebody of what they owe: it is judged again,
    and put into words anew, at the moment at which it is shown."""

    who: str
    duties: tuple[Duty, ...]


@dataclass(frozen=True)
class Leave:
    """Leave a card for somebody else: it is shown under the next free reply, or in the day's one
    push. `once` names the reason: the same is never left twice. soon: that push need not wait for
    the afternoon. nudge: what the card reminds of, if it reminds of anything."""

    line_user_id: str
    card: Card
    once: str
    soon: bool = False
    nudge: Nudge | None = None


@dataclass(frozen=True)
class Unleave:
    """Take back what was left with this `once` and nobody has seen yet: it holds no more."""

    once: str


@dataclass(frozen=True)
class FetchContent:
    """Fetch the photo with this LINE message id, clean and store it."""

    line_message_id: str


@dataclass(frozen=True)
class FetchFile:
    """Fetch the file of this number, which came in the message, look at it and store it."""

    file_id: int
    message_id: str


@dataclass(frozen=True)
class WorkOnRoster:
    """Check the roster file of this number, which came in the message, or (`take`) take over what
    was confirmed. The answer of the turn waits a little for what comes of it."""

    file_id: int
    message_id: str = ""
    take: bool = False


@dataclass(frozen=True)
class FetchProfile:
    """Ask LINE what the person calls themselves there."""


@dataclass(frozen=True)
class LinkMenu:
    """Show this account the rich menu of the posts held at the moment of linking."""

    line_user_id: str


@dataclass(frozen=True)
class DeleteMedia:
    """Delete a stored photo that its sender took back."""

    media_key: str


Effect = (
    Say
    | Tell
    | Leave
    | Unleave
    | FetchContent
    | FetchFile
    | FetchProfile
    | WorkOnRoster
    | LinkMenu
    | DeleteMedia
)
