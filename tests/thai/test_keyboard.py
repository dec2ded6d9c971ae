"""Text typed in the wrong keyboard layout is recognised, and right text is left alone."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from handlers.thai.keyboard import in_english, in_thai, other_layout, plausibility


@pytest.mark.parametrize(
    ("typed", "meant"),
    [
        ("l;ylfu", "สวัสดี"),
        ("g,o^", "เมนู"),
        ("pdg]bd", "ยกเลิก"),
        ("[yom7dobgmL", "บันทึกนิเทศ"),
        ("g,njv;ko", "เมื่อวาน"),
        ("[hko]erpk", "บ้านลำพยา"),
        ("Fi'giupo;yfxiydw,h]kp", "โรงเรียนวัดปรักไม้ลาย"),
        ("obgmL g,njv;ko 25 8o", "นิเทศ เมื่อวาน 25 คน"),
        ("้ำสย", "help"),
    ],
)
def test_words_of_ours_are_recognised(typed: str, meant: str) -> None:
    assert other_layout(typed) == meant


@pytest.mark.parametrize(
    "typed",
    [
        "",
        "hello",
        "ok",
        "PLC 2566",
        "Active Learning",
        "https://example.com/a",
        "081-234-5678",
        "27/11/66",
        "สวัสดี",
        "บ้านลำพยา",
        "มะลิ สมศรี",
        "asdf",
    ],
)
def test_what_was_meant_as_it_stands_is_left_alone(typed: str) -> None:
    assert other_layout(typed) is None


def test_plausibility_tells_thai_from_what_cannot_be() -> None:
    assert plausibility("ยกเลิก") == 1.0
    assert plausibility("้ำสย") == 0.0
    assert 0.0 < plausibility("บ้านลำพยา") < 1.0  # a name: ask the gazetteer


@given(st.text(st.characters(min_codepoint=0x21, max_codepoint=0x7E)))
def test_every_key_has_its_partner(typed: str) -> None:
    assert len(in_english(typed)) == len(typed)


@given(st.text())
def test_no_text_makes_it_fail(text: str) -> None:
    other_layout(text)
    in_thai(text)
    assert 0.0 <= plausibility(text) <= 1.0
