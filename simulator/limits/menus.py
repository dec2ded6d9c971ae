"""Rich menus: the definition and its image (line-platform.md 1.8)."""

from typing import Any

from simulator.limits.actions import IN_RICH_MENU
from simulator.limits.checks import (
    At,
    Json,
    Refusal,
    Report,
    boolean,
    integer,
    label,
    listing,
    shape,
)

IMAGE_BYTES = 1024 * 1024


def _ratio(size: Json, where: At, report: Report) -> None:
    if size["width"] / size["height"] < 1.45:
        report.add(where, "invalid size", "rich menu: width at least 1.45 heights")


_MENU = shape(
    {
        "size": shape(
            {"width": integer(800, 2500), "height": integer(250)}, {"width", "height"}, _ratio
        ),
        "selected": boolean,
        "name": label(300),
        "chatBarText": label(14),
        "areas": listing(
            shape(
                {
                    "bounds": shape(
                        {
                            "x": integer(0),
                            "y": integer(0),
                            "width": integer(1),
                            "height": integer(1),
                        },
                        {"x", "y", "width", "height"},
                    ),
                    "action": IN_RICH_MENU,
                },
                {"bounds", "action"},
            ),
            0,
            20,
        ),
    },
    {"size", "selected", "name", "chatBarText", "areas"},
)


def check_menu(menu: Any) -> Refusal | None:
    """What LINE would answer to this rich menu with 400, or None."""
    report = Report()
    _MENU(menu, At(""), report)
    if not report.details:
        return None
    return Refusal(
        f"The request body has {len(report.details)} error(s)",
        report.details,
        "; ".join(report.limits),
    )
