"""What a card looks like: large, wrapping, readable without colour and without pictures."""

from collections.abc import Iterator
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from talk import Talk, at_summary, at_topic

from handlers.cards import render as look
from handlers.cards.card import Button, Card, OpenPage, OpenUrl, Row, Tap, Type
from handlers.cards.limits import broken
from handlers.cards.render import alt_text, render
from simulator.limits import check

SAMPLES = {
    "first question": Talk().card,
    "in the middle": at_topic().card,
    "summary": at_summary().card,
    "page": Card(title="ก", buttons=(Button("เปิด", OpenPage("visit", "7"), primary=True),)),
    "long list": Card(title="ก", rows=tuple(Row(f"V-{n}", "ก" * 900) for n in range(30))),
}
each_sample = pytest.mark.parametrize("card", SAMPLES.values(), ids=SAMPLES)


def nodes(node: Any) -> Iterator[dict[str, Any]]:
    if isinstance(node, dict):
        yield node
        for value in node.values():
            yield from nodes(value)
    elif isinstance(node, list):
        for value in node:
            yield from nodes(value)


@each_sample
def test_all_text_grows_with_the_phone_and_wraps(card: Card) -> None:
    texts = [n for n in nodes(render(card)["contents"]) if n.get("type") == "text"]
    assert texts
    assert all(n["wrap"] is True and n["scaling"] is True for n in texts)
    assert all(n["text"].strip() for n in texts)


@each_sample
def test_line_would_take_it(card: Card) -> None:
    message = render(card)
    assert broken(message) == []
    resolved = [_resolved(message)]
    assert check(resolved) is None


def _resolved(node: Any) -> Any:
    """The message with symbolic links signed, as bot does it."""
    if isinstance(node, dict):
        return {key: _resolved(value) for key, value in node.items()}
    if isinstance(node, list):
        return [_resolved(value) for value in node]
    if isinstance(node, str) and node.startswith(look.SYMBOL):
        return "https://bot.example/p/" + "x" * 200
    return node


@each_sample
def test_the_alternative_text_says_everything(card: Card) -> None:
    said = alt_text(card)
    parts = [card.note, card.kicker, card.title, card.text, card.hint]
    parts += [part for row in card.rows for part in (row.label, row.value)]
    parts += [button.label for button in card.buttons]
    assert all(part in said for part in parts)
    assert render(card)["altText"] == said or len(said) > 1500


def test_a_card_of_text_alone_is_a_text_message() -> None:
    assert render(Card(text="สวัสดี", note="ก")) == {"type": "text", "text": "ก\n\nสวัสดี"}


def test_no_more_than_thirteen_quick_replies_are_shown() -> None:
    card = Card(text="ก", quick=tuple(Button(f"ตัวเลือก {n}", Type("ก")) for n in range(20)))
    assert len(render(card)["quickReply"]["items"]) == 13


def test_the_whole_row_can_be_tapped_where_it_has_a_button() -> None:
    card = Card(title="ก", rows=(Row("วันที่", "วันนี้", Button("แก้ไข", Tap("v=1", "แก้ไข"))),))
    assert [n for n in nodes(render(card)) if n.get("action") and n["type"] == "box"]


def test_what_is_muted_or_chosen_is_said_in_words_too() -> None:
    talk = Talk()
    talk.say("1", "1", "1")
    talk.touch("ประเมินผล")
    assert "(เลือกแล้ว)" in talk.button("ประเมินผล").label
    assert "ยังไม่ได้กรอก" in [row.value for row in at_summary().card.rows if row.muted]


texts = st.text(max_size=400) | st.sampled_from(["ก" * 5000, "ที่" * 1600, "\x07", "{x}", "👍" * 900])
buttons = st.builds(
    Button, texts.filter(bool), st.just(Tap("v=1", "ก")) | st.just(OpenUrl("https://obec.example"))
)
cards = st.builds(
    Card,
    text=texts,
    title=texts,
    kicker=texts,
    note=texts,
    hint=texts,
    rows=st.lists(st.builds(Row, texts.filter(bool), texts), max_size=16).map(tuple),
    buttons=st.lists(buttons, min_size=1, max_size=12).map(tuple),
)


@given(cards)
def test_no_card_breaks_the_limits_of_line(card: Card) -> None:
    assert broken(render(card)) == []


# --- contrast ------------------------------------------------------------------------------------


def luminance(colour: str) -> float:
    """WCAG 2.2, relative luminance of #RRGGBB."""
    parts = [int(colour[i : i + 2], 16) / 255 for i in (1, 3, 5)]
    red, green, blue = (p / 12.92 if p <= 0.04045 else ((p + 0.055) / 1.055) ** 2.4 for p in parts)
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def contrast(one: str, other: str) -> float:
    light, dark = sorted((luminance(one), luminance(other)), reverse=True)
    return (light + 0.05) / (dark + 0.05)


def on_grounds(node: Any, ground: str = look.WHITE) -> Iterator[tuple[str, str]]:
    """(text colour, ground) of every text, with the ground it really stands on."""
    if isinstance(node, list):
        for value in node:
            yield from on_grounds(value, ground)
    elif isinstance(node, dict):
        ground = node.get("backgroundColor", ground)
        if node.get("type") == "text":
            yield node["color"], ground
        for value in node.values():
            yield from on_grounds(value, ground)


@each_sample
def test_every_text_stands_out_from_its_ground(card: Card) -> None:
    pairs = set(on_grounds(render(card)["contents"]))
    assert pairs
    for colour, ground in pairs:
        assert contrast(colour, ground) >= 4.5, (colour, ground)
