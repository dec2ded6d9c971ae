"""Everything the bot can be told to do, by whom: one literal table.

A route's words stand in handlers/texts/commands.toml under its name. `needs` is what the
person's role must allow (models/policy.py); None means everybody, joined or not. `argument` says
what may follow the words ("รายงาน V-12"): a kind of handlers/thai/following.py.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from functools import cache

from handlers import (
    acknowledging,
    asking,
    changing_deadlines,
    confirming,
    contact,
    deadlines,
    documents,
    exchange,
    export,
    history,
    innovation,
    invite,
    joining,
    leaving,
    making_deadlines,
    menu,
    my_data,
    objecting,
    outstanding,
    pausing,
    records,
    reminding,
    reporting,
    staff,
    status,
    submitted,
    visit,
    why_reminded,
    withdrawing,
)
from handlers.call import Call, Handler
from handlers.conversing import Conversing
from handlers.dialog.inputs import Control, words_of
from handlers.effects import Effect
from handlers.report_talk import already_sent, begins, conversing
from handlers.say import say
from handlers.texts import catalog, has, t
from handlers.thai.commands import Table, Words, read_command
from handlers.thai.fold import fold
from handlers.thai.following import After
from models.policy import Action, may


@dataclass(frozen=True)
class Route:
    """One command: its name, what it does, what it needs, what may follow its words."""

    name: str
    does: Handler
    needs: Action | None
    argument: After | None = None
    strangers: bool = False  # answered also to somebody who has not joined
    exactly: bool = False  # never by a misspelling: it cannot simply be undone

    @property
    def words(self) -> tuple[str, ...]:
        return words_of(f"commands.{self.name}")


def _begin_again(call: Call) -> list[Effect]:
    """ "เริ่มใหม่", typed as the button of that name: the form of the newest report that waits."""
    waiting = [d for d in call.conversation.parked if d.begun and not d.record]
    if not waiting:
        return say(menu.menu_card(call).noting(t("common.nothing_waiting")))
    talk = CONVERSATIONS[waiting[-1].form]
    if not may(call.actor.posts, talk.needs):
        return say(menu.menu_card(call).noting(t("common.not_allowed")))
    return talk.begins_anew(call)


ROUTES: tuple[Route, ...] = (
    Route("menu", menu.show, None),
    Route("help", menu.help_card, None),
    Route("join", joining.join, None, argument=After.CODE, strangers=True),
    Route("join_help", joining.how, None, strangers=True),
    Route("privacy", joining.privacy, None, strangers=True),
    Route("begin_again", _begin_again, None),
    Route("log_visit", visit.begin, Action.REPORT_VISIT),
    Route("log_exchange", exchange.begin, Action.REPORT_EXCHANGE),
    Route("my_history", history.mine, Action.SEE_OWN, argument=After.NUMBER),
    Route("received", history.received, Action.SEE_VISIT, argument=After.NUMBER),
    Route("exchanges", history.exchanges, Action.SEE_VISIT, argument=After.NUMBER),
    Route("report", history.one, Action.SEE_VISIT, argument=After.RECEIPT),
    Route("status", status.show, Action.SEE_STATUS, argument=After.WHOLE),
    Route("status_network", status.show, Action.SEE_STATUS, argument=After.PLACE),
    Route("status_area", status.show, Action.SEE_STATUS, argument=After.AREA),
    Route("deadlines", deadlines.show, Action.SEE_STATUS, argument=After.NUMBER),
    Route("outstanding", outstanding.show, Action.SEE_OUTSTANDING, argument=After.ANY_PLACE),
    Route("nominate", staff.show, Action.NOMINATE),
    Route("add_staff", staff.add, Action.NOMINATE),
    Route("replace_staff", staff.replace, Action.NOMINATE, argument=After.NUMBER),
    Route("remove_staff", staff.remove, Action.NOMINATE, argument=After.NUMBER),
    Route("submitted", submitted.begin, Action.SUBMIT),
    Route("set_contact", contact.begin, Action.SET_CONTACT),
    Route("invite", invite.begin, Action.INVITE),
    # log_innovation, log_plan … log_zero
    *(Route(name, begins(each), each.action) for name, each in reporting.REPORTINGS.items()),
    Route("innovations", innovation.listed, Action.SEE_VISIT, argument=After.NUMBER),
    Route("more_reports", reporting.more, Action.SEE_VISIT),
    Route("reports", reporting.seen, Action.SEE_VISIT, argument=After.NUMBER),
    Route("change", records.change, Action.SEE_OWN, argument=After.RECEIPT),
    Route("versions", records.versions, Action.SEE_OWN, argument=After.RECEIPT),
    Route("withdraw", withdrawing.withdraw, Action.SEE_OWN, argument=After.RECEIPT),
    Route("restore", withdrawing.restore, Action.SEE_OWN, argument=After.RECEIPT),
    Route("acknowledge", acknowledging.acknowledge, Action.ACKNOWLEDGE, argument=After.RECEIPT),
    Route("object", objecting.object_to_visit, Action.ACKNOWLEDGE, argument=After.RECEIPT),
    Route("not_me", acknowledging.not_me, Action.SEE_OWN, argument=After.RECEIPT),
    Route("to_confirm", confirming.show, Action.REVIEW_SUBMISSION, argument=After.NUMBER),
    Route("one_sent", confirming.one, Action.REVIEW_SUBMISSION, argument=After.NUMBER),
    Route("confirm_sent", confirming.confirm, Action.REVIEW_SUBMISSION, argument=After.NUMBER),
    Route("send_back", confirming.send_back, Action.REVIEW_SUBMISSION, argument=After.NUMBER),
    Route("remind", reminding.preview, Action.REMIND, argument=After.ANY_PLACE),
    Route("remind_now", reminding.send, Action.REMIND, exactly=True),
    Route("snooze", pausing.snooze, None, argument=After.DURATION),
    Route("stop_reminding", pausing.stop, None),
    Route("go_on_reminding", pausing.go_on, None),
    Route("why_reminded", why_reminded.show, None),
    Route("ask_coordinator", asking.ask_coordinator, None),
    Route("add_deadline", making_deadlines.begin, Action.SET_DEADLINE, argument=After.FREE),
    Route("one_deadline", changing_deadlines.one, Action.SET_DEADLINE, argument=After.NUMBER),
    Route("change_deadline", making_deadlines.change, Action.SET_DEADLINE, argument=After.NUMBER),
    Route("cancel_deadline", changing_deadlines.cancel, Action.SET_DEADLINE, argument=After.NUMBER),
    Route("export", export.begin, Action.EXPORT, argument=After.EXPORT),
    Route("documents", documents.show, Action.SEE_STATUS, argument=After.NUMBER),
    Route("add_document", documents.begin, Action.ADD_DOCUMENT),
    Route("remove_document", documents.remove, Action.ADD_DOCUMENT, argument=After.NUMBER),
    Route(
        "confirm_removal",
        documents.confirm_removal,
        Action.ADD_DOCUMENT,
        argument=After.NUMBER,
        exactly=True,
    ),
    Route("my_data", my_data.show, Action.OWN_DATA, strangers=True),
    Route("rename", my_data.rename, Action.OWN_DATA, argument=After.PERSON),
    Route("confirm_deletion", leaving.confirm, Action.OWN_DATA, strangers=True, exactly=True),
    Route("cancel_deletion", leaving.cancel, Action.OWN_DATA, strangers=True),
    Route("delete_my_data", leaving.ask, Action.OWN_DATA, strangers=True),
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
    "export": Talk(export.EXPORTING, export.begin_anew, Action.EXPORT),
    "document": Talk(
        documents.ADDING, documents.begin_anew, Action.ADD_DOCUMENT, documents.already_added
    ),
    "withdrawal": Talk(withdrawing.WITHDRAWING, history.mine, Action.SEE_OWN),
    "objection": Talk(objecting.OBJECTING, objecting.object_to_visit, Action.ACKNOWLEDGE),
    "deadline": Talk(
        making_deadlines.MAKING,
        making_deadlines.begin_anew,
        Action.SET_DEADLINE,
        making_deadlines.already_made,
    ),
    "deadline_cancelling": Talk(
        changing_deadlines.CANCELLING_ONE, deadlines.show, Action.SET_DEADLINE
    ),
    "sending_back": Talk(confirming.SENDING_BACK, confirming.show, Action.REVIEW_SUBMISSION),
    **{
        each.form.name: Talk(conversing(each), begins(each, anew=True), each.action, already_sent)
        for each in reporting.REPORTINGS.values()
    },
}


def route_named(name: str) -> Route | None:
    return next((route for route in ROUTES if route.name == name), None)


def route_of(text: str, *, inexact: bool = False) -> tuple[Route, str] | None:
    """The route that the whole of `text` names, with what follows its words; or None.

    With `inexact` a short text that is nearly a command is taken for it, as the last resort; not
    for use in an unfinished report, where such a text is more likely an answer.
    """
    found = read_command(text, command_table(), inexact=inexact)
    route = route_named(found.name) if found else None
    return (route, found.arg) if found and route else None


@cache
def command_table() -> Table:
    """The words of every route, and of the control words (handlers/texts/controls.toml)."""
    table = {
        route.name: Words(route.words, _before(route.name), route.argument, exactly=route.exactly)
        for route in ROUTES
    }
    for control in Control:
        words = words_of(f"controls.{control.value}")
        known = table.get(control.value)
        alone = (*known.alone, *words) if known else words
        editing = control is Control.EDIT
        table[control.value] = Words(
            alone, (), After.SLOT if editing else None, _labels() if editing else frozenset()
        )
    return Table(table)


def _before(name: str) -> tuple[str, ...]:
    return words_of(f"commands.before.{name}") if has(f"commands.before.{name}") else ()


def _labels() -> frozenset[str]:
    """What the questions of all forms are called, without spaces: "แก้ไข วันที่"."""
    found = {t(key) for key in catalog() if ".label." in key} | set(words_of("commands.labels"))
    return frozenset(fold(label).replace(" ", "") for label in found)
