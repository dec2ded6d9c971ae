"""The schools within a scope, on a day."""

from datetime import date

from sqlalchemy import ColumnElement, or_, select, true
from sqlalchemy.orm import Session

from models.networks import Network, NetworkMembership
from models.places import School
from models.programmes import Enrolment
from models.scopes import Scope, enrolled_on, member_on
from models.vocabulary import ScopeKind


def schools_within(session: Session, scope: Scope, today: date, most: int) -> list[Scope]:
    """The schools that lie within this scope today (Bangkok), by code, at most so many."""
    query = select(School.id, School.code, School.name_th).where(lies_within(scope, today))
    rows = session.execute(query.order_by(School.code).limit(most))
    return [Scope(ScopeKind.SCHOOL, code, school_id, name) for school_id, code, name in rows]


def lies_within(scope: Scope, today: date) -> ColumnElement[bool]:
    """The condition that a School lies within this scope, as models/scopes.py `covers` has it."""
    member = select(NetworkMembership.school_id).where(member_on(today))
    match scope.kind:
        case ScopeKind.COUNTRY:
            return true()
        case ScopeKind.SCHOOL:
            return School.id == scope.id
        case ScopeKind.OFFICE:
            return School.office_id == scope.id
        case ScopeKind.NETWORK:
            return School.id.in_(member.where(NetworkMembership.network_id == scope.id))
        case ScopeKind.PROGRAMME:
            enrolled = select(Enrolment.school_id).where(
                Enrolment.programme_id == scope.id,
                Enrolment.school_id.is_not(None),
                enrolled_on(today),
            )
            networks = select(Network.id).where(Network.programme_id == scope.id)
            members = member.where(NetworkMembership.network_id.in_(networks))
            return or_(School.id.in_(members), School.id.in_(enrolled))
