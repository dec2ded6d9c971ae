"""Rich menus: made, pictured, linked, called by alias, shown at the foot of a phone and tapped."""

import io
from typing import Any

import pytest
from desk import KANDA, MALI, STRANGER, Line, Receiver
from PIL import Image

MENU = {
    "size": {"width": 2500, "height": 843},
    "selected": True,
    "name": "ครู",
    "chatBarText": "เมนูครูพี่เลี้ยง",  # 16 code points, 10 graphemes: LINE takes it
    "areas": [
        {
            "bounds": {"x": 0, "y": 0, "width": 2500, "height": 843},
            "action": {"type": "postback", "data": "v1|menu"},
        }
    ],
}


def picture(width: int = 2500, height: int = 843) -> bytes:
    raw = io.BytesIO()
    Image.new("RGB", (width, height), "white").save(raw, "PNG")
    return raw.getvalue()


@pytest.fixture
def menu(line: Line) -> str:
    made: str = line.call("POST", "/v2/bot/richmenu", MENU).json["richMenuId"]
    return made


def upload(line: Line, menu: str, raw: bytes, mime: str = "image/png") -> int:
    return line.call("POST", f"/v2/bot/richmenu/{menu}/content", raw, Content_Type=mime).status


def test_a_menu_needs_its_picture_before_it_is_linked(line: Line, menu: str) -> None:
    path = f"/v2/bot/user/{MALI}/richmenu/{menu}"
    assert line.call("POST", path).status == 400
    assert upload(line, menu, picture()) == 200
    assert line.call("POST", path).status == 200
    assert line.call("GET", f"/v2/bot/user/{MALI}/richmenu").json == {"richMenuId": menu}
    line.call("DELETE", f"/v2/bot/user/{MALI}/richmenu")
    assert line.call("GET", f"/v2/bot/user/{MALI}/richmenu").status == 404


def test_a_picture_is_checked_and_never_replaced(line: Line, menu: str) -> None:
    assert upload(line, menu, picture(2500, 844)) == 400
    assert upload(line, menu, b"no picture") == 400
    assert upload(line, menu, picture(), "image/gif") == 415
    assert upload(line, menu, b"x" * (1024 * 1024 + 1)) == 413
    assert upload(line, menu, picture()) == 200
    assert upload(line, menu, picture()) == 400


@pytest.mark.parametrize(
    "change",
    [
        {"size": {"width": 799, "height": 300}},
        {"size": {"width": 2501, "height": 843}},
        {"size": {"width": 800, "height": 249}},
        {"size": {"width": 1000, "height": 700}},
        {"name": ""},
        {"name": "ก" * 301},
        {"chatBarText": "ก" * 15},
        {"areas": MENU["areas"] * 21},  # type: ignore[operator]
        {"typo": 1},
    ],
)
def test_a_menu_outside_the_limits_is_refused(line: Line, change: dict[str, object]) -> None:
    assert line.call("POST", "/v2/bot/richmenu/validate", {**MENU, **change}).status == 400
    assert line.call("POST", "/v2/bot/richmenu/validate", MENU).status == 200


def test_the_default_menu_and_bulk_links(line: Line, menu: str) -> None:
    assert line.call("GET", "/v2/bot/user/all/richmenu").status == 404
    assert line.call("POST", f"/v2/bot/user/all/richmenu/{menu}").status == 400
    upload(line, menu, picture())
    assert line.call("POST", f"/v2/bot/user/all/richmenu/{menu}").status == 200
    assert line.call("GET", "/v2/bot/user/all/richmenu").json == {"richMenuId": menu}

    body = {"richMenuId": menu, "userIds": [MALI, KANDA, STRANGER]}
    assert line.call("POST", "/v2/bot/richmenu/bulk/link", body).status == 202
    assert line.call("GET", f"/v2/bot/user/{MALI}/richmenu").status == 200
    assert line.call("GET", f"/v2/bot/user/{KANDA}/richmenu").status == 404  # no friend
    too_many = {"richMenuId": menu, "userIds": [MALI] * 501}
    assert line.call("POST", "/v2/bot/richmenu/bulk/link", too_many).status == 400


def test_an_alias_points_and_is_repointed(line: Line, menu: str) -> None:
    other = line.call("POST", "/v2/bot/richmenu", MENU).json["richMenuId"]
    alias = {"richMenuAliasId": "teacher-1", "richMenuId": menu}
    assert line.call("POST", "/v2/bot/richmenu/alias", alias).status == 200
    assert line.call("POST", "/v2/bot/richmenu/alias", alias).status == 400
    path = "/v2/bot/richmenu/alias/teacher-1"
    assert line.call("POST", path, {"richMenuId": other}).status == 200
    assert line.call("GET", path).json["richMenuId"] == other
    bad = {"richMenuAliasId": "ครู", "richMenuId": menu}
    assert line.call("POST", "/v2/bot/richmenu/alias", bad).status == 400
    assert line.call("DELETE", path).status == 200
    assert line.call("GET", "/v2/bot/richmenu/alias/list").json == {"aliases": []}


def test_a_deleted_menu_is_gone(line: Line, menu: str) -> None:
    assert len(line.call("GET", "/v2/bot/richmenu/list").json["richmenus"]) == 1
    assert line.call("DELETE", f"/v2/bot/richmenu/{menu}").status == 200
    assert line.call("GET", f"/v2/bot/richmenu/{menu}").status == 404


def tabs(line: Line) -> tuple[str, str]:
    """Two menus with pictures, each a tab that leads to the other."""
    made = []
    for here, there in (("first", "second"), ("second", "first")):
        switch = {"type": "richmenuswitch", "richMenuAliasId": there, "data": f"to-{there}"}
        area: dict[str, Any] = MENU["areas"][0]  # type: ignore[index]
        body = {**MENU, "areas": [*MENU["areas"], {**area, "action": switch}]}  # type: ignore[misc]
        menu = line.call("POST", "/v2/bot/richmenu", body).json["richMenuId"]
        upload(line, menu, picture())
        alias = {"richMenuAliasId": here, "richMenuId": menu}
        line.call("POST", "/v2/bot/richmenu/alias", alias)
        made.append(menu)
    return made[0], made[1]


def test_ones_own_menu_comes_before_everybodys(line: Line) -> None:
    own, everybodys = tabs(line)
    line.call("POST", f"/v2/bot/user/all/richmenu/{everybodys}")
    assert line.chat()["rich_menu"] == everybodys
    line.call("POST", f"/v2/bot/user/{MALI}/richmenu/{own}")
    shown = line.desk("GET", "/users/mali/menu")
    assert shown["menu"]["richMenuId"] == own
    assert line.call("GET", shown["image"]).data == picture()

    line.call("DELETE", f"/v2/bot/richmenu/{own}")
    assert line.chat()["rich_menu"] == everybodys
    assert line.chat("kanda")["rich_menu"] is None  # no friend of the bot


def test_a_tile_is_tapped_and_a_tab_switches(line: Line, bot: Receiver) -> None:
    first, second = tabs(line)
    line.call("POST", f"/v2/bot/user/{MALI}/richmenu/{first}")
    tile = {"message_id": first, "path": "/areas/0/action"}
    line.desk("POST", "/users/mali/tap", tile)
    line.desk("POST", "/users/mali/tap", {"message_id": first, "path": "/areas/1/action"})

    assert line.call("GET", f"/v2/bot/user/{MALI}/richmenu").json == {"richMenuId": second}
    assert line.call("POST", "/_sim/users/mali/tap", tile).status == 409
    tapped, switched = (event["postback"] for event in bot.events)
    assert tapped == {"data": "v1|menu"}
    params = {"newRichMenuAliasId": "second", "status": "SUCCESS"}
    assert switched == {"data": "to-second", "params": params}


@pytest.mark.parametrize(
    ("gone", "status"),
    [("alias/second", "RICHMENU_ALIAS_ID_NOTFOUND"), ("{second}", "RICHMENU_NOTFOUND")],
)
def test_a_tab_that_leads_nowhere_stays(line: Line, bot: Receiver, gone: str, status: str) -> None:
    first, second = tabs(line)
    line.call("POST", f"/v2/bot/user/{MALI}/richmenu/{first}")
    line.call("DELETE", f"/v2/bot/richmenu/{gone.format(second=second)}")
    line.desk("POST", "/users/mali/tap", {"data": "to-second"})
    assert bot.events[0]["postback"]["params"]["status"] == status
    assert line.chat()["rich_menu"] == first
