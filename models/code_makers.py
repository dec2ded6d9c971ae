"""Whether who made a code may still make it on the day on which it is typed.

A code outlives the post of its maker, so both are asked again when it is used.
"""

from datetime import date, datetime, timedelta

from sqlalchemy import select
from sqlalchemy.orm import Session

from models.actors import Actor, Post
from models.people_tables import Invitation
from models.policy import invitable_roles
from models.posts_held import Held, posts_today
from models.posts_reach import keeps_all
from models.scopes import Scope, covers
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


def codes_that_stop(session: Session, post: Held, last_day: date, end: datetime) -> int:
    """How many codes that the holder of a post made, open beyond its last day (Bangkok; `end` is
    the moment at which that day is over, or now, where that is later), will be good no more."""
    made = session.scalars(
        select(Invitation).where(
            Invitation.created_by_person_id == post.person_id,
            Invitation.used_at.is_(None),
            Invitation.expires_at > end,
        )
    ).all()
    after = last_day + timedelta(days=1)
    held = posts_today(session, post.person_id, after) if made else []
    kept = tuple(each.post for each in held if each.id != post.id)
    if not any(each.deputy_for is None for each in kept):
        kept = ()
    return sum(not _still(session, code, post.person_id, kept, after) for code in made)


def _still(
    session: Session, code: Invitation, maker: int, posts: tuple[Post, ...], day: date
) -> bool:
    if code.for_person_id == maker:
        return True
    if code.for_person_id is not None:
        looking = Actor("", person_id=maker, posts=posts)
        return keeps_all(session, looking, code.for_person_id, day)
    place = code.school_id or code.network_id or code.office_id or code.programme_id
    invited = Post(code.role, Scope(code.scope_kind, "", place, ""))
    return any(_invites(session, post, invited, day) for post in posts)


def _invites(session: Session, post: Post, invited: Post, today: date) -> bool:
    if invited.role not in invitable_roles(post.role):
        return False
    # Offices and schools are invited to a programme before the day on which they are in it.
    in_programme = post.scope.kind is ScopeKind.PROGRAMME
    return in_programme or covers(session, post.scope, invited.scope, today)


def _today(session: Session, person_id: int, today: date) -> tuple[Post, ...]:
    """The posts of today, those of a deputy too."""
    return tuple(held.post for held in posts_today(session, person_id, today))
