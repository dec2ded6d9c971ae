"""Which place somebody names whose people are to be reminded, or to have something waived, within
the own reach."""

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


#: The part of the texts that a command speaks with here.
_TEXTS = {"remind": "reminding", "waive": "waiving"}


def place_meant(call: Call, action: Action = Action.REMIND, route: str = "remind") -> Scope | Card:
    """The place behind "เตือน" or "ยกเว้น", or what to say where that is none or several.

    A button carries a reference; nothing, or "ทุกคนที่ค้าง", means one's own.
    """
    posts = [post for post in call.actor.posts if may([post], action)]
    if not call.argument or is_everybody(fold(call.argument)):
        own = list({post.scope: None for post in posts})
        return own[0] if len(own) == 1 else _which([_place(scope) for scope in own], route)
    if (reference := referred(call.argument)) is not None:
        kind, code, _ = reference
        return _within(call, posts, kind, code) or _not_seen(code, route)
    meant = _schools(call, posts) or [
        (one.kind, one.code, one.label) for one in places_meant(call, posts, call.argument)
    ]
    if len(meant) == 1:
        kind, code, _ = meant[0]
        return _within(call, posts, kind, code) or _not_seen(call.argument, route)
    return _which(meant, route) if meant else _not_seen(call.argument, route)


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


def _which(places: Sequence[Place], route: str) -> Card:
    rows = tuple(
        Row(label, t(f"status.kind.{kind.value}"), button_for(route, f"{kind.value}:{code}", label))
        for kind, code, label in places[:MOST_ASKED]
    )
    return Card(title=t(f"{_TEXTS[route]}.which"), rows=rows, buttons=(go("menu"),))


def button_for(route: str, reference: str, name: str) -> Button:
    """Runs one of these commands for the place of this reference."""
    press = Press(Do.GO, slot=route, value=reference)
    asked = t(f"{_TEXTS[route]}.asked", name=name)
    return Button(t(f"{_TEXTS[route]}.button"), Tap(press.encode(), asked))


def _not_seen(asked: str, route: str) -> Card:
    """The same words for what does not exist and for what is out of reach."""
    text = t(f"{_TEXTS[route]}.not_seen", read=shortened(asked))
    return Card(text=text, buttons=(go("outstanding"), go("menu")))
