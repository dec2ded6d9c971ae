"""For whom a person may make a report today: networks, schools and offices, by programme.

Which of these a kind of report is about, its capability says; whether a post may make it at all
stands in models/policy.py.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from itertools import chain
from typing import Any

from sqlalchemy import ColumnElement, Select, select
from sqlalchemy.orm import Session

from models.actors import Post
from models.duty_facts import Subject
from models.networks import Network, NetworkMembership
from models.places import Office, School
from models.programmes import Enrolment, Programme
from models.scopes import enrolled_on, member_on
from models.vocabulary import MemberRole, Role, ScopeKind, SubjectKind, YearBasis


@dataclass(frozen=True, slots=True)
class ReportPlace:
    """A network, school or office in one programme."""

    subject: Subject
    programme_id: int
    programme_code: str
    programme_name: str
    year_basis: YearBasis


def networks_reported_for(
    session: Session, posts: Iterable[Post], today: date
) -> list[ReportPlace]:
    """The networks for which these posts report on this day (Bangkok), in the order of the posts.

    People of a school for the networks it leads; those of an office for its networks; an expert
    for the own network, or those of the own programme. Only while a network has a member.
    """
    return _each(_networks(session, post, today) for post in posts)


def own_schools(session: Session, posts: Iterable[Post], today: date) -> list[ReportPlace]:
    """The schools where these posts are held, in each programme that they take part in today."""
    here = (
        _schools(session, today, _member(post), _enrolled(post))
        for post in posts
        if post.scope.kind is ScopeKind.SCHOOL
    )
    return _each(here)


def pilot_schools(session: Session, posts: Iterable[Post], today: date) -> list[ReportPlace]:
    """The pilot schools for which these posts report: the own school where it is one, an expert's
    those of the own network or programme, and an office's its own.
    """
    return _each(_pilots(session, post, today) for post in posts)


def own_offices(session: Session, posts: Iterable[Post], today: date) -> list[ReportPlace]:
    """The offices where these posts are held, in each programme that they are enrolled on today."""
    ids = [post.scope.id for post in posts if post.scope.kind is ScopeKind.OFFICE]
    if not ids:
        return []
    query = (
        select(Office.id, Office.code, Office.short_th, *_PROGRAMME)
        .join(Enrolment, Enrolment.office_id == Office.id)
        .join(Programme, Programme.id == Enrolment.programme_id)
        .where(Office.id.in_(ids), enrolled_on(today))
        .order_by(Programme.id, Office.code)
    )
    return _each([_read(session, SubjectKind.OFFICE, query)])


_PROGRAMME = (Programme.id, Programme.code, Programme.name_th, Programme.year_basis)
_Rows = Select[*tuple[Any, ...]]


def _networks(session: Session, post: Post, today: date) -> list[ReportPlace]:
    scope = post.scope
    match post.role, scope.kind:
        case ((Role.TEACHER | Role.SCHOOL_ADMINISTRATOR), ScopeKind.SCHOOL):
            where: ColumnElement[bool] = Network.id.in_(
                select(NetworkMembership.network_id).where(
                    NetworkMembership.school_id == scope.id,
                    NetworkMembership.role == MemberRole.LEAD,
                    member_on(today),
                )
            )
        case ((Role.SUPERVISOR | Role.AREA_COORDINATOR), ScopeKind.OFFICE):
            where = Network.office_id == scope.id
        case Role.EXPERT, ScopeKind.NETWORK:
            where = Network.id == scope.id
        case Role.EXPERT, ScopeKind.PROGRAMME:
            where = Network.programme_id == scope.id
        case _:
            return []
    has_a_member = select(NetworkMembership.network_id).where(member_on(today))
    query = (
        select(Network.id, Network.code, Network.name_th, *_PROGRAMME)
        .join(Programme, Programme.id == Network.programme_id)
        .where(where, Network.id.in_(has_a_member))
        .order_by(Programme.id, Network.code)
    )
    return _read(session, SubjectKind.NETWORK, query)


def _pilots(session: Session, post: Post, today: date) -> list[ReportPlace]:
    if post.role is Role.EXPERT or post.scope.kind in (ScopeKind.SCHOOL, ScopeKind.OFFICE):
        return _schools(session, today, _member(post), _enrolled(post), MemberRole.PILOT)
    return []


def _member(post: Post) -> ColumnElement[bool] | None:
    """The condition that a NetworkMembership is of a school that the post reaches."""
    match post.scope.kind:
        case ScopeKind.SCHOOL:
            return School.id == post.scope.id
        case ScopeKind.OFFICE:
            return School.office_id == post.scope.id
        case ScopeKind.NETWORK:
            return Network.id == post.scope.id
        case ScopeKind.PROGRAMME:
            return Network.programme_id == post.scope.id
        case ScopeKind.COUNTRY:
            return None


def _enrolled(post: Post) -> ColumnElement[bool] | None:
    """The condition that an Enrolment is of a school that the post reaches."""
    match post.scope.kind:
        case ScopeKind.SCHOOL:
            return School.id == post.scope.id
        case ScopeKind.OFFICE:
            return School.office_id == post.scope.id
        case ScopeKind.PROGRAMME:
            return Enrolment.programme_id == post.scope.id
        case _:
            return None


def _schools(
    session: Session,
    today: date,
    member: ColumnElement[bool] | None,
    enrolled: ColumnElement[bool] | None,
    role: MemberRole | None = None,
) -> list[ReportPlace]:
    found: list[ReportPlace] = []
    if member is not None:
        query = (
            select(School.id, School.code, School.name_th, *_PROGRAMME)
            .join(NetworkMembership, NetworkMembership.school_id == School.id)
            .join(Network, Network.id == NetworkMembership.network_id)
            .join(Programme, Programme.id == Network.programme_id)
            .where(member, member_on(today))
            .order_by(Programme.id, School.code)
        )
        if role is not None:
            query = query.where(NetworkMembership.role == role)
        found += _read(session, SubjectKind.SCHOOL, query)
    if enrolled is not None:
        query = (
            select(School.id, School.code, School.name_th, *_PROGRAMME)
            .join(Enrolment, Enrolment.school_id == School.id)
            .join(Programme, Programme.id == Enrolment.programme_id)
            .where(enrolled, enrolled_on(today))
            .order_by(Programme.id, School.code)
        )
        if role is not None:
            query = query.where(Programme.mentee_role == role)
        found += _read(session, SubjectKind.SCHOOL, query)
    return found


def _read(session: Session, kind: SubjectKind, query: _Rows) -> list[ReportPlace]:
    return [
        ReportPlace(Subject(kind, subject_id, code, label), *programme)
        for subject_id, code, label, *programme in session.execute(query)
    ]


def _each(places: Iterable[list[ReportPlace]]) -> list[ReportPlace]:
    return list(dict.fromkeys(chain.from_iterable(places)))
