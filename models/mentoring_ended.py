"""Whether the mentoring of somebody's posts is over, and since when."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from sqlalchemy import ColumnElement, false, func, select
from sqlalchemy.orm import Session

from models.actors import Post
from models.networks import Network, NetworkMembership
from models.programmes import Enrolment, Programme
from models.vocabulary import MemberRole, ScopeKind


def last_ended(session: Session, posts: Iterable[Post], today: date) -> tuple[str, date] | None:
    """(programme's name, last day) of the mentoring of these posts that ended last.

    None where there was none, and while any programme in which they take part runs, renewed or
    not (models/roster/renewals.py).
    """
    parts = [part for post in posts for part in _parts(session, post)]
    if any(part.until is None or part.until >= today for part in parts):
        return None
    over = [(part.until, part.programme) for part in parts if part.mentors and part.until]
    if not over:
        return None
    ended, name = max(over)
    return name, ended


@dataclass(frozen=True)
class _Part:
    """How long a post takes part in a programme (until None: without an end), and whether as
    somebody who mentors."""

    programme: str
    until: date | None
    mentors: bool


def _parts(session: Session, post: Post) -> list[_Part]:
    own = post.scope.id
    member: ColumnElement[bool]
    enrolled: ColumnElement[bool] = false()
    match post.scope.kind:
        case ScopeKind.SCHOOL:
            member, enrolled = NetworkMembership.school_id == own, Enrolment.school_id == own
        case ScopeKind.OFFICE:
            member, enrolled = Network.office_id == own, Enrolment.office_id == own
        case ScopeKind.NETWORK:
            member = Network.id == own
        case ScopeKind.PROGRAMME:
            member, enrolled = Network.programme_id == own, Enrolment.programme_id == own
        case _:
            return []
    at_a_school = post.scope.kind is ScopeKind.SCHOOL
    last = NetworkMembership.ends_on
    memberships = (
        select(
            Programme.name_th,
            NetworkMembership.role,
            func.max(last),
            func.count() - func.count(last),
        )
        .join(Network, Network.programme_id == Programme.id)
        .join(NetworkMembership, NetworkMembership.network_id == Network.id)
        .where(member)
        .group_by(Programme.name_th, NetworkMembership.role)
    )
    last = Enrolment.ends_on
    enrolments = (
        select(Programme.name_th, func.max(last), func.count() - func.count(last))
        .join(Enrolment, Enrolment.programme_id == Programme.id)
        .where(enrolled)
        .group_by(Programme.name_th)
    )
    return [
        *(
            _Part(name, None if endless else until, not at_a_school or role is MemberRole.LEAD)
            for name, role, until, endless in session.execute(memberships)
        ),
        *(
            _Part(name, None if endless else until, not at_a_school)
            for name, until, endless in session.execute(enrolments)
        ),
    ]
