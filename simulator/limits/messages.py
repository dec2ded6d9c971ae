"""Message objects of every type, and the request of one to five of them."""

import re
from typing import Any

from simulator.limits.actions import IN_QUICK_REPLY, TAPPABLE
from simulator.limits.checks import (
    At,
    Check,
    Json,
    Refusal,
    Report,
    anything,
    by_type,
    integer,
    label,
    listing,
    matches,
    number,
    one_of,
    shape,
    string,
    url,
)
from simulator.limits.flex import check_container
from simulator.limits.templates import TEMPLATE

_PLACEHOLDER = re.compile(r"\{\{|\}\}|\{([0-9a-zA-Z_]{1,20})\}|[{}]")


def _sender_name(value: Any, where: At, report: Report) -> None:
    string(20)(value, where, report)
    if isinstance(value, str) and "line" in value.casefold():
        report.add(where, "invalid property", "sender.name: not the word LINE")


_ITEM = shape(
    {"type": one_of("action"), "imageUrl": url(), "action": IN_QUICK_REPLY}, {"type", "action"}
)
_COMMON: dict[str, Check] = {
    "type": anything,
    "quickReply": shape({"items": listing(_ITEM, 1, 13)}, {"items"}),
    "sender": shape({"name": _sender_name, "iconUrl": url()}),
}
_EMOJI: dict[str, Check] = {"productId": string(100), "emojiId": string(100)}


def _emojis_stand_on_dollars(message: Json, where: At, report: Report) -> None:
    units = message["text"].encode("utf-16-le", "surrogatepass")
    for index, emoji in enumerate(message.get("emojis", [])):
        at = emoji["index"] * 2
        if units[at : at + 2] != "$".encode("utf-16-le"):
            place = (where / "emojis").item(index) / "index"
            report.add(place, "invalid property", "emojis: index of a $ in the text")


def _placeholders_are_filled(message: Json, where: At, report: Report) -> None:
    filling = message.get("substitution", {})
    for key in filling:
        if not re.fullmatch(r"[0-9a-zA-Z_]{1,20}", key):
            report.add(where / "substitution", "invalid key", "key: [0-9a-zA-Z_]{1,20}")
    if len(filling) > 100:
        report.add(where / "substitution", "too many", "at most 100 substitutions")
    used = []
    for found in _PLACEHOLDER.finditer(message["text"]):
        if found[1]:
            used.append(found[1])
        elif found[0] in "{}":
            report.add(where / "text", "invalid placeholder", "{ and } are written {{ and }}")
    for key in used:
        if key not in filling:
            report.add(where / "text", f"no substitution for {key}", "every {key} is filled")
    for kind in ("mention", "emoji"):
        if sum(filling.get(key, {}).get("type") == kind for key in used) > 20:
            report.add(where / "text", f"too many {kind}s", f"at most 20 {kind}s")


_MENTIONEE = by_type(
    {
        "user": shape(
            {"type": anything, "userId": matches(r"U[0-9a-f]{32}", "a user id")}, {"userId"}
        ),
        "all": shape({"type": anything}),
    }
)
_FILLING = by_type(
    {
        "mention": shape({"type": anything, "mentionee": _MENTIONEE}, {"mentionee"}),
        "emoji": shape({"type": anything, **_EMOJI}, {"productId", "emojiId"}),
    }
)


def _fillings(value: Any, where: At, report: Report) -> None:
    if not isinstance(value, dict):
        report.add(where, "Must be an object")
        return
    for key, filling in value.items():
        _FILLING(filling, where / key, report)


_AREA = shape(
    {"x": integer(0), "y": integer(0), "width": integer(1), "height": integer(1)},
    {"x", "y", "width", "height"},
)
_ON_MAP: dict[str, Check] = {"type": anything, "area": _AREA, "label": string(100)}
_MAP_ACTION = by_type(
    {
        "message": shape({**_ON_MAP, "text": string(400)}, {"area", "text"}),
        "uri": shape({**_ON_MAP, "linkUri": url(1000, TAPPABLE)}, {"area", "linkUri"}),
        "clipboard": shape({**_ON_MAP, "clipboardText": string(1000)}, {"area", "clipboardText"}),
    }
)
_MAP_VIDEO = shape(
    {
        "originalContentUrl": url(),
        "previewImageUrl": url(),
        "area": _AREA,
        "externalLink": shape({"linkUri": url(1000, TAPPABLE), "label": label(30)}),
    }
)
_ALT = string(1500)
_MEDIA: dict[str, Check] = {**_COMMON, "originalContentUrl": url()}

MESSAGE = by_type(
    {
        "text": shape(
            {
                **_COMMON,
                "text": string(5000),
                "emojis": listing(
                    shape({"index": integer(0), **_EMOJI}, {"index", "productId", "emojiId"}), 0, 20
                ),
                "quoteToken": string(1000),
            },
            {"text"},
            _emojis_stand_on_dollars,
        ),
        "textV2": shape(
            {
                **_COMMON,
                "text": string(5000),
                "substitution": _fillings,
                "quoteToken": string(1000),
            },
            {"text"},
            _placeholders_are_filled,
        ),
        "sticker": shape(
            {
                **_COMMON,
                "packageId": matches(r"\d+", "digits"),
                "stickerId": matches(r"\d+", "digits"),
                "quoteToken": string(1000),
            },
            {"packageId", "stickerId"},
        ),
        "image": shape(
            {**_MEDIA, "previewImageUrl": url()}, {"originalContentUrl", "previewImageUrl"}
        ),
        "video": shape(
            {
                **_MEDIA,
                "previewImageUrl": url(),
                "trackingId": matches(r"[-.=,+*()%$&;:@{}!?<>\[\]A-Za-z0-9]{1,100}", "trackingId"),
            },
            {"originalContentUrl", "previewImageUrl"},
        ),
        "audio": shape({**_MEDIA, "duration": integer(1)}, {"originalContentUrl", "duration"}),
        "location": shape(
            {
                **_COMMON,
                "title": string(100),
                "address": string(100),
                "latitude": number(-90, 90),
                "longitude": number(-180, 180),
            },
            {"title", "address", "latitude", "longitude"},
        ),
        "imagemap": shape(
            {
                **_COMMON,
                "baseUrl": url(),
                "altText": _ALT,
                "baseSize": shape(
                    {"width": integer(1040, 1040), "height": integer(1)}, {"width", "height"}
                ),
                "actions": listing(_MAP_ACTION, 0, 50),
                "video": _MAP_VIDEO,
            },
            {"baseUrl", "altText", "baseSize", "actions"},
        ),
        "template": shape(
            {**_COMMON, "altText": _ALT, "template": TEMPLATE}, {"altText", "template"}
        ),
        "flex": shape({**_COMMON, "altText": _ALT, "contents": anything}, {"altText", "contents"}),
        "coupon": shape(
            {**_COMMON, "couponId": string(100), "deliveryTag": string(30)}, {"couponId"}
        ),
    }
)
_REQUEST = listing(MESSAGE, 1, 5)


def check(messages: Any) -> Refusal | None:
    """What LINE would answer to these messages with 400, or None if it would take them."""
    report = Report()
    _REQUEST(messages, At("messages"), report)
    if report.details:
        return Refusal(
            f"The request body has {len(report.details)} error(s)",
            report.details,
            "; ".join(report.limits),
        )
    for index, message in enumerate(messages):
        if message["type"] != "flex":
            continue
        inside = Report()
        check_container(message["contents"], inside)
        if inside.details:
            return Refusal(
                f"A message (messages[{index}]) in the request body is invalid",
                inside.details,
                "; ".join(f"messages[{index}]{limit}" for limit in inside.limits),
            )
    return None
