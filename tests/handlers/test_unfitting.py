"""When nothing fits: never silence, never the same words twice running, three likely things."""

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st
from phones import MALI, PRANEE, WICHAI, Desk

from handlers.routes import command_table, route_named
from handlers.say import go
from handlers.texts import t
from handlers.thai.likely import likely_commands
from handlers.unfitting import MOST_OFFERED, OFFERED, WAYS, offered_to, said
from models.inbox_queries import record_event
from models.people import load_actor
from models.vocabulary import Role

TODAY = date(2026, 11, 20)


def likeliest(text: str) -> str:
    return likely_commands(text, command_table(), TODAY, OFFERED)[0]


@pytest.mark.parametrize(
    ("text", "name"),
    [
        ("โรงเรียนบ้านลำพยา", "log_visit"),
        ("27 พ.ย. 69", "log_visit"),
        ("ฝากส่งให้ด้วย", "submitted"),
        ("งานที่ค้างกันอยู่นั่น", "outstanding"),
        ("วันไหนนะที่กำหนดไว้", "deadlines"),
        ("อยากให้ครูใหม่ได้รหัส", "invite"),
        ("มีนวัตกรรมอยากเล่า", "log_innovation"),
        ("ทำอย่างไรดี", "help"),
        ("เวที plc ของเรา", "log_exchange"),
    ],
)
def test_the_words_of_the_message_say_what_is_likely(text: str, name: str) -> None:
    assert likeliest(text) == name


def test_without_a_hint_the_usual_things_are_offered(desk: Desk) -> None:
    phone = desk.phone(MALI)
    phone.say("ฟ้าใสจัง")
    usual = [go(name).label for name in offered_to(load_actor(desk.session, MALI, TODAY))]
    assert phone.labels[:MOST_OFFERED] == usual[:MOST_OFFERED]
    assert phone.labels[-1] == "เมนู"


@pytest.mark.parametrize("who", [MALI, WICHAI, PRANEE])
def test_only_what_the_person_may_do_is_offered(desk: Desk, who: str) -> None:
    actor = load_actor(desk.session, who, TODAY)
    posts = {post.role for post in actor.posts}
    offered = offered_to(actor)
    assert ("outstanding" in offered) is not (posts <= {Role.TEACHER})
    phone = desk.phone(who)
    phone.say("ค้างอะไรกันอยู่หนอ")
    assert set(phone.labels) <= {go(name).label for name in (*offered, "menu")}


def test_everything_offered_is_a_route_or_will_be() -> None:
    assert {name for name in OFFERED if route_named(name) is None} <= {"ask_coordinator"}


def test_the_next_turn_has_other_words() -> None:
    for turn in range(2 * WAYS):
        assert said("ฟ้าใสจัง", turn) != said("ฟ้าใสจัง", turn + 1)


def test_the_same_message_twice_running_gets_two_answers(desk: Desk) -> None:
    phone = desk.phone(MALI)
    shown = []
    for number in range(3):
        record_event(
            desk.session,
            event_id=f"x{number}",
            line_user_id=MALI,
            kind="message",
            occurred_at=None,
            received_at=desk.now,
            payload=None,
        )
        shown.append(phone.say("ฟ้าใสจัง"))
    assert shown[0] != shown[1] != shown[2]


def test_a_waiting_report_can_be_gone_on_with(desk: Desk) -> None:
    phone = desk.phone(MALI)
    phone.say("บันทึกนิเทศ", "1", "เมนู", "ฟ้าใสจัง")
    assert "ทำต่อ" in phone.labels


@given(st.text(max_size=300))
def test_every_text_has_its_likely_things(text: str) -> None:
    found = likely_commands(text, command_table(), TODAY, OFFERED)
    assert sorted(found) == sorted(OFFERED)


@pytest.mark.parametrize("greeting", ["สวัสดีค่ะ", "สวัสดีครับ", "หวัดดี"])
def test_a_greeting_is_greeted_back_with_the_menu(desk: Desk, greeting: str) -> None:
    mali = desk.phone(MALI)
    assert t("unfitting.greeted") in mali.say(greeting)
    assert "บันทึกนิเทศ" in mali.labels


def test_thanks_are_taken_as_thanks(desk: Desk) -> None:
    assert t("unfitting.thanked") in desk.phone(MALI).say("ขอบคุณมากค่ะ")
