"""What was agreed at the last visit opens the next one with the same school."""

from phones import MALI, Desk

from handlers.texts import t
from models.vocabulary import StepsState


def agree(desk: Desk, steps: str) -> None:
    """A visit of Mali's on 10 November that agreed on these steps until 18 November."""
    mali = desk.phone(MALI)
    mali.say("บันทึกนิเทศ", "1", "10 พ.ย. 69", "1", "1", "การอ่าน")
    mali.tap(t("dialog.finish"))
    mali.say("แก้ไข ข้อตกลง", steps, "แก้ไข นัดติดตาม", "25 พ.ย. 69")
    mali.tap(t("visit.send"))


def test_the_next_visit_asks_what_became_of_the_agreed_steps(desk: Desk) -> None:
    agree(desk, "ทำแผนการอ่านทุกวัน")
    mali = desk.phone(MALI)
    shown = mali.say("บันทึกนิเทศ", "1", "เมื่อวาน")
    assert mali.at == "last_steps"
    assert "ทำแผนการอ่านทุกวัน" in shown
    assert "25 พ.ย. 2569" in shown
    mali.say("ทำบางส่วน", "1", "1", "การอ่านรอบสอง")
    mali.tap(t("dialog.finish"))
    mali.tap(t("visit.send"))
    before, after = desk.visits()
    assert (after.previous_visit_id, after.previous_steps) == (before.id, StepsState.PARTLY)
    assert t("words.steps.partly") in mali.say(f"รายงาน V-{after.id}")


def test_the_question_may_be_skipped_and_is_not_asked_of_another_school(desk: Desk) -> None:
    agree(desk, "ทำแผนการอ่านทุกวัน")
    mali = desk.phone(MALI)
    mali.say("บันทึกนิเทศ", "2", "เมื่อวาน")
    assert mali.at == "mode"
    mali.say("ยกเลิก", "2", "บันทึกนิเทศ", "1", "เมื่อวาน", "ข้าม")
    assert mali.at == "mode"


def test_a_visit_before_the_agreement_is_not_asked_about_it(desk: Desk) -> None:
    agree(desk, "ทำแผนการอ่านทุกวัน")
    mali = desk.phone(MALI)
    mali.say("บันทึกนิเทศ", "1", "3 พ.ย. 69")
    assert mali.at == "mode"


def test_steps_that_were_done_are_not_asked_about_again(desk: Desk) -> None:
    agree(desk, "ทำแผนการอ่านทุกวัน")
    mali = desk.phone(MALI)
    mali.say("บันทึกนิเทศ", "1", "17 พ.ย. 69", "ทำแล้ว", "1", "1", "ติดตามการอ่าน")
    mali.tap(t("dialog.finish"))
    mali.tap(t("visit.send"))
    mali.say("บันทึกนิเทศ", "1", "วันนี้")
    assert mali.at == "mode"
