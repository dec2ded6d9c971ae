"""Changing a record that was sent: nothing becomes of it before it is saved."""

from dataclasses import replace

import pytest
from talk import BANGKHAEM, TODAY, Talk, changing

from handlers.dialog.form import Stage
from handlers.dialog.press import Do
from handlers.dialog.turn import Outcome
from handlers.texts import t


def changed() -> Talk:
    talk = changing()
    talk.say("แก้เรื่องเป็น การอ่าน")
    return talk


def test_the_card_says_which_record_it_is_and_that_it_stands_as_it_was() -> None:
    card = changing().card
    assert "V-7" in card.title
    assert card.kicker == t("dialog.change.not_saved")
    assert [button.label for button in card.buttons][:1] == [t("dialog.change.send")]


def test_a_changed_row_is_marked_in_words() -> None:
    marked = [row.label for row in changed().card.rows if t("dialog.row_changed") in row.label]
    assert len(marked) == 1
    assert "เรื่อง" in marked[0]


@pytest.mark.parametrize("why", ["พิมพ์ผิด", "ข้าม"])
def test_saving_asks_why_at_the_end_and_the_answer_saves(why: str) -> None:
    talk = changed()
    assert talk.touch(t("dialog.change.send")).outcome is Outcome.GOES_ON
    assert talk.at == "why"
    assert "V-7" in talk.card.kicker
    assert talk.say(why).outcome is Outcome.SEND
    assert talk.answers["why"] == ("" if why == "ข้าม" else why)
    assert talk.draft.changed == ["topic"]


def test_why_can_be_given_before_saving() -> None:
    talk = changed()
    talk.say("แก้เหตุผลเป็น พิมพ์ผิด")
    assert talk.at == "confirming"
    assert talk.say("บันทึก").outcome is Outcome.SEND


def test_back_from_why_leads_to_the_summary_and_nothing_is_saved() -> None:
    talk = changed()
    talk.touch(t("dialog.change.send"))
    assert talk.say("ย้อนกลับ").outcome is Outcome.GOES_ON
    assert (talk.at, talk.answers["topic"]) == ("confirming", "การอ่าน")


def test_a_change_of_another_row_while_why_is_asked_saves_nothing_yet() -> None:
    talk = changed()
    talk.touch(t("dialog.change.send"))
    assert talk.say("แก้รูปแบบเป็น โทรศัพท์").outcome is Outcome.GOES_ON
    assert "why" not in talk.answers


def test_a_photo_while_why_is_asked_leaves_the_question() -> None:
    talk = changed()
    talk.touch(t("dialog.change.send"))
    talk.photos("p1")
    assert talk.at == "why"


def test_with_nothing_changed_there_is_nothing_to_save() -> None:
    talk = changing()
    assert talk.tap(Do.SEND).outcome is Outcome.GOES_ON
    assert t("dialog.change.nothing") in talk.card.note


def test_what_is_changed_back_counts_as_unchanged() -> None:
    talk = changed()
    talk.say("แก้เรื่องเป็น แผนพัฒนา")
    assert talk.tap(Do.SEND).outcome is Outcome.GOES_ON


def test_giving_up_asks_first_only_where_something_was_changed() -> None:
    assert changing().say("ยกเลิก").outcome is Outcome.DROPPED
    talk = changed()
    assert talk.say("ยกเลิก").outcome is Outcome.GOES_ON
    assert "V-7" in talk.card.title
    assert t("dialog.change_leaving.text") in talk.card.text
    assert talk.touch(t("dialog.change_leaving.drop")).outcome is Outcome.DROPPED


def test_what_was_right_when_it_was_sent_need_not_be_right_today() -> None:
    talk = changing(follow_up="2026-11-25", school="LEFT-1")
    december = replace(talk.world_of(talk.draft), today=TODAY.replace(month=12))
    talk.world_of = lambda _draft: december
    talk.say("แก้เรื่องเป็น การอ่าน")
    assert talk.answers["follow_up"] == "2026-11-25"
    assert talk.answers["school"] == "LEFT-1"
    assert talk.at == "confirming"


def test_another_school_is_taken_as_in_any_form() -> None:
    talk = changing()
    talk.say("แก้ไข สถานศึกษา", "วัดบางแขม")
    assert (talk.answers["school"], talk.draft.stage) == (BANGKHAEM.code, Stage.CONFIRMING)
