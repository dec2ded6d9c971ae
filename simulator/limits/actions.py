"""Action objects: what a tap does, and the rules that hang on where the button stands."""

from datetime import date, datetime, time
from typing import Any

from simulator.limits.checks import (
    At,
    Check,
    Json,
    Report,
    anything,
    by_type,
    label,
    matches,
    one_of,
    shape,
    string,
    url,
)

WEB = frozenset({"http", "https"})
TAPPABLE = WEB | {"line", "tel"}
INPUTS = ("closeRichMenu", "openRichMenu", "openKeyboard", "openVoice")


def actions(most_label: int, *, labelled: bool, quick: bool = False, menu: bool = False) -> Check:
    """The check for actions in one place.

    `most_label` in graphemes; `labelled` where the label is required; `quick` for quick replies
    (camera and the like are theirs alone), `menu` for rich menus (richmenuswitch is theirs alone).
    """
    a_label = label(most_label)
    need = {"type", "label"} if labelled else {"type"}
    common: dict[str, Check] = {"type": anything, "label": a_label}
    alt_uri = {} if quick else {"altUri": shape({"desktop": url(1000, WEB)})}
    table: dict[str, Check] = {
        "postback": shape(
            {
                **common,
                "data": string(300, least=0),
                "displayText": label(300),
                "text": label(300),
                "inputOption": one_of(*INPUTS),
                "fillInText": label(300),
            },
            need | {"data"},
            _postback,
        ),
        "message": shape({**common, "text": label(300)}, need | {"text"}),
        "uri": shape({**common, "uri": url(1000, TAPPABLE), **alt_uri}, need | {"uri"}),
        "datetimepicker": shape(
            {
                **common,
                "data": string(300, least=0),
                "mode": one_of("date", "time", "datetime"),
                "initial": string(16),
                "max": string(16),
                "min": string(16),
            },
            need | {"data", "mode"},
            _picker,
        ),
        "clipboard": shape({**common, "clipboardText": string(1000)}, need | {"clipboardText"}),
    }
    if quick:
        table |= {kind: shape(common, need) for kind in ("camera", "cameraRoll", "location")}
    if menu:
        table["richmenuswitch"] = shape(
            {
                **common,
                "data": string(300, least=0),
                "richMenuAliasId": matches(r"[a-z0-9_-]{1,32}", "alias: [a-z0-9_-]{1,32}"),
            },
            need | {"data", "richMenuAliasId"},
        )
    return by_type(table)


def _postback(action: Json, where: At, report: Report) -> None:
    if "displayText" in action and "text" in action:
        report.add(where / "text", "displayText and text cannot both be set")
    if "fillInText" in action and action.get("inputOption") != "openKeyboard":
        report.add(where / "fillInText", "only with inputOption openKeyboard")


def _picker(action: Json, where: At, report: Report) -> None:
    moments: dict[str, Any] = {}
    for name in ("initial", "max", "min"):
        if name not in action:
            continue
        try:
            moments[name] = _moment(action["mode"], action[name])
        except ValueError:
            report.add(where / name, "invalid format", f"{name}: a {action['mode']} of LINE's form")
            return
    low, high, first = (moments.get(name) for name in ("min", "max", "initial"))
    if low is not None and high is not None and not low < high:
        report.add(where / "min", "min must be less than max")
        return
    if first is not None and ((low and first < low) or (high and first > high)):
        report.add(where / "initial", "initial must be between min and max")


def _moment(mode: str, text: str) -> Any:
    """2017-06-18, 00:00 or 2017-06-18T00:00 (t will do); ValueError on anything else."""
    if mode == "time":
        if len(text) != 5:
            raise ValueError(text)
        return time.fromisoformat(text)
    length = 10 if mode == "date" else 16
    if len(text) != length or (mode == "datetime" and text[10] not in "Tt"):
        raise ValueError(text)
    day = date.fromisoformat(text[:10])
    if not date(1900, 1, 1) <= day <= date(2100, 12, 31):
        raise ValueError(text)
    return day if mode == "date" else datetime.fromisoformat(text.replace("t", "T"))


IN_FLEX_BUTTON = actions(40, labelled=True)
IN_FLEX = actions(40, labelled=False)
IN_TEMPLATE = actions(20, labelled=True)
IN_IMAGE_CAROUSEL = actions(12, labelled=False)
IN_QUICK_REPLY = actions(20, labelled=True, quick=True)
IN_RICH_MENU = actions(20, labelled=False, menu=True)
