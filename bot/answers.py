"""What came of a call to LINE, in words that the outbox can act on. Pure: no network, no SDK."""

import json
from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum
from typing import Any

LONGEST_WHY = 300


class Outcome(StrEnum):
    """What became of a message, as far as can be known."""

    SENT = "sent"
    ALREADY_SENT = "already_sent"  # 409: LINE took it on an earlier try with this retry key
    UNSURE = "unsure"  # it may have been delivered: time-out, reset, 5xx, unreadable answer
    UNREACHED = "unreached"  # surely not delivered, nothing is used up: try again later
    DEAD_REPLY_TOKEN = "dead_reply_token"  # noqa: S105 - used or expired; nothing was shown
    RATE_LIMITED = "rate_limited"  # surely not delivered: back off
    OVER_QUOTA = "over_quota"  # the month's messages are spent
    REFUSED = "refused"  # LINE will never take this message
    UNAUTHORISED = "unauthorised"  # the token is not accepted, nor was a fresh one


@dataclass(frozen=True, slots=True)
class Answer:
    """The outcome of one call. `status` is None when no answer came; `why` is LINE's own message
    about a refusal or the kind of a fault, never anything that was to be sent."""

    outcome: Outcome
    status: int | None = None
    request_id: str | None = None
    message_ids: tuple[str, ...] = ()
    why: str | None = None


class ContentOutcome(StrEnum):
    """What became of fetching the content of a message."""

    OK = "ok"
    NOT_READY = "not_ready"  # 202: LINE still prepares it, ask again
    GONE = "gone"  # unsent, unknown, or kept no longer
    TOO_LARGE = "too_large"
    FAULT = "fault"  # ask again


@dataclass(frozen=True, slots=True)
class ContentAnswer:
    """The outcome of fetching content; `size` in bytes, as received."""

    outcome: ContentOutcome
    status: int | None = None
    request_id: str | None = None
    size: int = 0
    content_type: str | None = None
    why: str | None = None


@dataclass(frozen=True, slots=True)
class Quota:
    """The month's messages: `limit` None is unlimited; `used` is approximate, says LINE."""

    limit: int | None
    used: int

    @property
    def spent(self) -> bool:
        return self.limit is not None and self.used >= self.limit


@dataclass(frozen=True, slots=True)
class BotInfo:
    """Who the channel is. `chat_mode`: "chat" or "bot"; `mark_as_read_mode`: "auto" or "manual";
    `basic_id`: its LINE id, "@philiang"."""

    user_id: str
    chat_mode: str
    mark_as_read_mode: str
    basic_id: str = ""


class LineFault(Exception):
    """A question to LINE was not answered; `answer` says how."""

    def __init__(self, answer: Answer):
        super().__init__(f"{answer.outcome} (status {answer.status}): {answer.why}")
        self.answer = answer


@dataclass(frozen=True, slots=True)
class Heard:
    """An HTTP answer as it came; `body` whole."""

    status: int
    headers: Mapping[str, str]
    body: bytes

    @property
    def request_id(self) -> str | None:
        return self.headers.get("x-line-request-id")

    def json(self) -> dict[str, Any] | None:
        """The body as a JSON object, or None if it is none (a proxy's page, half an answer)."""
        try:
            found = json.loads(self.body)
        except ValueError:  # also what is not UTF-8
            return None
        return found if isinstance(found, dict) else None


def judge(heard: Heard) -> Answer | None:
    """What an answer to reply, push or the like means; None for a 429 that does not say whether
    the rate or the month is meant. The table: LINE's "Retry a failed API request" and "Error
    responses"."""
    status, said = heard.status, heard.json()
    request_id = heard.request_id
    if status == 409:
        accepted = heard.headers.get("x-line-accepted-request-id") or request_id
        return Answer(Outcome.ALREADY_SENT, status, accepted, _sent_ids(said))
    if 200 <= status < 300:
        if said is None:
            return Answer(Outcome.UNSURE, status, request_id, why="unreadable answer")
        return Answer(Outcome.SENT, status, request_id, _sent_ids(said))
    why = _why(said)
    if status == 401:
        return Answer(Outcome.UNAUTHORISED, status, request_id, why=why)
    if status == 429:
        return _judge_too_many(status, request_id, why)
    if status == 400 and why.casefold().startswith("invalid reply token"):
        return Answer(Outcome.DEAD_REPLY_TOKEN, status, request_id, why=why)
    # 408 is no word of LINE's but of a proxy on the way, which cannot know what got through.
    if 400 <= status < 500 and status != 408:
        return Answer(Outcome.REFUSED, status, request_id, why=why)
    return Answer(Outcome.UNSURE, status, request_id, why=why)


def _judge_too_many(status: int, request_id: str | None, why: str) -> Answer | None:
    lowered = why.casefold()
    if "monthly limit" in lowered:
        return Answer(Outcome.OVER_QUOTA, status, request_id, why=why)
    if "rate limit" in lowered:
        return Answer(Outcome.RATE_LIMITED, status, request_id, why=why)
    return None


def _sent_ids(said: dict[str, Any] | None) -> tuple[str, ...]:
    sent = (said or {}).get("sentMessages")
    if not isinstance(sent, list):
        return ()
    return tuple(str(one["id"]) for one in sent if isinstance(one, dict) and one.get("id"))


def _why(said: dict[str, Any] | None) -> str:
    """LINE's message with the places it complains about."""
    if said is None:
        return "no readable message"
    parts = [str(said.get("message", ""))]
    details = said.get("details")
    for detail in details if isinstance(details, list) else ():
        if isinstance(detail, dict):
            parts.append(f"{detail.get('property', '?')}: {detail.get('message', '?')}")
    return "; ".join(parts)[:LONGEST_WHY]
