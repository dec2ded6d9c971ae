"""What LINE has of rich menus, looked at and put there by the tests."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from models.menus import Menu
from rich_menus.pages import Page, all_pages
from rich_menus.sync import Sync
from simulator.rates import Rates
from tests.bot.street import Street

Paint = Callable[[Mapping[str, Any]], bytes]

#: Three pages instead of all: what everybody sees, and a menu with two tabs.
FEW = [page for page in all_pages() if page.menu in (Menu.NEWCOMER, Menu.TEACHER)]


@dataclass
class LineDesk:
    """LINE on the desk, and runs of the sync with pictures that cost nothing."""

    street: Street
    paint: Paint
    told: list[str] = field(default_factory=list)

    def sync(self, pages: Sequence[Page] | None = None, *, dry: bool = False) -> int:
        """One run; how many changes."""
        self.told = []
        platform = self.street.simulator.platform
        platform.rates = Rates(platform.clock)  # an hour has passed since the last run
        runtime, tell = self.street.runtime, self.told.append
        return Sync(runtime, tell, dry=dry, pages=pages, paint=self.paint).run()

    @property
    def menus(self) -> dict[str, str]:
        """The name of each menu, by its id."""
        found = self.street.simulator.platform.menus.definitions
        return {menu_id: menu["name"] for menu_id, menu in found.items()}

    @property
    def aliases(self) -> dict[str, str]:
        """What each alias stands for, by the name of that menu."""
        return {
            alias: self.menus[menu_id]
            for alias, menu_id in self.street.simulator.platform.menus.aliases.items()
        }

    def shown(self, who: str) -> str:
        """The menu on this phone, by its name without the hash; "" for none."""
        platform = self.street.simulator.platform
        person = platform.person(who)
        assert person is not None
        menu_id = person.rich_menu or platform.menus.default
        return self.menus.get(menu_id or "", "").rpartition(" ")[0]

    def put(self, name: str, alias: str = "") -> str:
        """A menu with this name at LINE, put there by somebody; its id."""
        menus = self.street.simulator.platform.menus
        menu_id = f"richmenu-{len(menus.definitions):032d}"
        menu = {**FEW[0].definition, "name": name}
        menus.definitions[menu_id] = {"richMenuId": menu_id, **menu}
        if alias:
            menus.aliases[alias] = menu_id
        return menu_id

    def fault_at(self, call: int, kind: str, **more: object) -> None:
        """The call of that number from now on goes wrong."""
        if call > 1:
            self._order(kind="delay", seconds=0, times=call - 1)
        self._order(kind=kind, **more)

    def no_faults(self) -> None:
        self.street.desk("DELETE", "/faults")

    def calls(self, after: int = 0) -> list[dict[str, Any]]:
        """The calls about menus, in order."""
        found: list[dict[str, Any]] = self.street.desk(
            "GET", f"/calls?endpoint=rich_menu&after={after}"
        )
        return found

    def changing(self, after: int = 0) -> list[str]:
        """Those that change something, as "DELETE /v2/bot/richmenu/…"."""
        return [f"{c['method']} {c['path']}" for c in self.calls(after) if c["method"] != "GET"]

    def _order(self, **fault: object) -> None:
        self.street.desk("POST", "/faults", {"endpoint": "rich_menu", **fault})
