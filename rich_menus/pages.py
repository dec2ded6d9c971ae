"""A page of a rich menu, worked out from its definition: what LINE is told, what is drawn, and the
name under which it is found again."""

import hashlib
import json
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property
from itertools import pairwise
from typing import Any

from handlers.dialog.press import Do, Press
from handlers.routes import route_named
from handlers.texts import has, t
from models.menus import Menu
from rich_menus.definitions import MENUS, Tab
from rich_menus.drawing import SOURCE_HASH

#: LINE's usual sizes ("Rich menu" in its design guidelines); small for up to three tiles.
WIDTH, LARGE, SMALL = 2500, 1686, 843
#: The row of tabs: 47 points high on a phone that is 390 wide.
STRIP = 300
#: Tiles in a row, by how many there are on the page.
COLUMNS = {1: 1, 2: 2, 3: 3, 4: 2, 5: 3, 6: 3}
#: What the names of our menus and aliases begin with: others on the channel are left alone.
OURS = "PhiLiang "
ALIASES = "pl-"

Json = dict[str, Any]


@dataclass(frozen=True)
class Page:
    """One page. `areas` are LINE's, `drawn` is what drawing.typ reads; both in pixels."""

    menu: Menu
    tab: str
    first: bool  # the one that is linked to people
    tabbed: bool  # one of several
    areas: tuple[Json, ...]
    drawn: Json

    @property
    def alias(self) -> str:
        """The alias that tabs call; a menu of one page has none, but its name is made of it."""
        return f"{ALIASES}{self.menu.value}-{self.tab}"

    @cached_property
    def name(self) -> str:
        """The menu's name at LINE: it tells that it is ours, which one, and in which version."""
        what = json.dumps([self._definition, self.drawn, SOURCE_HASH], sort_keys=True)
        return f"{OURS}{self.alias} {hashlib.sha256(what.encode()).hexdigest()[:16]}"

    @property
    def definition(self) -> Json:
        """The menu as LINE takes it."""
        return {"name": self.name, **self._definition}

    @property
    def _definition(self) -> Json:
        return {
            "size": {"width": self.drawn["width"], "height": self.drawn["height"]},
            "selected": True,
            "chatBarText": t("menu.bar"),
            "areas": list(self.areas),
        }


def all_pages() -> list[Page]:
    """Every page of every menu."""
    return [_page(menu, tabs, tab) for menu, tabs in MENUS.items() for tab in tabs]


def _page(menu: Menu, tabs: tuple[Tab, ...], tab: Tab) -> Page:
    tabbed = len(tabs) > 1
    height = LARGE if len(tab.routes) > COLUMNS[len(tab.routes)] else SMALL
    over = list(_tabs(menu, tabs, tab)) if tabbed else []
    tiles = list(_tiles(tab, STRIP if tabbed else 0, height))
    return Page(
        menu=menu,
        tab=tab.name,
        first=tab is tabs[0],
        tabbed=tabbed,
        areas=tuple(area for area, _ in [*over, *tiles] if area is not None),
        drawn={
            "width": WIDTH,
            "height": height,
            "tabs": [drawn for _, drawn in over],
            "tiles": [drawn for _, drawn in tiles],
        },
    )


def _tabs(menu: Menu, tabs: tuple[Tab, ...], shown: Tab) -> Iterator[tuple[Json | None, Json]]:
    """The tabs, and the help at their end. The one that is shown does nothing."""
    edges = _edges(0, WIDTH, len(tabs) + 1)
    for tab, (x, right) in zip(tabs, edges, strict=False):
        box = {"x": x, "y": 0, "width": right - x, "height": STRIP}
        words = t(f"menu.tab.{tab.name}")
        alias = f"{ALIASES}{menu.value}-{tab.name}"
        area = None if tab is shown else {"bounds": box, "action": _switch(alias, words)}
        yield area, {**box, "words": words, "active": tab is shown, "route": None}
    x, right = edges[-1]
    box = {"x": x, "y": 0, "width": right - x, "height": STRIP}
    area = {"bounds": box, "action": _tap("help")}
    yield area, {**box, "words": _word("help"), "active": False, "route": "help"}


def _tiles(tab: Tab, top: int, height: int) -> Iterator[tuple[Json, Json]]:
    columns = COLUMNS[len(tab.routes)]
    rows = -(-len(tab.routes) // columns)
    for place, route in enumerate(tab.routes):
        row, column = divmod(place, columns)
        in_row = min(columns, len(tab.routes) - row * columns)
        x, right = _edges(0, WIDTH, in_row)[column]
        y, bottom = _edges(top, height, rows)[row]
        box = {"x": x, "y": y, "width": right - x, "height": bottom - y}
        key = f"menu.tile.{route}"
        lines = t(key).split("\n") if columns > 2 and has(key) else [_word(route)]
        area = {"bounds": box, "action": _tap(route)}
        yield area, {**box, "route": route, "lines": lines, "first": place == 0}


def _edges(start: int, end: int, parts: int) -> list[tuple[int, int]]:
    """`start` to `end` in equal parts, without a gap and without an overlap."""
    marks = [start + (end - start) * part // parts for part in range(parts + 1)]
    return list(pairwise(marks))


def _word(route: str) -> str:
    """The first word of a command: what its button says, and what can be typed."""
    found = route_named(route)
    assert found is not None, f"{route} is no route"
    return found.words[0]


def _tap(route: str) -> Json:
    """As the buttons in the chat (handlers/say.py); the menu folds, so that the answer is seen."""
    return {
        "type": "postback",
        "label": _word(route),
        "data": Press(Do.GO, slot=route).encode(),
        "displayText": _word(route),
        "inputOption": "closeRichMenu",
    }


def _switch(alias: str, words: str) -> Json:
    """The phone turns the page by itself; where it cannot, the menu in the chat comes."""
    data = Press(Do.GO, slot="menu").encode()
    return {"type": "richmenuswitch", "label": words, "richMenuAliasId": alias, "data": data}
