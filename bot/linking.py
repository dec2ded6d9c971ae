"""Which rich menu a person is shown: one account after a change, or all whose menu is not theirs.

It is judged at the moment of linking, by the posts held then, so whatever happened meanwhile, and
in whatever order, the last word is right.
"""

from collections import defaultdict
from collections.abc import Callable, Iterator, Mapping
from datetime import date, datetime, timedelta
from typing import TYPE_CHECKING

import structlog

from bot.answers import LineFault, Outcome
from bot.clock import today
from bot.database import transaction
from bot.fetching import Done
from bot.menu_calls import MOST_AT_ONCE, MenuCalls
from bot.queued import Queued
from models.menus import (
    DEFAULT,
    Menu,
    linked_account,
    linked_accounts,
    menu_ids,
    note_linked,
)

if TYPE_CHECKING:
    from bot.runtime import Runtime

log = structlog.get_logger()

#: How long to go on trying to link a menu; the next night does it else.
PATIENCE = timedelta(hours=1)


def link_menu(runtime: "Runtime", queued: Queued, now: datetime) -> Done | None:
    """Show an account the menu of the posts held today; None: try again later."""
    assert queued.line_user_id is not None
    line_user_id, day = queued.line_user_id, _today(runtime)
    with runtime.reading() as session:
        ids = menu_ids(session)
        account = linked_account(session, line_user_id, day)
    if account is None:
        return Done("not_wanted")
    if not ids:
        return Done("no_menus")  # the first sync links everybody
    menu_id = _id_of(account.wanted, ids)
    try:
        MenuCalls(runtime.line, runtime.settings).link(line_user_id, menu_id)
    except LineFault as fault:
        if fault.answer.outcome is Outcome.REFUSED:
            return Done("refused")  # the menu is being replaced: the sync links everybody anew
        return None if now - queued.created_at < PATIENCE else Done("gave_up")
    return Done("linked", lambda session: note_linked(session, [line_user_id], menu_id))


def relink(runtime: "Runtime", stopping: Callable[[], bool] = lambda: False) -> int:
    """Show everybody whose menu is not that of the posts held today the right one, by LINE's bulk
    calls; how many that were. Raises LineFault; what was linked before stays.

    For those whose post began or ended with a day, for people who were brought by a script, and
    for new menus.
    """
    with runtime.reading() as session:
        ids = menu_ids(session)
    calls = MenuCalls(runtime.line, runtime.settings)
    count = 0
    for menu_id, accounts in _astray(runtime, ids):
        if stopping():
            break
        calls.link_all(accounts, menu_id)
        with transaction(runtime.engine) as session:
            note_linked(session, accounts, menu_id)
        count += len(accounts)
    return count


def count_astray(runtime: "Runtime", ids: Mapping[Menu, str]) -> int:
    """How many accounts `relink` would link if these were the ids of the menus."""
    return sum(len(accounts) for _, accounts in _astray(runtime, ids))


def relink_tonight(runtime: "Runtime", stopping: Callable[[], bool]) -> None:
    """`relink`, of which a fault is no harm: the next night does it."""
    try:
        count = relink(runtime, stopping)
    except LineFault as fault:
        log.warning("relink_failed", outcome=fault.answer.outcome.value)
    else:
        log.info("relinked", count=count)


def _astray(runtime: "Runtime", ids: Mapping[Menu, str]) -> Iterator[tuple[str | None, list[str]]]:
    """Accounts to which another menu is linked than should be, with the id of the one that should:
    as many together as one bulk call takes. Nobody before there are menus."""
    day, after = _today(runtime), ""
    while ids:
        with runtime.reading() as session:
            accounts = linked_accounts(session, day, after, MOST_AT_ONCE)
        if not accounts:
            return
        after = accounts[-1].line_user_id
        found: dict[str | None, list[str]] = defaultdict(list)
        for account in accounts:
            menu_id = _id_of(account.wanted, ids)
            if menu_id != account.shown:
                found[menu_id].append(account.line_user_id)
        yield from found.items()


def _id_of(menu: Menu, ids: Mapping[Menu, str]) -> str | None:
    """What has to be linked so that this menu is shown; None: nothing, since it is the default."""
    return None if menu is DEFAULT else ids.get(menu)


def _today(runtime: "Runtime") -> date:
    return today(runtime.clock.now(), runtime.settings.timezone)
