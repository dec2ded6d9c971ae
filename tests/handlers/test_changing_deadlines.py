"""A deadline that stands is changed or cancelled by its coordinator; who was reminded is told."""

from datetime import UTC, date, datetime

import pytest
from phones import ANAN, KANDA, MALI, PRANEE, SOMSRI, WICHAI, Desk, Phone
from sqlalchemy import select
from test_making_deadlines import TITLE, asked, begin, finish, made

from handlers.cards.render import alt_text
from handlers.effects import Leave
from handlers.texts import t
from models.audit import AuditEntry
from models.duties import Deadline, Reminder
from models.people import Appointment, LineAccount, find_scope
from models.sending_words import ReminderState
from models.vocabulary import (
    Role,
    RuleSource,
    ScopeKind,
    SubjectKind,
)


@pytest.fixture
def coordinator(desk: Desk) -> Phone:
    """Pranee, who has asked both networks of her office for something by 30 November."""
    phone = desk.phone(PRANEE)
    finish(begin(phone))
    return phone


def the_one(desk: Desk) -> Deadline:
    return made(desk)[-1]


def remind(
    desk: Desk,
    who: str,
    state: ReminderState = ReminderState.SENT,
    subject: str = "network:QIN-NPT1-A",
) -> Reminder:
    """This person was reminded of it for that subject, or is to be, a week before the day."""
    kind, _, code = subject.partition(":")
    owing = find_scope(desk.session, ScopeKind(kind), code)
    assert owing is not None
    account = desk.session.get(LineAccount, who)
    assert account is not None
    assert account.person_id is not None
    row = Reminder(
        source=RuleSource.DEADLINE,
        rule_id=the_one(desk).id,
        subject_kind=SubjectKind(kind),
        subject_id=owing.id,
        due_on=the_one(desk).due_on,
        stage=-7,
        recipient_person_id=account.person_id,
        state=state,
        reason="T-7, contact",
        planned_at=desk.now,
        sent_at=desk.now if state is ReminderState.SENT else None,
    )
    desk.session.add(row)
    desk.session.flush()
    return row


def left(phone: Phone) -> dict[str, str]:
    """What was left for whom after the last gesture."""
    effects = (effect for effect in phone.effects if isinstance(effect, Leave))
    return {effect.line_user_id: alt_text(effect.card) for effect in effects}


def open_it(phone: Phone) -> str:
    phone.say("กำหนดส่ง")
    return phone.tap(t("deadlines.open"))


def change(phone: Phone, row: str, words: str, why: str = "ข้าม") -> str:
    """Another answer in this row, saved."""
    open_it(phone)
    phone.tap(t("deadline.one.change"))
    phone.say(f"แก้ไข {row}", words)
    phone.tap(t("dialog.change.send"))
    return phone.say(why)


# --- looked at -----------------------------------------------------------------------------------


def test_it_is_opened_from_the_list_with_what_can_be_done(coordinator: Phone) -> None:
    shown = open_it(coordinator)
    assert "30 พฤศจิกายน 2569" in shown
    assert "เครือข่าย 2 แห่ง" in shown
    assert {t("deadline.one.change"), t("deadline.one.cancel")} <= set(coordinator.labels)


def test_those_who_only_owe_it_get_no_button_for_it(desk: Desk, coordinator: Phone) -> None:
    for who in (MALI, WICHAI):
        phone = desk.phone(who)
        assert TITLE in phone.say("กำหนดส่ง")
        assert t("deadlines.open") not in phone.labels


@pytest.mark.parametrize("route", ["one_deadline", "change_deadline", "cancel_deadline"])
def test_a_coordinator_of_elsewhere_finds_nothing(
    desk: Desk, coordinator: Phone, route: str
) -> None:
    anan = desk.phone(ANAN)
    anan.data(f"v=1&do=g&s={route}&x={the_one(desk).id}")
    assert t("deadline.cannot.gone") in anan.shown
    assert TITLE not in anan.shown


@pytest.mark.parametrize("route", ["one_deadline", "change_deadline", "cancel_deadline"])
def test_a_supervisor_of_the_office_may_not(desk: Desk, coordinator: Phone, route: str) -> None:
    wichai = desk.phone(WICHAI)
    wichai.data(f"v=1&do=g&s={route}&x={the_one(desk).id}")
    assert t("common.not_allowed") in wichai.shown


def test_one_of_a_roster_is_not_theirs_to_change(desk: Desk) -> None:
    desk.appoint(KANDA, Role.NATIONAL_COORDINATOR, "TH")
    phone = desk.phone(KANDA)
    phone.say("กำหนดส่ง")
    assert t("deadlines.open") not in phone.labels
    roster = desk.session.scalars(select(Deadline).where(Deadline.created_at.is_(None))).all()
    for deadline in roster:
        phone.data(f"v=1&do=g&s=cancel_deadline&x={deadline.id}")
        assert t("deadline.cannot.gone") in phone.shown


@pytest.mark.parametrize("argument", ["", "x", "999999", "99999999999999999999"])
def test_a_number_of_none_is_answered_kindly(desk: Desk, argument: str) -> None:
    phone = desk.phone(PRANEE)
    assert t("deadline.cannot.gone") in phone.data(f"v=1&do=g&s=change_deadline&x={argument}")


def test_a_national_coordinator_may_change_what_an_area_asks(
    desk: Desk, coordinator: Phone
) -> None:
    desk.appoint(KANDA, Role.NATIONAL_COORDINATOR, "QIN")
    change(desk.phone(KANDA), "วันกำหนดส่ง", "10 ธ.ค. 69")
    assert the_one(desk).due_on == date(2026, 12, 10)
    assert the_one(desk).office_id is not None


# --- changed -------------------------------------------------------------------------------------


def test_another_day_is_kept_and_shown_beside_the_one_before(
    desk: Desk, coordinator: Phone
) -> None:
    shown = change(coordinator, "วันกำหนดส่ง", "10 ธ.ค. 69")
    assert t("deadline.changed.title") in shown
    assert "30 พฤศจิกายน 2569" in shown
    assert "10 ธันวาคม 2569" in shown
    assert the_one(desk).due_on == date(2026, 12, 10)
    assert asked(desk, the_one(desk)) == {"QIN-NPT1-A", "QIN-NPT1-B"}
    entry = desk.session.scalars(select(AuditEntry).order_by(AuditEntry.id)).all()[-1]
    assert (entry.action, entry.details["before"]) == ("deadline.changed", "2026-11-30")


def test_those_who_were_reminded_are_told_once_of_the_change_and_why(
    desk: Desk, coordinator: Phone
) -> None:
    remind(desk, MALI)
    remind(desk, PRANEE)  # oneself needs no telling
    change(coordinator, "วันกำหนดส่ง", "10 ธ.ค. 69", "น้ำท่วมหลายโรงเรียน")
    told = left(coordinator)
    assert set(told) == {MALI}
    assert "10 ธันวาคม 2569" in told[MALI]
    assert "น้ำท่วมหลายโรงเรียน" in told[MALI]
    assert t("deadline.changed.told", count=1) in coordinator.shown


def test_another_ladder_is_nobody_elses_business(desk: Desk, coordinator: Phone) -> None:
    remind(desk, MALI)
    change(coordinator, "การเตือน", "2")
    assert left(coordinator) == {}
    assert -30 not in the_one(desk).ladder


def test_what_is_planned_for_the_day_before_the_change_is_dropped(
    desk: Desk, coordinator: Phone
) -> None:
    row = remind(desk, MALI, ReminderState.PLANNED)
    change(coordinator, "วันกำหนดส่ง", "10 ธ.ค. 69")
    desk.session.refresh(row)
    assert row.state is ReminderState.DROPPED
    assert row.reason.endswith("changed")


def test_what_is_planned_stays_where_only_the_title_changes(desk: Desk, coordinator: Phone) -> None:
    row = remind(desk, MALI, ReminderState.PLANNED)
    change(coordinator, "เรื่อง", "แผนปฏิบัติการ ปี 2570")
    desk.session.refresh(row)
    assert row.state is ReminderState.PLANNED
    assert the_one(desk).title_th == "แผนปฏิบัติการ ปี 2570"


def test_whoever_is_no_longer_asked_is_told_so(desk: Desk) -> None:
    phone = begin(
        desk.phone(PRANEE),
        t("deadline.audience.school_partner", count=6),
        t("deadline.whom.some"),
    )
    phone.say("1,2")
    finish(phone)
    remind(desk, SOMSRI, subject="school:NPT1-02")
    open_it(phone)
    phone.tap(t("deadline.one.change"))
    phone.say("แก้ไข แห่งที่เลือก", "2")
    phone.tap(t("dialog.change.send"))
    phone.say("ข้าม")
    assert asked(desk, the_one(desk)) == {"NPT1-03"}
    assert t("deadline.told.not_yours") in left(phone)[SOMSRI]


def test_without_a_change_nothing_is_saved(desk: Desk, coordinator: Phone) -> None:
    open_it(coordinator)
    coordinator.tap(t("deadline.one.change"))
    coordinator.tap(t("dialog.change.send"))
    assert t("dialog.change.nothing") in coordinator.shown


def test_within_the_last_week_nothing_counts_as_changed_either(
    desk: Desk, coordinator: Phone
) -> None:
    desk.now = datetime(2026, 11, 27, 3, 0, tzinfo=UTC)
    open_it(coordinator)
    coordinator.tap(t("deadline.one.change"))
    coordinator.tap(t("dialog.change.send"))
    assert t("dialog.change.nothing") in coordinator.shown
    change(coordinator, "เวลา", "16.30 น.")
    assert -30 in the_one(desk).ladder


def test_what_is_overdue_can_be_given_more_time(desk: Desk, coordinator: Phone) -> None:
    desk.now = datetime(2026, 12, 3, 3, 0, tzinfo=UTC)
    assert "เลยมา 3 วัน" in coordinator.say("กำหนดส่ง")
    change(coordinator, "วันกำหนดส่ง", "11 ธ.ค. 69")
    assert the_one(desk).due_on == date(2026, 12, 11)


def test_a_change_after_the_post_ended_changes_nothing(desk: Desk, coordinator: Phone) -> None:
    open_it(coordinator)
    coordinator.tap(t("deadline.one.change"))
    coordinator.say("แก้ไข วันกำหนดส่ง", "10 ธ.ค. 69")
    for post in desk.session.scalars(select(Appointment)):
        if post.role is Role.AREA_COORDINATOR:
            post.role = Role.SUPERVISOR
    desk.session.flush()
    coordinator.tap(t("dialog.change.send"))
    coordinator.say("ข้าม")
    assert the_one(desk).due_on == date(2026, 11, 30)


# --- cancelled -----------------------------------------------------------------------------------


def cancel(phone: Phone, why: str) -> str:
    open_it(phone)
    phone.tap(t("deadline.one.cancel"))
    phone.say(why)
    return phone.tap(t("deadline_cancelling.send"))


def test_what_is_cancelled_counts_nowhere(desk: Desk, coordinator: Phone) -> None:
    deadline = the_one(desk)
    assert t("deadline_cancelling.done", title=TITLE) in cancel(coordinator, "ข้าม")
    assert asked(desk, deadline) == set()
    for who in (MALI, PRANEE, WICHAI):
        assert TITLE not in desk.phone(who).say("กำหนดส่ง")
    assert TITLE not in desk.phone(WICHAI).say("ค้างส่ง")


def test_what_is_planned_for_it_is_dropped_and_who_was_reminded_is_told(
    desk: Desk, coordinator: Phone
) -> None:
    remind(desk, MALI)
    row = remind(desk, WICHAI, ReminderState.PLANNED)
    cancel(coordinator, "รวมกับแผนอื่นแล้ว")
    desk.session.refresh(row)
    assert row.state is ReminderState.DROPPED
    told = left(coordinator)
    assert set(told) == {MALI}
    assert "รวมกับแผนอื่นแล้ว" in told[MALI]


def test_what_was_sent_for_it_waits_for_nobodys_word(desk: Desk, coordinator: Phone) -> None:
    wichai = desk.phone(WICHAI)
    wichai.say("ส่งแล้ว")
    wichai.tap(TITLE)
    wichai.say("วันนี้", "ข้าม")
    wichai.tap(t("submission.send"))
    assert TITLE in desk.phone(PRANEE).say("รอยืนยัน")
    cancel(coordinator, "ข้าม")
    assert t("confirming.none") in desk.phone(PRANEE).say("รอยืนยัน")


def test_a_second_cancelling_finds_it_gone(desk: Desk, coordinator: Phone) -> None:
    cancel(coordinator, "ข้าม")
    assert t("deadline.cannot.gone") in coordinator.tap(t("deadline.one.cancel"))
