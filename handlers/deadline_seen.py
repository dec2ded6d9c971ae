"""“รายละเอียดกำหนดส่ง 12”: one deadline as all may see it whom it concerns: its day, where it stands
with them, and the ways on from there: the form, saying that it was sent, who has sent.
"""

import re
from collections.abc import Iterator, Sequence

from handlers.call import Call
from handlers.cards.card import Button, Card, OpenUrl
from handlers.deadlines import days_words
from handlers.effects import Effect
from handlers.say import go, say
from handlers.status_asked import Seen, find_asked, follows_up, reference_in, seen
from handlers.status_card import tally_words
from handlers.status_facts import judged_for
from handlers.status_words import state_words
from handlers.submitted import key_of, open_ones
from handlers.texts import t
from models.deadlines import own_deadlines
from models.obligations import Judgement
from models.policy import Action, may
from models.status_reach import own_scopes
from models.vocabulary import DutyState, RuleSource

#: The number of a deadline, and the place from whose status one comes.
_ASKED = re.compile(r"#?(\d{1,12})(?:~(.+))?")


def show(call: Call) -> list[Effect]:
    """The card of the deadline of this number, in the place that a button names, else in one's own;
    the same answer for one that is not theirs to see and for none."""
    asked = _ASKED.fullmatch(call.argument)
    places = _places(call, asked[2] or "") if asked else []
    judged = _judged(call, int(asked[1]), places) if asked else []
    if not judged:
        return say(Card(text=t("register.not_seen"), buttons=(go("deadlines"), go("menu"))))
    one = judged[0]
    assert one.due_on is not None
    where = state_words(one) if len(judged) == 1 else tally_words(judged)
    return say(
        Card(
            kicker=t("register.due", number=one.rule.id, day=days_words(one.due_on, call.today)),
            title=one.rule.title,
            text=where,
            buttons=(*_ways(call, places, judged), go("deadlines"), go("menu")),
        )
    )


def _places(call: Call, reference: str) -> list[Seen]:
    """The place of a reference, if it is theirs to see; without one, one's own."""
    if not reference:
        scopes = own_scopes(call.session, call.actor.posts, call.today)
        return [seen(call, scope) for scope in scopes]
    asked = reference_in(reference)
    place = find_asked(call, call.actor.posts, asked) if asked else None
    return [place] if place else []


def _judged(call: Call, number: int, places: Sequence[Seen]) -> list[Judgement]:
    """Where everybody of these places stands with the deadline."""
    judged: dict[object, Judgement] = {}
    for place in places:
        for one in judged_for(call, place, RuleSource.DEADLINE.value, number):
            if not one.rule.notice and one.state is not DutyState.NOT_YET:
                judged.setdefault(one.subject, one)
    return list(judged.values())


def _ways(call: Call, places: Sequence[Seen], judged: Sequence[Judgement]) -> Iterator[Button]:
    rule, posts = judged[0].rule, call.actor.posts
    if may(posts, Action.SUBMIT):
        for one in open_ones(call):
            if one.rule == rule:
                yield go("submitted", value=key_of(one), primary=True)
                break
    if rule.submit_url:
        yield Button(t("deadlines.form"), OpenUrl(rule.submit_url))
    if any(follows_up(call, place) for place in places):
        yield go("register", t("deadlines.who"), str(rule.id))
    if may(posts, Action.SET_DEADLINE) and rule.id in own_deadlines(call.session, posts):
        yield go("one_deadline", value=str(rule.id))
