"""“ใครยังไม่เข้าร่วม”: the schools behind the totals of who has joined and who is silent."""

import re

from handlers.call import Call
from handlers.cards.card import Card, Row
from handlers.cards.limits import shorten
from handlers.effects import Effect
from handlers.say import go, say
from handlers.status import gone, own
from handlers.status_asked import Reference, Seen, find_asked, open_button, reference_in, seen
from handlers.status_behind import MOST_OF_A_NAME, PAGE
from handlers.status_facts import facts_of
from handlers.status_joined import JoinedThere, joined_there
from handlers.status_words import dated_period
from handlers.texts import t
from models.policy import Action, may
from models.status_reach import own_scopes
from models.vocabulary import ScopeKind

ABSENT, SILENT = "absent", "silent"
_ASKED = re.compile(rf"({ABSENT}|{SILENT})~(.+)")


def show(call: Call) -> list[Effect]:
    """The schools of one's own place, or of the one that a button names: first those that nobody
    has joined for, then, on a card of their own, those that reported nothing.
    """
    posts = [post for post in call.actor.posts if may([post], Action.SEE_OUTSTANDING)]
    wanted = _ASKED.fullmatch(call.argument)
    asked = reference_in(wanted[2]) if wanted else reference_in(call.argument)
    if asked is None:
        scopes = own_scopes(call.session, posts, call.today)
        if len(scopes) != 1:
            return say(own(call))
        return say(_list(call, seen(call, scopes[0]), ABSENT))
    found = find_asked(call, posts, asked)
    return say(_list(call, found, wanted[1] if wanted else ABSENT) if found else gone())


def _list(call: Call, found: Seen, which: str) -> Card:
    there = joined_there(call, facts_of(call, found, judged=False))
    if there is None:
        return Card(title=found.scope.label, text=t("status.nothing"), buttons=(go("menu"),))
    ids = there.absent if which == ABSENT else there.silent
    asked = found.asked
    shown = ids[asked.first : asked.first + PAGE]
    other = SILENT if which == ABSENT else ABSENT
    others = len(there.silent) if which == ABSENT else len(there.absent)
    buttons = []
    if asked.first + PAGE < len(ids):
        value = f"{which}~{asked.at(asked.first + PAGE)}"
        buttons.append(go("status_joined", t("status.more"), value))
    label = t(f"status.joined.see_{other}", count=f"{others:,}")
    buttons.append(go("status_joined", label, f"{other}~{asked.at(0)}"))
    if which == ABSENT and ids and may(call.actor.posts, Action.INVITE):
        buttons.append(go("invite"))
    count = t(
        f"status.joined.{which}",
        count=f"{len(ids):,}",
        total=f"{len(there.schools):,}",
        period=dated_period(there.year),
    )
    return Card(
        title=found.scope.label,
        kicker=count,
        text="" if shown else t("status.joined.none"),
        rows=tuple(_row(call, there, asked, id_) for id_ in shown),
        buttons=(*buttons, go("menu")),
    )


def _row(call: Call, there: JoinedThere, asked: Reference, school_id: int) -> Row:
    code, name = there.schools[school_id]
    name = shorten(name, MOST_OF_A_NAME)
    key = "is_silent" if school_id in there.found.joined else "is_absent"
    opens = open_button(asked.of(ScopeKind.SCHOOL, code), name)
    return Row(name, t(f"status.joined.{key}"), opens)
