"""Faults that a test orders: what the bot sees, and what really happened."""

import time

import pytest
import urllib3
from desk import MALI, Line, Receiver

KEY = "123e4567-e89b-12d3-a456-426614174000"


def test_a_status_fault_does_nothing_and_passes(line: Line) -> None:
    line.desk("POST", "/faults", {"endpoint": "push", "kind": "status", "status": 500, "times": 2})
    assert [line.push(MALI, "x").status for _ in range(3)] == [500, 500, 200]
    assert line.shown() == [("bot", "x")]


def test_a_fault_of_one_endpoint_leaves_the_others_alone(line: Line) -> None:
    line.desk("POST", "/faults", {"endpoint": "reply", "kind": "status"})
    assert line.push(MALI, "x").status == 200
    assert line.reply("whatever", "x").status == 500


def test_a_fault_of_everything_hits_the_next_call(line: Line) -> None:
    line.desk("POST", "/faults", {"endpoint": "*", "kind": "status", "status": 401})
    assert line.call("GET", "/v2/bot/info").status == 401
    assert line.call("GET", "/v2/bot/info").status == 200


def test_429_says_which_of_the_two_it_is(line: Line) -> None:
    line.desk("POST", "/faults", {"endpoint": "push", "kind": "status", "status": 429})
    line.desk("POST", "/faults", {"endpoint": "push", "kind": "over_quota"})
    assert "rate limit" in line.push(MALI, "x").json["message"]
    used_up = line.push(MALI, "x")
    assert (used_up.status, used_up.json["message"]) == (
        429,
        "You have reached your monthly limit.",
    )


def test_accepted_but_500_shows_once_and_the_retry_is_409(line: Line) -> None:
    line.desk("POST", "/faults", {"endpoint": "push", "kind": "accept_then_500"})
    assert line.push(MALI, "ครั้งเดียว", key=KEY).status == 500
    assert line.push(MALI, "ครั้งเดียว", key=KEY).status == 409
    assert line.shown() == [("bot", "ครั้งเดียว")]


def test_an_accepted_reply_that_said_500_has_used_its_token(line: Line, bot: Receiver) -> None:
    line.desk("POST", "/users/mali/text", {"text": "สวัสดี"})
    token = bot.events[-1]["replyToken"]
    line.desk("POST", "/faults", {"endpoint": "reply", "kind": "accept_then_500"})
    assert line.reply(token, "ตอบ").status == 500
    assert line.reply(token, "ตอบ").json == {"message": "Invalid reply token"}
    assert line.shown() == [("me", "สวัสดี"), ("bot", "ตอบ")]


@pytest.mark.parametrize(("kind", "shown"), [("reset", []), ("accept_then_reset", [("bot", "x")])])
def test_a_reset_cuts_the_line(line: Line, kind: str, shown: list[tuple[str, str]]) -> None:
    line.desk("POST", "/faults", {"endpoint": "push", "kind": kind})
    with pytest.raises(urllib3.exceptions.ProtocolError):
        line.push(MALI, "x")
    assert line.shown() == shown


@pytest.mark.parametrize("kind", ["delay", "accept_then_delay"])
def test_a_delay_holds_the_answer(line: Line, kind: str) -> None:
    line.desk("POST", "/faults", {"endpoint": "push", "kind": kind, "seconds": 0.2})
    started = time.monotonic()
    assert line.push(MALI, "x").status == 200
    assert time.monotonic() - started >= 0.2


def test_content_can_be_not_ready_and_then_gone(line: Line) -> None:
    said = line.desk("POST", "/users/mali/image", {"file": "eHh4"})
    path = f"/v2/bot/message/{said['message_ids'][0]}/content"
    for kind in ("not_ready", "gone"):
        line.desk("POST", "/faults", {"endpoint": "content", "kind": kind})
    assert [line.call("GET", path).status for _ in range(3)] == [202, 410, 200]


def test_faults_can_be_called_off(line: Line) -> None:
    line.desk("POST", "/faults", {"endpoint": "push", "kind": "status", "times": 9})
    assert line.desk("GET", "/faults")[0]["times"] == 9
    line.desk("DELETE", "/faults")
    assert line.push(MALI, "x").status == 200


def test_one_fault_can_be_called_off(line: Line) -> None:
    wish = {"endpoint": "push", "kind": "status"}
    first = line.desk("POST", "/faults", {**wish, "status": 500})
    line.desk("POST", "/faults", {**wish, "status": 401})
    line.desk("DELETE", f"/faults/{first['number']}")
    assert [line.push(MALI, "x").status for _ in range(2)] == [401, 200]


def test_a_webhook_whose_answer_is_lost_comes_again(line: Line, bot: Receiver) -> None:
    line.desk("POST", "/webhook", {"lose_answers": 1, "redeliver": True, "redeliver_after": 0.01})
    said = line.desk("POST", "/users/mali/text", {"text": "ได้ยินแล้ว"})
    assert said["webhook_status"] == ["request_timeout"]
    line.desk("GET", "/deliveries?at_least=2&wait=5")
    assert [event["webhookEventId"] for event in bot.events] == said["event_ids"] * 2
    assert line.desk("GET", "/webhook")["lose_answers"] == 0


def test_what_comes_late_comes_after_what_happened_later(line: Line, bot: Receiver) -> None:
    line.desk("POST", "/webhook", {"late": True})
    for words in ("หนึ่ง", "สอง"):
        line.desk("POST", "/users/mali/text", {"text": words})
    assert [event["message"]["text"] for event in bot.events] == ["สอง", "หนึ่ง"]


def test_what_comes_late_comes_by_itself_in_the_end(line: Line, bot: Receiver) -> None:
    line.desk("POST", "/webhook", {"late": True, "late_for": 0.01})
    assert line.desk("POST", "/users/mali/text", {"text": "หนึ่ง"})["webhook_status"] == []
    assert len(line.desk("GET", "/deliveries?at_least=1&wait=5")) == 1


@pytest.mark.parametrize(
    "wish",
    [
        {"endpoint": "nope", "kind": "status"},
        {"endpoint": "push", "kind": "nope"},
        {"endpoint": "push", "kind": "status", "typo": 1},
        {},
    ],
)
def test_an_order_that_makes_no_sense_is_refused(line: Line, wish: dict[str, object]) -> None:
    assert line.call("POST", "/_sim/faults", wish).status == 400


def test_reset_brings_everything_back(line: Line) -> None:
    line.desk("POST", "/faults", {"endpoint": "*", "kind": "status", "times": 9})
    line.desk("POST", "/quota", {"limit": 0})
    line.desk("POST", "/webhook", {"duplicate": 3})
    line.desk("POST", "/users/mali/unfollow", {})
    line.desk("POST", "/reset")

    assert line.push(MALI, "x").status == 200
    assert line.shown() == [("bot", "x")]
    assert line.desk("GET", "/webhook")["duplicate"] == 1
    assert line.desk("GET", "/calls")[-1]["n"] == 1
