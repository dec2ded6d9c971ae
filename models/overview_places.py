"""Where the subjects of an overview stand in the house: schools in networks, networks in areas.

Each takes a Scope that models/status_reach.py has found for the asker.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from sqlalchemy import ColumnElement, or_, select, true
from sqlalchemy.orm import Session

from models.networks import Network, NetworkMembership
from models.places import Office, School
from models.programmes import Enrolment, Programme
from models.scopes import Scope, enrolled_on, member_on
from models.subjects import within_scope
from models.vocabulary import MemberRole, ScopeKind


@dataclass(frozen=True, slots=True)
class Place:
    """An area office, network or school, as a row of an overview."""

    kind: ScopeKind
    id: int
    code: str
    label: str


@dataclass(frozen=True, slots=True)
class Places:
    """The areas, networks and schools of a programme within a scope, by their ids, and what
    belongs to what. `mentored`: the ids of the schools that are visited."""

    offices: Mapping[int, Place]
    networks: Mapping[int, Place]
    schools: Mapping[int, Place]
    office_of_network: Mapping[int, int]
    office_of_school: Mapping[int, int]
    network_of_school: Mapping[int, int]
    mentored: tuple[int, ...]


def programmes_within(session: Session, scope: Scope) -> list[tuple[int, str, str]]:
    """The programmes that anything within a scope takes or took part in: id, code, Thai name."""
    rows = session.execute(
        select(Programme.id, Programme.code, Programme.name_th)
        .where(_takes_part(scope))
        .order_by(Programme.id)
    )
    return [(id_, code, name) for id_, code, name in rows]


def places_within(session: Session, scope: Scope, programme_id: int, day: date) -> Places:
    """Everything of this programme that a scope shows on this day (Bangkok)."""
    within = within_scope(scope, day)
    networks = session.execute(
        select(Network.id, Network.code, Network.name_th, Network.office_id)
        .where(Network.programme_id == programme_id, within.network)
        .order_by(Network.code)
    ).all()
    members = session.execute(
        select(
            NetworkMembership.network_id,
            NetworkMembership.role,
            School.id,
            School.code,
            School.name_th,
            School.office_id,
        )
        .join(Network, Network.id == NetworkMembership.network_id)
        .join(School, School.id == NetworkMembership.school_id)
        .where(
            Network.programme_id == programme_id, member_on(day), or_(within.network, within.school)
        )
        .order_by(School.code)
    ).all()
    pilots = session.execute(
        select(School.id, School.code, School.name_th, School.office_id)
        .join(Enrolment, Enrolment.school_id == School.id)
        .where(Enrolment.programme_id == programme_id, enrolled_on(day), within.school)
        .order_by(School.code)
    ).all()
    of_network = {id_: office for id_, _, _, office in networks if office is not None}
    schools = [(id_, code, name) for _, _, id_, code, name, _ in members]
    schools += [(id_, code, name) for id_, code, name, _ in pilots]
    of_school = {id_: office for _, _, id_, _, _, office in members if office is not None}
    of_school |= {id_: office for id_, _, _, office in pilots if office is not None}
    mentored = [id_ for _, role, id_, *_ in members if role is not MemberRole.LEAD]
    return Places(
        offices=_offices(session, programme_id, (*of_network.values(), *of_school.values())),
        networks={
            id_: Place(ScopeKind.NETWORK, id_, code, name) for id_, code, name, _ in networks
        },
        schools={id_: Place(ScopeKind.SCHOOL, id_, code, name) for id_, code, name in schools},
        office_of_network=of_network,
        office_of_school=of_school,
        network_of_school={id_: network for network, _, id_, *_ in members},
        mentored=tuple(dict.fromkeys((*mentored, *(id_ for id_, *_ in pilots)))),
    )


def _offices(session: Session, programme_id: int, also: Sequence[int]) -> dict[int, Place]:
    """Those that take part themselves, and those of the networks and schools."""
    enrolled = select(Enrolment.office_id).where(Enrolment.programme_id == programme_id)
    rows = session.execute(
        select(Office.id, Office.code, Office.short_th)
        .where(or_(Office.id.in_(set(also)), Office.id.in_(enrolled)))
        .order_by(Office.code)
    )
    return {id_: Place(ScopeKind.OFFICE, id_, code, short) for id_, code, short in rows}


def _takes_part(scope: Scope) -> ColumnElement[bool]:
    match scope.kind:
        case ScopeKind.COUNTRY:
            return true()
        case ScopeKind.PROGRAMME:
            return Programme.id == scope.id
        case ScopeKind.NETWORK:
            return Programme.id.in_(select(Network.programme_id).where(Network.id == scope.id))
        case ScopeKind.OFFICE:
            networks = select(Network.programme_id).where(Network.office_id == scope.id)
            schools = select(School.id).where(School.office_id == scope.id)
            enrolled = select(Enrolment.programme_id).where(
                or_(Enrolment.office_id == scope.id, Enrolment.school_id.in_(schools))
            )
        case ScopeKind.SCHOOL:
            own = select(NetworkMembership.network_id).where(
                NetworkMembership.school_id == scope.id
            )
            networks = select(Network.programme_id).where(Network.id.in_(own))
            enrolled = select(Enrolment.programme_id).where(Enrolment.school_id == scope.id)
    return or_(Programme.id.in_(networks), Programme.id.in_(enrolled))
