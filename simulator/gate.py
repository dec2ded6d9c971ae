"""The way into LINE's API: faults, the access token, sizes, JSON, and the log of each call."""

import json
import time
from collections.abc import Callable
from dataclasses import dataclass, field
from functools import wraps
from typing import Any

from flask import Blueprint, Response, g, request

from simulator import ids
from simulator.faults import RATE_LIMITED, Fault, Faults
from simulator.http import DropConnection
from simulator.people import Json
from simulator.platform import Platform

LARGEST_REQUEST = 2 * 1024 * 1024
UNAUTHORISED = (
    "Authentication failed due to the following reason: invalid token. Confirm that the access "
    "token in the authorization header is valid."
)


@dataclass
class Answer:
    """What a call gets back. Bytes go out as they are, anything else as JSON."""

    body: Any = field(default_factory=dict)
    status: int = 200
    headers: dict[str, str] = field(default_factory=dict)
    content_type: str = "application/json"


class Refused(Exception):
    """LINE says no. `limit` names the broken rule for /_sim/calls; LINE itself does not tell it."""

    def __init__(
        self,
        status: int,
        message: str,
        details: list[dict[str, str]] | None = None,
        limit: str = "",
        **more: Any,
    ) -> None:
        super().__init__(message)
        self.status = status
        self.details = details
        self.limit = limit or message
        self.more = more

    def answer(self) -> Answer:
        body: Json = {"message": str(self)}
        if self.details:
            body["details"] = self.details
        headers = self.more.pop("headers", {})
        return Answer({**body, **self.more}, self.status, headers)


class Gate:
    """Makes API endpoints of plain functions that give an Answer or raise Refused."""

    def __init__(self, platform: Platform, faults: Faults) -> None:
        self.platform = platform
        self.faults = faults

    def endpoint(
        self,
        blueprint: Blueprint,
        method: str,
        rule: str,
        name: str,
        *,
        auth: bool = True,
        largest: int = LARGEST_REQUEST,
    ) -> Callable[[Callable[..., Answer]], Callable[..., Response]]:
        """Register a function at `method rule`; faults know it by `name`."""

        def register(function: Callable[..., Answer]) -> Callable[..., Response]:
            @wraps(function)
            def call(**path: str) -> Response:
                return self._call(name, auth, largest, lambda: function(**path))

            endpoint = f"{method} {rule}".replace(".", "_")  # Flask takes no dots in names
            blueprint.add_url_rule(rule, endpoint, call, methods=[method])
            return call

        return register

    def _call(
        self, name: str, auth: bool, largest: int, function: Callable[[], Answer]
    ) -> Response:
        g.request_id = ids.request_id()
        started = time.perf_counter()
        entry: Json = {
            "at_ms": self.platform.now_ms(),
            "endpoint": name,
            "method": request.method,
            "path": request.path,
            "request_id": g.request_id,
            "retry_key": request.headers.get("X-Line-Retry-Key"),
            "body": _shown_body(),
            "verdict": "accepted",
        }
        fault = self.faults.take(name)
        entry["fault"] = fault.kind if fault else None
        try:
            answer = self._before(fault)
            if answer is None:
                answer = self._checked(auth, largest, function)
                self._after(fault)
            elif answer.status >= 300 or answer.status == 202:
                entry["verdict"] = "fault"
            if fault and fault.kind == "accept_then_500":
                answer = Answer(fault.answer_body(), fault.status)
        except Refused as refused:
            entry |= {"verdict": "refused", "limit": refused.limit, "message": str(refused)}
            entry["details"] = refused.details
            answer = refused.answer()
        except DropConnection:
            self.platform.log_call(entry | {"status": None, "ms": _since(started)})
            raise
        entry["answer"] = answer.body if isinstance(answer.body, dict) else None
        entry["chat_id"] = g.get("chat_id")  # of a reply, whose body does not name it
        self.platform.log_call(entry | {"status": answer.status, "ms": _since(started)})
        return self._response(answer)

    def _before(self, fault: Fault | None) -> Answer | None:
        if fault is None:
            return None
        if fault.kind == "reset":
            raise DropConnection
        if fault.kind == "delay":
            self._hold(fault.seconds)
        if fault.kind in {"status", "over_quota"}:
            return Answer(fault.answer_body(), fault.status, dict(fault.headers))
        if fault.kind == "not_ready":
            return Answer({}, 202)
        if fault.kind == "gone":
            return Answer({"message": "Gone"}, 410)
        return None

    def _after(self, fault: Fault | None) -> None:
        if fault is None:
            return
        if fault.kind == "accept_then_reset":
            raise DropConnection
        if fault.kind == "accept_then_delay":
            self._hold(fault.seconds)

    def _hold(self, seconds: float) -> None:
        with self.platform.lock:
            self.platform.wait(lambda: False, seconds)

    def _checked(self, auth: bool, largest: int, function: Callable[[], Answer]) -> Answer:
        if auth:
            scheme, _, token = request.headers.get("Authorization", "").partition(" ")
            if scheme.lower() != "bearer" or not self.platform.access_tokens.good(token.strip()):
                raise Refused(401, UNAUTHORISED, limit="access token")
        if (request.content_length or 0) > largest:
            raise Refused(413, "Request Entity Too Large", limit=f"request: at most {largest} B")
        with self.platform.lock:
            over = self.platform.rates.take(request.method, str(request.url_rule))
        if over:
            raise Refused(429, RATE_LIMITED, limit=over)
        return function()

    def _response(self, answer: Answer) -> Response:
        body = answer.body
        if not isinstance(body, bytes | str):
            body = json.dumps(body, ensure_ascii=False)
        response = Response(body, answer.status, content_type=answer.content_type)
        response.headers["X-Line-Request-Id"] = g.request_id
        response.headers.update(answer.headers)
        return response


def json_body(known: set[str] | None = None) -> Json:
    """The request's JSON object; raises Refused as LINE does when it is none.

    With `known`, a field outside it is refused too. LINE's own answer to such a field is not
    documented; on the desk a mistyped field should be seen.
    """
    try:
        body = json.loads(request.get_data())
    except ValueError:
        raise Refused(400, "The request body could not be parsed as JSON", limit="JSON") from None
    if not isinstance(body, dict):
        raise Refused(400, "The request body could not be parsed as JSON", limit="JSON object")
    for name in sorted(set(body) - known if known is not None else ()):
        raise Refused(
            400,
            "The request body has 1 error(s)",
            [{"property": name, "message": "unknown field"}],
            f"unknown field {name}",
        )
    return body


def _shown_body() -> Any:
    if "json" not in (request.content_type or ""):
        return None  # images, and forms that carry a secret
    return request.get_json(silent=True)


def _since(started: float) -> float:
    return round((time.perf_counter() - started) * 1000, 1)
