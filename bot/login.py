"""LINE Login in the web: the address to sign in at, and who came back from it.

The ID token is never read here: LINE's own verify endpoint says whose it is, whether it was made
for this channel, and whether for this very sign-in (nonce). With `LINE_API_BASE` all three
addresses are on that host.
"""

import base64
import secrets
from dataclasses import dataclass
from hashlib import sha256
from typing import Any
from urllib.parse import urlencode

import urllib3
from urllib3.exceptions import HTTPError

from bot.settings import Settings

ISSUER = "https://access.line.me"
_SECONDS = 8.0


class LoginRefused(Exception):
    """LINE does not vouch for it. The text is for the log and names nobody."""


class LoginAway(Exception):
    """LINE did not answer, or with a fault of its own."""


@dataclass(frozen=True)
class Begun:
    """One sign-in that has begun: what has to come back, or fit what comes back."""

    state: str
    nonce: str
    verifier: str

    @classmethod
    def new(cls) -> "Begun":
        # LINE: state is alphanumeric and no URL-encoded string; a verifier has 43 to 128 signs.
        return cls(secrets.token_hex(16), secrets.token_hex(16), secrets.token_urlsafe(48))

    @property
    def challenge(self) -> str:
        """PKCE's S256 of the verifier."""
        digest = sha256(self.verifier.encode()).digest()
        return base64.urlsafe_b64encode(digest).rstrip(b"=").decode()


class LineLogin:
    """The LINE Login channel of these settings."""

    def __init__(self, settings: Settings):
        self._id = settings.line_login_channel_id
        self._secret = settings.line_login_channel_secret
        self._api = settings.api_base
        self._access = settings.line_api_base or ISSUER
        self.back = f"{settings.public_base_url}/o/login/back"
        self._pool = urllib3.PoolManager(retries=False, timeout=_SECONDS)

    @property
    def configured(self) -> bool:
        return bool(self._id and self._secret)

    def address(self, begun: Begun) -> str:
        """Where the browser goes to sign in."""
        asked = {
            "response_type": "code",
            "client_id": self._id,
            "redirect_uri": self.back,
            "state": begun.state,
            "scope": "openid",
            "nonce": begun.nonce,
            "code_challenge": begun.challenge,
            "code_challenge_method": "S256",
            "ui_locales": "th-TH",
        }
        return f"{self._access}/oauth2/v2.1/authorize?{urlencode(asked)}"

    def account(self, code: str, begun: Begun) -> str:
        """The LINE user id of who signed in. Raises LoginRefused or LoginAway."""
        tokens = self._post(
            "/oauth2/v2.1/token",
            {
                "grant_type": "authorization_code",
                "code": code,
                "redirect_uri": self.back,
                "client_id": self._id,
                "client_secret": self._secret,
                "code_verifier": begun.verifier,
            },
        )
        said = self._post(
            "/oauth2/v2.1/verify",
            {
                "id_token": str(tokens.get("id_token", "")),
                "client_id": self._id,
                "nonce": begun.nonce,
            },
        )
        # LINE has checked these against what was sent along; a second look costs nothing.
        fits = {"iss": ISSUER, "aud": self._id, "nonce": begun.nonce}
        wrong = [name for name, value in fits.items() if said.get(name) != value]
        if wrong:
            raise LoginRefused(f"ID token: {', '.join(wrong)}")
        account = said.get("sub")
        if not isinstance(account, str) or not account:
            raise LoginRefused("ID token: sub")
        return account

    def _post(self, path: str, form: dict[str, str]) -> dict[str, Any]:
        headers = {"Content-Type": "application/x-www-form-urlencoded"}
        try:
            answer = self._pool.request(
                "POST", f"{self._api}{path}", body=urlencode(form), headers=headers
            )
            said = answer.json() if answer.status < 500 else None
        except (HTTPError, ValueError) as fault:
            raise LoginAway(type(fault).__name__) from None
        if not isinstance(said, dict) or answer.status == 429:
            raise LoginAway(f"{path}: {answer.status}")
        if answer.status != 200:
            raise LoginRefused(f"{path}: {answer.status} {said.get('error', '')}"[:80])
        return said
