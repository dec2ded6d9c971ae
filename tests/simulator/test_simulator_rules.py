"""What LINE's description does not say and no message shows by itself: rates, quota, numbers of
things; and that docs/platform.md tells the truth about all of it."""

import re
from pathlib import Path
from typing import Any

import pytest
from desk import MALI, Line, Receiver, say
from test_simulator_limits import BORDERS, MENTION, v2
from test_simulator_menus import MENU

from simulator.server import Simulator


@pytest.mark.parametrize(
    ("beside", "status"),
    [
        ({"notificationDisabled": True}, 200),
        ({"notificationDisabled": "yes"}, 400),
        ({"customAggregationUnits": ["visits_2569"]}, 200),
        ({"customAggregationUnits": ["a", "b"]}, 400),
        ({"customAggregationUnits": ["a" * 31]}, 400),
    ],
)
def test_what_stands_beside_the_messages_is_checked(line: Line, beside: Any, status: int) -> None:
    body = {"to": MALI, "messages": [say("ก")], **beside}
    assert line.call("POST", "/v2/bot/message/push", body).status == status


def test_a_multicast_goes_to_500_people_at_most(line: Line) -> None:
    for people, status in ((500, 200), (501, 400), (0, 400)):
        body = {"to": [MALI] * people, "messages": [say("ก")]}
        assert line.call("POST", "/v2/bot/message/multicast", body).status == status


def test_there_are_1000_rich_menus_and_1000_aliases_at_most(line: Line, sim: Simulator) -> None:
    menu = line.call("POST", "/v2/bot/richmenu", MENU).json["richMenuId"]
    sim.platform.menus.definitions |= {f"richmenu-{n}": {} for n in range(999)}
    sim.platform.menus.aliases |= {f"a{n}": menu for n in range(1000)}
    assert line.call("POST", "/v2/bot/richmenu", MENU).status == 400
    alias = {"richMenuAliasId": "another", "richMenuId": menu}
    assert line.call("POST", "/v2/bot/richmenu/alias", alias).status == 400


def test_a_mention_goes_to_groups_alone(line: Line, bot: Receiver) -> None:
    assert line.send(MALI, v2("{a}", a=MENTION)).status == 400
    assert line.send("C" + "c001".rjust(32, "0"), v2("{a}", a=MENTION)).status == 200
    line.desk("POST", "/users/mali/text", {"text": "สวัสดี"})
    body = {"replyToken": bot.events[0]["replyToken"], "messages": [v2("{a}", a=MENTION)]}
    assert line.call("POST", "/v2/bot/message/reply", body).status == 400
    assert line.reply(body["replyToken"], "โทเค็นยังใช้ได้").status == 200


def test_calls_beyond_the_rate_are_429_until_the_bucket_fills(line: Line, clock: Any) -> None:
    def lists(n: int) -> list[int]:
        return [line.call("GET", "/v2/bot/richmenu/list").status for _ in range(n)]

    assert lists(11) == [200] * 10 + [429]
    assert line.call("GET", "/v2/bot/info").status == 200
    clock.at += 0.31
    assert lists(4) == [200] * 3 + [429]
    assert line.desk("GET", "/calls")[-1]["limit"] == "rate: 10 calls in 1 s"


def test_rich_menus_are_made_and_deleted_a_hundred_times_an_hour(line: Line, clock: Any) -> None:
    def delete() -> int:
        return line.call("DELETE", "/v2/bot/richmenu/richmenu-none").status

    assert [delete() for _ in range(101)] == [404] * 100 + [429]
    clock.at += 36
    assert [delete(), delete()] == [404, 429]


def test_a_new_month_begins_with_a_whole_quota(line: Line, clock: Any) -> None:
    line.desk("POST", "/quota", {"limit": 1})
    assert [line.push(MALI, "x").status for _ in range(2)] == [200, 429]
    clock.at += 31 * 86400
    assert line.push(MALI, "x").status == 200
    clock.at -= 31 * 86400
    assert line.desk("GET", "/quota") == {"limit": 1, "used": 1}


def test_the_table_of_kept_rules_is_true() -> None:
    """docs/platform.md: each row names a file and tests or borders that are there, and no border
    is left out."""
    home = Path(__file__).parents[2]
    tests = {
        name
        for file in Path(__file__).parent.glob("test_*.py")
        for name in re.findall(r"^def (test_\w+)", file.read_text("utf-8"), re.MULTILINE)
    }
    kept = (home / "docs" / "platform.md").read_text("utf-8").partition("\n## Not kept")[0]
    rows = re.findall(r"^\| (.+) \| (\S+\.(?:py|css|js)) \| (.+) \|$", kept, re.MULTILINE)
    shown = [proof for _, _, proofs in rows for proof in proofs.split("; ")]
    borders = [proof for proof in shown if proof.startswith("border ")]
    assert len(rows) == kept.count("\n| ") - kept.count("\n| LINE's rule ") >= 60
    assert {where for _, where, _ in rows if not (home / "simulator" / where).is_file()} == set()
    assert sorted(borders) == sorted(f"border `{name}`" for name, _, _ in BORDERS)
    assert set(shown) - set(borders) - tests == set()
