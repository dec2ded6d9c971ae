"""Who is looking at the overview: sealed values, and the cookie of a short session.

A seal says what it is for and until when; nothing sealed for one thing opens another. The session
holds the LINE account and its end, nothing else: what the person may see is looked up at each
request.
"""

from datetime import UTC, datetime, timedelta
from hashlib import sha256

from flask import Request, Response
from itsdangerous import BadData, URLSafeSerializer

from bot.settings import Settings

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


def begin(response: Response, seals: Seals, account: str, now: datetime) -> None:
    """Let this browser look as that LINE account for an hour."""
    sealed = seals.seal("session", [account], now + SESSION_LASTS)
    set_cookie(response, seals, COOKIE, sealed, SESSION_LASTS)


def account_of(request: Request, seals: Seals, now: datetime) -> str | None:
    """The LINE account whose session this browser has; None without one that still holds."""
    values = seals.open("session", request.cookies.get(COOKIE, ""), now)
    return values[0] if values and len(values) == 1 else None


def end(response: Response, seals: Seals, name: str = COOKIE) -> None:
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
