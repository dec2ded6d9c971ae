"""Several posts of one person, posts that end and move, deputies, and another phone."""

from datetime import date, timedelta

import pytest
from phones import ANAN, MALI, NOW, PRANEE, SOMSRI, WICHAI, Desk, Phone
from sqlalchemy import select

from handlers.dialog.press import Do, Press
from handlers.effects import LinkMenu, Say
from handlers.texts import t
from models.audit import AuditEntry
from models.menus import Menu, linked_account
from models.people import Appointment, LineAccount, load_actor
from models.vocabulary import Role

NEW = "U" + "8" * 32
TODAY = NOW.date()


def post_of(desk: Desk, who: str) -> Appointment:
    """The first post of somebody."""
    person = load_actor(desk.session, who, TODAY).person_id
    query = select(Appointment).where(Appointment.person_id == person).order_by(Appointment.id)
    return desk.session.scalars(query.execution_options(populate_existing=True)).all()[0]


def roles(desk: Desk, who: str, day: date = TODAY) -> list[tuple[Role, str]]:
    actor = load_actor(desk.session, who, day)
    return [(post.role, post.scope.code) for post in actor.posts]


def kickers(phone: Phone) -> list[str]:
    return [effect.card.kicker for effect in phone.effects if isinstance(effect, Say)]


def menu_shown(desk: Desk, who: str) -> Menu:
    linked = linked_account(desk.session, who, TODAY)
    assert linked is not None
    return linked.wanted


def test_of_several_posts_one_is_acted_as_and_the_menu_and_the_cards_follow(desk: Desk) -> None:
    mali = desk.appoint(MALI, Role.SUPERVISOR, "STN")
    assert menu_shown(desk, MALI) is Menu.SUPERVISOR
    mali.say("เปลี่ยนบทบาท")
    mali.tap("ใช้บทบาท")
    chosen = roles(desk, MALI)
    assert len(chosen) == 1
    assert LinkMenu(MALI) in mali.effects
    mali.press(Press(Do.GO, slot="change_role", value=str(post_of(desk, MALI).id)))
    assert roles(desk, MALI) == [(Role.TEACHER, "NPT1-01")]
    assert menu_shown(desk, MALI) is Menu.TEACHER
    assert t("common.not_allowed") in mali.say("รอตรวจ")
    assert all("ในฐานะ ครู" in kicker for kicker in kickers(mali))
    mali.say("เปลี่ยนบทบาท")
    mali.tap(t("posts.all"))
    assert len(roles(desk, MALI)) == 2
    mali.say("เมนู")
    assert kickers(mali) == [""]


def test_nobody_acts_as_the_post_of_another(desk: Desk) -> None:
    mali = desk.appoint(MALI, Role.SUPERVISOR, "STN")
    other = post_of(desk, PRANEE).id
    assert t("posts.gone") in mali.press(Press(Do.GO, slot="change_role", value=str(other)))
    assert len(roles(desk, MALI)) == 2


def test_a_post_that_is_over_is_acted_as_no_more(desk: Desk) -> None:
    mali = desk.appoint(MALI, Role.SUPERVISOR, "STN")
    first = post_of(desk, MALI)
    mali.press(Press(Do.GO, slot="change_role", value=str(first.id)))
    first.ends_on = TODAY
    desk.session.flush()
    assert roles(desk, MALI, TODAY + timedelta(days=1)) == [(Role.SUPERVISOR, "STN")]


def test_a_coordinator_ends_a_post_by_a_day(desk: Desk) -> None:
    pranee = desk.phone(PRANEE)
    assert "ครูมะลิ" in pranee.say("บุคลากร มะลิ")
    pranee.tap("ดู ครูมะลิ")
    assert t("posts.one.reached") in pranee.shown
    pranee.tap(t("posts.one.end"))
    pranee.say("30 พฤศจิกายน 2569")
    pranee.tap("บันทึกวันสิ้นสุด")
    assert roles(desk, MALI, date(2026, 11, 30)) != []
    assert roles(desk, MALI, date(2026, 12, 1)) == []
    assert LinkMenu(MALI) in pranee.effects


def test_a_teacher_moves_to_another_school_from_a_day_on(desk: Desk) -> None:
    pranee = desk.phone(PRANEE)
    pranee.say(f"ย้ายสถานศึกษา {post_of(desk, MALI).id}", "วัดปลักไม้ลาย", "1 ธันวาคม 2569")
    pranee.tap("บันทึกการย้าย")
    assert roles(desk, MALI, date(2026, 11, 30)) == [(Role.TEACHER, "NPT1-01")]
    [(role, code)] = roles(desk, MALI, date(2026, 12, 1))
    assert (role, code != "NPT1-01") == (Role.TEACHER, True)


@pytest.mark.parametrize("who", [ANAN, WICHAI, MALI])
def test_nobody_else_sees_or_changes_these_posts(desk: Desk, who: str) -> None:
    number = post_of(desk, SOMSRI).id
    phone = desk.phone(who)
    for words in ("บุคลากร สมศรี", f"เปิดบุคลากร {number}", f"สิ้นสุดหน้าที่ {number}"):
        assert "ครูสมศรี" not in phone.say(words)
    for route in ("one_post", "end_post", "move_post", "code_for", "deputise"):
        assert "ครูสมศรี" not in phone.press(Press(Do.GO, slot=route, value=str(number)))
    assert phone.draft is None
    assert post_of(desk, SOMSRI).ends_on is None


def test_a_coordinator_changes_no_post_of_an_equal_and_none_of_the_own(desk: Desk) -> None:
    pranee = desk.phone(PRANEE)
    desk.appoint(NEW, Role.AREA_COORDINATOR, "NPT1")
    for who in (NEW, PRANEE):
        assert t("posts.one.gone") in pranee.say(f"สิ้นสุดหน้าที่ {post_of(desk, who).id}")


def test_a_deputy_acts_for_a_time_and_it_is_noted_for_whom(desk: Desk) -> None:
    pranee, wichai = desk.phone(PRANEE), desk.phone(WICHAI)
    pranee.say("ตั้งผู้ทำแทน", "วิชัย", "วันนี้", "30 พฤศจิกายน 2569")
    pranee.tap("ตั้งผู้ทำแทน")
    assert roles(desk, WICHAI) == [(Role.SUPERVISOR, "NPT1")]
    assert t("common.not_allowed") in wichai.say("ออกรหัส")
    wichai.say("เปลี่ยนบทบาท")
    assert "ทำแทน คุณปราณี" in wichai.shown
    deputy = max(desk.session.scalars(select(Appointment.id)))
    wichai.press(Press(Do.GO, slot="change_role", value=str(deputy)))
    actor = load_actor(desk.session, WICHAI, TODAY)
    assert [post.role for post in actor.posts] == [Role.AREA_COORDINATOR]
    wichai.say("ออกรหัส", "ครู", "1")
    wichai.tap("ออกรหัส")
    [made] = desk.session.scalars(select(AuditEntry).where(AuditEntry.action == "invitation.made"))
    assert made.details["on_behalf_of"] == post_of(desk, PRANEE).person_id
    assert made.person_id == actor.person_id
    after = date(2026, 12, 1)
    assert roles(desk, WICHAI, after) == [(Role.SUPERVISOR, "NPT1")]


def test_a_deputy_names_no_deputy_and_goes_with_whom_they_stand_in_for(desk: Desk) -> None:
    pranee, wichai = desk.phone(PRANEE), desk.phone(WICHAI)
    desk.appoint(NEW, Role.NATIONAL_COORDINATOR, "TH")
    pranee.say("ตั้งผู้ทำแทน", "วิชัย", "วันนี้", "30 พฤศจิกายน 2569")
    pranee.tap("ตั้งผู้ทำแทน")
    deputy = max(desk.session.scalars(select(Appointment.id)))
    wichai.press(Press(Do.GO, slot="change_role", value=str(deputy)))
    assert t("posts.one.gone") in wichai.say(f"ตั้งผู้ทำแทน {deputy}")
    national = desk.phone(NEW)
    national.say(f"สิ้นสุดหน้าที่ {post_of(desk, PRANEE).id}", "22 พฤศจิกายน 2569")
    national.tap("บันทึกวันสิ้นสุด")
    assert roles(desk, WICHAI, date(2026, 11, 23)) == [(Role.SUPERVISOR, "NPT1")]
    assert desk.session.get_one(Appointment, deputy).ends_on == date(2026, 11, 22)


def test_the_days_of_a_deputy_must_fit(desk: Desk) -> None:
    pranee = desk.phone(PRANEE)
    pranee.say("ตั้งผู้ทำแทน", "วิชัย", "30 พฤศจิกายน 2569", "25 พฤศจิกายน 2569")
    assert t("posts.saved.not_deputised") in pranee.tap("ตั้งผู้ทำแทน")
    assert [each["form"] for each in pranee.parked] == ["deputy"]


def test_another_phone_is_tied_by_code_and_the_old_one_let_go_of(desk: Desk) -> None:
    mali, new = desk.phone(MALI), desk.phone(NEW)
    person = load_actor(desk.session, MALI, TODAY).person_id
    mali.say("บันทึกนิเทศ", "1", "เมื่อวาน")
    before = desk.conversations[MALI]
    code = mali.say("เปลี่ยนเครื่อง").split("รหัสเปลี่ยนเครื่อง: ")[1][:9]
    assert before
    shown = new.say(code)
    assert t("posts.phone.welcome") in shown
    assert {LinkMenu(MALI), LinkMenu(NEW)} <= {e for e in new.effects if isinstance(e, LinkMenu)}
    assert load_actor(desk.session, NEW, TODAY).person_id == person
    assert load_actor(desk.session, MALI, TODAY).person_id is None
    assert t("joining.stranger.title") in mali.say("เมนู")
    assert t("joining.refused.used", code=code) in desk.phone("U" + "5" * 32).say(code)


def test_a_code_of_another_phone_is_of_no_use_to_somebody_else_who_has_joined(desk: Desk) -> None:
    pranee = desk.phone(PRANEE)
    shown = pranee.say(f"ออกรหัสเปลี่ยนเครื่อง {post_of(desk, MALI).id}")
    code = shown.split("รหัสเปลี่ยนเครื่อง: ")[1][:9]
    assert t("joining.refused.others", code=code) in desk.phone(SOMSRI).say(code)
    assert load_actor(desk.session, MALI, TODAY).joined


def test_whom_nobody_reaches_is_told_so_until_they_come_back(desk: Desk) -> None:
    pranee, number = desk.phone(PRANEE), post_of(desk, MALI).id
    desk.phone(MALI).unfollow()
    assert t("posts.one.unreached") in pranee.say(f"เปิดบุคลากร {number}")
    desk.phone(MALI).follow()
    assert t("posts.one.reached") in pranee.say(f"เปิดบุคลากร {number}")
    account = desk.session.get_one(LineAccount, MALI, populate_existing=True)
    assert account.blocked_at is None
