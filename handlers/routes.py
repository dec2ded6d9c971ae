"""Everything the bot can be told to do, by whom: one literal table.

A route's words stand in handlers/texts/commands.toml under its name. `needs` is what the
person's role must allow (models/policy.py); None means everybody, joined or not. With
`argument` the words may be followed by more ("รายงาน V-12").
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from functools import cache

from rapidfuzz import fuzz

from handlers import (
    contact,
    exchange,
    history,
    invite,
    joining,
    menu,
    staff,
    status,
    submitted,
    visit,
)
from handlers.call import Call, Handler
from handlers.conversing import Conversing
from handlers.dialog.inputs import bare_words, words_of
from handlers.effects import Effect
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
    Route("log_exchange", exchange.begin, Action.REPORT_EXCHANGE),
    Route("my_history", history.mine, Action.SEE_OWN, argument=True),
    Route("received", history.received, Action.SEE_VISIT, argument=True),
    Route("exchanges", history.exchanges, Action.SEE_VISIT, argument=True),
    Route("report", history.one, Action.SEE_VISIT, argument=True),
    Route("status", status.show, Action.SEE_STATUS, argument=True),
    Route("nominate", staff.show, Action.NOMINATE),
    Route("add_staff", staff.add, Action.NOMINATE),
    Route("replace_staff", staff.replace, Action.NOMINATE, argument=True),
    Route("remove_staff", staff.remove, Action.NOMINATE, argument=True),
    Route("submitted", submitted.begin, Action.SUBMIT),
    Route("set_contact", contact.begin, Action.SET_CONTACT),
    Route("invite", invite.begin, Action.INVITE),
)


def _never(_call: Call, _draft_id: str) -> list[Effect] | None:
    return None


@dataclass(frozen=True)
class Talk:
    """A conversation, the handler that begins a new one for good, and what that needs.

    `already`: the answer to a button of a draft of this form that was sent long ago, if it was.
    """

    what: Conversing
    begins_anew: Handler
    needs: Action
    already: Callable[[Call, str], list[Effect] | None] = _never


#: The conversations by the name of their form.
CONVERSATIONS: Mapping[str, Talk] = {
    "visit": Talk(visit.VISIT, visit.begin_anew, Action.REPORT_VISIT, visit.already_sent),
    "exchange": Talk(
        exchange.EXCHANGE, exchange.begin_anew, Action.REPORT_EXCHANGE, exchange.already_sent
    ),
    "staff": Talk(staff.NAMING, staff.add, Action.NOMINATE),
    "staff_removal": Talk(staff.REMOVING, staff.show, Action.NOMINATE),
    "submission": Talk(submitted.SUBMITTING, submitted.begin, Action.SUBMIT),
    "contact": Talk(contact.SETTING, contact.begin, Action.SET_CONTACT),
    "invite": Talk(invite.INVITE, invite.begin_anew, Action.INVITE),
}


def route_named(name: str) -> Route | None:
    return next((route for route in ROUTES if route.name == name), None)


#: What is nearly a command ("สถานะเครื่อข่าย"): so like one of its words by rapidfuzz's ratio, …
NEARLY = 80.0
#: … so far ahead of every other command, …
CLEARLY = 10.0
#: … and no longer than this: a sentence is never a misspelt command.
SHORT = 25


def route_of(text: str, *, inexact: bool = False) -> tuple[Route, str] | None:
    """The route that the whole of `text` names, with what follows its words; or None.

    With `inexact` a short text that is nearly a command is taken for it, as the last resort; not
    for use in an unfinished report, where such a text is more likely an answer.
    """
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
    nearly = _nearly(whole) if inexact else None
    return (nearly, "") if nearly else None


def _nearly(whole: str) -> Route | None:
    if not whole or len(whole) > SHORT:
        return None
    best, second = sorted(ROUTES, key=lambda route: -_likeness(whole, route))[:2]
    likeness = _likeness(whole, best)
    if likeness < NEARLY or likeness - _likeness(whole, second) < CLEARLY:
        return None
    return best


def _likeness(whole: str, route: Route) -> float:
    # Words that stand in it as they are do not count: "รายงานผล" says more than "รายงาน".
    words = [word for word in bare_words(f"commands.{route.name}") if word not in whole]
    return max((fuzz.ratio(whole, word) for word in words), default=0.0)


@cache
def _folded_words(route: Route) -> tuple[str, ...]:
    return tuple(fold(word) for word in route.words)
