"""A deadline in one line: its title and its day."""

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from handlers.thai.deadlines import read_deadline
from handlers.thai.fold import fold

TODAY = date(2026, 11, 20)


@pytest.mark.parametrize(
    ("said", "title", "due"),
    [
        ("แผนปฏิบัติการ 30 พ.ย. 69", "แผนปฏิบัติการ", "2026-11-30"),
        ("แผนปฏิบัติการ ภายในวันที่ 30 พฤศจิกายน 2569", "แผนปฏิบัติการ", "2026-11-30"),
        ("ส่งแผน ไม่เกิน 15/12/2569", "ส่งแผน", "2026-12-15"),
        ("พรุ่งนี้ รายงานผล", "รายงานผล", "2026-11-21"),
        ("แผนปฏิบัติการ", "แผนปฏิบัติการ", None),
        ("แผนปฏิบัติการ 30 พ.ย. 66", "แผนปฏิบัติการ", None),  # has passed: asked
        ("30 พ.ย. 69", None, "2026-11-30"),
        ("แผน 1 ธ.ค. 69 และรายงาน 5 ธ.ค. 69", "แผน 1 ธ.ค. 69 และรายงาน 5 ธ.ค. 69", None),
    ],
)
def test_title_and_day_are_told_apart(said: str, title: str | None, due: str | None) -> None:
    expected = {"title": title, "due": due}
    assert read_deadline(fold(said), TODAY) == {k: v for k, v in expected.items() if v}


@given(st.text(max_size=120))
def test_whatever_is_said_gives_no_day_that_has_passed(said: str) -> None:
    found = read_deadline(fold(said), TODAY)
    assert found.keys() <= {"title", "due"}
    assert found.get("due", "9") >= TODAY.isoformat()
