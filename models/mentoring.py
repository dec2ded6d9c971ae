"""Who mentors whom, today: which schools a person may report a visit to, and on whose behalf.

What a programme says decides, not the code: its `mentor_kind` names the mentor (the lead school,
the area office, an expert team), its `mentee_role` the schools that are mentored, its `purposes`
what a visit may be for (clause 3.5 of the agreement; the sandbox letter).
"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from typing import Any

from sqlalchemy import (
    BigInteger,
    ColumnElement,
    Date,
    Select,
    and_,
    bindparam,
    null,
    select,
)
from sqlalchemy.orm import Session

from models.actors import Post
from models.networks import Network, NetworkMembership
from models.places import Office, School
from models.programmes import Enrolment, Programme
from models.scopes import enrolled_on, member_on
from models.vocabulary import MemberRole, MentorKind, Purpose, Role, ScopeKind, VisitKind, YearBasis


@dataclass(frozen=True, slots=True)
class Mentee:
    """A school that may be visited. `network_id`: the network it is mentored in, if any."""

    school_id: int
    code: str
    name: str
    office: str
    network_id: int | None


@dataclass(frozen=True, slots=True)
class MentorPlace:
    """One standing from which a person mentors: in which programme, for which school or office."""

    programme_id: int
    programme_name: str
    year_basis: YearBasis
    purposes: tuple[Purpose, ...]
    kind: VisitKind
    mentor_school_id: int | None
    mentor_office_id: int | None
    mentees: tuple[Mentee, ...]

    def mentee(self, code: str) -> Mentee | None:
        return next((mentee for mentee in self.mentees if mentee.code == code), None)


def mentor_places(session: Session, posts: Iterable[Post], today: date) -> list[MentorPlace]:
    """From where these posts mentor on this day (Bangkok), in the order of the posts.

    A teacher mentors where the own school leads a network; a supervisor or coordinator of an
    office supervises its networks' schools (clause 3.6) and, in a programme whose mentor is the
    area office, mentors its pilot schools; an expert mentors the pilots of the own scope.
    """
    places: dict[tuple[int, int | None, int | None, VisitKind], MentorPlace] = {}
    for post in posts:
        for rule in _rules(post):
            for place in _places(session, rule, today):
                key = (
                    place.programme_id, place.mentor_school_id, place.mentor_office_id, place.kind
                )  # fmt: skip
                places.setdefault(key, place)
    return list(places.values())


# Statements are put together once: doing it for each event costs more than running them.
_OWN = bindparam("own", type_=BigInteger)
_TODAY = bindparam("today", type_=Date)
_PROGRAMME = (Programme.id, Programme.name_th, Programme.year_basis, Programme.purposes)
_SCHOOL = (School.id, School.code, School.name_th)


@dataclass(frozen=True)
class _Rule:
    """A query for rows of (programme, mentee, network), and on whose behalf the visit is made."""

    query: Select[*tuple[Any, ...]]
    kind: VisitKind
    own: int | None
    mentor_school_id: int | None = None
    mentor_office_id: int | None = None


def _members(where: ColumnElement[bool]) -> Select[*tuple[Any, ...]]:
    return (
        select(*_PROGRAMME, *_SCHOOL, Office.short_th, Network.id)
        .select_from(NetworkMembership)
        .join(Network, Network.id == NetworkMembership.network_id)
        .join(Programme, Programme.id == Network.programme_id)
        .join(School, School.id == NetworkMembership.school_id)
        .outerjoin(Office, Office.id == School.office_id)
        .where(where, member_on(_TODAY))
        .order_by(Programme.id, Network.id, School.code)
    )


def _led() -> Select[*tuple[Any, ...]]:
    led = (
        select(NetworkMembership.network_id)
        .where(
            NetworkMembership.school_id == _OWN,
            NetworkMembership.role == MemberRole.LEAD,
            member_on(_TODAY),
        )
        .scalar_subquery()
    )
    return _members(
        and_(
            Network.id.in_(led),
            Programme.mentor_kind == MentorKind.LEAD,
            NetworkMembership.role == Programme.mentee_role,
        )
    )


def _pilots() -> Select[*tuple[Any, ...]]:
    hosting = (
        select(Enrolment.programme_id)
        .where(Enrolment.office_id == _OWN, enrolled_on(_TODAY))
        .scalar_subquery()
    )
    return (
        # Such a pilot is in no network.
        select(*_PROGRAMME, *_SCHOOL, Office.short_th, null())
        .select_from(Enrolment)
        .join(Programme, Programme.id == Enrolment.programme_id)
        .join(School, School.id == Enrolment.school_id)
        .join(Office, Office.id == School.office_id)
        .where(
            School.office_id == _OWN,
            Programme.mentor_kind == MentorKind.AREA_OFFICE,
            Programme.id.in_(hosting),
            enrolled_on(_TODAY),
        )
        .order_by(Programme.id, School.code)
    )


_LED_BY_SCHOOL = _led()
_PILOTS_OF_OFFICE = _pilots()
_MEMBERS_IN_OFFICE = _members(Network.office_id == _OWN)
_MEMBERS_OF_NETWORK = _members(Network.id == _OWN)
_A_PILOT = NetworkMembership.role == MemberRole.PILOT
_PILOTS_OF_NETWORK = _members(and_(Network.id == _OWN, _A_PILOT))
_PILOTS_OF_PROGRAMME = _members(and_(Network.programme_id == _OWN, _A_PILOT))


def _rules(post: Post) -> list[_Rule]:
    own = post.scope.id
    match post.role, post.scope.kind:
        case ((Role.TEACHER | Role.SCHOOL_ADMINISTRATOR), ScopeKind.SCHOOL):
            return [_Rule(_LED_BY_SCHOOL, VisitKind.MENTORING, own, mentor_school_id=own)]
        case ((Role.SUPERVISOR | Role.AREA_COORDINATOR), ScopeKind.OFFICE):
            return [
                _Rule(_PILOTS_OF_OFFICE, VisitKind.MENTORING, own, mentor_office_id=own),
                _Rule(_MEMBERS_IN_OFFICE, VisitKind.SUPERVISION, own, mentor_office_id=own),
            ]
        case Role.SUPERVISOR, ScopeKind.NETWORK:
            return [_Rule(_MEMBERS_OF_NETWORK, VisitKind.SUPERVISION, own)]
        case Role.EXPERT, ScopeKind.NETWORK:
            return [_Rule(_PILOTS_OF_NETWORK, VisitKind.MENTORING, own)]
        case Role.EXPERT, ScopeKind.PROGRAMME:
            return [_Rule(_PILOTS_OF_PROGRAMME, VisitKind.MENTORING, own)]
        case _:
            return []


def _places(session: Session, rule: _Rule, today: date) -> list[MentorPlace]:
    found: dict[int, tuple[str, YearBasis, tuple[Purpose, ...], list[Mentee]]] = {}
    rows = session.execute(rule.query, {"own": rule.own, "today": today})
    for programme_id, name, basis, purposes, school_id, code, school, office, network_id in rows:
        programme = found.setdefault(programme_id, (name, basis, tuple(purposes), []))
        programme[3].append(Mentee(school_id, code, school, office or "", network_id))
    return [
        MentorPlace(
            programme_id=programme_id,
            programme_name=name,
            year_basis=basis,
            purposes=purposes,
            kind=rule.kind,
            mentor_school_id=rule.mentor_school_id,
            mentor_office_id=rule.mentor_office_id,
            mentees=tuple(mentees),
        )
        for programme_id, (name, basis, purposes, mentees) in found.items()
    ]
