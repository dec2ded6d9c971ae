"""Somebody without a code says who they are, waits, and is let in or not by those who may."""

from datetime import timedelta

import pytest
from phones import ANAN, KANDA, MALI, NOW, PRANEE, WICHAI, Desk, Phone
from sqlalchemy import select

from handlers.effects import Leave, LinkMenu
from handlers.texts import t
from models.audit import AuditEntry
from models.claim_queries import MOST_OF_ACCOUNT
from models.claims import JoinClaim
from models.people import Appointment, LineAccount, Person, load_actor, scope_by_code
from models.people_tables import Appointment as Post
from models.vocabulary import ClaimState, Role, ScopeKind

NEW = "U" + "7" * 32
HEAD = "U" + "6" * 32
SCHOOL = "NPT1-05"


def claims(desk: Desk) -> list[JoinClaim]:
    query = select(JoinClaim).order_by(JoinClaim.id).execution_options(populate_existing=True)
    return list(desk.session.scalars(query))


def claim(
    desk: Desk,
    who: str = NEW,
    *,
    name: str = "วีณา ใฝ่รู้",
    role: str = "ครู",
    school: str = "วัดปลักไม้ลาย",
) -> Phone:
    """Somebody asks to be let in to a school of สพป.นครปฐม เขต 1."""
    phone = desk.phone(who)
    phone.say("ขอเข้าร่วม", name, role, school)
    if phone.at == "school":  # of all schools of the country, so it is asked whether it is this one
        phone.say("1")
    phone.tap("ส่งคำขอ")
    return phone


def head_of_school(desk: Desk) -> Phone:
    [one] = claims(desk)
    school = desk.session.get_one(JoinClaim, one.id).school_id
    code = next(
        code
        for code in ("NPT1-01", "NPT1-02", "NPT1-03", "NPT1-04", "NPT1-05", "NPT1-06")
        if (scope := scope_by_code(desk.session, code)) and scope.id == school
    )
    return desk.appoint(HEAD, Role.SCHOOL_ADMINISTRATOR, code)


def joined(desk: Desk, who: str = NEW) -> bool:
    return load_actor(desk.session, who, desk.now.date()).joined


def test_a_newcomer_is_shown_the_notice_asks_and_waits(desk: Desk) -> None:
    phone = desk.phone(NEW)
    assert t("joining.notice.title") in phone.say("ขอเข้าร่วม")
    phone = claim(desk)
    assert t("claiming.sent.title") in phone.shown
    assert not joined(desk)
    assert t("claiming.waits.title") in phone.say("ขอเข้าร่วม")
    for words in ("เมนู", "สถานะ", "ประวัติของฉัน", "บันทึกนิเทศ"):
        assert t("joining.stranger.title") in phone.say(words)


def test_those_who_may_decide_are_left_a_card_and_nobody_else(desk: Desk) -> None:
    phone = claim(desk)
    left = [effect for effect in phone.effects if isinstance(effect, Leave)]
    assert [effect.line_user_id for effect in left] == [PRANEE]
    assert left[0].card.title == "วีณา ใฝ่รู้"


def test_a_coordinator_lets_a_teacher_in_and_the_menu_follows(desk: Desk) -> None:
    claim(desk)
    pranee = desk.phone(PRANEE)
    assert "วีณา ใฝ่รู้" in pranee.say("คำขอเข้าร่วม")
    pranee.tap("ดูคำขอ")
    assert t("claiming.one.unknown") in pranee.shown
    pranee.say(f"อนุมัติคำขอ {claims(desk)[0].id}")
    assert "อนุมัติแล้ว" in pranee.shown
    assert joined(desk)
    assert LinkMenu(NEW) in pranee.effects
    told = [e for e in pranee.effects if isinstance(e, Leave)]
    assert [(e.line_user_id, e.soon) for e in told] == [(NEW, True)]
    assert "โรงเรียนวัดปลักไม้ลาย" in desk.phone(NEW).say("เมนู")
    actions = set(desk.session.scalars(select(AuditEntry.action)))
    assert {"claim.made", "claim.approved"} <= actions


def test_a_second_tap_changes_nothing(desk: Desk) -> None:
    claim(desk)
    number = claims(desk)[0].id
    pranee = desk.phone(PRANEE)
    pranee.say(f"อนุมัติคำขอ {number}")
    before = desk.records()
    assert t("claiming.state.approved") in pranee.say(f"อนุมัติคำขอ {number}")
    assert t("claiming.state.approved") in pranee.say(f"ไม่อนุมัติคำขอ {number}")
    assert desk.records() == before


def test_a_refusal_tells_its_reason_and_one_may_ask_again(desk: Desk) -> None:
    claim(desk)
    pranee = desk.phone(PRANEE)
    pranee.say(f"ไม่อนุมัติคำขอ {claims(desk)[0].id}", "ไม่มีชื่อนี้")
    pranee.tap("ไม่อนุมัติ")
    [told] = [e for e in pranee.effects if isinstance(e, Leave)]
    assert "ไม่มีชื่อนี้" in told.card.text
    assert not joined(desk)
    claim(desk)
    assert [c.state for c in claims(desk)] == [ClaimState.REFUSED, ClaimState.WAITING]


def test_the_wrong_person_is_put_out_again_and_what_was_before_stays(desk: Desk) -> None:
    claim(desk)
    pranee = desk.phone(PRANEE)
    pranee.say(f"อนุมัติคำขอ {claims(desk)[0].id}")
    pranee.tap(t("claiming.one.undo"))
    assert not joined(desk)
    account = desk.session.get_one(LineAccount, NEW, populate_existing=True)
    assert account.person_id is None
    assert t("claiming.state.undone") in pranee.say(f"อนุมัติคำขอ {claims(desk)[0].id}")


def test_an_approval_can_be_taken_back_for_a_week(desk: Desk) -> None:
    claim(desk)
    pranee = desk.phone(PRANEE)
    pranee.say(f"อนุมัติคำขอ {claims(desk)[0].id}")
    desk.now = NOW + timedelta(days=8)
    pranee.tap(t("claiming.one.undo"))
    assert joined(desk)


def test_another_post_of_somebody_who_has_joined_is_taken_back_alone(desk: Desk) -> None:
    claim(desk, MALI, name="ครูมะลิ ใจดี")
    assert not any(isinstance(e, LinkMenu) for e in desk.phone(MALI).effects)
    pranee = desk.phone(PRANEE)
    pranee.say(f"อนุมัติคำขอ {claims(desk)[0].id}")
    assert len(load_actor(desk.session, MALI, NOW.date()).posts) == 2
    pranee.tap(t("claiming.one.undo"))
    assert len(load_actor(desk.session, MALI, NOW.date()).posts) == 1


def test_whom_the_school_knows_already_is_that_person(desk: Desk) -> None:
    claim(desk)
    person = Person(full_name="นางวีณา  ใฝ่รู้", created_at=NOW)
    desk.session.add(person)
    desk.session.flush()
    school = claims(desk)[0].school_id
    desk.session.add(
        Post(
            person_id=person.id,
            role=Role.TEACHER,
            scope_kind=ScopeKind.SCHOOL,
            school_id=school,
            starts_on=NOW.date(),
        )
    )
    desk.session.flush()
    pranee = desk.phone(PRANEE)
    assert t("claiming.one.known") in pranee.say(f"เปิดคำขอ {claims(desk)[0].id}")
    pranee.say(f"อนุมัติคำขอ {claims(desk)[0].id}")
    assert load_actor(desk.session, NEW, NOW.date()).person_id == person.id
    posts = desk.session.scalars(select(Appointment).where(Appointment.person_id == person.id))
    assert len(posts.all()) == 1


def test_nobody_takes_over_the_account_of_a_namesake(desk: Desk) -> None:
    mali = load_actor(desk.session, MALI, NOW.date())
    claim(desk, name="มะลิ ใจดี", school=mali.posts[0].scope.label)
    pranee = desk.phone(PRANEE)
    shown = pranee.say(f"อนุมัติคำขอ {claims(desk)[0].id}")
    assert t("claiming.one.namesake") in shown
    assert not joined(desk)
    assert load_actor(desk.session, MALI, NOW.date()).person_id == mali.person_id


def test_the_head_of_the_school_lets_in_teachers_and_no_equal(desk: Desk) -> None:
    claim(desk)
    head = head_of_school(desk)
    assert "วีณา ใฝ่รู้" in head.say("คำขอเข้าร่วม")
    head.say(f"อนุมัติคำขอ {claims(desk)[0].id}")
    assert joined(desk)
    other = "U" + "5" * 32
    claim(desk, other, role="ผู้บริหารสถานศึกษา")
    assert t("claiming.decided.gone") in head.say(f"อนุมัติคำขอ {claims(desk)[1].id}")
    assert not joined(desk, other)


@pytest.mark.parametrize("who", [ANAN, WICHAI, MALI])
def test_nobody_else_sees_or_decides_it(desk: Desk, who: str) -> None:
    claim(desk)
    number = claims(desk)[0].id
    for words in ("คำขอเข้าร่วม", f"เปิดคำขอ {number}", f"อนุมัติคำขอ {number}", f"ไม่อนุมัติคำขอ {number}"):
        assert "วีณา" not in desk.phone(who).say(words)
    assert claims(desk)[0].state is ClaimState.WAITING


def test_one_waits_at_a_time_and_so_many_in_a_week(desk: Desk) -> None:
    phone = desk.phone(NEW)
    for _ in range(MOST_OF_ACCOUNT):
        claim(desk)
        assert t("claiming.withdrawn.done") in phone.say("ยกเลิกคำขอเข้าร่วม")
    claim(desk)
    assert len(claims(desk)) == MOST_OF_ACCOUNT
    desk.now = NOW + timedelta(days=8)
    claim(desk)
    assert len(claims(desk)) == MOST_OF_ACCOUNT + 1


def test_a_request_taken_back_cannot_be_approved(desk: Desk) -> None:
    claim(desk).say("ยกเลิกคำขอเข้าร่วม")
    assert t("claiming.state.withdrawn") in desk.phone(PRANEE).say(f"อนุมัติคำขอ {claims(desk)[0].id}")
    assert not joined(desk)


def test_a_code_and_the_privacy_notice_are_heard_in_the_middle_of_the_form(desk: Desk) -> None:
    kanda = desk.phone(KANDA)
    kanda.say("ขอเข้าร่วม", "กานดา")
    assert "กานดา" in kanda.shown  # a first name alone is asked about
    kanda.sticker()
    assert kanda.at == "name"
    kanda.say("กานดา มาใหม่", "พัก")
    assert kanda.draft is None
    kanda.say("ทำต่อ")
    assert kanda.at == "role"
    assert t("joining.welcome", role="ครู", scope="").strip() in kanda.say("KNDA-2570")


def test_who_joined_by_a_code_has_no_request_left_to_finish(desk: Desk) -> None:
    kanda = desk.phone(KANDA)
    kanda.say("ขอเข้าร่วม", "กานดา มาใหม่", "พัก", "ขอเข้าร่วม")
    kanda.say("KNDA-2570")
    assert (kanda.draft, kanda.parked) == (None, [])
