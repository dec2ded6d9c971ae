"""Whatever a person sends, in whatever order: nothing raises, nothing is lost, one can get out."""

import json
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from talk import Talk, at_summary, at_topic, visit_world

from handlers.cards.card import Tap
from handlers.cards.limits import broken
from handlers.cards.render import render
from handlers.dialog.form import Draft, Form, Stage
from handlers.dialog.inputs import Input, Other, Photo, Picked, Pressed, Typed
from handlers.dialog.kinds import Photos
from handlers.dialog.press import Do, Press, decode
from handlers.dialog.turn import Outcome
from handlers.dialog.world import Option, World
from handlers.forms import invite, visit
from handlers.texts import catalog, t
from handlers.thai.names import Named
from models.vocabulary import Role
from simulator.limits import check

DATA = Path(__file__).parents[1] / "data" / "synth_roster.json"
RECORDED = {"NPT1-02 2026-11-19": "V-7", "NPT1-02 2026-11-20": "V-8"}


def _longest_school_names(most: int) -> list[str]:
    schools = json.loads(DATA.read_text("utf-8"))["schools"]
    return sorted({school["name"] for school in schools}, key=len, reverse=True)[:most]


LONGEST = _longest_school_names(10)
NAMED = tuple(
    Named(f"S-{n}", name, (), f"{name} (สพป.ที่ไกล เขต 1)") for n, name in enumerate(LONGEST)
)


def invite_world(_draft: Draft) -> World:
    return World(
        today=visit_world()(_draft).today,
        options={
            "role": tuple(Option(r.value, t(f"words.role.{r.value}")) for r in Role),
            "school": tuple(Option(n.code, n.name) for n in NAMED),
        },
        rings=(NAMED, (), ()),
        names={n.code: n.label for n in NAMED},
    )


def talk_of(form: Form) -> Talk:
    if form is invite.FORM:
        return Talk(form, invite_world)
    return Talk(form, visit_world(recorded=RECORDED))


CONTROLS = [
    word.strip()
    for key, words in catalog().items()
    if key.startswith("controls.")
    for word in words.split("|")
]
ANSWERS = [
    *("1", "2", "1,3", "9", "0", "ข้อ ๒", "วันนี้", "เมื่อวาน", "1 ก.ย. 2569", "วันพุธที่แล้ว", "30 ก.พ."),
    *("หาดทรายทอง", "บ้านลำพยา", "ส่ง", "ใช่", "ต่อไป", "ข้ามไปหน้าสรุป", "แก้ไข วันที่", "แก้ไข 1", "ครู"),
    *("ยี่สิบ คน", "คนละครั้ง", "ครั้งเดียวกัน", "ลบร่างนี้", "เป็นคำตอบ", "", " ", "9" * 5000, "ก" * 5000),
]
SLOTS = sorted({slot.name for form in (visit.FORM, invite.FORM) for slot in form.slots})
VALUES = [
    *("", "NPT1-02", "NPT1-03", "RYG1-P1", "S-0", "2026-11-19", "2026-13-45", "2569-11-19"),
    *(
        "onsite",
        "mentoring",
        "mentoring,advice",
        "same",
        "separate",
        "1",
        "12",
        "teacher",
        "x" * 300,
    ),
]
typed = st.builds(
    Typed,
    st.sampled_from(CONTROLS) | st.sampled_from(ANSWERS) | st.text(max_size=40),
    st.sampled_from([None, None, None, "เมนูอื่น"]),
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
inputs = st.one_of(
    typed,
    shown,
    shown,
    st.builds(Pressed, presses),
    st.builds(Picked, presses, st.sampled_from(["2026-11-19", "2026-13-45", "", "ก"])),
    st.builds(Photo, st.sampled_from([f"p{n}" for n in range(14)])),
    st.builds(Other, st.sampled_from(["sticker", "video", "location", "image", "hologram"])),
)
each_form = pytest.mark.parametrize("form", [visit.FORM, invite.FORM], ids=lambda form: form.name)


def real(talk: Talk, given_input: Input | int) -> Input:
    """A number means a button that is shown now."""
    if not isinstance(given_input, int):
        return given_input
    taps = [b.action.data for b in talk.buttons if isinstance(b.action, Tap)]
    if not taps:
        return Typed("ทำต่อ")
    press = decode(taps[given_input % len(taps)])
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
        assert copy.touch(t("dialog.leaving.drop")).outcome is Outcome.DROPPED


def assert_it_can_be_finished(talk: Talk) -> None:
    """Go on to where it stood and give the first answer that there is, until it may be sent."""
    talk.say("ทำต่อ")
    for _ in range(40):
        if talk.draft.stage is Stage.CONFIRMING:
            assert talk.touch(t(f"{talk.form.name}.send")).outcome is Outcome.SEND
            return
        before = talk.at
        turn = talk.say({"participants": "5", "again": "คนละครั้ง"}.get(before, "1"))
        if turn.outcome is Outcome.GOES_ON and talk.at == before and not talk.draft.asks_back:
            talk.say("ต่อไป")
    raise AssertionError(f"stuck at {talk.at}")


def assert_nothing_was_lost(talk: Talk, before: dict[str, str], at: str | None) -> None:
    """Answers go only where they were in question, or where another answer took their ground."""
    moved = {name for name in before if talk.answers.get(name) != before[name]}
    for name in moved - {at}:
        slot = talk.form.slot(name)
        assert slot is not None
        if isinstance(slot.kind, Photos):
            assert set(before[name].split(",")) - {""} <= set(talk.answers[name].split(","))
            continue
        world = talk.world_of(talk.draft)
        followed = {n for n in slot.follows if talk.answers.get(n) != before.get(n)}
        assert followed or not slot.when(talk.answers, world), f"{name} was lost"


@each_form
@given(given_inputs=st.lists(inputs, max_size=25))
@settings(max_examples=150, deadline=None)
def test_no_sequence_of_inputs_breaks_a_conversation(
    form: Form, given_inputs: list[Input | int]
) -> None:
    talk = talk_of(form)
    for one in given_inputs:
        before, at = dict(talk.answers), talk.draft.at
        turn = talk.give(real(talk, one))
        assert_nothing_was_lost(talk, before, at)
        if turn.outcome in (Outcome.SEND, Outcome.ENDED, Outcome.DROPPED):
            return
        assert_it_can_be_shown(talk)
        assert_it_can_be_left(talk)
    assert_it_can_be_finished(talk)


LONG = [
    "ก" * 5000,
    "ที่นี่" * 800,
    "👨‍👩‍👧‍👦" * 450,
    "e" + "\u0301" * 4999,
    '\\"' * 2500,
    "\n" * 2499 + "ก",
]


@pytest.mark.parametrize(
    "long", LONG, ids=["letters", "marks", "families", "heap", "quotes", "lines"]
)
def test_the_longest_answers_can_be_shown_at_every_step(long: str) -> None:
    talk = at_topic()
    for step in (long, "3", long, long, long, "ข้าม", "9999"):
        talk.say(step)
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
    talk = Talk(invite.FORM, invite_world)
    talk.say("ครู")
    assert_it_can_be_shown(talk)
    talk.say(LONGEST[0])
    assert_it_can_be_shown(talk)
    assert talk.at == "confirming"
    assert LONGEST[0] in talk.card.rows[1].value
