"""Posts that move beyond one's reach, that ended days ago, and the codes that end with them."""

from datetime import date, timedelta

import pytest
from phones import ANAN, MALI, NOW, PRANEE, WICHAI, Desk, Phone, report
from sqlalchemy import select
from test_posts import post_of, roles

from handlers.dialog.press import Do, Press
from handlers.effects import Leave, LinkMenu, Unleave
from handlers.texts import t
from models.audit import AuditEntry
from models.people import Appointment
from models.post_moves import PostMove
from models.vocabulary import ClaimState, Role

NEW, NATE = "U" + "8" * 32, "U" + "7" * 32
TODAY = NOW.date()
BEFORE, AFTER = date(2026, 11, 30), date(2026, 12, 1)
HERE, THERE = [(Role.TEACHER, "NPT1-01")], [(Role.TEACHER, "STN-P1")]


def asks(desk: Desk, day: str = "1 ธันวาคม 2569") -> Phone:
    """Pranee moves Mali to a school of Anan's area."""
    pranee = desk.phone(PRANEE)
    pranee.say(f"ย้ายสถานศึกษา {post_of(desk, MALI).id}")
    pranee.press(Press(Do.ANSWER, pranee_draft(pranee), "school", "STN-P1"))
    pranee.say(day)
    pranee.tap("บันทึกการย้าย")
    return pranee


def pranee_draft(phone: Phone) -> str:
    assert phone.draft is not None
    number: str = phone.draft["id"]
    return number


def request(desk: Desk) -> PostMove:
    [row] = desk.session.scalars(select(PostMove).execution_options(populate_existing=True))
    return row


def left(phone: Phone) -> dict[str, str]:
    return {e.line_user_id: e.card.text for e in phone.effects if isinstance(e, Leave)}


def test_the_coordinator_there_is_asked_and_nothing_changes_until_they_take_it(desk: Desk) -> None:
    pranee = asks(desk)
    assert t("post_moves.asked.title") in pranee.shown
    assert ANAN in left(pranee)
    assert PRANEE not in left(pranee)
    assert roles(desk, MALI, BEFORE) == roles(desk, MALI, AFTER) == HERE
    anan = desk.phone(ANAN)
    assert "ครูมะลิ" in anan.say("คำขอย้าย")
    anan.tap(t("post_moves.button.open", number=request(desk).id))
    anan.tap(t("post_moves.button.accept"))
    assert roles(desk, MALI, BEFORE) == HERE
    assert roles(desk, MALI, AFTER) == THERE
    assert LinkMenu(MALI) in anan.effects
    assert {PRANEE, MALI} <= left(anan).keys()
    actions = desk.session.scalars(select(AuditEntry.action).order_by(AuditEntry.id)).all()
    assert {"post_move.asked", "post_move.approved", "post.moved"} <= set(actions)
    again = anan.press(Press(Do.GO, slot="take_move", value=str(request(desk).id)))
    assert t("post_moves.before", name="ครูมะลิ ใจดี") in again or "จึงไม่ได้เปลี่ยนอะไร" in again


def test_who_refuses_changes_nothing_and_the_one_who_asked_hears_it(desk: Desk) -> None:
    asks(desk)
    anan = desk.phone(ANAN)
    anan.say(f"ไม่รับย้าย {request(desk).id}")
    assert roles(desk, MALI, AFTER) == HERE
    assert request(desk).state is ClaimState.REFUSED
    assert "ไม่รับย้าย" in left(anan)[PRANEE]
    assert t("post_moves.none") in anan.say("คำขอย้าย")


def test_what_was_asked_can_be_taken_back_and_asked_again(desk: Desk) -> None:
    pranee = asks(desk)
    assert "รออยู่แล้ว" in asks(desk).shown
    pranee.say("ยกเลิก", f"ถอนคำขอย้าย {request(desk).id}")
    assert any(isinstance(effect, Unleave) for effect in pranee.effects)
    assert "จึงไม่ได้เปลี่ยนอะไร" in desk.phone(ANAN).say(f"รับย้าย {request(desk).id}")
    assert roles(desk, MALI, AFTER) == HERE
    assert t("post_moves.asked.title") in asks(desk).shown


def test_taken_late_it_begins_today(desk: Desk) -> None:
    asks(desk)
    desk.now = NOW + timedelta(days=20)
    desk.phone(ANAN).say(f"รับย้าย {request(desk).id}")
    today = desk.now.date()
    assert roles(desk, MALI, today - timedelta(days=1)) == HERE
    assert roles(desk, MALI, today) == THERE


def test_a_post_that_ended_meanwhile_is_not_moved(desk: Desk) -> None:
    asks(desk)
    post_of(desk, MALI).ends_on = TODAY
    desk.session.flush()
    assert "สิ้นสุดหรือเปลี่ยนไปแล้ว" in desk.phone(ANAN).say(f"รับย้าย {request(desk).id}")
    assert request(desk).state is ClaimState.WAITING
    assert roles(desk, MALI, AFTER) == []


@pytest.mark.parametrize("who", [PRANEE, WICHAI, MALI])
def test_nobody_else_takes_or_sees_it(desk: Desk, who: str) -> None:
    asks(desk)
    number = request(desk).id
    phone = desk.phone(who)
    for words in (f"รับย้าย {number}", f"ไม่รับย้าย {number}", f"เปิดคำขอย้าย {number}"):
        assert "STN" not in phone.say(words)
        assert "ครูมะลิ" not in phone.shown
    assert request(desk).state is ClaimState.WAITING
    assert roles(desk, MALI, AFTER) == HERE


def test_who_looks_after_both_moves_at_once(desk: Desk) -> None:
    nate = desk.appoint(NATE, Role.NATIONAL_COORDINATOR, "TH")
    nate.say(f"ย้ายสถานศึกษา {post_of(desk, MALI).id}")
    nate.press(Press(Do.ANSWER, pranee_draft(nate), "school", "STN-P1"))
    nate.say("1 ธันวาคม 2569")
    nate.tap("บันทึกการย้าย")
    assert roles(desk, MALI, AFTER) == THERE
    assert desk.session.scalars(select(PostMove)).all() == []


# --- ended some time ago -------------------------------------------------------------------------


def ends(desk: Desk, who: str, day: str) -> Phone:
    pranee = desk.phone(PRANEE)
    pranee.say(f"สิ้นสุดหน้าที่ {post_of(desk, who).id}", day)
    pranee.tap("บันทึกวันสิ้นสุด")
    return pranee


def test_a_post_may_be_said_to_have_ended_days_ago(desk: Desk) -> None:
    pranee = ends(desk, MALI, "10 พฤศจิกายน 2569")
    assert t("posts.one.gone") not in pranee.shown
    assert roles(desk, MALI, date(2026, 11, 10)) == HERE
    assert roles(desk, MALI, date(2026, 11, 11)) == roles(desk, MALI) == []


def test_not_before_it_began(desk: Desk) -> None:
    post_of(desk, MALI).starts_on = date(2026, 11, 5)
    desk.session.flush()
    pranee = ends(desk, MALI, "4 พฤศจิกายน 2569")
    assert t("posts.saved.before_start", day="วันพฤหัสบดีที่ 5 พฤศจิกายน 2569") in pranee.shown
    assert roles(desk, MALI) == HERE
    pranee.say("ทำต่อ")
    assert roles(desk, MALI) == HERE


def test_not_over_what_was_reported_since(desk: Desk) -> None:
    report(desk.phone(MALI))
    assert "ยังใช้งานในหน้าที่นี้เมื่อวันศุกร์ที่ 20 พฤศจิกายน 2569" in ends(desk, MALI, "เมื่อวาน").shown
    assert roles(desk, MALI) == HERE


def test_what_was_reported_beside_another_post_is_no_hindrance(desk: Desk) -> None:
    report(desk.phone(MALI))
    desk.appoint(MALI, Role.TEACHER, "NPT1-02")
    ends(desk, MALI, "เมื่อวาน")
    assert roles(desk, MALI) == [(Role.TEACHER, "NPT1-02")]


# --- codes ---------------------------------------------------------------------------------------


def makes_a_code(desk: Desk, who: str) -> None:
    phone = desk.phone(who)
    phone.say("ออกรหัส", "ครู", "1")
    phone.tap("ออกรหัส")


def ends_pranee(desk: Desk, day: str) -> Phone:
    nate = desk.appoint(NATE, Role.NATIONAL_COORDINATOR, "TH")
    nate.say(f"สิ้นสุดหน้าที่ {post_of(desk, PRANEE).id}")
    nate.say(day)
    nate.tap("บันทึกวันสิ้นสุด")
    return nate


def test_who_ends_a_coordinators_post_hears_of_the_codes_and_so_do_others_there(desk: Desk) -> None:
    desk.appoint(NEW, Role.AREA_COORDINATOR, "NPT1")
    makes_a_code(desk, PRANEE)
    makes_a_code(desk, PRANEE)
    nate = ends_pranee(desk, "22 พฤศจิกายน 2569")
    assert t("posts.codes.stop", count=2) in nate.shown
    assert "2 รหัส" in left(nate)[NEW]
    assert ANAN not in left(nate)
    [card] = [e.card for e in nate.effects if isinstance(e, Leave) and e.line_user_id == NEW]
    assert t("posts.codes.anew") in [button.label for button in card.buttons]


def test_codes_that_are_over_by_then_are_not_counted(desk: Desk) -> None:
    makes_a_code(desk, PRANEE)
    nate = ends_pranee(desk, "31 ธันวาคม 2569")
    assert t("posts.codes.ask", count=1) in "\n".join(card.text for card in nate.seen)
    assert "รหัส" not in nate.shown


def test_codes_that_another_post_of_theirs_upholds_are_not_counted(desk: Desk) -> None:
    makes_a_code(desk, PRANEE)
    desk.appoint(PRANEE, Role.NATIONAL_COORDINATOR, "TH")
    assert "รหัส" not in ends_pranee(desk, "22 พฤศจิกายน 2569").shown


def test_without_codes_nothing_is_said_of_them(desk: Desk) -> None:
    desk.appoint(NEW, Role.AREA_COORDINATOR, "NPT1")
    nate = ends_pranee(desk, "22 พฤศจิกายน 2569")
    assert "รหัส" not in nate.shown
    assert NEW not in left(nate)
    assert desk.session.get_one(Appointment, post_of(desk, PRANEE).id).ends_on is not None
