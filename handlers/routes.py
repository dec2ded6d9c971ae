"""Everything the bot can be told to do, by whom: one literal table.

A route's words stand in handlers/texts/commands.toml under its name. `needs` is what the
person's role must allow (models/policy.py); None means everybody, joined or not. With
`argument` the words may be followed by more ("รายงาน V-12").
"""

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache

from handlers import history, invite, joining, menu, visit
from handlers.call import Handler
from handlers.conversing import Conversing
from handlers.dialog.inputs import bare_words, words_of
from handlers.thai.fold import bare, fold
from models.policy import Action


@dataclass(frozen=True)
class Route:
    """One command: its name, what it does, what it needs, whether more may follow its words."""

    name: str
    does: Handler
    needs: Action | None
    argument: bool = False
    strangers: bool = False  # answered also to somebody who has not joined

    @property
    def words(self) -> tuple[str, ...]:
        return words_of(f"commands.{self.name}")


ROUTES: tuple[Route, ...] = (
    Route("menu", menu.show, None),
    Route("help", menu.help_card, None),
    Route("join", joining.join, None, argument=True, strangers=True),
    Route("join_help", joining.how, None, strangers=True),
    Route("privacy", joining.privacy, None, strangers=True),
    Route("log_visit", visit.begin, Action.REPORT_VISIT),
    Route("my_history", history.mine, Action.SEE_OWN, argument=True),
    Route("received", history.received, Action.SEE_VISIT, argument=True),
    Route("report", history.one, Action.SEE_VISIT, argument=True),
    Route("invite", invite.begin, Action.INVITE),
)


@dataclass(frozen=True)
class Talk:
    """A conversation, the handler that begins a new one for good, and what that needs."""

    what: Conversing
    begins_anew: Handler
    needs: Action


#: The conversations by the name of their form.
CONVERSATIONS: Mapping[str, Talk] = {
    "visit": Talk(visit.VISIT, visit.begin_anew, Action.REPORT_VISIT),
    "invite": Talk(invite.INVITE, invite.begin_anew, Action.INVITE),
}


def route_named(name: str) -> Route | None:
    return next((route for route in ROUTES if route.name == name), None)


def route_of(text: str) -> tuple[Route, str] | None:
    """The route that the whole of `text` names, with what follows its words; or None."""
    whole, folded = bare(text), fold(text)
    for route in ROUTES:
        if whole and whole in bare_words(f"commands.{route.name}"):
            return route, ""
    for route in ROUTES:
        if not route.argument:
            continue
        for word in _folded_words(route):
            # With a space, or digits at once ("รายงาน12"): "รายงานการประชุม" is no command.
            rest = folded.removeprefix(word)
            if rest != folded and (rest[:1] in " :#" or rest[:1].isdecimal()):
                return route, rest.strip(" :#")
    return None


@cache
def _folded_words(route: Route) -> tuple[str, ...]:
    return tuple(fold(word) for word in route.words)
