"""“ค้างส่ง”: who still owes what within one's scope, with the days by which it is late."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date

from handlers.call import Call
from handlers.cards.card import Button, Card, Row, Tap
from handlers.cards.limits import shorten
from handlers.dialog.press import Do, Press
from handlers.effects import Effect
from handlers.named_places import MOST_ASKED, places_meant, referred, scope_of, shortened
from handlers.reminder_words import follow
from handlers.say import go, say
from handlers.status_behind import MOST_OF_A_NAME, PAGE
from handlers.status_total import reference
from handlers.status_words import label_of, short_name, state_words
from handlers.texts import t
from handlers.thai.dates import short_date
from models.actors import Post
from models.duty_queries import outstanding
from models.obligations import Judgement, Subject
from models.people import Scope
from models.policy import Action, may
from models.scopes import covers
from models.vocabulary import DutyState, ScopeKind

#: Duties told of one subject; the rest are counted. So much of each fits into a row.
MOST_DUTIES = 3
MOST_OF_A_DUTY = 60
#: Waived things told one by one, under the first page; all of them stand in “รายการยกเว้น”.
MOST_WAIVED = 4


@dataclass
class Owing:
    """A network, school or office, and what it owes, the longest late first."""

    subject: Subject
    owed: list[Judgement] = field(default_factory=list)

    def order(self) -> tuple[date, int, str]:
        """Who is longest late comes first, then who owes most."""
        return self.owed[0].due_on or date.max, -len(self.owed), self.subject.code


def show(call: Call) -> list[Effect]:
    """What is owed in the own scope, or in that of the place that is named behind the command.

    A button carries a reference; both are looked for within the posts that may see by name who
    owes what.
    """
    posts = [post for post in call.actor.posts if may([post], Action.SEE_OUTSTANDING)]
    if not call.argument:
        scopes = list(dict.fromkeys(post.scope for post in posts))
        return say(_list(call, scopes[0]) if len(scopes) == 1 else _which_own(scopes))
    if (reference_ := referred(call.argument)) is not None:
        kind, code, first = reference_
        scope = scope_of(call, posts, kind, code)
        return say(_list(call, scope, first) if scope else _not_seen(code))
    return say(_named(call, posts))


def _named(call: Call, posts: Sequence[Post]) -> Card:
    meant = places_meant(call, posts, call.argument)
    if len(meant) == 1:
        scope = scope_of(call, posts, meant[0].kind, meant[0].code)
        return _list(call, scope) if scope else _not_seen(call.argument)
    if not meant:
        return _not_seen(call.argument)
    return _which([(one.kind, one.code, one.label) for one in meant])


def _which_own(scopes: Sequence[Scope]) -> Card:
    return _which([(scope.kind, scope.code, scope.label) for scope in scopes[:MOST_ASKED]])


def _which(places: Sequence[tuple[ScopeKind, str, str]]) -> Card:
    rows = tuple(
        Row(label, t(f"status.kind.{kind.value}"), _open(f"{kind.value}:{code}", label))
        for kind, code, label in places
    )
    return Card(title=t("outstanding.which"), rows=rows, buttons=(go("menu"),))


def _not_seen(asked: str) -> Card:
    """The same words for what does not exist and for what is not the asker's to see."""
    text = t("outstanding.not_seen", read=shortened(asked))
    return Card(text=text, buttons=(go("outstanding"), go("menu")))


def _list(call: Call, scope: Scope, first: int = 0) -> Card:
    owing = owing_in(call, scope)
    waives = may(call.actor.posts, Action.WAIVE) and bool(_waived(call, scope))
    buttons = (*((go("waivers"),) if waives else ()), go("deadlines"), go("menu"))
    if not owing:
        none, waived = t("outstanding.none"), _waived(call, scope)
        rows = _waived_rows(call, scope)
        return Card(title=scope.label, text=none, rows=rows, hint=waived, buttons=buttons)
    shown = owing[first : first + PAGE]
    rest = len(owing) - first - len(shown)
    more = go("outstanding", t("outstanding.more"), reference(scope, first + PAGE))
    count = t(
        "outstanding.count",
        total=len(owing),
        late=sum(_late(one.owed[0], call.today) > 0 for one in owing),
    )
    return Card(
        title=t("outstanding.title", place=scope.label),
        kicker=count,
        rows=(
            *(_row(one, call.today) for one in shown),
            *(() if first else _waived_rows(call, scope)),
        ),
        hint=_waived(call, scope),
        buttons=(*((more,) if rest > 0 else ()), _remind_all(scope), *buttons),
    )


def owing_in(call: Call, scope: Scope) -> list[Owing]:
    """Everybody within a scope who owes something, the longest late first."""
    found: dict[Subject, Owing] = {}
    for judged in _looked_up(call, scope):
        if judged.owed:
            found.setdefault(judged.subject, Owing(judged.subject)).owed.append(judged)
    for one in found.values():
        one.owed.sort(key=lambda judged: judged.due_on or date.max)
    return sorted(found.values(), key=Owing.order)


def _looked_up(call: Call, scope: Scope) -> list[Judgement]:
    def look() -> list[Judgement]:
        found = outstanding(call.session, now=call.now, scope=scope, tz=call.zone)
        only = _programmes_alone(call, scope)
        return found if only is None else [one for one in found if one.rule.programme_id in only]

    return call.once(("outstanding", scope), look)


def _programmes_alone(call: Call, scope: Scope) -> set[int | None] | None:
    """The programmes for which alone this person sees a place: what a school owes to another one
    is none of their business. None where a post looks after the place itself."""
    posts = [post.scope for post in call.actor.posts if may([post], Action.SEE_OUTSTANDING)]
    reaching = [over for over in posts if covers(call.session, over, scope, call.today)]
    if any(over.kind is not ScopeKind.PROGRAMME for over in reaching):
        return None
    return {over.id for over in reaching}


def _waived(call: Call, scope: Scope) -> str:
    """That some of it need not be done: it is in no count, and nobody is to wonder about it."""
    count = len(_waived_in(call, scope))
    return t("outstanding.waived", count=count) if count else ""


def _waived_in(call: Call, scope: Scope) -> list[Judgement]:
    found = [one for one in _looked_up(call, scope) if one.state is DutyState.WAIVED]
    return sorted(found, key=lambda one: -(one.waiver.id if one.waiver else 0))


def _waived_rows(call: Call, scope: Scope) -> tuple[Row, ...]:
    """Of the newest waivers, what is waived for whom, by whom, and until when."""
    rows = []
    for one in _waived_in(call, scope)[:MOST_WAIVED]:
        name = shorten(short_name(one.subject.label), MOST_OF_A_NAME)
        duty = shorten(label_of(one.rule, one.period, None), MOST_OF_A_DUTY)
        value = t("outstanding.waived_value", duty=duty, waiver=state_words(one))
        rows.append(Row(t("outstanding.waived_of", name=name), value, muted=True))
    return tuple(rows)


def _late(judged: Judgement, today: date) -> int:
    """The days by which it is late; 0 where its day has not passed."""
    return max(0, (today - judged.due_on).days) if judged.due_on else 0


def _row(one: Owing, today: date) -> Row:
    subject = one.subject
    name = shorten(short_name(subject.label), MOST_OF_A_NAME)
    return Row(name, owed_lines(one, today), follow(subject))


def owed_lines(one: Owing, today: date) -> str:
    """What one of them owes, a line each, the longest late first."""
    lines = [_line(judged, today) for judged in one.owed[:MOST_DUTIES]]
    if (rest := len(one.owed) - MOST_DUTIES) > 0:
        lines.append(t("outstanding.and_more", count=rest))
    return "\n".join(lines)


def _line(judged: Judgement, today: date) -> str:
    duty = shorten(label_of(judged.rule, judged.period, None), MOST_OF_A_DUTY)
    if (days := _late(judged, today)) > 0:
        return t("outstanding.late", duty=duty, days=days)
    if judged.due_on is None:
        return duty
    return t("outstanding.due", duty=duty, day=short_date(judged.due_on))


def _remind_all(scope: Scope) -> Button:
    return go("remind", t("reminding.all_here"), f"{scope.kind.value}:{scope.code}")


def _open(reference_: str, name: str) -> Button:
    press = Press(Do.GO, slot="outstanding", value=reference_)
    return Button(t("outstanding.open"), Tap(press.encode(), t("outstanding.asked", name=name)))
