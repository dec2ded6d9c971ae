"""Of which place those are reminded that somebody names, within the own reach."""

from collections.abc import Sequence

from handlers.call import Call
from handlers.cards.card import Button, Card, Row, Tap
from handlers.dialog.inputs import words_of
from handlers.dialog.press import Do, Press
from handlers.named_places import MOST_ASKED, places_meant, referred, scope_of, shortened
from handlers.say import go
from handlers.schools import around
from handlers.texts import t
from handlers.thai.fold import fold
from handlers.thai.following import is_everybody
from handlers.thai.names import AskWhich, Match
from models.actors import Post
from models.people import Scope
from models.policy import Action, may
from models.scopes import covers, find_scope
from models.vocabulary import ScopeKind

Place = tuple[ScopeKind, str, str]  # its kind, code and label


def place_meant(call: Call) -> Scope | Card:
    """The place behind "เตือน", or what to say where that is none or several.

    A button carries a reference; nothing, or "ทุกคนที่ค้าง", means one's own.
    """
    posts = [post for post in call.actor.posts if may([post], Action.REMIND)]
    if not call.argument or is_everybody(fold(call.argument)):
        own = list({post.scope: None for post in posts})
        return own[0] if len(own) == 1 else _which([_place(scope) for scope in own])
    if (reference := referred(call.argument)) is not None:
        kind, code, _ = reference
        return _within(call, posts, kind, code) or _not_seen(code)
    meant = _schools(call, posts) or [
        (one.kind, one.code, one.label) for one in places_meant(call, posts, call.argument)
    ]
    if len(meant) == 1:
        kind, code, _ = meant[0]
        return _within(call, posts, kind, code) or _not_seen(call.argument)
    return _which(meant) if meant else _not_seen(call.argument)


def as_reference(scope: Scope) -> str:
    """What a button carries for a place."""
    return f"{scope.kind.value}:{scope.code}"


def _schools(call: Call, posts: Sequence[Post]) -> list[Place]:
    """The schools within reach that are named as schools; a network is called by its lead's name,
    too, and means all that are in it."""
    if not fold(call.argument).startswith(words_of("reminding.school_words")):
        return []
    match around(call, ()).find(call.argument):
        case Match(code):
            codes: Sequence[str] = (code,)
        case AskWhich(asked):
            codes = asked
        case _:
            codes = ()
    found = [_within(call, posts, ScopeKind.SCHOOL, code) for code in codes]
    return [_place(scope) for scope in found if scope is not None]


def _within(call: Call, posts: Sequence[Post], kind: ScopeKind, code: str) -> Scope | None:
    """The place of this code, if one of these posts reaches over it."""
    if kind is not ScopeKind.SCHOOL:
        return scope_of(call, posts, kind, code)
    school = find_scope(call.session, kind, code)
    if school is None:
        return None
    reach = (covers(call.session, post.scope, school, call.today) for post in posts)
    return school if any(reach) else None


def _place(scope: Scope) -> Place:
    return scope.kind, scope.code, scope.label


def _which(places: Sequence[Place]) -> Card:
    rows = tuple(
        Row(label, t(f"status.kind.{kind.value}"), _button(f"{kind.value}:{code}", label))
        for kind, code, label in places[:MOST_ASKED]
    )
    return Card(title=t("reminding.which"), rows=rows, buttons=(go("menu"),))


def _button(reference: str, name: str) -> Button:
    press = Press(Do.GO, slot="remind", value=reference)
    return Button(t("reminding.button"), Tap(press.encode(), t("reminding.asked", name=name)))


def _not_seen(asked: str) -> Card:
    """The same words for what does not exist and for what is out of reach."""
    text = t("reminding.not_seen", read=shortened(asked))
    return Card(text=text, buttons=(go("outstanding"), go("menu")))
