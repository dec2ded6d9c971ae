"""Everything the bot can be told to do, by whom: one literal table.

A route's words stand in handlers/texts/commands.toml under its name. `needs` is what the
person's role must allow (models/policy.py); None means everybody, joined or not. `argument` says
what may follow the words ("รายงาน V-12"): a kind of handlers/thai/following.py.
"""

import re
from dataclasses import dataclass
from functools import cache

from handlers import (
    acknowledging,
    agreements,
    agreements_entering,
    announcing,
    asking,
    changing_deadlines,
    claiming,
    claiming_decisions,
    codes_new_phone,
    codes_sheet,
    confirming,
    consents,
    contact,
    days_off,
    deadline_seen,
    deadlines,
    delisting,
    deputies,
    digest,
    documents,
    exchange,
    export,
    following_up,
    group_ties,
    guide,
    history,
    innovation,
    invite,
    joining,
    leaving,
    making_deadlines,
    menu,
    my_data,
    objecting,
    office_setup,
    outstanding,
    overview,
    pausing,
    post_moves,
    posts,
    posts_changing,
    posts_people,
    programme_status,
    record_history,
    records,
    register,
    register_file,
    reminding,
    renewing,
    reporting,
    reviewing,
    roster_chat,
    searching,
    searching_years,
    staff,
    status,
    status_details,
    status_duty,
    status_mine,
    status_records,
    status_silent,
    submitted,
    system_status,
    talks,
    visit,
    waivers,
    waiving,
    why_reminded,
    withdrawing,
)
from handlers.call import Handler
from handlers.dialog.inputs import Control, words_of
from handlers.report_talk import begins
from handlers.texts import catalog, has, t
from handlers.thai.commands import Command, Table, Words, read_command
from handlers.thai.fold import fold
from handlers.thai.following import After
from models.policy import Action

#: What stands on a receipt: V-12.
_RECEIPT = re.compile(r"[a-z] ?[-–]? ?\d{1,12}")


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


ROUTES: tuple[Route, ...] = (
    Route("menu", menu.show, None),
    Route("help", menu.help_card, None, strangers=True),
    Route("guide", guide.show, None, argument=After.FREE, strangers=True),
    Route("commands", menu.commands_card, None),
    Route("join", joining.join, None, argument=After.CODE, strangers=True),
    Route("join_help", joining.how, None, strangers=True),
    Route("claim", claiming.begin, None, strangers=True),
    Route("withdraw_claim", claiming.withdraw, None, strangers=True),
    Route("claims", claiming_decisions.show, Action.ADMIT, argument=After.NUMBER),
    Route("one_claim", claiming_decisions.one, Action.ADMIT, argument=After.NUMBER),
    Route("approve_claim", claiming_decisions.approve, Action.ADMIT, argument=After.NUMBER),
    Route("refuse_claim", claiming_decisions.refuse, Action.ADMIT, argument=After.NUMBER),
    Route("undo_claim", claiming_decisions.undo, Action.ADMIT, argument=After.NUMBER, exactly=True),
    Route("privacy", joining.privacy, None, strangers=True),
    Route("new_phone", codes_new_phone.mine, Action.OWN_DATA),
    Route("people", posts_people.show, Action.MANAGE_POSTS, argument=After.FREE),
    Route("one_post", posts_people.one, Action.MANAGE_POSTS, argument=After.NUMBER),
    Route("end_post", posts_changing.end, Action.MANAGE_POSTS, argument=After.NUMBER),
    Route("move_post", posts_changing.move, Action.MANAGE_POSTS, argument=After.NUMBER),
    Route("post_moves", post_moves.show, Action.MANAGE_POSTS, argument=After.NUMBER),
    Route("one_move", post_moves.one, Action.MANAGE_POSTS, argument=After.NUMBER),
    Route("take_move", post_moves.take, Action.MANAGE_POSTS, argument=After.NUMBER, exactly=True),
    Route("deny_move", post_moves.deny, Action.MANAGE_POSTS, argument=After.NUMBER, exactly=True),
    Route("withdraw_move", post_moves.withdraw, Action.MANAGE_POSTS, argument=After.NUMBER),
    Route("code_for", codes_new_phone.for_somebody, Action.MANAGE_POSTS, argument=After.NUMBER),
    Route("deputise", deputies.begin, Action.SEE_OWN, argument=After.NUMBER),
    Route("begin_again", talks.begin_again, None),
    Route("change_role", posts.show, Action.OWN_DATA, argument=After.NUMBER),
    Route("log_visit", visit.begin, Action.REPORT_VISIT),
    Route("log_exchange", exchange.begin, Action.REPORT_EXCHANGE),
    Route("my_history", history.mine, Action.SEE_OWN),
    Route("received", history.received, Action.SEE_VISIT, argument=After.NUMBER),
    Route("exchanges", history.exchanges, Action.SEE_VISIT, argument=After.NUMBER),
    Route("report", history.one, Action.SEE_VISIT, argument=After.RECEIPT),
    Route("search", searching.find, Action.SEE_VISIT, argument=After.SOUGHT),
    Route("year_reports", searching_years.listed, Action.SEE_VISIT, argument=After.RECEIPT),
    Route("status", status.show, Action.SEE_STATUS, argument=After.WHOLE),
    Route("status_network", status.show, Action.SEE_STATUS, argument=After.PLACE),
    Route("status_area", status.show, Action.SEE_STATUS, argument=After.AREA),
    Route("overview", overview.show, Action.SEE_STATUS),
    Route("programme_status", programme_status.show, Action.SEE_STATUS),
    Route("my_status", status_mine.show, Action.SEE_STATUS),
    Route("status_details", status_details.show, Action.SEE_STATUS),
    Route("status_duty", status_duty.show, Action.SEE_STATUS),
    Route("status_records", status_records.show, Action.SEE_STATUS),
    Route("status_joined", status_silent.show, Action.SEE_OUTSTANDING),
    Route("deadlines", deadlines.show, Action.SEE_STATUS, argument=After.NUMBER),
    Route("see_deadline", deadline_seen.show, Action.SEE_STATUS, argument=After.NUMBER),
    Route("register", register.show, Action.SEE_OUTSTANDING, argument=After.NUMBER_OR_NAME),
    Route("register_file", register_file.show, Action.EXPORT, argument=After.NUMBER),
    Route("outstanding", outstanding.show, Action.SEE_OUTSTANDING, argument=After.ANY_PLACE),
    Route("follow", following_up.show, Action.SEE_OUTSTANDING),
    Route("digest", digest.show, Action.SEE_OUTSTANDING),
    Route("nominate", staff.show, Action.NOMINATE),
    Route("add_staff", staff.add, Action.NOMINATE),
    Route("replace_staff", staff.replace, Action.NOMINATE, argument=After.NUMBER),
    Route("remove_staff", staff.remove, Action.NOMINATE, argument=After.NUMBER),
    Route("submitted", submitted.begin, Action.SUBMIT),
    Route("set_contact", contact.begin, Action.SET_CONTACT),
    Route("tie_group", group_ties.show, Action.TIE_GROUP, argument=After.ANY_PLACE),
    Route("untie_group", group_ties.end, Action.TIE_GROUP, argument=After.NUMBER, exactly=True),
    Route("invite", invite.begin, Action.INVITE),
    Route("print_codes", codes_sheet.begin, Action.INVITE),
    # log_innovation, log_plan … log_zero
    *(Route(name, begins(each), each.action) for name, each in reporting.REPORTINGS.items()),
    Route("innovations", innovation.listed, Action.SEE_VISIT, argument=After.NUMBER),
    Route("more_reports", reporting.more, Action.REPORT_INNOVATION),
    Route("reports", reporting.seen, Action.SEE_VISIT, argument=After.NUMBER),
    Route("change", records.change, Action.SEE_OWN, argument=After.RECEIPT),
    Route("versions", records.versions, Action.SEE_OWN, argument=After.RECEIPT),
    Route("withdraw", withdrawing.withdraw, Action.SEE_OWN, argument=After.RECEIPT),
    Route("restore", withdrawing.restore, Action.SEE_OWN, argument=After.RECEIPT),
    Route("record_history", record_history.show, Action.SEE_TRAIL, argument=After.RECEIPT),
    Route("acknowledge", acknowledging.acknowledge, Action.ACKNOWLEDGE, argument=After.RECEIPT),
    Route("object", objecting.object_to_visit, Action.ACKNOWLEDGE, argument=After.RECEIPT),
    Route("not_me", acknowledging.not_me, Action.SEE_OWN, argument=After.RECEIPT),
    Route("to_confirm", confirming.show, Action.REVIEW_SUBMISSION, argument=After.NUMBER),
    Route("one_sent", confirming.one, Action.REVIEW_SUBMISSION, argument=After.NUMBER),
    Route("confirm_sent", confirming.confirm, Action.REVIEW_SUBMISSION, argument=After.NUMBER),
    Route("send_back", confirming.send_back, Action.REVIEW_SUBMISSION, argument=After.NUMBER),
    Route("to_review", reviewing.show, Action.REVIEW_RECORD, argument=After.NUMBER),
    Route("pass_review", reviewing.pass_one, Action.REVIEW_RECORD, argument=After.RECEIPT),
    Route("ask_change", reviewing.ask_change, Action.REVIEW_RECORD, argument=After.RECEIPT),
    Route("reopen", reviewing.reopen, Action.REVIEW_RECORD, argument=After.RECEIPT),
    Route("remind", reminding.preview, Action.REMIND, argument=After.ANY_PLACE),
    Route("remind_now", reminding.send, Action.REMIND, exactly=True),
    Route("announcements", announcing.show, Action.ANNOUNCE, argument=After.TEXT),
    Route("new_announcement", announcing.begin, Action.ANNOUNCE),
    Route("one_announcement", announcing.one, Action.ANNOUNCE, argument=After.NUMBER),
    Route(
        "cancel_announcement",
        announcing.cancel,
        Action.ANNOUNCE,
        argument=After.NUMBER,
        exactly=True,
    ),
    Route("waive", waiving.begin, Action.WAIVE, argument=After.ANY_PLACE),
    Route("waivers", waivers.show, Action.WAIVE, argument=After.NUMBER),
    Route("end_waiver", waivers.end, Action.WAIVE, argument=After.NUMBER),
    Route("add_day_off", days_off.add_off, Action.SET_DAYS_OFF, argument=After.DAY),
    Route("add_working_day", days_off.add_working, Action.SET_DAYS_OFF, argument=After.DAY),
    Route("days_off", days_off.show, Action.SET_DAYS_OFF),
    Route("remove_day_off", days_off.remove, Action.SET_DAYS_OFF, argument=After.DAY),
    Route("snooze", pausing.snooze, None, argument=After.DURATION),
    Route("stop_reminding", pausing.stop, None),
    Route("go_on_reminding", pausing.go_on, None),
    Route("why_reminded", why_reminded.show, None),
    Route("system_status", system_status.show, Action.SEE_SYSTEM),
    Route("ask_coordinator", asking.ask_coordinator, None),
    Route("add_deadline", making_deadlines.begin, Action.SET_DEADLINE, argument=After.FREE),
    Route("one_deadline", changing_deadlines.one, Action.SET_DEADLINE, argument=After.NUMBER),
    Route("change_deadline", making_deadlines.change, Action.SET_DEADLINE, argument=After.NUMBER),
    Route("cancel_deadline", changing_deadlines.cancel, Action.SET_DEADLINE, argument=After.NUMBER),
    Route("export", export.begin, Action.EXPORT, argument=After.EXPORT),
    Route("roster_template", roster_chat.template, Action.KEEP_ROSTER, argument=After.FREE),
    Route("set_up_office", office_setup.begin, Action.SET_UP, argument=After.FREE),
    Route("office_code", office_setup.code, Action.SET_UP, argument=After.FREE, exactly=True),
    Route("renew", renewing.begin, Action.SET_UP),
    Route("roster_result", roster_chat.result, Action.KEEP_ROSTER),
    Route(
        "take_roster",
        roster_chat.take_whole,
        Action.KEEP_ROSTER,
        argument=After.NUMBER,
        exactly=True,
    ),
    Route(
        "take_passing_rows",
        roster_chat.take_passing,
        Action.KEEP_ROSTER,
        argument=After.NUMBER,
        exactly=True,
    ),
    Route("drop_roster", roster_chat.drop, Action.KEEP_ROSTER, argument=After.NUMBER, exactly=True),
    Route("annual_report", export.annual, Action.DRAFT_ANNUAL, argument=After.EXPORT),
    Route("documents", documents.show, Action.SEE_STATUS, argument=After.NUMBER),
    Route("add_document", documents.begin, Action.ADD_DOCUMENT, argument=After.NUMBER),
    Route("remove_document", delisting.remove, Action.ADD_DOCUMENT, argument=After.NUMBER),
    Route(
        "confirm_removal",
        delisting.confirm_removal,
        Action.ADD_DOCUMENT,
        argument=After.NUMBER,
        exactly=True,
    ),
    Route("agreements", agreements.show, Action.SEE_STATUS, argument=After.NUMBER),
    Route("one_agreement", agreements.one, Action.SEE_STATUS, argument=After.NUMBER),
    Route("add_agreement", agreements_entering.begin, Action.KEEP_AGREEMENT, After.NUMBER),
    Route("end_agreement", agreements.end, Action.KEEP_AGREEMENT, After.NUMBER, exactly=True),
    Route("my_data", my_data.show, Action.OWN_DATA, strangers=True),
    Route("consents", consents.show, Action.OWN_DATA),
    Route("give_consent", consents.give, Action.OWN_DATA, argument=After.TEXT),
    Route("withdraw_consent", consents.withdraw, Action.OWN_DATA, argument=After.TEXT),
    Route("rename", my_data.rename, Action.OWN_DATA, argument=After.PERSON),
    Route("confirm_deletion", leaving.confirm, Action.OWN_DATA, strangers=True, exactly=True),
    Route("cancel_deletion", leaving.cancel, Action.OWN_DATA, strangers=True),
    Route("delete_my_data", leaving.ask, Action.OWN_DATA, strangers=True),
)


def route_named(name: str) -> Route | None:
    return next((route for route in ROUTES if route.name == name), None)


def route_of(text: str, *, inexact: bool = False) -> tuple[Route, str] | None:
    """The route that the whole of `text` names, with what follows its words; or None.

    With `inexact` a short text that is nearly a command is taken for it, as the last resort, and a
    receipt number alone opens its record; not for use in an unfinished report, where such a text
    is more likely an answer.
    """
    found = read_command(text, command_table(), inexact=inexact)
    if found is None and inexact and _RECEIPT.fullmatch(fold(text)):
        found = Command("report", fold(text))
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
