"""The Messaging API for messages: reply, push, multicast, validate, content, profile, quota,
loading animation, read marks. Shapes as in LINE's API description; rules as in line-platform.md.
"""

import io
import json
import re
import uuid
from typing import Any

from flask import Blueprint, g, request
from PIL import Image

from simulator import limits
from simulator.faults import OVER_QUOTA
from simulator.gate import Answer, Gate, Refused, json_body
from simulator.people import Json, Person

USER_ID = re.compile(r"U[0-9a-f]{32}")
CHAT_ID = re.compile(r"[UCR][0-9a-f]{32}")
SENDING = {"messages", "notificationDisabled", "customAggregationUnits"}


def messages_of(body: Json) -> list[Json]:
    """The messages of a request, checked against all limits; raises Refused as LINE would."""
    _refuse(limits.check(body.get("messages")) or limits.check_options(body))
    messages: list[Json] = body["messages"]
    return messages


def _refuse(refusal: limits.Refusal | None) -> None:
    if refusal:
        raise Refused(400, refusal.message, refusal.details, refusal.limit)


def messaging(gate: Gate) -> Blueprint:
    """The blueprint with the endpoints that send."""
    api = Blueprint("messaging", __name__)
    platform = gate.platform

    @gate.endpoint(api, "POST", "/v2/bot/message/reply", "reply")
    def reply() -> Answer:
        if "X-Line-Retry-Key" in request.headers:
            raise Refused(
                400,
                "The X-Line-Retry-Key header is not supported for this endpoint",
                limit="no X-Line-Retry-Key on reply",
            )
        body = json_body({*SENDING, "replyToken"} - {"customAggregationUnits"})
        messages = messages_of(body)
        with platform.lock:
            _known_quotes(messages)
            token = str(body.get("replyToken"))
            chat_id = platform.reply_tokens.answers(token)
            if chat_id is None:
                raise Refused(400, "Invalid reply token", limit="reply token: unused and in time")
            _refuse(limits.check_mentions(chat_id, messages))
            platform.reply_tokens.spend(token)
            g.chat_id = chat_id
            person = platform.people.get(chat_id)
            shown = person is None or not person.blocked
            return Answer({"sentMessages": platform.send(chat_id, messages, "reply", shown)})

    @gate.endpoint(api, "POST", "/v2/bot/message/push", "push")
    def push() -> Answer:
        body = json_body({*SENDING, "to"})
        messages = messages_of(body)
        to = body.get("to")
        if not isinstance(to, str) or not CHAT_ID.fullmatch(to):
            raise Refused(400, "The property, 'to', in the request body is invalid")
        _refuse(limits.check_mentions(to, messages))
        with platform.lock:
            key = _retry_key(body)
            _known_quotes(messages)
            if to not in platform.people and not (to[0] in "CR" and to in platform.chats):
                raise Refused(400, "Failed to send messages", limit="to: a person LINE knows")
            reached = to[0] != "U" or platform.reaches(to)
            group = platform.groups.get(to)
            # A group costs one message for each of its members (line-platform.md 1.5)
            _spend_quota(len(group.members) if group else 1 if reached else 0)
            answer = {"sentMessages": platform.send(to, messages, "push", reached)}
            if key:
                platform.retry_keys.keep(key, g.request_id, answer, body)
            return Answer(answer)

    @gate.endpoint(api, "POST", "/v2/bot/message/multicast", "multicast")
    def multicast() -> Answer:
        body = json_body({*SENDING, "to"})
        messages = messages_of(body)
        to = body.get("to")
        if not isinstance(to, list) or not 1 <= len(to) <= 500:
            raise Refused(
                400,
                "The request body has 1 error(s)",
                [{"property": "to", "message": "Size must be between 1 and 500"}],
                "multicast: 1..500 people",
            )
        if not all(isinstance(user, str) and USER_ID.fullmatch(user) for user in to):
            raise Refused(400, "The property, 'to', in the request body is invalid")
        _refuse(limits.check_mentions(to[0], messages))
        with platform.lock:
            key = _retry_key(body)
            reached = [user for user in dict.fromkeys(to) if platform.reaches(user)]
            _spend_quota(len(reached))
            for user in reached:
                platform.send(user, messages, "multicast")
            if key:
                platform.retry_keys.keep(key, g.request_id, {}, body)
            return Answer({})

    for kind in ("reply", "push", "multicast", "narrowcast", "broadcast"):

        @gate.endpoint(api, "POST", f"/v2/bot/message/validate/{kind}", "validate")
        def validate() -> Answer:
            messages_of(json_body({"messages"}))
            return Answer({})

    def _retry_key(body: Json) -> str | None:
        key = request.headers.get("X-Line-Retry-Key")
        if key is None:
            return None
        try:
            uuid.UUID(key)
        except ValueError:
            raise Refused(
                400, "The X-Line-Retry-Key header is invalid", limit="X-Line-Retry-Key: a UUID"
            ) from None
        before = platform.retry_keys.accepted(key)
        if before is None:
            return key
        same = json.dumps(before.body, sort_keys=True) == json.dumps(body, sort_keys=True)
        raise Refused(
            409,
            "The retry key is already accepted",
            limit="retry key already accepted" + ("" if same else ", but the body has changed"),
            headers={"X-Line-Accepted-Request-Id": before.request_id},
            **before.answer,
        )

    def _spend_quota(people: int) -> None:
        if not platform.quota.room_for(people):
            raise Refused(429, OVER_QUOTA, limit=f"quota: {platform.quota.limit} a month")
        platform.quota.used += people

    def _known_quotes(messages: list[Json]) -> None:
        for index, message in enumerate(messages):
            token = message.get("quoteToken")
            if token is not None and token not in platform.quote_tokens:
                raise Refused(
                    400,
                    "The request body has 1 error(s)",
                    [{"property": f"messages[{index}].quoteToken", "message": "invalid"}],
                    "quoteToken: of a message LINE knows",
                )

    return api


def around(gate: Gate) -> Blueprint:
    """The blueprint with what stands around the messages: content, profile, quota, chat marks."""
    api = Blueprint("around", __name__)
    platform = gate.platform

    @gate.endpoint(api, "GET", "/v2/bot/message/<message_id>/content", "content")
    def content(message_id: str) -> Answer:
        raw, mime = _content(message_id)
        return Answer(raw, content_type=mime)

    @gate.endpoint(api, "GET", "/v2/bot/message/<message_id>/content/preview", "content")
    def preview(message_id: str) -> Answer:
        raw, mime = _content(message_id)
        try:
            with Image.open(io.BytesIO(raw)) as picture:
                picture.thumbnail((240, 240))
                small = io.BytesIO()
                picture.convert("RGB").save(small, "JPEG")
        except OSError:
            return Answer(raw, content_type=mime)
        return Answer(small.getvalue(), content_type="image/jpeg")

    @gate.endpoint(api, "GET", "/v2/bot/profile/<user_id>", "profile")
    def profile(user_id: str) -> Answer:
        if not USER_ID.fullmatch(user_id):
            raise Refused(400, "The value for the 'userId' parameter is invalid")
        with platform.lock:
            person = platform.people.get(user_id)
            if person is None or not _profile_open(person):
                raise Refused(404, "Not found", limit="profile: friends and who wrote, no blockers")
            return Answer({"displayName": person.name, "userId": person.user_id, "language": "th"})

    @gate.endpoint(api, "GET", "/v2/bot/message/quota", "quota")
    def quota() -> Answer:
        limit = platform.quota.limit
        if limit is None:
            return Answer({"type": "none"})
        return Answer({"type": "limited", "value": limit})

    @gate.endpoint(api, "GET", "/v2/bot/message/quota/consumption", "quota")
    def consumption() -> Answer:
        return Answer({"totalUsage": platform.quota.used})

    @gate.endpoint(api, "POST", "/v2/bot/chat/loading/start", "loading")
    def loading() -> Answer:
        body = json_body({"chatId", "loadingSeconds"})
        seconds: Any = body.get("loadingSeconds", 20)
        chat_id = body.get("chatId")
        if not isinstance(chat_id, str) or not USER_ID.fullmatch(chat_id):
            raise Refused(400, "The property, 'chatId', in the request body is invalid")
        if not isinstance(seconds, int) or seconds not in range(5, 61, 5):
            raise Refused(
                400,
                "The request body has 1 error(s)",
                [{"property": "loadingSeconds", "message": "must be a multiple of 5, 5 to 60"}],
                "loadingSeconds: 5..60 in steps of 5",
            )
        with platform.lock:
            if chat_id in platform.people and platform.reaches(chat_id):
                chat = platform.chat(chat_id)
                chat.loading_until = platform.clock() + seconds
                platform.touch(chat)
        return Answer({}, 202)

    @gate.endpoint(api, "POST", "/v2/bot/chat/markAsRead", "mark_as_read")
    def mark_as_read() -> Answer:
        token = json_body({"markAsReadToken"}).get("markAsReadToken")
        with platform.lock:
            found = platform.read_tokens.get(str(token))
            if found is None:
                raise Refused(400, "The property, 'markAsReadToken', is invalid")
            chat_id, n = found
            chat = platform.chat(chat_id)
            chat.read_up_to = max(chat.read_up_to, n)
            platform.touch(chat)
        return Answer({})

    def _content(message_id: str) -> tuple[bytes, str]:
        with platform.lock:
            if message_id in platform.unsent:
                raise Refused(410, "Gone", limit="content: unsent")
            found = platform.contents.get(message_id)
            if found is None:
                raise Refused(404, "Not found", limit="content: of a message LINE knows")
            return found

    def _profile_open(person: Person) -> bool:
        return not person.blocked and (person.friend or person.wrote_at is not None)

    return api
