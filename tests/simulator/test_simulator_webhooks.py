"""How events reach the bot: signed, in two seconds, again, doubled, shuffled."""

import base64
import hashlib
import hmac
from typing import Any

import pytest
from desk import MALI, Line, Receiver

from simulator.server import Simulator
from simulator.webhook import sign

PHOTOS = [base64.b64encode(b"\xff\xd8photo %d" % n).decode() for n in range(5)]


def test_the_official_vector_of_the_signature_holds() -> None:
    body = b'{"destination":"U8e742f61d673b39c7fff3cecb7536ef0","events":[]}'
    assert sign("8c570fa6dd201bb328f1c1eac23a96d8", body) == (
        "GhRKmvmHys4Pi8DxkF4+EayaH0OqtJtaZxgTD9fMDLs="
    )


def test_a_text_arrives_signed_and_whole(line: Line, bot: Receiver) -> None:
    said = line.desk("POST", "/users/mali/text", {"text": "ส่งรายงาน"})

    body, headers = bot.posts[0]
    digest = hmac.new(b"secret", body, hashlib.sha256).digest()
    assert headers["x-line-signature"] == base64.b64encode(digest).decode()
    event = bot.events[0]
    assert said["event_ids"] == [event["webhookEventId"]]
    assert said["webhook_status"] == [200]
    assert event["source"] == {"type": "user", "userId": MALI}
    assert event["message"]["text"] == "ส่งรายงาน"
    assert event["deliveryContext"] == {"isRedelivery": False}
    assert event["mode"] == "active"


def test_a_new_secret_signs_from_then_on(line: Line, bot: Receiver) -> None:
    line.desk("POST", "/webhook", {"secret": "newer"})
    line.desk("POST", "/users/mali/text", {"text": "x"})
    body, headers = bot.posts[0]
    assert headers["x-line-signature"] == sign("newer", body)


def test_a_bot_that_is_too_slow_gets_the_same_event_again(line: Line, bot: Receiver) -> None:
    line.desk("POST", "/webhook", {"timeout": 0.2, "redeliver": True, "redeliver_after": 0.01})
    bot.silent_for = 1

    said = line.desk("POST", "/users/mali/text", {"text": "ได้ยินไหม"})

    assert said["webhook_status"] == ["request_timeout"]
    deliveries = line.desk("GET", "/deliveries?at_least=2&wait=5")
    assert [(d["status"], d["redelivery"]) for d in deliveries] == [
        ("request_timeout", False),
        (200, True),
    ]
    first, again = bot.events
    assert again["deliveryContext"] == {"isRedelivery": True}
    again["deliveryContext"] = first["deliveryContext"]
    assert again == first


def test_a_redelivery_brings_the_reply_token_a_fresh_minute(
    line: Line, bot: Receiver, clock: Any, sim: Simulator
) -> None:
    bot.statuses = [500]
    line.desk("POST", "/users/mali/text", {"text": "หนึ่ง"})
    event = bot.events[0]
    clock.at += 90
    sim.webhook.send([event])
    clock.at += 30
    assert line.reply(event["replyToken"], "ทัน").status == 200


def test_no_redelivery_outlives_twenty_minutes(
    line: Line, bot: Receiver, clock: Any, sim: Simulator
) -> None:
    line.desk("POST", "/users/mali/text", {"text": "หนึ่ง"})
    clock.at += 20 * 60
    sim.webhook.send([bot.events[0]])
    assert line.reply(bot.events[0]["replyToken"], "สาย").status == 400


def test_redelivery_stops_after_so_many_tries(line: Line, bot: Receiver) -> None:
    wish = {"redeliver": True, "redeliver_after": 0.001, "redeliver_times": 2}
    line.desk("POST", "/webhook", wish)
    bot.statuses = [500, 503, 500, 200]
    line.desk("POST", "/users/mali/text", {"text": "x"})

    deliveries = line.desk("GET", "/deliveries?at_least=4&wait=0.3")
    assert [d["status"] for d in deliveries] == [500, 503, 500]


def test_without_redelivery_a_failed_webhook_is_lost(line: Line, bot: Receiver) -> None:
    bot.statuses = [503]
    line.desk("POST", "/users/mali/text", {"text": "x"})
    assert len(line.desk("GET", "/deliveries?at_least=2&wait=0.2")) == 1


def test_a_bot_that_is_not_there_could_not_be_connected(line: Line) -> None:
    line.desk("POST", "/webhook", {"url": "http://127.0.0.1:9/webhook"})
    said = line.desk("POST", "/users/mali/text", {"text": "x"})
    assert said["webhook_status"] == ["could_not_connect"]


def test_doubles_share_one_event_id_and_are_no_redelivery(line: Line, bot: Receiver) -> None:
    line.desk("POST", "/webhook", {"duplicate": 3})
    said = line.desk("POST", "/users/mali/text", {"text": "x"})

    assert said["webhook_status"] == [200, 200, 200]
    assert {e["webhookEventId"] for e in bot.events} == set(said["event_ids"])
    assert not any(e["deliveryContext"]["isRedelivery"] for e in bot.events)


def test_an_album_is_one_event_for_each_photo(line: Line, bot: Receiver) -> None:
    line.desk("POST", "/users/mali/images", {"files": PHOTOS})

    sets = [event["message"]["imageSet"] for event in bot.events]
    assert [s["index"] for s in sets] == [1, 2, 3, 4, 5]
    assert {s["total"] for s in sets} == {5}
    assert len({s["id"] for s in sets}) == 1


def test_a_shuffled_album_arrives_in_another_order(line: Line, bot: Receiver) -> None:
    line.desk("POST", "/users/mali/images", {"files": PHOTOS, "shuffle": True})

    order = [event["message"]["imageSet"]["index"] for event in bot.events]
    assert order != [1, 2, 3, 4, 5]
    assert sorted(order) == [1, 2, 3, 4, 5]


def test_doubled_and_shuffled_at_once_loses_nothing(line: Line, bot: Receiver) -> None:
    line.desk("POST", "/webhook", {"duplicate": 3, "shuffle": True, "concurrent": True})
    said = line.desk("POST", "/users/mali/images", {"files": PHOTOS})

    assert said["webhook_status"] == [200] * 15
    ids = [event["webhookEventId"] for event in bot.events]
    assert sorted(ids) == sorted(said["event_ids"] * 3)


def test_what_happens_together_can_come_in_one_post(line: Line, bot: Receiver) -> None:
    line.desk("POST", "/webhook", {"batch": True})
    line.desk("POST", "/users/mali/images", {"files": PHOTOS})
    assert len(bot.posts) == 1
    assert len(bot.events) == 5


def test_a_photo_can_be_fetched_until_it_is_taken_back(line: Line) -> None:
    said = line.desk("POST", "/users/mali/image", {"file": PHOTOS[0]})
    message_id = said["message_ids"][0]
    path = f"/v2/bot/message/{message_id}/content"
    got = line.call("GET", path)
    assert (got.status, got.data) == (200, b"\xff\xd8photo 0")
    assert got.headers["content-type"] == "image/jpeg"

    line.desk("POST", "/users/mali/unsend", {"message_id": message_id})
    assert line.call("GET", path).status == 410
    assert line.shown() == [("me", "unsent")]
    assert line.call("GET", "/v2/bot/message/1/content").status == 404


def test_follow_and_unfollow_say_what_they_are(line: Line, bot: Receiver) -> None:
    line.desk("POST", "/users/kanda/follow", {})
    line.desk("POST", "/users/kanda/unfollow", {})
    line.desk("POST", "/users/kanda/follow", {})

    first, blocked, back = bot.events
    assert first["follow"] == {"isUnblocked": False}
    assert "replyToken" not in blocked
    assert back["follow"] == {"isUnblocked": True}


@pytest.mark.parametrize(("signed", "header"), [(True, True), (False, False)])
def test_any_body_can_be_posted_raw(line: Line, bot: Receiver, signed: bool, header: bool) -> None:
    said = line.desk("POST", "/raw", {"body": "{broken", "sign": signed})
    assert said["webhook_status"] == [200]
    body, headers = bot.posts[0]
    assert body == b"{broken"
    assert ("x-line-signature" in headers) is header


def test_the_answer_to_a_made_up_group_event_can_be_seen(line: Line) -> None:
    group = "C" + "1" * 32
    event = {"type": "join", "replyToken": "made-up", "source": {"type": "group", "groupId": group}}
    line.desk("POST", "/raw", {"body": {"destination": "U", "events": [event]}})
    assert line.reply("made-up", "สวัสดีทุกคน").status == 200
    assert line.shown(group) == [("bot", "สวัสดีทุกคน")]


def test_the_webhook_can_be_tried_and_moved(line: Line, bot: Receiver) -> None:
    assert line.call("GET", "/v2/bot/channel/webhook/endpoint").json["endpoint"] == bot.url
    assert line.call("POST", "/v2/bot/channel/webhook/test").json["success"] is True
    assert bot.events == []
    nowhere = {"endpoint": "http://127.0.0.1:9/webhook"}
    assert line.call("PUT", "/v2/bot/channel/webhook/endpoint", nowhere).status == 200
    tried = line.call("POST", "/v2/bot/channel/webhook/test").json
    assert (tried["success"], tried["reason"]) == (False, "COULD_NOT_CONNECT")
