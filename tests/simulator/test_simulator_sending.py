"""Replies, pushes, quota and who is reached: as line-platform.md 1.3 and 1.4 say."""

from typing import Any

import pytest
from desk import KANDA, MALI, STRANGER, Line, Receiver, say

from simulator.server import Simulator

KEY = "123e4567-e89b-12d3-a456-426614174000"


def token_after(line: Line, bot: Receiver, text: str = "สวัสดี") -> str:
    line.desk("POST", "/users/mali/text", {"text": text})
    token: str = bot.events[-1]["replyToken"]
    return token


def test_a_reply_shows_on_the_phone_and_names_its_message(line: Line, bot: Receiver) -> None:
    got = line.reply(token_after(line, bot), "ยินดีต้อนรับ", "เชิญค่ะ")

    assert got.status == 200
    shown = line.chat()["messages"]
    assert [m["from"] for m in shown] == ["me", "bot", "bot"]
    assert [m["id"] for m in shown[1:]] == [m["id"] for m in got.json["sentMessages"]]
    assert got.headers["x-line-request-id"]


def test_a_reply_token_works_once(line: Line, bot: Receiver) -> None:
    token = token_after(line, bot)
    assert line.reply(token, "หนึ่ง").status == 200

    again = line.reply(token, "สอง")

    assert (again.status, again.json) == (400, {"message": "Invalid reply token"})
    assert line.shown() == [("me", "สวัสดี"), ("bot", "หนึ่ง")]


def test_a_reply_token_dies_a_minute_after_its_delivery(
    line: Line, bot: Receiver, clock: Any
) -> None:
    in_time, late = token_after(line, bot), token_after(line, bot)
    clock.at += 59.9
    assert line.reply(in_time, "ทัน").status == 200
    clock.at += 0.2
    assert line.reply(late, "ไม่ทัน").json == {"message": "Invalid reply token"}


def test_a_test_can_shorten_the_life_of_reply_tokens(line: Line, bot: Receiver, clock: Any) -> None:
    line.desk("POST", "/webhook", {"reply_token_seconds": 2})
    token = token_after(line, bot)
    clock.at += 2

    assert line.reply(token, "ช้าไป").status == 400


def test_a_refused_reply_leaves_its_token_good(line: Line, bot: Receiver) -> None:
    token = token_after(line, bot)
    assert line.reply(token, "").status == 400
    assert line.reply(token, "ถูกแล้ว").status == 200


def test_a_retry_key_on_a_reply_is_refused(line: Line, bot: Receiver) -> None:
    token = token_after(line, bot)
    assert line.reply(token, "x", X_Line_Retry_Key=KEY).status == 400
    assert line.shown() == [("me", "สวัสดี")]


def test_a_repeated_retry_key_is_409_with_the_first_answer(line: Line, clock: Any) -> None:
    first = line.push(MALI, "เตือน", key=KEY)
    again = line.push(MALI, "เตือน", key=KEY)

    assert first.status == 200
    assert again.status == 409
    assert again.json["sentMessages"] == first.json["sentMessages"]
    assert again.headers["x-line-accepted-request-id"] == first.headers["x-line-request-id"]
    assert line.shown() == [("bot", "เตือน")]
    assert line.desk("GET", "/quota")["used"] == 1


def test_a_retry_key_is_forgotten_after_a_day(line: Line, clock: Any) -> None:
    line.push(MALI, "เตือน", key=KEY)
    clock.at += 24 * 3600

    assert line.push(MALI, "เตือน", key=KEY).status == 200


def test_a_refused_push_does_not_use_its_retry_key_up(line: Line) -> None:
    assert line.push(MALI, "", key=KEY).status == 400
    assert line.push(MALI, "เตือน", key=KEY).status == 200


@pytest.mark.parametrize("key", ["", "1234", "ไม่ใช่"])
def test_a_retry_key_must_be_a_uuid(line: Line, key: str) -> None:
    body = {"to": MALI, "messages": [say("x")]}
    encoded = key.encode().decode("latin-1")
    got = line.call("POST", "/v2/bot/message/push", body, X_Line_Retry_Key=encoded)
    assert got.status == 400


def test_a_push_beyond_the_quota_is_429(line: Line) -> None:
    line.desk("POST", "/quota", {"limit": 2})
    assert [line.push(MALI, "x", "y").status for _ in range(3)] == [200, 200, 429]

    assert line.push(MALI, "x").json == {"message": "You have reached your monthly limit."}
    assert line.call("GET", "/v2/bot/message/quota").json == {"type": "limited", "value": 2}
    assert line.call("GET", "/v2/bot/message/quota/consumption").json == {"totalUsage": 2}


def test_replies_cost_no_quota(line: Line, bot: Receiver) -> None:
    line.desk("POST", "/quota", {"limit": 0})
    assert line.reply(token_after(line, bot), "ฟรี").status == 200


def test_a_multicast_counts_each_person_it_reaches(line: Line) -> None:
    body = {"to": [MALI, KANDA, STRANGER], "messages": [say("ทุกคน")]}
    assert line.call("POST", "/v2/bot/message/multicast", body).json == {}
    assert line.desk("GET", "/quota")["used"] == 1  # Kanda is no friend, the stranger nobody
    assert line.shown("kanda") == []


def test_a_push_to_a_blocker_is_200_and_silently_dropped(line: Line) -> None:
    line.desk("POST", "/users/mali/unfollow", {})

    got = line.push(MALI, "ไม่ถึง")

    assert got.status == 200
    assert got.json["sentMessages"]
    assert line.shown() == [("note", "unfollow")]
    assert line.desk("GET", "/quota")["used"] == 0


def test_who_wrote_within_a_week_is_reached_without_being_a_friend(line: Line, clock: Any) -> None:
    line.push(KANDA, "ก่อน")
    line.desk("POST", "/users/kanda/text", {"text": "สวัสดี"})
    clock.at += 6 * 86400
    line.push(KANDA, "ถึง")
    clock.at += 2 * 86400
    line.push(KANDA, "ช้าไป")

    assert line.shown("kanda") == [("me", "สวัสดี"), ("bot", "ถึง")]


def test_someone_line_does_not_know_is_refused(line: Line) -> None:
    assert line.push(STRANGER, "x").json == {"message": "Failed to send messages"}
    assert line.push("mali", "x").status == 400
    assert line.call("GET", f"/v2/bot/profile/{STRANGER}").status == 404
    assert line.call("GET", "/v2/bot/profile/mali").status == 400


def test_a_profile_is_open_while_one_has_not_blocked(line: Line) -> None:
    path = f"/v2/bot/profile/{MALI}"
    assert line.call("GET", path).json["displayName"] == "ครูมะลิ ใจดี"
    line.desk("POST", "/users/mali/unfollow", {})
    assert line.call("GET", path).status == 404


@pytest.mark.parametrize("authorization", ["", "Bearer wrong", "Basic sim-access-token"])
def test_without_a_good_token_all_is_401(line: Line, authorization: str) -> None:
    got = line.call("GET", "/v2/bot/info", Authorization=authorization)
    assert got.status == 401


def test_a_stateless_token_lives_900_seconds(line: Line, clock: Any) -> None:
    form = b"grant_type=client_credentials&client_id=2000000001&client_secret=secret"
    kind = {"Content_Type": "application/x-www-form-urlencoded"}
    got = line.call("POST", "/oauth2/v3/token", form, **kind)
    assert got.json["expires_in"] == 900

    line.token = got.json["access_token"]
    clock.at += 899
    assert line.call("GET", "/v2/bot/info").status == 200
    clock.at += 1
    assert line.call("GET", "/v2/bot/info").status == 401
    wrong = line.call("POST", "/oauth2/v3/token", form.replace(b"=secret", b"=wrong"), **kind)
    assert wrong.status == 401


@pytest.mark.parametrize(
    ("seconds", "status"), [(5, 202), (60, 202), (0, 400), (7, 400), (65, 400), ("5", 400)]
)
def test_the_loading_animation_wants_steps_of_five(line: Line, seconds: Any, status: int) -> None:
    body = {"chatId": MALI, "loadingSeconds": seconds}
    assert line.call("POST", "/v2/bot/chat/loading/start", body).status == status
    assert line.chat()["loading"] is (status == 202)


def test_the_loading_animation_ends_at_the_next_message_of_the_bot(line: Line) -> None:
    line.call("POST", "/v2/bot/chat/loading/start", {"chatId": MALI})
    line.push(MALI, "เสร็จแล้ว")
    assert line.chat()["loading"] is False
    group = {"chatId": "C" + "0" * 32}
    assert line.call("POST", "/v2/bot/chat/loading/start", group).status == 400


def test_read_marks_come_by_token_where_chat_is_on(line: Line, bot: Receiver) -> None:
    line.desk("POST", "/webhook", {"chat_mode": "chat"})
    assert line.call("GET", "/v2/bot/info").json["markAsReadMode"] == "manual"
    line.desk("POST", "/users/mali/text", {"text": "อ่านหรือยัง"})
    assert line.chat()["read_up_to"] == 0

    token = bot.events[-1]["message"]["markAsReadToken"]
    assert line.call("POST", "/v2/bot/chat/markAsRead", {"markAsReadToken": token}).status == 200
    assert line.chat()["read_up_to"] == 1


def test_every_call_is_logged_with_the_limit_it_broke(line: Line, sim: Simulator) -> None:
    line.push(MALI, "ก" * 5001)
    call = line.desk("GET", "/calls?endpoint=push")[-1]
    assert (call["status"], call["verdict"]) == (400, "refused")
    assert "5000 UTF-16 units" in call["limit"]


def test_a_request_over_two_megabytes_is_413(line: Line) -> None:
    assert line.push(MALI, "x" * (2 * 1024 * 1024)).status == 413


@pytest.mark.parametrize("body", [b"", b"{", b"[]", b'"x"'])
def test_a_body_that_is_no_object_is_400(line: Line, body: bytes) -> None:
    assert line.call("POST", "/v2/bot/message/push", body).status == 400
