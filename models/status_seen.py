"""What lies deeper than one's own posts and can be opened from their status: a school of one's
networks, an area of one's programme. Only what those posts may see of it.
"""

from collections.abc import Sequence
from datetime import date

from sqlalchemy import ColumnElement, or_, select
from sqlalchemy.orm import Session

from models.actors import Post
from models.networks import Network, NetworkMembership
from models.places import Office, School
from models.programmes import Enrolment, Programme
from models.scopes import Scope, enrolled_on, member_on
from models.status_reach import networks_seen, seeing
from models.vocabulary import ScopeKind

#: The codes of the programmes of which something may be seen; None: of all.
Programmes = frozenset[str] | None


def programme_of_network(session: Session, network_id: int) -> str:
    """The code of the programme that a network belongs to. Raises NoResultFound without it."""
    query = select(Programme.code).join(Network, Network.programme_id == Programme.id)
    return session.scalars(query.where(Network.id == network_id)).one()


def school_seen(
    session: Session, posts: Sequence[Post], code: str, today: date
) -> tuple[Scope, Programmes] | None:
    """The school of this code if its status may be seen on this day (Bangkok), and in which
    programmes: in all by its own people, those of its office and of the country; else in those
    of the networks and programmes that these posts see.
    """
    row = session.execute(
        select(School.id, School.code, School.name_th, School.office_id).where(School.code == code)
    ).first()
    if row is None:
        return None
    scope = Scope(ScopeKind.SCHOOL, row.code, row.id, row.name_th)
    for post in seeing(posts):
        held = (post.scope.kind, post.scope.id)
        if held in ((ScopeKind.SCHOOL, row.id), (ScopeKind.OFFICE, row.office_id)):
            return scope, None
        if post.scope.kind is ScopeKind.COUNTRY:
            return scope, None
    programmes = set(
        session.scalars(
            select(Programme.code)
            .join(Network, Network.programme_id == Programme.id)
            .join(NetworkMembership, NetworkMembership.network_id == Network.id)
            .where(
                NetworkMembership.school_id == row.id,
                member_on(today),
                networks_seen(posts, today),
            )
        )
    )
    own = programmes_held(posts)
    if own:
        programmes |= set(
            session.scalars(
                select(Programme.code)
                .join(Enrolment, Enrolment.programme_id == Programme.id)
                .where(Enrolment.school_id == row.id, enrolled_on(today), Programme.id.in_(own))
            )
        )
    return (scope, frozenset(programmes)) if programmes else None


def area_seen(session: Session, posts: Sequence[Post], code: str, programme: str) -> Scope | None:
    """The office of this code, for posts over this programme, if it has a part in it. What may be
    seen of it is that programme alone."""
    own = programmes_held(posts)
    if not own:
        return None
    of_programme = select(Programme.id).where(Programme.code == programme, Programme.id.in_(own))
    row = session.execute(
        select(Office.id, Office.code, Office.short_th).where(
            Office.code == code, has_part(of_programme.scalar_subquery())
        )
    ).first()
    return Scope(ScopeKind.OFFICE, row[1], row[0], row[2]) if row else None


def has_part(programme_id: ColumnElement[int]) -> ColumnElement[bool]:
    """The condition that an Office has ever had a network, a school or itself in a programme."""
    school = select(School.office_id).join(Enrolment, Enrolment.school_id == School.id)
    return or_(
        Office.id.in_(select(Network.office_id).where(Network.programme_id == programme_id)),
        Office.id.in_(select(Enrolment.office_id).where(Enrolment.programme_id == programme_id)),
        Office.id.in_(school.where(Enrolment.programme_id == programme_id)),
    )


def programmes_held(posts: Sequence[Post]) -> list[int]:
    """The ids of the programmes over which these posts are held."""
    scopes = [post.scope for post in seeing(posts)]
    return [s.id for s in scopes if s.kind is ScopeKind.PROGRAMME and s.id is not None]
