"""Who mentors whom, today: which schools a person may report a visit to, and on whose behalf.

What a programme says decides, not the code: its `mentor_kind` names the mentor (the lead school,
the area office, an expert team), its `mentee_role` the schools that are mentored, its `purposes`
what a visit may be for (clause 3.5 of the agreement; the sandbox letter).
"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from sqlalchemy import ColumnElement, Select, and_, func, null, select
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
        for rule in _rules(post, today):
            for place in _places(session, rule):
                key = (
                    place.programme_id, place.mentor_school_id, place.mentor_office_id, place.kind
                )  # fmt: skip
                places.setdefault(key, place)
    return list(places.values())


def last_ended(session: Session, posts: Iterable[Post], today: date) -> tuple[str, date] | None:
    """(programme's name, last day) of the mentoring of these posts that ended last, or None."""
    found: list[tuple[date, str]] = []
    for post in posts:
        reach = _ended_reach(post)
        if reach is None:
            continue
        row = session.execute(
            select(func.max(NetworkMembership.ends_on), Programme.name_th)
            .join(Network, Network.id == NetworkMembership.network_id)
            .join(Programme, Programme.id == Network.programme_id)
            .where(reach, NetworkMembership.ends_on < today)
            .group_by(Programme.name_th)
            .order_by(func.max(NetworkMembership.ends_on).desc())
        ).first()
        if row is not None and row[0] is not None:
            found.append((row[0], row[1]))
    if not found:
        return None
    ended, name = max(found)
    return name, ended


_Mentees = Select[Programme, School, str | None, int | None]


@dataclass(frozen=True)
class _Rule:
    """A query for rows of (programme, mentee, network), and on whose behalf the visit is made."""

    query: _Mentees
    kind: VisitKind
    mentor_school_id: int | None = None
    mentor_office_id: int | None = None


def _rules(post: Post, today: date) -> list[_Rule]:
    scope = post.scope
    match post.role, scope.kind:
        case ((Role.TEACHER | Role.SCHOOL_ADMINISTRATOR), ScopeKind.SCHOOL):
            return [_Rule(_led_by(scope.id, today), VisitKind.MENTORING, mentor_school_id=scope.id)]
        case ((Role.SUPERVISOR | Role.AREA_COORDINATOR), ScopeKind.OFFICE):
            return [
                _Rule(_pilots_of(scope.id, today), VisitKind.MENTORING, mentor_office_id=scope.id),
                _Rule(
                    _members(Network.office_id == scope.id, today),
                    VisitKind.SUPERVISION,
                    mentor_office_id=scope.id,
                ),
            ]
        case Role.SUPERVISOR, ScopeKind.NETWORK:
            return [_Rule(_members(Network.id == scope.id, today), VisitKind.SUPERVISION)]
        case Role.EXPERT, (ScopeKind.NETWORK | ScopeKind.PROGRAMME):
            own = Network.id if scope.kind is ScopeKind.NETWORK else Network.programme_id
            pilots = NetworkMembership.role == MemberRole.PILOT
            query = _members(and_(own == scope.id, pilots), today)
            return [_Rule(query, VisitKind.MENTORING)]
        case _:
            return []


def _members(where: ColumnElement[bool], today: date) -> _Mentees:
    return (
        select(Programme, School, Office.short_th, Network.id)
        .select_from(NetworkMembership)
        .join(Network, Network.id == NetworkMembership.network_id)
        .join(Programme, Programme.id == Network.programme_id)
        .join(School, School.id == NetworkMembership.school_id)
        .outerjoin(Office, Office.id == School.office_id)
        .where(where, member_on(today))
        .order_by(Programme.id, Network.id, School.code)
    )


def _led_by(school_id: int | None, today: date) -> _Mentees:
    led = (
        select(NetworkMembership.network_id)
        .where(
            NetworkMembership.school_id == school_id,
            NetworkMembership.role == MemberRole.LEAD,
            member_on(today),
        )
        .scalar_subquery()
    )
    return _members(
        and_(
            Network.id.in_(led),
            Programme.mentor_kind == MentorKind.LEAD,
            NetworkMembership.role == Programme.mentee_role,
        ),
        today,
    )


def _pilots_of(office_id: int | None, today: date) -> _Mentees:
    hosting = (
        select(Enrolment.programme_id)
        .where(Enrolment.office_id == office_id, enrolled_on(today))
        .scalar_subquery()
    )
    return (
        select(Programme, School, Office.short_th, null())  # such a pilot is in no network
        .select_from(Enrolment)
        .join(Programme, Programme.id == Enrolment.programme_id)
        .join(School, School.id == Enrolment.school_id)
        .join(Office, Office.id == School.office_id)
        .where(
            School.office_id == office_id,
            Programme.mentor_kind == MentorKind.AREA_OFFICE,
            Programme.id.in_(hosting),
            enrolled_on(today),
        )
        .order_by(Programme.id, School.code)
    )


def _ended_reach(post: Post) -> ColumnElement[bool] | None:
    match post.scope.kind:
        case ScopeKind.SCHOOL:
            return and_(
                NetworkMembership.school_id == post.scope.id,
                NetworkMembership.role == MemberRole.LEAD,
            )
        case ScopeKind.OFFICE:
            return Network.office_id == post.scope.id
        case ScopeKind.NETWORK:
            return Network.id == post.scope.id
        case ScopeKind.PROGRAMME:
            return Network.programme_id == post.scope.id
        case _:
            return None


def _places(session: Session, rule: _Rule) -> list[MentorPlace]:
    by_programme: dict[int, tuple[Programme, list[Mentee]]] = {}
    for programme, school, office, network_id in session.execute(rule.query):
        _, mentees = by_programme.setdefault(programme.id, (programme, []))
        mentees.append(Mentee(school.id, school.code, school.name_th, office or "", network_id))
    return [
        MentorPlace(
            programme_id=programme.id,
            programme_name=programme.name_th,
            year_basis=programme.year_basis,
            purposes=tuple(programme.purposes),
            kind=rule.kind,
            mentor_school_id=rule.mentor_school_id,
            mentor_office_id=rule.mentor_office_id,
            mentees=tuple(mentees),
        )
        for programme, mentees in by_programme.values()
    ]
