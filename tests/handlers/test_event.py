"""Looking into events: nothing that a sender leaves out, adds or twists can raise."""

from datetime import UTC, datetime
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from handlers.dialog.press import Do, Press
from handlers.event import Event
from handlers.router import hears

NAMES = [
    *(
        "type",
        "mode",
        "source",
        "userId",
        "message",
        "id",
        "text",
        "mention",
        "mentionees",
        "isSelf",
    ),
    *(
        "imageSet",
        "total",
        "postback",
        "data",
        "params",
        "date",
        "timestamp",
        "replyToken",
        "unsend",
    ),
    *("messageId", "webhookEventId", "deliveryContext", "contentProvider", "markAsReadToken"),
]
WORDS = [
    "message",
    "postback",
    "text",
    "image",
    "user",
    "group",
    "standby",
    "v=1&do=a",
    "line",
    "\x00",
]
scalars = (
    st.none()
    | st.booleans()
    | st.integers()
    | st.floats(allow_nan=False)
    | st.sampled_from(WORDS)
    | st.text(st.characters(codec=None), max_size=20)
)
anything = st.recursive(
    scalars,
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.sampled_from(NAMES), inner),
    max_leaves=25,
)
events = st.dictionaries(st.sampled_from(NAMES) | st.text(max_size=5), anything, max_size=12)

PROPERTIES = [
    *("id", "kind", "standby", "line_user_id", "in_group", "mentions_bot", "reply_token"),
    *("read_token", "occurred_at", "text", "message_kind", "message_id", "unsent_message_id"),
    *("content_is_at_line", "album", "press", "picked_day", "quoted_message_id", "place"),
    *("turned_a_tab", "group_id", "members_moved", "text_without_mentions"),
    *("file_name", "file_size"),
]


def test_every_property_is_tried() -> None:
    looks = {name for name in vars(Event) if not name.startswith("_")} - {"raw"}
    assert looks == set(PROPERTIES)


@given(events)
def test_no_json_makes_any_property_raise(raw: dict[str, Any]) -> None:
    event = Event(raw)
    hears(event)
    for name in PROPERTIES:
        value = getattr(event, name)
        if isinstance(value, str):
            assert "\x00" not in value
            value.encode("utf-8")  # what cannot be encoded cannot be stored


@given(events)
def test_the_id_is_the_same_each_time_and_fits_its_column(raw: dict[str, Any]) -> None:
    assert Event(raw).id == Event(dict(raw)).id
    assert 0 < len(Event(raw).id) <= 64


def test_a_redelivered_event_without_an_id_of_its_own_is_the_same_event() -> None:
    first = {"type": "message", "timestamp": 1, "deliveryContext": {"isRedelivery": False}}
    again = first | {"deliveryContext": {"isRedelivery": True}}
    assert Event(first).id == Event(again).id
    assert Event(first).id != Event(first | {"timestamp": 2}).id


def test_a_text_is_read_with_its_sender_and_its_time() -> None:
    event = Event(
        {
            "type": "message",
            "message": {"type": "text", "id": "5", "text": "สวัสดี\nค่ะ"},
            "source": {"type": "user", "userId": "U1"},
            "timestamp": 1_700_000_000_000,
            "replyToken": "r",
        }
    )
    assert (event.kind, event.text, event.line_user_id) == ("message", "สวัสดี\nค่ะ", "U1")
    assert event.occurred_at == datetime(2023, 11, 14, 22, 13, 20, tzinfo=UTC)
    assert hears(event)


@pytest.mark.parametrize("text", ["ก\ud800ข", "ก\x00ข"])
def test_what_no_database_takes_is_left_out_of_a_text(text: str) -> None:
    message = {"type": "text", "text": text}
    assert Event({"type": "message", "message": message}).text == "กข"


def test_a_tap_is_read_with_the_day_of_the_picker() -> None:
    data = Press(Do.ANSWER, "d-1", "date").encode()
    event = Event(
        {"type": "postback", "postback": {"data": data, "params": {"date": "2026-11-20"}}}
    )
    assert event.press == Press(Do.ANSWER, "d-1", "date")
    assert event.picked_day == "2026-11-20"


@pytest.mark.parametrize(
    ("image_set", "album"),
    [
        ({"id": "A", "index": 1, "total": 3}, ("A", 3)),
        ({"id": "A"}, None),
        ({"total": 3}, None),
        ({"id": "A", "total": 1}, None),
        ({"id": "A", "total": "3"}, None),
        ({"id": "A", "total": True}, None),
        ([], None),
    ],
)
def test_an_album_needs_its_name_and_its_size(image_set: Any, album: Any) -> None:
    assert Event({"message": {"type": "image", "imageSet": image_set}}).album == album


def _from(source: dict[str, Any], **more: Any) -> Event:
    return Event({"type": "message", "source": source, **more})


def test_the_bot_hears_private_chats_and_its_own_mention_in_groups_only() -> None:
    mention = {"type": "text", "mention": {"mentionees": [{"isSelf": True}]}}
    other = {"type": "text", "mention": {"mentionees": [{"isSelf": False}, "x"]}}
    group = {"type": "group", "groupId": "C1", "userId": "U1"}
    assert hears(_from({"type": "user", "userId": "U1"}))
    assert hears(_from(group, message=mention))
    assert not hears(_from(group, message=other))
    assert not hears(_from(group))
    assert hears(_from({"type": "group", "groupId": "C1"}, message=mention))
    assert not hears(_from({"type": "group", "userId": "U1"}, message=mention))
    assert not hears(_from({"type": "user", "userId": "U1"}, mode="standby"))
    assert not hears(Event({"type": "membership", "source": {"type": "user", "userId": "U1"}}))
