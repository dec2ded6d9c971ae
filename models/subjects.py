"""Who is held to a rule, since when and until when; and which of them lie within a scope."""

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass
from datetime import date

from sqlalchemy import ColumnElement, Select, Subquery, and_, false, or_, select, true, union
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
    books = {
        SubjectKind.NETWORK: _networks,
        SubjectKind.SCHOOL: _schools,
        SubjectKind.OFFICE: _offices,
    }
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
            rows = books[rule.subject_kind](rule)
            read[key] = _held(session, rows, rule.subject_kind, conditions[rule.subject_kind])
        found[rule] = {
            subject: spans
            for (subject, office_id), spans in read[key].items()
            if rule.asks(subject.id, office_id) and concerns(rule, spans)
        }
    return found


#: By the subject and the id of its office.
_Read = dict[tuple[Subject, int | None], tuple[Span, ...]]

#: The table of a kind, the column of its Thai name, and that of its office.
_TABLES: dict[SubjectKind, tuple[type[Network] | type[School] | type[Office], str, str]] = {
    SubjectKind.NETWORK: (Network, "name_th", "office_id"),
    SubjectKind.SCHOOL: (School, "name_th", "office_id"),
    SubjectKind.OFFICE: (Office, "short_th", "id"),
}


def _held(
    session: Session, taking_part: Subquery, kind: SubjectKind, within: ColumnElement[bool]
) -> _Read:
    table, label, office = _TABLES[kind]
    query = (
        select(
            table.id,
            table.code,
            getattr(table, label),
            getattr(table, office),
            taking_part.c.starts_on,
            taking_part.c.ends_on,
        )
        .join(taking_part, taking_part.c.subject_id == table.id)
        .where(within)
        .order_by(table.code, taking_part.c.starts_on)
    )
    spans: dict[tuple[Subject, int | None], list[Span]] = {}
    for subject_id, code, name, office_id, starts_on, ends_on in session.execute(query):
        key = (Subject(kind, subject_id, code, name), office_id)
        spans.setdefault(key, []).append(Span(starts_on, ends_on))
    return {key: tuple(when) for key, when in spans.items()}


def _networks(rule: Rule) -> Subquery:
    return (
        select(
            NetworkMembership.network_id.label("subject_id"),
            NetworkMembership.starts_on,
            NetworkMembership.ends_on,
        )
        .join(Network, Network.id == NetworkMembership.network_id)
        .where(Network.programme_id == rule.programme_id)
        .distinct()
        .subquery()
    )


def _schools(rule: Rule) -> Subquery:
    members = (
        select(
            NetworkMembership.school_id.label("subject_id"),
            NetworkMembership.starts_on,
            NetworkMembership.ends_on,
        )
        .join(Network, Network.id == NetworkMembership.network_id)
        .where(Network.programme_id == rule.programme_id)
    )
    enrolled = select(Enrolment.school_id, Enrolment.starts_on, Enrolment.ends_on).where(
        Enrolment.programme_id == rule.programme_id, Enrolment.school_id.is_not(None)
    )
    if rule.member_role is not None:
        members = members.where(NetworkMembership.role == rule.member_role)
        enrolled = enrolled.join(Programme, Programme.id == Enrolment.programme_id).where(
            Programme.mentee_role == rule.member_role
        )
    return union(members, enrolled).subquery()


def _offices(rule: Rule) -> Subquery:
    return (
        select(Enrolment.office_id.label("subject_id"), Enrolment.starts_on, Enrolment.ends_on)
        .where(Enrolment.programme_id == rule.programme_id, Enrolment.office_id.is_not(None))
        .subquery()
    )


def _members(where: ColumnElement[bool], today: date) -> Select[int]:
    return select(NetworkMembership.school_id).where(where, member_on(today))
