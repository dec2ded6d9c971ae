"""One message may answer several questions; what it gave can be taken back."""

import json
from collections.abc import Mapping
from dataclasses import replace

import pytest
from talk import LAMPHAYA, TODAY, Talk, at_summary, at_topic, changing

from handlers.dialog.engine import begin, take_back
from handlers.dialog.form import Draft, Form, Slot, Stage
from handlers.dialog.inputs import Typed
from handlers.dialog.kind_places import PlaceName
from handlers.dialog.kinds import Words
from handlers.dialog.world import World
from handlers.forms import visit
from handlers.texts import t

WORDS = {
    "บ้านลำพยา": ("school", LAMPHAYA.code),
    "ออนไลน์": ("mode", "online"),
    "5 คน": ("participants", "5"),
    "เมื่อวาน": ("date", "2026-11-19"),
    "1 ก.ย.": ("date", "2026-09-01"),
    "พรุ่งนี้": ("date", "2026-11-21"),
}


def plain_reading(text: str, _world: World) -> Mapping[str, str]:
    """A reader that knows a few words, in the place of the one for whole reports."""
    found = {slot: value for word, (slot, value) in WORDS.items() if word in text}
    return found | ({"topic": text} if "เรื่อง" in text else {})


FORM = replace(visit.FORM, reads=plain_reading)


def talk_at(*texts: str) -> Talk:
    talk = Talk(FORM)
    talk.say(*texts)
    return talk


def test_one_answer_fills_later_questions_too_and_says_what_was_understood() -> None:
    talk = talk_at("บ้านลำพยา เมื่อวาน ออนไลน์")
    assert talk.answers == {"school": LAMPHAYA.code, "date": "2026-11-19", "mode": "online"}
    assert talk.at == "purposes"
    for words in (LAMPHAYA.label, "19 พฤศจิกายน 2569", "ออนไลน์"):
        assert words in talk.card.note


def test_rows_that_were_read_from_a_message_are_marked_in_words() -> None:
    talk = talk_at("บ้านลำพยา เมื่อวาน ออนไลน์", "1", "แผนพัฒนา", "ข้ามไปหน้าสรุป")
    marked = {
        row.label.split(". ")[1] for row in talk.card.rows if t("dialog.row_read") in row.label
    }
    assert marked == {f"{label} {t('dialog.row_read')}" for label in ("สถานศึกษา", "วันที่", "รูปแบบ")}
    talk.say("แก้รูปแบบเป็น โทรศัพท์")
    assert "mode" not in talk.draft.read


def test_a_simple_answer_is_not_marked() -> None:
    assert talk_at("บ้านลำพยา", "เมื่อวาน").draft.read == []


def test_an_answer_to_another_question_is_kept_and_this_one_asked_on() -> None:
    talk = talk_at("เมื่อวาน")
    assert (talk.at, talk.answers) == ("school", {"date": "2026-11-19"})
    assert t("dialog.still_open", label="สถานศึกษา") in talk.card.note
    assert talk.draft.misses == 0


def test_no_answer_that_was_given_is_written_over() -> None:
    talk = talk_at("1", "วันนี้", "เมื่อวาน ออนไลน์")
    assert (talk.answers["date"], talk.answers["mode"]) == (TODAY.isoformat(), "online")


@pytest.mark.parametrize("text", ["บ้านลำพยา 1 ก.ย.", "บ้านลำพยา พรุ่งนี้"])
def test_a_value_that_would_need_a_question_is_left_open(text: str) -> None:
    talk = talk_at(text)
    assert (talk.at, talk.answers) == ("date", {"school": LAMPHAYA.code})


def test_words_are_kept_as_typed_where_the_answer_reads_otherwise() -> None:
    talk = talk_at("บ้านลำพยา", "19 พ.ย. 69", "1", "1", "แผนพัฒนา")
    assert talk.draft.raw == {"school": "บ้านลำพยา", "date": "19 พ.ย. 69"}
    talk.say("แก้วันที่เป็น 18 พ.ย. 69")
    assert talk.draft.raw["date"] == "18 พ.ย. 69"


def test_in_a_free_text_question_the_whole_text_is_the_answer() -> None:
    talk = talk_at("1", "วันนี้", "1", "1", "แผนพัฒนา มีครู 5 คน เมื่อวาน")
    assert talk.answers["topic"] == "แผนพัฒนา มีครู 5 คน เมื่อวาน"
    assert "participants" not in talk.answers


def test_a_text_that_is_not_understood_fills_no_free_text_question() -> None:
    talk = talk_at("เรื่องที่ไม่มีใครรู้")
    assert talk.answers == {}
    assert talk.draft.misses == 1


def test_what_is_in_doubt_is_asked_while_the_rest_is_kept() -> None:
    talk = talk_at("1", "วันพุธที่แล้ว ออนไลน์")
    assert (talk.at, talk.answers["mode"]) == ("date", "online")
    assert talk.draft.asks_back


# --- a whole report in one message ---------------------------------------------------------------


def from_one_message(**answers: str) -> Talk:
    talk = Talk(FORM)
    by = Typed("เมื่อวานนิเทศ รร.บ้านลำพยา ออนไลน์", message_id="m1")
    world = talk.world_of(talk.draft)
    talk.draft = begin(FORM, "d-1", world, read=frozenset(answers), by=by, **answers)
    return talk


READ = {"school": LAMPHAYA.code, "date": "2026-11-19", "mode": "online", "topic": "แผนพัฒนา"}


def test_after_one_message_only_what_is_needed_is_asked() -> None:
    talk = from_one_message(**READ)
    assert talk.at == "purposes"
    talk.say("1")
    assert talk.at == "confirming"
    assert any("เพิ่ม" in row.button.label for row in talk.card.rows if row.button)


def test_a_message_that_gives_all_that_is_needed_leads_to_the_summary() -> None:
    talk = from_one_message(**READ, purposes="mentoring")
    assert talk.at == "confirming"
    turn = talk.say("ส่ง")
    assert turn.outcome == "send"
    assert talk.answers["strengths"] == "", "what was not asked counts as skipped"


def test_what_was_read_is_checked_as_if_it_had_been_typed() -> None:
    talk = from_one_message(**READ | {"date": "2026-09-01", "school": "GONE"})
    assert talk.answers == {"mode": "online", "topic": "แผนพัฒนา"}
    assert talk.at == "school"


def test_a_row_can_be_added_after_one_message_while_a_photo_comes() -> None:
    talk = from_one_message(**READ, purposes="mentoring")
    talk.touch("เพิ่ม จุดเด่น")
    talk.photos("p1")
    assert talk.at == "strengths"
    talk.say("ครูร่วมมือดี")
    assert talk.at == "confirming"


# --- taken back ----------------------------------------------------------------------------------


def unsend(talk: Talk, message_id: str) -> list[str]:
    talk.draft = Draft.from_json(json.loads(json.dumps(talk.draft.to_json())))
    return take_back(talk.form, talk.draft, message_id, talk.world_of(talk.draft))


def test_an_answer_whose_message_is_taken_back_is_asked_again() -> None:
    talk = at_topic()
    talk.say("การอ่าน", message_id="m9")
    assert unsend(talk, "m9") == ["เรื่อง"]
    assert (talk.at, "topic" in talk.answers) == ("topic", False)


def test_a_message_that_gave_several_takes_them_all_along() -> None:
    talk = from_one_message(**READ)
    assert unsend(talk, "m1") == ["สถานศึกษา", "วันที่", "รูปแบบ", "เรื่อง"]
    assert (talk.answers, talk.draft.read, talk.draft.raw) == ({}, [], {})
    assert talk.at == "school"


def test_an_answer_that_was_changed_since_stays() -> None:
    talk = at_topic()
    talk.say("การอ่าน", message_id="m9")
    talk.say("แก้เรื่องเป็น การเขียน", message_id="m10")
    assert unsend(talk, "m9") == []
    assert talk.answers["topic"] == "การเขียน"
    assert unsend(talk, "m10") == ["เรื่อง"]


def test_words_that_were_asked_back_about_go_with_their_message() -> None:
    talk = Talk()
    talk.say("หาดทรายทอง", message_id="m1")
    assert unsend(talk, "m1") == []
    assert not talk.draft.asks_back
    talk.say("หาดทรายทอง", message_id="m2")
    talk.touch("1.")
    assert talk.answers["school"] == "RYG1-P1"
    assert talk.draft.raw["school"] == "หาดทรายทอง"
    assert unsend(talk, "m2") == ["สถานศึกษา"]


def test_a_command_word_that_was_an_answer_goes_with_its_message() -> None:
    talk = at_topic()
    talk.say("ประวัติ", command="ประวัติของฉัน", message_id="m3")
    talk.touch(t("dialog.as_answer"))
    assert unsend(talk, "m3") == ["เรื่อง"]


def test_an_answer_that_is_not_needed_becomes_a_skipped_one_at_the_summary() -> None:
    talk = at_summary()
    talk.say("แก้จุดเด่นเป็น ครูร่วมมือดี", message_id="m4")
    assert unsend(talk, "m4") == ["จุดเด่น"]
    assert (talk.at, talk.answers["strengths"]) == ("confirming", "")


def test_a_photo_that_is_taken_back_leaves_the_others() -> None:
    talk = at_topic()
    talk.photos("p1", "p2")
    assert unsend(talk, "p1") == ["รูป"]
    assert talk.answers["photos"] == "p2"
    assert unsend(talk, "p3") == []


def test_in_a_change_of_what_was_sent_the_old_answer_comes_back() -> None:
    talk = changing()
    talk.say("แก้เรื่องเป็น การอ่าน", message_id="m5")
    assert unsend(talk, "m5") == ["เรื่อง"]
    assert (talk.at, talk.answers["topic"]) == ("confirming", "แผนพัฒนา")


# --- places --------------------------------------------------------------------------------------

PLACED = Form("exchange", 1, (Slot("title", Words()), Slot("place", PlaceName(), optional=True)))


def placed() -> Talk:
    return Talk(PLACED, lambda _draft: World(TODAY))


def test_a_spot_on_the_map_answers_where() -> None:
    talk = placed()
    talk.say("เวทีแลกเปลี่ยน")
    talk.locate("วัดบางแขม", "นครปฐม", "m6")
    assert talk.answers["place"] == "วัดบางแขม, นครปฐม (13.81940, 100.06440)"
    assert unsend(talk, "m6") == ["สถานที่"]


def test_a_spot_that_comes_early_is_kept_and_one_too_many_replaces_nothing() -> None:
    talk = placed()
    talk.locate()
    assert (talk.at, talk.answers["place"]) == ("title", "ตำแหน่งบนแผนที่ (13.81940, 100.06440)")
    talk.locate("ที่อื่น")
    assert t("dialog.other.location") in talk.card.note
    assert talk.answers["place"].startswith(t("dialog.spot"))


def test_a_spot_where_no_place_is_asked_gets_a_kind_word() -> None:
    talk = at_topic()
    talk.locate("วัดบางแขม")
    assert t("dialog.other.location") in talk.card.note
    assert (talk.at, talk.draft.stage) == ("topic", Stage.ASKING)
