"""Dates found inside sentences: where they stand and what stands beside them."""

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from handlers.thai.dates import Ask, Found, Lean, Reading, Span, spot
from handlers.thai.fold import fold

TODAY = date(2023, 11, 21)


def spotted(text: str) -> list[tuple[str, Reading]]:
    folded = fold(text)
    return [(folded[one.start : one.end], one.reading) for one in spot(folded, TODAY, Lean.PAST)]


def test_the_visit_and_the_appointment_of_one_message_are_two_spots() -> None:
    text = "เมื่อวานนิเทศ รร.บ้านลำพยา ครู ๕ คน เรื่องแผนพัฒนาคุณภาพ นัดติดตาม 15 ธ.ค. 66"
    assert spotted(text) == [
        ("เมื่อวาน", Found(date(2023, 11, 20))),
        ("15 ธ.ค. 66", Found(date(2023, 12, 15))),
    ]


@pytest.mark.parametrize(
    ("text", "piece"),
    [
        ("ไทยรัฐวิทยา 55 วันที่ 20 พ.ย. 66 ครู 5 คน", "วันที่ 20 พ.ย. 66"),
        ("20 พฤษจิกายณ 66 ไปบ้านลำพยา", "20 พฤษจิกายณ 66"),  # as it was typed
        ("ไปวันที่ ยี่สิบ พ.ย. 66 ที่บ้านลำพยา", "วันที่ ยี่สิบ พ.ย. 66"),
        ("นิเทศวันที่ 20 บ้านลำพยา", "วันที่ 20"),
        ("นิเทศ 20/11 ห้อง ป.5/2", "20/11"),
        ("ที่ ศธ 04030/1234 ลว. 20 พ.ย. 2566", "20 พ.ย. 2566"),
        ("คำสั่งที่ 27/2566 ลงวันที่ 20 พ.ย. 66", "วันที่ 20 พ.ย. 66"),
        ("แผนปีที่แล้ว เมื่อวาน", "เมื่อวาน"),
        ("ไม่ใช่วันนี้ เป็นเมื่อวาน", "เมื่อวาน"),
        ("ตอน 9.30 น. เมื่อวาน โทร 081-234-5678", "เมื่อวาน"),
    ],
)
def test_the_day_is_found_among_other_numbers(text: str, piece: str) -> None:
    assert spotted(text) == [(piece, Found(date(2023, 11, 20)))]


def test_a_range_is_one_spot() -> None:
    span = Span(date(2023, 11, 20), date(2023, 11, 22))
    assert spotted("PLC 20–22 พ.ย. 66 ที่วัดปรักไม้ลาย") == [("20–22 พ.ย. 66", span)]
    assert spotted("อบรมเมื่อวานถึง 22 พ.ย. 66") == [("เมื่อวานถึง 22 พ.ย. 66", span)]


@pytest.mark.parametrize(
    "text",
    [
        "บ้านหนองบัว 2",
        "อนุบาลเมือง ๒ ครู 5 คน",
        "ใช้แผนปี 2566 ภาคเรียนที่ 2/2566",
        "พบครู 3 คน 2 วันก่อนประชุม",
        "โทร 081-234-5678",
        "1. บ้านลำพยา 2. วัดปรักไม้ลาย",
        "9.00-12.00 น.",
    ],
)
def test_other_numbers_are_no_dates(text: str) -> None:
    assert spotted(text) == []


def test_a_week_is_asked_about_only_where_no_day_stands() -> None:
    assert spotted("สัปดาห์ที่แล้วไปเมื่อวาน") == [("เมื่อวาน", Found(date(2023, 11, 20)))]
    [(piece, reading)] = spotted("ประชุมเมื่อสัปดาห์ที่แล้ว")
    assert piece == "สัปดาห์ที่แล้ว"
    assert isinstance(reading, Ask)


PIECES = st.sampled_from(
    [
        "20 พ.ย. 66",
        "27 พฤษจิกายณ",
        "ยี่สิบ พ.ย.",
        "เมื่อวาน",
        "วันจันทร์ที่",
        "ที่แล้ว",
        "ถึง",
        "-",
        "–",
        "และ",
        "5",
        "20/11",
        "สิ้นเดือน",
        "ก่อน",
        " ",
        "..",
    ]
)


@given(st.one_of(st.text(), st.lists(PIECES, max_size=10).map("".join)), st.sampled_from(Lean))
def test_spots_lie_inside_the_text_in_order_and_apart(text: str, lean: Lean) -> None:
    folded = fold(text)
    end = 0
    for one in spot(folded, TODAY, lean):
        assert end <= one.start < one.end <= len(folded)
        end = one.end


@given(PIECES)
def test_no_long_message_holds_it_up(unit: str) -> None:
    spot(fold((unit * 5000)[:5000]), TODAY, Lean.PAST)
