"""Who may report an exchange of learning today, for which networks, and who else may take part."""

from collections.abc import Collection, Iterable, Iterator
from dataclasses import dataclass
from datetime import date

from sqlalchemy import ColumnElement, and_, func, or_, select
from sqlalchemy.orm import Session

from models.actors import Post
from models.networks import Network, NetworkMembership
from models.places import Office, School
from models.programmes import Enrolment, Programme
from models.scopes import enrolled_on, member_on
from models.vocabulary import ExchangeLevel, LevelsRule, MentorKind, Role, ScopeKind, YearBasis


@dataclass(frozen=True, slots=True)
class KnownNetwork:
    """A network that is active; `office` is the short name of its area office, if it has one."""

    id: int
    code: str
    name: str
    office_id: int | None
    office: str | None


@dataclass(frozen=True, slots=True)
class ExchangePlace:
    """A programme in which a person reports exchanges, its levels, and the person's networks.

    Where the area office mentors there are none: it reports for itself, `office_id`, and its
    `pilots` may have taken part.
    """

    programme_id: int
    programme_code: str
    programme_name: str
    year_basis: YearBasis
    levels: tuple[ExchangeLevel, ...]
    levels_rule: LevelsRule
    networks: tuple[KnownNetwork, ...]
    office_id: int | None = None
    pilots: tuple[School, ...] = ()

    def network(self, code: str) -> KnownNetwork | None:
        return next((network for network in self.networks if network.code == code), None)


def exchange_places(session: Session, posts: Iterable[Post], today: date) -> list[ExchangePlace]:
    """Where these posts report exchanges on this day (Bangkok), by programme.

    People of a school for the networks it is a member of today, leading or not; those of an
    office for its networks and, where the area office mentors, for the office itself; an expert
    for the own network or programme. A programme that speaks of no level has no exchanges to
    report.
    """
    posts = list(posts)
    places = [
        *_of_networks(session, posts, today),
        *(place for post in posts for place in _of_office(session, post, today)),
    ]
    first: dict[int, ExchangePlace] = {}
    for place in places:
        first.setdefault(place.programme_id, place)
    return [place for place in first.values() if place.levels]


def networks_near(
    session: Session, programme_id: int, office_ids: Collection[int | None], today: date
) -> list[KnownNetwork]:
    """The active networks of a programme in these offices: who else may have taken part."""
    rule = and_(Network.programme_id == programme_id, Network.office_id.in_(office_ids))
    return [network for _, network in _active(session, rule, today)]


def active_networks(session: Session, programme_id: int, today: date) -> list[KnownNetwork]:
    """Every active network of a programme, to match what people type."""
    rule = Network.programme_id == programme_id
    return [network for _, network in _active(session, rule, today)]


def members_of(session: Session, network_ids: Collection[int], today: date) -> list[School]:
    """The schools that are in these networks on this day, each once: the leads first."""
    rows = session.execute(
        select(School, func.min(NetworkMembership.role).label("first"))  # "lead" < "partner"
        .join(NetworkMembership, NetworkMembership.school_id == School.id)
        .where(NetworkMembership.network_id.in_(network_ids), member_on(today))
        .group_by(School.id)
        .order_by("first", School.code)
    )
    return [school for school, _ in rows]


def _of_networks(session: Session, posts: Iterable[Post], today: date) -> list[ExchangePlace]:
    reached = [rule for post in posts if (rule := _reports_for(post, today)) is not None]
    if not reached:
        return []
    found: dict[int, tuple[Programme, list[KnownNetwork]]] = {}
    for programme, network in _active(session, or_(*reached), today):
        found.setdefault(programme.id, (programme, []))[1].append(network)
    return [place_in(programme, networks=networks) for programme, networks in found.values()]


def _of_office(session: Session, post: Post, today: date) -> list[ExchangePlace]:
    """The programmes of this office in which it is the mentor itself, with its pilot schools."""
    if post.role not in _OF_AN_OFFICE or post.scope.kind is not ScopeKind.OFFICE:
        return []
    here = (
        select(Programme)
        .join(Enrolment, Enrolment.programme_id == Programme.id)
        .where(
            Programme.mentor_kind == MentorKind.AREA_OFFICE,
            Enrolment.office_id == post.scope.id,
            enrolled_on(today),
        )
        .order_by(Programme.id)
    )
    pilots = (
        select(Enrolment.programme_id, School)
        .join(School, School.id == Enrolment.school_id)
        .where(School.office_id == post.scope.id, enrolled_on(today))
        .order_by(School.code)
    )
    schools: dict[int, list[School]] = {}
    for programme_id, school in session.execute(pilots):
        schools.setdefault(programme_id, []).append(school)
    return [
        place_in(programme, office_id=post.scope.id, pilots=schools.get(programme.id, ()))
        for programme in session.scalars(here)
    ]


def place_in(
    programme: Programme,
    *,
    networks: Iterable[KnownNetwork] = (),
    office_id: int | None = None,
    pilots: Iterable[School] = (),
) -> ExchangePlace:
    """What a programme says of its exchanges, for these networks or this office."""
    return ExchangePlace(
        programme_id=programme.id,
        programme_code=programme.code,
        programme_name=programme.name_th,
        year_basis=programme.year_basis,
        levels=tuple(programme.exchange_levels),
        levels_rule=programme.levels_rule,
        networks=tuple(networks),
        office_id=office_id,
        pilots=tuple(pilots),
    )


_OF_AN_OFFICE = frozenset({Role.SUPERVISOR, Role.AREA_COORDINATOR})


def _reports_for(post: Post, today: date) -> ColumnElement[bool] | None:
    scope = post.scope
    match post.role, scope.kind:
        case ((Role.TEACHER | Role.SCHOOL_ADMINISTRATOR), ScopeKind.SCHOOL):
            return Network.id.in_(
                select(NetworkMembership.network_id).where(
                    NetworkMembership.school_id == scope.id, member_on(today)
                )
            )
        case ((Role.SUPERVISOR | Role.AREA_COORDINATOR), ScopeKind.OFFICE):
            return Network.office_id == scope.id
        case Role.EXPERT, ScopeKind.NETWORK:
            return Network.id == scope.id
        case Role.EXPERT, ScopeKind.PROGRAMME:
            return Network.programme_id == scope.id
        case _:
            return None


def _active(
    session: Session, where: ColumnElement[bool], today: date
) -> Iterator[tuple[Programme, KnownNetwork]]:
    """Networks that have a member on this day, with their programme."""
    has_a_member = (
        select(NetworkMembership.id)
        .where(NetworkMembership.network_id == Network.id, member_on(today))
        .exists()
    )
    for programme, network, office in session.execute(
        select(Programme, Network, Office.short_th)
        .join(Network, Network.programme_id == Programme.id)
        .outerjoin(Office, Office.id == Network.office_id)
        .where(where, has_a_member)
        .order_by(Programme.id, Network.code)
    ):
        yield (
            programme,
            KnownNetwork(network.id, network.code, network.name_th, network.office_id, office),
        )
