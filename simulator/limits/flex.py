"""Flex containers: bubbles and carousels, and the sizes of the whole.

What the 30 KB and 50 KB are counted in is not documented; here it is compact JSON in UTF-8.
"""

import json
from typing import Any

from simulator.limits.actions import IN_FLEX
from simulator.limits.checks import (
    At,
    Json,
    Report,
    anything,
    boolean,
    by_type,
    listing,
    one_of,
    shape,
)
from simulator.limits.flex_parts import BLOCK, HERO, color

BUBBLE_BYTES = 30 * 1024
CAROUSEL_BYTES = 50 * 1024
MOST_BUBBLES = 12
MOST_ANIMATED = 10

_STYLE = shape({"backgroundColor": color, "separator": boolean, "separatorColor": color})


def _bubble_as_a_whole(bubble: Json, where: At, report: Report) -> None:
    if not any(block in bubble for block in ("header", "hero", "body", "footer")):
        report.add(where, "At least one block must be specified")
    size = compact_size(bubble)
    if size > BUBBLE_BYTES:
        report.add(where, "too large", f"bubble: at most {BUBBLE_BYTES} bytes, got {size}")


def _carousel_as_a_whole(carousel: Json, where: At, report: Report) -> None:
    widths = {bubble.get("size", "mega") for bubble in carousel["contents"]}
    if len(widths) > 1:
        report.add(where / "contents", "invalid property", "carousel: bubbles of one width")
    size = compact_size(carousel)
    if size > CAROUSEL_BYTES:
        report.add(where, "too large", f"carousel: at most {CAROUSEL_BYTES} bytes, got {size}")


_BUBBLE = shape(
    {
        "type": anything,
        "size": one_of("nano", "micro", "deca", "hecto", "kilo", "mega", "giga"),
        "direction": one_of("ltr", "rtl"),
        "header": BLOCK,
        "hero": HERO,
        "body": BLOCK,
        "footer": BLOCK,
        "styles": shape(dict.fromkeys(("header", "hero", "body", "footer"), _STYLE)),
        "action": IN_FLEX,
    },
    also=_bubble_as_a_whole,
)
_CAROUSEL = shape(
    {"type": anything, "contents": listing(by_type({"bubble": _BUBBLE}), 1, MOST_BUBBLES)},
    {"contents"},
    _carousel_as_a_whole,
)
_CONTAINER = by_type({"bubble": _BUBBLE, "carousel": _CAROUSEL})


def check_container(container: Any, report: Report) -> None:
    """Add all that is wrong in a Flex container, with paths inside it."""
    _CONTAINER(container, At("/", slashed=True), report)
    animated = _count_animated(container)
    if animated > MOST_ANIMATED:
        report.add(At("/", True), "too many animated images", f"animated: at most {MOST_ANIMATED}")


def compact_size(value: Any) -> int:
    """Bytes of compact JSON in UTF-8."""
    return len(json.dumps(value, ensure_ascii=False, separators=(",", ":")).encode())


def _count_animated(node: Any) -> int:
    if isinstance(node, list):
        return sum(map(_count_animated, node))
    if not isinstance(node, dict):
        return 0
    return (node.get("animated") is True) + sum(map(_count_animated, node.values()))
