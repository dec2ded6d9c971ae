"""Signed links to the bot's own pages: who may open what, until when.

Handlers write a symbolic `"uri": "link:<page>/<subject>"`; `resolve` turns it into an address at
the moment of sending. A link says who it was made for; what that person may see is judged again
when it is opened.
"""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from hashlib import sha256
from typing import Any
from urllib.parse import quote

from itsdangerous import BadData, URLSafeSerializer

from bot.settings import Settings

SYMBOL = "link:"
SHARED = "share:"
#: Opens LINE's list of friends and groups with words ready to be sent (LINE URL scheme; phones).
SHARE = "https://line.me/R/share?text="
#: The page of no page: the bot's own chat, with words typed and not yet sent (the same; phones).
CHAT = "chat"
OPEN_CHAT = "https://line.me/R/oaMessage/"
#: LINE's list of chats, where the bot's own id is not known.
CHATS = "https://line.me/R/nv/chat"
#: What is the same for everybody and no secret (the guides, their pictures) needs no signature.
OPEN = frozenset({"guide", "static"})
MAX_AGE = timedelta(days=7)
#: Where a page has a door of its own (pages/signing_in.py); all others are under /p.
DOORS = {"overview": "o/in"}
#: Pages that open in the phone's own browser: LINE's cannot keep a file that is handed over.
OUTSIDE = frozenset(
    {"export", "codes", "roster_template", "roster_result", "document", "agreement"}
)
_SALT = "philiang.pages.1"
# A token may begin with a dot, and many a proxy refuses paths like /p/.hidden.
_LEAD = "k"


@dataclass(frozen=True, slots=True)
class Opened:
    """An authentic link that still holds."""

    page: str
    subject: str
    viewer: str  # LINE user id of the person it was made for
    signed_at: datetime  # UTC


@dataclass(frozen=True, slots=True)
class Expired:
    """An authentic link that is too old; says what it was for, so that help can be offered."""

    page: str
    subject: str


@dataclass(frozen=True, slots=True)
class Forged:
    """Not one of ours, or mangled on its way."""


class Links:
    """Signs and opens links under `PUBLIC_BASE_URL`.

    `now` gives the present moment in UTC (the demo's clock can be ahead of the machine's);
    `basic_id` the bot's own id at LINE, "" where it is not known.
    """

    def __init__(
        self,
        settings: Settings,
        now: Callable[[], datetime] = lambda: datetime.now(UTC),
        basic_id: Callable[[], str] = lambda: "",
    ):
        self._base = settings.public_base_url
        self._now, self._basic_id = now, basic_id
        # itsdangerous signs with the last key and opens with any.
        self._signer = URLSafeSerializer(
            list(reversed(settings.signing_secrets)),
            salt=_SALT,
            signer_kwargs={"key_derivation": "hmac", "digest_method": sha256},
        )

    def sign(self, page: str, subject: str, viewer: str) -> str:
        """The address of `page` about `subject` (e.g. "visit", "12") for this LINE user id."""
        token = self._signer.dumps([page, subject, viewer, int(self._now().timestamp())])
        assert isinstance(token, str)
        return f"{self._base}/{DOORS.get(page, 'p')}/{_LEAD}{token}"

    def open(
        self, token: str, now: datetime, max_age: timedelta = MAX_AGE
    ) -> Opened | Expired | Forged:
        """What the token of a link says at the moment `now` (aware)."""
        try:
            page, subject, viewer, stamp = self._signer.loads(token.removeprefix(_LEAD))
            signed_at = datetime.fromtimestamp(stamp, UTC)
        except (BadData, ValueError, TypeError, OverflowError, OSError):
            return Forged()
        if now - signed_at > max_age:
            return Expired(page, subject)
        return Opened(page, subject, viewer, signed_at)

    def resolve(self, message: dict[str, Any], viewer: str) -> dict[str, Any]:
        """The LINE message with each symbolic link signed for `viewer`; the original stays as it
        was. LINE loads pictures by https alone: without it a bubble is left without its hero.
        Raises ValueError for a symbol that lacks its page or subject."""
        resolved = self._resolved(message, viewer)
        assert isinstance(resolved, dict)
        return resolved

    def _resolved(self, part: Any, viewer: str) -> Any:
        if isinstance(part, dict):
            return {
                key: self._address(value, viewer)
                if key in ("uri", "desktop", "url") and _is_symbol(value)
                else self._resolved(value, viewer)
                for key, value in part.items()
                if key != "hero" or self._base.startswith("https://")
            }
        if isinstance(part, list):
            return [self._resolved(item, viewer) for item in part]
        return part

    def chat(self, words: str) -> str:
        """The address that opens the chat with the bot, these words typed and not yet sent."""
        basic_id = self._basic_id()
        return f"{OPEN_CHAT}{quote(basic_id, safe='')}/?{quote(words)}" if basic_id else CHATS

    def _address(self, symbol: str, viewer: str) -> str:
        if symbol.startswith(SHARED):
            link, _, words = symbol.removeprefix(SHARED).partition(" ")
            return SHARE + quote(f"{words}\n{self._address(SYMBOL + link, viewer)}")
        page, _, subject = symbol.removeprefix(SYMBOL).partition("/")
        if not page or not subject:
            raise ValueError(f"a symbolic link is {SYMBOL}<page>/<subject>, not {symbol!r}")
        if page == CHAT:
            return self.chat(subject)
        if page in OPEN:
            return f"{self._base}/p/{page}/{quote(subject)}"
        address = self.sign(page, subject, viewer)
        return f"{address}?openExternalBrowser=1" if page in OUTSIDE else address


def _is_symbol(value: Any) -> bool:
    return isinstance(value, str) and value.startswith((SYMBOL, SHARED))
