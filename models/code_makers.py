"""Whether who made a code may still make it on the day on which it is typed.

A code outlives the post of its maker, so both are asked again when it is used.
"""

from datetime import date

from sqlalchemy.orm import Session

from models.actors import Actor, Post
from models.policy import invitable_roles
from models.posts_held import posts_of
from models.posts_reach import keeps_all
from models.scopes import covers
from models.vocabulary import ScopeKind


def may_still_invite(session: Session, maker: int | None, invited: Post, today: date) -> bool:
    """Whether this person's posts of today invite to such a post. A code without a maker is one of
    the command line: good."""
    if maker is None:
        return True
    return any(_invites(session, post, invited, today) for post in _today(session, maker, today))


def may_still_tie(session: Session, maker: int | None, person_id: int, today: date) -> bool:
    """Whether a code of this maker ties this person: their own, or that of somebody who looks
    after all of their posts today."""
    if maker is None or maker == person_id:
        return True
    looking = Actor("", person_id=maker, posts=_today(session, maker, today))
    return keeps_all(session, looking, person_id, today)


def _invites(session: Session, post: Post, invited: Post, today: date) -> bool:
    if invited.role not in invitable_roles(post.role):
        return False
    # Offices and schools are invited to a programme before the day on which they are in it.
    in_programme = post.scope.kind is ScopeKind.PROGRAMME
    return in_programme or covers(session, post.scope, invited.scope, today)


def _today(session: Session, person_id: int, today: date) -> tuple[Post, ...]:
    """The posts of today, those of a deputy too; none without a post of one's own."""
    posts = [held.post for held in posts_of(session, person_id, today) if held.starts_on <= today]
    own = any(post.deputy_for is None for post in posts)
    return tuple(posts) if own else ()
