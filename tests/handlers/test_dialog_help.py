"""What helps: reasons with examples, buttons, ways out; pages of many options; gentle warnings."""

import pytest
from any_form import talk_of, world_for
from talk import TODAY, Talk, at_summary, at_topic, skipping_to

from handlers.cards.card import Tap, Type
from handlers.dialog.form import Form, Slot
from handlers.dialog.kind_places import SomeSchools
from handlers.dialog.kinds import OneOf, SomeOf, Words
from handlers.dialog.press import Do, decode
from handlers.dialog.turn import Outcome
from handlers.dialog.world import World
from handlers.forms import invite
from handlers.talks import CONVERSATIONS
from handlers.texts import has, t

# --- misses --------------------------------------------------------------------------------------


def labels(talk: Talk) -> list[str]:
    return [button.label for button in talk.card.buttons]


def test_the_second_miss_points_to_the_buttons_and_the_third_to_people() -> None:
    talk = Talk()
    talk.say("โรงเรียนที่ไม่มี")
    assert t("dialog.second_miss") not in talk.card.note
    talk.say("อะไรนะ")
    assert t("dialog.second_miss") in talk.card.note
    assert t("dialog.ask_coordinator") not in labels(talk)
    talk.say("ไม่เข้าใจเลย")
    assert t("dialog.third_miss") in talk.card.note
    assert {t("dialog.pause_button"), t("dialog.ask_coordinator")} <= set(labels(talk))


def test_the_button_to_the_coordinator_is_a_command() -> None:
    talk = Talk()
    talk.say("ก", "ข", "ค")
    action = talk.button(t("dialog.ask_coordinator")).action
    assert isinstance(action, Tap)
    press = decode(action.data)
    assert press is not None
    assert (press.do, press.slot) == (Do.GO, "ask_coordinator")


def test_where_there_is_nothing_to_tap_the_second_miss_offers_to_say_how() -> None:
    talk = at_topic()
    talk.say("แผนพัฒนา")
    skipping_to(talk, "participants")
    talk.say("หลายคน", "เยอะแยะ")
    action = talk.button(t("dialog.how")).action
    assert action == Type("ช่วยเหลือ")
    talk.say("มากมาย")
    assert {t("dialog.skip"), t("dialog.pause_button")} <= set(labels(talk))
    talk.say("12")
    assert talk.answers["participants"] == "12"


@pytest.mark.parametrize("typed", ["👍", "👍👍", "…", "!!!", "🙏🏻"])
def test_a_thumb_is_no_answer_to_a_free_text_question(typed: str) -> None:
    talk = at_topic()
    talk.say(typed)
    assert "topic" not in talk.answers
    assert t("dialog.miss.words") in talk.card.note


@pytest.mark.parametrize("dash", ["-", " - "])
def test_a_dash_means_there_is_none(dash: str) -> None:
    talk = at_topic()
    talk.say("แผนพัฒนา", dash)
    assert talk.answers["standards"] == ""


def test_a_sticker_at_the_summary_sends_nothing_and_says_so() -> None:
    talk = at_summary()
    assert talk.send("sticker").outcome is Outcome.GOES_ON
    assert t("dialog.other.sticker") in talk.card.note
    assert t("visit.send") in talk.card.note


def test_a_text_too_long_is_declined_with_its_length_and_loses_nothing() -> None:
    talk = Talk(Form("exchange", 1, (Slot("title", Words(most=20)),)), lambda _d: World(TODAY))
    talk.say("ก" * 21)
    assert "21" in talk.card.note
    assert "20" in talk.card.note
    talk.say("ก" * 20)
    assert talk.answers["title"] == "ก" * 20


# --- pages ---------------------------------------------------------------------------------------


def paged(kind: OneOf | SomeOf | SomeSchools) -> Talk:
    form = Form("exchange", 1, (Slot("schools", kind), Slot("title", Words())))
    world = world_for(Form("exchange", 1, (Slot("schools", SomeSchools()),)))
    return Talk(form, lambda _draft: world)


def test_ten_options_stand_on_a_page_and_their_numbers_count_on() -> None:
    talk = paged(OneOf())
    shown = [b.label for b in talk.card.buttons]
    assert shown[0].startswith("1. ")
    assert shown[9].startswith("10. ")
    assert len(shown) == 11
    talk.touch("ดูข้อ 11–20")
    assert talk.card.buttons[0].label.startswith("11. ")
    talk.say("ดูเพิ่ม")
    assert [b.label[:3] for b in talk.card.buttons[:3]] == ["21.", "22.", "23."]
    talk.touch("ดูข้อ 11–20")
    assert talk.card.buttons[0].label.startswith("11. ")


def test_a_number_or_a_label_works_from_any_page() -> None:
    talk = paged(OneOf())
    talk.touch("ดูข้อ 11–20")
    talk.say("2")
    assert talk.answers["schools"] == "schools-1"
    talk = paged(OneOf())
    talk.say("23")
    assert talk.answers["schools"] == "schools-22"
    talk = paged(OneOf())
    talk.say(world_for(invite.FORM).options["school"][15].label)
    assert talk.answers["schools"] == "schools-15"


def test_what_is_ticked_on_one_page_stays_ticked_on_the_others() -> None:
    talk = paged(SomeOf())
    talk.touch("1. ")
    talk.touch("ดูข้อ 11–20")
    talk.touch("11. ")
    talk.say("21")
    assert talk.answers["schools"] == "schools-0,schools-10,schools-20"


def test_an_old_button_to_a_page_that_is_no_more_shows_the_last_one() -> None:
    talk = paged(OneOf())
    talk.tap(Do.PAGE, "schools", "99")
    assert talk.card.buttons[0].label.startswith("21. ")
    for odd in ("", "-1", "²", "x"):
        talk.tap(Do.PAGE, "schools", odd)
        assert talk.card.buttons[0].label.startswith("1. ")


def test_every_question_begins_with_its_first_page() -> None:
    talk = talk_of(invite.FORM)
    talk.draft.page = 1
    talk.say("1")
    assert talk.draft.page == 0


# --- names of pupils -----------------------------------------------------------------------------


def test_a_pupils_name_is_kept_with_a_gentle_word_and_hinted_at_before_sending() -> None:
    talk = at_topic()
    talk.say("ติดตามการอ่านของ ด.ช.มานะ รักเรียน")
    assert talk.answers["topic"] == "ติดตามการอ่านของ ด.ช.มานะ รักเรียน"
    assert t("dialog.pupil") in talk.card.note
    talk.say("ข้ามไปหน้าสรุป")
    assert talk.card.text == t("dialog.pupil_summary")
    talk.say("แก้เรื่องเป็น ติดตามการอ่านของนักเรียน")
    assert talk.card.text == ""
    assert talk.say("ส่ง").outcome is Outcome.SEND


# --- "ช่วยเหลือ" at a question --------------------------------------------------------------------


def test_help_at_a_question_says_how_it_can_be_answered() -> None:
    talk = Talk()
    talk.say("ช่วยเหลือ")
    assert t("dialog.how_to.SchoolName") in talk.card.note
    assert t("dialog.help.needed") in talk.card.note
    assert talk.answers == {}


def test_every_kind_of_question_has_its_help() -> None:
    kinds = {
        type(slot.kind).__name__ for each in CONVERSATIONS.values() for slot in each.what.form.slots
    }
    assert [kind for kind in sorted(kinds) if not has(f"dialog.how_to.{kind}")] == []
