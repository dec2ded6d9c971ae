"""Times of day: as a whole answer, and inside a sentence among dates and counts."""

from datetime import time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from handlers.thai.fold import fold
from handlers.thai.times import TimeSpot, read_time, spot_times


@pytest.mark.parametrize(
    ("typed", "hour", "minute"),
    [
        ("13.30 น.", 13, 30),
        ("๑๓.๓๐ น.", 13, 30),
        ("13:30", 13, 30),
        ("13.30", 13, 30),
        ("เวลา 13.30 น. ค่ะ", 13, 30),
        ("1330 น.", 13, 30),
        ("บ่ายโมงครึ่ง", 13, 30),
        ("บ่าย 1.30", 13, 30),
        ("9 โมง", 9, 0),
        ("เก้าโมงเช้า", 9, 0),
        ("3 โมงเช้า", 9, 0),  # counted from six, as older people do
        ("9 น.", 9, 0),
        ("09.00 นาฬิกา", 9, 0),
        ("9 am", 9, 0),
        ("9 โมงครึ่ง", 9, 30),
        ("สิบโมงครึ่ง", 10, 30),
        ("9 โมง 15 นาที", 9, 15),
        ("บ่ายสอง", 14, 0),
        ("บ่ายสองโมงครึ่ง", 14, 30),
        ("2 pm", 14, 0),
        ("บ่าย 3", 15, 0),
        ("4 โมงเย็น", 16, 0),
        ("สองทุ่ม", 20, 0),
        ("ทุ่มครึ่ง", 19, 30),
        ("เที่ยง", 12, 0),
        ("เที่ยงครึ่ง", 12, 30),
        ("เที่ยงคืน", 0, 0),
    ],
)
def test_a_time_is_read_as_people_say_it(typed: str, hour: int, minute: int) -> None:
    assert read_time(typed) == time(hour, minute)


@pytest.mark.parametrize(
    "typed",
    [
        "",
        "9",
        "25.00 น.",
        "13.70",
        "6 โมง",
        "27/11/66",
        "27.11.66",
        "9.00-12.00 น.",
        "3 ชั่วโมง",
        "บ่าย",
    ],
)
def test_what_is_no_one_sure_time_is_none(typed: str) -> None:
    assert read_time(typed) is None


@pytest.mark.parametrize(
    ("text", "piece", "at", "until"),
    [
        ("20 พ.ย. 66 เวลา 13.30 น. ครู 5 คน", "เวลา 13.30 น.", time(13, 30), None),
        ("เมื่อวาน ๙.๐๐ - ๑๒.๐๐ น. ที่โรงเรียน", "9.00 - 12.00 น.", time(9), time(12)),
        ("ประชุม 9-12 น.", "9-12 น.", time(9), time(12)),
        ("ตั้งแต่ 8.30 ถึง 16.30", "ตั้งแต่ 8.30 ถึง 16.30", time(8, 30), time(16, 30)),
        ("นัดบ่ายสองที่บ้านหนองบัว 2", "บ่ายสอง", time(14), None),
    ],
)
def test_a_time_is_found_in_a_sentence(text: str, piece: str, at: time, until: time | None) -> None:
    folded = fold(text)
    [spot] = spot_times(folded)
    assert (folded[spot.start : spot.end], spot.at, spot.until) == (piece, at, until)


@pytest.mark.parametrize(
    "text",
    [
        "คะแนน 9.30",
        "27.11.66",
        "ป.5/2 3 ชั่วโมง",
        "บ่าย 3 โรงเรียน",
        "ทุ่มเท",
        "เที่ยงธรรม",
        "20-25 คน",
        "1-4 ก.ค. 65",
    ],
)
def test_other_numbers_are_no_times(text: str) -> None:
    assert spot_times(fold(text)) == []


@given(st.times())
def test_every_time_in_figures_reads_back(at: time) -> None:
    at = at.replace(second=0, microsecond=0, tzinfo=None)
    for shown in (f"{at:%H.%M} น.", f"{at:%H:%M}", f"{at.hour}.{at:%M} น."):
        assert read_time(shown) == at


PIECES = st.lists(st.sampled_from([*"0129.:- น", "โมง", "บ่าย", "ทุ่ม", "ครึ่ง", "ถึง", "เวลา", "pm"]))


@given(st.one_of(st.text(), PIECES.map("".join)))
def test_no_text_makes_it_fail_and_spots_stand_apart(text: str) -> None:
    read_time(text)
    folded = fold(text)
    end = 0
    for spot in spot_times(folded):
        assert isinstance(spot, TimeSpot)
        assert end <= spot.start < spot.end <= len(folded)
        end = spot.end
