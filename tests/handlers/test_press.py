"""Postback data: short, versioned, and never a reason to fall over."""

import pytest
from hypothesis import given
from hypothesis import strategies as st
from talk import Talk, at_summary, at_topic

from handlers.cards.card import PickDate, Tap
from handlers.cards.limits import POSTBACK_DATA, units
from handlers.dialog.press import VERSION, Do, Press, decode

DRAFT = "6e0f7a52-0000-4000-8000-00000000a001"
codes = st.text(
    "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_.,: ", max_size=100
)


@given(st.builds(Press, st.sampled_from(Do), st.sampled_from(["", DRAFT]), codes, codes))
def test_what_is_pressed_comes_back_as_it_was(press: Press) -> None:
    data = press.encode()
    if len(data) <= POSTBACK_DATA:
        assert decode(data) == press


@given(
    st.sampled_from(Do),
    st.text("abcdefghijklmnopqrstuvwxyz_", max_size=20),
    st.text("ABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789-", max_size=100),
)
def test_values_of_ours_never_exceed_what_line_takes(do: Do, slot: str, value: str) -> None:
    assert units(Press(do, DRAFT, slot, value).encode()) <= POSTBACK_DATA


def test_every_button_of_a_conversation_can_be_read_back() -> None:
    for talk in (Talk(), at_topic(), at_summary()):
        for button in talk.buttons:
            if isinstance(button.action, Tap | PickDate):
                assert units(button.action.data) <= POSTBACK_DATA
                assert decode(button.action.data) is not None


@given(st.text() | st.text("vdosx=&%10;+a!\x00\ud800", max_size=60))
def test_no_data_makes_it_raise(data: str) -> None:
    decode(data)


@given(st.binary(max_size=60))
def test_no_percent_codes_make_it_raise(raw: bytes) -> None:
    decode("v=1&do=a&x=" + "".join(f"%{byte:02x}" for byte in raw))


@pytest.mark.parametrize(
    "data",
    [
        "",
        "hello",
        "do=a&d=1",
        f"v={int(VERSION) + 1}&do=a",
        "v=0&do=a",
        "v=1",
        "v=1&do=zz",
        "v=1&do=a&x=%00",
        "v=1&do=a&d=" + "x" * 300,
        "action=buy&item=5",
    ],
)
def test_data_that_is_not_ours_is_no_press(data: str) -> None:
    assert decode(data) is None


def test_nothing_is_said_of_parts_that_are_empty() -> None:
    assert Press(Do.RESUME).encode() == "v=1&do=u"
