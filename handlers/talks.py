"""Every conversation that can be held: one literal table, by the name of its form."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass

from handlers import (
    agreements_entering,
    announcing,
    changing_deadlines,
    claiming,
    claiming_decisions,
    codes_sheet,
    confirming,
    contact,
    days_off,
    deadlines,
    deputies,
    documents,
    exchange,
    export,
    history,
    invite,
    making_deadlines,
    menu,
    objecting,
    office_setup,
    posts_changing,
    posts_people,
    renewing,
    reporting,
    reviewing,
    staff,
    submitted,
    visit,
    waiving,
    withdrawing,
)
from handlers.call import Call, Handler
from handlers.conversing import Conversing
from handlers.effects import Effect
from handlers.report_talk import already_sent, begins, conversing
from handlers.say import say
from handlers.texts import t
from models.policy import Action, may


def _never(_call: Call, _draft_id: str) -> list[Effect] | None:
    return None


@dataclass(frozen=True)
class Talk:
    """A conversation, the handler that begins a new one for good, and what that needs.

    `already`: the answer to a button of a draft of this form that was sent long ago, if it was.
    """

    what: Conversing
    begins_anew: Handler
    needs: Action | None
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
    "claiming": Talk(claiming.CLAIMING, claiming.begin_anew, None, claiming.already_sent),
    "claiming_refusal": Talk(claiming_decisions.REFUSING, claiming_decisions.show, Action.ADMIT),
    "post_ending": Talk(posts_changing.ENDING_ONE, posts_people.show, Action.MANAGE_POSTS),
    "post_moving": Talk(posts_changing.MOVING_ONE, posts_people.show, Action.MANAGE_POSTS),
    "deputy": Talk(deputies.DEPUTISING, deputies.begin, Action.SEE_OWN),
    "codes": Talk(codes_sheet.SHEETS, codes_sheet.begin_anew, Action.INVITE),
    "office_setup": Talk(office_setup.SETTING_UP, office_setup.begin_anew, Action.SET_UP),
    "renewal": Talk(renewing.RENEWING, renewing.begin_anew, Action.SET_UP),
    "export": Talk(export.EXPORTING, export.begin_anew, Action.DRAFT_ANNUAL),
    "document": Talk(
        documents.ADDING, documents.begin_anew, Action.ADD_DOCUMENT, documents.already_added
    ),
    "agreement": Talk(
        agreements_entering.ENTERING,
        agreements_entering.begin_anew,
        Action.KEEP_AGREEMENT,
        agreements_entering.already_entered,
    ),
    "withdrawal": Talk(withdrawing.WITHDRAWING, history.mine, Action.SEE_OWN),
    "objection": Talk(objecting.OBJECTING, objecting.object_to_visit, Action.ACKNOWLEDGE),
    "deadline": Talk(
        making_deadlines.MAKING,
        making_deadlines.begin_anew,
        Action.SET_DEADLINE,
        making_deadlines.already_made,
    ),
    "announcement": Talk(
        announcing.ANNOUNCING, announcing.begin_anew, Action.ANNOUNCE, announcing.already_sent
    ),
    "deadline_cancelling": Talk(
        changing_deadlines.CANCELLING_ONE, deadlines.show, Action.SET_DEADLINE
    ),
    "returning": Talk(reviewing.RETURNING, reviewing.show, Action.REVIEW_RECORD),
    "waiver": Talk(waiving.WAIVING, waiving.begin, Action.WAIVE, waiving.already_waived),
    "day_off": Talk(
        days_off.DECLARING, days_off.add_off, Action.SET_DAYS_OFF, days_off.already_declared
    ),
    "sending_back": Talk(confirming.SENDING_BACK, confirming.show, Action.REVIEW_SUBMISSION),
    **{
        each.form.name: Talk(conversing(each), begins(each, anew=True), each.action, already_sent)
        for each in reporting.REPORTINGS.values()
    },
}


def begin_again(call: Call) -> list[Effect]:
    """ "เริ่มใหม่", typed as the button of that name: the form of the newest report that waits."""
    waiting = [d for d in call.conversation.parked if d.begun and not d.record]
    if not waiting:
        return say(menu.menu_card(call).noting(t("common.nothing_waiting")))
    talk = CONVERSATIONS[waiting[-1].form]
    if talk.needs and not may(call.actor.posts, talk.needs):
        return say(menu.menu_card(call).noting(t("common.not_allowed")))
    return talk.begins_anew(call)
