"""What stands on each rich menu: one literal table, and all there is to change for another menu.

A page has one to six tiles, the most wanted first; each is the name of a route (handlers/routes.py)
that every role of the menu may run (tests/rich_menus proves it). Its words are the command's first
word, so that the same can be typed where there is no menu (LINE on a computer); the picture is
drawn in icons.typ. Where there is more than one page there are tabs over them, and the help.
Whose menu is which: models/menus.py.
"""

from collections.abc import Mapping
from dataclasses import dataclass

from models.menus import Menu


@dataclass(frozen=True)
class Tab:
    """One page: its name (the words of its tab stand in handlers/texts/menu.toml) and tiles."""

    name: str
    routes: tuple[str, ...]


_REPORT = Tab("report", ("log_visit", "log_exchange", "more_reports", "my_history"))
_FOLLOW = Tab("follow", ("status", "outstanding", "digest", "remind", "to_review", "received"))

_MANAGE = Tab(
    "manage",
    ("to_confirm", "add_deadline", "announcements", "invite", "export", "annual_report"),
)

#: The first page of each is the one that is linked to people.
MENUS: Mapping[Menu, tuple[Tab, ...]] = {
    Menu.NEWCOMER: (Tab("start", ("join_help", "help", "privacy")),),
    Menu.TEACHER: (
        _REPORT,
        Tab("look", ("status", "received", "deadlines", "documents")),
    ),
    Menu.ADMINISTRATOR: (
        Tab(
            "school",
            ("received", "acknowledge", "status", "deadlines", "submitted", "set_contact"),
        ),
        _REPORT,
    ),
    Menu.SUPERVISOR: (
        _FOLLOW,
        _REPORT,
        Tab(
            "manage",
            ("deadlines", "export", "annual_report", "documents", "nominate", "set_contact"),
        ),
    ),
    Menu.AREA_COORDINATOR: (
        _FOLLOW,
        _REPORT,
        _MANAGE,
    ),
    Menu.NATIONAL_COORDINATOR: (
        _FOLLOW,
        _MANAGE,
    ),
    Menu.OPERATOR: (Tab("system", ("system_status", "help", "my_data")),),
}
