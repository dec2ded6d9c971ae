"""How far the year is, beside the year before on the same days."""

from datetime import date

import pytest

from bot.pages.overview_charts import chart
from handlers.overview_figures import Figure
from handlers.overview_progress import a_year_before, progress
from models.obligations import Judgement, Period, Rule, Subject
from models.vocabulary import (
    Cadence,
    DutyState,
    ObligationKind,
    RuleSource,
    SubjectKind,
    YearBasis,
)

PLAN = Rule(
    source=RuleSource.OBLIGATION,
    id=1,
    code="NETWORK-PLAN",
    programme_id=1,
    programme_code="QIN",
    programme_name="โครงการเครือข่าย",
    kind=ObligationKind.NETWORK_PLAN,
    title="แผนเครือข่าย",
    subject_kind=SubjectKind.NETWORK,
    cadence=Cadence.YEARLY,
    year_basis=YearBasis.FISCAL,
)
YEAR = Period(2570, YearBasis.FISCAL, date(2026, 10, 1), date(2027, 9, 30))
BEFORE = Period(2569, YearBasis.FISCAL, date(2025, 10, 1), date(2026, 9, 30))
TODAY = date(2026, 11, 20)


def judged(year: Period, *met: date | None) -> list[Judgement]:
    """A duty of as many networks, complete on these days or not at all."""
    return [
        Judgement(
            PLAN,
            Subject(SubjectKind.NETWORK, number, f"N-{number}", "เครือข่าย"),
            year,
            DutyState.DONE if day else DutyState.DUE,
            done=int(day is not None),
            needed=1,
            met_on=day,
        )
        for number, day in enumerate(met)
    ]


def figure(before: list[Judgement], today: date = TODAY) -> Figure:
    now = judged(YEAR, date(2026, 10, 31), date(2026, 11, 20), None, None)
    return progress(now, YEAR, today, before, BEFORE)


def test_the_year_before_is_told_on_the_same_days_and_goes_on_to_its_end() -> None:
    earlier = judged(
        BEFORE, date(2025, 10, 31), date(2025, 11, 20), date(2025, 11, 21), date(2026, 3, 31), None
    )
    found = figure(earlier)
    assert list(found.values) == [25, 50, *[None] * 10]
    # Of November as far as the 20th, of the months to come their ends.
    assert list(found.before) == [20, 40, 60, 60, 60, *[80] * 7]
    assert found.names == ["ปีงบ 2570", "ปีงบ 2569"]
    assert "ครบแล้ว 50%" in found.caption
    assert "ปีงบ 2569 ในวันเดียวกัน ครบแล้ว 40%" in found.caption


def test_of_a_year_that_is_over_both_are_told_at_its_end() -> None:
    found = figure(judged(BEFORE, date(2026, 9, 30), None), today=date(2028, 1, 1))
    assert (found.values[-1], found.before[-1]) == (50, 50)
    assert found.before[-2] == 0


def test_where_nothing_was_asked_the_year_before_there_is_one_line() -> None:
    for found in (figure([]), progress(judged(YEAR, None), YEAR, TODAY, judged(BEFORE, None))):
        assert (list(found.before), list(found.names)) == ([], [])
        assert "ในวันเดียวกัน" not in found.caption
        assert "serie-1" not in chart(found)


def test_days_on_which_the_programme_did_not_run_yet_have_no_value() -> None:
    begun_late = Period(2569, YearBasis.FISCAL, date(2026, 1, 1), date(2026, 9, 30))
    found = progress(judged(YEAR, None), YEAR, TODAY, judged(begun_late, None), begun_late)
    assert list(found.before) == [None] * 3 + [0] * 9
    assert "ในวันเดียวกัน" not in found.caption


@pytest.mark.parametrize(
    ("day", "before"),
    [
        (date(2026, 11, 20), date(2025, 11, 20)),
        (date(2028, 2, 29), date(2027, 2, 28)),
        (date(2025, 2, 28), date(2024, 2, 29)),
        (date(2028, 2, 28), date(2027, 2, 28)),
        (date(2026, 12, 31), date(2025, 12, 31)),
    ],
)
def test_the_last_day_of_a_month_stands_against_the_last_day_of_that_month(
    day: date, before: date
) -> None:
    assert a_year_before(day) == before


def test_the_second_line_is_told_apart_without_colour_and_said_to_who_does_not_see() -> None:
    found = figure(judged(BEFORE, date(2025, 10, 31), None))
    drawn = chart(found)
    now, earlier = drawn.split('class="plot overlay"')[1].split("serie-1")[:2]
    assert "<circle" in now  # dots on the line of this year alone
    assert "<circle" not in earlier
    assert found.caption in drawn
