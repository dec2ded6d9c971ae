"""Putting a report aside and taking it up again."""

from phones import MALI, NOW, WICHAI, Desk, Phone

from handlers.call import MOST_PARKED, Conversation
from handlers.dialog.form import Draft
from handlers.dialog.press import Do, Press
from handlers.texts import t


def in_a_form(desk: Desk) -> Phone:
    mali = desk.phone(MALI)
    mali.say("บันทึกนิเทศ", "1", "เมื่อวาน", "1", "1")
    assert mali.at == "topic"
    return mali


def test_a_menu_tap_in_mid_form_parks_the_draft_and_offers_to_go_on(desk: Desk) -> None:
    mali = in_a_form(desk)
    for route in ("menu", "help", "my_history", "privacy"):
        shown = mali.press(Press(Do.GO, slot=route))
        assert mali.at == ""
        assert "ทำต่อ" in "\n".join(mali.labels), (route, shown)
        mali.tap("ทำต่อ")
        assert mali.at == "topic"


def test_pausing_and_going_on_days_later_keeps_every_answer(desk: Desk) -> None:
    mali = in_a_form(desk)
    before = mali.answers
    mali.say("พัก")
    assert mali.at == ""
    desk.now = NOW.replace(day=30)
    assert t("common.resumed") in mali.say("ทำต่อ")
    assert mali.answers == before


def test_going_on_leads_out_of_a_side_question(desk: Desk) -> None:
    mali = in_a_form(desk)
    mali.say("ยกเลิก", "เมนู")
    assert t("visit.ask.topic") in mali.say("ทำต่อ")


def test_a_draft_is_kept_fourteen_days_and_its_end_is_told(desk: Desk) -> None:
    mali = in_a_form(desk)
    mali.say("พัก")
    desk.now = NOW.replace(month=12, day=5)
    assert t("common.draft_expired", days=14) in mali.say("เมนู")
    assert mali.parked == []


def test_a_second_report_asks_whether_to_go_on_or_begin_anew(desk: Desk) -> None:
    mali = in_a_form(desk)
    mali.say("พัก", "บันทึกนิเทศ")
    assert t("common.waiting.text") in mali.shown
    mali.tap(t("common.waiting.resume"))
    assert mali.at == "topic"
    mali.say("พัก", "บันทึกนิเทศ")
    mali.tap(t("common.waiting.start_over"))
    assert mali.answers == {}
    assert len(mali.parked) == 1


def test_a_button_of_a_parked_draft_takes_it_up_again(desk: Desk) -> None:
    mali = in_a_form(desk)
    mali.say("พัก")
    mali.tap("ย้อนกลับ")
    assert mali.at == "purposes"


def test_a_draft_without_answers_never_pushes_out_one_with() -> None:
    real = [Draft(f"r{n}", "visit", 1, {"school": "S"}) for n in range(MOST_PARKED)]
    conversation = Conversation(Draft("empty", "visit", 1), list(real))
    conversation.park()
    assert conversation.parked == real
    assert conversation.draft is None


def test_empty_drafts_do_not_pile_up(desk: Desk) -> None:
    mali = desk.phone(MALI)
    for _ in range(4):
        mali.say("บันทึกนิเทศ", "เมนู")
    assert len(mali.parked) == 1


def test_a_draft_of_a_form_that_is_no_more_is_let_go_of(desk: Desk) -> None:
    mali = in_a_form(desk)
    desk.conversations[MALI] = desk.conversations[MALI].replace('"form": "visit"', '"form": "old"')
    assert t("menu.title") in mali.say("เมนู")
    assert (mali.draft, mali.parked) == (None, [])


def test_a_command_typed_in_mid_form_is_run_and_the_draft_waits(desk: Desk) -> None:
    wichai = desk.phone(WICHAI)
    wichai.say("บันทึกนิเทศ", "1")
    assert t("history.none_mine") in wichai.say("ประวัติของฉัน")
    assert t("common.put_aside", title=t("visit.title")) in wichai.shown
    assert (wichai.draft, len(wichai.parked)) == (None, 1)


def test_a_stale_button_of_five_thousand_characters_changes_nothing(desk: Desk) -> None:
    mali = in_a_form(desk)
    before = mali.draft
    assert mali.data("v=1&do=a&x=" + "9" * 5000).startswith(t("common.old_button"))
    assert mali.draft == before
