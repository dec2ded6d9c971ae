"""Webhook events, made from what someone does on a phone.

Each function changes the platform under its lock (the chat shows what the person did) and gives
the event as LINE would send it. Posting it is webhook.py's business.
"""

from typing import Any

from simulator import ids
from simulator.people import Json, Person
from simulator.platform import Platform


def base(platform: Platform, person: Person, kind: str, *, answerable: bool = True) -> Json:
    """The fields that all events share; a reply token unless LINE sends none with this kind."""
    now = platform.now_ms()
    event: Json = {
        "type": kind,
        "webhookEventId": ids.ulid(now),
        "deliveryContext": {"isRedelivery": False},
        "timestamp": now,
        "source": {"type": "user", "userId": person.user_id},
        "mode": "active",
    }
    if answerable:
        event["replyToken"] = platform.reply_tokens.issue(person.user_id)
    return event


def message(platform: Platform, person: Person, content: Json, via: str = "") -> Json:
    """A message event: `content` is the message object without id and tokens."""
    with platform.lock:
        message_id = platform.message_ids.next()
        content = {"id": message_id, **content}
        if content["type"] in {"text", "sticker", "image", "video"}:
            content["quoteToken"] = platform.new_quote_token(message_id)
        person.wrote_at = platform.clock()
        item = platform.show(person.user_id, "me", content, via)
        read_token = ids.long_token()
        platform.read_tokens[read_token] = (person.user_id, item["n"])
        event = base(platform, person, "message")
        event["message"] = {**content, "markAsReadToken": read_token}
        return event


def text(platform: Platform, person: Person, words: str, quote: str | None = None) -> Json:
    """Someone types."""
    content: Json = {"type": "text", "text": words}
    if quote:
        content["quotedMessageId"] = quote
    return message(platform, person, content)


def sticker(platform: Platform, person: Person, package: str, number: str) -> Json:
    """Someone sends a sticker."""
    content = {
        "type": "sticker",
        "packageId": package,
        "stickerId": number,
        "stickerResourceType": "STATIC",
    }
    return message(platform, person, content)


def location(platform: Platform, person: Person, place: Json) -> Json:
    """Someone sends a place: title, address, latitude, longitude."""
    return message(platform, person, {"type": "location", **place})


def image(
    platform: Platform, person: Person, raw: bytes, mime: str, image_set: Json | None = None
) -> Json:
    """Someone sends a photo; its bytes can be fetched under the message id."""
    content: Json = {"type": "image", "contentProvider": {"type": "line"}}
    if image_set:
        content["imageSet"] = image_set
    with platform.lock:
        event = message(platform, person, content)
        platform.contents[event["message"]["id"]] = (raw, mime)
        return event


def album(platform: Platform, person: Person, files: list[tuple[bytes, str]]) -> list[Json]:
    """Several photos at once: one event each, tied by imageSet."""
    if len(files) == 1:
        return [image(platform, person, *files[0])]
    set_id = ids.token()
    return [
        image(platform, person, raw, mime, {"id": set_id, "index": i, "total": len(files)})
        for i, (raw, mime) in enumerate(files, start=1)
    ]


def postback(
    platform: Platform,
    person: Person,
    data: str,
    *,
    shown: str | None = None,
    params: Json | None = None,
    via: str = "",
) -> Json:
    """A button was tapped. `shown` is its displayText; without it the chat shows nothing."""
    with platform.lock:
        if shown:
            said = {"id": platform.message_ids.next(), "type": "text", "text": shown}
            platform.show(person.user_id, "me", said, via)
        event = base(platform, person, "postback")
        event["postback"] = {"data": data, **({"params": params} if params else {})}
        return event


def follow(platform: Platform, person: Person) -> Json:
    """Someone adds the bot, or unblocks it."""
    with platform.lock:
        was_blocked = person.blocked
        person.friend, person.blocked = True, False
        platform.show(person.user_id, "note", {"id": "", "type": "follow"})
        event = base(platform, person, "follow")
        event["follow"] = {"isUnblocked": was_blocked}
        return event


def unfollow(platform: Platform, person: Person) -> Json:
    """Someone blocks the bot."""
    with platform.lock:
        person.blocked = True
        platform.show(person.user_id, "note", {"id": "", "type": "unfollow"})
        return base(platform, person, "unfollow", answerable=False)


def unsend(platform: Platform, person: Person, message_id: str) -> Json:
    """Someone takes a message back; its content is gone from now on."""
    with platform.lock:
        platform.unsent.add(message_id)
        platform.contents.pop(message_id, None)
        item: Any = platform.chat(person.user_id).find(message_id)
        if item is not None:
            item["message"] = {"id": message_id, "type": "unsent"}
        platform.touch(platform.chat(person.user_id))
        event = base(platform, person, "unsend", answerable=False)
        event["unsend"] = {"messageId": message_id}
        return event
