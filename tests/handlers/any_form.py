"""Every declared form, a world in which each of its questions can be answered, and an answer to
each: for what must hold of all forms. The names are the longest of the rosters."""

import importlib
import json
import pkgutil
from functools import cache
from pathlib import Path

from talk import TODAY, Talk, visit_world

from handlers import forms
from handlers.dialog.engine import begin_change
from handlers.dialog.form import Draft, Form, Slot, Stage
from handlers.dialog.inputs import Input, Photo, Typed
from handlers.dialog.kind_contact import Link, Phone
from handlers.dialog.kind_lists import People
from handlers.dialog.kind_period import NOW, PeriodName
from handlers.dialog.kind_person_name import PersonName
from handlers.dialog.kind_places import NetworkName, SomeSchools
from handlers.dialog.kind_school import SchoolName
from handlers.dialog.kinds import Count, CountRange, OneOf, Photos, SomeOf
from handlers.dialog.world import Option, World
from handlers.forms import visit
from handlers.forms.office_setup import OfficeName
from handlers.texts import t
from handlers.thai.gazetteer import Around, Gazetteer, Named

DATA = Path(__file__).parents[1] / "data" / "synth_roster.json"
RECORDED = {"NPT1-02 2026-11-19": "V-7", "NPT1-02 2026-11-20": "V-8"}
#: More than two pages of options.
MANY = 23


def every_form() -> list[Form]:
    """All Forms that stand in the modules of handlers/forms."""
    found: dict[str, Form] = {}
    for module in pkgutil.iter_modules(forms.__path__, "handlers.forms."):
        for value in vars(importlib.import_module(module.name)).values():
            if isinstance(value, Form):
                found[value.name] = value
    return sorted(found.values(), key=lambda form: form.name)


@cache
def _longest(code: str, before: str = "") -> tuple[Named, ...]:
    """The longest names of the schools; networks are called after their lead schools."""
    rows = json.loads(DATA.read_text("utf-8"))["schools"]
    names = sorted({before + row["name"] for row in rows}, key=len, reverse=True)[:MANY]
    return tuple(
        Named(f"{code}-{n}", name, (), f"{name} (สพป.ที่ไกล เขต 1)") for n, name in enumerate(names)
    )


@cache
def _around(code: str, before: str = "") -> Around:
    names = _longest(code, before)
    return Around(Gazetteer(names), own=frozenset(each.code for each in names))


def world_for(form: Form, *, changing: bool = False) -> World:
    """Options for all questions that take theirs from the world, ten to a page and more."""
    schools, networks = _longest("schools"), _longest("networks", "เครือข่าย")
    places = {SchoolName: schools, SomeSchools: schools, NetworkName: networks}
    options = {}
    for slot in form.slots:
        from_world = isinstance(slot.kind, OneOf | SomeOf) and not slot.kind.choices
        named = places.get(type(slot.kind), schools if from_world else ())
        options[slot.name] = tuple(Option(each.code, each.name) for each in named)
    return World(
        today=TODAY,
        options=options,
        schools=_around("schools"),
        networks=_around("networks", "เครือข่าย"),
        names={each.code: each.label for each in (*schools, *networks)},
        known={NOW: "2570 2569 2569 2"},
        prompts={slot.name: "ก" * 1000 for slot in form.slots},
        changing=changing,
    )


def talk_of(form: Form) -> Talk:
    """A new draft of the form."""
    if form is visit.FORM:
        return Talk(form, visit_world(recorded=RECORDED))
    return Talk(form, lambda _draft: world_for(form))


def change_of(form: Form) -> Talk:
    """A record of the form that was sent is being changed."""
    first = Talk(form, lambda _draft: world_for(form))
    finish(first)
    talk = Talk(form, lambda _draft: world_for(form, changing=True))
    talk.draft = begin_change(form, "d-1", f"{form.name}:7", first.answers)
    return talk


def an_answer(slot: Slot) -> Input:
    """One input that answers the question."""
    match slot.kind:
        case Photos():
            return Photo("p-1")
        case Count() | CountRange():
            return Typed("5")
        case PeriodName():
            return Typed("ปีงบ 2566")
        case Phone():
            return Typed("081-234-5678")
        case Link():
            return Typed("https://example.org/a")
        case PersonName():
            return Typed("มะลิ ใจดี")
        case OfficeName():
            return Typed("สพป.เชียงใหม่ เขต 3")
        case People():
            return Typed("มะลิ ใจดี / ครู / 081-234-5678")
    return Typed("แผนพัฒนา" if slot.kind.free_text else "1")


def finish(talk: Talk) -> None:
    """Answer what is open until the summary is there; every question within two inputs."""
    for _ in range(2 * len(talk.form.slots)):
        if talk.draft.stage is Stage.CONFIRMING:
            return
        slot = talk.form.slot(talk.at)
        assert slot is not None, talk.at
        talk.give(an_answer(slot))
        if talk.at == slot.name and not talk.draft.asks_back:
            talk.say("พอแล้ว")
    assert talk.draft.stage is Stage.CONFIRMING, f"stuck at {talk.at}"


def sent(draft: Draft, form: Form) -> str:
    """The label of the button that sends this draft."""
    return t("dialog.change.send") if draft.record else t(f"{form.name}.send")
