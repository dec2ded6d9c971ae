""" "แก้วันที่เป็น 26": one row is changed at once, wherever the draft stands."""

import pytest
from talk import BANGKHAEM, Talk, at_summary, at_topic

from handlers.dialog.engine import correction
from handlers.forms import visit
from handlers.texts import t

MID_FORM = {"school": "NPT1-02", "date": "2026-11-19"}


def corrected(text: str, *, loose: bool = False) -> tuple[str, str] | None:
    talk = Talk()
    return correction(text, visit.FORM, MID_FORM, talk.world_of(talk.draft), loose=loose)


@pytest.mark.parametrize(
    ("text", "slot", "words"),
    [
        ("แก้วันที่เป็น 26", "date", "26"),
        ("แก้ไขวันที่เป็น 26 พ.ย.", "date", "26 พ.ย."),
        ("แก้ไข วันที่ ให้เป็น 26 พ.ย. 69", "date", "26 พ.ย. 69"),
        ("เปลี่ยนหัวข้อเป็น การอ่าน", "topic", "การอ่าน"),
        ("ขอแก้โรงเรียนเป็นบ้านลำพยา", "school", "บ้านลำพยา"),
        ("แก้ข้อ 2 เป็น เมื่อวาน", "date", "เมื่อวาน"),
        ("แก้ข้อวันที่เป็น เมื่อวาน", "date", "เมื่อวาน"),
        ("แก้ข้อตกลงเป็น ทำแผนใหม่", "agreed", "ทำแผนใหม่"),
        ("เปลี่ยนเรื่อง = การอ่าน เป็นหลัก", "topic", "หลัก"),
    ],
)
def test_a_correction_names_a_row_and_its_new_words(text: str, slot: str, words: str) -> None:
    found = corrected(text)
    assert found is not None
    assert found[0] == slot
    assert words in found[1]


@pytest.mark.parametrize(
    "text",
    [
        *("แก้ไขปัญหาการอ่าน", "แก้ไขปัญหาการอ่านเป็นหลัก", "เปลี่ยนวิธีสอนเป็นแบบเชิงรุก", "แก้ไข"),
        *("แก้ไข วันที่", "แก้วันที่เป็น", "วันที่เป็น 26", "ขอยกเลิกประชุม", "", "แก้" + "ก" * 5000),
    ],
)
def test_a_sentence_that_names_no_row_is_no_correction(text: str) -> None:
    assert corrected(text) is None


def test_without_the_word_a_correction_is_read_only_where_no_free_text_is_awaited() -> None:
    assert corrected("แก้ไข วันที่ 26 พ.ย.") is None
    assert corrected("แก้ไข วันที่ 26 พ.ย.", loose=True) == ("date", "26 พ.ย.")


def test_in_a_free_text_question_the_row_changes_and_the_question_stays() -> None:
    talk = at_topic()
    talk.say("แก้วันที่เป็น 18 พ.ย. 69")
    assert (talk.at, talk.answers["date"]) == ("topic", "2026-11-18")
    assert "18 พฤศจิกายน 2569" in talk.card.note


def test_at_the_summary_the_row_changes_and_the_summary_stays() -> None:
    talk = at_summary()
    talk.say("เปลี่ยนหัวข้อเป็น การอ่าน")
    assert (talk.at, talk.answers["topic"]) == ("confirming", "การอ่าน")
    talk.say("แก้ไข สถานศึกษา วัดบางแขม")
    assert (talk.at, talk.answers["school"]) == ("confirming", BANGKHAEM.code)


def test_words_that_are_not_understood_lead_to_the_question_itself() -> None:
    talk = at_summary()
    talk.say("แก้วันที่เป็น วันไหนก็ได้")
    assert talk.at == "date"
    assert talk.card.note
    talk.say("ย้อนกลับ")
    assert (talk.at, talk.answers["date"]) == ("confirming", "2026-11-19")


def test_words_that_may_be_two_days_are_asked_back_about() -> None:
    talk = at_summary()
    talk.say("แก้วันที่เป็น วันพุธที่แล้ว")
    assert len(talk.draft.readings) == 2
    talk.say("2")
    assert talk.at == "confirming"


def test_a_row_that_was_skipped_is_added_in_one_message() -> None:
    talk = at_summary()
    talk.say("แก้จุดเด่นเป็น ครูร่วมมือดี")
    assert (talk.at, talk.answers["strengths"]) == ("confirming", "ครูร่วมมือดี")


def test_a_correction_in_a_side_question_is_heard_too() -> None:
    talk = at_topic()
    talk.say("ยกเลิก", "แก้รูปแบบเป็น โทรศัพท์")
    assert (talk.at, talk.answers["mode"]) == ("topic", "phone")
    assert t("dialog.leaving.text") not in talk.card.text
