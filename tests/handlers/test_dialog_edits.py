"""Going back, editing one row, and what an edit makes come up again."""

import pytest
from talk import BANGKHAEM, Talk, at_summary, at_topic, visit_world

from handlers.cards.render import alt_text
from handlers.dialog.press import Do
from handlers.dialog.turn import Outcome
from handlers.forms.visit import SAME, SEPARATE
from handlers.texts import t

SAME_DAY = {"NPT1-02 2026-11-19": "V-7"}


def test_going_back_offers_to_keep_the_old_answer() -> None:
    talk = at_topic()
    talk.say("ย้อนกลับ")
    assert talk.at == "purposes"
    talk.touch(t("dialog.keep", value="เป็นพี่เลี้ยง"))
    assert (talk.at, talk.answers["purposes"]) == ("topic", "mentoring,assistance")


def test_going_back_and_answering_anew_replaces_the_answer_and_nothing_else() -> None:
    talk = at_topic()
    before = dict(talk.answers)
    talk.say("ย้อนกลับ", "2")
    assert talk.answers == before | {"purposes": "advice"}


def test_editing_one_row_returns_to_the_summary() -> None:
    talk = at_summary()
    talk.touch("แก้ไข เรื่อง")
    assert (talk.at, talk.card.kicker) == ("topic", "แก้ไข: เรื่อง")
    talk.say("การอ่าน")
    assert (talk.at, talk.answers["topic"]) == ("confirming", "การอ่าน")


@pytest.mark.parametrize("words", [("แก้ไข เรื่อง",), ("แก้เรื่องครับ",), ("แก้ไข", "เรื่อง"), ("5",)])
def test_a_row_can_be_named_by_typing(words: tuple[str, ...]) -> None:
    talk = at_summary()
    talk.say(*words)
    assert talk.at == "topic"


def test_a_row_that_was_skipped_can_be_added_or_left() -> None:
    talk = at_summary()
    talk.touch("เพิ่ม จุดเด่น")
    talk.touch(t("dialog.back_to_summary"))
    assert (talk.at, talk.answers["strengths"]) == ("confirming", "")
    talk.touch("เพิ่ม จุดเด่น")
    talk.say("ครูร่วมมือดี")
    assert (talk.at, talk.answers["strengths"]) == ("confirming", "ครูร่วมมือดี")


def test_an_answer_that_is_not_needed_can_be_taken_away() -> None:
    talk = at_summary()
    talk.say("แก้ไข จุดเด่น", "ครูร่วมมือดี", "แก้ไข จุดเด่น")
    talk.touch(t("dialog.clear"))
    assert (talk.at, talk.answers["strengths"]) == ("confirming", "")


def test_editing_in_mid_form_goes_on_where_it_was() -> None:
    talk = at_topic()
    talk.say("แก้ไข สถานศึกษา", "2")
    assert (talk.at, talk.answers["school"]) == ("topic", BANGKHAEM.code)


def test_an_answer_given_to_a_summary_is_not_sent() -> None:
    talk = at_summary()
    assert talk.say("ขอบคุณมาก").outcome is Outcome.GOES_ON
    assert "ส่งรายงาน" in talk.card.note


def test_editing_the_date_makes_the_question_of_the_same_visit_come_and_go() -> None:
    talk = at_summary(Talk(world_of=visit_world(recorded={"NPT1-02 2026-11-20": "V-7"})))
    talk.say("แก้ไข วันที่", "วันนี้")
    assert talk.at == "again"
    assert "V-7" in alt_text(talk.card)
    talk.say("คนละครั้ง")
    assert (talk.at, talk.answers["again"]) == ("confirming", SEPARATE)
    talk.say("แก้ไข วันที่", "เมื่อวาน")
    assert talk.at == "confirming"
    assert "again" not in talk.answers


def test_another_day_that_is_recorded_too_is_asked_about_anew() -> None:
    recorded = {"NPT1-02 2026-11-19": "V-7", "NPT1-02 2026-11-20": "V-8"}
    talk = Talk(world_of=visit_world(recorded=recorded))
    talk.say("1", "เมื่อวาน", "1")
    assert talk.answers["again"] == SEPARATE
    talk.say("แก้ไข วันที่", "วันนี้")
    assert talk.at == "again"
    assert "V-8" in alt_text(talk.card)


def test_the_same_visit_ends_the_form_without_sending() -> None:
    talk = Talk(world_of=visit_world(recorded=SAME_DAY))
    turn = talk.say("1", "เมื่อวาน", "ครั้งเดียวกัน")
    assert (turn.outcome, turn.reason) == (Outcome.ENDED, "visit.same_visit")
    assert talk.answers["again"] == SAME


def test_a_visit_recorded_while_the_summary_was_shown_is_asked_about_before_sending() -> None:
    talk = at_summary()
    talk.world_of = visit_world(recorded=SAME_DAY)
    assert talk.tap(Do.SEND).outcome is Outcome.GOES_ON
    assert talk.at == "again"
    assert t("dialog.one_more") in talk.card.note
    talk.say("คนละครั้ง")
    assert talk.tap(Do.SEND).outcome is Outcome.SEND


def test_a_question_that_no_longer_applies_is_not_a_trap() -> None:
    talk = Talk(world_of=visit_world(recorded=SAME_DAY))
    talk.say("1", "เมื่อวาน")
    assert talk.at == "again"
    talk.world_of = visit_world()
    talk.say("ไปที่สถานศึกษา")
    assert talk.answers["mode"] == "onsite"
