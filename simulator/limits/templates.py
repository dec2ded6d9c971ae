"""Template messages: buttons, confirm, carousel, image carousel."""

from simulator.limits.actions import IN_IMAGE_CAROUSEL, IN_TEMPLATE
from simulator.limits.checks import (
    At,
    Check,
    Json,
    Report,
    anything,
    by_type,
    graphemes,
    label,
    listing,
    one_of,
    shape,
    url,
)
from simulator.limits.flex_parts import color

_RATIO = one_of("rectangle", "square")
_SIZE = one_of("cover", "contain")


def _shorter_beside_a_picture(most: int) -> Check:
    """With a title or picture the text has less room."""

    def check(card: Json, where: At, report: Report) -> None:
        if "title" not in card and "thumbnailImageUrl" not in card:
            return
        size = graphemes(card["text"])
        if size > most:
            report.add(
                where / "text",
                f"Length must be between 1 and {most}",
                f"with title or picture at most {most} graphemes, got {size}",
            )

    return check


def _same_number_of_actions(carousel: Json, where: At, report: Report) -> None:
    if len({len(column["actions"]) for column in carousel["columns"]}) > 1:
        report.add(where / "columns", "The number of actions must be the same in all columns")
    for name in ("title", "thumbnailImageUrl"):
        if len({name in column for column in carousel["columns"]}) > 1:
            report.add(where / "columns", f"{name} must be in all columns or in none")


_CARD: dict[str, Check] = {
    "thumbnailImageUrl": url(),
    "imageBackgroundColor": color,
    "title": label(40),
    "defaultAction": IN_TEMPLATE,
}
_COLUMN = shape(
    {**_CARD, "text": label(120), "actions": listing(IN_TEMPLATE, 1, 3)},
    {"text", "actions"},
    _shorter_beside_a_picture(60),
)

TEMPLATE = by_type(
    {
        "buttons": shape(
            {
                "type": anything,
                **_CARD,
                "imageAspectRatio": _RATIO,
                "imageSize": _SIZE,
                "text": label(160),
                "actions": listing(IN_TEMPLATE, 1, 4),
            },
            {"text", "actions"},
            _shorter_beside_a_picture(60),
        ),
        "confirm": shape(
            {"type": anything, "text": label(240), "actions": listing(IN_TEMPLATE, 2, 2)},
            {"text", "actions"},
        ),
        "carousel": shape(
            {
                "type": anything,
                "columns": listing(_COLUMN, 1, 10),
                "imageAspectRatio": _RATIO,
                "imageSize": _SIZE,
            },
            {"columns"},
            _same_number_of_actions,
        ),
        "image_carousel": shape(
            {
                "type": anything,
                "columns": listing(
                    shape({"imageUrl": url(), "action": IN_IMAGE_CAROUSEL}, {"imageUrl", "action"}),
                    1,
                    10,
                ),
            },
            {"columns"},
        ),
    }
)
