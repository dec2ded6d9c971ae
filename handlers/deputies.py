"""Somebody acts for another for a time: named by the holder of the post, or by who looks after it.

What the deputy does as such (handlers/posts.py) is noted as done on the holder's behalf.
"""

from datetime import date

from handlers.call import Call
from handlers.cards.card import Card
from handlers.conversing import Conversing, start_over
from handlers.dialog.form import Draft
from handlers.dialog.inputs import Input
from handlers.dialog.world import Option, World
from handlers.effects import Effect
from handlers.forms.posts import DEPUTY
from handlers.people_options import people_options
from handlers.posts import days_words, post_words
from handlers.posts_people import gone
from handlers.posts_told import noted, told
from handlers.say import go, number_of, say
from handlers.texts import t
from models.posts import deputise
from models.posts_held import Held, posts_of
from models.posts_reach import colleagues_of, post_kept


def begin(call: Call) -> list[Effect]:
    """ "ตั้งผู้ทำแทน": in a post of one's own; with a number in that post, of somebody one looks
    after."""
    number = number_of(call.argument)
    if number is not None:
        post = _found(call, str(number))
        return start_over(call, DEPUTISING, post=str(post.id)) if post else gone()
    own = _own(call)
    if not own:
        return gone()
    if len(own) > 1:
        return start_over(call, DEPUTISING)
    if not colleagues_of(call.session, own[0], call.today):
        return say(Card(text=t("posts.saved.nobody"), buttons=(go("menu"),)))
    return start_over(call, DEPUTISING, post=str(own[0].id))


def _own(call: Call) -> list[Held]:
    """One's own posts: who stands in for somebody cannot hand that on."""
    if call.actor.person_id is None:
        return []
    posts = posts_of(call.session, call.actor.person_id, call.today)
    return [post for post in posts if post.post.deputy_for is None]


def _found(call: Call, key: str) -> Held | None:
    own = next((post for post in _own(call) if str(post.id) == key), None)
    if own is not None or not key.isdecimal() or len(key) > 12:
        return own
    found = post_kept(call.session, call.actor, int(key), call.today)
    return found if found and found.post.deputy_for is None else None


def _world(call: Call, draft: Draft, given: Input | None) -> World:
    posts = _own(call)
    chosen = _found(call, draft.answers.get("post", ""))
    if chosen is not None and chosen not in posts:
        posts = [chosen]
    people = colleagues_of(call.session, chosen, call.today) if chosen else []
    return World(
        today=call.today,
        options={
            "post": tuple(Option(str(post.id), _label(call, post)) for post in posts),
            "person": people_options(people),
        },
    )


def _label(call: Call, post: Held) -> str:
    words = post_words(post.post)
    return words if post.person_id == call.actor.person_id else f"{post.full_name} · {words}"


def _submit(call: Call, draft: Draft) -> list[Effect] | Card:
    post = _found(call, draft.answers["post"])
    people = dict(colleagues_of(call.session, post, call.today)) if post else {}
    deputy = number_of(draft.answers["person"])
    if post is None or deputy not in people:
        return gone()
    first, last = (date.fromisoformat(draft.answers[day]) for day in ("first_day", "last_day"))
    row = deputise(call.session, post.id, deputy, first, last)
    if row is None:
        return Card(text=t("posts.saved.not_deputised"))
    noted(call, "deputy.named", post, deputy=str(deputy), last_day=str(row.ends_on))
    words = post_words(post.post)
    held = Held(row.id, deputy, people[deputy], post.post, row.starts_on, row.ends_on)
    days = days_words(held)
    card = Card(
        text=t("posts.saved.deputised", name=people[deputy], post=words, days=days),
        buttons=(go("menu"),),
    )
    hears = Card(
        text=t("posts.told.deputised", name=post.full_name, post=words, days=days),
        buttons=(go("change_role"),),
    )
    return [*say(card), *told(call, deputy, hears, f"deputy:{row.id}")]


DEPUTISING = Conversing(DEPUTY, world=_world, submit=_submit)
