"""Holding a conversation on the database: beginning, taking back, forms that have changed since."""

import json
from typing import Any

from phones import MALI, Desk, Phone

from handlers.texts import t


def at_topic(desk: Desk) -> Phone:
    mali = desk.phone(MALI)
    mali.say("บันทึกนิเทศ", "1", "เมื่อวาน", "1", "1")
    assert mali.at == "topic"
    return mali


def rewrite(desk: Desk, **draft: Any) -> None:
    """What is stored of Mali's draft, as another version of the bot would have written it."""
    kept = json.loads(desk.conversations[MALI])
    kept["draft"] |= draft
    desk.conversations[MALI] = json.dumps(kept)


def last_message(desk: Desk) -> str:
    return f"m{desk.events - 1}"


def test_an_answer_whose_message_is_unsent_is_asked_again(desk: Desk) -> None:
    mali = at_topic(desk)
    mali.say("การอ่าน")
    assert mali.answers["topic"] == "การอ่าน"
    mali.unsend(last_message(desk))
    assert "topic" not in mali.answers
    assert mali.at == "topic"


def test_an_unsent_message_takes_its_answer_out_of_a_waiting_report_too(desk: Desk) -> None:
    mali = at_topic(desk)
    mali.say("การอ่าน")
    message = last_message(desk)
    mali.say("พัก")
    mali.unsend(message)
    assert "topic" not in mali.parked[-1]["answers"]
    assert t("visit.ask.topic") in mali.say("ทำต่อ")


def test_words_for_a_question_that_is_no_more_answer_no_other_one(desk: Desk) -> None:
    mali = at_topic(desk)
    rewrite(desk, version=0, at="weather")
    shown = mali.say("ฝนตกหนัก")
    assert t("dialog.carried_over").split(" ")[0] in shown
    assert mali.at == "topic"
    assert "topic" not in mali.answers


def test_an_older_draft_goes_on_at_its_question_and_says_what_is_new(desk: Desk) -> None:
    mali = at_topic(desk)
    answers = {name: value for name, value in mali.answers.items() if name != "purposes"}
    rewrite(desk, version=0, answers=answers)
    shown = mali.say("การอ่าน")
    assert mali.answers["topic"] == "การอ่าน"
    assert mali.at == "purposes"
    assert t("visit.label.purposes") in shown


def test_a_row_is_mended_in_mid_form_by_one_message(desk: Desk) -> None:
    mali = at_topic(desk)
    assert mali.answers["school"] == "NPT1-02"
    mali.say("แก้โรงเรียนเป็น บ้านทุ่งน้อย")
    assert mali.answers["school"] == "NPT1-03"
    assert mali.at == "topic"


def test_several_answers_in_one_message_are_all_taken(desk: Desk) -> None:
    mali = desk.phone(MALI)
    mali.say("บันทึกนิเทศ", "บ้านลำพยา เมื่อวาน ออนไลน์")
    assert mali.answers["mode"] == "online"
    assert mali.answers["date"] == "2026-11-19"
