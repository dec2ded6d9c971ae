"""A post moves once, whole, and no other than it was; a request for it is never stuck."""

from datetime import date, timedelta

import pytest
from phones import ANAN, MALI, NOW, PRANEE, WICHAI, Desk, Phone
from sqlalchemy import select
from test_post_moves import AFTER, HERE, THERE, asks, left, request
from test_posts import post_of, roles

from handlers import post_moves, posts_changing
from handlers.call import Call
from handlers.dialog.press import Do, Press
from handlers.texts import t
from models.forgetting import forget_person
from models.people import Appointment, LineAccount
from models.posts import deputise, end_post
from models.posts_held import Held, posts_of
from models.vocabulary import ClaimState, Role

HEAD, BESIDE = "U" + "6" * 32, "U" + "5" * 32
TODAY = NOW.date()
LATER = date(2027, 5, 1)


def person(desk: Desk, who: str) -> int:
    found = desk.session.get_one(LineAccount, who).person_id
    assert found is not None
    return found


def moves(desk: Desk, who: str, post: int, school: str) -> Phone:
    """Somebody moves a post from 1 December on."""
    phone = desk.phone(who)
    phone.say(f"ย้ายสถานศึกษา {post}")
    assert phone.draft is not None
    phone.press(Press(Do.ANSWER, phone.draft["id"], "school", school))
    phone.say("1 ธันวาคม 2569")
    phone.tap("บันทึกการย้าย")
    return phone


def days(desk: Desk, who: str) -> list[tuple[date, date | None]]:
    """From when until when somebody holds a post, the first first."""
    query = select(Appointment).where(Appointment.person_id == person(desk, who))
    rows = desk.session.scalars(query.order_by(Appointment.starts_on))
    return [(row.starts_on, row.ends_on) for row in rows]


def ended_meanwhile(desk: Desk) -> Held:
    """Mali's post as somebody has read it before another coordinator ended it."""
    [before] = posts_of(desk.session, person(desk, MALI), TODAY)
    assert end_post(desk.session, before.id, TODAY - timedelta(days=2))
    return before


def test_a_deputys_post_is_not_moved(desk: Desk) -> None:
    desk.appoint(HEAD, Role.SCHOOL_ADMINISTRATOR, "NPT1-01")
    last = TODAY + timedelta(days=30)
    of_head = post_of(desk, HEAD).id
    deputy = deputise(desk.session, of_head, person(desk, MALI), TODAY, last)
    assert deputy is not None
    before = days(desk, MALI)
    pranee = desk.phone(PRANEE)
    assert t("posts.one.gone") in pranee.say(f"ย้ายสถานศึกษา {deputy.id}")
    assert pranee.draft is None
    assert days(desk, MALI) == before


def test_what_became_a_deputys_post_while_the_draft_waited_is_not_moved(
    desk: Desk, monkeypatch: pytest.MonkeyPatch
) -> None:
    desk.appoint(HEAD, Role.SCHOOL_ADMINISTRATOR, "NPT1-01")
    deputy = deputise(desk.session, post_of(desk, HEAD).id, person(desk, MALI), TODAY, AFTER)
    assert deputy is not None
    before = days(desk, MALI)
    pranee = desk.phone(PRANEE)
    with monkeypatch.context() as patched:
        # A draft that was begun before deputies' posts were told apart.
        patched.setattr(posts_changing, "_moves", lambda post: True)
        pranee.say(f"ย้ายสถานศึกษา {deputy.id}")
    assert pranee.draft is not None
    pranee.press(Press(Do.ANSWER, pranee.draft["id"], "school", "NPT1-02"))
    pranee.say("1 ธันวาคม 2569")
    assert t("posts.one.gone") in pranee.tap("บันทึกการย้าย")
    assert days(desk, MALI) == before


def test_a_request_of_somebody_who_left_can_be_withdrawn_and_asked_anew(desk: Desk) -> None:
    asks(desk)
    desk.appoint(BESIDE, Role.AREA_COORDINATOR, "NPT1")
    forget_person(desk.session, person(desk, PRANEE), TODAY)
    desk.session.expire_all()
    beside = moves(desk, BESIDE, post_of(desk, MALI).id, "STN-P1")
    assert t("post_moves.waits_already", name="ครูมะลิ ใจดี") in beside.shown
    beside.tap(t("post_moves.button.withdraw"))
    assert request(desk).state is ClaimState.WITHDRAWN
    assert t("post_moves.none") in desk.phone(ANAN).say("คำขอย้าย")
    again = moves(desk, BESIDE, post_of(desk, MALI).id, "STN-P1")
    assert t("post_moves.asked.title") in again.shown


def test_who_asked_hears_that_another_withdrew_it(desk: Desk) -> None:
    asks(desk)
    beside = desk.appoint(BESIDE, Role.AREA_COORDINATOR, "NPT1")
    beside.say(f"ถอนคำขอย้าย {request(desk).id}")
    assert "ถอนคำขอย้าย ครูมะลิ ใจดี" in left(beside)[PRANEE]


@pytest.mark.parametrize("who", [ANAN, MALI, WICHAI])
def test_who_does_not_look_after_the_post_withdraws_nothing(desk: Desk, who: str) -> None:
    asks(desk)
    assert "ครูมะลิ" not in desk.phone(who).say(f"ถอนคำขอย้าย {request(desk).id}")
    assert request(desk).state is ClaimState.WAITING


def test_a_request_for_a_post_that_another_ended_just_now_brings_no_new_one(
    desk: Desk, monkeypatch: pytest.MonkeyPatch
) -> None:
    asks(desk)
    before = ended_meanwhile(desk)
    monkeypatch.setattr(post_moves, "_post", lambda call, move: before)
    anan = desk.phone(ANAN)
    assert "สิ้นสุดหรือเปลี่ยนไปแล้ว" in anan.say(f"รับย้าย {request(desk).id}")
    assert left(anan) == {}
    assert request(desk).state is ClaimState.WAITING
    assert roles(desk, MALI, TODAY) == roles(desk, MALI, AFTER) == []


def test_nor_does_a_move_within_the_area(desk: Desk, monkeypatch: pytest.MonkeyPatch) -> None:
    pranee = desk.phone(PRANEE)
    pranee.say(f"ย้ายสถานศึกษา {post_of(desk, MALI).id}")
    assert pranee.draft is not None
    pranee.press(Press(Do.ANSWER, pranee.draft["id"], "school", "NPT1-02"))
    pranee.say("1 ธันวาคม 2569")
    before = ended_meanwhile(desk)

    def as_before(call: Call) -> Held:
        return before

    monkeypatch.setattr(posts_changing, "kept", as_before)
    assert t("posts.one.gone") in pranee.tap("บันทึกการย้าย")
    assert roles(desk, MALI, AFTER) == []


def test_a_post_that_has_yet_to_begin_begins_no_earlier_elsewhere(desk: Desk) -> None:
    post_of(desk, MALI).starts_on = LATER
    desk.session.flush()
    shown = moves(desk, PRANEE, post_of(desk, MALI).id, "NPT1-02").shown
    assert "1 พฤษภาคม 2570" in shown
    assert days(desk, MALI) == [(LATER, None)]
    assert roles(desk, MALI, LATER) == [(Role.TEACHER, "NPT1-02")]


def test_nor_when_it_is_taken_over_there(desk: Desk) -> None:
    asks(desk)
    assert roles(desk, MALI, AFTER) == HERE
    post_of(desk, MALI).starts_on = LATER
    desk.session.flush()
    desk.phone(ANAN).say(f"รับย้าย {request(desk).id}")
    assert days(desk, MALI) == [(LATER, None)]
    assert roles(desk, MALI, LATER) == THERE
