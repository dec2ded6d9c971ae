"""Brings LINE to what definitions.py says, and changes nothing where it is so already.

A menu cannot be changed at LINE, nor its picture: another content is another menu, told by the
hash in its name. What is done is found again there, so a run that was cut short anywhere is taken
up by the next. The order keeps everybody with a menu at every moment: new menus with their
pictures, aliases, the default, the ids for whoever links, the people, and the old ones last.
"""

from collections.abc import Callable, Mapping, Sequence
from functools import partial
from typing import Any, TypeVar

from bot.database import transaction
from bot.linking import count_astray, relink
from bot.menu_calls import MenuCalls
from bot.runtime import Runtime
from models.menus import DEFAULT, Menu, keep_menu_ids, menu_ids
from rich_menus.drawing import draw
from rich_menus.pages import ALIASES, OURS, Page, all_pages

#: LINE allows 100 deletions an hour; the rest waits for the next run.
MOST_DELETED = 90

T = TypeVar("T")


class Sync:
    """One run. `tell` hears each change in a line; with `dry` that is all that happens."""

    def __init__(
        self,
        runtime: Runtime,
        tell: Callable[[str], object],
        *,
        dry: bool = False,
        pages: Sequence[Page] | None = None,
        paint: Callable[[Mapping[str, Any]], bytes] = draw,
    ):
        self._runtime, self._tell, self._dry = runtime, tell, dry
        self._pages = all_pages() if pages is None else pages
        self._paint = paint
        self._calls = MenuCalls(runtime.line, runtime.settings)
        self.changes = 0

    def run(self) -> int:
        """Do what is to be done; how many changes that were. Raises LineFault where LINE does not
        do its part: what was done stays, and the next run goes on from there."""
        self._read()
        ids = {page.alias: self._menu(page) for page in self._pages}
        for page in self._pages:
            if page.tabbed:
                self._alias(page.alias, ids[page.alias])
        firsts = {page.menu: ids[page.alias] for page in self._pages if page.first}
        self._default(firsts[DEFAULT])
        self._keep(firsts)
        self._relink(firsts)
        self._sweep(set(ids.values()))
        return self.changes

    def _read(self) -> None:
        self._menus, self._aliases = self._calls.menus(), self._calls.aliases()
        self._shown = self._calls.default()
        with self._runtime.reading() as session:
            self._kept = menu_ids(session)

    def _menu(self, page: Page) -> str:
        """The id of this page at LINE, where it has its picture."""
        found = sorted(known for known, name in self._menus.items() if name == page.name)
        in_use = {*self._kept.values(), *self._aliases.values(), self._shown}
        if ready := [known for known in found if known in in_use]:
            return ready[0]  # nothing comes into use before it has its picture
        if found and self._calls.has_picture(found[0]):
            return found[0]
        menu_id = found[0] if found else self._create(page)
        self._do(f"picture of {page.alias}", partial(self._give_picture, menu_id, page))
        return menu_id

    def _create(self, page: Page) -> str:
        made = self._do(f"create {page.name}", lambda: self._calls.create(page.definition))
        return made or f"(new) {page.alias}"

    def _give_picture(self, menu_id: str, page: Page) -> None:
        self._calls.upload(menu_id, self._paint(page.drawn))

    def _alias(self, alias: str, menu_id: str) -> None:
        if alias not in self._aliases:
            self._do(f"alias {alias}", lambda: self._calls.make_alias(alias, menu_id))
        elif self._aliases[alias] != menu_id:
            self._do(f"repoint alias {alias}", lambda: self._calls.point_alias(alias, menu_id))

    def _default(self, menu_id: str) -> None:
        if self._shown != menu_id:
            self._do("set the default menu", lambda: self._calls.set_default(menu_id))

    def _keep(self, firsts: dict[Menu, str]) -> None:
        """From here on who joins gets the new menus."""
        if self._kept == firsts:
            return

        def keep() -> None:
            with transaction(self._runtime.engine) as session:
                keep_menu_ids(session, firsts)

        self._do("keep the ids", keep)

    def _relink(self, firsts: dict[Menu, str]) -> None:
        if count := count_astray(self._runtime, firsts):
            self._do(f"link {count} accounts to their menus", lambda: relink(self._runtime))

    def _sweep(self, wanted: set[str]) -> None:
        """What is ours and not wanted any more goes: nobody is shown it by now."""
        aliases = {page.alias for page in self._pages if page.tabbed}
        for alias in sorted(self._aliases):
            if alias.startswith(ALIASES) and alias not in aliases:
                self._do(f"delete alias {alias}", partial(self._calls.delete_alias, alias))
        old = [
            known
            for known, name in self._menus.items()
            if name.startswith(OURS) and known not in wanted
        ]
        for menu_id in old[:MOST_DELETED]:
            name = self._menus[menu_id]
            self._do(f"delete {name} ({menu_id})", partial(self._calls.delete, menu_id))
        if left := len(old[MOST_DELETED:]):
            self._tell(f"{left} old menus are left: LINE allows 100 an hour, run again after that")

    def _do(self, what: str, change: Callable[[], T]) -> T | None:
        self.changes += 1
        self._tell(what)
        return None if self._dry else change()
