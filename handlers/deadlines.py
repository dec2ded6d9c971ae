"""“กำหนดส่ง”: what is to be done by which day, nearest first, with the days that are left.

A coordinator opens from here the deadlines of one's own making: also those whose day has passed
while somebody still owes, to give them more time, and next year's, which nobody is told of yet.
"""

from collections.abc import Collection, Iterable, Sequence
from datetime import date

from handlers.call import Call
from handlers.cards.card import Button, Card, OpenUrl, Row
from handlers.effects import Effect
from handlers.say import go, number_of, say
from handlers.status_card import tally_words
from handlers.status_words import label_of, state_words
from handlers.texts import t
from handlers.thai.dates import short_date_with_weekday
from models.deadlines import own_deadlines
from models.duty_queries import judgements
from models.obligations import Judgement, Rule
from models.people import Scope
from models.policy import Action, may
from models.status_reach import own_scopes
from models.vocabulary import DutyState, RuleSource

#: Days on one card; the others are a tap away.
PAGE = 8


def show(call: Call) -> list[Effect]:
    """What has its day yet to come, for one's own networks, school, office or programme.

    Behind a button stands from which row on. What else is past is told by "ค้างส่ง" and the status.
    """
    own = _own(call)
    days = coming(call, own_scopes(call.session, call.actor.posts, call.today), own)
    if not days:
        return say(Card(text=t("deadlines.none"), buttons=_buttons(call)))
    first = number_of(call.argument) or 0
    shown = days[first : first + PAGE]
    rest = len(days) - first - len(shown)
    more = (go("deadlines", t("deadlines.more"), str(first + PAGE)),) if rest > 0 else ()
    rows = tuple(_row(group, call.today, own) for group in shown)
    return say(Card(title=t("deadlines.title"), rows=rows, buttons=(*more, *_buttons(call))))


def coming(call: Call, scopes: Iterable[Scope], own: Collection[int]) -> list[list[Judgement]]:
    """What has its day yet to come in these scopes: the duties of each rule and day together; of
    one day, what is still owed first. `own`: the ids of the deadlines that the reader may change.
    """
    groups: dict[tuple[date, str, int], dict[tuple[str, int], Judgement]] = {}
    for scope in scopes:
        for judged in judgements(call.session, now=call.now, scope=scope):
            if judged.due_on is None or not _told(judged, call.today, own):
                continue
            group = groups.setdefault((judged.due_on, judged.rule.source, judged.rule.id), {})
            group[judged.subject.kind, judged.subject.id] = judged
    by_day = sorted(groups.items(), key=lambda group: (group[0][0], _complete(group[1].values())))
    return [
        list(group.values())
        for (due_on, *_), group in by_day
        if due_on >= call.today or not _complete(group.values())
    ]


def _own(call: Call) -> set[int]:
    """The ids of the deadlines that this person may change and cancel."""
    if not may(call.actor.posts, Action.SET_DEADLINE):
        return set()
    return call.once("own deadlines", lambda: own_deadlines(call.session, call.actor.posts))


def _is_own(rule: Rule, own: Collection[int]) -> bool:
    return rule.source is RuleSource.DEADLINE and rule.id in own


def _told(judged: Judgement, today: date, own: Collection[int]) -> bool:
    """Not what is past or yet to be announced, unless it is of one's own making; the notice of a
    programme's end like a day of its own."""
    announced = judged.rule.announced_on
    if _is_own(judged.rule, own):
        return True
    if judged.due_on is None or judged.due_on < today:
        return False
    if judged.rule.notice:
        return judged.state is DutyState.NOT_YET and (announced is None or announced <= today)
    return judged.owed or judged.state in (DutyState.DONE, DutyState.WAIVED)


def _complete(group: Iterable[Judgement]) -> bool:
    return not any(judged.owed for judged in group)


def days_words(due_on: date, today: date) -> str:
    """A day, and how far away it is: 'ศ. 27 พ.ย. 2569 · อีก 5 วัน'."""
    left = (due_on - today).days
    key = "past" if left < 0 else {0: "today", 1: "tomorrow"}.get(left, "left")
    return t(f"deadlines.{key}", day=short_date_with_weekday(due_on), days=abs(left))


def _row(group: Sequence[Judgement], today: date, own: Collection[int]) -> Row:
    one = group[0]
    assert one.due_on is not None
    day = days_words(one.due_on, today)
    if one.rule.notice:
        return Row(label_of(one.rule, None, None), day)
    label = label_of(one.rule, one.period, None)
    where = state_words(one) if len(group) == 1 else tally_words(group)
    return Row(label, f"{day}\n{where}", _button(one.rule, own), muted=_complete(group))


def _button(rule: Rule, own: Collection[int]) -> Button | None:
    """What can be done in its row: one's own is opened, of others the form that they want, or where
    it wants none, what there is to see."""
    if _is_own(rule, own):
        return go("one_deadline", t("deadlines.open"), str(rule.id))
    if rule.submit_url:
        return Button(t("deadlines.form"), OpenUrl(rule.submit_url))
    if rule.source is RuleSource.DEADLINE:
        return go("see_deadline", t("deadlines.see"), str(rule.id))
    return None


def _buttons(call: Call) -> tuple[Button, ...]:
    routes = (
        ("add_deadline", Action.SET_DEADLINE),
        ("outstanding", Action.SEE_OUTSTANDING),
        ("submitted", Action.SUBMIT),
    )
    own = (go(route) for route, action in routes if may(call.actor.posts, action))
    return (*own, go("menu"))
