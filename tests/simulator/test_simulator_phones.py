"""What a phone shows, and what a thumb can reach on it."""

import re
import threading
from typing import Any

import pytest
from desk import MALI, Line, Receiver, quick, say

from simulator.server import PAGE

POSTBACK = {"type": "postback", "label": "ใช่", "data": "v1|yes", "displayText": "ใช่ค่ะ"}
SILENT = {"type": "postback", "label": "เงียบ", "data": "v1|silent"}
PICKER = {
    "type": "datetimepicker",
    "label": "เลือกวันที่",
    "data": "v1|date",
    "mode": "date",
    "min": "2026-01-01",
    "max": "2026-12-31",
}
CAMERA = {"type": "cameraRoll", "label": "อัลบั้ม"}


def card(*actions: dict[str, Any]) -> dict[str, Any]:
    buttons = [{"type": "button", "action": action} for action in actions]
    body = {"type": "box", "layout": "vertical", "contents": buttons}
    return {"type": "flex", "altText": "การ์ด", "contents": {"type": "bubble", "body": body}}


def tap(line: Line, **wish: Any) -> Any:
    return line.call("POST", "/_sim/users/mali/tap", wish)


def test_a_quick_reply_is_tapped_by_its_label(line: Line, bot: Receiver) -> None:
    line.send(MALI, say("แน่ใจไหม", quickReply=quick(POSTBACK)))

    assert tap(line, label="ใช่").json["webhook_status"] == [200]

    assert bot.events[-1]["postback"] == {"data": "v1|yes"}
    assert line.shown() == [("bot", "แน่ใจไหม"), ("me", "ใช่ค่ะ")]
    assert line.chat()["quick_replies"] == []
    assert tap(line, label="ใช่").status == 409


def test_a_silent_quick_reply_vanishes_too(line: Line) -> None:
    line.send(MALI, say("?", quickReply=quick(SILENT)))
    tap(line, label="เงียบ")
    assert line.chat()["quick_replies"] == []
    assert line.shown() == [("bot", "?")]


def test_any_new_message_wipes_the_quick_replies(line: Line) -> None:
    line.send(MALI, say("?", quickReply=quick(POSTBACK)))
    assert len(line.chat()["quick_replies"]) == 1
    line.push(MALI, "เตือนความจำ")
    assert line.chat()["quick_replies"] == []


def test_of_several_messages_only_the_last_shows_its_quick_replies(line: Line) -> None:
    line.send(MALI, say("หนึ่ง", quickReply=quick(POSTBACK)), say("สอง", quickReply=quick(SILENT)))
    assert [q["action"]["label"] for q in line.chat()["quick_replies"]] == ["เงียบ"]


def test_a_button_of_an_old_card_can_still_be_tapped(line: Line, bot: Receiver) -> None:
    old = line.send(MALI, card(SILENT, POSTBACK)).json["sentMessages"][0]["id"]
    line.push(MALI, "ใหม่กว่า")

    path = "/contents/body/contents/1/action"
    assert tap(line, message_id=old, path=path).status == 200
    assert bot.events[-1]["postback"]["data"] == "v1|yes"
    assert tap(line, message_id=old, data="v1|silent").status == 200


def test_what_the_phone_does_not_show_cannot_be_tapped(line: Line, bot: Receiver) -> None:
    line.send(MALI, card(POSTBACK))
    got = tap(line, label="ลบทุกอย่าง")
    assert got.status == 409
    assert "ใช่" in got.json["error"]
    assert line.call("POST", "/_sim/users/kanda/tap", {"label": "ใช่"}).status == 409
    assert bot.posts == []


def test_a_message_button_speaks_for_its_owner(line: Line, bot: Receiver) -> None:
    line.send(MALI, card({"type": "message", "label": "เมนู", "text": "เมนู"}))
    tap(line, label="เมนู")
    assert bot.events[-1]["message"]["text"] == "เมนู"


def test_a_link_makes_no_event(line: Line, bot: Receiver) -> None:
    line.send(MALI, card({"type": "uri", "label": "เปิด", "uri": "http://127.0.0.1:1/p/x"}))
    assert tap(line, label="เปิด").json["uri"] == "http://127.0.0.1:1/p/x"
    assert bot.posts == []


def test_a_picked_date_comes_as_params(line: Line, bot: Receiver) -> None:
    line.send(MALI, say("วันไหน", quickReply=quick(PICKER, CAMERA)))
    wish = {"data": "v1|date", "date": "2026-03-04"}
    line.desk("POST", "/users/mali/pick", wish)
    assert bot.events[-1]["postback"] == {"data": "v1|date", "params": {"date": "2026-03-04"}}
    assert line.chat()["quick_replies"] == []


@pytest.mark.parametrize("day", ["2027-01-01", "2025-12-31", "4 มี.ค.", ""])
def test_the_picker_offers_no_other_days(line: Line, bot: Receiver, day: str) -> None:
    line.send(MALI, say("วันไหน", quickReply=quick(PICKER)))
    got = line.call("POST", "/_sim/users/mali/pick", {"data": "v1|date", "date": day})
    assert got.status == 409
    assert len(line.chat()["quick_replies"]) == 1
    assert bot.posts == []


@pytest.mark.parametrize(("label", "gesture"), [("เลือกวันที่", "pick"), ("อัลบั้ม", "images")])
def test_a_picker_or_camera_wants_another_gesture(line: Line, label: str, gesture: str) -> None:
    line.send(MALI, say("?", quickReply=quick(PICKER, CAMERA)))
    got = tap(line, label=label)
    assert got.status == 409
    assert gesture in got.json["error"]
    assert len(line.chat()["quick_replies"]) == 2


def test_a_sticker_a_place_and_a_quote_arrive(line: Line, bot: Receiver) -> None:
    sent = line.push(MALI, "อ้างถึง").json["sentMessages"][0]["id"]
    line.desk("POST", "/users/mali/sticker", {})
    line.desk("POST", "/users/mali/location", {"title": "โรงเรียน", "latitude": 13.8})
    line.desk("POST", "/users/mali/text", {"text": "ตอบข้อนี้", "quote": sent})
    sticker, place, quote = (event["message"] for event in bot.events)
    assert sticker["stickerId"]
    assert place["title"] == "โรงเรียน"
    assert quote["quotedMessageId"] == sent


def test_who_has_blocked_the_bot_cannot_write_to_it(line: Line) -> None:
    line.desk("POST", "/users/mali/unfollow", {})
    assert line.call("POST", "/_sim/users/mali/text", {"text": "x"}).status == 409


def test_only_ones_own_messages_can_be_taken_back(line: Line) -> None:
    sent = line.push(MALI, "ของบอต").json["sentMessages"][0]["id"]
    wish = {"message_id": sent}
    assert line.call("POST", "/_sim/users/mali/unsend", wish).status == 409


def test_a_waiting_chat_wakes_when_something_comes(line: Line) -> None:
    found: list[Any] = []
    waiter = threading.Thread(target=lambda: found.append(line.chat(wait=10)))
    waiter.start()
    line.push(MALI, "มาแล้ว")
    waiter.join(5)
    assert [m["message"]["text"] for m in found[0]["messages"]] == ["มาแล้ว"]


def test_a_chat_can_be_read_on_from_a_point(line: Line) -> None:
    line.push(MALI, "หนึ่ง")
    after = line.chat()["next"]
    line.push(MALI, "สอง")
    assert [m["message"]["text"] for m in line.chat(after=after)["messages"]] == ["สอง"]


def test_someone_new_gets_a_phone(line: Line, bot: Receiver) -> None:
    made = line.desk("POST", "/users", {"name": "ครูใหม่"})
    line.desk("POST", f"/users/{made['user_id']}/follow", {})
    assert bot.events[0]["source"]["userId"] == made["user_id"]
    assert line.call("POST", "/_sim/users/nobody/text", {"text": "x"}).status == 404


#: LINE's share address is known by the page so that tapping it opens the page's own share box.
TOLD_APART_NOT_ASKED = {"/page/phone.js": [b"https://line.me"]}


def test_the_page_is_there_and_asks_no_other_host(line: Line) -> None:
    files = [f"/page/{file.name}" for file in PAGE.iterdir()]
    assert len(files) > 10
    for path in ("/", *files):
        got = line.call("GET", path)
        assert got.status == 200, path
        assert re.findall(rb"https://[^\"/]+", got.data) == TOLD_APART_NOT_ASKED.get(path, []), path
    assert line.call("GET", "/page/..%2fserver.py").status == 404


def test_voice_film_and_file_arrive_with_their_content(line: Line, bot: Receiver) -> None:
    for kind in ("audio", "video", "file"):
        wish = {"kind": kind, "file": "data:text/plain;base64,aGk=", "name": "ก.txt"}
        line.desk("POST", "/users/mali/media", {**wish, "duration": 1500})
    voice, film, file = (event["message"] for event in bot.events)
    assert (voice["duration"], film["contentProvider"]) == (1500, {"type": "line"})
    assert (file["fileName"], file["fileSize"]) == ("ก.txt", 2)
    got = line.call("GET", f"/v2/bot/message/{file['id']}/content")
    assert (got.data, got.headers["Content-Type"]) == (b"hi", "text/plain")
    assert line.call("POST", "/_sim/users/mali/media", {"kind": "audio"}).status == 400


def test_what_the_bot_quotes_is_shown_by_its_id(line: Line, bot: Receiver) -> None:
    line.desk("POST", "/users/mali/text", {"text": "ถาม"})
    asked = bot.events[0]["message"]
    line.send(MALI, say("ตอบ", quoteToken=asked["quoteToken"]))
    assert line.chat()["messages"][-1]["message"]["quotedMessageId"] == asked["id"]
