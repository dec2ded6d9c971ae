"""Small words that several capabilities say the same way."""

import re

from handlers.cards.card import Button, Card, Tap
from handlers.dialog.form import Draft
from handlers.dialog.inputs import words_of
from handlers.dialog.press import Do, Press
from handlers.effects import Effect, Say
from handlers.texts import t


def say(card: Card) -> list[Effect]:
    """The one answer of a turn."""
    return [Say(card)]


def go(route: str, label: str = "", value: str = "", *, primary: bool = False) -> Button:
    """A button that runs the command `route` of handlers/routes.py with `value` behind it."""
    label = label or words_of(f"commands.{route}")[0]
    return Button(label, Tap(Press(Do.GO, slot=route, value=value).encode(), label), primary)


def receipt(visit_id: int) -> str:
    """The receipt number of a visit as people see and type it."""
    return t("visit.receipt_number", number=visit_id)


def number_of(receipt_typed: str) -> int | None:
    """The visit's number in "V-12", "v12", "เลขที่ 12" or "๑๒"; None if there is not one."""
    found = re.findall(r"\d{1,12}", receipt_typed)
    return int(found[0]) if len(found) == 1 else None


def photo_ids(draft: Draft) -> list[str]:
    """LINE's message ids of the photos that a draft holds."""
    return [part for part in draft.answers.get("photos", "").split(",") if part]
