"""The table of LINE's limits: at the border each has one message that passes and one that fails."""

import copy
import json
from collections.abc import Callable
from typing import Any

import pytest
from desk import quick, say

from simulator.limits import check
from simulator.limits.checks import graphemes
from simulator.limits.flex import BUBBLE_BYTES, CAROUSEL_BYTES, compact_size

Message = dict[str, Any]
KRU = "ครู้"  # 2 graphemes (ค, รู้) in 4 code points
URL = "https://example.org/"


def flex(contents: Any) -> Message:
    return {"type": "flex", "altText": "การ์ด", "contents": contents}


def bubble(*contents: Message, **more: Any) -> Message:
    body = {"type": "box", "layout": "vertical", "contents": list(contents)}
    return {"type": "bubble", "body": body, **more}


def in_flex(component: Message) -> Message:
    return flex(bubble(component))


def box(**more: Any) -> Message:
    return in_flex({"type": "box", "layout": "vertical", "contents": [], **more})


def text(**more: Any) -> Message:
    return in_flex({"type": "text", "text": "ก", **more})


def button(**action: Any) -> Message:
    return in_flex(
        {"type": "button", "action": {"type": "postback", "label": "ก", "data": "d", **action}}
    )


def chip(**action: Any) -> Message:
    wanted = {"type": "postback", "label": "ก", "data": "d", **action}
    return say("?", quickReply=quick(wanted))


def message_chip(text: str) -> Message:
    return say("?", quickReply=quick({"type": "message", "label": "ก", "text": text}))


def picker(**more: Any) -> Message:
    wanted = {"type": "datetimepicker", "label": "ก", "data": "d", "mode": "date", **more}
    return say("?", quickReply=quick(wanted))


def link(uri: str, **more: Any) -> Message:
    action = {"type": "uri", "label": "ก", "uri": uri, **more}
    return in_flex({"type": "button", "action": action})


def template(kind: str, **more: Any) -> Message:
    return {"type": "template", "altText": "ก", "template": {"type": kind, **more}}


def postbacks(n: int) -> list[Message]:
    return [{"type": "postback", "label": "ก", "data": str(i)} for i in range(n)]


def buttons(text: str, n: int = 1, **more: Any) -> Message:
    return template("buttons", text=text, actions=postbacks(n), **more)


def carousel(columns: int, n: int = 1, **more: Any) -> Message:
    column = {"text": "ก", "actions": postbacks(n), **more}
    return template("carousel", columns=[column] * columns)


def bubble_of(size: int) -> Message:
    made = bubble({"type": "text", "text": "x"})
    made["body"]["contents"][0]["text"] = "x" * (1 + size - compact_size(made))
    assert compact_size(made) == size
    return made


def carousel_of(size: int) -> Message:
    made = {"type": "carousel", "contents": [bubble_of(BUBBLE_BYTES), bubble_of(1000)]}
    made["contents"][1] = bubble_of(1000 + size - compact_size(made))
    return flex(made)


def many_bubbles(n: int, **more: Any) -> Message:
    return flex({"type": "carousel", "contents": [bubble({"type": "filler"}, **more)] * n})


def image(**more: Any) -> Message:
    return in_flex({"type": "image", "url": URL, **more})


def imagemap(n: int, text: str = "ก", width: int = 1040) -> Message:
    area = {"x": 0, "y": 0, "width": 1, "height": 1}
    return {
        "type": "imagemap",
        "baseUrl": URL,
        "altText": "ก",
        "baseSize": {"width": width, "height": 1040},
        "actions": [{"type": "message", "text": text, "area": area}] * n,
    }


def v2(text: str, **substitution: Any) -> Message:
    return {"type": "textV2", "text": text, "substitution": substitution}


EMOJI = {"type": "emoji", "productId": "1", "emojiId": "1"}
DOLLAR = {"index": 0, "productId": "1", "emojiId": "1"}
MENTION = {"type": "mention", "mentionee": {"type": "all"}}
PLACE = {"type": "location", "title": "ก", "address": "ก", "latitude": 0, "longitude": 0}

# (limit, the last message that passes, the first that fails)
BORDERS: list[tuple[str, Message, Message]] = [
    ("text: 5000 UTF-16 units", say("ก" * 5000), say("ก" * 5001)),
    ("text: an emoji is 2 units", say("😀" * 2500), say("😀" * 2501)),
    ("text: not empty", say(" "), say("")),
    ("text: 20 emojis", *(
        say("$" * 21, emojis=[{"index": i, "productId": "1", "emojiId": "1"} for i in range(n)])
        for n in (20, 21)
    )),
    ("text: an emoji stands on a $", say("$", emojis=[DOLLAR]),
     say("x", emojis=[DOLLAR])),
    ("textV2: {key} is filled", v2("{a}", a=EMOJI), v2("{b}", a=EMOJI)),
    ("textV2: braces are doubled", v2("{{a}}"), v2("{a")),
    ("textV2: key of 20", v2("x", **{"a" * 20: EMOJI}), v2("x", **{"a" * 21: EMOJI})),
    ("textV2: 20 mentions", *(v2("".join(f"{{k{i}}}" for i in range(n)),
     **{f"k{i}": MENTION for i in range(n)}) for n in (20, 21))),
    ("textV2: 20 emojis", *(v2("".join(f"{{k{i}}}" for i in range(n)),
     **{f"k{i}": EMOJI for i in range(n)}) for n in (20, 21))),
    ("textV2: 100 substitutions", *(v2("x", **{f"k{i}": EMOJI for i in range(n)})
     for n in (100, 101))),
    ("quick reply: 13 items", say("?", quickReply=quick(*postbacks(13))),
     say("?", quickReply=quick(*postbacks(14)))),
    ("quick reply label: 20 graphemes", chip(label=KRU * 10), chip(label=KRU * 10 + "ก")),
    ("quick reply: label required", chip(), say("?", quickReply=quick(
        {"type": "postback", "data": "d"}))),
    ("quick reply: camera there only",
     say("?", quickReply=quick({"type": "camera", "label": "ก"})),
     in_flex({"type": "button", "action": {"type": "camera", "label": "ก"}})),
    ("quick reply: no rich menu switch", chip(),
     say("?", quickReply=quick({"type": "richmenuswitch", "label": "ก", "data": "d",
                                "richMenuAliasId": "a"}))),
    ("Flex button label: 40 graphemes", button(label=KRU * 20), button(label=KRU * 20 + "ก")),
    ("Flex button: label required", button(), in_flex(
        {"type": "button", "action": {"type": "postback", "data": "d"}})),
    ("box action: label optional", box(action={"type": "postback", "data": "d"}),
     box(action={"type": "postback", "label": "ก" * 41, "data": "d"})),
    ("template label: 20 graphemes",
     template("buttons", text="?", actions=[{**postbacks(1)[0], "label": "ก" * 20}]),
     template("buttons", text="?", actions=[{**postbacks(1)[0], "label": "ก" * 21}])),
    ("postback data: 300 UTF-16 units", chip(data="ก" * 300), chip(data="ก" * 301)),
    ("postback data: required", chip(data=""), say("?", quickReply=quick(
        {"type": "postback", "label": "ก"}))),
    ("displayText: 300 graphemes", chip(displayText=KRU * 150), chip(displayText=KRU * 150 + "ก")),
    ("displayText or text, not both", chip(text="ก"), chip(text="ก", displayText="ก")),
    ("fillInText only with openKeyboard", chip(inputOption="openKeyboard", fillInText="ก"),
     chip(inputOption="openVoice", fillInText="ก")),
    ("fillInText: 300 graphemes", chip(inputOption="openKeyboard", fillInText="ก" * 300),
     chip(inputOption="openKeyboard", fillInText="ก" * 301)),
    ("inputOption: a known one", chip(inputOption="closeRichMenu"), chip(inputOption="close")),
    ("message action: 300 graphemes", message_chip(KRU * 150), message_chip(KRU * 150 + "ก")),
    ("uri: 1000", link(URL + "a" * (1000 - len(URL))), link(URL + "a" * (1001 - len(URL)))),
    ("uri: known schemes", link("line://nv/camera/"), link("ftp://example.org/")),
    ("uri: tel", link("tel:021234567"), link("javascript:alert(1)")),
    ("uri: percent-encoded", link(URL + "%E0%B8%81"), link(URL + "ก")),
    ("uri: altUri in Flex only", link(URL, altUri={"desktop": URL}), say("?", quickReply=quick(
        {"type": "uri", "label": "ก", "uri": URL, "altUri": {"desktop": URL}}))),
    ("clipboard: 1000", say("?", quickReply=quick(
        {"type": "clipboard", "label": "ก", "clipboardText": "ก" * 1000})),
     say("?", quickReply=quick({"type": "clipboard", "label": "ก", "clipboardText": "ก" * 1001}))),
    ("picker date: form", picker(initial="2017-06-18"), picker(initial="2017-6-18")),
    ("picker date: to 2100", picker(max="2100-12-31"), picker(max="2101-01-01")),
    ("picker date: from 1900", picker(min="1900-01-01"), picker(min="1899-12-31")),
    ("picker: min before max", picker(min="2026-01-01", max="2026-01-02"),
     picker(min="2026-01-01", max="2026-01-01")),
    ("picker: initial within", picker(initial="2026-01-01", min="2026-01-01"),
     picker(initial="2025-12-31", min="2026-01-01")),
    ("picker time: form", picker(mode="time", initial="09:30"),
     picker(mode="time", initial="9:30")),
    ("picker datetime: form", picker(mode="datetime", initial="2026-01-01t09:30"),
     picker(mode="datetime", initial="2026-01-01 09:30")),
    ("picker: a day that is", picker(initial="2024-02-29"), picker(initial="2023-02-29")),
    ("picker: a known mode", picker(mode="date"), picker(mode="week")),
    ("altText: 1500", {**box(), "altText": "ก" * 1500}, {**box(), "altText": "ก" * 1501}),
    ("altText: not empty", {**box(), "altText": "ก"}, {**box(), "altText": ""}),
    ("bubble: 30 KB", flex(bubble_of(BUBBLE_BYTES)), flex(bubble_of(BUBBLE_BYTES + 1))),
    ("carousel: 50 KB", carousel_of(CAROUSEL_BYTES), carousel_of(CAROUSEL_BYTES + 1)),
    ("carousel: 12 bubbles", many_bubbles(12), many_bubbles(13)),
    ("carousel: one width", many_bubbles(2, size="kilo"), flex(
        {"type": "carousel", "contents": [bubble(size="kilo"), bubble(size="mega")]})),
    ("bubble: at least one block", flex(bubble()), flex({"type": "bubble"})),
    ("bubble: a known size", flex(bubble(size="giga")), flex(bubble(size="tera"))),
    ("Flex: no unknown field", text(wrap=True), text(warp=True)),
    ("Flex text: not empty", text(), text(text="")),
    ("Flex text or contents", in_flex(
        {"type": "text", "contents": [{"type": "span", "text": "ก"}]}), in_flex({"type": "text"})),
    ("Flex colour", text(color="#06C755"), text(color="green")),
    ("Flex font size", text(size="xxs"), text(size="huge")),
    ("Flex font size in px", text(size="13px"), text(size="13")),
    ("Flex weight", text(weight="bold"), text(weight="600")),
    ("Flex margin", text(margin="xxl"), text(margin="3xl")),
    ("Flex wrap is true or false", text(wrap=False), text(wrap="true")),
    ("Flex flex: a whole number", text(flex=0), text(flex=1.5)),
    ("Flex layout", box(layout="baseline"), box(layout="grid")),
    ("Flex: contents required", box(), in_flex({"type": "box", "layout": "vertical"})),
    ("Flex: icons in baseline boxes only",
     box(layout="baseline", contents=[{"type": "icon", "url": URL}]),
     box(contents=[{"type": "icon", "url": URL}])),
    ("Flex: no button in a baseline box", box(layout="baseline", contents=[{"type": "filler"}]),
     box(layout="baseline", contents=[{"type": "separator"}])),
    ("Flex: spans in texts only", text(contents=[{"type": "span", "text": "ก"}]),
     in_flex({"type": "span", "text": "ก"})),
    ("Flex: padding may be %", box(paddingAll="5%"), box(paddingAll="5")),
    ("Flex: spacing may not be %", box(spacing="5px"), box(spacing="5%")),
    ("Flex image: https", image(), image(url="http://example.org/a.png")),
    ("Flex image ratio", image(aspectRatio="1:3"), image(aspectRatio="1:4")),
    ("Flex: 10 animated images", *(flex(bubble(*[
        {"type": "image", "url": URL, "animated": True}] * n)) for n in (10, 11))),
    ("buttons: 4 actions", buttons("ก", 4), buttons("ก", 5)),
    ("buttons text: 160 graphemes", buttons(KRU * 80), buttons(KRU * 80 + "ก")),
    ("buttons text: 60 with a title", buttons("ก" * 60, title="ก"), buttons("ก" * 61, title="ก")),
    ("buttons title: 40", buttons("ก", title="ก" * 40), buttons("ก", title="ก" * 41)),
    ("confirm: exactly 2", template("confirm", text="ก", actions=postbacks(2)),
     template("confirm", text="ก", actions=postbacks(1))),
    ("confirm text: 240", template("confirm", text="ก" * 240, actions=postbacks(2)),
     template("confirm", text="ก" * 241, actions=postbacks(2))),
    ("carousel template: 10 columns", carousel(10), carousel(11)),
    ("carousel template: 3 actions", carousel(1, 3), carousel(1, 4)),
    ("carousel template text: 120", carousel(1, text="ก" * 120), carousel(1, text="ก" * 121)),
    ("carousel template text: 60 with a title", carousel(1, text="ก" * 60, title="ก"),
     carousel(1, text="ก" * 61, title="ก")),
    ("carousel template: same number", carousel(2), template("carousel", columns=[
        {"text": "ก", "actions": postbacks(1)}, {"text": "ก", "actions": postbacks(2)}])),
    ("image carousel: label 12", *(template("image_carousel", columns=[
        {"imageUrl": URL, "action": {"type": "message", "label": "ก" * n, "text": "ก"}}])
        for n in (12, 13))),
    ("image carousel: 10 columns", *(template("image_carousel", columns=[
        {"imageUrl": URL, "action": {"type": "message", "label": "ก", "text": "ก"}}] * n)
        for n in (10, 11))),
    ("imagemap: 50 actions", imagemap(50), imagemap(51)),
    ("imagemap message: 400", imagemap(1, "ก" * 400), imagemap(1, "ก" * 401)),
    ("imagemap: 1040 wide", imagemap(1), imagemap(1, width=1041)),
    ("image: https", {"type": "image", "originalContentUrl": URL, "previewImageUrl": URL},
     {"type": "image", "originalContentUrl": "http://a.b/", "previewImageUrl": URL}),
    ("image: url 2000", *({"type": "image", "previewImageUrl": URL,
     "originalContentUrl": URL + "a" * (n - len(URL))} for n in (2000, 2001))),
    ("location title: 100", {**PLACE, "title": "ก" * 100}, {**PLACE, "title": "ก" * 101}),
    ("location address: 100", {**PLACE, "address": "ก" * 100}, {**PLACE, "address": "ก" * 101}),
    ("location: on this earth", {**PLACE, "latitude": 90}, {**PLACE, "latitude": 90.1}),
    ("sender name: 20", say("ก", sender={"name": "ก" * 20}), say("ก", sender={"name": "ก" * 21})),
    ("sender name: not LINE", say("ก", sender={"name": "พี่เลี้ยง"}),
     say("ก", sender={"name": "LINE"})),
    ("coupon tag: 30", {"type": "coupon", "couponId": "c", "deliveryTag": "a" * 30},
     {"type": "coupon", "couponId": "c", "deliveryTag": "a" * 31}),
    ("sticker: digits", {"type": "sticker", "packageId": "446", "stickerId": "1988"},
     {"type": "sticker", "packageId": "a", "stickerId": "1988"}),
    ("message: no unknown field", say("ก", quoteToken="t"), say("ก", quoteTokn="t")),
    ("message: a known type", say("ก"), {"type": "pdf"}),
]  # fmt: skip


@pytest.mark.parametrize(("limit", "passes", "fails"), BORDERS, ids=[b[0] for b in BORDERS])
def test_a_limit_holds_at_its_border(limit: str, passes: Message, fails: Message) -> None:
    assert check([passes]) is None
    refusal = check([fails])
    assert refusal is not None
    assert len(refusal.details) == 1, refusal.details  # it fails for this limit and no other


def test_one_to_five_messages() -> None:
    assert check([say("ก")] * 5) is None
    for messages in ([], [say("ก")] * 6, None, {}):
        assert check(messages) is not None


def test_thai_marks_belong_to_their_letter() -> None:
    assert graphemes("เมนูครูพี่เลี้ยง") == 10


def test_a_refusal_says_where_in_the_words_of_line() -> None:
    wrong = say("ก", quickReply=quick(*postbacks(2), {"type": "message", "label": "ก" * 21}))
    refusal = check([say("ก"), wrong])
    assert refusal is not None
    assert refusal.message == "The request body has 2 error(s)"
    assert refusal.details == [
        {
            "property": "messages[1].quickReply.items[2].action.label",
            "message": "Length must be between 1 and 20",
        },
        {"property": "messages[1].quickReply.items[2].action.text", "message": "May not be empty"},
    ]
    assert "at most 20 graphemes, got 21" in refusal.limit


def test_a_fault_in_a_flex_has_a_path_of_its_own() -> None:
    refusal = check([say("ก"), box(contents=[{"type": "text", "text": "ก", "warp": True}])])
    assert refusal is not None
    assert refusal.message == "A message (messages[1]) in the request body is invalid"
    assert refusal.details == [
        {"property": "/body/contents/0/contents/0/warp", "message": "unknown field"}
    ]


@pytest.mark.parametrize("make", [lambda: say("ก"), button, lambda: buttons("ก"), picker])
def test_no_rubbish_in_a_message_makes_the_check_fall_over(make: Callable[[], Message]) -> None:
    whole = json.dumps(make(), ensure_ascii=False)
    for rubbish in (None, 1, "", [], {}, [None], True, {"type": 1}, {"type": []}):
        for path in _paths(json.loads(whole)):
            message = json.loads(whole)
            _put(message, path, copy.deepcopy(rubbish))
            check([message])
            check([rubbish])


def _paths(node: Any, so_far: tuple[Any, ...] = ()) -> list[tuple[Any, ...]]:
    items = (
        node.items()
        if isinstance(node, dict)
        else enumerate(node)
        if isinstance(node, list)
        else ()
    )
    return [p for key, value in items for p in [(*so_far, key), *_paths(value, (*so_far, key))]]


def _put(node: Any, path: tuple[Any, ...], value: Any) -> None:
    for key in path[:-1]:
        node = node[key]
    node[path[-1]] = value
