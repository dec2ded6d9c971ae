"""Who is counted in one number of a status: whom a duty is asked of, and how they stand."""

import re

from handlers.call import Call
from handlers.cards.card import Card, Row
from handlers.cards.limits import shorten
from handlers.effects import Effect
from handlers.say import go, say
from handlers.status import gone, own
from handlers.status_asked import Seen, find_asked, open_button, reference_in
from handlers.status_behind import MOST_OF_A_NAME, PAGE
from handlers.status_card import tally_words
from handlers.status_facts import judged_for
from handlers.status_words import label_of, level_words, short_name, state_words
from handlers.texts import t
from models.obligations import Judgement
from models.policy import Action, may
from models.vocabulary import DutyState, RuleSource, ScopeKind, SubjectKind

_ASKED = re.compile(r"(obligation|deadline)\.(\d{1,12})\.(\d{1,8})~(.+)")
#: Who is to be followed up comes first.
_ORDER = (
    DutyState.OVERDUE,
    DutyState.DUE,
    DutyState.WAIVED,
    DutyState.RECORDED,
    DutyState.DONE,
    DutyState.NOT_ASKED,
)


def show(call: Call) -> list[Effect]:
    """The networks, offices or schools behind the number that a button names."""
    wanted = _ASKED.fullmatch(call.argument)
    asked = reference_in(wanted[4]) if wanted else None
    if wanted is None or asked is None:
        return say(own(call))
    posts = call.actor.posts
    if wanted[1] == RuleSource.DEADLINE.value:
        posts = tuple(post for post in posts if may([post], Action.SEE_OUTSTANDING))
    found = find_asked(call, posts, asked)
    if found is None:
        return say(gone())
    judged = [
        one
        for one in judged_for(call, found, wanted[1], int(wanted[2]))
        if one.state in _ORDER and _begins(one) == wanted[3]
    ]
    if not judged:
        return say(gone())
    return say(_list(found, judged, call.argument.partition("~")[0]))


def _list(found: Seen, judged: list[Judgement], key: str) -> Card:
    judged.sort(key=lambda one: (_ORDER.index(one.state), -missing(one), one.subject.code))
    asked, one = found.asked, judged[0]
    shown = judged[asked.first : asked.first + PAGE]
    buttons = [open_button(asked.at(0), found.scope.label), go("menu")]
    if asked.first + PAGE < len(judged):
        value = f"{key}~{asked.at(asked.first + PAGE)}"
        buttons.insert(0, go("status_duty", t("status.more"), value))
    where = t(
        "status.details.title",
        first=asked.first + 1,
        last=asked.first + len(shown),
        total=len(judged),
    )
    return Card(
        kicker=f"{found.scope.label}\n{where}",
        title=label_of(one.rule, one.period, None),
        text=tally_words(judged),
        rows=tuple(_row(found, each) for each in shown),
        buttons=tuple(buttons),
    )


def missing(judged: Judgement) -> int:
    """How many more it takes, of what is owed."""
    return max(0, judged.needed - judged.done) if judged.owed else 0


def _row(found: Seen, judged: Judgement) -> Row:
    subject = judged.subject
    name = shorten(short_name(subject.label), MOST_OF_A_NAME)
    value = state_words(judged)
    if judged.by_level:
        value = f"{value}\n{level_words(judged.by_level, judged.rule.levels_rule)}"
    to = found.asked.of(ScopeKind(subject.kind.value), subject.code)
    if subject.kind is SubjectKind.OFFICE and found.scope.kind is ScopeKind.PROGRAMME:
        to = type(to)(to.kind, to.code, judged.rule.programme_code, to.period)
    if (to.kind, to.code) == (found.scope.kind, found.scope.code):
        return Row(name, value)
    return Row(name, value, open_button(to, name), muted=not judged.owed)


def _begins(judged: Judgement) -> str:
    return f"{judged.period.starts_on:%Y%m%d}" if judged.period else "0"
