"""Whatever a person sends, in whatever order: nothing raises, nothing is lost, one can get out."""

import json
from dataclasses import dataclass

import pytest
from any_form import an_answer, change_of, every_form, finish, sent, talk_of, world_for
from hypothesis import given, settings
from hypothesis import strategies as st
from talk import Talk, at_summary, at_topic

from handlers.cards.card import Tap
from handlers.cards.limits import broken
from handlers.cards.render import render
from handlers.dialog.engine import correction, take_back
from handlers.dialog.form import WHY, Draft, Form, Stage
from handlers.dialog.inputs import Input, Located, Other, Photo, Picked, Pressed, Typed
from handlers.dialog.kinds import Photos
from handlers.dialog.press import Do, Press, decode
from handlers.dialog.turn import Outcome
from handlers.forms import invite
from handlers.texts import catalog, t
from simulator.limits import check

FORMS = every_form()


@dataclass(frozen=True)
class Unsent:
    """A message was taken back."""

    message_id: str


CONTROLS = [
    word.strip()
    for key, words in catalog().items()
    if key.startswith("controls.")
    for word in words.split("|")
]
ANSWERS = [
    *("1", "2", "1,3", "9", "0", "13", "ข้อ ๒", "วันนี้", "เมื่อวาน", "1 ก.ย. 2569", "วันพุธที่แล้ว"),
    *("30 ก.พ.", "1-3 พ.ย. 69", "หาดทรายทอง", "บ้านลำพยา", "ส่ง", "ใช่", "ต่อไป", "ข้ามไปหน้าสรุป"),
    *("แก้ไข วันที่", "แก้ไข 1", "แก้วันที่เป็น 18 พ.ย. 69", "แก้ไข 1 เป็น 2", "เปลี่ยนเรื่องเป็นการอ่าน"),
    *("ครู", "ยี่สิบ คน", "20-25 คน", "คนละครั้ง", "ครั้งเดียวกัน", "ลบร่างนี้", "เป็นคำตอบ", "ดูเพิ่ม"),
    *("บ้านลำพยา เมื่อวาน ออนไลน์", "เมื่อวาน ออนไลน์ ครู 5 คน", "0812345678", "example.org/a"),
    *("มะลิ / ครู\nวิชัย / ผอ. / 034-251234", "เด็กชายมานะ", "👍", "", " ", "9" * 5000, "ก" * 6000),
]
SLOTS = sorted({slot.name for form in FORMS for slot in form.slots})
VALUES = [
    *("", "NPT1-02", "NPT1-03", "RYG1-P1", "schools-0", "schools-0,schools-1", "networks-2"),
    *("2026-11-19", "2026-13-45", "2569-11-19", "2026-11-01/2026-11-03", "1", "12", "x" * 300),
    *("onsite", "mentoring", "mentoring,advice", "same", "separate", "teacher"),
]
ids = st.sampled_from(["m1", "m2", "m3", "m4", "m5", "m6"])
typed = st.builds(
    Typed,
    st.sampled_from(CONTROLS) | st.sampled_from(ANSWERS) | st.text(max_size=40),
    st.sampled_from([None, None, None, "เมนูอื่น"]),
    ids,
)
presses = st.builds(
    Press,
    st.sampled_from(Do),
    st.sampled_from(["d-1", "d-1", "d-1", "other", ""]),
    st.sampled_from(["", "gone", *SLOTS]),
    st.sampled_from(VALUES) | st.text(max_size=10),
)
#: Instead of a made-up input: the n-th button that is really shown.
shown = st.integers(0, 30)
#: … or an answer to the question in hand, so that the far ends of long forms are seen, too.
ANSWER = "an answer"
inputs = st.one_of(
    st.just(ANSWER),
    st.just(ANSWER),
    typed,
    shown,
    shown,
    st.builds(Pressed, presses),
    st.builds(Picked, presses, st.sampled_from(["2026-11-19", "2026-13-45", "", "ก"])),
    st.builds(Photo, st.sampled_from([f"p{n}" for n in range(14)])),
    st.builds(Located, st.text(max_size=9), st.text(max_size=9), st.just(13.8), st.just(-0.1), ids),
    st.builds(Other, st.sampled_from(["sticker", "video", "location", "image", "hologram"])),
    st.builds(Unsent, ids | st.just("p1")),
)
each_form = pytest.mark.parametrize("form", FORMS, ids=lambda form: form.name)
changeable = pytest.mark.parametrize(
    "form", [form for form in FORMS if WHY in form.slots], ids=lambda form: form.name
)


def real(talk: Talk, made: Input | int | str) -> Input:
    """A number means a button that is shown now, ANSWER what the question wants."""
    if isinstance(made, str):
        slot = talk.form.slot(talk.at)
        return an_answer(slot) if slot else Typed("ทำต่อ")
    if not isinstance(made, int):
        return made
    taps = [b.action.data for b in talk.buttons if isinstance(b.action, Tap)]
    if not taps:
        return Typed("ทำต่อ")
    press = decode(taps[made % len(taps)])
    assert press is not None
    return Pressed(press)


def assert_it_can_be_shown(talk: Talk) -> None:
    message = render(talk.card)
    assert broken(message) == []
    assert check([message]) is None


def assert_it_can_be_left(talk: Talk) -> None:
    copy = Talk(talk.form, talk.world_of)
    copy.draft = Draft.from_json(json.loads(json.dumps(talk.draft.to_json())))
    assert copy.say("พัก").outcome is Outcome.PARKED
    if copy.say("ยกเลิก").outcome is Outcome.GOES_ON:
        drop = "dialog.change_leaving.drop" if copy.draft.record else "dialog.leaving.drop"
        assert copy.touch(t(drop)).outcome is Outcome.DROPPED


def assert_it_can_be_finished(talk: Talk) -> None:
    """Go on to where it stood and give the first answer that there is, until it may be sent."""
    talk.say("ทำต่อ")
    finish(talk)
    turn = talk.touch(sent(talk.draft, talk.form))
    if talk.at == WHY.name:
        turn = talk.say("พิมพ์ผิด")
    if turn.outcome is Outcome.GOES_ON:
        assert talk.draft.record, "only a change of nothing is not sent"
        assert not talk.draft.changed


def assert_nothing_was_lost(talk: Talk, before: Draft, given_input: Input) -> None:
    """Answers go only where they were in question, or where another answer took their ground."""
    moved = {name for name, old in before.answers.items() if old and old != talk.answers.get(name)}
    world = talk.world_of(talk.draft)
    mended = None
    if isinstance(given_input, Typed):
        mended = correction(given_input.text, talk.form, before.answers, world, loose=True)
    for name in moved - {before.at, mended[0] if mended else None}:
        slot = talk.form.slot(name)
        assert slot is not None
        if isinstance(slot.kind, Photos):
            assert set(before.answers[name].split(",")) <= set(talk.answers[name].split(","))
            continue
        answers = talk.answers
        followed = {n for n in slot.follows if answers.get(n) != before.answers.get(n)}
        assert followed or not slot.when(answers, world), f"{name} was lost"


def unsend(talk: Talk, message_id: str) -> None:
    """Only what the message gave may go, and what hung on it."""
    before = dict(talk.answers)
    gave = set(talk.draft.said.get(message_id, []))
    world = talk.world_of(talk.draft)
    take_back(talk.form, talk.draft, message_id, world)
    for name in before.keys() - talk.answers.keys() - gave:
        slot = talk.form.slot(name)
        assert slot is not None
        hung = gave & set(slot.follows) or not slot.when(talk.answers, world)
        assert hung or message_id in before[name].split(","), f"{name} was lost"


def hold(talk: Talk, given_inputs: list[Input | Unsent | int | str]) -> None:
    for one in given_inputs:
        if isinstance(one, Unsent):
            unsend(talk, one.message_id)
        else:
            before = Draft.from_json(json.loads(json.dumps(talk.draft.to_json())))
            given_input = real(talk, one)
            turn = talk.give(given_input)
            assert_nothing_was_lost(talk, before, given_input)
            if turn.outcome in (Outcome.SEND, Outcome.ENDED, Outcome.DROPPED):
                return
        assert_it_can_be_shown(talk)
        assert_it_can_be_left(talk)
    assert_it_can_be_finished(talk)


@each_form
@given(given_inputs=st.lists(inputs, max_size=25))
@settings(max_examples=40, deadline=None)
def test_no_sequence_of_inputs_breaks_a_conversation(
    form: Form, given_inputs: list[Input | Unsent | int | str]
) -> None:
    hold(talk_of(form), given_inputs)


@changeable
@given(given_inputs=st.lists(inputs, max_size=12))
@settings(max_examples=20, deadline=None)
def test_no_sequence_of_inputs_breaks_a_change_of_what_was_sent(
    form: Form, given_inputs: list[Input | Unsent | int | str]
) -> None:
    hold(change_of(form), given_inputs)


@each_form
def test_every_question_and_page_can_be_shown_with_the_longest_names(form: Form) -> None:
    talk = talk_of(form)
    for slot in form.slots:
        talk.draft.at, talk.draft.stage, talk.draft.misses = slot.name, Stage.ASKING, 3
        for page in range(4):
            talk.draft.page = page
            assert_it_can_be_shown(talk)


@each_form
def test_the_summary_can_be_shown_with_everything_answered(form: Form) -> None:
    talk = talk_of(form)
    finish(talk)
    assert_it_can_be_shown(talk)
    assert all(row.value for row in talk.card.rows)


LONG = [
    "ก" * 5000,
    "ที่นี่" * 800,
    "ก" + "👨‍👩‍👧‍👦" * 450,
    "e" + "\u0301" * 4999,
    '\\"ก' * 1666,
    "\n" * 2499 + "ก",
]


@pytest.mark.parametrize(
    "long", LONG, ids=["letters", "marks", "families", "heap", "quotes", "lines"]
)
def test_the_longest_answers_can_be_shown_at_every_step(long: str) -> None:
    talk = at_topic()
    talk.say(long, "3")
    while (slot := talk.form.slot(talk.at)) is not None and not isinstance(slot.kind, Photos):
        talk.say(long if slot.kind.free_text else "ข้าม")
        assert_it_can_be_shown(talk)
    talk.photos(*(f"p{n}" for n in range(10)))
    talk.say("พอแล้ว")
    assert talk.at == "confirming"
    assert_it_can_be_shown(talk)
    for name in ("เรื่อง", "จุดเด่น"):
        talk.say(f"แก้ไข {name}")
        assert_it_can_be_shown(talk)
        talk.say("ย้อนกลับ")
    assert talk.answers["topic"], "the record keeps the answer"


@pytest.mark.parametrize(
    "long", LONG, ids=["letters", "marks", "families", "heap", "quotes", "lines"]
)
def test_the_longest_words_can_be_asked_back_about(long: str) -> None:
    talk = at_topic()
    talk.say(long, command="รายงาน")
    assert_it_can_be_shown(talk)
    for other in (Talk(), at_summary()):
        other.say(long)
        assert_it_can_be_shown(other)


def test_the_longest_school_names_can_be_shown_asked_and_summed_up() -> None:
    talk = talk_of(invite.FORM)
    longest = world_for(invite.FORM).options["school"][0].label
    talk.draft.answers["role"] = "teacher"
    talk.draft.at = "school"
    assert_it_can_be_shown(talk)
    talk.say(longest)
    assert_it_can_be_shown(talk)
    assert talk.answers["school"] == "schools-0"
