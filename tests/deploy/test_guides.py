"""The Thai guides, in docs/th and in the chat: what they show is what the bot says now."""

import hashlib
import json
import re
import shutil
from collections.abc import Iterator
from datetime import UTC, datetime
from importlib.metadata import entry_points
from pathlib import Path
from urllib.parse import parse_qs, urlsplit

import pytest
from PIL import Image

from bot.app import create_app
from bot.database import transaction
from bot.links import Links
from bot.settings import load_settings
from demo.__main__ import prepare
from docs.make_screenshots import BEFORE, FOLDER, TOLD
from docs.scenes import SCENES, Picture, Stage
from handlers.cards.limits import URI, broken, units
from handlers.cards.render import render
from handlers.dialog.inputs import words_of
from handlers.guide import GUIDES, LEAVES, PAGE, SENT_ON, card_of, explained
from handlers.routes import command_table, route_named
from handlers.texts import catalog
from handlers.thai.commands import read_command
from models.demo_clock import set_offset
from models.menus import MENU_OF, Menu
from models.policy import INVITABLE, MAY
from tests.bot.street import Street, open_street, walk

HOME = Path(__file__).parents[2]
PAGES = sorted((HOME / "docs" / "th").glob("*.md"))
KEPT = json.loads(TOLD.read_text("utf-8"))
EACH_PAGE = pytest.mark.parametrize("page", PAGES, ids=lambda page: page.name)
EACH_MENU = pytest.mark.parametrize("menu", Menu)
#: Small enough for a phone on a slow line, and for git.
MOST_BYTES = 80_000
#: LINE's most for a picture in a bubble, in pixels a side.
MOST_PIXELS = 1024
HTTPS = {
    "BOT_DEMO": "1",
    "LINE_API_BASE": "http://127.0.0.1:1",
    "PUBLIC_BASE_URL": "https://bot.example.org",
}


@pytest.fixture(scope="module")
def demo(migrated_file: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Street]:
    """The demo as `make screenshots` begins it; one for this file."""
    home = tmp_path_factory.mktemp("guides")
    shutil.copyfile(migrated_file, home / "demo.db")
    with open_street(f"sqlite:///{home / 'demo.db'}", str(home), populated=True) as street:
        with transaction(street.runtime.engine) as session:
            set_offset(session, round((BEFORE - datetime.now(UTC)).total_seconds()))
        prepare(street.runtime)
        yield street


# --- the pictures --------------------------------------------------------------------------------


def test_no_picture_is_stale(demo: Street) -> None:
    """Stale? `make screenshots`, then look at the pictures and read the guides again."""
    stage = Stage(demo.simulator.base_url, demo.runtime)
    shown: dict[str, list[str]] = {}

    def look(picture: Picture) -> None:
        first, last = KEPT.get(picture.name, {}).get("from_the_end", (1, 0))
        shown[picture.name] = stage.shown(picture, first, last)

    stage.play(look)
    assert shown == {name: kept["shows"] for name, kept in KEPT.items()}


def test_the_pictures_are_those_that_were_taken_with_their_words() -> None:
    taken = {name: kept["sha256"] for name, kept in KEPT.items()}
    there = {f.stem: hashlib.sha256(f.read_bytes()).hexdigest() for f in FOLDER.glob("*")}
    assert there == taken
    for file in FOLDER.glob("*"):
        assert file.stat().st_size <= MOST_BYTES, file.name
        with Image.open(file) as picture:
            assert max(picture.size) <= MOST_PIXELS, file.name


# --- the guides in docs/th -----------------------------------------------------------------------

#: Words of the catalog that hold a place for others, such as "เปิด {receipt}".
_TEMPLATE = re.compile(r"\{\w+\}")
_QUOTED = re.compile("“([^”]+)”")


def words_of_the_bot() -> list[re.Pattern[str]]:
    """What a button may be called: a text of the catalog, one of several with | between, or one
    with its places filled."""
    found = []
    for text in {each.strip() for value in catalog().values() for each in value.split("|")}:
        said = _TEMPLATE.sub("", text)
        if len(said.strip()) > 3 and len(said) < 60:
            found.append(re.compile(_TEMPLATE.sub(".+", re.sub(r"([^\w\s{}])", r"\\\1", text))))
    return found


WORDS = words_of_the_bot()


def is_said(words: str) -> bool:
    """Whether these words are a button, a command, or typed in the scenes."""
    return (
        any(pattern.fullmatch(words) for pattern in WORDS)
        or read_command(words, command_table(), inexact=False) is not None
        or f": {words}\n" in SCENES.read_text("utf-8")
    )


@EACH_PAGE
def test_every_button_and_command_in_a_guide_is_one_of_the_bot(page: Path) -> None:
    quoted = _QUOTED.findall(page.read_text("utf-8"))
    assert quoted
    assert [words for words in quoted if words != "…" and not is_said(words)] == []


def test_every_button_and_command_in_the_chat_s_guides_is_one_of_the_bot() -> None:
    quoted = [
        words
        for key, text in catalog().items()
        if key.startswith("guide.")
        for words in _QUOTED.findall(text)
    ]
    assert len(quoted) > 30
    assert [words for words in quoted if not is_said(words)] == []


def test_what_is_no_button_is_noticed() -> None:
    assert not is_said("ปุ่มที่ไม่มี")
    assert not is_said("ส่งรายงานเลย")


@EACH_PAGE
def test_every_file_a_guide_points_to_is_there(page: Path) -> None:
    text = page.read_text("utf-8")
    targets = re.findall(r'src="([^"]+)"', text) + re.findall(r"\]\(([^)#]+)[^)]*\)", text)
    missing = [to for to in targets if not (page.parent / to).resolve().exists()]
    assert missing == []
    assert all(f'alt="{alt}"' in text for alt in re.findall(r'<img[^>]*alt="([^"]+)"', text))


def test_every_picture_has_its_place_and_a_guide_has_few() -> None:
    placed = [re.findall(r"guide/([a-z-]+)\.png", page.read_text("utf-8")) for page in PAGES]
    assert sorted(name for names in placed for name in names) == sorted(KEPT)
    assert max(len(names) for names in placed) <= 6


def test_the_command_lines_of_the_operator_s_guide_are_there() -> None:
    commands = {
        **create_app(load_settings(HTTPS)).cli.commands,
        **{point.name: point.load() for point in entry_points(group="flask.commands")},
    }
    guide = (HOME / "docs/th/operator.md").read_text("utf-8")
    lines = re.findall(r"flask --app bot\.app ([^`\n]+)", guide)
    assert len(lines) > 8
    for line in lines:
        first, *words = line.split()
        command = commands[first]
        while words and (inner := getattr(command, "commands", {}).get(words[0])):
            command, words = inner, words[1:]
        options = {name for each in command.params for name in each.opts}
        assert {word for word in words if word.startswith("--")} <= options, line
    targets = re.findall(r"`?make ([a-z]+)", "\n".join(page.read_text("utf-8") for page in PAGES))
    makefile = (HOME / "Makefile").read_text("utf-8")
    assert set(targets) == {"demo", "screenshots"}
    assert all(f"\n{target}: " in makefile for target in targets)


# --- "คู่มือ" in the chat, and its page ------------------------------------------------------------


@EACH_MENU
def test_a_guide_offers_what_everybody_with_that_menu_may_do(menu: Menu) -> None:
    roles = [role for role, its in MENU_OF.items() if its is menu and role.value != "expert"]
    for name in GUIDES[menu]:
        route = route_named(LEAVES[name].route) if LEAVES[name].route else None
        assert LEAVES[name].route == "" or route is not None, name
        if route is None:
            continue
        assert roles or route.strangers, name
        assert all(route.needs is None or route.needs in MAY[role] for role in roles), name


@EACH_MENU
def test_line_takes_a_guide_with_its_pictures_where_there_is_https(menu: Menu) -> None:
    message = render(card_of(menu, own=True, sends_on=True))
    shown = Links(load_settings(HTTPS)).resolve(message, "U1")
    assert broken(shown) == []
    assert "link:" not in json.dumps(shown)
    pictures = [node["url"] for node in walk(shown) if "url" in node]
    assert pictures == [
        f"https://bot.example.org/p/static/{leaf.picture}" for leaf in explained(menu)
    ]
    assert all((HOME / "bot/pages/static" / leaf.picture).exists() for leaf in explained(menu))
    plain = {**HTTPS, "PUBLIC_BASE_URL": "http://127.0.0.1:8000"}
    on_http = Links(load_settings(plain)).resolve(message, "U1")
    assert not [node for node in walk(on_http) if "url" in node or "hero" in node]
    assert broken(on_http) == []


def test_what_is_sent_on_is_the_page_that_everybody_may_read() -> None:
    message = render(card_of(Menu.AREA_COORDINATOR, own=True, sends_on=True))
    shown = Links(load_settings(HTTPS)).resolve(message, "U1")
    shared = [n["uri"] for n in walk(shown) if n.get("uri", "").startswith("https://line.me/")]
    assert len(shared) == len(SENT_ON)
    for uri, menu in zip(shared, SENT_ON, strict=True):
        assert units(uri) <= URI
        words = parse_qs(urlsplit(uri).query)["text"][0]
        assert words.endswith(f"\nhttps://bot.example.org/p/{PAGE}/{menu.value}")
        assert words_of(f"guide.whose.{menu.value}")[0] in words
    invited = {role for roles in INVITABLE.values() for role in roles}
    assert set(SENT_ON) <= {MENU_OF[role] for role in invited}


def test_the_page_of_a_guide_is_there_for_everybody_and_its_pictures_for_line() -> None:
    client = create_app(load_settings(HTTPS)).test_client()
    for menu in Menu:
        answer = client.get(f"/p/guide/{menu.value}")
        assert answer.status_code == 200
        for leaf in explained(menu):
            assert leaf.title in answer.text
            assert f"/p/static/{leaf.picture}" in answer.text
    with client.get(f"/p/static/{explained(Menu.TEACHER)[0].picture}") as picture:
        assert picture.mimetype == "image/png"
        assert picture.headers["Cross-Origin-Resource-Policy"] == "cross-origin"
    assert client.get("/p/guide/nobody").status_code == 404


def test_everybody_gets_the_own_guide_and_may_read_another_s(demo: Street) -> None:
    assert "บันทึกนิเทศ" in demo.phone("mali").say("คู่มือ").labels
    other = demo.phone("mali").say("คู่มือ ศน.")
    assert other.texts[0].endswith("ศึกษานิเทศก์")
    assert len(other.labels) == 1
    coordinator = demo.phone("pranee").say("คู่มือ")
    assert sum("line.me/R/share" in uri for uri in coordinator.uris) == len(SENT_ON)
    assert not any("line.me" in uri for uri in demo.phone("wichai").say("คู่มือ").uris)
    stranger = demo.desk("POST", "/users", {"name": "คนใหม่", "friend": True})["user_id"]
    assert "วิธีเข้าร่วม" in demo.phone(stranger).say("คู่มือ").labels
