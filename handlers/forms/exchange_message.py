"""Answers to the exchange form from one message: a whole report, or a few answers at once."""

from collections.abc import Mapping

from handlers.dialog.world import World
from handlers.thai.gazetteer import Around, Gazetteer
from handlers.thai.reports import Understood, read_report

_NOWHERE = Around(Gazetteer(()))


def reads(text: str, world: World) -> Mapping[str, str]:
    """The canonical answers that the text surely gives, by slot of handlers/forms/exchange.py.

    No deed need be told in it: "ภายในเครือข่าย 20 พ.ย. 45 คน" gives three. A question or a plan
    gives none. Whether each value fits its slot is for the slot's kind to say.
    """
    around = world.schools or _NOWHERE
    return answers_of(read_report(text, world.today, around, within="exchange"))


def answers_of(understood: Understood) -> dict[str, str]:
    """What was understood of a report, as the exchange form's answers.

    Advice and appointments have no slot here; they stay in the text as it was typed.
    """
    slots = understood.slots
    answers = {slot: str(slots[name]) for slot, name in _NAMES.items() if name in slots}
    schools = slots.get("schools")
    if isinstance(schools, tuple):
        answers["schools"] = ",".join(str(code) for code in schools)
    if "end_date" in slots:
        answers["date"] = f"{slots['date']}/{slots['end_date']}"
    return answers


_NAMES = {
    "level": "level",
    "title": "title",
    "date": "date",
    "mode": "mode",
    "people": "headcount",
}
