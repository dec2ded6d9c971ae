"""Rounds by the calendar: declared days, school breaks, waivers, and clocks that go astray."""

from datetime import date, timedelta

import pytest
from crowd import enrol
from office import BANGKOK, CENTRAL, Office, at

from models.days_off import declare, withdraw
from models.duties import Deadline
from models.duty_queries import outstanding
from models.networks import NetworkMembership
from models.waivers import take_back, waive
from scheduler import spreading
from scheduler.jobs import run_round

FRIDAY, SATURDAY = date(2023, 11, 24), date(2023, 11, 25)
MONDAY = date(2023, 11, 27)

#: One push: the day, who, the steps.
Pushed = tuple[date, str, tuple[int, ...]]


def reminders(office: Office, *who: str) -> list[Pushed]:
    """The reminders that were pushed (to these people alone), without digests."""
    return [
        (push.day, push.who, push.steps)
        for push in office.pushes()
        if None not in push.steps and (not who or push.who in who)
    ]


def declared(office: Office, day: date, moment: str, *, works: bool = False) -> None:
    """Somebody says at this moment what a day is."""
    by = office.person_id("anan")
    with office.writing() as session:
        draft = f"{day}-{works}"
        declare(session, day, works=works, name="-", draft_id=draft, by=by, now=at(moment))


# --- days that are declared ----------------------------------------------------------------------


def test_a_day_off_that_is_declared_in_time_gives_its_steps_to_the_day_before(
    quick_office: Office,
) -> None:
    quick_office.round("2023-11-22T08:30")
    declared(quick_office, FRIDAY, "2023-11-22T10:00")
    quick_office.days(date(2023, 11, 23), MONDAY, "08:30")
    assert reminders(quick_office, "anan") == [
        (date(2023, 11, 23), "anan", (-3, -1)),
        (MONDAY, "anan", (0,)),
    ]


def test_a_day_off_that_is_declared_on_the_day_itself_loses_no_step(quick_office: Office) -> None:
    quick_office.days(date(2023, 11, 22), date(2023, 11, 23), "08:30")
    declared(quick_office, FRIDAY, "2023-11-24T07:00")
    quick_office.days(FRIDAY, MONDAY, "08:30")
    # Friday and the weekend are over: what was meant for them is said on Monday, with Monday's.
    assert reminders(quick_office, "anan") == [(MONDAY, "anan", (-3, -1, 0))]


def test_on_a_declared_working_day_its_step_goes_out_and_taken_back_it_is_as_before(
    quick_office: Office,
) -> None:
    declared(quick_office, SATURDAY, "2023-11-22T10:00", works=True)
    quick_office.round("2023-11-23T16:00")
    quick_office.days(FRIDAY, SATURDAY, "08:30")
    assert reminders(quick_office, "anan") == [(FRIDAY, "anan", (-3,)), (SATURDAY, "anan", (-1,))]
    with quick_office.writing() as session:
        assert withdraw(session, SATURDAY, at("2023-11-25T09:00")) is not None
    assert quick_office.round("2023-11-25T10:00") == []
    assert len(reminders(quick_office, "anan")) == 2


# --- school breaks, and who hears of visits ------------------------------------------------------


def test_visits_are_asked_of_the_mentor_before_the_break_and_on_the_last_day(
    quick_office: Office,
) -> None:
    # 15 April, 1, 8, 12 and 14 May are days of the ladder.
    for day in ("03-29", "04-01", "04-02", "04-11", "04-30", "05-08", "05-10", "05-14", "05-15"):
        quick_office.round(f"2024-{day}T08:30")
    quick_office.round("2024-05-16T08:30")
    before = (-30, -14, -7, -3, -1) * 3
    assert reminders(quick_office, "mali", "somsri") == [
        (date(2024, 4, 1), "mali", tuple(sorted(before))),
        (date(2024, 5, 15), "mali", (0, 0, 0)),
        (date(2024, 5, 16), "mali", (1, 1, 1)),
    ]
    [first, *_] = [push for push in quick_office.pushes() if push.who == "mali"]
    assert "ภาคเรียนที่ 2/2566" in first.says
    for school in ("โรงเรียนบ้านลำพยา", "โรงเรียนบ้านทุ่งน้อย", "โรงเรียนบ้านหนองหิน"):
        assert school in first.says


def test_what_was_held_until_a_break_waits_for_its_end(quick_office: Office) -> None:
    quick_office.round("2024-03-29T16:00")
    quick_office.begins_a_form("mali", minutes_ago=1)
    quick_office.round("2024-04-01T08:30")
    quick_office.begins_a_form("mali", minutes_ago=60)
    told = quick_office.round("2024-04-02T08:30")
    assert {one.outcome for one in told if one.person.startswith("ครูมะลิ")} == {"held: school break"}
    assert reminders(quick_office, "mali") == []
    quick_office.round("2024-05-15T08:30")
    [(day, _, steps)] = reminders(quick_office, "mali")
    assert (day, max(steps)) == (date(2024, 5, 15), 0)


def test_a_programme_without_breaks_of_its_own_choosing_is_reminded_of_on_each_day(
    quick_office: Office,
) -> None:
    with quick_office.writing() as session:
        session.connection().exec_driver_sql("UPDATE programmes SET school_breaks = '[]'")
    quick_office.round("2024-04-29T16:00")
    for day in ("04-30", "05-02", "05-08"):
        quick_office.round(f"2024-{day}T08:30")
    assert reminders(quick_office, "mali") == [
        (date(2024, 4, 30), "mali", (-14,) * 3),  # 1 May is a holiday
        (date(2024, 5, 8), "mali", (-7,) * 3),
    ]


def test_the_end_of_a_programme_is_told_to_those_who_do_not_go_on(quick_office: Office) -> None:
    with quick_office.writing() as session:
        ends = date(2024, 9, 30)
        renewed = NetworkMembership.starts_on > date(2023, 1, 1)
        session.query(NetworkMembership).filter(renewed).update({"ends_on": ends})
        session.query(Deadline).filter_by(code="QIN-END").update({"due_on": ends})
    quick_office.round("2024-07-01T16:00")
    quick_office.round("2024-07-02T08:30")
    assert reminders(quick_office, "mali") == [(date(2024, 7, 2), "mali", (-90,))]
    assert "สิ้นสุดโครงการ" in quick_office.pushes()[-1].says


# --- waivers -------------------------------------------------------------------------------------


@pytest.fixture
def waivable(quick_office: Office) -> Office:
    quick_office.joins(CENTRAL)
    return quick_office


def waived(office: Office, moment: str, until: date | None = None) -> None:
    """The national coordinator waives the names of STN at this moment."""
    by = office.person_id("central")
    with office.writing() as session:
        letters = [
            one
            for one in outstanding(session, now=at(moment), tz=BANGKOK)
            if (one.rule.code, one.subject.code) == ("SANDBOX-STAFF-2566", "STN")
        ]
        new = waive(
            session, letters, until=until, reason="-", draft_id=moment, by=by, now=at(moment)
        )
    assert new == 1


def test_of_what_is_waived_nobody_hears_and_the_others_do(waivable: Office) -> None:
    waivable.round("2023-11-21T08:30")
    waived(waivable, "2023-11-21T10:00")
    for day in ("11-24", "11-27", "11-28", "11-30", "12-04"):
        waivable.round(f"2023-{day}T08:30")
    assert {day for day, who, _ in reminders(waivable, "anan")} == {date(2023, 11, 21)}
    assert len(reminders(waivable, "ratree")) == 4
    assert reminders(waivable, "suda") == []


def test_what_was_waived_between_planning_and_sending_is_dropped_and_says_so(
    waivable: Office,
) -> None:
    waivable.begins_a_form("anan", minutes_ago=5)
    waivable.round("2023-11-21T08:30")
    waived(waivable, "2023-11-21T09:00", until=date(2023, 12, 31))
    waivable.begins_a_form("anan", minutes_ago=31)
    waivable.round("2023-11-21T09:01")
    assert reminders(waivable, "anan") == []
    assert waivable.reasons("dropped") == ["T-6, contact; no longer due: waived until 2023-12-31"]


def test_after_a_waiver_has_run_out_or_was_taken_back_the_next_step_goes_out(
    waivable: Office,
) -> None:
    waived(waivable, "2023-11-21T08:00", until=date(2023, 11, 23))
    waivable.days(date(2023, 11, 21), FRIDAY, "08:30")
    assert reminders(waivable, "anan") == [(FRIDAY, "anan", (-3, -1))]
    waived(waivable, "2023-11-24T10:00")
    waivable.round("2023-11-27T08:30")
    with waivable.writing() as session:
        assert take_back(session, 2, waivable.person_id("central"), at("2023-11-27T18:00"))
    waivable.round("2023-11-28T08:30")
    assert reminders(waivable, "anan")[1:] == [(date(2023, 11, 28), "anan", (1,))]


# --- clocks --------------------------------------------------------------------------------------


def test_a_clock_that_goes_back_says_nothing_twice(quick_office: Office) -> None:
    quick_office.days(date(2023, 11, 21), FRIDAY, "08:30")
    before = reminders(quick_office)
    for moment in ("2023-11-21T09:00", "2023-11-22T09:00", "2023-11-24T09:00"):
        quick_office.round(moment)
    assert reminders(quick_office) == before
    quick_office.round("2023-11-27T08:30")
    assert reminders(quick_office)[len(before) :] == [
        (MONDAY, "anan", (0,)),
        (MONDAY, "ratree", (0,)),
    ]


def test_the_steps_before_a_leap_day_are_counted_in_days(quick_office: Office) -> None:
    with quick_office.writing() as session:
        session.connection().exec_driver_sql(
            "UPDATE deadlines SET due_on = '2024-02-29', announced_on = '2024-01-02', "
            "ladder = '[-30, -1, 0, 1]' WHERE code = 'SANDBOX-STAFF-2566'"
        )
    for day in ("01-29", "01-30", "02-27", "02-28", "02-29", "03-04"):
        quick_office.round(f"2024-{day}T08:30")
    assert [(day, steps) for day, _, steps in reminders(quick_office, "anan")] == [
        (date(2024, 1, 30), (-30,)),
        (date(2024, 2, 28), (-1,)),
        (date(2024, 2, 29), (0,)),
        (date(2024, 3, 4), (1,)),  # the week of 1 March was full
    ]


# --- a country's morning -------------------------------------------------------------------------


def test_a_large_morning_is_spread_and_over_by_nine(
    quick_office: Office, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(spreading, "FEW", 10)
    crowd = enrol(quick_office.runtime.engine, 40)
    everybody = len(crowd) + 2
    quick_office.round("2023-11-23T16:00")
    told = []
    for minute in range(0, 31, 10):
        moment = at("2023-11-24T08:30") + timedelta(minutes=minute)
        run_round(quick_office.runtime, moment)
        told.append(len(reminders(quick_office)))
    assert told == sorted(told)
    assert 0 < told[1] < told[2] <= told[3] == everybody
