"""What a handler wants done. It returns these; bot carries them out after the commit."""

from dataclasses import dataclass

from handlers.cards.card import Card


@dataclass(frozen=True)
class Say:
    """Show a card to the person spoken with, in the one free reply of this turn."""

    card: Card


@dataclass(frozen=True)
class Tell:
    """Push a card to somebody else. `once` names the reason: the same is never pushed twice."""

    line_user_id: str
    card: Card
    once: str


@dataclass(frozen=True)
class FetchContent:
    """Fetch the photo with this LINE message id, clean and store it."""

    line_message_id: str


@dataclass(frozen=True)
class FetchProfile:
    """Ask LINE what the person calls themselves there."""


@dataclass(frozen=True)
class DeleteMedia:
    """Delete a stored photo that its sender took back."""

    media_key: str


Effect = Say | Tell | FetchContent | FetchProfile | DeleteMedia
