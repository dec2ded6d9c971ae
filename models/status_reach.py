"""Who may see the status of what: the one place that says it, as conditions for a WHERE.

What lies outside is not found, as if it did not exist.
"""

from collections.abc import Iterable, Sequence
from datetime import date

from sqlalchemy import ColumnElement, and_, false, literal, or_, select, true
from sqlalchemy.orm import Session, aliased

from models.actors import Post
from models.networks import Network, NetworkMembership
from models.places import Office, School
from models.policy import Action, may
from models.programmes import Enrolment, Programme
from models.scopes import COUNTRY, Scope, enrolled_on, member_on
from models.vocabulary import ScopeKind


def seeing(posts: Iterable[Post]) -> list[Post]:
    """Those of the posts that may see a status at all."""
    return [post for post in posts if may([post], Action.SEE_STATUS)]


def networks_seen(posts: Iterable[Post], today: date) -> ColumnElement[bool]:
    """The networks whose status these posts may see on this day (Bangkok)."""
    reached: list[ColumnElement[bool]] = [false()]
    for post in seeing(posts):
        scope = post.scope
        match scope.kind:
            case ScopeKind.COUNTRY:
                return true()
            case ScopeKind.NETWORK:
                reached.append(Network.id == scope.id)
            case ScopeKind.PROGRAMME:
                reached.append(Network.programme_id == scope.id)
            case ScopeKind.OFFICE:
                reached.append(Network.office_id == scope.id)
            case ScopeKind.SCHOOL:
                reached.append(belongs(scope.id, today))
    return or_(*reached)


def offices_seen(posts: Iterable[Post]) -> ColumnElement[bool]:
    """The offices whose status these posts may see.

    A post over a programme sees its networks and its total, not an office: that would show what
    the office does in other programmes, too.
    """
    kinds = {post.scope.kind for post in seeing(posts)}
    if ScopeKind.COUNTRY in kinds:
        return true()
    return Office.id.in_(_ids(posts, ScopeKind.OFFICE))


def programmes_seen(posts: Iterable[Post]) -> ColumnElement[bool]:
    """The programmes whose total these posts may see."""
    kinds = {post.scope.kind for post in seeing(posts)}
    if ScopeKind.COUNTRY in kinds:
        return true()
    return Programme.id.in_(_ids(posts, ScopeKind.PROGRAMME))


def find_seen(
    session: Session, posts: Sequence[Post], kind: ScopeKind, code: str, today: date
) -> Scope | None:
    """The scope of this kind and code, if the posts may see its status; else None."""
    match kind:
        case ScopeKind.COUNTRY:
            kinds = {post.scope.kind for post in seeing(posts)}
            return COUNTRY if kind in kinds and code == COUNTRY.code else None
        case ScopeKind.NETWORK:
            query = select(Network.id, Network.code, Network.name_th).where(
                Network.code == code, networks_seen(posts, today)
            )
        case ScopeKind.OFFICE:
            query = select(Office.id, Office.code, Office.short_th).where(
                Office.code == code, offices_seen(posts)
            )
        case ScopeKind.PROGRAMME:
            query = select(Programme.id, Programme.code, Programme.name_th).where(
                Programme.code == code, programmes_seen(posts)
            )
        case ScopeKind.SCHOOL:
            query = select(School.id, School.code, School.name_th).where(
                School.code == code, School.id.in_(_ids(posts, kind))
            )
    row = session.execute(query).first()
    return Scope(kind, row[1], row[0], row[2]) if row else None


def own_scopes(session: Session, posts: Sequence[Post], today: date) -> list[Scope]:
    """What "สถานะ" alone means for these posts, each once.

    For a post at a school its networks, and the school itself where it takes part in a programme
    without one, or in none at all; for any other post what it reaches over.
    """
    found: dict[Scope, None] = {}
    for post in seeing(posts):
        if post.scope.kind is not ScopeKind.SCHOOL:
            found[post.scope] = None
            continue
        networks = session.execute(
            select(Network.id, Network.code, Network.name_th)
            .where(belongs(post.scope.id, today))
            .order_by(Network.code)
        )
        own = [Scope(ScopeKind.NETWORK, code, id_, name) for id_, code, name in networks]
        if not own or _enrolled(session, post.scope.id, today):
            own.append(post.scope)
        found |= dict.fromkeys(own)
    return list(found)


def _enrolled(session: Session, school_id: int | None, today: date) -> bool:
    query = select(literal(1)).where(Enrolment.school_id == school_id, enrolled_on(today))
    return session.scalar(query.limit(1)) is not None


def _ids(posts: Iterable[Post], kind: ScopeKind) -> list[int]:
    scopes = [post.scope for post in seeing(posts)]
    return [scope.id for scope in scopes if scope.kind is kind and scope.id is not None]


def belongs(school_id: int | None, today: date) -> ColumnElement[bool]:
    """Networks that the school is in on this day, or was in when they came to their end.

    A school that left a network which goes on sees nothing of it any more.
    """
    own = select(NetworkMembership.network_id).where(NetworkMembership.school_id == school_id)
    return or_(
        Network.id.in_(own.where(member_on(today))),
        and_(Network.id.in_(own), network_over(today)),
    )


def network_over(today: date) -> ColumnElement[bool]:
    """The condition that no membership of a Network lasts until this day."""
    lasting = aliased(NetworkMembership)
    return Network.id.not_in(
        select(lasting.network_id).where(or_(lasting.ends_on.is_(None), lasting.ends_on >= today))
    )
