"""What the bot does in a group: it answers when called by name, with totals, where a coordinator
has tied the group to a network or an area office. It stores nothing of what is said there.

Everything else of the bot belongs into the private chat. Whoever asked for a tie confirms it, by a
button that nobody else's tap moves.
"""

import re
from datetime import timedelta
from functools import cache

from handlers.call import Call
from handlers.cards.card import Button, Card, Row, Tap
from handlers.dialog.inputs import words_of
from handlers.dialog.press import Do, Press
from handlers.effects import Effect
from handlers.group_totals import deadlines_card, status_card
from handlers.named_places import MOST_ASKED, places_meant, referred, scope_of
from handlers.say import say
from handlers.texts import t
from handlers.thai.commands import Table, Words, read_command
from handlers.thai.following import After
from models.actors import Post
from models.groups import (
    TIED_TO,
    LinkedGroup,
    bot_joined,
    bot_left,
    count_members,
    group_of,
    tie,
    tie_in_force,
    turns_lately,
    tying,
    untie,
)
from models.people import Scope
from models.status_reach import find_seen

#: More calls than this in a minute are no conversation.
MOST_CALLS = 30
WINDOW = timedelta(minutes=1)
#: The command, and its button in a group.
TIE = "tie_group"
_DECLINED = "no"

Place = tuple[str, str]  # a reference ("network:NPT1-N01"), and how it is called


def in_group(call: Call) -> list[Effect]:
    """The answer to an event of a group; most often none."""
    event = call.event
    if event.group_id is None:
        return []
    group = group_of(call.session, event.group_id, call.now)
    match event.kind:
        case "join":
            bot_joined(call.session, group, call.now)
        case "leave":
            bot_left(call.session, group, call.now)
        case "memberJoined" | "memberLeft":
            joined, left = event.members_moved
            count_members(call.session, group, joined=joined, left=left)
        case "message" | "postback":
            return _answer(call, group)
    return []


def _answer(call: Call, group: LinkedGroup) -> list[Effect]:
    if turns_lately(group, call.now, WINDOW) > MOST_CALLS:
        return []
    if call.event.kind == "postback":
        return _tapped(call, group)
    # An emoji or a comma may stand before what is asked.
    text = re.sub(r"^[^\w?]+", "", call.event.text_without_mentions)
    found = read_command(text, _table(), inexact=True)
    name, argument = (found.name, found.arg) if found else ("", "")
    if name == TIE:
        return say(_asked_to_tie(call, group, argument))
    place = tie_in_force(call.session, group, call.today)
    if place is None:
        return say(Card(text=t("groups.untied")))
    match name:
        case "untie_group":
            return say(_untied(call, group, place))
        case "status":
            return say(status_card(call, place))
        case "deadlines":
            return say(deadlines_card(call, place))
    return say(Card(title=place.label, text=t("groups.help"), hint=t("groups.private")))


@cache
def _table() -> Table:
    """What is understood in a group: the same words as in the private chat."""
    alone = ("status", "deadlines", "help", "untie_group")
    commands = {name: Words(words_of(f"commands.{name}")) for name in alone}
    return Table({TIE: Words(words_of(f"commands.{TIE}"), after=After.TEXT), **commands})


# --- tying ----------------------------------------------------------------------------------------


def _asked_to_tie(call: Call, group: LinkedGroup, asked: str) -> Card:
    """What is to be confirmed; or why nothing can be. What was typed is not said again, so that it
    is kept nowhere."""
    posts = tying(call.actor.posts)
    if not posts:
        return Card(text=t("groups.not_yours"))
    places = _meant(call, posts, asked) if asked else _own(posts)
    if not places:
        return Card(text=t("groups.not_found" if asked else "groups.which_place"))
    if (refused := _refusal(call, group, posts, places)) is not None:
        return refused
    hint = t("groups.confirm.hint")
    if len(places) > 1:
        rows = tuple(
            Row(label, t("groups.confirm.row"), _confirming(call, group, reference))
            for reference, label in places
        )
        decline = (_button(call, t("groups.confirm.no"), _DECLINED),)
        return Card(title=t("groups.confirm.which"), rows=rows, hint=hint, buttons=decline)
    [(reference, label)] = places
    return Card(
        title=t("groups.confirm.title", place=label),
        text=t("groups.confirm.text"),
        hint=hint,
        buttons=(
            _confirming(call, group, reference, primary=True),
            _button(call, t("groups.confirm.no"), _DECLINED),
        ),
    )


def _meant(call: Call, posts: list[Post], asked: str) -> list[Place]:
    found = [one for one in places_meant(call, posts, asked) if one.kind in TIED_TO]
    return [(f"{one.kind.value}:{one.code}", one.label) for one in found[:MOST_ASKED]]


def _own(posts: list[Post]) -> list[Place]:
    """What a coordinator means who names nothing: the own area office."""
    scopes = dict.fromkeys(post.scope for post in posts if post.scope.kind in TIED_TO)
    return [(f"{scope.kind.value}:{scope.code}", scope.label) for scope in scopes][:MOST_ASKED]


def _refusal(call: Call, group: LinkedGroup, posts: list[Post], places: list[Place]) -> Card | None:
    """Why the group is not tied to these: it is already, or to what is another coordinator's."""
    before = tie_in_force(call.session, group, call.today)
    if before is None:
        return None
    if [reference for reference, _ in places] == [f"{before.kind.value}:{before.code}"]:
        return Card(title=before.label, text=t("groups.already"), hint=t("groups.help"))
    if not _reaches(call, posts, before):
        return Card(text=t("groups.taken"))
    return None


def _confirming(call: Call, group: LinkedGroup, reference: str, *, primary: bool = False) -> Button:
    # With the group in it: the same button in another group does nothing.
    return _button(call, t("groups.confirm.yes"), f"{reference}:{group.id}", primary=primary)


def _button(call: Call, label: str, value: str, *, primary: bool = False) -> Button:
    """A button that only whoever asked can use."""
    press = Press(Do.GO, draft_id=str(call.actor.person_id), slot=TIE, value=value)
    return Button(label, Tap(press.encode(), label), primary)


def _tapped(call: Call, group: LinkedGroup) -> list[Effect]:
    press = call.event.press
    if press is None or press.slot != TIE:
        return []
    if press.draft_id != str(call.actor.person_id):
        return say(Card(text=t("groups.confirm.hint")))
    if press.value == _DECLINED:
        return say(Card(text=t("groups.declined")))
    # Judged anew: a button outlives a post.
    posts = tying(call.actor.posts)
    scope = _scope_in(call, group, posts, press.value)
    if scope is None or call.actor.person_id is None:
        return say(Card(text=t("groups.not_yours")))
    places = [(f"{scope.kind.value}:{scope.code}", scope.label)]
    if (refused := _refusal(call, group, posts, places)) is not None:
        return say(refused)
    tie(call.session, group, scope, call.actor.person_id, call.now)
    title = t("groups.tied", place=scope.label)
    return say(Card(title=title, text=t("groups.help"), hint=t("groups.private")))


def _scope_in(call: Call, group: LinkedGroup, posts: list[Post], value: str) -> Scope | None:
    found = referred(value)
    if found is None:
        return None
    kind, code, group_id = found
    if kind not in TIED_TO or group_id != group.id:
        return None
    return scope_of(call, posts, kind, code)


def _untied(call: Call, group: LinkedGroup, place: Scope) -> Card:
    posts = tying(call.actor.posts)
    if call.actor.person_id is None or not _reaches(call, posts, place):
        return Card(text=t("groups.not_yours"))
    untie(call.session, group, call.actor.person_id, call.now)
    return Card(text=t("groups.ended"))


def _reaches(call: Call, posts: list[Post], place: Scope) -> bool:
    return find_seen(call.session, posts, place.kind, place.code, call.today) is not None
