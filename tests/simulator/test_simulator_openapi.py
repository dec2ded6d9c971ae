"""The simulator beside LINE's own API description, where that is at hand."""

import copy
import json
from typing import Any

import pytest
from desk import KANDA, MALI, Line, Receiver, quick, say
from openapi import FOLDER, described, faults, schema_of
from test_simulator_limits import BORDERS, _paths, _put
from test_simulator_menus import MENU, picture

from simulator.limits import check

pytestmark = pytest.mark.skipif(
    not FOLDER.is_dir(), reason="LINE's API description is not beside the project"
)
MESSAGING = "messaging-api.yml"
PASSING = [border[1] for border in BORDERS]


@pytest.mark.parametrize("message", PASSING, ids=[border[0] for border in BORDERS])
def test_what_the_simulator_takes_the_description_takes(message: dict[str, Any]) -> None:
    assert check([message]) is None
    assert (
        faults(MESSAGING, "ReplyMessageRequest", {"replyToken": "t", "messages": [message]}) == []
    )


def test_what_the_description_refuses_the_simulator_refuses_too() -> None:
    """Every field of a few messages, spoilt in several ways."""
    spoilt = refused = 0
    small = [message for message in PASSING if len(json.dumps(message)) < 600]
    for whole in (say("ก", quickReply=quick(*_one_of_each())), *small[::9]):
        for path in _paths(whole):
            for rubbish in (None, 1, {}, "no such word"):
                message = copy.deepcopy(whole)
                _put(message, path, rubbish)
                spoilt += 1
                if faults(MESSAGING, "Message", message):
                    refused += 1
                    assert check([message]) is not None, (path, rubbish, message)
    assert spoilt > refused > 100


def test_every_answer_has_the_shape_the_description_gives(line: Line, bot: Receiver) -> None:
    line.desk("POST", "/users/mali/image", {"file": "eHh4"})
    event = bot.events[0]
    definition = {**MENU, "chatBarText": "เมนู"}  # the description counts code points
    menu = line.call("POST", "/v2/bot/richmenu", definition).json["richMenuId"]
    content = f"/v2/bot/richmenu/{menu}/content"
    line.call("POST", content, picture(), Content_Type="image/png")
    alias = {"richMenuAliasId": "a", "richMenuId": menu}
    several = {"richMenuId": menu, "userIds": [MALI]}
    says = {"messages": [say("ก")]}
    seconds = {"chatId": MALI, "loadingSeconds": 5}
    read = {"markAsReadToken": event["message"]["markAsReadToken"]}
    everything: list[tuple[str, str, dict[str, str], Any]] = [
        ("POST", "/v2/bot/message/reply", {}, {**says, "replyToken": event["replyToken"]}),
        ("POST", "/v2/bot/message/push", {}, {**says, "to": MALI}),
        ("POST", "/v2/bot/message/multicast", {}, {**says, "to": [MALI, KANDA]}),
        ("POST", "/v2/bot/message/validate/reply", {}, says),
        ("POST", "/v2/bot/message/validate/push", {}, says),
        ("GET", "/v2/bot/message/quota", {}, None),
        ("GET", "/v2/bot/message/quota/consumption", {}, None),
        ("GET", "/v2/bot/profile/{userId}", {"userId": MALI}, None),
        ("POST", "/v2/bot/chat/loading/start", {}, seconds),
        ("POST", "/v2/bot/chat/markAsRead", {}, read),
        ("GET", "/v2/bot/info", {}, None),
        ("GET", "/v2/bot/channel/webhook/endpoint", {}, None),
        ("POST", "/v2/bot/channel/webhook/test", {}, {}),
        ("PUT", "/v2/bot/channel/webhook/endpoint", {}, {"endpoint": bot.url}),
        ("POST", "/v2/bot/richmenu", {}, definition),
        ("POST", "/v2/bot/richmenu/validate", {}, definition),
        ("GET", "/v2/bot/richmenu/{richMenuId}", {"richMenuId": menu}, None),
        ("GET", "/v2/bot/richmenu/list", {}, None),
        ("POST", "/v2/bot/richmenu/alias", {}, alias),
        ("GET", "/v2/bot/richmenu/alias/{richMenuAliasId}", {"richMenuAliasId": "a"}, None),
        ("GET", "/v2/bot/richmenu/alias/list", {}, None),
        ("POST", "/v2/bot/user/all/richmenu/{richMenuId}", {"richMenuId": menu}, None),
        ("GET", "/v2/bot/user/all/richmenu", {}, None),
        ("POST", "/v2/bot/richmenu/bulk/link", {}, several),
        ("GET", "/v2/bot/user/{userId}/richmenu", {"userId": MALI}, None),
        ("POST", "/v2/bot/richmenu/bulk/unlink", {}, {"userIds": [MALI]}),
    ]
    for method, path, parts, body in everything:
        got = line.call(method, path.format(**parts), body)
        assert str(got.status) in described(MESSAGING)["paths"][path][method.lower()]["responses"]
        asked = schema_of(MESSAGING, method, path, None) if body else None
        assert not asked or faults(MESSAGING, asked, body) == [], path
        shape = schema_of(MESSAGING, method, path, str(got.status))
        assert not shape or faults(MESSAGING, shape, got.json) == [], path
        assert got.headers["x-line-request-id"]


def test_a_refusal_has_the_shape_the_description_gives(line: Line) -> None:
    for got in (line.push(MALI, ""), line.push("nobody", "x"), line.reply("bad", "x")):
        assert faults(MESSAGING, "ErrorResponse", got.json) == []


def test_a_token_has_the_shape_the_description_gives(line: Line) -> None:
    form = b"grant_type=client_credentials&client_id=2000000001&client_secret=secret"
    kind = {"Content_Type": "application/x-www-form-urlencoded"}
    got = line.call("POST", "/oauth2/v3/token", form, **kind)
    name = "IssueStatelessChannelAccessTokenResponse"
    assert faults("channel-access-token.yml", name, got.json) == []


def test_every_webhook_has_the_shape_the_description_gives(line: Line, bot: Receiver) -> None:
    picker = {"type": "datetimepicker", "label": "ก", "data": "d", "mode": "date"}
    sent = line.send(MALI, say("?", quickReply=quick(picker))).json["sentMessages"][0]["id"]
    for gesture, wish in [
        ("pick", {"data": "d", "date": "2026-11-20"}),
        ("text", {"text": "ก", "quote": sent}),
        ("images", {"files": ["eHh4", "eHh4"]}),
        ("sticker", {}),
        ("location", {"title": "ก", "latitude": 13.8, "longitude": 100.1}),
        ("unfollow", {}),
        ("follow", {}),
    ]:
        line.desk("POST", f"/users/mali/{gesture}", wish)
    said = line.desk("POST", "/users/mali/text", {"text": "ผิดค่ะ"})
    line.desk("POST", "/users/mali/unsend", {"message_id": said["message_ids"][0]})

    assert len(bot.posts) == 10
    for body, _ in bot.posts:
        assert faults("webhook.yml", "CallbackRequest", json.loads(body)) == []


def _one_of_each() -> list[dict[str, Any]]:
    return [
        {"type": "postback", "label": "ก", "data": "d", "displayText": "ก"},
        {"type": "message", "label": "ก", "text": "ก"},
        {"type": "uri", "label": "ก", "uri": "https://example.org/"},
        {"type": "datetimepicker", "label": "ก", "data": "d", "mode": "date"},
        {"type": "cameraRoll", "label": "ก"},
        {"type": "clipboard", "label": "ก", "clipboardText": "ก"},
    ]
