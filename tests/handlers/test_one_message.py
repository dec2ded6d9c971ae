"""A report in one message becomes a card to confirm, not a questionnaire."""

from phones import KANDA, MALI, SOMSRI, STRANGER, Desk

from handlers.texts import t
from models.vocabulary import Role

MESSAGE = "เมื่อวานนิเทศ รร.บ้านลำพยา ครู ๕ คน เรื่องแผนพัฒนาคุณภาพ นัดติดตาม 15 ธ.ค."


def test_one_message_fills_what_it_surely_states_and_asks_the_rest(desk: Desk) -> None:
    mali = desk.phone(MALI)
    shown = mali.say(MESSAGE)
    assert mali.answers["date"] == "2026-11-19"
    assert mali.answers["topic"] == "แผนพัฒนาคุณภาพ"
    assert mali.answers["participants"] == "5"
    assert mali.answers["follow_up"] == "2026-12-15"
    assert mali.at in ("mode", "purposes")
    assert "โรงเรียนบ้านลำพยา" in shown


def test_a_message_and_two_answers_save_the_visit(desk: Desk) -> None:
    mali = desk.phone(MALI)
    mali.say("เมื่อวานลงพื้นที่นิเทศ รร.บ้านลำพยา ให้คำแนะนำครู ๕ คน เรื่องแผนพัฒนาคุณภาพ")
    while mali.at:
        mali.say("1")
    mali.tap(t("visit.send"))
    [visit] = desk.visits()
    assert (visit.topic, visit.participants) == ("แผนพัฒนาคุณภาพ", 5)
    assert visit.raw_texts


def test_the_summary_of_a_long_message_shows_how_it_went_on(desk: Desk) -> None:
    mali = desk.phone(MALI)
    told = "ครูสาธิตการสอนอ่าน วัดผลร่วมกัน " * 90
    mali.say(f"เมื่อวานลงพื้นที่นิเทศ รร.บ้านลำพยา ให้คำแนะนำครู ๕ คน {told}จบที่การเขียน")
    while mali.at:
        mali.say("1")
    mali.tap(t("visit.send"))
    [visit] = desk.visits()
    assert visit.topic.endswith("จบที่การเขียน")
    assert visit.topic.count("วัดผลร่วมกัน") == 90


def test_a_day_that_may_be_two_is_asked_with_both_as_buttons(desk: Desk) -> None:
    mali = desk.phone(MALI)
    mali.say("วันจันทร์ที่ผ่านมาไปนิเทศบ้านลำพยา ให้คำแนะนำเรื่องสื่อการสอน ครู 4 คน")
    assert mali.at == "date"
    assert t("dialog.likely") in mali.shown
    offered = [label for label in mali.labels if "วันจันทร์" in label]
    assert len(offered) == 2
    mali.tap(offered[0])
    assert mali.answers["date"] == "2026-11-16"


def test_a_school_that_may_be_two_is_asked_with_both_first(desk: Desk) -> None:
    mali = desk.phone(MALI)
    mali.say("เมื่อวานนิเทศ รร.บ้านหนอง ออนไลน์ เรื่องแผนพัฒนา")
    assert mali.at == "school"
    assert "บ้านหนอง" in mali.labels[0]


def test_what_is_no_report_starts_none(desk: Desk) -> None:
    mali = desk.phone(MALI)
    for text in ("พรุ่งนี้จะไปนิเทศบ้านลำพยา", "นิเทศเมื่อไหร่คะ", "ขอยกเลิกประชุม"):
        mali.say(text)
        assert mali.draft is None, text


def test_who_mentors_nobody_hears_why_the_report_cannot_be_made(desk: Desk) -> None:
    somsri = desk.phone(SOMSRI)
    assert t("visit.cannot.no_mentees") in somsri.say(MESSAGE)
    assert somsri.draft is None


def test_who_may_not_report_starts_nothing_with_a_message(desk: Desk) -> None:
    kanda = desk.appoint(KANDA, Role.NATIONAL_COORDINATOR, "TH")
    kanda.say(MESSAGE)
    assert kanda.draft is None
    desk.phone(STRANGER).say(MESSAGE)
    assert desk.phone(STRANGER).draft is None


def test_a_report_that_waited_is_not_lost_to_a_new_one_in_one_message(desk: Desk) -> None:
    mali = desk.phone(MALI)
    mali.say("บันทึกนิเทศ", "2", "พัก")
    mali.say(MESSAGE)
    assert mali.answers["date"] == "2026-11-19"
    assert len(mali._kept()["parked"]) == 1


def test_what_no_row_takes_of_the_message_is_seen_behind_the_topic_and_saved(desk: Desk) -> None:
    mali = desk.phone(MALI)
    mali.say("นิเทศบ้านลำพยา เมื่อวาน เรื่อง การอ่าน ผลคือดีมาก ครูเข้าใจ", "1", "1")
    assert "การอ่าน ผลคือดีมาก ครูเข้าใจ" in mali.shown
    mali.tap(t("visit.send"))
    assert [visit.topic for visit in desk.visits()] == ["การอ่าน ผลคือดีมาก ครูเข้าใจ"]


def test_the_rest_of_an_exchange_stands_behind_its_title(desk: Desk) -> None:
    mali = desk.phone(MALI)
    mali.say("เมื่อวานจัดเวทีแลกเปลี่ยนเรียนรู้ในเครือข่าย 40 คน เรื่องสื่อการสอน ทุกคนสนใจมาก")
    assert mali.answers["title"] == "สื่อการสอน ทุกคนสนใจมาก"
