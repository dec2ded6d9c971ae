"""How long something is put off, as people say it."""

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from handlers.thai.durations import read_until

TODAY = date(2026, 11, 20)  # a Friday


@pytest.mark.parametrize(
    ("text", "day"),
    [
        ("3 วัน", "2026-11-23"),
        ("๗ วันค่ะ", "2026-11-27"),
        ("สามวัน", "2026-11-23"),
        ("1 อาทิตย์", "2026-11-27"),
        ("ครึ่งเดือน", "2026-12-05"),
        ("สัปดาห์หน้า", "2026-11-27"),
        ("2 ชั่วโมง", "2026-11-21"),
        ("ครึ่งชั่วโมง", "2026-11-21"),
        ("พรุ่งนี้", "2026-11-21"),
        ("วันจันทร์", "2026-11-23"),
        ("27 พ.ย.", "2026-11-27"),
        ("27/11", "2026-11-27"),
    ],
)
def test_a_time_is_the_day_on_which_it_is_over(text: str, day: str) -> None:
    assert read_until(text, TODAY) == date.fromisoformat(day)


@pytest.mark.parametrize("text", ["ก่อน", "0 วัน", "เทอมหน้า", "เมื่อวาน", "20 พ.ย.", "", "ไม่รู้"])
def test_what_names_no_day_to_come_is_asked_about(text: str) -> None:
    assert read_until(text, TODAY) is None


@given(st.text(max_size=40))
def test_whatever_is_typed_the_day_lies_ahead(text: str) -> None:
    day = read_until(text, TODAY)
    assert day is None or day > TODAY


@given(st.integers(1, 365))
def test_a_number_of_days_is_that_many_days(count: int) -> None:
    assert read_until(f"{count} วัน", TODAY) == TODAY + timedelta(days=count)
