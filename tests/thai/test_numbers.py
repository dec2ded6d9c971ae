"""Counts of people: one sure number or none."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from handlers.thai.fold import fold
from handlers.thai.numbers import read_count, read_range, spelt_number, spot_counts


@pytest.mark.parametrize(
    ("typed", "count"),
    [
        ("25", 25),
        ("๒๕", 25),
        ("25 คน", 25),
        ("๒๕คนครับ", 25),
        ("ยี่สิบห้า", 25),
        ("ยี่สิบห้าคนค่ะ", 25),
        ("สิบเอ็ด", 11),
        ("ยี่สิบ", 20),
        ("ร้อยห้าสิบคน", 150),
        ("หนึ่งร้อยห้าสิบ", 150),
        ("ร้อยเอ็ด", 101),
        ("สองพันห้าร้อย", 2500),
        ("เก้าพันเก้าร้อยเก้าสิบเก้า", 9999),
        ("ศูนย์", 0),
        ("0 คน", 0),
        ("1,200 คน", 1200),
        ("ครู 5 คน", 5),
        ("ประมาณ 20 ท่าน", 20),
        ("จำนวน ๑๒ คน", 12),
    ],
)
def test_a_count_is_read_as_people_write_it(typed: str, count: int) -> None:
    assert read_count(typed) == count


@pytest.mark.parametrize(
    "typed",
    [
        "",
        "คน",
        "20-25 คน",
        "20 25",
        "ครู 5 นักเรียน 20",
        "10000",
        "-5",
        "25.5",
        "1,2",
        "สิบกว่าคน",
        "เอ็ด",
        "ร้อยห้า",  # 105 to some and 150 to others
        "พันห้า",
        "สองสาม",
        "๒๗ พ.ย. ๖๖",
        "0812345678",
        "โรงเรียน 5 แห่งแรก",
    ],
)
def test_what_is_not_one_sure_number_is_none(typed: str) -> None:
    assert read_count(typed) is None


@given(st.integers(0, 9999), st.sampled_from(["{}", "{} คน", "จำนวน {} ท่านค่ะ", "ครู{}คน"]))
def test_every_count_in_digits_reads_back(count: int, around: str) -> None:
    thai = str(count).translate(str.maketrans("0123456789", "๐๑๒๓๔๕๖๗๘๙"))
    assert read_count(around.format(count)) == count
    assert read_count(around.format(thai)) == count


def _spelt(count: int) -> str:
    words = ("", "หนึ่ง", "สอง", "สาม", "สี่", "ห้า", "หก", "เจ็ด", "แปด", "เก้า")
    thousands, hundreds = count // 1000, count // 100 % 10
    tens, unit = count // 10 % 10, count % 10
    spelt = f"{words[thousands]}พัน" if thousands else ""
    spelt += f"{words[hundreds]}ร้อย" if hundreds else ""
    spelt += {0: "", 1: "สิบ", 2: "ยี่สิบ"}.get(tens, f"{words[tens]}สิบ")
    return spelt + ("เอ็ด" if unit == 1 and count > 10 else words[unit])


@given(st.integers(1, 9999))
def test_a_spelt_count_is_read_right_or_not_at_all(count: int) -> None:
    read = spelt_number(_spelt(count))
    # Only a unit straight behind ร้อย or พัน is left open, since people mean two things by it.
    open_to_doubt = count > 100 and count % 100 in range(2, 10)
    thousand_and_one = count > 1000 and count % 1000 == 1
    assert read == (None if open_to_doubt or thousand_and_one else count)


@given(st.one_of(st.text(), st.text(st.sampled_from("สิบยี่ร้อยพันหนึ่งเอ็ด0123๔,. คน"))))
def test_no_text_makes_it_fail(text: str) -> None:
    count = read_count(text)
    assert count is None or 0 <= count <= 9999


@pytest.mark.parametrize(
    ("typed", "ends"),
    [
        ("20-25 คน", (20, 25)),
        ("ประมาณ ๒๐ – ๒๕ ท่านครับ", (20, 25)),
        ("ยี่สิบถึงยี่สิบห้าคน", (20, 25)),
        ("5 คน", (5, 5)),
        ("25-20 คน", None),
        ("5 คน 6 คน", None),
    ],
)
def test_a_range_of_counts_is_read_with_both_ends(typed: str, ends: tuple[int, int] | None) -> None:
    assert read_range(typed) == ends


def counted(text: str) -> list[tuple[str, int, int, str, str]]:
    folded = fold(text)
    return [
        (folded[one.start : one.end], one.low, one.high, one.unit, one.of)
        for one in spot_counts(folded)
    ]


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("เมื่อวานนิเทศ รร.บ้านลำพยา ครู ๕ คน เรื่องแผน", ("5 คน", 5, 5, "คน", "ครู")),
        ("ไทยรัฐวิทยา 55 ครูห้าคน", ("ห้าคน", 5, 5, "คน", "ครู")),
        ("ผู้เข้าร่วมประมาณ 30 ท่าน", ("ประมาณ 30 ท่าน", 30, 30, "ท่าน", "ผู้เข้าร่วม")),
        ("ผู้เข้าร่วม 25", ("25", 25, 25, "", "ผู้เข้าร่วม")),
        ("20-25 คน", ("20-25 คน", 20, 25, "คน", "")),
        ("ครูสองสามคน", ("สองสามคน", 2, 3, "คน", "ครู")),
        ("20 พ.ย. 66 5 คน", ("5 คน", 5, 5, "คน", "")),
        ("นักเรียน 1,200 คน", ("1,200 คน", 1200, 1200, "คน", "นักเรียน")),
        ("รวม 3 โรงเรียน", ("รวม 3 โรงเรียน", 3, 3, "โรงเรียน", "")),
    ],
)
def test_a_count_is_found_with_its_unit_and_whom_it_counts(
    text: str, found: tuple[str, int, int, str, str]
) -> None:
    assert counted(text) == [found]


@pytest.mark.parametrize(
    "text",
    [
        "บ้านหนองบัว 2",
        "ไทยรัฐวิทยา 55",
        "อนุบาลเมือง ๒",
        "20 พ.ย. 66",
        "นัดครู 20 พ.ย.",
        "ปี 2566",
        "ครู 9.30 น.",
        "เบอร์ครู 0812345678",
        "1. ครู 2. ผอ.",
        "ป.5/2",
        "ครั้งที่ 2 คนเยอะ",
        "20 กว่าคน",
    ],
)
def test_other_numbers_are_no_counts(text: str) -> None:
    assert counted(text) == []


@given(st.one_of(st.text(), st.text(st.sampled_from("สิบสองครู0123๔,.- คน"))))
def test_no_text_makes_spotting_fail_and_spots_stand_apart(text: str) -> None:
    folded = fold(text)
    end = 0
    for one in spot_counts(folded):
        assert end <= one.start < one.end <= len(folded)
        assert 0 <= one.low <= one.high <= 9999
        end = one.end
