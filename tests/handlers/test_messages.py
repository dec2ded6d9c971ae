"""One message as answers to a form: the canonical values that the form's own kinds accept."""

import json
from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest

from handlers.dialog.form import Form
from handlers.dialog.reading import Took
from handlers.dialog.world import Option, World
from handlers.forms import exchange, exchange_message, visit, visit_message
from handlers.thai.gazetteer import Around, Gazetteer, Named
from models.vocabulary import ExchangeLevel, Purpose

ROOT = Path(__file__).parents[2]


def _world() -> World:
    document = json.loads((ROOT / "models/data/seed_networks.json").read_text("utf-8"))
    places = [
        Named(s["code"], s["name_th"], tuple(s["aliases"]), s["name_th"], s["area_office"] or "")
        for s in document["schools"]
    ]
    names = {place.code: place.name for place in places}
    return World(
        today=date(2023, 11, 21),
        options={
            "purposes": tuple(Option(purpose.value, purpose.value) for purpose in Purpose),
            "level": tuple(Option(level.value, level.value) for level in ExchangeLevel),
            "schools": tuple(Option(code, name) for code, name in names.items()),
        },
        schools=Around(
            Gazetteer(places),
            own=frozenset({"NPT1-01", "NPT1-02", "NPT1-03", "NPT1-04"}),
            offices=frozenset({"NPT1"}),
        ),
        names=names,
    )


WORLD = _world()
VISITED = (
    "16 พ.ย. 66 ลงพื้นที่นิเทศ กำกับ ติดตาม รร.บ้านลำพยา ครู ๕ คน มฐ. 2 เรื่องแผนพัฒนาคุณภาพ "
    "แนะนำให้ทำปฏิทินงาน นัดติดตาม 15 ธ.ค."
)
EXCHANGED = (
    "จัดเวทีแลกเปลี่ยนเรียนรู้ภายในเครือข่าย เรื่องการสอนคิด 16-17 พ.ย. 66 ผ่าน Zoom 45 คน "
    "มี รร.บ้านลำพยา และ รร.บ้านทุ่งน้อย"
)


def test_a_visit_told_in_one_message_answers_nearly_the_whole_form() -> None:
    assert visit_message.reads(VISITED, WORLD) == {
        "school": "NPT1-02",
        "date": "2023-11-16",
        "mode": "onsite",
        "purposes": "monitoring",
        "topic": "แผนพัฒนาคุณภาพ",
        "standards": "2",
        "advice": "ทำปฏิทินงาน",
        "follow_up": "2023-12-15",
        "participants": "5",
    }


def test_an_exchange_told_in_one_message_answers_nearly_the_whole_form() -> None:
    assert exchange_message.reads(EXCHANGED, WORLD) == {
        "level": "intra_network",
        "title": "การสอนคิด",
        "date": "2023-11-16/2023-11-17",
        "mode": "online",
        "people": "45",
        "schools": "NPT1-02,NPT1-03",
    }


@pytest.mark.parametrize(
    ("form", "answers"),
    [
        (visit.FORM, visit_message.reads(VISITED, WORLD)),
        (exchange.FORM, exchange_message.reads(EXCHANGED, WORLD)),
    ],
)
def test_every_answer_is_as_the_kind_of_its_slot_writes_it(
    form: Form, answers: dict[str, str]
) -> None:
    for name, value in answers.items():
        slot = form.slot(name)
        if slot is not None:
            assert slot.kind.check(value, name, WORLD) == Took(value)


def test_short_words_in_the_middle_of_a_form_answer_several_questions() -> None:
    assert visit_message.reads("บ้านลำพยา เมื่อวาน ออนไลน์", WORLD) == {
        "school": "NPT1-02",
        "date": "2023-11-20",
        "mode": "online",
    }


@pytest.mark.parametrize("said", ["พรุ่งนี้จะไปบ้านลำพยา", "บ้านลำพยาใช่ไหมคะ", "สวัสดีค่ะ", ""])
def test_what_tells_of_nothing_done_answers_nothing(said: str) -> None:
    assert visit_message.reads(said, WORLD) == {}
    assert exchange_message.reads(said, WORLD) == {}


def test_a_visit_of_several_days_or_schools_leaves_that_question_open() -> None:
    said = "นิเทศ รร.บ้านลำพยา และ รร.บ้านทุ่งน้อย 16-17 พ.ย. 66 ออนไลน์"
    assert visit_message.reads(said, WORLD) == {"mode": "online"}


def test_without_a_roster_everything_but_the_school_is_read() -> None:
    assert visit_message.reads("บ้านลำพยา เมื่อวาน", replace(WORLD, schools=None)) == {
        "date": "2023-11-20"
    }
