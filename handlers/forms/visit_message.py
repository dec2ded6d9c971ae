"""Answers to the visit form from one message: a whole report, or a few answers at once."""

from collections.abc import Mapping

from handlers.dialog.world import World
from handlers.thai.fold import fold
from handlers.thai.gazetteer import Around, Gazetteer
from handlers.thai.report_words import ON_THE_ACTION_PLAN
from handlers.thai.reports import Understood, read_report
from models.vocabulary import Purpose

_NOWHERE = Around(Gazetteer(()))


def reads(text: str, world: World) -> Mapping[str, str]:
    """The canonical answers that the text surely gives, by slot of handlers/forms/visit.py.

    No deed need be told in it: "บ้านลำพยา เมื่อวาน ออนไลน์" gives three. A question or a plan gives
    none. Whether each value fits its slot is for the slot's kind to say.
    """
    around = world.schools or _NOWHERE
    answers = answers_of(read_report(text, world.today, around, within="visit"))
    offered = {option.value for option in world.options.get("purposes", ())}
    if Purpose.ACTION_PLAN_ADVICE in offered and ON_THE_ACTION_PLAN.search(fold(text)):
        # The programme has a purpose of its own for what is elsewhere plain advice.
        advised = answers.get("purposes", "").split(",")
        kept = [p for p in advised if p and p != Purpose.ADVICE]
        answers["purposes"] = ",".join([*kept, Purpose.ACTION_PLAN_ADVICE])
    return answers


def answers_of(understood: Understood) -> dict[str, str]:
    """What was understood of a report, as the visit form's answers.

    `advice` goes into the slot of that name (ข้อเสนอแนะ): it is what the visitor said, while
    `agreed` is what both will do, and nobody surely says that in one breath. A visit of several
    days, or of several schools, leaves that question open: one record is of one day and school.
    """
    slots = understood.slots
    answers = {slot: str(slots[name]) for slot, name in _NAMES.items() if name in slots}
    for slot, name in _LISTS.items():
        values = slots.get(name)
        if isinstance(values, tuple):
            answers[slot] = ",".join(str(value) for value in values)
    if "end_date" in slots:
        answers.pop("date", None)
    return answers


_NAMES = {
    "school": "school",
    "date": "date",
    "mode": "mode",
    "topic": "topic",
    "advice": "advice",
    "follow_up": "follow_up_date",
    "participants": "headcount",
}
_LISTS = {"purposes": "purposes", "standards": "iqa_standards"}
