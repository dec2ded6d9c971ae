"""Dates as teachers type them. "Today" is Tuesday 21 November 2566, as in domain.md 4."""

from collections.abc import Callable
from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from handlers.thai.dates import (
    Ask,
    Found,
    Lean,
    Reading,
    Refused,
    Span,
    WhyNot,
    long_date,
    read_date,
    short_date,
    short_date_with_weekday,
)

TODAY = date(2023, 11, 21)
NOV_27 = date(2023, 11, 27)


def past(text: str, today: date = TODAY) -> Reading:
    return read_date(text, today, lean=Lean.PAST)


def future(text: str, today: date = TODAY) -> Reading:
    return read_date(text, today, lean=Lean.FUTURE)


def unknown(text: str, today: date = TODAY) -> Reading:
    return read_date(text, today, lean=Lean.NEAREST)


def nov(*days: int) -> Ask:
    return Ask(tuple(date(2023, 11, day) for day in days))


THE_TABLE = [
    ("27 พ.ย. 66", Found(NOV_27)),
    ("27 พ.ย. 2566", Found(NOV_27)),
    ("27 พฤศจิกายน 2566", Found(NOV_27)),
    ("วันที่ 27 พฤศจิกายน 2566", Found(NOV_27)),
    ("27/11/2566", Found(NOV_27)),
    ("27-11-2566", Found(NOV_27)),
    ("27/11/66", Found(NOV_27)),
    ("27.11.66", Found(NOV_27)),
    ("๒๗ พฤศจิกายน ๒๕๖๖", Found(NOV_27)),
    ("๒๗/๑๑/๒๕๖๖", Found(NOV_27)),
    ("๒๗ พ.ย.๖๖", Found(NOV_27)),
    ("27พย66", Found(NOV_27)),
    ("27 พย 66", Found(NOV_27)),
    ("27 พ.ย", Ask((NOV_27, date(2022, 11, 27)))),
    ("27 พฤศจิกา 66", Found(NOV_27)),
    ("27 พฤษจิกายน 2566", Found(NOV_27)),
    ("27 พ.ย. 2023", Found(NOV_27)),
    ("27/11/2023", Found(NOV_27)),
    ("2023-11-27", Found(NOV_27)),
    ("วันจันทร์ที่ 27 พฤศจิกายน พ.ศ. 2566", Found(NOV_27)),
    ("วันนี้", Found(TODAY)),
    ("เมื่อวาน", Found(date(2023, 11, 20))),
    ("พรุ่งนี้", Found(date(2023, 11, 22))),
    ("เมื่อวานซืน", Found(date(2023, 11, 19))),
    ("วานซืน", Found(date(2023, 11, 19))),
    ("มะรืน", Found(date(2023, 11, 23))),
    ("วันจันทร์ที่แล้ว", nov(20, 13)),
    ("จันทร์ที่ผ่านมา", nov(20, 13)),
    ("ศุกร์นี้", Found(date(2023, 11, 24))),
    ("วันศุกร์หน้า", Ask((date(2023, 11, 24), date(2023, 12, 1)))),
    ("3 วันที่แล้ว", Found(date(2023, 11, 18))),
    ("2 วันก่อน", Found(date(2023, 11, 19))),
    ("อาทิตย์ที่แล้ว", nov(14, 19, 12)),
    ("สิ้นเดือนนี้", Found(date(2023, 11, 30))),
    ("4 ก.ค. 65", Found(date(2022, 7, 4))),
    ("10 กุมภาพันธ์ 2564", Found(date(2021, 2, 10))),
    ("1-4 กรกฎาคม 2565", Span(date(2022, 7, 1), date(2022, 7, 4))),
    ("29 ก.พ. 67", Found(date(2024, 2, 29))),
    ("29 ก.พ. 2566", Refused(WhyNot.NO_SUCH_DAY, "29 ก.พ. 2566")),
    ("31/2/66", Refused(WhyNot.NO_SUCH_DAY, "31 ก.พ. 2566")),
    ("66", Refused(WhyNot.NOT_A_DATE, "66")),
    ("สวัสดี", Refused(WhyNot.NOT_A_DATE, "สวัสดี")),
]


@pytest.mark.parametrize(("typed", "reading"), THE_TABLE)
def test_the_whole_table_of_the_field_is_read(typed: str, reading: Reading) -> None:
    assert past(typed) == reading


@pytest.mark.parametrize(
    "typed",
    [
        "20 พ.ย. 66 ครับ",
        "วันที่ 20 พ.ย. ค่ะ",
        "20 เดือน 11 ปี 2566",
        "วันที่ ๒๐ เดือนพฤศจิกายน พ.ศ. ๒๕๖6",  # mixed digits, as on official paper
        "20 พ.ย. พ.ศ.2566",
        "20 พ. ย. 66",
        "20 พย.66",
        "20 พฤษจิกายณ 66",
        "20-พ.ย.-66",
        "20/พ.ย./66",
        "20 พ.ย. '66",
        "20 พ.ย. ค.ศ. 2023",
        "20 nov 2023",
        "20/11",
        "20 11 66",
        "20 / 11 / 66",
        "2566-11-20",
        "2023-11-20T00:00:00+07:00",
        "จ. 20 พ.ย. 2566",
        "วันจันทร์ที่ 20",
        "20 เดือนนี้",
        "20",
        "วันที่ 20",
        "20 พ.ย. ปีนี้",
        "เมื่อวานนี้ค่ะ",
        "เมือวาน",
        "เมื่อวาน 20 พ.ย. 66",
        "ไปนิเทศ รร.บ้านลำพยา เมื่อวาน ครู ๕ คน",
        "20 พ.ย. 66 ครู 5 คน",
        "20 พ.ย. 66 โรงเรียนบ้านลำพยา",
        "20 พ.ย. 25 คน",
        "20 พ.ย. 09.30 น.",
        "20 พ.ย. 66 เวลา 13.30 น.",
        "หนึ่งวันก่อน",
        "วันจันทร์สัปดาห์นี้",
        "เมื่อเช้าวันที่ 20 พ.ย. 66",
    ],
)
def test_yesterday_is_read_in_every_way_of_writing_it(typed: str) -> None:
    assert past(typed) == Found(date(2023, 11, 20))


@pytest.mark.parametrize(
    ("typed", "start", "end"),
    [
        ("1-4 ก.ค. 65", date(2022, 7, 1), date(2022, 7, 4)),
        ("1 ถึง 4 ก.ค. 65", date(2022, 7, 1), date(2022, 7, 4)),
        ("ระหว่างวันที่ ๑ – ๔ กรกฎาคม พ.ศ. ๒๕๖๕", date(2022, 7, 1), date(2022, 7, 4)),
        ("1-4/7/65", date(2022, 7, 1), date(2022, 7, 4)),
        ("1/7/65-4/7/65", date(2022, 7, 1), date(2022, 7, 4)),
        ("27 ต.ค. - 1 พ.ย. 66", date(2023, 10, 27), date(2023, 11, 1)),
        ("27 ต.ค. 66 - 1 พ.ย.", date(2023, 10, 27), date(2023, 11, 1)),
        ("30 ธ.ค. 65 - 2 ม.ค. 66", date(2022, 12, 30), date(2023, 1, 2)),
        ("30 ธ.ค. ถึง 2 ม.ค. 66", date(2022, 12, 30), date(2023, 1, 2)),
        ("20 พ.ย.-25 พ.ย. 66", date(2023, 11, 20), date(2023, 11, 25)),
        ("13-15 พ.ย.", date(2023, 11, 13), date(2023, 11, 15)),
    ],
)
def test_ranges_are_read_within_and_across_months_and_years(
    typed: str, start: date, end: date
) -> None:
    assert past(typed) == Span(start, end)


@pytest.mark.parametrize(
    ("typed", "reading"),
    [
        ("27", Ask((date(2023, 10, 27), NOV_27))),
        ("วันที่ 5", Ask((date(2023, 11, 5), date(2023, 12, 5)))),
        ("จันทร์", Ask((date(2023, 11, 20), NOV_27))),
        ("วันอังคาร", Ask((TODAY, date(2023, 11, 14)))),
        ("อังคารนี้", Ask((TODAY, date(2023, 11, 28)))),
        ("จันทร์นี้", nov(20, 27)),
        ("วันอาทิตย์ที่แล้ว", nov(19, 12)),
        ("วันอังคารที่ 27 พ.ย. 66", nov(27, 28)),  # the 27th is a Monday
        ("1, 4 พ.ย. 66", nov(1, 4)),
        ("1 และ 4 พ.ย. 66", nov(1, 4)),
        ("4-1 พ.ย. 66", nov(4, 1)),
        ("สองสามวันก่อน", nov(19, 18)),
        ("2-3 วันก่อน", nov(19, 18)),
        ("2 อาทิตย์ที่แล้ว", nov(7)),
        ("ต้นเดือน", nov(1, 2, 3, 4)),
        ("สิ้นเดือน", Ask((date(2023, 11, 30), date(2023, 10, 31)))),
        ("3 เดือนที่แล้ว", Ask((date(2023, 10, 3), date(2023, 8, 21)))),
        ("27/11/23", nov(27)),  # ค.ศ., or a slip
        ("11/27/2566", nov(27)),
        ("66-11-27", nov(27)),
        ("เมื่อคืน", nov(20, 21)),
        ("วันนี้ไม่ว่าง ไปเมื่อวาน", nov(21, 20)),
        ("20 พ.ย. 66 นัดติดตาม 15 ธ.ค. 66", Ask((date(2023, 11, 20), date(2023, 12, 15)))),
        ("29 ก.พ.", Ask((date(2024, 2, 29),))),
    ],
)
def test_where_two_days_may_be_meant_it_asks(typed: str, reading: Reading) -> None:
    assert past(typed) == reading


@pytest.mark.parametrize("typed", ["ปี 65 วันที่ 20 พ.ย.", "20 พ.ย. ปีการศึกษา 2565", "20 พ.ย. : 65"])
def test_a_year_it_cannot_place_is_asked_about_and_never_dropped(typed: str) -> None:
    reading = past(typed)
    assert isinstance(reading, Ask)
    assert date(2022, 11, 20) in reading.days


@pytest.mark.parametrize(
    ("typed", "why"),
    [
        ("", WhyNot.NOT_A_DATE),
        ("ป.5/2", WhyNot.NOT_A_DATE),
        ("ภาคเรียนที่ 1/2566", WhyNot.NOT_A_DATE),
        ("13.30 น.", WhyNot.NOT_A_DATE),
        ("25 คน", WhyNot.NOT_A_DATE),
        ("081-234-5678", WhyNot.NOT_A_DATE),
        ("2 วันก่อนประชุม", WhyNot.NOT_A_DATE),
        ("3 พยาบาล", WhyNot.NOT_A_DATE),
        ("บ้านวันดี", WhyNot.NOT_A_DATE),
        ("วันที่ 32", WhyNot.NO_SUCH_DAY),
        ("31 พ.ย.", WhyNot.NO_SUCH_DAY),
        ("29/2/2568", WhyNot.NO_SUCH_DAY),
        ("27/13/2566", WhyNot.NO_SUCH_DAY),
        ("27 พ.ย. 2500", WhyNot.IMPLAUSIBLE_YEAR),
        ("27 พ.ย. 256", WhyNot.IMPLAUSIBLE_YEAR),
        ("27 พ.ย. 25666", WhyNot.IMPLAUSIBLE_YEAR),
        ("4 ก.ค. 01", WhyNot.IMPLAUSIBLE_YEAR),
        ("27 พ.ย. พ.ศ. 2023", WhyNot.IMPLAUSIBLE_YEAR),
        ("ปีที่แล้ว", WhyNot.VAGUE),
        ("สิ้นปีนี้", WhyNot.VAGUE),
        ("วันก่อน", WhyNot.VAGUE),
        ("พ.ย. 66", WhyNot.VAGUE),
        ("2 ปีก่อนค่ะ", WhyNot.VAGUE),
    ],
)
def test_what_is_no_day_is_refused_with_the_reason(typed: str, why: WhyNot) -> None:
    reading = past(typed)
    assert isinstance(reading, Refused)
    assert reading.why is why


def test_leap_days_are_those_of_the_common_era() -> None:
    assert past("29/2/2567") == Found(date(2024, 2, 29))
    assert past("29/2/2568") == Refused(WhyNot.NO_SUCH_DAY, "29 ก.พ. 2568")


def test_without_a_year_a_report_looks_back_and_an_appointment_ahead() -> None:
    assert past("5 ก.ย.") == Found(date(2023, 9, 5))
    assert future("15 ม.ค.") == Found(date(2024, 1, 15))
    assert past("15 ม.ค.") == Ask((date(2024, 1, 15), date(2023, 1, 15)))
    assert future("5 ก.ย.") == Ask((date(2023, 9, 5), date(2024, 9, 5)))


def test_a_text_of_which_nothing_is_known_means_the_nearest_day() -> None:
    assert unknown("27 พ.ย") == Found(NOV_27)
    assert unknown("15 ม.ค.") == Found(date(2024, 1, 15))
    assert unknown("5 มิ.ย.") == Ask((date(2023, 6, 5), date(2024, 6, 5)))
    assert unknown("วันที่ 20") == Found(date(2023, 11, 20))  # yesterday
    assert unknown("27") == Ask((NOV_27, date(2023, 10, 27)))


def test_across_the_new_year_the_nearest_year_is_taken() -> None:
    assert past("28 ธ.ค.", date(2024, 1, 3)) == Found(date(2023, 12, 28))
    assert future("3 ม.ค.", date(2023, 12, 28)) == Found(date(2024, 1, 3))


def test_the_weekday_settles_a_year_or_month_left_out() -> None:
    assert past("จันทร์ 27 พ.ย.") == Found(NOV_27)
    assert past("วันจันทร์ที่ 27") == Found(NOV_27)


def test_a_weekday_of_last_week_is_sure_when_all_readers_agree() -> None:
    thursday = date(2025, 11, 20)
    assert past("ศุกร์ที่แล้ว", thursday) == Found(date(2025, 11, 14))
    assert past("อังคารนี้", thursday) == Ask((date(2025, 11, 18), date(2025, 11, 25)))
    assert past("วันพุธสัปดาห์ที่แล้ว") == Found(date(2023, 11, 15))
    assert past("อาทิตย์ที่แล้ววันพุธ") == Found(date(2023, 11, 15))


def test_days_of_other_months_are_counted_over_the_year() -> None:
    assert past("วันที่ 3 เดือนที่แล้ว", date(2024, 1, 9)) == Found(date(2023, 12, 3))
    assert future("วันที่ 5 เดือนหน้า", date(2023, 12, 9)) == Found(date(2024, 1, 5))
    assert future("สิ้นเดือนหน้า", date(2024, 1, 9)) == Found(date(2024, 2, 29))
    assert future("อีก 5 วัน", date(2023, 12, 29)) == Found(date(2024, 1, 3))


def test_a_date_is_shown_with_its_weekday_and_buddhist_year() -> None:
    assert long_date(NOV_27) == "วันจันทร์ที่ 27 พฤศจิกายน 2566"
    assert short_date(NOV_27) == "27 พ.ย. 2566"
    assert short_date_with_weekday(NOV_27) == "จ. 27 พ.ย. 2566"


NEAR_DAYS = st.integers(-14 * 365, 14 * 365).map(lambda days: TODAY + timedelta(days=days))
LEANS = st.sampled_from(Lean)


@given(NEAR_DAYS, LEANS, st.sampled_from([long_date, short_date, short_date_with_weekday]))
def test_every_date_shown_reads_back_to_itself(
    day: date, lean: Lean, show: Callable[[date], str]
) -> None:
    shown = show(day)
    assert read_date(shown, TODAY, lean=lean) == Found(day)
    thai_digits = shown.translate(str.maketrans("0123456789", "๐๑๒๓๔๕๖๗๘๙"))
    assert read_date(thai_digits.replace(" ", ""), TODAY, lean=lean) == Found(day)


@given(NEAR_DAYS, LEANS)
def test_a_pickers_date_reads_back_to_itself(day: date, lean: Lean) -> None:
    assert read_date(day.isoformat(), TODAY, lean=lean) == Found(day)
    assert read_date(f"{day.day}/{day.month}/{day.year + 543}", TODAY, lean=lean) == Found(day)


PIECES = st.sampled_from(
    [
        *"0123456789๑๙ .-/,\u200b\n",
        *(typed for typed, _ in THE_TABLE),
        "วัน",
        "วันที่",
        "จันทร์",
        "ที่",
        "อาทิตย์",
        "เดือน",
        "ปี",
        "พ.ศ.",
        "ก.พ.",
        "มค",
        "พฤษจิกายน",
        "นี้",
        "ที่แล้ว",
        "ก่อน",
        "หน้า",
        "อีก",
        "สอง",
        "สิบ",
        "ถึง",
        "และ",
    ]
)
ANY = st.one_of(st.text(), st.lists(PIECES, max_size=8).map("".join))


@given(ANY, st.dates(), LEANS)
def test_no_text_on_no_day_makes_it_fail(text: str, today: date, lean: Lean) -> None:
    match read_date(text, today, lean=lean):
        case Span(start, end):
            assert start < end
        case Ask(days):
            assert 1 <= len(days) <= 4
            assert len(set(days)) == len(days)
        case Found() | Refused():
            pass


@given(ANY, LEANS)
def test_what_is_found_never_lies_in_a_year_nobody_means(text: str, lean: Lean) -> None:
    reading = read_date(text, TODAY, lean=lean)
    if isinstance(reading, Found):
        assert abs(reading.day.year - TODAY.year) <= 16


@given(
    st.sampled_from(
        ["1", "1 ", "1-", "27 พ.ย. 66-", "จันทร์ที่", "\u0e4d", "สิบ", "1 พฤษจิกายม ", "ปี", "20/11 "]
    ),
    LEANS,
)
def test_no_long_text_holds_it_up(unit: str, lean: Lean) -> None:
    """Hypothesis' deadline is what this stands on: a text of 5,000 letters is read well within."""
    read_date((unit * 5000)[:5000], TODAY, lean=lean)
