"""Which steps of a ladder go out on which day, and to whom: pure."""

from collections.abc import Collection
from dataclasses import replace
from datetime import date, timedelta

import pytest

from models.obligations import Judgement, Rule, Subject
from models.school_breaks import DEFAULT
from models.vocabulary import (
    Cadence,
    DutyState,
    ObligationKind,
    RuleSource,
    SubjectKind,
    YearBasis,
)
from scheduler.plan import Stage, breaks_for, recipients, rests_in_a_break, stages_now
from scheduler.rules import kind_of
from scheduler.workdays import Workdays

WORKDAYS = Workdays()
DUE = date(2023, 11, 27)
LADDER = (-6, -3, -1, 0, 1, 3, 7)
ANNOUNCED = date(2023, 11, 21)


def day(number: int) -> date:
    """A day of November 2566."""
    return date(2023, 11, number)


def now_on(
    today: date,
    planned_on: date | None,
    *,
    due_on: date = DUE,
    ladder: Collection[int] = LADDER,
    announced_on: date | None = ANNOUNCED,
) -> dict[int, bool]:
    """The steps that go out, with whether they are late."""
    found = stages_now(
        ladder,
        due_on,
        announced_on=announced_on,
        today=today,
        planned_on=planned_on,
        workdays=WORKDAYS,
    )
    return {stage.offset: stage.late for stage in found}


def test_the_ladder_of_27_november_has_these_days_and_no_others() -> None:
    today, going_out = day(20), {}
    while today <= day(30):
        if WORKDAYS.is_workday(today):
            steps = now_on(today, WORKDAYS.on_or_before(today - timedelta(days=1)))
            if steps:
                going_out[today.day] = steps
        today += timedelta(days=1)
    assert going_out == {
        21: {-6: False},
        24: {-3: False, -1: False},  # the step of Sunday 26 comes along on Friday
        27: {0: False},
        28: {1: False},
        30: {3: False},
    }


def test_steps_before_the_announcement_are_skipped_and_not_sent_late() -> None:
    month = (-30, -14, *LADDER)
    assert now_on(day(21), None, ladder=month) == {-6: False}
    assert now_on(day(22), day(21), ladder=month) == {}
    # Announced on Saturday 25: the step of Sunday would have gone out before that.
    assert now_on(day(27), day(24), announced_on=day(25)) == {0: False}


def test_the_first_round_ever_sends_nothing_of_days_gone_by() -> None:
    assert now_on(day(22), None) == {}
    assert now_on(day(24), None) == {-3: False, -1: False}


def test_after_an_outage_only_the_newest_missed_step_goes_out_and_late() -> None:
    assert now_on(day(23), day(20)) == {-6: True}
    assert now_on(day(29), day(23)) == {1: True}
    # Back on a day that has a step of its own: that one, in time.
    assert now_on(day(27), day(20)) == {0: False}


def test_a_day_planned_to_its_end_is_not_gone_through_again() -> None:
    assert now_on(day(22), day(21)) == {}
    # But today is, for what has only become known today.
    assert now_on(day(21), day(21)) == {-6: False}


def test_a_clock_that_was_moved_back_plans_its_own_day_alone() -> None:
    assert now_on(day(22), date(2026, 11, 22)) == {}
    assert now_on(day(21), date(2026, 11, 22)) == {-6: False}


def test_in_a_school_break_only_the_last_step_goes_out_and_what_is_overdue() -> None:
    ladder = (-30, -14, -7, -3, -1, 0, 1, 3, 7)
    found: dict[str, tuple[int, ...]] = {}
    today = date(2024, 3, 25)
    while today <= date(2024, 5, 22):
        if WORKDAYS.is_workday(today):
            steps = stages_now(
                ladder,
                date(2024, 5, 15),
                announced_on=None,
                today=today,
                planned_on=WORKDAYS.on_or_before(today - timedelta(days=1)),
                workdays=WORKDAYS,
                breaks=DEFAULT,
            )
            if steps:
                found[today.isoformat()] = tuple(stage.offset for stage in steps)
        today += timedelta(days=1)
    assert found == {
        "2024-04-01": (-30, -14, -7, -3, -1),
        "2024-05-15": (0,),
        "2024-05-16": (1,),
        "2024-05-20": (3,),  # 18 May is a Saturday
    }


def test_an_office_knows_no_school_break() -> None:
    office = replace(rule(), school_breaks=DEFAULT)
    school = replace(office, subject_kind=SubjectKind.SCHOOL)
    assert (breaks_for(office), breaks_for(school)) == ((), DEFAULT)
    in_april = date(2024, 4, 10)
    assert rests_in_a_break(school, [-3, -1], in_april)
    assert not rests_in_a_break(school, [-1, 0], in_april)
    assert not rests_in_a_break(school, [1], in_april)
    assert not rests_in_a_break(office, [-3], in_april)


def test_a_year_that_ends_on_a_saturday_is_warned_of_on_friday() -> None:
    yearly = (-30, -14, -7, -3, -1, 0, 1)
    due = date(2023, 9, 30)
    friday = now_on(
        date(2023, 9, 29), date(2023, 9, 28), due_on=due, ladder=yearly, announced_on=None
    )
    assert friday == {-1: False, 0: False}
    monday = now_on(
        date(2023, 10, 2), date(2023, 9, 29), due_on=due, ladder=yearly, announced_on=None
    )
    assert monday == {1: False}


# --- to whom -------------------------------------------------------------------------------------


def rule(
    kind: ObligationKind | None = ObligationKind.RESPONSIBLE_STAFF,
    source: RuleSource = RuleSource.DEADLINE,
    cadence: Cadence = Cadence.DATE,
    ladder: tuple[int, ...] = LADDER,
    notice: bool = False,
) -> Rule:
    return Rule(
        source=source,
        id=1,
        code="R",
        programme_id=1,
        programme_code="P",
        programme_name="โครงการ",
        kind=kind,
        title="เรื่อง",
        subject_kind=SubjectKind.OFFICE,
        cadence=cadence,
        year_basis=YearBasis.FISCAL,
        ladder=ladder,
        notice=notice,
    )


def judged(state: DutyState = DutyState.DUE, of: Rule | None = None) -> Judgement:
    subject = Subject(SubjectKind.OFFICE, 1, "STN", "สพป.สตูล")
    return Judgement(of or rule(), subject, None, state, needed=1, due_on=DUE)


def going_to(
    offsets: Collection[int], seen: Collection[int] = (), state: DutyState = DutyState.DUE
) -> list[tuple[int, str]]:
    stages = [Stage(offset, DUE, late=False) for offset in offsets]
    return [(s.offset, a.value) for s, a in recipients(judged(state), stages, seen)]


def test_steps_up_to_the_day_go_to_the_contact_alone() -> None:
    assert going_to([-3, -1]) == [(-3, "contact"), (-1, "contact")]
    assert going_to([0]) == [(0, "contact")]


@pytest.mark.parametrize(
    ("step", "who"),
    [
        (1, "contact"),
        (2, "contact"),
        (3, "supervisor"),
        (6, "supervisor"),
        (7, "coordinator"),
        (30, "coordinator"),
    ],
)
def test_what_is_overdue_goes_to_the_contact_once_more_and_then_up(step: int, who: str) -> None:
    others = [other for other in (1, 3, 7) if other != step]
    assert going_to([step], seen=[0, *others], state=DutyState.OVERDUE) == [(step, who)]


def test_nobody_above_hears_of_it_before_those_below() -> None:
    late = DutyState.OVERDUE
    assert going_to([3], seen=[0], state=late) == [(3, "contact"), (3, "supervisor")]
    assert going_to([7], seen=[0, 1], state=late) == [(7, "supervisor"), (7, "coordinator")]
    # Two overdue steps on one working day: each hears of it once.
    assert going_to([1, 3], seen=[0], state=late) == [(1, "contact"), (3, "supervisor")]
    assert going_to([7], seen=[0, 1, 3], state=late) == [(7, "coordinator")]


def test_what_has_a_row_already_is_not_planned_again() -> None:
    assert going_to([-3, -1], seen=[-3]) == [(-1, "contact")]
    assert going_to([1], seen=[1], state=DutyState.OVERDUE) == []


@pytest.mark.parametrize("state", sorted(set(DutyState) - {DutyState.DUE, DutyState.OVERDUE}))
def test_nobody_is_reminded_of_what_is_not_owed(state: DutyState) -> None:
    assert going_to([-3, 0, 1], state=state) == []


@pytest.mark.parametrize(
    ("given", "name"),
    [
        (rule(), "staff"),
        (rule(kind=None), "deadline"),
        (rule(kind=ObligationKind.REPORT), "deadline"),
        (rule(ObligationKind.EXCHANGE, RuleSource.OBLIGATION, Cadence.YEARLY), "exchange"),
        (rule(notice=True), "ending"),
        (rule(ladder=()), None),
        (rule(ObligationKind.EXCHANGE, RuleSource.OBLIGATION, Cadence.SEMESTER), "exchange"),
        (
            rule(ObligationKind.MENTORING_VISIT, RuleSource.OBLIGATION, Cadence.SEMESTER),
            "mentoring",
        ),
        (rule(ObligationKind.MENTORING_VISIT, RuleSource.OBLIGATION, Cadence.NONE), None),
        (rule(ObligationKind.NETWORK_PLAN, RuleSource.OBLIGATION, Cadence.ONCE), "plan"),
        (rule(ObligationKind.EVALUATION, RuleSource.OBLIGATION, Cadence.YEARLY), "evaluation"),
        (rule(ObligationKind.REPORT, RuleSource.OBLIGATION, Cadence.YEARLY), "report"),
        (rule(ObligationKind.IMPROVEMENT_PLAN, RuleSource.OBLIGATION, Cadence.ONCE), "improvement"),
        # Its deadline has a ladder of its own.
        (rule(ObligationKind.RESPONSIBLE_STAFF, RuleSource.OBLIGATION, Cadence.ONCE), None),
    ],
)
def test_each_rule_is_of_the_first_kind_that_takes_it(given: Rule, name: str | None) -> None:
    kind = kind_of(given)
    assert (kind and kind.name) == name


def test_a_rule_of_no_kind_is_never_pushed() -> None:
    stages = [Stage(0, DUE, late=False)]
    assert recipients(judged(of=rule(ladder=())), stages, ()) == []


def test_a_notice_goes_to_the_contact_while_its_day_is_ahead_and_never_up() -> None:
    def told(state: DutyState, *offsets: int) -> list[tuple[int, str]]:
        stages = [Stage(offset, DUE, late=False) for offset in offsets]
        found = recipients(judged(state, of=rule(notice=True)), stages, ())
        return [(stage.offset, audience.value) for stage, audience in found]

    assert told(DutyState.NOT_YET, -30) == [(-30, "contact")]
    assert told(DutyState.ENDED, 3) == []


def test_the_reason_of_a_step_can_be_read_by_people() -> None:
    assert Stage(-3, day(24), late=False).why(DUE) == "T-3"
    assert Stage(0, day(27), late=False).why(DUE) == "T-0"
    assert Stage(-1, day(24), late=False).why(DUE) == "T-1, moved from 2023-11-26"
    assert Stage(1, day(28), late=True).why(DUE) == "T+1, late: meant for 2023-11-28"
