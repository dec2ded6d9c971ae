"""When a push may go out: working days, opening hours, and where a step on a day off goes."""

from datetime import UTC, date, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from models.school_breaks import DEFAULT, in_break, read_breaks
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


# --- what is declared, and school breaks ---------------------------------------------------------


def test_a_declared_working_day_is_one_though_the_calendar_says_otherwise() -> None:
    saturday = date(2023, 11, 25)
    calendar = Workdays(working=frozenset({saturday}))
    assert calendar.is_workday(saturday)
    assert calendar.goes_out_on(date(2023, 11, 27), -1) == saturday  # the step of Sunday
    assert calendar.is_open(datetime(2023, 11, 25, 2, 0, tzinfo=UTC), BANGKOK)


def test_a_day_off_that_was_declared_too_late_gives_its_step_to_the_day_after() -> None:
    friday = date(2023, 11, 24)

    def step_of_friday(known_on: date) -> date:
        calendar = Workdays(frozenset({friday}), known_on={friday: known_on})
        return calendar.goes_out_on(date(2023, 11, 27), -3)

    assert step_of_friday(date(2023, 11, 20)) == date(2023, 11, 23)
    assert step_of_friday(date(2023, 11, 23)) == date(2023, 11, 23)
    assert step_of_friday(friday) == date(2023, 11, 27)  # Thursday is over


@pytest.mark.parametrize(
    ("due", "stage", "goes_out"),
    [
        # Semester 2 ends with its break on 15 May: what lies in it comes before it …
        ("2024-05-15", -30, "2024-04-01"),
        ("2024-05-15", -1, "2024-04-01"),
        # … and in October before the 12th; 13 October 2566 is a holiday.
        ("2023-10-31", -14, "2023-10-11"),
        ("2023-10-31", -30, "2023-09-29"),
        ("2023-11-27", -14, "2023-11-13"),
    ],
)
def test_a_step_in_a_school_break_goes_out_before_it(due: str, stage: int, goes_out: str) -> None:
    found = WORKDAYS.goes_out_on(date.fromisoformat(due), stage, DEFAULT)
    assert found == date.fromisoformat(goes_out)


@pytest.mark.parametrize(
    ("written", "day", "lies_in"),
    [
        (None, "2024-04-02", True),
        (None, "2024-04-01", False),
        (None, "2024-05-15", True),
        (None, "2024-05-16", False),
        (None, "2024-10-31", True),
        ([], "2024-04-15", False),
        (["12-20/01-05"], "2024-01-01", True),  # over New Year
        (["12-20/01-05"], "2023-12-20", True),
        (["12-20/01-05"], "2024-01-06", False),
        (["02-29/02-29"], "2024-02-29", True),
    ],
)
def test_a_programme_has_the_breaks_of_the_regulation_or_its_own(
    written: list[str] | None, day: str, lies_in: bool
) -> None:
    assert in_break(read_breaks(written), date.fromisoformat(day)) is lies_in


@pytest.mark.parametrize("written", ["4-2/5-15", "02-30/03-01", "01-01/12-31", "04-02"])
def test_what_is_no_break_is_refused(written: str) -> None:
    with pytest.raises(ValueError, match=r"break|day"):
        read_breaks([written])


@given(st.dates(date(2020, 1, 1), date(2035, 12, 31)), st.integers(-90, 30))
def test_every_step_has_its_working_day_within_a_fortnight(due_on: date, stage: int) -> None:
    meant = due_on + timedelta(days=stage)
    day = WORKDAYS.goes_out_on(due_on, stage)
    assert WORKDAYS.is_workday(day)
    moved = (day - meant).days
    assert 0 <= moved < 14 if stage > 0 else -14 < moved <= 0
