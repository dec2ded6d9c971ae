"""Where the channel access token comes from: given for good, or issued for minutes at a time."""

import threading
from collections.abc import Callable
from typing import Protocol

from bot.answers import Answer, Heard, LineFault, Outcome
from bot.settings import Settings

# A stateless token lives 15 minutes (expires_in); one is used for at most 12, and for no more
# than four fifths of its life should LINE shorten it.
LONGEST_USE = 12 * 60.0
SHARE_OF_LIFE = 0.8

Post = Callable[[list[tuple[str, str]]], Heard]


class Tokens(Protocol):
    """Gives the token to call with, and perhaps another when that one is not accepted."""

    def current(self) -> str:
        """The token. Raises LineFault if there is none to be had."""

    def after_refusal(self, refused: str) -> str | None:
        """Another token than the refused one, or None. Raises LineFault as `current` does."""


class GivenToken:
    """The long-lived token of the settings: there is no other."""

    def __init__(self, token: str):
        self._token = token

    def current(self) -> str:
        return self._token

    def after_refusal(self, refused: str) -> str | None:
        return None


class StatelessTokens:
    """Tokens issued by channel id and secret (POST /oauth2/v3/token), shared by all threads.

    `post` sends the form and gives LINE's answer, or raises LineFault when none came; `seconds`
    is a clock that only goes forward.
    """

    def __init__(
        self,
        channel_id: str,
        secrets: tuple[str, ...],
        post: Post,
        seconds: Callable[[], float],
    ):
        self._channel_id = channel_id
        self._secrets = secrets
        self._post = post
        self._seconds = seconds
        self._lock = threading.Lock()
        self._token = ""
        self._good_until = 0.0

    def current(self) -> str:
        with self._lock:
            if not self._token or self._seconds() >= self._good_until:
                self._issue()
            return self._token

    def after_refusal(self, refused: str) -> str | None:
        with self._lock:
            if self._token == refused:  # else another thread has renewed it meanwhile
                self._issue()
            return self._token

    def _issue(self) -> None:
        """During a rotation only one of the two secrets is in force, so both are tried."""
        heard = None
        for secret in self._secrets:
            heard = self._post(
                [
                    ("grant_type", "client_credentials"),
                    ("client_id", self._channel_id),
                    ("client_secret", secret),
                ]
            )
            if heard.status == 200:
                return self._keep(heard)
            if heard.status not in (400, 401):
                break
        self._token = ""
        raise _not_issued(heard)

    def _keep(self, heard: Heard) -> None:
        said = heard.json() or {}
        token, life = said.get("access_token"), said.get("expires_in")
        if not isinstance(token, str) or not token:
            self._token = ""
            raise _not_issued(heard)
        seconds = float(life) if isinstance(life, int | float) else LONGEST_USE
        self._token = token
        self._good_until = self._seconds() + min(LONGEST_USE, SHARE_OF_LIFE * seconds)


def tokens_for(settings: Settings, post: Post, seconds: Callable[[], float]) -> Tokens:
    """The kind of token that the settings ask for."""
    if settings.line_channel_access_token:
        return GivenToken(settings.line_channel_access_token)
    return StatelessTokens(settings.line_channel_id, settings.channel_secrets, post, seconds)


def _not_issued(heard: Heard | None) -> LineFault:
    """Without a token nothing was sent, so a passing fault is UNREACHED, never UNSURE."""
    if heard is None:
        return LineFault(Answer(Outcome.UNAUTHORISED, why="no channel secret to ask a token with"))
    for_good = heard.status in (400, 401, 403)
    outcome = Outcome.UNAUTHORISED if for_good else Outcome.UNREACHED
    return LineFault(Answer(outcome, heard.status, heard.request_id, why="no token was issued"))
