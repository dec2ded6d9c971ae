"""Old buttons and old drafts: those of another draft, question or version of the form."""

from dataclasses import replace

import pytest
from talk import LAMPHAYA, TODAY, Talk, at_summary, at_topic, visit_world

from handlers.dialog.engine import carry_over
from handlers.dialog.form import Draft, Form, Stage
from handlers.dialog.press import Do
from handlers.dialog.turn import Outcome
from handlers.forms import visit
from handlers.texts import t

SAME_DAY = {"NPT1-02 2026-11-19": "V-7"}


@pytest.mark.parametrize("do", list(Do))
def test_a_button_of_another_draft_changes_nothing(do: Do) -> None:
    for talk in (at_topic(), at_summary()):
        before = talk.draft.to_json()
        assert talk.tap(do, "topic", "x", of="another").outcome is Outcome.GOES_ON
        assert talk.card.note == t("dialog.stale")
        assert talk.draft.to_json() == before | {"touched_on": talk.draft.touched_on}


@pytest.mark.parametrize(
    ("do", "value"),
    [
        (Do.ANSWER, "NPT1-03"),
        (Do.SURE, "NPT1-03"),
        (Do.TOGGLE, "advice"),
        (Do.DONE, ""),
        (Do.SKIP, ""),
        (Do.FINISH, ""),
        (Do.KEEP, ""),
    ],
)
def test_a_button_of_a_question_that_is_over_changes_nothing(do: Do, value: str) -> None:
    talk = at_topic()
    before = dict(talk.answers)
    talk.tap(do, "school", value)
    assert (talk.answers, talk.at) == (before, "topic")
    assert talk.card.note == t("dialog.stale")
    assert talk.card.title == t("visit.ask.topic")


def test_a_double_tap_answers_one_question_only() -> None:
    talk = Talk()
    talk.tap(Do.ANSWER, "school", LAMPHAYA.code)
    talk.tap(Do.ANSWER, "school", LAMPHAYA.code)
    assert (talk.answers, talk.at) == ({"school": LAMPHAYA.code}, "date")


def test_a_button_with_a_value_that_is_gone_changes_nothing() -> None:
    talk = Talk()
    talk.tap(Do.ANSWER, "school", "GONE-1")
    assert talk.answers == {}
    assert t("dialog.miss.no_longer") in talk.card.note


def test_no_button_can_write_over_the_photos() -> None:
    talk = at_topic()
    talk.photos("p1", "p2")
    talk.say("แผนพัฒนา", "ข้ามไปหน้าสรุป", "แก้ไข รูป")
    talk.tap(Do.ANSWER, "photos", "made-up")
    assert talk.answers["photos"] == "p1,p2"


def test_a_draft_of_an_older_form_keeps_what_still_fits_and_asks_the_rest() -> None:
    talk = Talk()
    old = {"school": "NPT1-02", "date": "2026-11-19", "mode": "by_balloon", "weather": "ฝนตก"}
    draft = Draft("d-1", "visit", 0, old, at="weather")
    carry_over(talk.form, draft, talk.world_of(draft))
    assert draft.answers == {"school": "NPT1-02", "date": "2026-11-19"}
    assert (draft.version, draft.stage, draft.at) == (talk.form.version, Stage.ASKING, "mode")


def older(form: Form, **draft: object) -> tuple[Draft, str]:
    """A draft of version 0, carried over; and what was said about it."""
    old = Draft.from_json({"id": "d-1", "form": form.name, "version": 0} | draft)
    said = carry_over(form, old, Talk().world_of(old))
    return old, said


def test_a_draft_of_an_older_form_asks_only_what_is_new_and_says_so() -> None:
    answers = {"school": "NPT1-02", "date": "2026-11-19", "mode": "online", "topic": "แผนพัฒนา"}
    form = replace(visit.FORM, slots=visit.FORM.slots[:7])
    draft, said = older(form, answers=answers, stage="confirming", at=None)
    assert draft.answers == answers
    assert draft.at == "purposes"
    assert said == t("dialog.carried_over_with", labels="วัตถุประสงค์")


def test_a_question_in_hand_stays_while_what_is_new_before_it_is_announced() -> None:
    answers = {"school": "NPT1-02", "date": "2026-11-19", "mode": "online"}
    draft, said = older(visit.FORM, answers=answers, stage="asking", at="topic")
    assert draft.at == "topic"
    assert "วัตถุประสงค์" in said
    talk = Talk()
    talk.draft = draft
    talk.say("แผนพัฒนา")
    assert (talk.at, talk.answers["topic"]) == ("purposes", "แผนพัฒนา")


def test_a_draft_with_fields_of_another_version_is_read() -> None:
    draft = Draft.from_json({"id": "d-1", "form": "visit", "version": 1, "mood": "good"})
    assert (draft.said, draft.raw, draft.read, draft.record) == ({}, {}, [], "")


def test_a_draft_at_a_question_that_is_no_more_goes_on() -> None:
    talk = at_topic()
    talk.draft.at = "weather"
    talk.say("แผนพัฒนา")
    assert talk.answers["topic"] == "แผนพัฒนา"


def test_an_answer_that_no_longer_fits_is_asked_again() -> None:
    talk = at_summary()
    talk.say("แก้ไข นัดติดตาม", "อีก 1 สัปดาห์")
    assert talk.answers["follow_up"] == "2026-11-27"
    talk.world_of = visit_world(today=TODAY.replace(month=12))
    assert talk.tap(Do.SEND).outcome is Outcome.GOES_ON
    assert talk.at == "follow_up"
