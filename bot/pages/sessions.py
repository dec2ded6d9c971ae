"""Who is looking at the overview: sealed values, and the cookie of a short session.

A seal says what it is for and until when; nothing sealed for one thing opens another. The session
holds the LINE account, a number and its end, nothing else: what the person may see is looked up at
each request, and so is whether it was signed out of, wherever a copy of its cookie lies.
"""

import secrets
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from hashlib import sha256

from flask import Request, Response
from itsdangerous import BadData, URLSafeSerializer
from sqlalchemy.orm import Session

from bot.settings import Settings
from models.overview_links import is_spent, spend_link

SESSION_LASTS = timedelta(hours=1)
COOKIE, PATH = "philiang_overview", "/o"


class Seals:
    """Seals and opens small lists of words, with the signing secrets: the newest seals, any
    opens."""

    def __init__(self, settings: Settings):
        self._secrets = list(reversed(settings.signing_secrets))
        self.secure = settings.public_base_url.startswith("https://")

    def seal(self, purpose: str, values: list[str], until: datetime) -> str:
        """These words for this purpose, good until then (aware)."""
        sealed = self._signer(purpose).dumps([*values, int(until.timestamp())])
        return sealed if isinstance(sealed, str) else sealed.decode()

    def open(self, purpose: str, sealed: str, now: datetime) -> list[str] | None:
        """The words; None where it is not ours, for something else, or over at `now`."""
        try:
            *values, until = self._signer(purpose).loads(sealed)
            if now >= datetime.fromtimestamp(until, UTC):
                return None
        except (BadData, ValueError, TypeError, OverflowError, OSError):
            return None
        return values if all(isinstance(value, str) for value in values) else None

    def _signer(self, purpose: str) -> URLSafeSerializer:
        return URLSafeSerializer(
            self._secrets,
            salt=f"philiang.{purpose}.1",
            signer_kwargs={"key_derivation": "hmac", "digest_method": sha256},
        )


@dataclass(frozen=True)
class Held:
    """A session that is not over by its own end: whose, and which."""

    account: str
    number: str

    def is_ended(self, session: Session) -> bool:
        """Whether somebody has signed out of it."""
        return is_spent(session, self._name)

    def end(self, session: Session, now: datetime) -> None:
        """Sign out: no copy of its cookie opens anything from now on."""
        spend_link(session, self._name, now, now + SESSION_LASTS)

    @property
    def _name(self) -> str:
        return f"session {self.number}"


def begin(response: Response, seals: Seals, account: str, now: datetime) -> None:
    """Let this browser look as that LINE account for an hour."""
    sealed = seals.seal("session", [account, secrets.token_hex(16)], now + SESSION_LASTS)
    set_cookie(response, seals, COOKIE, sealed, SESSION_LASTS)


def held_by(request: Request, seals: Seals, now: datetime) -> Held | None:
    """The session of this browser; None without one. Whether it was ended, the database knows."""
    values = seals.open("session", request.cookies.get(COOKIE, ""), now)
    return Held(*values) if values and len(values) == 2 else None


def forget(response: Response, seals: Seals, name: str = COOKIE) -> None:
    """Take the cookie back."""
    response.delete_cookie(name, path=PATH, secure=seals.secure, httponly=True, samesite="Lax")


def set_cookie(response: Response, seals: Seals, name: str, value: str, lasts: timedelta) -> None:
    """A cookie that scripts do not see and other sites do not send along with what they post."""
    response.set_cookie(
        name,
        value,
        max_age=int(lasts.total_seconds()),
        path=PATH,
        secure=seals.secure,
        httponly=True,
        samesite="Lax",
    )
