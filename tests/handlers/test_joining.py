"""Meeting the bot, joining by a one-time code, and what goes wrong with codes."""

from datetime import datetime, timedelta

import pytest
from phones import KANDA, MALI, NOW, STRANGER, Desk
from sqlalchemy import select

from handlers.effects import FetchProfile, Say
from handlers.joining import NOTICE_VERSION
from handlers.texts import t
from models.audit import AuditEntry
from models.people import LineAccount, create_invitation, load_actor, scope_by_code
from models.vocabulary import Role

CODE = "KNDA-2570"


def a_code(desk: Desk, *, expires_at: datetime = NOW + timedelta(days=1)) -> str:
    scope = scope_by_code(desk.session, "NPT1-06")
    assert scope is not None
    return create_invitation(
        desk.session,
        role=Role.TEACHER,
        scope=scope,
        now=NOW,
        expires_at=expires_at,
        by_person_id=None,
    )


def account(desk: Desk, who: str) -> LineAccount:
    found = desk.session.get(LineAccount, who, populate_existing=True)
    assert found is not None
    return found


def test_a_new_follower_is_greeted_with_the_privacy_notice_and_how_to_join(desk: Desk) -> None:
    shown = desk.phone(STRANGER).follow()
    assert t("joining.hello.title") in shown
    assert "สำนักตัวอย่าง" in shown
    assert "pdpa@obec.example" in shown
    kept = account(desk, STRANGER)
    assert (kept.notice_version, kept.notice_shown_at) == (NOTICE_VERSION, NOW)


def test_the_notice_comes_by_itself_once(desk: Desk) -> None:
    stranger = desk.phone(STRANGER)
    assert t("joining.notice.title") in stranger.say("สวัสดี")
    assert t("joining.notice.title") not in stranger.say("สวัสดี")
    assert t("joining.notice.title") in stranger.say("ความเป็นส่วนตัว")


@pytest.mark.parametrize(
    "typed", [CODE, "ลงทะเบียน KNDA-2570", "knda 2570", "ลงทะเบียน knda2570 ", "KNDA๒๕๗๐"]
)
def test_a_code_is_joined_with_however_it_is_typed(desk: Desk, typed: str) -> None:
    kanda = desk.phone(KANDA)
    shown = kanda.say(typed)
    assert "โรงเรียนบ้านอ้อกระทิง" in shown
    assert "บันทึกนิเทศ" in shown
    assert FetchProfile() in kanda.effects
    actor = load_actor(desk.session, KANDA, NOW.date())
    assert [post.role for post in actor.posts] == [Role.TEACHER]
    entries = desk.session.scalars(select(AuditEntry).where(AuditEntry.action == "person.joined"))
    assert len(entries.all()) == 1


def test_who_joins_without_having_followed_sees_the_notice_too(desk: Desk) -> None:
    kanda = desk.phone(KANDA)
    assert t("joining.notice.title") in kanda.say(CODE)
    assert len([e for e in kanda.effects if isinstance(e, Say)]) == 2


def test_a_used_code_joins_nobody_else(desk: Desk) -> None:
    desk.phone(KANDA).say(CODE)
    stranger = desk.phone(STRANGER)
    assert stranger.say(CODE) == t("joining.refused.used", code=CODE)
    assert not load_actor(desk.session, STRANGER, NOW.date()).joined


def test_an_expired_code_says_so(desk: Desk) -> None:
    code = a_code(desk, expires_at=NOW - timedelta(minutes=1))
    assert desk.phone(STRANGER).say(code) == t("joining.refused.expired", code=code)


def test_a_mistyped_code_says_so(desk: Desk) -> None:
    assert desk.phone(STRANGER).say("WXYZ-2345") == t("joining.refused.unknown", code="WXYZ-2345")


@pytest.mark.parametrize("typed", ["ลงทะเบียน", "ลงทะเบียน ABC-12", "วิธีเข้าร่วม"])
def test_no_code_is_answered_with_how_to_join(desk: Desk, typed: str) -> None:
    shown = desk.phone(STRANGER).say(typed)
    assert shown == f"{t('joining.how')}\n{t('joining.no_code')}"


def test_five_wrong_codes_lock_joining_for_an_hour_even_for_a_right_one(desk: Desk) -> None:
    kanda = desk.phone(KANDA)
    for number in range(4):
        assert "ไม่พบรหัส" in kanda.say(f"WXYZ-234{number}")
    assert kanda.say("WXYZ-2349") == t("joining.locked", minutes=60)
    desk.now = NOW + timedelta(minutes=30)
    assert kanda.say(CODE) == t("joining.locked", minutes=31)
    assert not load_actor(desk.session, KANDA, NOW.date()).joined
    desk.now = NOW + timedelta(minutes=60)
    assert "โรงเรียนบ้านอ้อกระทิง" in kanda.say(CODE)


def test_expired_and_used_codes_do_not_lock(desk: Desk) -> None:
    code = a_code(desk, expires_at=NOW - timedelta(minutes=1))
    for _ in range(6):
        assert desk.phone(STRANGER).say(code) == t("joining.refused.expired", code=code)


def test_wrong_codes_of_one_do_not_lock_another(desk: Desk) -> None:
    for number in range(5):
        desk.phone(STRANGER).say(f"WXYZ-234{number}")
    assert "โรงเรียนบ้านอ้อกระทิง" in desk.phone(KANDA).say(CODE)


def test_somebody_who_joined_can_take_a_second_post(desk: Desk) -> None:
    desk.phone(MALI).say(a_code(desk))
    actor = load_actor(desk.session, MALI, NOW.date())
    assert [post.scope.code for post in actor.posts] == ["NPT1-01", "NPT1-06"]
    assert actor.full_name == "ครูมะลิ ใจดี"


def test_who_comes_back_is_not_shown_the_same_notice_again(desk: Desk) -> None:
    notice = t("joining.notice.title")
    stranger, mali = desk.phone(STRANGER), desk.phone(MALI)
    assert notice in stranger.follow()
    stranger.unfollow()
    shown = stranger.follow()
    assert t("joining.hello.title") in shown
    assert notice not in shown
    account(desk, STRANGER).notice_version = "1"
    stranger.unfollow()
    assert stranger.follow().count(notice) == 1, "it has changed meanwhile"

    account(desk, MALI).notice_version = "1"
    mali.unfollow()
    assert mali.follow().count(notice) == 1
    mali.unfollow()
    assert notice not in mali.follow()
    assert notice not in mali.say("เมนู")


def test_a_new_phone_is_shown_the_notice_once_and_the_person_taken_back_not_again(
    desk: Desk,
) -> None:
    notice = t("joining.notice.title")
    mali, new = desk.phone(MALI), desk.phone(STRANGER)
    account(desk, MALI).notice_version = NOTICE_VERSION
    mali.say("ลบข้อมูลของฉัน")
    mali.tap(t("leaving.confirm"))
    assert t("leaving.cancelled.title") in mali.say("ยกเลิกการลบ")
    assert notice not in mali.say("เมนู")
    code = mali.say("เปลี่ยนเครื่อง").split("รหัสเปลี่ยนเครื่อง: ")[1][:9]
    told = new.say(code)
    assert t("posts.phone.welcome") in told
    assert told.count(notice) == 1
    assert notice not in new.say("เมนู")
    assert account(desk, STRANGER).notice_version == NOTICE_VERSION


def test_who_leaves_is_not_written_to_and_is_welcomed_back(desk: Desk) -> None:
    mali = desk.phone(MALI)
    assert mali.unfollow() == ""
    assert account(desk, MALI).blocked_at == NOW
    assert t("joining.welcome_back") in mali.follow()
    assert account(desk, MALI).blocked_at is None
