"""Webhook events, made from what someone does on a phone.

Each function changes the platform under its lock (the chat shows what the person did) and gives
the event as LINE would send it. Posting it is webhook.py's business. A Speaker is a person in
their own chat with the bot, or a member of a group.
"""

from typing import Any

from simulator import ids
from simulator.mentions import mention
from simulator.people import Group, Json, Member, Person, Speaker
from simulator.platform import QUOTABLE, Platform


def base(platform: Platform, where: Speaker | Group, kind: str, *, answerable: bool = True) -> Json:
    """The fields that all events share; a reply token unless LINE sends none with this kind."""
    now = platform.now_ms()
    event: Json = {
        "type": kind,
        "webhookEventId": ids.ulid(now),
        "deliveryContext": {"isRedelivery": False},
        "timestamp": now,
        "source": where.source,
        "mode": "active",
    }
    if answerable:
        event["replyToken"] = platform.reply_tokens.issue(where.chat_id)
    return event


def message(platform: Platform, speaker: Speaker, content: Json, via: str = "") -> Json:
    """A message event: `content` is the message object without id and tokens."""
    with platform.lock:
        message_id = platform.message_ids.next()
        content = {"id": message_id, **content}
        if content["type"] in QUOTABLE:
            content["quoteToken"] = platform.new_quote_token(message_id)
        speaker.writes(platform.now())
        item = platform.show(speaker.chat_id, "me", content, via, speaker.user_id)
        read_token = ids.long_token()
        platform.read_tokens[read_token] = (speaker.chat_id, item["n"])
        event = base(platform, speaker, "message")
        event["message"] = {**content, "markAsReadToken": read_token}
        return event


def text(platform: Platform, speaker: Speaker, words: str, quote: str | None = None) -> Json:
    """Someone types; `quote` is the id of the message this answers."""
    content: Json = {"type": "text", "text": words}
    if isinstance(speaker, Member):
        content |= mention(platform, speaker.group, words)
    if quote:
        content["quotedMessageId"] = quote
    return message(platform, speaker, content)


def sticker(
    platform: Platform, speaker: Speaker, package: str, number: str, quote: str | None = None
) -> Json:
    """Someone sends a sticker."""
    content = {
        "type": "sticker",
        "packageId": package,
        "stickerId": number,
        "stickerResourceType": "STATIC",
    }
    if quote:
        content["quotedMessageId"] = quote
    return message(platform, speaker, content)


def location(platform: Platform, speaker: Speaker, place: Json) -> Json:
    """Someone sends a place: title, address, latitude, longitude."""
    return message(platform, speaker, {"type": "location", **place})


def image(
    platform: Platform, speaker: Speaker, raw: bytes, mime: str, image_set: Json | None = None
) -> Json:
    """Someone sends a photo; its bytes can be fetched under the message id."""
    content: Json = {"type": "image", "contentProvider": {"type": "line"}}
    if image_set:
        content["imageSet"] = image_set
    return _with_content(platform, speaker, content, raw, mime)


def album(platform: Platform, speaker: Speaker, files: list[tuple[bytes, str]]) -> list[Json]:
    """Several photos at once: one event each, tied by imageSet."""
    if len(files) == 1:
        return [image(platform, speaker, *files[0])]
    set_id = ids.token()
    return [
        image(platform, speaker, raw, mime, {"id": set_id, "index": i, "total": len(files)})
        for i, (raw, mime) in enumerate(files, start=1)
    ]


def recording(
    platform: Platform, speaker: Speaker, kind: str, raw: bytes, mime: str, duration_ms: int
) -> Json:
    """Someone sends a voice message ("audio") or a "video" of so many milliseconds."""
    content = {"type": kind, "duration": duration_ms, "contentProvider": {"type": "line"}}
    return _with_content(platform, speaker, content, raw, mime)


def file(platform: Platform, speaker: Speaker, raw: bytes, mime: str, name: str) -> Json:
    """Someone sends a file."""
    content = {"type": "file", "fileName": name, "fileSize": len(raw)}
    return _with_content(platform, speaker, content, raw, mime)


def _with_content(
    platform: Platform, speaker: Speaker, content: Json, raw: bytes, mime: str
) -> Json:
    with platform.lock:
        event = message(platform, speaker, content)
        platform.contents[event["message"]["id"]] = (raw, mime)
        return event


def postback(
    platform: Platform,
    speaker: Speaker,
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
            platform.show(speaker.chat_id, "me", said, via, speaker.user_id)
        event = base(platform, speaker, "postback")
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


def unsend(platform: Platform, speaker: Speaker, message_id: str) -> Json:
    """Someone takes a message back; its content is gone from now on."""
    with platform.lock:
        platform.unsent.add(message_id)
        platform.contents.pop(message_id, None)
        chat = platform.chat(speaker.chat_id)
        item: Any = chat.find(message_id)
        if item is not None:
            item["message"] = {"id": message_id, "type": "unsent"}
        platform.touch(chat)
        event = base(platform, speaker, "unsend", answerable=False)
        event["unsend"] = {"messageId": message_id}
        return event
