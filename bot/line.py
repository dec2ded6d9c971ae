"""The only user of line-bot-sdk: everything the bot says to LINE goes through here.

Of the SDK it uses the client and its transport, one for the process. Messages are plain JSON
dicts and go out as they are: the SDK's own models would cost milliseconds for each Flex message
and drop fields that they do not know. Two more traps are kept out: `call_api` loses the status of
an error whose body is not UTF-8, and it reads content whole, so calls go through `rest_client`
and content through its connection pool.
"""

import os
import ssl
import threading
import time
from collections.abc import Callable, Sequence
from typing import Any, BinaryIO
from urllib.parse import quote

import structlog
import urllib3
from linebot.v3.messaging import ApiClient, ApiException, Configuration
from urllib3.exceptions import ConnectTimeoutError, NewConnectionError

from bot.answers import (
    Answer,
    BotInfo,
    ContentAnswer,
    Heard,
    LineFault,
    Outcome,
    Quota,
    judge,
)
from bot.content import fetch
from bot.pace import Pace
from bot.settings import Settings
from bot.tokens import tokens_for

__all__ = ["Line", "LineFault", "Quota"]

POOL_SIZE = 32  # at least as many as there are threads that send
CONNECT_SECONDS = 3.0
READ_SECONDS = 8.0  # between two pieces of an answer
LOADING_STEPS = range(5, 61, 5)  # what LINE's loading animation takes

Body = dict[str, Any] | bytes | None
Headers = dict[str, str] | None
Form = list[tuple[str, str]] | None

log = structlog.get_logger()


class Line:
    """The Messaging API of one channel. Thread-safe; made cheaply, connects at first use, and
    again in a process that was forked from the one that made it.

    `connect_seconds` and `read_seconds` bound each call; sending never raises, asking raises
    LineFault. `pace`: how fast this process may call; a call beyond that waits for its turn.
    """

    def __init__(
        self,
        settings: Settings,
        *,
        connect_seconds: float = CONNECT_SECONDS,
        read_seconds: float = READ_SECONDS,
        seconds: Callable[[], float] = time.monotonic,
        pace: Pace | None = None,
    ):
        self._pace = pace or Pace()
        self._api_base = settings.api_base
        self._content_base = settings.content_base
        self._timeouts = (connect_seconds, read_seconds)
        self._seconds = seconds
        self._tokens = tokens_for(settings, self._ask_for_token, seconds)
        self._lock = threading.Lock()
        self._made_in: int | None = None
        self._made: Any = None

    # --- saying -----------------------------------------------------------------------------

    def reply(self, token: str, messages: list[dict[str, Any]]) -> Answer:
        """Answers an event with 1 to 5 messages; free, and the token works once."""
        return self._send("reply", "message/reply", {"replyToken": token, "messages": messages})

    def push(self, to: str, messages: list[dict[str, Any]], retry_key: str) -> Answer:
        """Sends 1 to 5 messages at the cost of one. `retry_key` is a UUID kept with the message:
        the same key within 24 hours is never delivered twice."""
        body = {"to": to, "messages": messages}
        return self._send("push", "message/push", body, {"X-Line-Retry-Key": retry_key})

    def multicast(
        self, to: Sequence[str], messages: list[dict[str, Any]], retry_key: str
    ) -> Answer:
        """Sends 1 to 5 messages, the same to each of at most 500 people, at the cost of one for
        each of them whom LINE reaches; it does not tell who they are. `retry_key`: see `push`."""
        body = {"to": list(to), "messages": messages}
        return self._send("multicast", "message/multicast", body, {"X-Line-Retry-Key": retry_key})

    def show_loading(self, user_id: str, seconds: int) -> Answer:
        """Shows the moving dots for up to a minute, rounded up to LINE's steps of five seconds."""
        rounded = next((step for step in LOADING_STEPS if step >= seconds), LOADING_STEPS[-1])
        return self._send(
            "loading", "chat/loading/start", {"chatId": user_id, "loadingSeconds": rounded}
        )

    def mark_as_read(self, token: str) -> Answer:
        """Marks the message of this markAsReadToken, and those before it, as read."""
        return self._send("mark_as_read", "chat/markAsRead", {"markAsReadToken": token})

    # --- asking -----------------------------------------------------------------------------

    def profile(self, user_id: str) -> str | None:
        """The person's display name, or None where LINE does not tell it (blocked, no friend)."""
        try:
            said = self._ask("profile", f"profile/{quote(user_id, safe='')}")
        except LineFault as fault:
            if fault.answer.status in (400, 404):
                return None
            raise
        name = said.get("displayName")
        return name if isinstance(name, str) and name else None

    def quota(self) -> Quota:
        """How many messages the month has and how many are used."""
        allowed = self._ask("quota", "message/quota")
        consumed = self._ask("consumption", "message/quota/consumption")
        limit = allowed.get("value") if allowed.get("type") == "limited" else None
        used = consumed.get("totalUsage")
        return Quota(
            limit if isinstance(limit, int) else None, used if isinstance(used, int) else 0
        )

    def bot_info(self) -> BotInfo:
        """Who the channel is; `user_id` is the `destination` of its webhooks."""
        said = self._ask("info", "info")
        return BotInfo(
            str(said.get("userId", "")),
            str(said.get("chatMode", "")),
            str(said.get("markAsReadMode", "")),
            str(said.get("basicId", "")),
        )

    def content(self, message_id: str, into: BinaryIO, max_bytes: int) -> ContentAnswer:
        """Streams the content of a message into a file and stops beyond `max_bytes`.

        Only after OK does `into` hold something of use.
        """
        url = f"{self._content_base}/v2/bot/message/{quote(message_id, safe='')}/content"
        begun = self._seconds()
        answer = fetch(lambda: self._open(url), into, max_bytes, lambda: self._seconds() - begun)
        self._note("content", answer.status, answer.request_id, begun, answer.why)
        return answer

    def call(
        self, endpoint: str, method: str, url: str, body: Body = None, headers: Headers = None
    ) -> Heard:
        """Any other call, whatever its status. Raises LineFault when no answer came."""
        return self._authorised(
            lambda token: self._hear(endpoint, method, url, token, body, headers)
        )

    # --- how --------------------------------------------------------------------------------

    def _send(self, endpoint: str, path: str, body: Body, headers: Headers = None) -> Answer:
        url = f"{self._api_base}/v2/bot/{path}"
        try:
            heard = self.call(endpoint, "POST", url, body, headers)
        except LineFault as fault:
            return fault.answer
        return judge(heard) or self._judge_unclear(endpoint, heard)

    def _judge_unclear(self, endpoint: str, heard: Heard) -> Answer:
        """A 429 in words that we do not know: the quota says whether the month or the rate is
        meant. Only pushes and multicasts count."""
        spent = False
        if endpoint in ("push", "multicast"):
            try:
                spent = self.quota().spent
            except LineFault:
                spent = False  # backing off is the answer that can be mended
        outcome = Outcome.OVER_QUOTA if spent else Outcome.RATE_LIMITED
        return Answer(outcome, heard.status, heard.request_id, why="429 without a known reason")

    def _ask(self, endpoint: str, path: str) -> dict[str, Any]:
        heard = self.call(endpoint, "GET", f"{self._api_base}/v2/bot/{path}")
        said = heard.json()
        if heard.status == 200 and said is not None:
            return said
        answer = judge(heard) or Answer(Outcome.RATE_LIMITED, heard.status, heard.request_id)
        raise LineFault(answer)

    def _authorised(self, call: Callable[[str], Heard]) -> Heard:
        """Calls with the token, and once more with another if LINE does not accept it. What was
        answered 401 was not done, so the second call cannot double it."""
        token = self._tokens.current()
        heard = call(token)
        if heard.status != 401:
            return heard
        other = self._tokens.after_refusal(token)
        return call(other) if other else heard

    def _ask_for_token(self, form: list[tuple[str, str]]) -> Heard:
        url = f"{self._api_base}/oauth2/v3/token"
        headers = {"Content-Type": "application/x-www-form-urlencoded"}
        try:
            return self._hear("token", "POST", url, None, None, headers, form)
        except LineFault as fault:  # whatever it was, the message itself was not sent
            raise LineFault(Answer(Outcome.UNREACHED, why=fault.answer.why)) from None

    def _hear(
        self,
        endpoint: str,
        method: str,
        url: str,
        token: str | None,
        body: Body = None,
        headers: Headers = None,
        form: Form = None,
    ) -> Heard:
        """One HTTP call in its turn, whatever its status. Raises LineFault when no answer came."""
        self._pace.wait(endpoint)
        begun = self._seconds()
        try:
            heard = self._request(method, url, token, body, headers, form)
        except (NewConnectionError, ConnectTimeoutError) as fault:
            answer = Answer(Outcome.UNREACHED, why=type(fault).__name__)
        except Exception as fault:  # resets, time-outs, TLS, and what the SDK does not wrap
            answer = Answer(Outcome.UNSURE, why=type(fault).__name__)
        else:
            self._note(endpoint, heard.status, heard.request_id, begun)
            return heard
        self._note(endpoint, None, None, begun, answer.why)
        raise LineFault(answer)

    def _request(
        self, method: str, url: str, token: str | None, body: Body, headers: Headers, form: Form
    ) -> Heard:
        try:
            response = self._client.rest_client.request(
                method,
                url,
                headers={"Content-Type": "application/json", **self._headers(token)}
                | (headers or {}),
                body=body,
                post_params=form,
                _request_timeout=self._timeouts,
            )
        except ApiException as refusal:
            if not refusal.status:  # how the SDK reports TLS faults
                raise
            return Heard(refusal.status, refusal.headers or {}, refusal.body or b"")
        return Heard(response.status, response.getheaders(), response.data)

    def _open(self, url: str) -> urllib3.BaseHTTPResponse:
        """The answer to a GET, not read yet; with another token if LINE does not accept ours."""
        pool: urllib3.PoolManager = self._client.rest_client.pool_manager

        def get(token: str) -> urllib3.BaseHTTPResponse:
            return pool.request(
                "GET",
                url,
                headers=self._headers(token),
                preload_content=False,
                decode_content=False,  # nothing here is to be unpacked beyond its cap
                timeout=urllib3.Timeout(*self._timeouts),
            )

        token = self._tokens.current()
        response = get(token)
        if response.status != 401 or not (other := self._tokens.after_refusal(token)):
            return response
        response.close()
        return get(other)

    def _headers(self, token: str | None) -> dict[str, str]:
        headers = {"User-Agent": self._client.user_agent}
        if token is not None:
            headers["Authorization"] = f"Bearer {token}"
        return headers

    @property
    def _client(self) -> Any:
        """The process's own ApiClient: connections must not be shared across a fork."""
        if self._made_in != os.getpid():
            with self._lock:
                if self._made_in != os.getpid():
                    self._made = _new_client()
                    self._made_in = os.getpid()
        return self._made

    def _note(
        self,
        endpoint: str,
        status: int | None,
        request_id: str | None,
        begun: float,
        why: str | None = None,
    ) -> None:
        """LINE keeps no logs for its users: its request id is what support asks for."""
        log.info(
            "line_call",
            endpoint=endpoint,
            status=status,
            line_request_id=request_id,
            ms=round((self._seconds() - begun) * 1000),
            **({"why": why} if why else {}),
        )


def _new_client() -> Any:
    # The token goes with each call, since one that is renewed must take effect at once.
    configuration = Configuration(access_token="")
    configuration.retries = False  # the outbox decides what is tried again, and when
    configuration.connection_pool_maxsize = POOL_SIZE
    client = ApiClient(configuration)
    # One TLS context for all connections: loading the CA bundle for each costs 25 ms of CPU.
    client.rest_client.pool_manager.connection_pool_kw["ssl_context"] = ssl.create_default_context()
    return client
