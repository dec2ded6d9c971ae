"""LINE's limits on messages, and the shortening that keeps us within them.

Source: Messaging API reference, "Message objects" and "Character counting": labels and what a
postback shows are counted in grapheme clusters, everything else in UTF-16 code units.
"""

import json
from collections.abc import Iterator
from typing import Any

import regex

TEXT = 5000
ALT_TEXT = 1500
QUICK_REPLIES = 13
QUICK_LABEL = 20
FLEX_LABEL = 40
POSTBACK_DATA = 300
DISPLAY_TEXT = 300
URI = 1000
BUBBLE_BYTES = 30_000
CAROUSEL_BYTES = 50_000
CAROUSEL_BUBBLES = 12
MESSAGES_PER_CALL = 5

Message = dict[str, Any]


def graphemes(text: str) -> list[str]:
    """What a reader sees as single characters: a Thai consonant with its vowel and tone is one."""
    found: list[str] = regex.findall(r"\X", text)
    return found


def units(text: str) -> int:
    """Length in UTF-16 code units."""
    return len(text.encode("utf-16-le")) // 2


def shorten(text: str, most: int) -> str:
    """`text` in at most `most` graphemes, with … where something was cut.

    Nor in more than four UTF-16 units for each of them: marks can be heaped on one character
    without end, and a bubble is weighed in bytes. Thai needs two at the most.
    """
    if len(text) <= most:
        return text
    parts = graphemes(text[: 8 * most])
    if len(parts) > most:
        text = "".join(parts[: most - 1]).rstrip() + "…"
    return shorten_units(text, 4 * most)


def shorten_units(text: str, most: int) -> str:
    """`text` in at most `most` UTF-16 units, cut between graphemes, with … where cut."""
    if units(text) <= most:
        return text
    kept, used = [], 1
    for part in graphemes(text[:most]):
        used += units(part)
        if used > most:
            break
        kept.append(part)
    return "".join(kept).rstrip() + "…"


def weight(contents: Message) -> int:
    """Bytes of a bubble. Which form LINE weighs is not documented; the escaped one is heavier."""
    return len(json.dumps(contents, separators=(",", ":")))


def broken(message: Message) -> list[str]:
    """Every limit that this message would break, in words; an empty list if LINE takes it."""
    faults = []
    if message["type"] == "text" and not 0 < units(message["text"]) <= TEXT:
        faults.append(f"text has {units(message['text'])} units")
    if message["type"] == "flex":
        if not 0 < units(message["altText"]) <= ALT_TEXT:
            faults.append(f"altText has {units(message['altText'])} units")
        faults += _too_heavy(message["contents"])
    items = message.get("quickReply", {}).get("items", [])
    if len(items) > QUICK_REPLIES:
        faults.append(f"{len(items)} quick replies")
    for item in items:
        if not 0 < len(graphemes(item["action"]["label"])) <= QUICK_LABEL:
            faults.append(f"quick reply label {item['action']['label']!r}")
    for action in _actions(message):
        faults += _broken_action(action)
    return faults


def _too_heavy(contents: Message) -> list[str]:
    heavy, several = weight(contents), contents.get("type") == "carousel"
    if heavy > (CAROUSEL_BYTES if several else BUBBLE_BYTES):
        return [f"{'carousel' if several else 'bubble'} weighs {heavy} bytes"]
    bubbles = contents["contents"] if several else []
    if len(bubbles) > CAROUSEL_BUBBLES:
        return [f"{len(bubbles)} bubbles"]
    return [fault for bubble in bubbles for fault in _too_heavy(bubble)]


def _actions(node: object) -> Iterator[dict[str, Any]]:
    if isinstance(node, dict):
        if "action" in node:
            yield node["action"]
        for value in node.values():
            yield from _actions(value)
    elif isinstance(node, list):
        for value in node:
            yield from _actions(value)


def _broken_action(action: dict[str, Any]) -> list[str]:
    faults = []
    if not 0 < len(graphemes(action.get("label", "x"))) <= FLEX_LABEL:
        faults.append(f"label {action['label']!r}")
    if units(action.get("data", "x")) > POSTBACK_DATA:
        faults.append(f"postback data of {units(action['data'])} units")
    if len(graphemes(action.get("displayText", ""))) > DISPLAY_TEXT:
        faults.append("displayText too long")
    if action["type"] == "message" and len(graphemes(action["text"])) > DISPLAY_TEXT:
        faults.append("message text too long")
    if units(action.get("uri", "")) > URI:
        faults.append("uri too long")
    return faults
