"""A post that changed: done, noted, and told to whose it is."""

from datetime import date

from handlers.call import Call
from handlers.cards.card import Card
from handlers.effects import Effect, Leave, LinkMenu
from models import audit
from models.actors import Post
from models.person_names import accounts_of
from models.posts import move_post
from models.posts_held import Held
from models.scopes import Scope


def told(call: Call, person_id: int, card: Card, what: str) -> list[Effect]:
    """The person concerned sees it under the next answer, and their menu follows."""
    accounts = accounts_of(call.session, {person_id}).get(person_id, ())
    once = f"post:{what}:{call.now.isoformat()}"
    return [
        *(Leave(account, card, once) for account in accounts),
        *(LinkMenu(account) for account in accounts),
    ]


def noted(call: Call, action: str, post: Held, **details: str) -> None:
    """Who changed which post, and whose it is."""
    audit.note(
        call.session,
        at=call.now,
        person_id=call.actor.person_id,
        action=action,
        subject_kind="appointment",
        subject_id=post.id,
        details={"person": post.person_id, **details},
    )


def moved(call: Call, post: Held, school: Scope, first: date) -> Post | None:
    """The post is held at this school from that day on, and ends where it was the day before.
    None, and nothing is done, where it was ended or moved meanwhile."""
    there = Post(post.post.role, school)
    if not move_post(call.session, post.id, post.person_id, there, first):
        return None
    noted(call, "post.moved", post, to=school.code, first_day=first.isoformat())
    return there
