"""What a thumb can reach: the actions a phone really shows, and what tapping one does."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime, time
from typing import Any

from simulator import events
from simulator.people import Json, Person, Speaker
from simulator.platform import Platform

# These quick replies stay until the data is sent (line-platform.md 1.7).
STAYING = frozenset({"camera", "cameraRoll", "datetimepicker", "location"})


class CannotTap(Exception):
    """No such button on this phone, or it wants another gesture; the text says which."""


@dataclass(frozen=True)
class Button:
    """One action on a phone: in which message or rich menu, where in its JSON, and whether it is a
    quick reply."""

    message_id: str
    path: str
    action: Json
    quick: bool


def buttons(platform: Platform, speaker: Speaker, message_id: str | None = None) -> list[Button]:
    """All that can be tapped: quick replies first, then the newest message's buttons and so on,
    the rich menu last."""
    chat = platform.chat(speaker.chat_id)
    shown_id, items = chat.quick_replies()
    found = [
        Button(shown_id, f"/quickReply/items/{i}/action", item["action"], True)
        for i, item in enumerate(items)
        if message_id in {None, shown_id}
    ]
    for item in reversed(chat.items):
        if item["from"] != "bot" or message_id not in {None, item["id"]}:
            continue
        found += [
            Button(item["id"], path, action, False) for path, action in _walk(item["message"], "")
        ]
    menu_id = platform.menus.shown_to(speaker) if isinstance(speaker, Person) else None
    if menu_id and message_id in {None, menu_id}:
        menu = platform.menus.definitions[menu_id]
        found += [Button(menu_id, path, action, False) for path, action in _walk(menu, "")]
    return found


def find(platform: Platform, speaker: Speaker, wish: Json) -> Button:
    """The button meant by {"message_id"?, "path" | "action" | "label" | "data"}.

    Raises CannotTap, naming what there is to tap, when this phone shows no such button.
    """
    there = buttons(platform, speaker, wish.get("message_id"))
    for button in there:
        if "path" in wish and button.path == wish["path"]:
            return button
        if "action" in wish and button.action == wish["action"]:
            return button
        if "label" in wish and wish["label"] in _names(button.action):
            return button
        if "data" in wish and button.action.get("data") == wish["data"]:
            return button
    names = [button.action.get("label") or button.path for button in there[:30]]
    raise CannotTap(f"this phone shows no such button; it shows: {', '.join(names) or 'none'}")


def tap(platform: Platform, speaker: Speaker, button: Button) -> tuple[list[Json], Json]:
    """Do what LINE does on a tap: (events to post, what else the phone does).

    Raises CannotTap for actions that need more than a tap.
    """
    action = button.action
    kind = action["type"]
    if kind in STAYING:
        gesture = {"datetimepicker": "pick", "location": "location"}.get(kind, "images")
        raise CannotTap(f"a {kind} button wants /{gesture}, not /tap")
    with platform.lock:
        if button.quick:
            _use_up(platform, speaker, button)
        if kind == "message":
            return [events.text(platform, speaker, action["text"])], {}
        if kind == "postback":
            shown = action.get("displayText")
            event = events.postback(platform, speaker, action["data"], shown=shown, via="tap")
            said = [events.text(platform, speaker, action["text"])] if action.get("text") else []
            return [event, *said], {"input": action.get("inputOption")}
        if kind == "richmenuswitch" and isinstance(speaker, Person):
            return [_switch(platform, speaker, action)], {}
        if kind == "uri":
            return [], {"uri": action["uri"]}
        if kind == "clipboard":
            return [], {"clipboard": action["clipboardText"]}
    raise CannotTap(f"a {kind} button cannot be tapped here")


def pick(platform: Platform, speaker: Speaker, button: Button, value: str) -> Json:
    """Answer a date/time picker. Raises CannotTap on a value the picker would not offer."""
    action = button.action
    if action.get("type") != "datetimepicker":
        raise CannotTap("that is no date picker")
    mode = action["mode"]
    try:
        chosen = moment(mode, value)
        low = moment(mode, action["min"]) if action.get("min") else chosen
        high = moment(mode, action["max"]) if action.get("max") else chosen
    except ValueError:
        raise CannotTap(f"{value!r} is no {mode} as the picker gives it") from None
    if not low <= chosen <= high:
        raise CannotTap(f"the picker offers {action.get('min')} to {action.get('max')} only")
    with platform.lock:
        if button.quick:
            _use_up(platform, speaker, button)
        params = {mode: value.replace(" ", "T")}
        return events.postback(platform, speaker, action["data"], params=params, via="pick")


def _switch(platform: Platform, person: Person, action: Json) -> Json:
    """The tab of a rich menu: another menu by its alias, and a postback that tells if it came."""
    alias = action["richMenuAliasId"]
    menu_id = platform.menus.aliases.get(alias)
    status = "RICHMENU_ALIAS_ID_NOTFOUND"
    if menu_id is not None:
        there = menu_id in platform.menus.definitions and menu_id in platform.menus.images
        status = "SUCCESS" if there else "RICHMENU_NOTFOUND"
    if status == "SUCCESS":
        person.rich_menu = menu_id
        platform.touch(platform.chat(person.chat_id))
    params = {"newRichMenuAliasId": alias, "status": status}
    return events.postback(platform, person, action["data"], params=params, via="tap")


def _use_up(platform: Platform, speaker: Speaker, button: Button) -> None:
    chat = platform.chat(speaker.chat_id)
    chat.quick_used = button.message_id
    platform.touch(chat)


def moment(mode: str, text: str) -> Any:
    """A picker's value as something that compares; raises ValueError if it is malformed."""
    if mode == "date":
        return date.fromisoformat(text)
    if mode == "time":
        return time.fromisoformat(text)
    return datetime.fromisoformat(text.replace("t", "T"))


def _names(action: Json) -> set[str]:
    return {str(action[k]) for k in ("label", "displayText", "text") if action.get(k)}


def _walk(node: Any, path: str) -> Iterator[tuple[str, Json]]:
    """Every action in a message, quick replies aside, with its JSON pointer."""
    if isinstance(node, list):
        for index, item in enumerate(node):
            yield from _walk(item, f"{path}/{index}")
        return
    if not isinstance(node, dict):
        return
    for key, value in node.items():
        if key == "quickReply":
            continue
        here = f"{path}/{key}"
        if key in {"action", "defaultAction"} and isinstance(value, dict):
            yield here, value
        elif key == "actions" and isinstance(value, list):
            yield from ((f"{here}/{i}", action) for i, action in enumerate(value))
        else:
            yield from _walk(value, here)
