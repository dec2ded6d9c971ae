"""“เตือน <ที่ใด>”: who it reaches is shown first, then sent once; nobody outside is reached."""

import re
from datetime import UTC, datetime

import pytest
from phones import ANAN, MALI, PRANEE, SOMSRI, WICHAI, Desk, Phone
from sqlalchemy import insert

from handlers.cards.render import alt_text
from handlers.effects import Leave
from handlers.texts import t
from models.conversations import effects
from models.outbox_queries import left_lane, push_lane
from models.quota import add_reading
from models.reminder_queries import once_a_day
from models.sending_words import EffectKind, EffectState, PushReason
from models.vocabulary import Role

LATE = datetime(2026, 11, 30, 3, 0, tzinfo=UTC)
NATE = f"U{702:032d}"


def left(phone: Phone) -> list[Leave]:
    return [effect for effect in phone.effects if isinstance(effect, Leave)]


def in_the_outbox(desk: Desk, lane: str, who: str, turn_key: str) -> None:
    desk.session.execute(
        insert(effects).values(
            lane=lane,
            kind=EffectKind.PUSH,
            line_user_id=who,
            payload={"messages": []},
            state=EffectState.SENT,
            turn_key=turn_key,
            not_before=desk.now,
            created_at=desk.now,
            attempts=1,
            unsure=False,
        )
    )


def test_the_preview_names_who_and_how_many_and_sends_nothing(desk: Desk) -> None:
    wichai = desk.phone(WICHAI)
    shown = wichai.say("เตือน เครือข่ายอนุบาลนครปฐม")
    assert wichai.seen[-1].title.startswith("เตือน")
    assert "ครูมะลิ" in shown
    assert "ยังไม่ทราบโควตา" in shown
    assert t("sending.now") in shown
    assert left(wichai) == []


def test_the_preview_says_what_is_left_of_the_month_and_what_the_reminders_need(
    desk: Desk,
) -> None:
    add_reading(
        desk.session,
        read_at=desk.now,
        day=desk.now.date(),
        allowed=300,
        used=280,
        needed={PushReason.DEADLINE: 40},
    )
    shown = desk.phone(PRANEE).say("เตือน ทุกคน")
    [people] = [int(n) for n in re.findall(r"จะเตือน (\d+) คน", shown)]
    assert t("sending.after", people=people, left=20 - people, allowed=300) in shown
    assert t("sending.reminders_need", needed=40) in shown


def test_where_the_month_is_too_short_the_rest_waits_for_a_reply(desk: Desk) -> None:
    add_reading(
        desk.session, read_at=desk.now, day=desk.now.date(), allowed=300, used=300, needed={}
    )
    pranee = desk.phone(PRANEE)
    assert t("reminding.rest_is_left") in pranee.say("เตือน ทุกคน")
    pranee.tap("ส่งเตือน")
    assert MALI in {leave.line_user_id for leave in left(pranee)}


def test_outside_working_hours_it_says_when_it_goes_out(desk: Desk) -> None:
    desk.now = datetime(2026, 11, 20, 10, 0, tzinfo=UTC)  # five in the afternoon of a Friday
    wichai = desk.phone(WICHAI)
    monday = t("sending.later", day="วันจันทร์ที่ 23 พฤศจิกายน 2569", time="08:30")
    assert monday in wichai.say("เตือน เครือข่ายอนุบาลนครปฐม")
    assert monday in wichai.tap("ส่งเตือน")


def test_where_nobody_has_joined_it_says_so(desk: Desk) -> None:
    wichai = desk.phone(WICHAI)
    assert "ยังติดต่อทางบอตไม่ได้" in wichai.say("เตือน เครือข่ายบ้านอ้อกระทิง")
    assert t("reminding.send") not in wichai.labels


def test_confirmed_each_gets_one_card_of_all_they_owe(desk: Desk) -> None:
    wichai = desk.phone(WICHAI)
    wichai.say("เตือน เครือข่ายอนุบาลนครปฐม")
    wichai.tap("ส่งเตือน")
    found = left(wichai)
    assert len(found) == len({leave.line_user_id for leave in found})
    [to_mali] = [leave for leave in found if leave.line_user_id == MALI]
    words = alt_text(to_mali.card)
    assert "ศน.วิชัย" in words
    assert "แลกเปลี่ยนเรียนรู้" in words
    assert to_mali.soon
    assert to_mali.once == "remind:2026-11-20"
    assert t("reminding.sent", people=len(found)) in wichai.shown


def test_a_second_tap_on_the_same_day_reaches_nobody_again(desk: Desk) -> None:
    in_the_outbox(desk, left_lane(MALI), MALI, "soon:remind:2026-11-20")
    wichai = desk.phone(WICHAI)
    wichai.say("เตือน เครือข่ายอนุบาลนครปฐม")
    wichai.tap("ส่งเตือน")
    assert MALI not in {leave.line_user_id for leave in left(wichai)}
    assert "วันนี้มีผู้เตือนไปแล้ว" in wichai.shown


def test_who_had_the_push_of_the_day_gets_the_card_with_the_next_reply(desk: Desk) -> None:
    in_the_outbox(desk, push_lane(MALI), MALI, once_a_day(desk.now.date()))
    wichai = desk.phone(WICHAI)
    assert "จะเห็นเมื่อทักบอตครั้งถัดไป" in wichai.say("เตือน เครือข่ายอนุบาลนครปฐม")
    wichai.tap("ส่งเตือน")
    assert [leave.soon for leave in left(wichai) if leave.line_user_id == MALI] == [False]


def test_who_wants_no_reminders_is_left_in_peace_and_counted(desk: Desk) -> None:
    mali = desk.phone(MALI)
    mali.say("หยุดเตือน")
    mali.tap("หยุดเตือนทุกเรื่อง")
    wichai = desk.phone(WICHAI)
    assert t("reminding.paused", count=1) in wichai.say("เตือน เครือข่ายอนุบาลนครปฐม")
    assert "ครูมะลิ" not in wichai.shown


def test_a_school_is_named_as_a_school_and_its_mentor_is_reminded_of_its_visits(
    desk: Desk,
) -> None:
    wichai = desk.phone(WICHAI)
    wichai.say("เตือน โรงเรียนบ้านลำพยา")
    assert "บ้านลำพยา" in wichai.seen[-1].title
    assert "ครูมะลิ" in wichai.shown
    assert "ครูสมศรี" not in wichai.shown
    wichai.tap("ส่งเตือน")
    [leave] = left(wichai)
    assert leave.line_user_id == MALI
    assert "บ้านลำพยา" in leave.card.rows[0].label
    assert len(leave.card.rows) == 1


@pytest.mark.parametrize("text", ["เตือน ทุกคนที่ค้าง", "เตือนทุกคน", "เตือน"])
def test_everybody_is_everybody_of_ones_own_area(desk: Desk, text: str) -> None:
    pranee = desk.phone(PRANEE)
    pranee.say(text)
    assert "สพป.นครปฐม เขต 1" in pranee.seen[-1].title
    pranee.tap("ส่งเตือน")
    reached = {leave.line_user_id for leave in left(pranee)}
    assert MALI in reached
    assert not reached & {ANAN, PRANEE}


@pytest.mark.parametrize("place", ["สตูล", "นครปฐม เขต 2", "โรงเรียนไม่มีอยู่จริง"])
def test_what_is_out_of_reach_is_refused_like_what_does_not_exist(desk: Desk, place: str) -> None:
    assert t("reminding.not_seen", read=place) in desk.phone(WICHAI).say(f"เตือน {place}")


@pytest.mark.parametrize("value", ["office:STN", "country:TH", "school:STN-P1", "network:NONE"])
@pytest.mark.parametrize("route", ["remind", "remind_now"])
def test_a_button_of_somebody_elses_reaches_nobody(desk: Desk, route: str, value: str) -> None:
    wichai = desk.phone(WICHAI)
    wichai.data(f"v=1&do=g&s={route}&x={value.replace(':', '%3A')}")
    assert left(wichai) == []
    assert t("reminding.send") not in wichai.labels


@pytest.mark.parametrize("who", [MALI, SOMSRI])
def test_who_owes_reminds_nobody(desk: Desk, who: str) -> None:
    phone = desk.phone(who)
    assert t("common.not_allowed") in phone.say("เตือน ทุกคน")
    assert left(phone) == []


def test_with_several_posts_it_is_asked_of_which(desk: Desk) -> None:
    nate = desk.appoint(NATE, Role.NATIONAL_COORDINATOR, "QIN")
    desk.appoint(NATE, Role.NATIONAL_COORDINATOR, "SANDBOX")
    assert t("reminding.which") in nate.say("เตือน")
    assert nate.labels.count(t("reminding.button")) == 2


def test_nothing_owed_means_nobody_is_reminded(desk: Desk) -> None:
    nate = desk.appoint(NATE, Role.NATIONAL_COORDINATOR, "COLLAB-2564")
    nate.say("เตือน")
    assert t("reminding.send") not in nate.labels


def test_the_list_of_what_is_owed_offers_it(desk: Desk) -> None:
    desk.now = LATE
    anan = desk.phone(ANAN)
    anan.say("ค้างส่ง")
    assert t("reminding.all_here") in anan.labels
    anan.tap(t("reminding.button"))
    # He is the contact of STN himself: he is not reminded by himself.
    assert MALI not in {leave.line_user_id for leave in left(anan)}


def test_who_alone_owes_is_told_so_and_not_that_nothing_is_owed(desk: Desk) -> None:
    anan = desk.phone(ANAN)
    anan.say("ค้างส่ง")
    assert t("reminding.all_here") in anan.labels
    anan.tap(t("reminding.all_here"))
    assert t("reminding.own", place="สพป.สตูล") in anan.shown
