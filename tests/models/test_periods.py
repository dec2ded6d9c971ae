"""Years and semesters at their boundaries."""

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from models.periods import (
    Term,
    Year,
    academic_year,
    academic_year_be,
    fiscal_year,
    fiscal_year_be,
    semester,
    term_of,
    year_of,
    years_between,
)
from models.vocabulary import YearBasis

days = st.dates(date(1950, 1, 1), date(2090, 12, 31))


@pytest.mark.parametrize(
    ("day", "year_be"),
    [
        (date(2023, 9, 30), 2566),
        (date(2023, 10, 1), 2567),
        (date(2023, 12, 31), 2567),
        (date(2024, 1, 1), 2567),
    ],
)
def test_the_fiscal_year_turns_on_the_first_of_october(day: date, year_be: int) -> None:
    assert fiscal_year_be(day) == year_be


@pytest.mark.parametrize(
    ("day", "year_be"),
    [(date(2023, 5, 15), 2565), (date(2023, 5, 16), 2566), (date(2024, 2, 29), 2566)],
)
def test_the_academic_year_turns_on_the_sixteenth_of_may(day: date, year_be: int) -> None:
    assert academic_year_be(day) == year_be


@pytest.mark.parametrize(
    ("day", "number"),
    [
        (date(2023, 5, 15), 2),
        (date(2023, 5, 16), 1),
        (date(2023, 10, 11), 1),
        (date(2023, 10, 31), 1),  # the break after semester 1
        (date(2023, 11, 1), 2),
        (date(2024, 4, 1), 2),
        (date(2024, 4, 30), 2),  # the break after semester 2
    ],
)
def test_a_break_counts_to_the_semester_before_it(day: date, number: int) -> None:
    assert semester(day) == number


@pytest.mark.parametrize(
    ("day", "term"),
    [
        (date(2023, 5, 15), Term(2565, 2, date(2022, 11, 1), date(2023, 5, 15))),
        (date(2023, 5, 16), Term(2566, 1, date(2023, 5, 16), date(2023, 10, 31))),
        (date(2023, 12, 31), Term(2566, 2, date(2023, 11, 1), date(2024, 5, 15))),
        (date(2024, 2, 29), Term(2566, 2, date(2023, 11, 1), date(2024, 5, 15))),
    ],
)
def test_a_semester_has_its_first_and_last_day(day: date, term: Term) -> None:
    assert term_of(day) == term
    assert semester(day) == term.number


def test_one_day_has_two_labels() -> None:
    day = date(2023, 11, 10)
    assert (fiscal_year_be(day), academic_year_be(day), semester(day)) == (2567, 2566, 2)


def test_the_first_and_last_days_of_the_years() -> None:
    assert fiscal_year(2566) == (date(2022, 10, 1), date(2023, 9, 30))
    assert academic_year(2566) == (date(2023, 5, 16), date(2024, 5, 15))


def test_a_year_from_the_day_of_signing() -> None:
    signed = date(2021, 7, 22)
    first = Year(2564, date(2021, 7, 22), date(2022, 7, 21))
    assert year_of(YearBasis.ANNIVERSARY, date(2021, 7, 22), signed) == first
    assert year_of(YearBasis.ANNIVERSARY, date(2022, 7, 21), signed) == first
    assert year_of(YearBasis.ANNIVERSARY, date(2022, 7, 22), signed).year_be == 2565


def test_a_year_signed_on_a_leap_day_starts_in_march_in_common_years() -> None:
    signed = date(2024, 2, 29)
    assert year_of(YearBasis.ANNIVERSARY, date(2025, 2, 28), signed).ends_on == date(2025, 2, 28)
    assert year_of(YearBasis.ANNIVERSARY, date(2025, 3, 1), signed).starts_on == date(2025, 3, 1)


def test_a_year_from_signing_needs_the_day_of_signing() -> None:
    with pytest.raises(ValueError, match="needs that day"):
        year_of(YearBasis.ANNIVERSARY, date(2023, 1, 1))


@given(days, days, st.sampled_from(YearBasis))
def test_every_day_lies_in_its_year_and_the_years_join(
    day: date, anniversary: date, basis: YearBasis
) -> None:
    year = year_of(basis, day, anniversary)
    assert year.starts_on <= day <= year.ends_on
    after = year_of(basis, year.ends_on + timedelta(days=1), anniversary)
    assert after.year_be == year.year_be + 1
    assert after.starts_on == year.ends_on + timedelta(days=1)


def test_the_years_that_a_programme_touches() -> None:
    starts_on, ends_on = date(2020, 10, 1), date(2023, 9, 30)
    assert years_between(YearBasis.FISCAL, starts_on, ends_on) == [2564, 2565, 2566]
    one = years_between(YearBasis.ANNIVERSARY, date(2021, 7, 22), date(2022, 7, 21))
    assert one == [2564]
