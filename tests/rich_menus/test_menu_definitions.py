"""Nobody is shown what the role may not do, and LINE takes every menu as it is."""

from itertools import combinations
from typing import Any

import pytest

from handlers.cards.limits import graphemes
from handlers.dialog.inputs import words_of
from handlers.dialog.press import Do, decode
from handlers.menu import BESIDES, HELP_BUTTONS, MENU, help_examples
from handlers.routes import route_named, route_of
from handlers.texts import t
from models.actors import Actor, Post
from models.menus import DEFAULT, MENU_OF, Menu, menu_of
from models.policy import MAY, SCOPES
from models.scopes import COUNTRY, Scope
from models.vocabulary import Role, ScopeKind
from rich_menus.definitions import MENUS
from rich_menus.pages import Page, all_pages
from simulator.limits.menus import check_menu

PAGES = all_pages()
EACH_PAGE = pytest.mark.parametrize("page", PAGES, ids=lambda page: page.alias)


def roles_of(menu: Menu) -> list[Role]:
    return [role for role, its in MENU_OF.items() if its is menu]


def routes_on(page: Page) -> list[str]:
    """The routes that the areas of a page run."""
    found = []
    for area in page.areas:
        press = decode(area["action"]["data"])
        assert press is not None
        assert press.do is Do.GO
        found.append(press.slot)
    return found


def allowed(route: str, role: Role) -> bool:
    found = route_named(route)
    return found is not None and (found.needs is None or found.needs in MAY[role])


# --- who sees what -------------------------------------------------------------------------------


@EACH_PAGE
def test_every_tile_is_something_each_role_of_the_menu_may_do(page: Page) -> None:
    refused = [
        (route, role.value)
        for route in routes_on(page)
        for role in roles_of(page.menu)
        if not allowed(route, role)
    ]
    assert refused == []


def test_who_has_not_joined_is_answered_on_every_tile() -> None:
    for page in PAGES:
        if page.menu is DEFAULT:
            tiles = [route_named(route) for route in routes_on(page)]
            assert all(tile is not None and tile.strangers for tile in tiles)


def test_every_role_has_a_menu_and_every_menu_its_pages() -> None:
    assert set(MENU_OF) == set(Role)
    assert set(MENUS) == set(Menu)
    for menu in Menu:
        firsts = [page.first for page in PAGES if page.menu is menu]
        assert (firsts[0], sum(firsts)) == (True, 1)


def test_of_several_posts_the_one_that_reaches_furthest_decides() -> None:
    assert menu_of(set()) is Menu.NEWCOMER
    assert menu_of({Role.TEACHER}) is Menu.TEACHER
    assert menu_of({Role.TEACHER, Role.SCHOOL_ADMINISTRATOR}) is Menu.ADMINISTRATOR
    assert menu_of({Role.SUPERVISOR, Role.TEACHER, Role.EXPERT}) is Menu.SUPERVISOR
    assert menu_of({Role.AREA_COORDINATOR, Role.SUPERVISOR}) is Menu.AREA_COORDINATOR
    assert menu_of(set(Role)) is Menu.NATIONAL_COORDINATOR
    assert menu_of({Role.OPERATOR, Role.TEACHER}) is Menu.TEACHER


def test_the_help_is_one_tap_away_on_every_page() -> None:
    for page in PAGES:
        assert "help" in routes_on(page), page.alias


def test_the_menu_in_the_chat_asks_for_what_the_routes_ask_for() -> None:
    for name, action in MENU + BESIDES:
        route = route_named(name)
        assert route is not None
        assert route.needs is action, name


# --- the same words, tapped and typed ------------------------------------------------------------


@EACH_PAGE
def test_what_a_tile_shows_in_the_chat_does_the_same_when_typed(page: Page) -> None:
    for area, name in zip(page.areas, routes_on(page), strict=True):
        action = area["action"]
        if action["type"] == "postback":
            found = route_of(action["displayText"])
            assert found is not None
            assert found[0].name == name


@EACH_PAGE
def test_the_words_on_a_tile_are_the_commands_but_for_line_breaks(page: Page) -> None:
    for tile in page.drawn["tiles"]:
        assert "".join(tile["lines"]) == words_of(f"commands.{tile['route']}")[0]


def post_of(role: Role) -> Post:
    kind = min(SCOPES[role])
    place = COUNTRY if kind is ScopeKind.COUNTRY else Scope(kind, "X", 1, "สพป.นครปฐม เขต 1")
    return Post(role, place)


@pytest.mark.parametrize("role", Role)
def test_the_examples_of_the_help_are_three_commands_this_role_may_give(role: Role) -> None:
    examples = help_examples(Actor("U1", 1, "ใคร", (post_of(role),)))
    assert len(examples) == 3
    for words in examples:
        found = route_of(words)
        assert found is not None, words
        assert allowed(found[0].name, role), words
    for name in HELP_BUTTONS:
        assert allowed(name, role)


def test_what_the_help_offers_to_strangers_is_answered_to_them() -> None:
    for words in help_examples(Actor("U1")):
        found = route_of(words)
        assert found is not None
        assert found[0].strangers, words


# --- as LINE takes it ----------------------------------------------------------------------------


@EACH_PAGE
def test_line_takes_the_definition(page: Page) -> None:
    assert check_menu(page.definition) is None
    assert len(page.areas) <= 20
    assert len(graphemes(page.definition["chatBarText"])) <= 14
    assert len(page.name) <= 300
    for area in page.areas:
        assert len(graphemes(area["action"]["label"])) <= 20
        assert len(area["action"]["data"]) <= 300


@EACH_PAGE
def test_the_areas_lie_side_by_side_within_the_picture(page: Page) -> None:
    boxes = [area["bounds"] for area in page.areas]
    for box in boxes:
        assert 0 <= box["x"] < box["x"] + box["width"] <= page.drawn["width"]
        assert 0 <= box["y"] < box["y"] + box["height"] <= page.drawn["height"]
    assert not any(_overlap(one, other) for one, other in combinations(boxes, 2))
    # A tile that is drawn and cannot be tapped, or the other way round, would be a trap.
    drawn = [*(tab for tab in page.drawn["tabs"] if not tab["active"]), *page.drawn["tiles"]]
    edges = ("x", "y", "width", "height")
    assert boxes == [{edge: one[edge] for edge in edges} for one in drawn]


def _overlap(one: dict[str, int], other: dict[str, int]) -> bool:
    apart = (
        one["x"] + one["width"] <= other["x"]
        or other["x"] + other["width"] <= one["x"]
        or one["y"] + one["height"] <= other["y"]
        or other["y"] + other["height"] <= one["y"]
    )
    return not apart


def test_a_finger_hits_every_tile_and_tab() -> None:
    """44 points are what Apple and Google ask for; a phone is 390 points wide."""
    for page in PAGES:
        for area in page.areas:
            box = area["bounds"]
            assert min(box["width"], box["height"]) * 390 / page.drawn["width"] >= 44


def test_tabs_lead_to_pages_of_the_same_menu() -> None:
    by_alias = {page.alias: page for page in PAGES if page.tabbed}
    assert len(by_alias) == sum(page.tabbed for page in PAGES)
    for page in PAGES:
        assert len(page.drawn["tiles"]) <= 6
        called: list[dict[str, Any]] = [
            area["action"] for area in page.areas if area["action"]["type"] == "richmenuswitch"
        ]
        menus = {by_alias[action["richMenuAliasId"]].menu for action in called}
        assert menus <= {page.menu}
        own = sum(other.menu is page.menu for other in PAGES)
        assert len(called) == own - 1
        assert page.alias not in {action["richMenuAliasId"] for action in called}


def test_no_two_versions_share_a_name_and_a_change_is_another_version() -> None:
    assert len({page.name for page in PAGES}) == len(PAGES)
    page = PAGES[0]
    other = Page(page.menu, page.tab, page.first, page.tabbed, page.areas[:-1], page.drawn)
    assert other.name != page.name
    assert other.name.rpartition(" ")[0] == page.name.rpartition(" ")[0]


def test_the_texts_of_the_tabs_are_there() -> None:
    for tabs in MENUS.values():
        for tab in tabs if len(tabs) > 1 else ():
            assert t(f"menu.tab.{tab.name}")
