"""Flex components: each one's fields, and which may stand inside which.

LINE refuses unknown fields and layouts here with a path such as /body/contents/0/wrap.
"""

import re
from typing import Any

from simulator.limits.actions import IN_FLEX, IN_FLEX_BUTTON
from simulator.limits.checks import (
    At,
    Check,
    Json,
    Report,
    anything,
    boolean,
    by_type,
    integer,
    listing,
    matches,
    one_of,
    shape,
    string,
    url,
)

_STEPS = "xs|sm|md|lg|xl|xxl"
_FONT = f"xxs|{_STEPS}|3xl|4xl|5xl"
_PX = r"\d+(\.\d+)?px"
_PERCENT = r"\d+(\.\d+)?%"

color = matches(r"#([0-9A-Fa-f]{6}|[0-9A-Fa-f]{8})", "colour: #RRGGBB or #RRGGBBAA")
space = matches(f"none|{_STEPS}|{_PX}", "none, xs..xxl or px")
padding = matches(f"none|{_STEPS}|{_PX}|{_PERCENT}", "none, xs..xxl, px or %")
offset = matches(f"none|{_STEPS}|-?{_PX}|-?{_PERCENT}", "none, xs..xxl, px or %")
extent = matches(f"{_PX}|{_PERCENT}", "px or %")
font_size = matches(f"{_FONT}|{_PX}", "xxs..5xl or px")
icon_size = matches(f"{_FONT}|{_PX}|{_PERCENT}", "xxs..5xl, px or %")
image_size = matches(f"{_FONT}|full|{_PX}|{_PERCENT}", "xxs..5xl, full, px or %")

_PLACE: dict[str, Check] = {
    "margin": space,
    "position": one_of("relative", "absolute"),
    "offsetTop": offset,
    "offsetBottom": offset,
    "offsetStart": offset,
    "offsetEnd": offset,
}
_ALIGN = one_of("start", "end", "center")
_GRAVITY = one_of("top", "bottom", "center")
_LETTERS: dict[str, Check] = {
    "size": font_size,
    "color": color,
    "weight": one_of("regular", "bold"),
    "style": one_of("normal", "italic"),
    "decoration": one_of("none", "underline", "line-through"),
}
_ADJUST = one_of("shrink-to-fit")


def _ratio(value: Any, where: At, report: Report) -> None:
    found = re.fullmatch(r"(\d{1,6}):(\d{1,6})", value) if isinstance(value, str) else None
    width, height = (int(found[1]), int(found[2])) if found else (0, 0)
    if not (1 <= width <= 100_000 and 1 <= height <= 100_000 and height <= 3 * width):
        report.add(where, "invalid property", "aspectRatio: width:height, height at most 3 widths")


def _text_says_something(text: Json, where: At, report: Report) -> None:
    if "text" not in text and not text.get("contents"):
        report.add(where / "text", "May not be empty", "text or contents")


def _box_holds_what_fits(box: Json, where: At, report: Report) -> None:
    inside = _IN_BASELINE if box["layout"] == "baseline" else _IN_BOX
    for index, component in enumerate(box["contents"]):
        inside(component, (where / "contents").item(index), report)


_SPAN = by_type({"span": shape({"type": anything, "text": string(10**6), **_LETTERS}, {"text"})})
_GRADIENT = by_type(
    {
        "linearGradient": shape(
            {
                "type": anything,
                "angle": matches(r"\d+(\.\d+)?deg", "0deg to 360deg"),
                "startColor": color,
                "endColor": color,
                "centerColor": color,
                "centerPosition": matches(_PERCENT, "%"),
            },
            {"angle", "startColor", "endColor"},
        )
    }
)
_BOX = shape(
    {
        "type": anything,
        "layout": one_of("horizontal", "vertical", "baseline"),
        "contents": listing(anything, 0, 10**4),
        "flex": integer(0),
        "spacing": space,
        **_PLACE,
        "backgroundColor": color,
        "borderColor": color,
        "borderWidth": matches(f"none|light|normal|medium|semi-bold|bold|{_PX}", "border width"),
        "cornerRadius": space,
        **dict.fromkeys(("width", "maxWidth", "height", "maxHeight"), extent),
        **dict.fromkeys(
            ("paddingAll", "paddingTop", "paddingBottom", "paddingStart", "paddingEnd"), padding
        ),
        "action": IN_FLEX,
        "justifyContent": one_of(
            "center", "flex-start", "flex-end", "space-between", "space-around", "space-evenly"
        ),
        "alignItems": one_of("center", "flex-start", "flex-end"),
        "background": _GRADIENT,
    },
    {"layout", "contents"},
    _box_holds_what_fits,
)
_BUTTON = shape(
    {
        "type": anything,
        "action": IN_FLEX_BUTTON,
        "flex": integer(0),
        **_PLACE,
        "height": one_of("sm", "md"),
        "style": one_of("primary", "secondary", "link"),
        "color": color,
        "gravity": _GRAVITY,
        "adjustMode": _ADJUST,
        "scaling": boolean,
    },
    {"action"},
)
_IMAGE = shape(
    {
        "type": anything,
        "url": url(),
        "flex": integer(0),
        **_PLACE,
        "align": _ALIGN,
        "gravity": _GRAVITY,
        "size": image_size,
        "aspectRatio": _ratio,
        "aspectMode": one_of("fit", "cover"),
        "backgroundColor": color,
        "action": IN_FLEX,
        "animated": boolean,
    },
    {"url"},
)
_ICON = shape(
    {
        "type": anything,
        "url": url(),
        "size": icon_size,
        "aspectRatio": _ratio,
        **_PLACE,
        "scaling": boolean,
    },
    {"url"},
)
_TEXT = shape(
    {
        "type": anything,
        "text": string(10**6),
        "contents": listing(_SPAN, 0, 10**4),
        "flex": integer(0),
        **_PLACE,
        **_LETTERS,
        "align": _ALIGN,
        "gravity": _GRAVITY,
        "wrap": boolean,
        "lineSpacing": matches(_PX, "px"),
        "maxLines": integer(0),
        "action": IN_FLEX,
        "adjustMode": _ADJUST,
        "scaling": boolean,
    },
    also=_text_says_something,
)
_SEPARATOR = shape({"type": anything, "margin": space, "color": color})
_FILLER = shape({"type": anything, "flex": integer(0)})
_IN_BOX = by_type(
    {
        "box": _BOX,
        "button": _BUTTON,
        "image": _IMAGE,
        "text": _TEXT,
        "separator": _SEPARATOR,
        "filler": _FILLER,
    }
)
_IN_BASELINE = by_type({"icon": _ICON, "text": _TEXT, "filler": _FILLER})
BLOCK = by_type({"box": _BOX})
_VIDEO = shape(
    {
        "type": anything,
        "url": url(),
        "previewUrl": url(),
        "altContent": by_type({"box": _BOX, "image": _IMAGE}),
        "aspectRatio": _ratio,
        "action": IN_FLEX,
    },
    {"url", "previewUrl", "altContent"},
)
HERO = by_type({"box": _BOX, "image": _IMAGE, "video": _VIDEO})
