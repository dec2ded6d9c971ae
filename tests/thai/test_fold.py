"""Folding makes one spelling of many, and never touches what a person meant."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from handlers.thai.fold import bare, fold, tidy

THAI = st.text(st.sampled_from("กนมรสวอเแโใไะาำิีึืุูัํ็่้๊๋์ฯๆ๐๙ 1a\u200b\u200d\u00a0\n\r😀"))
ANY = st.one_of(st.text(), THAI, st.text(st.characters()))  # lone surrogates too


@pytest.mark.parametrize(
    ("typed", "stored"),
    [
        ("บ้านลําพยา", "บ้านลำพยา"),  # ํ + า
        ("น\u0e4d\u0e49\u0e32", "น้ำ"),  # ํ, tone, า
        ("น\u0e49\u0e4d\u0e32", "น้ำ"),  # tone, ํ, า
        ("น\u0e33\u0e49", "น้ำ"),  # tone behind ำ
        ("เเผน", "แผน"),
        ("ท\u0e48\u0e35", "ที่"),  # tone before the vowel it stands above
        ("พันธ\u0e4c\u0e38", "พันธุ์"),
        ("ที่่", "ที่"),
        ("ครูู", "ครู"),
        ("นิเทศ\u200bออนไลน์", "นิเทศออนไลน์"),
        ("\u00a0นิเทศ\u00a0แผน ", "นิเทศ แผน"),
        ("หนึ่ง\r\nสอง\rสาม", "หนึ่ง\nสอง\nสาม"),
        ("แผน\x00ปี\x07", "แผนปี"),
        ("แผน\ud800", "แผน"),
        ("PLC ๒๕๖๖", "PLC ๒๕๖๖"),  # case and digits stay as they were typed
    ],
)
def test_what_is_stored_has_one_spelling(typed: str, stored: str) -> None:
    assert tidy(typed) == stored


def test_emoji_joined_from_several_stay_whole() -> None:
    assert tidy("ครอบครัว 👨\u200d👩\u200d👧") == "ครอบครัว 👨\u200d👩\u200d👧"


def test_what_is_compared_has_no_case_no_thai_digits_and_single_spaces() -> None:
    assert fold(" PLC  ๒๕๖๖\n ครั้งที่ ๑") == "plc 2566 ครั้งที่ 1"


@pytest.mark.parametrize(
    ("typed", "compared"),
    [
        ("มากกกก", "มาก"),
        ("ค่าาาา", "ค่า"),
        ("พรรคคค", "พรรค"),
        ("กรรม", "กรรม"),  # two are a word's own
        ("ทศวรรษ", "ทศวรรษ"),
        ("มากๆๆๆ", "มากๆ"),
        ("มาก ๆ", "มากๆ"),
        ("แแผน", "แผน"),
        ("เเเผน", "แผน"),
        ("ＰＬＣ　２０！", "plc 20!"),  # wide forms
        ("www.obec.go.th 1000", "www.obec.go.th 1000"),
    ],
)
def test_what_is_compared_is_written_without_emphasis(typed: str, compared: str) -> None:
    assert fold(typed) == compared


def test_a_repeated_command_is_the_command() -> None:
    assert bare("ยกเลิกๆ") == bare("ยกเลิก ๆ ครับ") == "ยกเลิก"


@pytest.mark.parametrize(
    "typed",
    ["เมนู", "เมนูครับ", "เมนู ค่ะ", "เมนูคะ", "เมนูนะคะ", "เมนู นะครับ!", "เมนูจ้า", "เ ม นู.", "เมนูครับผม"],
)
def test_a_command_is_the_same_with_and_without_politeness(typed: str) -> None:
    assert bare(typed) == "เมนู"


@pytest.mark.parametrize(
    ("typed", "left"),
    [
        ("สถานะ", "สถานะ"),
        ("สถานะคะ", "สถานะ"),
        ("สถานะนะคะ", "สถานะ"),
        ("พระเจ้า", "พระเจ้า"),
        ("ครับ", "ครับ"),
        ("ครับ.", "ครับ"),
    ],
)
def test_a_word_is_not_cut_because_it_ends_like_a_particle(typed: str, left: str) -> None:
    assert bare(typed) == left


@given(ANY)
def test_tidying_folding_and_baring_twice_changes_nothing_more(text: str) -> None:
    for change in (tidy, fold, bare):
        once = change(text)
        assert change(once) == once


@given(ANY)
def test_what_is_stored_can_be_stored(text: str) -> None:
    stored = tidy(text)
    stored.encode("utf-8")
    assert "\x00" not in stored
    assert "\r" not in stored
    assert fold(stored) == fold(text)
