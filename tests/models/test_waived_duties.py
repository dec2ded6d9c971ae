"""What was waived is not owed for as long as it says; who is there for a part owes a part."""

from datetime import UTC, date, datetime
from typing import Any
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from models.duty_facts import Waiver
from models.obligations import Judgement, Record, Rule, Subject, judge
from models.spans import Span, days_within
from models.vocabulary import (
    Cadence,
    DutyState,
    ExchangeLevel,
    LevelsRule,
    ObligationKind,
    RuleSource,
    SubjectKind,
    YearBasis,
)

BANGKOK = ZoneInfo("Asia/Bangkok")
SCHOOL = Subject(SubjectKind.SCHOOL, 1, "NPT1-02", "โรงเรียนบ้านลำพยา")
RUNS = (Span(date(2020, 10, 1), date(2029, 9, 30)),)
LEVELS = (ExchangeLevel.INTRA_NETWORK, ExchangeLevel.INTER_NETWORK, ExchangeLevel.AREA)


def at(text: str) -> datetime:
    return datetime.fromisoformat(text).replace(tzinfo=BANGKOK).astimezone(UTC)


def rule(**changed: Any) -> Rule:
    values: dict[str, Any] = {
        "source": RuleSource.OBLIGATION,
        "id": 1,
        "code": "MENTORING",
        "programme_id": 1,
        "programme_code": "QIN",
        "programme_name": "-",
        "kind": ObligationKind.MENTORING_VISIT,
        "title": "-",
        "subject_kind": SubjectKind.SCHOOL,
        "cadence": Cadence.SEMESTER,
        "year_basis": YearBasis.FISCAL,
    }
    return Rule(**(values | changed))


def judged(
    of: Rule,
    now: str,
    *records: Record,
    since: str = "2020-10-01",
    until: str | None = None,
    waivers: tuple[Waiver, ...] = (),
    day: str | None = None,
) -> Judgement:
    spans = (Span(date.fromisoformat(since), date.fromisoformat(until) if until else None),)
    that_day = date.fromisoformat(day) if day else None
    return judge(of, SCHOOL, spans, RUNS, records, at(now), BANGKOK, of=that_day, waivers=waivers)


def waived(
    made: str = "2023-11-10T10:00", due: str = "2024-05-15", until: str | None = None
) -> Waiver:
    ends = date.fromisoformat(until) if until else None
    return Waiver(7, at(made), date.fromisoformat(due), ends, "คุณปราณี", "น้ำท่วม")


# --- waived --------------------------------------------------------------------------------------


def test_a_waived_round_is_not_owed_and_says_by_whom_and_the_next_round_is_owed() -> None:
    one = waived()
    assert judged(rule(), "2023-11-10T09:59", waivers=(one,)).owed  # not made yet
    found = judged(rule(), "2023-11-10T10:00", waivers=(one,))
    assert (found.state, found.owed, found.waiver) == (DutyState.WAIVED, False, one)
    assert (found.done, found.needed, found.due_on) == (0, 1, date(2024, 5, 15))
    # After its day it stays waived, and the semester after is not.
    assert judged(rule(), "2024-05-20T09:00", waivers=(one,), day="2024-05-15").waiver == one
    assert judged(rule(), "2024-05-16T00:00", waivers=(one,)).state is DutyState.DUE


@pytest.mark.parametrize(
    ("now", "day", "state"),
    [
        ("2024-05-15T23:59", None, DutyState.WAIVED),
        ("2024-06-30T23:59", None, DutyState.WAIVED),  # the next semester, as long as it holds
        ("2024-07-01T00:00", None, DutyState.DUE),
        ("2024-07-01T00:00", "2024-05-15", DutyState.WAIVED),  # its day lay within: for good
    ],
)
def test_until_a_day_it_holds_whatever_the_round_and_for_good_where_the_day_lay_within(
    now: str, day: str | None, state: DutyState
) -> None:
    one = waived(until="2024-06-30")
    assert judged(rule(), now, waivers=(one,), day=day).state is state


def test_what_was_overdue_when_it_was_put_off_is_overdue_again_after_it() -> None:
    one = waived(made="2024-05-20T10:00", until="2024-05-25")
    for now, state in (
        ("2024-05-20T09:00", DutyState.OVERDUE),
        ("2024-05-25T23:59", DutyState.WAIVED),
        ("2024-05-26T00:00", DutyState.OVERDUE),
    ):
        assert judged(rule(), now, waivers=(one,), day="2024-05-15").state is state


def test_what_is_done_is_done_though_it_was_waived() -> None:
    visit = Record(date(2023, 12, 1), None, None)
    found = judged(rule(), "2024-01-10T09:00", visit, waivers=(waived(),))
    assert (found.state, found.on_time, found.waiver) == (DutyState.DONE, True, None)


def test_a_deadline_that_is_moved_stays_waived_and_of_several_waivers_the_longest_is_told() -> None:
    deadline = rule(
        source=RuleSource.DEADLINE, cadence=Cadence.DATE, kind=None, due_on=date(2023, 12, 4)
    )
    one = waived(due="2023-11-27")
    assert judged(deadline, "2023-11-29T09:00", waivers=(one,)).waiver == one
    longer = waived(until="2025-01-31")
    assert judged(deadline, "2023-11-29T09:00", waivers=(one, longer)).waiver == longer


def test_in_words_for_operators_why_nobody_hears_of_it() -> None:
    met = judged(rule(), "2024-01-10T09:00", Record(date(2023, 12, 1), None, None))
    assert met.silent_because == "no longer due: met on 2023-12-01"
    for until, words in ((None, "for this round"), ("2024-06-30", "until 2024-06-30")):
        found = judged(rule(), "2024-01-10T09:00", waivers=(waived(until=until),))
        assert found.silent_because == f"no longer due: waived {words}"
    gone = judged(rule(), "2024-01-10T09:00", until="2023-12-31", day="2024-01-10")
    assert gone.silent_because == "no longer due: left or over since 2023-12-31"
    assert judged(rule(), "2024-01-10T09:00").silent_because is None


# --- there for a part ----------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("since", "until", "now", "state"),
    [
        # Semester 2/2566 runs from 1 November to 15 May: 197 days, for it is a leap year.
        ("2023-11-01", None, "2024-02-06T09:00", DutyState.DUE),
        ("2024-02-07", None, "2024-02-10T09:00", DutyState.DUE),  # 99 days
        ("2024-02-08", None, "2024-02-10T09:00", DutyState.NOT_ASKED),  # 98 days
        ("2023-11-01", "2024-02-06", "2024-02-06T09:00", DutyState.NOT_ASKED),  # 98 days
        ("2023-11-01", "2024-02-07", "2024-02-06T09:00", DutyState.DUE),
    ],
)
def test_a_visit_is_owed_by_who_is_there_for_half_of_the_semester(
    since: str, until: str | None, now: str, state: DutyState
) -> None:
    assert judged(rule(), now, since=since, until=until).state is state


def test_of_several_a_year_a_part_is_owed_at_each_level() -> None:
    twice = rule(
        kind=ObligationKind.EXCHANGE,
        cadence=Cadence.YEARLY,
        min_count=2,
        levels=LEVELS,
        levels_rule=LevelsRule.EACH,
    )
    found = judged(twice, "2024-05-01T09:00", since="2024-04-01")  # half of fiscal 2567
    assert (found.state, found.needed) == (DutyState.DUE, 3)
    assert set(found.by_level.values()) == {(0, 1)}
    assert judged(twice, "2024-08-10T09:00", since="2024-08-01").state is DutyState.NOT_ASKED


def test_what_was_done_all_the_same_is_done_and_a_plan_cannot_be_divided() -> None:
    visit = Record(date(2024, 4, 1), None, None)
    late = judged(rule(), "2024-04-10T09:00", visit, since="2024-03-15")
    assert (late.state, late.done, late.needed) == (DutyState.DONE, 1, 1)
    plan = rule(kind=ObligationKind.NETWORK_PLAN, cadence=Cadence.ONCE)
    assert judged(plan, "2029-09-10T09:00", since="2029-08-15").state is DutyState.DUE


def test_who_has_left_owes_nothing_after() -> None:
    for day in (None, "2024-05-15"):
        found = judged(rule(), "2024-05-20T09:00", until="2024-05-18", day=day)
        assert (found.state, found.owed) == (DutyState.ENDED, False)


@given(st.dates(date(2023, 11, 1), date(2024, 5, 15)), st.integers(1, 4))
def test_nobody_owes_more_for_being_there_for_less(since: date, count: int) -> None:
    many = rule(min_count=count)
    part = judged(many, "2024-05-15T12:00", since=since.isoformat())
    assert 0 <= part.needed <= count
    share = days_within((Span(since, None),), date(2023, 11, 1), date(2024, 5, 15)) / 197
    assert abs(part.needed - count * share) <= 0.5
    assert part.owed == (part.needed > 0)


# --- complete and on time ------------------------------------------------------------------------


@pytest.mark.parametrize(("written", "on_time"), [("2023-09-30", True), ("2023-10-05", False)])
def test_a_report_about_a_year_counts_for_it_and_is_late_after_it(
    written: str, on_time: bool
) -> None:
    yearly = rule(kind=ObligationKind.REPORT, cadence=Cadence.YEARLY)
    day = date.fromisoformat(written)
    report = Record(day, None, at(f"{written}T12:00"), about=date(2023, 9, 30))
    found = judged(yearly, "2023-10-06T09:00", report, day="2023-09-30")
    assert (found.state, found.met_on, found.on_time) == (DutyState.DONE, day, on_time)
    assert judged(yearly, "2023-10-06T09:00", report).owed  # not for the year in which it came


def test_both_readings_of_the_levels_can_be_told() -> None:
    one_level = Record(date(2023, 12, 1), LEVELS[0], None)
    for reading in LevelsRule:
        exchange = rule(
            kind=ObligationKind.EXCHANGE,
            cadence=Cadence.YEARLY,
            levels=LEVELS,
            levels_rule=reading,
        )
        found = judged(exchange, "2024-01-10T09:00", one_level)
        assert found.met_as(LevelsRule.EACH) is False
        assert found.met_as(LevelsRule.ANY) is True
        assert (found.state is DutyState.DONE) == (reading is LevelsRule.ANY)
    assert judged(rule(), "2024-01-10T09:00").met_as(LevelsRule.ANY) is None
