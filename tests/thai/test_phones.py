"""Phone numbers in every grouping, and the long numbers that are none."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from handlers.thai.fold import fold
from handlers.thai.phones import read_phone, spot_phones


@pytest.mark.parametrize(
    ("typed", "digits"),
    [
        ("0812345678", "0812345678"),
        ("081-234-5678", "0812345678"),
        ("๐๘๑ ๒๓๔ ๕๖๗๘", "0812345678"),
        ("08 1234 5678", "0812345678"),
        ("โทร.081-2345678 ค่ะ", "0812345678"),
        ("+66 81 234 5678", "0812345678"),
        ("+66(0)81-234-5678", "0812345678"),
        ("034-251234", "034251234"),
        ("0 3425 1234", "034251234"),
        ("(034) 251-234", "034251234"),
        ("02 288 5555", "022885555"),
        ("034-251234 ต่อ 12", "034251234 ต่อ 12"),
    ],
)
def test_a_number_is_read_in_every_grouping(typed: str, digits: str) -> None:
    assert read_phone(typed) == digits


@pytest.mark.parametrize(
    "typed",
    [
        "",
        "12345",
        "081-234-567",
        "1100123456789",  # a citizen's number
        "01 234 5678",
        "27/11/2566",
        "081-234-5678 หรือ 089-876-5432",
    ],
)
def test_what_is_no_one_number_is_none(typed: str) -> None:
    assert read_phone(typed) is None


def test_a_number_is_found_in_a_sentence() -> None:
    folded = fold("ผอ.มะลิ โทร 081-234-5678, ๐๓๔-๒๕๑๒๓๔ วันที่ 20/11/66 ครู 5 คน")
    pieces = [(folded[spot.start : spot.end], spot.digits) for spot in spot_phones(folded)]
    assert pieces == [("081-234-5678", "0812345678"), ("034-251234", "034251234")]


@given(st.from_regex(r"0[689][0-9]{8}", fullmatch=True))
def test_every_mobile_number_reads_back(digits: str) -> None:
    assert read_phone(digits) == digits
    assert read_phone(f"{digits[:3]}-{digits[3:6]}-{digits[6:]}") == digits


@given(st.one_of(st.text(), st.text(st.sampled_from("0689+() -.ต่อ#"))))
def test_no_text_makes_it_fail_and_spots_stand_apart(text: str) -> None:
    read_phone(text)
    folded = fold(text)
    end = 0
    for spot in spot_phones(folded):
        assert end <= spot.start < spot.end <= len(folded)
        end = spot.end
