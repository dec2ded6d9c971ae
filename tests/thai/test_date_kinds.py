"""Every kind of date that teachers type, on Tuesday 21 November 2566 and read as a report's."""

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from handlers.thai.calendar_th import MONTHS, SHORT_MONTHS, SHORT_WEEKDAYS, WEEKDAYS
from handlers.thai.dates import Ask, Found, Lean, Reading, Refused, Span, WhyNot, read_date

TODAY = date(2023, 11, 21)


def past(text: str) -> Reading:
    return read_date(text, TODAY, lean=Lean.PAST)


def nov(*days: int) -> tuple[date, ...]:
    return tuple(date(2023, 11, day) for day in days)


@pytest.mark.parametrize(
    "typed",
    [
        "20 พย. 66",
        "20/11/ 66",
        "20-11-66",
        "20.11.2566",
        "20//11//66",
        "20/11-66",
        "20 / 11 / 2566",
        "20,11,66",
        "20112566",
        "25661120",
        "20231120",
        "2566/11/20",
        "20.พ.ย.66",
        "20 พ ย 66",
        "20 พ . ย . 66",
        "20 เดือน 11",
        "20 เดือนสิบเอ็ด",
        "20 เดือนสิบเอ็ด 66",
        "วันที่ยี่สิบพฤศจิกายน",
        "ยี่สิบ พ.ย. 66",
        "20 พฤศจิกายณ 66",
        "20 พฤจิกายน 2566",
        "20 พฤศจิ 66",
        "Nov 20, 2023",
        "November 20 2023",
        "20th November 2023",
        "20 พฤศจิกายน พุทธศักราช 2566",
        "พ.ย. 66 วันที่ 20",
        "จ.20",
        "จันทร์ 20",
        "20 นี้",
        "20 พ.ย. ที่ผ่านมา",
        "เมื่อวันที่ 20",
        "เมื่อวันจันทร์",
        "เมื่อวันจันทร์ที่ 20 พ.ย.",
        "เดือนนี้วันที่ 20",
        "เย็นวาน",
        "นิเทศ 20/11 บ้านลำพยา ป.5/2",
        "ไม่ใช่วันนี้ เมื่อวาน",
    ],
)
def test_yesterday_is_read_with_slips_of_the_finger_and_in_other_orders(typed: str) -> None:
    assert past(typed) == Found(date(2023, 11, 20))


@pytest.mark.parametrize(
    ("typed", "day"),
    [
        ("10 ธันวาคน 66", date(2023, 12, 10)),  # the year is not lost behind the slip
        ("10 กุมพาพันธ์ 67", date(2024, 2, 10)),
        ("10 กุมภาพันนธ์ 2567", date(2024, 2, 10)),
        ("วันเสาร์ที่ 27 พคปี 66", date(2023, 5, 27)),
        ("9 ตคพ.ศ. 2566", date(2023, 10, 9)),
        ("10 มกราปีหน้า", date(2024, 1, 10)),
        ("5 มี.ค. ที่ผ่านมา", date(2023, 3, 5)),
        ("เมื่อวันที่ 15 ม.ค.", date(2023, 1, 15)),
        ("15 ธ.ค. นี้", date(2023, 12, 15)),
        ("เดือนที่แล้ววันที่ 20", date(2023, 10, 20)),
        ("สิ้นเดือน ต.ค.", date(2023, 10, 31)),
        ("สิ้นเดือนธันวาคม 2566", date(2023, 12, 31)),
        ("วันสุดท้ายของเดือนกันยา 66", date(2023, 9, 30)),
        ("สิ้น ก.พ. 67", date(2024, 2, 29)),
        ("เมื่อวันที่ 27", date(2023, 10, 27)),
        ("เมื่อวานชืน", date(2023, 11, 19)),
        ("สามวันก่อนหน้านี้", date(2023, 11, 18)),
        ("3 วันที่แล้วไปนิเทศมา", date(2023, 11, 18)),
        ("พฤ.ที่แล้ว", date(2023, 11, 16)),
        ("อีก 2 สัปดาห์", date(2023, 12, 5)),
    ],
)
def test_other_days_are_read_where_careful_readers_agree(typed: str, day: date) -> None:
    assert past(typed) == Found(day)


@pytest.mark.parametrize(
    ("typed", "start", "end"),
    [
        ("28 พ.ย. - 2 ธ.ค. 66", date(2023, 11, 28), date(2023, 12, 2)),
        ("30 ธ.ค. 66 – 2 ม.ค. 67", date(2023, 12, 30), date(2024, 1, 2)),
        ("จันทร์ 20 - พุธ 22 พ.ย. 66", *nov(20, 22)),
        ("วันจันทร์ที่ 20 - วันพุธที่ 22 พฤศจิกายน 2566", *nov(20, 22)),
        ("20, 21 และ 22 พ.ย. 66", *nov(20, 22)),
        ("วันที่ 20-22 เดือนนี้", *nov(20, 22)),
        ("20-22 เดือนที่แล้ว", date(2023, 10, 20), date(2023, 10, 22)),
        ("20 ถึง 22", *nov(20, 22)),
        ("เมื่อวันที่ 5-7", *nov(5, 7)),
        ("18/11-20/11", *nov(18, 20)),
        ("18-20/11", *nov(18, 20)),
        ("จันทร์ถึงพุธที่ผ่านมา", *nov(13, 15)),
        ("เสาร์-อาทิตย์ที่แล้ว", *nov(18, 19)),
        ("เสาร์อาทิตย์ที่ผ่านมา", *nov(18, 19)),
        ("เมื่อวานถึงวันนี้", *nov(20, 21)),
        ("พรุ่งนี้ถึงวันศุกร์นี้", *nov(22, 24)),
        ("20..22 พ.ย. 66", *nov(20, 22)),
        ("12-11-2566-20-11-66", *nov(12, 20)),
        ("6 พ.ย.66 ถึง 11.11.2566", *nov(6, 11)),
        ("1 พ.ย. 66 - 15-11-2566", *nov(1, 15)),
    ],
)
def test_ranges_are_read_in_words_weekdays_and_figures(typed: str, start: date, end: date) -> None:
    assert past(typed) == Span(start, end)


@pytest.mark.parametrize(
    ("typed", "days"),
    [
        ("271166", nov(27)),  # six figures may be any number
        ("20.11", nov(20)),  # or a time
        ("20 พ.ย. 66 - 25 มกกาคม 2567", nov(20)),  # till when?
        ("วันที่ 19 มีกาคม 2567", nov(19)),  # March or January: not this month's unasked
        ("วันที่ 1 และ 3 พ.ย. 66", nov(1, 3)),
        ("21 หรือ 22 พ.ย. 66", nov(21, 22)),
        ("เมื่อวานและวันนี้", nov(20, 21)),
        ("ระหว่างวันที่ 1 ถึง 3", (date(2023, 11, 1), date(2023, 12, 1))),
        ("กลางเดือน ธ.ค. 66", tuple(date(2023, 12, day) for day in (15, 14, 16))),
        ("สัปดาห์ที่แล้ว", nov(14, 13, 15, 12)),
        ("เดือนที่แล้ว", tuple(date(2023, 10, day) for day in (21, 1, 15))),
        ("อีก 1 เดือน", (date(2023, 12, 21),)),
        ("สองวันก่อนหรือสามวันก่อน", nov(19, 18)),
        ("เมื่อวาย", nov(20)),  # nearly เมื่อวาน
        ("เมื่อวานก่อน", nov(19)),
        ("จันทร์และพุธที่แล้ว", nov(13, 15)),
        ("ไปวันจันทร์มา", nov(20, 27)),
        ("เมื่อวันอังคาร", nov(14, 21)),  # today is a Tuesday
    ],
)
def test_it_asks_with_the_likeliest_day_first(typed: str, days: tuple[date, ...]) -> None:
    assert past(typed) == Ask(days)


@pytest.mark.parametrize(
    "typed",
    [
        "ไม่ใช่เมื่อวานค่ะ",
        "ประชุมทุกวันจันทร์",
        "วันจันทร์ถึงวันศุกร์",
        "คะแนน 8/10",
        "บ้านเลขที่ 25/4 หมู่ 2",
        "นักเรียน 13/15 คน",
        "วันจันทร์หน้าเสาธง",
        "มาตรฐานที่ 1-3",
        "เร็วๆ นี้",
        "https://example.com/2566/11/20",
    ],
)
def test_what_only_looks_like_a_day_is_none(typed: str) -> None:
    reading = past(typed)
    assert not isinstance(reading, Found | Span)
    if typed != "วันจันทร์หน้าเสาธง":  # some Monday, but not "next Monday"
        assert isinstance(reading, Refused)
        assert reading.why is WhyNot.NOT_A_DATE


@st.composite
def written_days(draw: st.DrawFn) -> tuple[date, str]:
    """A day of the last or the next year in one of the many ways of writing it with its year."""
    day = TODAY + timedelta(days=draw(st.integers(-400, 400)))
    full, short = MONTHS[day.month - 1], SHORT_MONTHS[day.month - 1]
    be = day.year + 543
    year = draw(st.sampled_from([f"{be}", f"{be % 100}", f"{day.year}", f"พ.ศ. {be}", f"ปี {be}"]))
    month = draw(
        st.sampled_from([full, short, short[:-1], short.replace(".", ""), f"เดือน {full}", "/", "-"])
    )
    if month in ("/", "-"):
        return day, f"{day.day}{month}{day.month:02}{month}{be}"
    weekday = draw(
        st.sampled_from(
            ["", f"วัน{WEEKDAYS[day.weekday()]}ที่ ", f"{SHORT_WEEKDAYS[day.weekday()]} ", "วันที่ "]
        )
    )
    gaps = [draw(st.sampled_from(["", " "])) for _ in range(2)]
    return day, f"{weekday}{day.day}{gaps[0]}{month}{gaps[1]}{year}"


BEFORE = st.sampled_from(["", "ไปนิเทศ ", "เมื่อ", "ครู 5 คน ", "ไทยรัฐวิทยา 55 "])
AFTER = st.sampled_from(
    ["", " ครับ", " เวลา 9.00 น.", " ครู 5 คน", " ที่บ้านหนองบัว 2", " โทร 081-234-5678"]
)


@given(written_days(), BEFORE, AFTER)
def test_a_day_with_its_year_is_read_wherever_it_stands(
    written: tuple[date, str], before: str, after: str
) -> None:
    day, text = written
    assert past(f"{before}{text}{after}") == Found(day)


@given(written_days(), written_days(), st.sampled_from([" - ", "-", " ถึง ", "ถึงวันที่ "]), AFTER)
def test_two_days_with_their_years_are_a_range_or_a_question(
    one: tuple[date, str], other: tuple[date, str], to: str, after: str
) -> None:
    (start, first), (end, last) = sorted([one, other])
    reading = past(f"{first}{to}{last}{after}")
    if start == end:
        assert reading == Found(start)
    elif (end - start).days <= 366:
        assert reading == Span(start, end)
    else:
        assert reading == Ask((start, end))
