"""Answers: by number, label, tap; asked back about, given up on, gone back to, edited."""

import pytest
from talk import BANGKHAEM, FAR, TODAY, Talk, at_summary, at_topic

from handlers.cards.card import PickDate
from handlers.dialog.turn import Outcome
from handlers.texts import t

SAME_DAY = {"NPT1-02 2026-11-19": "V-7"}


def test_a_visit_can_be_told_by_typing_alone() -> None:
    talk = Talk()
    talk.say("บ้านลำพยา", "19 พ.ย. 69", "ออนไลน์ (วิดีโอคอล)", "1,3", "แผนพัฒนา", "2")
    talk.say("ครูร่วมมือดี", "ข้าม", "ทำแผนการอ่าน", "ส่งแผนอีกครั้ง", "ข้าม", "๒๕ คน", "ข้าม")
    assert talk.at == "confirming"
    assert talk.answers == {
        "school": "NPT1-02",
        "date": "2026-11-19",
        "mode": "online",
        "purposes": "mentoring,assistance",
        "topic": "แผนพัฒนา",
        "standards": "2",
        "strengths": "ครูร่วมมือดี",
        "improvements": "",
        "advice": "ทำแผนการอ่าน",
        "agreed": "ส่งแผนอีกครั้ง",
        "follow_up": "",
        "participants": "25",
        "photos": "",
    }
    assert talk.say("ส่ง").outcome is Outcome.SEND


def test_a_visit_can_be_told_by_tapping_what_is_shown() -> None:
    talk = Talk()
    for label in ("บ้านลำพยา", "เมื่อวาน", "โทรศัพท์", "เป็นพี่เลี้ยง", "ประเมินผล", "ต่อไป"):
        talk.touch(label)
    talk.say("แผนพัฒนา")
    talk.touch("ข้ามไปหน้าสรุป")
    assert talk.answers["purposes"] == "mentoring,evaluation"
    assert talk.touch("ส่งรายงาน").outcome is Outcome.SEND


def test_each_question_says_how_far_it_is() -> None:
    talk = Talk()
    count = len(talk.form.asked({}, talk.world_of(talk.draft)))
    assert f"ข้อ 1 จาก {count}" in talk.card.kicker
    talk.say("1")
    assert f"ข้อ 2 จาก {count}" in talk.card.kicker


def test_what_was_understood_is_said_back_in_full() -> None:
    talk = Talk()
    talk.say("1", "เมื่อวาน")
    assert talk.card.note == "✓ วันที่: วันพฤหัสบดีที่ 19 พฤศจิกายน 2569"


# --- questions back ------------------------------------------------------------------------------


@pytest.mark.parametrize("answer", ["1", "ใช่ค่ะ", FAR.label])
def test_a_school_from_afar_is_asked_about_and_the_answer_may_be_typed(answer: str) -> None:
    talk = Talk()
    talk.say("หาดทรายทอง")
    assert "school" not in talk.answers
    assert FAR.label in talk.button("1.").label
    talk.say(answer)
    assert talk.answers["school"] == FAR.code


def test_a_number_after_a_question_back_means_the_buttons_that_are_shown() -> None:
    talk = Talk()
    talk.say("1", "วันพุธที่แล้ว")
    shown = list(talk.draft.readings)
    assert len(shown) == 2
    talk.say("2")
    assert talk.answers["date"] == shown[1]
    assert shown[1] != "2026-11-19", "not the second button of the question before"


def test_something_else_typed_after_a_question_back_is_a_new_answer() -> None:
    talk = Talk()
    talk.say("หาดทรายทอง", "วัดบางแขม")
    assert talk.answers["school"] == BANGKHAEM.code


def test_back_out_of_a_question_back_shows_the_question_itself() -> None:
    talk = Talk()
    talk.say("1", "วันพุธที่แล้ว", "ย้อนกลับ")
    assert talk.card.title == t("visit.ask.date")
    assert talk.say("1").outcome is Outcome.GOES_ON
    assert talk.answers["date"] == TODAY.isoformat()


def test_a_question_back_stays_while_a_photo_comes_in_between() -> None:
    talk = Talk()
    talk.say("หาดทรายทอง")
    talk.photos("p1")
    talk.say("1")
    assert talk.answers == {"photos": "p1", "school": FAR.code}


def test_a_day_long_ago_is_asked_about_once() -> None:
    talk = Talk()
    talk.say("1", "1 ก.ย. 2569")
    assert "80 วัน" in talk.card.title
    talk.say("ใช่")
    assert talk.answers["date"] == "2026-09-01"


def test_a_day_long_ago_from_the_picker_is_asked_about_too() -> None:
    talk = Talk()
    talk.say("1")
    talk.pick("date", "2026-09-01")
    assert "date" not in talk.answers
    talk.touch("1 กันยายน 2569")
    assert talk.answers["date"] == "2026-09-01"


def test_the_picker_of_a_phone_on_the_buddhist_calendar_is_understood() -> None:
    talk = Talk()
    talk.say("1")
    talk.pick("date", "2569-11-18")
    assert talk.answers["date"] == "2026-11-18"


@pytest.mark.parametrize("typed", ["พรุ่งนี้", "25 ธ.ค. 69"])
def test_a_visit_in_the_future_is_refused_with_the_day_that_was_read(typed: str) -> None:
    talk = Talk()
    talk.say("1", typed)
    assert "date" not in talk.answers
    assert "2569" in talk.card.note


def test_the_picker_offers_no_day_that_would_be_refused() -> None:
    talk = Talk()
    talk.say("1")
    picker = talk.button(t("dialog.pick_date")).action
    assert isinstance(picker, PickDate)
    assert picker.earliest < picker.initial == picker.latest == TODAY.isoformat()


# --- answer or command? --------------------------------------------------------------------------


@pytest.mark.parametrize("answer", ["1", "เป็นคำตอบ"])
def test_a_command_word_in_free_text_may_be_an_answer(answer: str) -> None:
    talk = at_topic()
    talk.say("ประวัติ", command="ประวัติของฉัน")
    assert "topic" not in talk.answers
    talk.say(answer)
    assert talk.answers["topic"] == "ประวัติ"


@pytest.mark.parametrize("answer", ["2", "เป็นคำสั่ง"])
def test_a_command_word_in_free_text_may_be_a_command(answer: str) -> None:
    talk = at_topic()
    talk.say("ประวัติ", command="ประวัติของฉัน")
    turn = talk.say(answer)
    assert (turn.outcome, turn.command) == (Outcome.COMMAND, "ประวัติ")
    assert "topic" not in talk.answers


def test_the_buttons_of_answer_or_command_work_after_a_photo_too() -> None:
    talk = at_topic()
    talk.say("ประวัติ", command="ประวัติของฉัน")
    talk.photos("p1")
    talk.touch(t("dialog.as_answer"))
    assert talk.answers["topic"] == "ประวัติ"


def test_a_command_where_no_free_text_is_wanted_is_run() -> None:
    talk = Talk()
    assert talk.say("ดูการนิเทศ", command="ดูการนิเทศ").outcome is Outcome.COMMAND


# --- several choices -----------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("typed", "kept"),
    [
        ("1,3", "mentoring,assistance"),
        ("3 1", "mentoring,assistance"),
        ("๑ และ ๓", "mentoring,assistance"),
        ("ข้อ 1, ข้อ 3", "mentoring,assistance"),
        ("ประเมินผล", "evaluation"),
        ("กำกับติดตาม / ประเมินผล", "monitoring,evaluation"),
        ("เป็นพี่เลี้ยง\nประเมินผล", "mentoring,evaluation"),
    ],
)
def test_several_choices_can_be_typed_in_many_ways(typed: str, kept: str) -> None:
    talk = Talk()
    talk.say("1", "1", "1", typed)
    assert talk.answers["purposes"] == kept


@pytest.mark.parametrize("typed", ["1,9", "13", "สอนแทน", "และ", "1-3"])
def test_a_choice_that_is_not_there_takes_none_of_them(typed: str) -> None:
    talk = Talk()
    talk.say("1", "1", "1", typed)
    assert "purposes" not in talk.answers
    assert talk.card.note


def test_a_second_tap_takes_a_choice_away_again() -> None:
    talk = Talk()
    talk.say("1", "1", "1")
    for label in ("เป็นพี่เลี้ยง", "ประเมินผล", "เป็นพี่เลี้ยง"):
        talk.touch(label)
    assert talk.draft.chosen == ["evaluation"]
    assert "เลือกแล้ว 1 ข้อ" in talk.button("ต่อไป").label


def test_done_with_nothing_chosen_asks_for_one_where_one_is_needed() -> None:
    talk = Talk()
    talk.say("1", "1", "1", "เสร็จแล้ว")
    assert t("dialog.miss.choose_one_at_least") in talk.card.note


def test_what_is_ticked_counts_when_the_rest_is_skipped() -> None:
    talk = at_topic()
    talk.say("แผนพัฒนา")
    talk.touch("มาตรฐานที่ 2")
    talk.touch("ข้ามไปหน้าสรุป")
    assert talk.answers["standards"] == "2"
    assert talk.at == "confirming"


# --- misses --------------------------------------------------------------------------------------


def test_the_first_miss_says_what_was_read_and_the_third_how_to_get_away() -> None:
    talk = Talk()
    talk.say("โรงเรียนที่ไม่มี")
    assert "โรงเรียนที่ไม่มี" in talk.card.note
    assert t("dialog.third_miss") not in talk.card.note
    talk.say("อะไรนะ")
    assert t("dialog.third_miss") not in talk.card.note
    talk.say("ไม่เข้าใจเลย")
    assert t("dialog.third_miss") in talk.card.note
    talk.say("1")
    assert talk.draft.misses == 0


@pytest.mark.parametrize("kind", ["sticker", "video", "audio", "file", "location", "hologram"])
def test_what_cannot_be_read_is_said_kindly_and_the_question_stays(kind: str) -> None:
    talk = at_topic()
    talk.send(kind)
    assert talk.card.note
    assert talk.at == "topic"


def test_five_thousand_digits_are_no_number_and_no_fault() -> None:
    for talk in (Talk(), at_topic(), at_summary()):
        talk.say("9" * 5000)
        assert talk.card.title


@pytest.mark.parametrize("said", ["ไม่มีรูป", "ยังไม่มีรูปค่ะ", "ไม่มีภาพ"])
def test_saying_that_there_is_none_skips_the_question(said: str) -> None:
    talk = at_topic(Talk())
    talk.say("การอ่าน")
    while talk.at != "photos":
        talk.say("ข้าม")
    talk.say(said)
    assert talk.answers["photos"] == ""
