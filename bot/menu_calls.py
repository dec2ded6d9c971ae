"""LINE's calls about rich menus, aliases and who is shown what ("Rich menu" in the Messaging API
reference). Everything raises LineFault where LINE did not do what it was asked.
"""

from collections.abc import Mapping, Sequence
from typing import Any
from urllib.parse import quote

from bot.answers import Answer, Heard, LineFault, Outcome, judge
from bot.line import Line
from bot.settings import Settings

MOST_AT_ONCE = 500  # accounts of one bulk call
_ENDPOINT = "rich_menu"


class MenuCalls:
    """The rich menus of one channel."""

    def __init__(self, line: Line, settings: Settings):
        self._line = line
        self._api = f"{settings.api_base}/v2/bot"
        self._blob = f"{settings.content_base}/v2/bot"

    # --- menus ------------------------------------------------------------------------------

    def menus(self) -> dict[str, str]:
        """The name of every menu that the API made on this channel, by its id."""
        found = self._asked("GET", "richmenu/list").get("richmenus") or []
        return {str(menu["richMenuId"]): str(menu.get("name", "")) for menu in found}

    def create(self, definition: Mapping[str, Any]) -> str:
        """Make a menu; its id. At most 100 an hour."""
        return str(self._asked("POST", "richmenu", dict(definition))["richMenuId"])

    def delete(self, menu_id: str) -> None:
        """Delete a menu; one that is not there is deleted. At most 100 an hour."""
        self._asked("DELETE", f"richmenu/{_safe(menu_id)}", missing={})

    def has_picture(self, menu_id: str) -> bool:
        """Whether a menu has got its picture; one without is shown to nobody."""
        url = f"{self._blob}/richmenu/{_safe(menu_id)}/content"
        heard = self._line.call(_ENDPOINT, "GET", url)
        if heard.status == 404:
            return False
        if heard.status != 200:
            raise LineFault(_refusal(heard))
        return True

    def upload(self, menu_id: str, png: bytes) -> None:
        """Give a menu its picture. It cannot be replaced."""
        url = f"{self._blob}/richmenu/{_safe(menu_id)}/content"
        _good(self._line.call(_ENDPOINT, "POST", url, png, {"Content-Type": "image/png"}))

    # --- aliases ----------------------------------------------------------------------------

    def aliases(self) -> dict[str, str]:
        """The id of the menu that each alias stands for."""
        found = self._asked("GET", "richmenu/alias/list").get("aliases") or []
        return {str(one["richMenuAliasId"]): str(one["richMenuId"]) for one in found}

    def make_alias(self, alias: str, menu_id: str) -> None:
        """A new alias for this menu."""
        self._asked("POST", "richmenu/alias", {"richMenuAliasId": alias, "richMenuId": menu_id})

    def point_alias(self, alias: str, menu_id: str) -> None:
        """Let an alias that is there stand for this menu."""
        self._asked("POST", f"richmenu/alias/{_safe(alias)}", {"richMenuId": menu_id})

    def delete_alias(self, alias: str) -> None:
        """An alias that is not there is deleted. At most 100 an hour."""
        self._asked("DELETE", f"richmenu/alias/{_safe(alias)}", missing={})

    # --- who is shown what ------------------------------------------------------------------

    def default(self) -> str | None:
        """The menu of everybody to whom none is linked."""
        found = self._asked("GET", "user/all/richmenu", missing={}).get("richMenuId")
        return str(found) if found else None

    def set_default(self, menu_id: str) -> None:
        self._asked("POST", f"user/all/richmenu/{_safe(menu_id)}")

    def link(self, line_user_id: str, menu_id: str | None) -> None:
        """Show this menu to one account, at once; None: the default."""
        path = f"user/{_safe(line_user_id)}/richmenu"
        if menu_id is None:
            self._asked("DELETE", path, missing={})
        else:
            self._asked("POST", f"{path}/{_safe(menu_id)}")

    def link_all(self, line_user_ids: Sequence[str], menu_id: str | None) -> None:
        """The same for at most 500 accounts. LINE does it within seconds after it answers."""
        body: dict[str, Any] = {"userIds": list(line_user_ids)}
        if menu_id is None:
            self._asked("POST", "richmenu/bulk/unlink", body)
        else:
            self._asked("POST", "richmenu/bulk/link", {"richMenuId": menu_id, **body})

    # --- how --------------------------------------------------------------------------------

    def _asked(
        self,
        method: str,
        path: str,
        body: dict[str, Any] | None = None,
        *,
        missing: dict[str, Any] | None = None,
    ) -> dict[str, Any]:
        """LINE's answer; `missing` instead of 404, where that is an answer too."""
        heard = self._line.call(_ENDPOINT, method, f"{self._api}/{path}", body)
        if heard.status == 404 and missing is not None:
            return missing
        return _good(heard)


def _good(heard: Heard) -> dict[str, Any]:
    said = heard.json()
    if not 200 <= heard.status < 300 or said is None:
        raise LineFault(_refusal(heard))
    return said


def _refusal(heard: Heard) -> Answer:
    return judge(heard) or Answer(Outcome.RATE_LIMITED, heard.status, heard.request_id)


def _safe(part: str) -> str:
    return quote(part, safe="")
