"""“ติดตาม” behind a late one: what it owes, who answers for it, and what can be done about it."""

from handlers.call import Call
from handlers.calling import Numbers
from handlers.cards.card import Button, Card, Row
from handlers.digest_buttons import about
from handlers.effects import Effect
from handlers.named_places import referred
from handlers.outstanding import Owing, owed_lines, owing_in
from handlers.reminding import reaches_somebody
from handlers.say import go, say
from handlers.status_words import short_name
from handlers.texts import t
from models.duty_answering import contacts_for
from models.obligations import Subject
from models.people import Scope
from models.policy import Action, may
from models.scopes import covers, find_scope
from models.vocabulary import ScopeKind, SubjectKind

#: Rows of one card: a network, and the schools for which it answers.
MOST_ROWS = 8
_KINDS = {kind.value for kind in SubjectKind}


def show(call: Call) -> list[Effect]:
    """One network, school or office behind a button, if it lies within the own scope still;
    typed alone, the list of those who owe something."""
    reference = referred(call.argument)
    if reference is None:
        return say(Card(text=t("digest.follow_which"), buttons=(go("outstanding"), go("menu"))))
    kind, code, _ = reference
    scope = find_scope(call.session, kind, code) if kind.value in _KINDS else None
    if scope is None or not _overseen(call, scope):
        text = t("outstanding.not_seen", read=code)
        return say(Card(text=text, buttons=(go("outstanding"), go("menu"))))
    return say(_card(call, scope))


def _overseen(call: Call, scope: Scope) -> bool:
    posts = [post for post in call.actor.posts if may([post], Action.SEE_OUTSTANDING)]
    return any(covers(call.session, post.scope, scope, call.today) for post in posts)


def _card(call: Call, scope: Scope) -> Card:
    found = _owing(call, scope)
    status = () if scope.kind is ScopeKind.SCHOOL else (_status(scope),)
    if not found:
        text = t("outstanding.none")
        return Card(title=scope.label, text=text, buttons=(*status, go("outstanding"), go("menu")))
    who = Subject(SubjectKind(scope.kind.value), scope.id or 0, scope.code, scope.label)
    owed = [judged for one in found for judged in one.owed]
    contact = contacts_for(call.session, owed, call.today).of(owed[0])
    answers = t("digest.nobody") if contact is None else contact.full_name
    scopes = [post.scope for post in call.actor.posts]
    calls = Numbers(call.session, call.actor, call.cipher, call.today)
    buttons = about(who, calls, scopes, reached=reaches_somebody(call, scope))
    calls.note(call.now)
    rows = [Row(short_name(one.subject.label), owed_lines(one, call.today)) for one in found]
    return Card(
        title=scope.label,
        rows=(*rows[:MOST_ROWS], Row(t("digest.answers"), answers)),
        buttons=(*buttons, *status, go("outstanding"), go("menu")),
    )


def _owing(call: Call, scope: Scope) -> list[Owing]:
    """What this one owes; of a network also what its schools are owed, for which it answers."""
    found = owing_in(call, scope)
    if scope.kind is ScopeKind.NETWORK:
        return found
    own = (SubjectKind(scope.kind.value), scope.id)
    return [one for one in found if (one.subject.kind, one.subject.id) == own]


def _status(scope: Scope) -> Button:
    return go("status", value=f"{scope.kind.value}:{scope.code}")
