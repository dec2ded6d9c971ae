"""Deleting one's own data, in two steps; for a day it can be taken back, and the account is locked.

What is deleted for good a day later: models/forgetting.py, by scheduler/purging.py.
"""

from datetime import timedelta

from handlers.call import Call
from handlers.cards.card import Button, Card
from handlers.effects import Effect, LinkMenu
from handlers.say import go, say
from handlers.texts import t
from handlers.thai.dates import long_date
from models.data_requests import (
    DataRequest,
    accounts_leaving,
    deletion_asked,
    leaving,
    note_request,
    set_aside,
    take_back,
)
from models.own_data import Whose, reports_by_kind, whose
from models.vocabulary import DataAnswer, DataRequestKind

#: What somebody whose deletion waits may still ask for (names of handlers/routes.py).
STILL_OPEN = frozenset({"cancel_deletion", "my_data", "privacy"})
#: The confirmation must follow the first step so soon; an older button asks anew.
CONFIRMED_WITHIN = timedelta(hours=1)


def ask(call: Call) -> list[Effect]:
    """ "ลบข้อมูลของฉัน": what goes, what stays and why, and the button that does it."""
    who = whose(call.session, call.actor.line_user_id)
    note_request(
        call.session,
        DataRequestKind.DELETION,
        DataAnswer.ASKED,
        person_id=who.person_id,
        line_user_id=call.actor.line_user_id,
        now=call.now,
    )
    keep = go("menu" if call.actor.joined else "my_data", t("leaving.keep"))
    return say(
        Card(
            title=t("leaving.title"),
            text="\n\n".join((t("leaving.goes"), _what_stays(call, who), t("leaving.after"))),
            buttons=(keep, _confirm_button()),
        )
    )


def _what_stays(call: Call, who: Whose) -> str:
    count = sum(reports_by_kind(call.session, who).values())
    return t("leaving.stays", count=count, unnamed=t("visit.row.unnamed"))


def _confirm_button() -> Button:
    return go("confirm_deletion", t("leaving.confirm"))


def confirm(call: Call) -> list[Effect]:
    """The second step: the account is locked and set aside. Without a first one shortly before
    it is the first step."""
    since = call.now - CONFIRMED_WITHIN
    request = deletion_asked(call.session, call.actor.line_user_id, since)
    if request is None:
        return ask(call)
    set_aside(call.session, request, call.now)
    return [*say(_locked_card(call, request)), *_menus(call, request)]


def cancel(call: Call) -> list[Effect]:
    """ "ยกเลิกการลบ": everything is as it was before."""
    found = leaving(call.session, call.actor.line_user_id)
    menus = _menus(call, found[1]) if found else []
    if not take_back(call.session, call.actor.line_user_id, call.now):
        return say(Card(text=t("leaving.none_waits"), buttons=(go("my_data"),)))
    card = Card(
        title=t("leaving.cancelled.title"),
        text=t("leaving.cancelled.text"),
        buttons=(go("menu"), go("my_data")),
    )
    return [*say(card), *menus]


def _menus(call: Call, request: DataRequest) -> list[Effect]:
    """The menus of the accounts that go with this deletion are those of others now, or theirs
    again."""
    return [LinkMenu(row.line_user_id) for row in accounts_leaving(call.session, request.id)]


def locked(call: Call) -> list[Effect] | None:
    """What somebody is told whose deletion waits; None for everybody else."""
    if call.actor.joined:  # a locked account is tied to nobody
        return None
    found = leaving(call.session, call.actor.line_user_id)
    return say(_locked_card(call, found[1])) if found else None


def _locked_card(call: Call, request: DataRequest) -> Card:
    assert request.due_at is not None  # the database promises it while a deletion waits
    due = request.due_at.astimezone(call.zone)
    return Card(
        title=t("leaving.locked.title"),
        text=t("leaving.locked.text", day=long_date(due.date()), time=f"{due:%H:%M}"),
        buttons=(go("cancel_deletion"), go("my_data")),
    )
