"""A group chat: who speaks there, what the bot hears of it, and what it costs to push to it."""

from typing import Any

import pytest
from desk import CAST, KANDA, MALI, Line, Receiver, quick, say

from simulator.platform import BOT_USER_ID

POSTBACK = {"type": "postback", "label": "ใช่", "data": "v1|yes"}


@pytest.fixture
def group(line: Line) -> str:
    """The group that is there from the start, with กานดา asked in."""
    made: str = line.desk("GET", "/groups")[0]["group_id"]
    line.desk("POST", f"/groups/{made}/invite", {"who": "kanda"})
    return made


def says(line: Line, group: str, words: str, who: str = "mali", **more: Any) -> Any:
    return line.desk("POST", f"/users/{who}/text", {"text": words, "group": group, **more})


def test_a_mention_is_marked_in_utf16(line: Line, bot: Receiver, group: str) -> None:
    says(line, group, "👋 @พี่เลี้ยง กับ @ครูกานดา มาใหม่")

    event = bot.events[-1]
    assert event["source"] == {"type": "group", "groupId": group, "userId": MALI}
    mine, hers = event["message"]["mention"]["mentionees"]
    at = {"index": 3, "length": 10}
    assert mine == {"type": "user", "userId": BOT_USER_ID, "isSelf": True, **at}
    assert (hers["userId"], hers["index"], hers["length"]) == (KANDA, 18, 16)


def test_in_private_nobody_is_mentioned(line: Line, bot: Receiver) -> None:
    line.desk("POST", "/users/mali/text", {"text": "@พี่เลี้ยง"})
    assert "mention" not in bot.events[-1]["message"]


def test_the_answer_shows_in_the_group_and_anybody_taps(
    line: Line, bot: Receiver, group: str
) -> None:
    says(line, group, "@พี่เลี้ยง")
    answer = say("ค่ะ", quickReply=quick(POSTBACK))
    body = {"replyToken": bot.events[-1]["replyToken"], "messages": [answer]}
    assert line.call("POST", "/v2/bot/message/reply", body).status == 200
    assert line.shown(group)[-1] == ("bot", "ค่ะ")
    assert line.shown() == []

    line.desk("POST", "/users/kanda/tap", {"label": "ใช่", "group": group})
    assert bot.events[-1]["source"]["userId"] == KANDA
    assert line.chat(group)["quick_replies"] == []


def test_only_ones_own_words_are_taken_back(line: Line, bot: Receiver, group: str) -> None:
    said = says(line, group, "พิมพ์ผิด")["message_ids"][0]
    wish = {"message_id": said, "group": group}
    assert line.call("POST", "/_sim/users/kanda/unsend", wish).status == 409
    line.desk("POST", "/users/mali/unsend", wish)
    assert bot.events[-1]["source"]["groupId"] == group
    assert line.chat(group)["unsent"] == [said]


def test_the_bot_hears_who_comes_and_goes_while_it_is_there(
    line: Line, bot: Receiver, group: str
) -> None:
    line.desk("POST", f"/groups/{group}/remove", {"who": "kanda"})
    line.desk("POST", f"/groups/{group}/remove", {"who": "bot"})
    says(line, group, "คุยกันเอง")
    line.desk("POST", f"/groups/{group}/invite", {"who": "bot"})
    assert [event["type"] for event in bot.events] == [
        "memberJoined",
        "memberLeft",
        "leave",
        "join",
    ]
    assert bot.events[0]["joined"]["members"] == [{"type": "user", "userId": KANDA}]
    assert "replyToken" not in bot.events[1]
    assert line.call("POST", "/_sim/users/kanda/text", {"text": "x", "group": group}).status == 404


def test_a_push_to_a_group_is_paid_for_each_member(line: Line, group: str) -> None:
    line.push(group, "ประกาศ")
    assert line.desk("GET", "/quota")["used"] == len(CAST)
