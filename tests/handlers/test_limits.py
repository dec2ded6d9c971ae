"""LINE's limits, counted as LINE counts them, and the shortening that keeps to them."""

from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from handlers.cards.limits import broken, graphemes, shorten, shorten_units, units

FAMILY = "👨‍👩‍👧‍👦"
words = st.text(max_size=120) | st.text("ก่้ำ👨‍👩‍👧e\u0301 ", max_size=120)


def test_thai_is_counted_as_it_is_read() -> None:
    assert len(graphemes("ที่นี่")) == 2
    assert len(graphemes(FAMILY)) == 1


def test_units_are_those_of_utf_16() -> None:
    assert units("ก") == 1
    assert units("👍") == 2


@given(words, st.integers(2, 60))
def test_shortened_text_keeps_to_its_length(text: str, most: int) -> None:
    short = shorten(text, most)
    assert len(graphemes(short)) <= most
    assert units(short) <= 4 * most
    if len(graphemes(text)) <= most and units(text) <= 4 * most:
        assert short == text


@given(words, st.integers(2, 60))
def test_text_shortened_by_units_keeps_to_them(text: str, most: int) -> None:
    short = shorten_units(text, most)
    assert units(short) <= most
    if units(text) <= most:
        assert short == text


def test_a_character_is_never_cut_in_two() -> None:
    assert shorten("ที่นี่ที่นี่", 3) == "ที่นี่…"
    assert shorten_units("ab" + FAMILY, 6) == "ab…"


def test_marks_heaped_on_one_character_are_cut() -> None:
    assert shorten("e" + "\u0301" * 5000, 40) == "…"


def _flex(**more: Any) -> dict[str, Any]:
    return {"type": "flex", "altText": "ก", "contents": {"type": "bubble"}} | more


def _action(**more: Any) -> dict[str, Any]:
    return _flex(contents={"action": {"type": "postback", "label": "ก", "data": "v=1"} | more})


def _quick(*labels: str) -> dict[str, Any]:
    items = [{"action": {"type": "message", "label": label, "text": "ก"}} for label in labels]
    return {"type": "text", "text": "ก", "quickReply": {"items": items}}


@pytest.mark.parametrize(
    "message",
    [
        {"type": "text", "text": "ก" * 5000},
        _flex(altText="ก" * 1500),
        _action(label="ก" * 40, data="x" * 300, displayText="ที่" * 300),
        _action(type="uri", uri="https://" + "x" * 992),
        _quick(*["ที่" * 20] * 13),
    ],
)
def test_what_just_fits_is_fine(message: dict[str, Any]) -> None:
    assert broken(message) == []


@pytest.mark.parametrize(
    "message",
    [
        {"type": "text", "text": ""},
        {"type": "text", "text": "ก" * 5001},
        {"type": "text", "text": "👍" * 2501},
        _flex(altText=""),
        _flex(altText="ก" * 1501),
        _flex(contents={"text": "ก" * 5001}),
        _action(label=""),
        _action(label="ก" * 41),
        _action(data="x" * 301),
        _action(displayText="ที่" * 301),
        _action(type="message", text="ที่" * 301),
        _action(type="uri", uri="https://" + "x" * 993),
        _quick("ที่" * 21),
        _quick(*["ก"] * 14),
    ],
)
def test_what_is_too_much_is_told(message: dict[str, Any]) -> None:
    assert len(broken(message)) == 1
