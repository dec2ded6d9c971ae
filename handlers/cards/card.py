"""What the bot shows, before it becomes LINE JSON: one Card is one bubble.

A Card says what is shown, not how it looks; render.py knows the look, limits.py LINE's limits.
"""

from dataclasses import dataclass, replace


@dataclass(frozen=True)
class Tap:
    """A postback. `data` comes back to us (≤ 300), `shown` stays in the chat as the person's."""

    data: str
    shown: str


@dataclass(frozen=True)
class Type:
    """Types `text` for the person, as if they had written it."""

    text: str


@dataclass(frozen=True)
class PickDate:
    """LINE's date picker. All days are ISO 8601, common era; the picker shows its own calendar."""

    data: str
    initial: str
    earliest: str
    latest: str


@dataclass(frozen=True)
class Camera:
    """Opens the camera (quick replies only)."""


@dataclass(frozen=True)
class CameraRoll:
    """Opens the album of the phone (quick replies only)."""


@dataclass(frozen=True)
class OpenPage:
    """A page of ours. A symbol until bot signs it for the person it is shown to."""

    page: str
    subject: str


@dataclass(frozen=True)
class OpenUrl:
    """An address elsewhere: https, tel or mailto by LINE's rules."""

    url: str


@dataclass(frozen=True)
class Share:
    """LINE's own list of friends and groups, to send `words` to, with the address of a page of ours
    that everybody may read."""

    words: str
    page: str
    subject: str


Action = Tap | Type | PickDate | Camera | CameraRoll | OpenPage | OpenUrl | Share


@dataclass(frozen=True)
class Button:
    """`label`: ≤ 40 graphemes in a bubble, ≤ 20 as a quick reply (render.py shortens)."""

    label: str
    action: Action
    primary: bool = False


@dataclass(frozen=True)
class Row:
    """One line of a list: what it is, what it says, and what a tap on it does.

    share: 0..1, drawn as a bar under the value, with its per cent beside it.
    """

    label: str
    value: str
    button: Button | None = None
    muted: bool = False
    share: float | None = None


@dataclass(frozen=True)
class Card:
    """One bubble. All parts are optional; a card with neither title, rows nor buttons is text.

    kicker: small line on top ("ข้อ 3 จาก 12"). note: what was just understood or is amiss.
    text: the question or statement. hint: an example. quick: quick replies under the bubble.
    picture: of the bot's own static ones, on top; shown where the bot is reached by https, as LINE
    wants it. beside: further bubbles to swipe to; their quick replies do not count.
    """

    text: str = ""
    title: str = ""
    kicker: str = ""
    note: str = ""
    hint: str = ""
    rows: tuple[Row, ...] = ()
    buttons: tuple[Button, ...] = ()
    quick: tuple[Button, ...] = ()
    picture: str = ""
    beside: tuple["Card", ...] = ()

    def noting(self, note: str) -> "Card":
        """The same card with `note` before its own note."""
        return replace(self, note="\n".join(part for part in (note, self.note) if part))

    def offering(self, *buttons: Button) -> "Card":
        """The same card with more buttons at its end."""
        return replace(self, buttons=self.buttons + buttons)
