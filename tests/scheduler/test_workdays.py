"""When a push may go out: working days, opening hours, and where a step on a day off goes."""

from datetime import UTC, date, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from scheduler.workdays import Workdays

BANGKOK = ZoneInfo("Asia/Bangkok")
WORKDAYS = Workdays()


@pytest.mark.parametrize(
    "day",
    [
        date(2023, 11, 25),  # Saturday
        date(2023, 11, 26),  # Sunday
        date(2023, 12, 5),  # the late king's birthday
        date(2023, 12, 11),  # Constitution Day falls on a Sunday: the Monday is off
        date(2023, 12, 29),  # added by the cabinet
        date(2024, 1, 1),
        date(2024, 4, 12),  # added by the cabinet before Songkran
        date(2024, 4, 15),
        date(2024, 4, 16),  # in lieu of Songkran on a weekend
        date(2026, 7, 30),  # Buddhist Lent, by the moon
    ],
)
def test_nothing_goes_out_on_a_day_off(day: date) -> None:
    assert not WORKDAYS.is_workday(day)


@pytest.mark.parametrize(
    "day", [date(2023, 11, 21), date(2023, 11, 27), date(2024, 1, 2), date(2024, 4, 11)]
)
def test_an_ordinary_weekday_is_a_working_day(day: date) -> None:
    assert WORKDAYS.is_workday(day)


def test_a_day_that_the_cabinet_adds_can_be_put_into_the_table() -> None:
    day = date(2023, 11, 24)
    assert not Workdays(extra=frozenset({day})).is_workday(day)
    assert Workdays(extra=frozenset({day})).goes_out_on(date(2023, 11, 27), -3) == date(
        2023, 11, 23
    )


@pytest.mark.parametrize(
    ("utc", "open_"),
    [
        ("2023-11-27T01:29:59", False),
        ("2023-11-27T01:30:00", True),  # 08:30 in Bangkok
        ("2023-11-27T09:29:59", True),
        ("2023-11-27T09:30:00", False),  # 16:30
        ("2023-11-26T18:00:00", False),  # 01:00 on Monday in Bangkok
        ("2023-11-26T02:00:00", False),  # a Sunday
    ],
)
def test_the_day_opens_at_half_past_eight_and_closes_at_half_past_four(
    utc: str, open_: bool
) -> None:
    moment = datetime.fromisoformat(utc).replace(tzinfo=UTC)
    assert WORKDAYS.is_open(moment, BANGKOK) is open_


@pytest.mark.parametrize(
    ("due", "stage", "goes_out"),
    [
        # Songkran 2567 leaves 12 to 16 April free.
        ("2024-04-15", -1, "2024-04-11"),
        ("2024-04-15", 0, "2024-04-11"),
        ("2024-04-15", 1, "2024-04-17"),
        ("2024-04-17", -3, "2024-04-11"),
        # New Year 2567: 29 December to 1 January.
        ("2024-01-01", -3, "2023-12-28"),
        ("2024-01-01", 0, "2023-12-28"),
        ("2024-01-01", 1, "2024-01-02"),
        # The fiscal year 2566 ends on a Saturday.
        ("2023-09-30", 0, "2023-09-29"),
        ("2023-09-30", -1, "2023-09-29"),
        ("2023-09-30", 1, "2023-10-02"),
    ],
)
def test_a_step_on_a_day_off_goes_out_before_it_or_if_overdue_after_it(
    due: str, stage: int, goes_out: str
) -> None:
    found = WORKDAYS.goes_out_on(date.fromisoformat(due), stage)
    assert found == date.fromisoformat(goes_out)


@given(st.dates(date(2020, 1, 1), date(2035, 12, 31)), st.integers(-90, 30))
def test_every_step_has_its_working_day_within_a_fortnight(due_on: date, stage: int) -> None:
    meant = due_on + timedelta(days=stage)
    day = WORKDAYS.goes_out_on(due_on, stage)
    assert WORKDAYS.is_workday(day)
    moved = (day - meant).days
    assert 0 <= moved < 14 if stage > 0 else -14 < moved <= 0
