"""What a status needs beside the judgements: who is in it, what was agreed, and the visits.

Each takes a Scope that models/status_reach.py has found for the asker.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from sqlalchemy import ColumnElement, case, func, or_, select, true
from sqlalchemy.orm import Session

from models.networks import (
    Agreement,
    AgreementClause,
    AgreementParty,
    Network,
    NetworkMembership,
)
from models.places import Office, School
from models.programmes import Enrolment, Programme, ProgrammePeriod
from models.scopes import Scope, enrolled_on, member_on
from models.status_reach import belongs, network_over
from models.visits import MentoringVisit
from models.vocabulary import MemberRole, ScopeKind, VisitKind, YearBasis


@dataclass(frozen=True, slots=True)
class Member:
    """A school's place in a network on a day. `office` is the short name of the network's own, and
    `office_code` its code."""

    network_id: int
    network_code: str
    network: str
    programme_code: str
    office: str | None
    school_id: int
    school: str
    role: MemberRole
    school_code: str
    office_code: str | None


@dataclass(frozen=True, slots=True)
class Pilot:
    """A school that takes part in a programme itself, without a network, and its area office."""

    school_id: int
    school: str
    programme_code: str
    office_id: int
    office_code: str
    office: str
    school_code: str


@dataclass(frozen=True, slots=True)
class Runs:
    """A programme and a time for which it runs, first and last day included."""

    programme_id: int
    code: str
    name: str
    basis: YearBasis
    starts_on: date
    ends_on: date

    def has(self, day: date) -> bool:
        return self.starts_on <= day <= self.ends_on


@dataclass(frozen=True, slots=True)
class NetworkFacts:
    """Whose a network is: its programme, and the short name of its area office, if it has one.

    `ended_on`: the last day on which it had a member, when that is past.
    """

    programme_code: str
    programme: str
    office: str | None
    ended_on: date | None


@dataclass(frozen=True, slots=True)
class Clause:
    """A clause of the agreement that binds a network. `rule` is how obligations refer to it."""

    number: str
    rule: str
    kind: str
    text: str


@dataclass(frozen=True, slots=True)
class Visits:
    """Visits to one school: how many of mentoring and of supervision, and the last day."""

    mentoring: int
    supervision: int
    last_on: date


def members_within(session: Session, scope: Scope, today: date) -> list[Member]:
    """The members of the networks within a scope on this day, network by network, the lead first.

    Of a school: of its networks.
    """
    rows: Iterable[Any] = session.execute(
        select(
            Network.id,
            Network.code,
            Network.name_th,
            Programme.code,
            Office.short_th,
            School.id,
            School.name_th,
            NetworkMembership.role,
            School.code,
            Office.code,
        )
        .select_from(NetworkMembership)
        .join(Network, Network.id == NetworkMembership.network_id)
        .join(Programme, Programme.id == Network.programme_id)
        .join(School, School.id == NetworkMembership.school_id)
        .outerjoin(Office, Office.id == Network.office_id)
        .where(member_on(today), _networks_within(scope, today))
        .order_by(Network.code, NetworkMembership.role != MemberRole.LEAD, School.code)
    )
    return [Member(*row) for row in rows]


def pilots_within(session: Session, scope: Scope, today: date) -> list[Pilot]:
    """The schools enrolled in a programme themselves, within a scope, on this day."""
    match scope.kind:
        case ScopeKind.COUNTRY:
            within: ColumnElement[bool] = true()
        case ScopeKind.OFFICE:
            within = School.office_id == scope.id
        case ScopeKind.PROGRAMME:
            within = Enrolment.programme_id == scope.id
        case ScopeKind.SCHOOL:
            within = School.id == scope.id
        case ScopeKind.NETWORK:
            return []
    rows = session.execute(
        select(
            School.id,
            School.name_th,
            Programme.code,
            Office.id,
            Office.code,
            Office.short_th,
            School.code,
        )
        .select_from(Enrolment)
        .join(Programme, Programme.id == Enrolment.programme_id)
        .join(School, School.id == Enrolment.school_id)
        .join(Office, Office.id == School.office_id)
        .where(enrolled_on(today), within)
        .order_by(School.code)
    )
    return [Pilot(*row) for row in rows]


def programme_runs(session: Session) -> list[Runs]:
    """Every time for which a programme runs or ran, oldest first."""
    rows = session.execute(
        select(
            Programme.id,
            Programme.code,
            Programme.name_th,
            Programme.year_basis,
            ProgrammePeriod.starts_on,
            ProgrammePeriod.ends_on,
        )
        .join(ProgrammePeriod, ProgrammePeriod.programme_id == Programme.id)
        .order_by(Programme.id, ProgrammePeriod.starts_on)
    )
    return [Runs(*row) for row in rows]


def network_facts(session: Session, network: Scope, today: date) -> NetworkFacts:
    """The programme and the area office of a network, and whether it is over on this day."""
    ended = case((network_over(today), func.max(NetworkMembership.ends_on)))
    row = session.execute(
        select(Programme.code, Programme.name_th, Office.short_th, ended)
        .select_from(Network)
        .join(Programme, Programme.id == Network.programme_id)
        .outerjoin(Office, Office.id == Network.office_id)
        .outerjoin(NetworkMembership, NetworkMembership.network_id == Network.id)
        .where(Network.id == network.id)
        .group_by(Network.id, Programme.code, Programme.name_th, Office.short_th)
    ).one()
    return NetworkFacts(*row)


def clauses_of(session: Session, network: Scope, today: date) -> list[Clause]:
    """The clauses that bind a network: of the newest agreement to which it, one of its schools
    or its area office is a party and that has any; in the order of the agreement.
    """
    schools = select(NetworkMembership.school_id).where(
        NetworkMembership.network_id == network.id, member_on(today)
    )
    office = select(Network.office_id).where(Network.id == network.id)
    programme = select(Network.programme_id).where(Network.id == network.id)
    bound = select(AgreementParty.agreement_id).where(
        or_(
            AgreementParty.network_id == network.id,
            AgreementParty.school_id.in_(schools),
            AgreementParty.office_id.in_(office),
        )
    )
    newest = (
        select(Agreement.id)
        .where(
            Agreement.id.in_(bound),
            Agreement.withdrawn_at.is_(None),
            Agreement.programme_id.in_(programme),
            Agreement.id.in_(select(AgreementClause.agreement_id)),
        )
        .order_by(Agreement.signed_on.desc(), Agreement.id)
        .limit(1)
    )
    rows = session.execute(
        select(
            Agreement.code, AgreementClause.number, AgreementClause.kind, AgreementClause.text_th
        )
        .join(Agreement, Agreement.id == AgreementClause.agreement_id)
        .where(AgreementClause.agreement_id == newest.scalar_subquery())
        .order_by(AgreementClause.id)
    )
    return [Clause(number, f"{code}/{number}", kind, text) for code, number, kind, text in rows]


def visits_to(
    session: Session, school_ids: Sequence[int], programme_id: int, first: date, last: date
) -> dict[int, Visits]:
    """The visits that a programme counts for each of these schools, `first` to `last` included."""
    rows = session.execute(
        select(
            MentoringVisit.mentee_school_id,
            MentoringVisit.kind,
            func.count(),
            func.max(MentoringVisit.visited_on),
        )
        .where(
            MentoringVisit.mentee_school_id.in_(school_ids),
            MentoringVisit.programme_id == programme_id,
            MentoringVisit.visited_on.between(first, last),
            MentoringVisit.withdrawn_at.is_(None),
        )
        .group_by(MentoringVisit.mentee_school_id, MentoringVisit.kind)
    )
    found: dict[int, Visits] = {}
    for school_id, kind, count, last_on in rows:
        before = found.get(school_id, Visits(0, 0, last_on))
        mentoring = kind is VisitKind.MENTORING
        found[school_id] = Visits(
            before.mentoring + count * mentoring,
            before.supervision + count * (not mentoring),
            max(before.last_on, last_on),
        )
    return found


def _networks_within(scope: Scope, today: date) -> ColumnElement[bool]:
    match scope.kind:
        case ScopeKind.COUNTRY:
            return true()
        case ScopeKind.NETWORK:
            return Network.id == scope.id
        case ScopeKind.PROGRAMME:
            return Network.programme_id == scope.id
        case ScopeKind.OFFICE:
            return Network.office_id == scope.id
        case ScopeKind.SCHOOL:
            return belongs(scope.id, today)
