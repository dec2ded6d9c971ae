"""What stands beside the messages of a request: notifications, units for counting, and mentions."""

from typing import Any

from simulator.limits.checks import At, Json, Refusal, Report, boolean, listing, matches, shape

_OPTIONS = shape(
    {
        "notificationDisabled": boolean,
        "customAggregationUnits": listing(
            matches(r"[A-Za-z0-9_]{1,30}", "unit: [A-Za-z0-9_]{1,30}"), 0, 1
        ),
    }
)


def check_options(body: Json) -> Refusal | None:
    """What LINE would answer to these with 400, or None if it would take them."""
    names = ("notificationDisabled", "customAggregationUnits")
    report = Report()
    _OPTIONS({name: body[name] for name in names if name in body}, At(""), report)
    return _refusal(report)


def check_mentions(chat_id: str, messages: list[Json]) -> Refusal | None:
    """A mention goes to a group or room; None if all of them do."""
    report = Report()
    for index, message in enumerate(messages):
        for key, filling in message.get("substitution", {}).items():
            if _mentions(filling) and chat_id.startswith("U"):
                where = At("messages").item(index) / "substitution" / key
                report.add(where, "invalid property", "mention: in groups only")
    return _refusal(report)


def _mentions(filling: Any) -> bool:
    return isinstance(filling, dict) and filling.get("type") == "mention"


def _refusal(report: Report) -> Refusal | None:
    if not report.details:
        return None
    return Refusal(
        f"The request body has {len(report.details)} error(s)",
        report.details,
        "; ".join(report.limits),
    )
