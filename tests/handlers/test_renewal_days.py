"""When a renewed period may begin: also right after one that ended years ago."""

from datetime import date

import pytest

from handlers.dialog.reading import Missed, Took
from handlers.dialog.world import Option, World
from handlers.forms.renewal import PeriodDay

AFTER_THE_LAST = Option("2023-10-01", "วันอาทิตย์ที่ 1 ตุลาคม 2566")
WORLD = World(today=date(2026, 11, 22), options={"starts": (AFTER_THE_LAST,)})


def test_the_day_that_is_offered_is_taken_however_long_ago_it_was() -> None:
    assert isinstance(PeriodDay().check(AFTER_THE_LAST.value, "starts", WORLD), Took)
    assert isinstance(PeriodDay().read("1/10/2566", "starts", WORLD), Took)


@pytest.mark.parametrize("day", ["2023-09-30", "2040-01-01"])
def test_a_day_far_from_both_is_asked_about(day: str) -> None:
    assert isinstance(PeriodDay().check(day, "starts", WORLD), Missed)
