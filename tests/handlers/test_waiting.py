"""Several unfinished reports: listed, taken up one by one, never lost in silence."""

from phones import KANDA, MALI, STRANGER, Desk, Phone
from sqlalchemy import select

from handlers.call import MOST_PARKED
from handlers.effects import Leave
from handlers.texts import t
from models.visits import Photo
from models.vocabulary import PhotoState, Role


def two_waiting(desk: Desk) -> None:
    mali = desk.phone(MALI)
    mali.say("บันทึกนิเทศ", "1", "พัก", "บันทึกแลกเปลี่ยน", "1", "พัก")


def test_go_on_lists_the_reports_where_several_wait(desk: Desk) -> None:
    two_waiting(desk)
    mali = desk.phone(MALI)
    shown = mali.say("ทำต่อ")
    assert t("common.waiting_list.title", count=2) in shown
    assert "บันทึกนิเทศ" in shown
    assert "บันทึกแลกเปลี่ยน" in shown
    mali.tap(t("common.waiting_list.go_on"))
    assert mali.draft is not None


def test_go_on_takes_the_single_one_at_once(desk: Desk) -> None:
    mali = desk.phone(MALI)
    mali.say("บันทึกนิเทศ", "1", "พัก", "ทำต่อ")
    assert mali.at == "date"


def test_both_can_be_finished_one_after_the_other(desk: Desk) -> None:
    two_waiting(desk)
    mali = desk.phone(MALI)
    mali.say("ทำต่อ")
    mali.tap(t("common.waiting_list.go_on"))
    first = mali.draft["form"]
    mali.say("พัก", "ทำต่อ")
    mali.tap(t("common.waiting_list.go_on"))
    assert {first, mali.draft["form"]} <= {"visit", "exchange"}
    assert len(mali._kept()["parked"]) == 1


# --- asking somebody -----------------------------------------------------------------------------


def test_who_is_stuck_can_ask_who_oversees_the_place_and_keeps_the_draft(desk: Desk) -> None:
    mali = desk.phone(MALI)
    mali.say("บันทึกนิเทศ", "1")
    shown = mali.say("ถามผู้ประสานงาน")
    [left] = [effect for effect in mali.effects if isinstance(effect, Leave)]
    assert "บันทึกนิเทศ" in left.card.text
    assert t("asking.told", name="คุณปราณี ประสาน") in shown
    mali.say("ทำต่อ")
    assert mali.at == "date"


def test_where_nobody_is_above_it_says_so(desk: Desk) -> None:
    top = desk.appoint(KANDA, Role.NATIONAL_COORDINATOR, "TH")
    assert t("asking.nobody") in top.say("ถามผู้ประสานงาน")


def test_a_stranger_asks_nobody(desk: Desk) -> None:
    stranger = desk.phone(STRANGER)
    stranger.say("ถามผู้ประสานงาน")
    assert not [effect for effect in stranger.effects if isinstance(effect, Leave)]


# --- too many, and anew --------------------------------------------------------------------------


def one_more(phone: Phone, school: str = "1") -> None:
    """Begin one more visit, and put it aside."""
    phone.say("บันทึกนิเทศ")
    if t("common.waiting.start_over") in phone.labels:
        phone.say("เริ่มใหม่")
    phone.say(school, "พัก")


def test_the_report_that_falls_out_is_named_with_what_it_was_about(desk: Desk) -> None:
    mali = desk.phone(MALI)
    one_more(mali)
    for _ in range(MOST_PARKED - 1):
        one_more(mali, "2")
        assert "ถูกลบ" not in mali.shown
    one_more(mali, "2")
    told = t("common.let_go", most=MOST_PARKED, title="บันทึกนิเทศ", about="โรงเรียนบ้านลำพยา")
    assert told.removesuffix(")") in mali.shown
    assert len(mali.parked) == MOST_PARKED
    mali.say("เมนู")
    assert "ถูกลบ" not in mali.shown, "it is told once"


def test_its_photos_are_let_go_of_with_it(desk: Desk) -> None:
    mali = desk.phone(MALI)
    mali.say("บันทึกนิเทศ", "1")
    mali.image("p-old")
    mali.say("พัก")
    for _ in range(MOST_PARKED):
        one_more(mali, "2")
    [photo] = desk.session.scalars(select(Photo).where(Photo.line_message_id == "p-old"))
    assert photo.state is PhotoState.WITHDRAWN


def test_begin_anew_may_be_typed_where_it_was_offered(desk: Desk) -> None:
    mali = desk.phone(MALI)
    mali.say("บันทึกนิเทศ", "1", "พัก", "บันทึกนิเทศ", "เริ่มใหม่")
    assert (mali.at, mali.answers) == ("school", {})
    assert len(mali.parked) == 1


def test_it_means_the_report_that_was_asked_about_and_not_the_newest(desk: Desk) -> None:
    two_waiting(desk)
    mali = desk.phone(MALI)
    mali.say("บันทึกนิเทศ", "เริ่มใหม่")
    assert mali.draft is not None
    assert mali.draft["form"] == "visit"


def test_going_on_may_be_typed_as_the_button_says(desk: Desk) -> None:
    mali = desk.phone(MALI)
    mali.say("บันทึกนิเทศ", "1", "พัก", "บันทึกนิเทศ", t("common.waiting.resume"))
    assert mali.at == "date"


def test_begin_anew_in_mid_form_keeps_what_is_there(desk: Desk) -> None:
    mali = desk.phone(MALI)
    mali.say("บันทึกนิเทศ", "1", "เริ่มใหม่")
    assert (mali.at, mali.answers) == ("school", {})
    assert [draft["answers"] for draft in mali.parked] == [{"school": "NPT1-02"}]


def test_begin_anew_with_nothing_waiting_says_so(desk: Desk) -> None:
    mali = desk.phone(MALI)
    assert t("common.nothing_waiting") in mali.say("เริ่มใหม่")
    assert mali.draft is None
