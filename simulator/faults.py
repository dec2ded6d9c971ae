"""Faults that a test or the page can order: the next `times` calls of an endpoint go wrong.

Kinds: "status" answers without doing anything, and "over_quota" so with 429 and the words that say
that the month's messages are used up; "delay" holds the call, then does it;
"accept_then_500", "accept_then_delay" and "accept_then_reset" do it and then fail to say so;
"reset" cuts the line before doing anything; "not_ready" answers 202 and "gone" 410 for content.
"""

import threading
from dataclasses import dataclass, field
from typing import Any

KINDS = (
    "status",
    "over_quota",
    "delay",
    "accept_then_500",
    "accept_then_delay",
    "accept_then_reset",
    "reset",
    "not_ready",
    "gone",
)
ENDPOINTS = (
    "reply",
    "push",
    "multicast",
    "validate",
    "content",
    "profile",
    "quota",
    "token",
    "loading",
    "mark_as_read",
    "info",
    "webhook_endpoint",
    "rich_menu",
    "*",
)

RATE_LIMITED = "The API rate limit has been exceeded. Try again later."
OVER_QUOTA = "You have reached your monthly limit."


@dataclass
class Fault:
    """One ordered fault. `body` None: the text LINE itself would send with that status."""

    endpoint: str
    kind: str
    times: int = 1
    status: int = 500
    seconds: float = 0.0
    body: Any = None
    headers: dict[str, str] = field(default_factory=dict)
    number: int = 0

    def __post_init__(self) -> None:
        if self.kind == "over_quota":
            self.status = 429

    def answer_body(self) -> Any:
        if self.body is not None:
            return self.body
        if self.kind == "over_quota":
            return {"message": OVER_QUOTA}
        usual = {
            401: "Authentication failed due to the following reason: invalid token. Confirm that "
            "the access token in the authorization header is valid.",
            429: RATE_LIMITED,
            500: "Internal Server Error",
            503: "Service Unavailable",
        }
        return {"message": usual.get(self.status, "Something went wrong")}


class BadFault(ValueError):
    """An order for a fault that makes no sense; the text says what."""


class Faults:
    """The faults still to come, in the order they were ordered."""

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._waiting: list[Fault] = []
        self._ordered = 0

    def order(self, wish: dict[str, Any]) -> Fault:
        """Add one, from {"endpoint", "kind", "times"?, "status"?, "seconds"?, "body"?, "headers"?}.

        Raises BadFault on an unknown endpoint, kind or field.
        """
        unknown = set(wish) - (set(Fault.__dataclass_fields__) - {"number"})
        if unknown:
            raise BadFault(f"unknown field {sorted(unknown)[0]}")
        if wish.get("endpoint") not in ENDPOINTS:
            raise BadFault(f"endpoint must be one of {', '.join(ENDPOINTS)}")
        if wish.get("kind") not in KINDS:
            raise BadFault(f"kind must be one of {', '.join(KINDS)}")
        fault = Fault(**wish)
        with self._lock:
            self._ordered += 1
            fault.number = self._ordered
            self._waiting.append(fault)
        return fault

    def take(self, endpoint: str) -> Fault | None:
        """The fault that hits this call, if any; it counts as used."""
        with self._lock:
            for fault in self._waiting:
                if fault.endpoint in {endpoint, "*"}:
                    fault.times -= 1
                    if fault.times <= 0:
                        self._waiting.remove(fault)
                    return fault
        return None

    def call_off(self, number: int) -> None:
        """Forget the fault with this number, if it is still to come."""
        with self._lock:
            self._waiting = [fault for fault in self._waiting if fault.number != number]

    def clear(self) -> None:
        with self._lock:
            self._waiting.clear()

    def waiting(self) -> list[dict[str, Any]]:
        """What is still to come, for the page and for tests."""
        with self._lock:
            return [vars(fault).copy() for fault in self._waiting]
