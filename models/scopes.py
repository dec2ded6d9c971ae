"""What an appointment reaches over, as a small value, and whether one reach covers another."""

from dataclasses import dataclass
from datetime import date

from sqlalchemy import BindParameter, ColumnElement, Select, and_, literal, or_, select
from sqlalchemy.orm import Session

from models.names import part
from models.networks import Network, NetworkMembership
from models.places import Office, OfficeCode, School
from models.programmes import Enrolment, Programme
from models.vocabulary import ScopeKind

COUNTRY_CODE = "TH"


@dataclass(frozen=True, slots=True)
class Scope:
    """A school, network, office or programme, or the country (id None, code TH).

    `label` is its Thai name as people read it: the short one of an office.
    """

    kind: ScopeKind
    code: str
    id: int | None
    label: str


COUNTRY = Scope(ScopeKind.COUNTRY, COUNTRY_CODE, None, part("scope", "country"))

# Where a code is looked for, in this order: the narrow before the wide.
_SEARCHED = (ScopeKind.NETWORK, ScopeKind.SCHOOL, ScopeKind.OFFICE, ScopeKind.PROGRAMME)


def find_scope(session: Session, kind: ScopeKind, code: str) -> Scope | None:
    """The scope of this kind and code (upper or lower case), or None.

    An office is also found by the code that another roster gives it; the Scope then carries
    the office's own code.
    """
    wanted = code.strip().upper()
    if kind is ScopeKind.COUNTRY:
        return COUNTRY if wanted == COUNTRY_CODE else None
    row = session.execute(_by_code(kind, wanted)).first()
    return None if row is None else Scope(kind, row.code, row.id, row.label)


def scope_by_code(session: Session, code: str) -> Scope | None:
    """The network, school, office or programme of this code, TH for the country, or None."""
    for kind in (ScopeKind.COUNTRY, *_SEARCHED):
        scope = find_scope(session, kind, code)
        if scope is not None:
            return scope
    return None


def _by_code(kind: ScopeKind, code: str) -> Select[int, str, str]:
    match kind:
        case ScopeKind.SCHOOL:
            return select(School.id, School.code, School.name_th.label("label")).where(
                School.code == code
            )
        case ScopeKind.NETWORK:
            return select(Network.id, Network.code, Network.name_th.label("label")).where(
                Network.code == code
            )
        case ScopeKind.PROGRAMME:
            return select(Programme.id, Programme.code, Programme.name_th.label("label")).where(
                Programme.code == code
            )
        case ScopeKind.OFFICE:
            elsewhere = select(OfficeCode.office_id).where(OfficeCode.code == code)
            return select(Office.id, Office.code, Office.short_th.label("label")).where(
                or_(Office.code == code, Office.id.in_(elsewhere))
            )
        case ScopeKind.COUNTRY:
            raise ValueError("the country has no row")


def covers(session: Session, outer: Scope, inner: Scope, on: date) -> bool:
    """Whether `inner` lies within `outer` on this day (in Bangkok).

    A scope covers itself and the country covers all. An office covers its schools and networks;
    a network its members of that day; a programme its networks, their members of that day, and
    the schools and offices enrolled on it.
    """
    if outer.kind is ScopeKind.COUNTRY:
        return True
    if (outer.kind, outer.id) == (inner.kind, inner.id):
        return True
    rule = _within(outer, inner, on)
    return rule is not None and session.scalar(select(literal(1)).where(rule)) is not None


def _within(outer: Scope, inner: Scope, on: date) -> ColumnElement[bool] | None:
    match (outer.kind, inner.kind):
        case (ScopeKind.OFFICE, ScopeKind.SCHOOL):
            return (
                select(School.id)
                .where(School.id == inner.id, School.office_id == outer.id)
                .exists()
            )
        case (ScopeKind.OFFICE, ScopeKind.NETWORK):
            return (
                select(Network.id)
                .where(Network.id == inner.id, Network.office_id == outer.id)
                .exists()
            )
        case (ScopeKind.NETWORK, ScopeKind.SCHOOL):
            return (
                select(NetworkMembership.id)
                .where(
                    NetworkMembership.network_id == outer.id,
                    NetworkMembership.school_id == inner.id,
                    member_on(on),
                )
                .exists()
            )
        case (ScopeKind.PROGRAMME, ScopeKind.NETWORK):
            return (
                select(Network.id)
                .where(Network.id == inner.id, Network.programme_id == outer.id)
                .exists()
            )
        case (ScopeKind.PROGRAMME, ScopeKind.OFFICE):
            return _enrolled(outer, Enrolment.office_id == inner.id, on)
        case (ScopeKind.PROGRAMME, ScopeKind.SCHOOL):
            member = (
                select(NetworkMembership.id)
                .join(Network, Network.id == NetworkMembership.network_id)
                .where(
                    Network.programme_id == outer.id,
                    NetworkMembership.school_id == inner.id,
                    member_on(on),
                )
                .exists()
            )
            return or_(member, _enrolled(outer, Enrolment.school_id == inner.id, on))
        case _:
            return None


def member_on(on: date | BindParameter[date]) -> ColumnElement[bool]:
    """The condition that a NetworkMembership holds on this day."""
    return and_(
        NetworkMembership.starts_on <= on,
        or_(NetworkMembership.ends_on.is_(None), NetworkMembership.ends_on >= on),
    )


def enrolled_on(on: date | BindParameter[date]) -> ColumnElement[bool]:
    """The condition that an Enrolment holds on this day."""
    return and_(
        Enrolment.starts_on <= on,
        or_(Enrolment.ends_on.is_(None), Enrolment.ends_on >= on),
    )


def _enrolled(programme: Scope, subject: ColumnElement[bool], on: date) -> ColumnElement[bool]:
    return (
        select(Enrolment.id)
        .where(Enrolment.programme_id == programme.id, subject, enrolled_on(on))
        .exists()
    )
