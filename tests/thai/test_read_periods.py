"""Years and semesters as people type them, and what somebody asks to export."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from handlers.thai.exports import read_export
from handlers.thai.fold import fold
from handlers.thai.periods import BASES, Now, read_period, spot_period
from models.vocabulary import ExportKind

# 20 November 2569: fiscal 2570, academic 2569, the second semester.
NOW = Now(fiscal=2570, academic=2569, calendar=2569, term=2)


def years(year: int) -> tuple[str, ...]:
    return tuple(f"{basis.value}.{year}" for basis in BASES)


@pytest.mark.parametrize(
    ("typed", "value"),
    [
        ("ปีงบ 2566", "fiscal.2566"),
        ("ปีงบประมาณ ๒๕๖๖", "fiscal.2566"),
        ("ปีงบประมาณ พ.ศ. 2566", "fiscal.2566"),
        ("ปีงบ 66", "fiscal.2566"),
        ("ปีงบ 2023", "fiscal.2566"),
        ("ปีงบนี้", "fiscal.2570"),
        ("ปีงบประมาณที่แล้ว", "fiscal.2569"),
        ("ปีการศึกษา 2566", "academic.2566"),
        ("ปีการศึกษาก่อน", "academic.2568"),
        ("พ.ศ. 2566", "calendar.2566"),
        ("ปี พ.ศ. 2566", "calendar.2566"),
        ("เทอม 1/2566", "term.2566.1"),
        ("ภาคเรียนที่ 2/66", "term.2566.2"),
        ("ภาคเรียนที่ 1 ปีการศึกษา 2566", "term.2566.1"),
        ("เทอมนี้", "term.2569.2"),
        ("เทอมที่แล้ว", "term.2569.1"),
        ("เทอม 1", "term.2569.1"),
        ("ทั้งหมด", "all"),
    ],
)
def test_what_is_clear_has_one_meaning(typed: str, value: str) -> None:
    assert read_period(typed, NOW) == (value,)


def test_the_semester_before_the_first_is_the_second_of_the_year_before() -> None:
    first = Now(fiscal=2569, academic=2569, calendar=2569, term=1)
    assert read_period("เทอมก่อน", first) == ("term.2568.2",)


@pytest.mark.parametrize("typed", ["ปี 2566", "2566", "ประจำปี 2566", "ปี 66", "ปี 2023"])
def test_a_year_of_no_calendar_may_be_any(typed: str) -> None:
    assert read_period(typed, NOW) == years(2566)


def test_this_year_has_another_name_in_each_calendar() -> None:
    assert read_period("ปีนี้", NOW) == ("fiscal.2570", "academic.2569", "calendar.2569")
    assert read_period("ปีก่อน", NOW) == ("fiscal.2569", "academic.2568", "calendar.2568")


@pytest.mark.parametrize(
    "typed", ["", "บ้านลำพยา", "66", "เทอม 3/2566", "ปีงบ 2566 บ้านลำพยา", "ปีใหม่"]
)
def test_what_is_no_period_is_not_taken_for_one(typed: str) -> None:
    assert read_period(typed, NOW) == ()


@given(st.text(max_size=60))
def test_no_text_breaks_the_reading(text: str) -> None:
    folded = fold(text)
    found = spot_period(folded, NOW)
    assert found is None or (0 <= found.start < found.end <= len(folded) and found.values)


@pytest.mark.parametrize(
    ("said", "what", "periods", "place"),
    [
        ("", None, (), ""),
        ("นิเทศ ปี 2566", ExportKind.VISITS, years(2566), ""),
        ("นิเทศเป็น Excel", ExportKind.VISITS, (), ""),
        ("สถานะเทอม 1/2566", ExportKind.STATUS, ("term.2566.1",), ""),
        ("รายงานการนิเทศปีงบ 66", ExportKind.VISITS, ("fiscal.2566",), ""),
        ("ทะเบียน ปีงบ 66", ExportKind.REGISTER, ("fiscal.2566",), ""),
        ("รายงานอื่น", ExportKind.REPORTS, (), ""),
        ("แผนเครือข่าย", ExportKind.REPORTS, (), ""),
        ("รายงาน ปีงบ 2566", None, ("fiscal.2566",), ""),
        (
            "การแลกเปลี่ยนเรียนรู้ ปีงบ 2566 สพป.นครปฐม เขต 1",
            ExportKind.EXCHANGES,
            ("fiscal.2566",),
            "สพป.นครปฐม เขต 1",
        ),
        ("ข้อมูลการนิเทศ ของ เครือข่ายบ้านลำพยา", ExportKind.VISITS, (), "เครือข่ายบ้านลำพยา"),
    ],
)
def test_what_is_wanted_is_read_from_behind_the_command(
    said: str, what: ExportKind | None, periods: tuple[str, ...], place: str
) -> None:
    asked = read_export(said, NOW)
    assert (asked.what, asked.periods, asked.place) == (what, periods, place)
