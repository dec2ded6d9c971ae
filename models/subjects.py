"""Who is held to a rule, since when and until when; and which of them lie within a scope."""

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from functools import cache, lru_cache
from itertools import groupby
from operator import itemgetter
from typing import Any

from sqlalchemy import (
    BigInteger,
    BindParameter,
    ColumnElement,
    Select,
    Subquery,
    and_,
    bindparam,
    false,
    or_,
    select,
    true,
    union,
)
from sqlalchemy.orm import Session

from models.networks import Network, NetworkMembership
from models.obligations import Rule, Subject, concerns
from models.places import Office, School
from models.programmes import Enrolment, Programme
from models.scopes import Scope, member_on
from models.spans import Span
from models.vocabulary import MemberRole, ScopeKind, SubjectKind

Held = dict[Subject, tuple[Span, ...]]


@dataclass(frozen=True, slots=True)
class Within:
    """The conditions that a network, a school and an office lie within a scope."""

    network: ColumnElement[bool]
    school: ColumnElement[bool]
    office: ColumnElement[bool]


def within_scope(scope: Scope, today: date) -> Within:
    """What of the subjects a scope shows on this day (Bangkok).

    An office shows itself, its schools and networks; a network itself and its members; a school
    itself, the networks it is in, and the members of those it leads. A programme shows all: its
    rules are what is narrowed there.
    """
    match scope.kind:
        case ScopeKind.OFFICE:
            return Within(
                Network.office_id == scope.id, School.office_id == scope.id, Office.id == scope.id
            )
        case ScopeKind.NETWORK:
            members = _members(NetworkMembership.network_id == scope.id, today)
            return Within(Network.id == scope.id, School.id.in_(members), false())
        case ScopeKind.SCHOOL:
            own = and_(NetworkMembership.school_id == scope.id, member_on(today))
            networks = select(NetworkMembership.network_id).where(own)
            led = networks.where(NetworkMembership.role == MemberRole.LEAD)
            members = _members(NetworkMembership.network_id.in_(led), today)
            return Within(
                Network.id.in_(networks),
                or_(School.id == scope.id, School.id.in_(members)),
                false(),
            )
        case _:
            return Within(true(), true(), true())


def within_ids(ids: Mapping[SubjectKind, Collection[int]]) -> Within:
    """The conditions that something is one of these subjects."""
    tables = {
        SubjectKind.NETWORK: Network.id,
        SubjectKind.SCHOOL: School.id,
        SubjectKind.OFFICE: Office.id,
    }
    return Within(*(column.in_(ids.get(kind, ())) for kind, column in tables.items()))


def subjects_of(session: Session, rules: Iterable[Rule], within: Within) -> dict[Rule, Held]:
    """For each rule the subjects within these conditions that it asks, in the order of their
    codes, with the times for which they take part.

    A network takes part while it has a member; a partner or pilot school while it is one in a
    network, or is enrolled on a programme whose mentored schools are called that; an office
    while it is enrolled.
    """
    conditions = {
        SubjectKind.NETWORK: within.network,
        SubjectKind.SCHOOL: within.school,
        SubjectKind.OFFICE: within.office,
    }
    read: dict[tuple[SubjectKind, int, MemberRole | None], _Read] = {}
    found: dict[Rule, Held] = {}
    for rule in rules:
        key = (rule.subject_kind, rule.programme_id, rule.member_role)
        if key not in read:
            read[key] = _held(session, rule, conditions[rule.subject_kind])
        all_asked = rule.asks_all and rule.due_on is None
        found[rule] = {
            subject: spans
            for subject, office_id, spans in read[key]
            if all_asked or (rule.asks(subject.id, office_id) and concerns(rule, spans))
        }
    return found


#: The subject, the id of its office, and when it takes part.
_Read = list[tuple[Subject, int | None, tuple[Span, ...]]]

#: The table of a kind, the column of its Thai name, and that of its office.
_TABLES: dict[SubjectKind, tuple[type[Network] | type[School] | type[Office], str, str]] = {
    SubjectKind.NETWORK: (Network, "name_th", "office_id"),
    SubjectKind.SCHOOL: (School, "name_th", "office_id"),
    SubjectKind.OFFICE: (Office, "short_th", "id"),
}


def _held(session: Session, rule: Rule, within: ColumnElement[bool]) -> _Read:
    kind = rule.subject_kind
    query = _taking_part(kind, of_role=rule.member_role is not None).where(within)
    wanted = {"programme": rule.programme_id, "role": rule.member_role}
    found: _Read = []
    for (subject_id, code, name, office_id), rows in groupby(
        session.execute(query, wanted), _SUBJECT
    ):
        spans = tuple(_span(starts_on, ends_on) for *_, starts_on, ends_on in rows)
        found.append((Subject(kind, subject_id, code, name), office_id, spans))
    return found


_SUBJECT = itemgetter(0, 1, 2, 3)


@lru_cache(maxsize=4096)
def _span(starts_on: date, ends_on: date | None) -> Span:
    """One object for all who take part at the same time."""
    return Span(starts_on, ends_on)


_PROGRAMME: BindParameter[int] = bindparam("programme", type_=BigInteger)
_ROLE: BindParameter[MemberRole] = bindparam("role", type_=NetworkMembership.role.type)


@cache
def _taking_part(kind: SubjectKind, *, of_role: bool) -> Select[Any]:
    """All of a kind in a programme, with a row for each time. Put together once: that costs as
    much as asking it."""
    table, label, office = _TABLES[kind]
    books = {SubjectKind.NETWORK: _networks, SubjectKind.OFFICE: _offices}
    times = _schools(of_role=of_role) if kind is SubjectKind.SCHOOL else books[kind]()
    return (
        select(
            table.id,
            table.code,
            getattr(table, label),
            getattr(table, office),
            times.c.starts_on,
            times.c.ends_on,
        )
        .join(times, times.c.subject_id == table.id)
        .order_by(table.code, times.c.starts_on)
    )


def _networks() -> Subquery:
    return (
        select(
            NetworkMembership.network_id.label("subject_id"),
            NetworkMembership.starts_on,
            NetworkMembership.ends_on,
        )
        .join(Network, Network.id == NetworkMembership.network_id)
        .where(Network.programme_id == _PROGRAMME)
        .distinct()
        .subquery()
    )


def _schools(*, of_role: bool) -> Subquery:
    members = (
        select(
            NetworkMembership.school_id.label("subject_id"),
            NetworkMembership.starts_on,
            NetworkMembership.ends_on,
        )
        .join(Network, Network.id == NetworkMembership.network_id)
        .where(Network.programme_id == _PROGRAMME)
    )
    enrolled = select(Enrolment.school_id, Enrolment.starts_on, Enrolment.ends_on).where(
        Enrolment.programme_id == _PROGRAMME, Enrolment.school_id.is_not(None)
    )
    if of_role:
        members = members.where(NetworkMembership.role == _ROLE)
        enrolled = enrolled.join(Programme, Programme.id == Enrolment.programme_id).where(
            Programme.mentee_role == _ROLE
        )
    return union(members, enrolled).subquery()


def _offices() -> Subquery:
    return (
        select(Enrolment.office_id.label("subject_id"), Enrolment.starts_on, Enrolment.ends_on)
        .where(Enrolment.programme_id == _PROGRAMME, Enrolment.office_id.is_not(None))
        .subquery()
    )


def _members(where: ColumnElement[bool], today: date) -> Select[int]:
    return select(NetworkMembership.school_id).where(where, member_on(today))
