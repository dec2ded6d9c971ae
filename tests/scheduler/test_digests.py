"""Digests: what is new goes out at most once a week (daily before a deadline), with whatever else
is pushed that day, and after a month in any case; nothing else does."""

import json
from datetime import date

import pytest
from dues import free_reply, owes, rounds, spent, told
from office import CENTRAL, Office, at
from sqlalchemy import select, text, update

from models.contacts import set_contact
from models.conversations import effects
from models.digest_news import COORDINATORS_STEP, SUPERVISORS_STEP
from models.duties import Deadline
from models.obligations import Subject
from models.people_tables import Appointment, LineAccount
from models.reminder_pauses import pause
from models.scheduling import SchedulerState
from models.scopes import scope_by_code
from models.sending_words import Audience, EffectState
from models.vocabulary import SubjectKind
from scheduler.rules import OVERDUE

#: The rows of what was to be said to a supervisor.
ABOVE = "FROM reminders WHERE audience = 'supervisor'"


def test_the_steps_are_those_of_the_ladder() -> None:
    steps = {audience: days for days, audience in OVERDUE}
    assert steps[Audience.SUPERVISOR] == SUPERVISORS_STEP
    assert steps[Audience.COORDINATOR] == COORDINATORS_STEP


def test_what_is_newly_late_is_pushed_once_and_again_after_a_week(office: Office) -> None:
    owes(office, "2024-01-09")  # three days late on a Friday
    owes(office, "2024-01-11")  # on a Sunday, so known on Monday the 15th
    pushed = rounds(office, "08", "11", "12", "15", "16", "18", "19", "22")
    assert [(one.day, one.who) for one in pushed] == [
        ("2024-01-12", "suda"),
        ("2024-01-19", "suda"),
    ]
    first, second = (one.says[0] for one in pushed)
    assert "ส่งงาน 2024-01-09 · เลยกำหนด 3 วัน" in first
    assert "ผู้รับผิดชอบ: คุณอนันต์ ทะเลงาม" in first
    # What it said before is a total now.
    assert "ส่งงาน 2024-01-11 · เลยกำหนด 8 วัน" in second
    assert "ที่แจ้งไปแล้วและยังค้าง 2 เรื่อง" in second
    assert "ส่งงาน 2024-01-09 1 แห่ง · นานที่สุด 10 วัน" in second


def test_before_a_deadline_it_is_daily_within_the_two_a_week(quick_office: Office) -> None:
    for late in ("2024-01-15", "2024-01-16", "2024-01-17", "2024-01-20", "2024-01-21"):
        owes(quick_office, late)
    owes(quick_office, "2024-01-25")
    pushed = rounds(quick_office, "08", "17", "18", "19", "22", "23", "24")
    # News of Thursday, Friday, Saturday (so Monday), Tuesday; on Wednesday the week is full.
    days = ["2024-01-18", "2024-01-19", "2024-01-22", "2024-01-23"]
    assert [(one.day, one.who) for one in pushed] == [(day, "suda") for day in days]
    waiting = "SELECT state FROM effects WHERE turn_key = 'digest:2024-01-24'"
    assert quick_office.rows(waiting) == [("unshown",)], "it waits for a free reply"


def test_with_nothing_new_nothing_is_pushed_until_a_month_has_passed(quick_office: Office) -> None:
    owes(quick_office, "2024-01-09")
    pushed = rounds(quick_office, "08", "12", "15", "31", "02-09")
    assert [one.day for one in pushed] == ["2024-01-12"]
    # What was late when each was first seen is told then, too; but to none of those of NPT1
    # before the month is over for them.
    pushed = rounds(quick_office, "02-12")
    assert ("2024-02-12", "suda") in [(one.day, one.who) for one in pushed]
    assert pushed[-1].says[0].count("เลยกำหนด:") == 0, "nothing of it is new"


def test_who_oversees_nothing_of_it_hears_nothing(quick_office: Office) -> None:
    quick_office.joins(CENTRAL)
    owes(quick_office, "2024-01-09")
    pushed = rounds(quick_office, "08", "11", "12", "15", "16", "17")
    # The supervisor after three days, whoever coordinates the country after seven; the
    # coordinator of the office answers for it, so to him it is no news.
    assert [(one.day, one.who) for one in pushed] == [
        ("2024-01-12", "suda"),
        ("2024-01-16", "central"),
    ]
    assert "เลยกำหนด: สพป.สตูล" in pushed[1].says[0]


def test_it_goes_with_the_reminder_of_the_day_as_one_push(office: Office) -> None:
    with office.writing() as session:
        scope = scope_by_code(session, "RYG1")
        assert scope is not None
        assert scope.id is not None
        own = Subject(SubjectKind.OFFICE, scope.id, scope.code, scope.label)
        set_contact(session, own, office.person_id("suda"), date(2024, 1, 1), None)
    owes(office, "2024-01-09", ladder=(3,))
    owes(office, "2024-01-12", of="RYG1", ladder=(0,), title="ส่งแผน")
    pushed = [one for one in rounds(office, "08", "12") if one.who == "suda"]
    [(day, _, [reminder, digest])] = pushed
    assert day == "2024-01-12"
    assert "ส่งแผน" in reminder
    assert "ส่งงาน 2024-01-09" not in reminder, "what others owe is in the digest"
    assert "ส่งงาน 2024-01-09 · เลยกำหนด 3 วัน" in digest
    assert "ทำไมได้ข้อความนี้" in digest
    [(state, effect)] = office.rows(f"SELECT state, effect_id {ABOVE}")
    assert state == "sent"
    assert effect is not None


def test_over_quota_it_waits_and_what_was_planned_to_be_said_counts_as_told(
    quick_office: Office,
) -> None:
    owes(quick_office, "2024-01-09", ladder=(3,))
    rounds(quick_office, "08", "11")
    spent(quick_office, date(2024, 1, 12))
    assert rounds(quick_office, "12") == []
    assert quick_office.rows(f"SELECT state {ABOVE}") == [("left",)]
    shown = free_reply(quick_office, "suda", "2024-01-12T10:00")
    assert len(shown) == 1
    assert "เลยกำหนด 3 วัน" in shown[0]
    assert quick_office.rows(f"SELECT state {ABOVE}") == [("sent",)]
    assert free_reply(quick_office, "suda", "2024-01-12T10:01") == []


def test_who_has_stopped_all_reminders_is_pushed_none(quick_office: Office) -> None:
    owes(quick_office, "2024-01-09")
    with quick_office.writing() as session:
        pause(session, quick_office.person_id("suda"), None, None, at("2024-01-08T08:00"))
    assert rounds(quick_office, "08", "12") == []
    # It waits for an answer that asks nothing.
    assert free_reply(quick_office, "suda", "2024-01-12T10:00", "บันทึกนิเทศ") == []
    assert "เลยกำหนด 3 วัน" in free_reply(quick_office, "suda", "2024-01-12T10:01", "ยกเลิก")[0]


def test_who_has_nothing_to_report_is_no_news(quick_office: Office) -> None:
    quick_office.rest("2024-01-05T10:00", date(2024, 1, 31))
    owes(quick_office, "2024-01-09")
    assert rounds(quick_office, "08", "12", "15") == []


def test_a_report_that_waits_for_review_is_news(quick_office: Office) -> None:
    rounds(quick_office, "08")
    quick_office.rest("2024-01-08T10:00", date(2024, 1, 31))
    with quick_office.writing() as session:  # that one has nothing to report would be no news
        session.execute(text("UPDATE reports SET kind = 'suggestion', ends_on = NULL"))
    [push] = rounds(quick_office, "09", "10")
    assert (push.day, push.who) == ("2024-01-09", "suda")
    assert "รายงานที่รอท่านตรวจ: 1 รายการ · ใหม่ 1" in push.says[0]


def test_what_was_done_meanwhile_is_not_called_late(quick_office: Office) -> None:
    owes(quick_office, "2024-01-09")
    quick_office.begins_a_form("suda", minutes_ago=1)
    assert rounds(quick_office, "08", "12") == []
    with quick_office.writing() as session:
        late = session.scalars(select(Deadline).where(Deadline.code == "STN-2024-01-09")).one()
        late.cancelled_at = at("2024-01-12T09:00")
    assert free_reply(quick_office, "suda", "2024-01-12T10:00") == []


def test_a_killed_round_is_taken_up_and_nobody_hears_twice(quick_office: Office) -> None:
    owes(quick_office, "2024-01-09")
    rounds(quick_office, "08", "12")
    with quick_office.writing() as session:
        session.get_one(SchedulerState, 1).digested_on = None  # as if killed before its end
    quick_office.round("2024-01-12T08:31")
    assert len(told(quick_office)) == 1


# --- reminders that ride, too --------------------------------------------------------------------


def test_what_a_full_week_holds_is_shown_for_nothing_and_not_pushed_any_more(
    quick_office: Office,
) -> None:
    owes(quick_office, "2024-01-26", ladder=(-11, -10, -9), title="ส่งแผนปฏิบัติการ")
    pushed = rounds(quick_office, "15", "16", "17")
    assert [(one.day, one.who) for one in pushed] == [
        ("2024-01-15", "anan"),
        ("2024-01-16", "anan"),
    ]
    [under] = free_reply(quick_office, "anan", "2024-01-17T10:00")
    assert under.startswith("ยังมีเรื่องที่รอท่านอยู่")
    assert "ส่งแผนปฏิบัติการ" in under
    assert "เหลืออีก 9 วัน" in under
    assert free_reply(quick_office, "anan", "2024-01-17T10:05") == []
    assert len(rounds(quick_office, "17", "22")) == 2


def test_in_a_group_nothing_rides(quick_office: Office) -> None:
    owes(quick_office, "2024-01-26", ladder=(-11, -10, -9))
    rounds(quick_office, "15", "16", "17")
    assert free_reply(quick_office, "anan", "2024-01-17T10:00", in_group=True) == []
    assert len(free_reply(quick_office, "anan", "2024-01-17T10:01")) == 1


def test_what_is_owed_besides_later_that_day_is_left_too(quick_office: Office) -> None:
    owes(quick_office, "2024-01-16", ladder=(-1,))
    spent(quick_office, date(2024, 1, 15))
    assert rounds(quick_office, "15") == []
    assert len(free_reply(quick_office, "anan", "2024-01-15T09:00")) == 1
    owes(quick_office, "2024-01-18", ladder=(-3,), title="ส่งแผนด่วน")
    quick_office.round("2024-01-15T10:00")
    [under] = free_reply(quick_office, "anan", "2024-01-15T11:00")
    assert "ส่งแผนด่วน" in under


def test_a_card_that_cannot_be_made_goes_on_waiting_and_holds_up_no_answer(
    quick_office: Office,
) -> None:
    owes(quick_office, "2024-01-16", ladder=(-1,))
    spent(quick_office, date(2024, 1, 15))
    rounds(quick_office, "15")
    _rename_in_what_is_left(quick_office, "words", "wordz")
    assert free_reply(quick_office, "anan", "2024-01-15T09:00") == []
    assert quick_office.rows("SELECT error FROM inbound_events") == [(None,)]
    assert quick_office.states() == {"left": 1}
    _rename_in_what_is_left(quick_office, "wordz", "words")
    assert len(free_reply(quick_office, "anan", "2024-01-15T09:01")) == 1


def _rename_in_what_is_left(office: Office, old: str, new: str) -> None:
    waiting = effects.c.state == EffectState.UNSHOWN
    with office.writing() as session:
        for number, payload in session.execute(
            select(effects.c.id, effects.c.payload).where(waiting)
        ):
            renamed = json.loads(json.dumps(payload).replace(f'"{old}"', f'"{new}"'))
            session.execute(update(effects).where(effects.c.id == number).values(payload=renamed))


@pytest.mark.parametrize("as_a_deputy", [True, False])
def test_a_digest_is_of_all_posts_whatever_is_acted_as(
    quick_office: Office, as_a_deputy: bool
) -> None:
    with quick_office.writing() as session:
        suda, ratree = quick_office.person_id("suda"), quick_office.person_id("ratree")
        hers = session.scalars(select(Appointment).where(Appointment.person_id == ratree)).one()
        session.add(
            Appointment(
                person_id=suda,
                role=hers.role,
                scope_kind=hers.scope_kind,
                office_id=hers.office_id,
                starts_on=date(2023, 11, 1),
                deputy_for_person_id=ratree if as_a_deputy else None,
            )
        )
        if not as_a_deputy:
            own = select(Appointment.id).where(Appointment.person_id == suda)
            account = session.get_one(LineAccount, quick_office.people["suda"].line_user_id)
            account.acting_appointment_id = session.scalars(own.order_by(Appointment.id)).first()
    quick_office.days(date(2023, 11, 28), date(2023, 11, 30), "08:30")
    [push] = [one for one in quick_office.pushes() if one.who == "suda"]
    assert "ระยอง" in push.says
    assert "สตูล" in push.says
