"""Which reports an actor reaches: the conditions that every reading of them is scoped by."""

from sqlalchemy import ColumnElement, Select, and_, false, or_, select, true

from models.actors import Actor
from models.co_reporting import records_co_reported
from models.networks import Network, NetworkMembership
from models.places import School
from models.policy import Action, may
from models.reports import Report
from models.scopes import Scope
from models.vocabulary import RecordKind, ReportKind, ScopeKind

#: What counts: nothing that was withdrawn.
COUNTS = Report.withdrawn_at.is_(None)


def within(actor: Actor) -> ColumnElement[bool]:
    """The reports that this actor may open: one's own, those one reports with others, and those
    that a post's scope reaches; withdrawn ones only where the post may see them.

    A school sees its own, those about it, those for the networks it is a member of, and the
    innovations of the schools in them, which are told “within the network” at least.
    """
    if actor.person_id is None or not may(actor.posts, Action.SEE_OWN):
        return false()
    together = records_co_reported(RecordKind.REPORT, actor.person_id)
    reached: list[ColumnElement[bool]] = [
        Report.reporter_person_id == actor.person_id,
        and_(Report.id.in_(together), COUNTS),
    ]
    for post in actor.posts:
        if may([post], Action.SEE_VISIT):
            there = reached_by(post.scope)
            reached.append(there if may([post], Action.SEE_WITHDRAWN) else and_(there, COUNTS))
    return or_(*reached)


def public_for(actor: Actor) -> ColumnElement[bool]:
    if actor.person_id is None or not may(actor.posts, Action.SEE_VISIT):
        return false()
    return and_(Report.public, COUNTS)


def reached_by(scope: Scope) -> ColumnElement[bool]:
    """The condition that a record lies within this scope."""
    match scope.kind:
        case ScopeKind.COUNTRY:
            return true()
        case ScopeKind.PROGRAMME:
            return Report.programme_id == scope.id
        case ScopeKind.NETWORK:
            members = _members(NetworkMembership.network_id == scope.id)
            return or_(Report.network_id == scope.id, _innovation_of(members))
        case ScopeKind.SCHOOL:
            own = _own_networks(scope.id)
            return or_(
                Report.school_id == scope.id,
                Report.about_school_id == scope.id,
                Report.network_id.in_(own),
                _innovation_of(_members(NetworkMembership.network_id.in_(own))),
            )
        case ScopeKind.OFFICE:
            schools = select(School.id).where(School.office_id == scope.id)
            networks = select(Network.id).where(Network.office_id == scope.id)
            return or_(
                Report.office_id == scope.id,
                Report.school_id.in_(schools),
                Report.about_school_id.in_(schools),
                Report.network_id.in_(networks),
            )


def _own_networks(school_id: int | None) -> Select[int]:
    """Those of which the school was a member on the day of the report."""
    return (
        select(NetworkMembership.network_id)
        .where(NetworkMembership.school_id == school_id, _on_its_day())
        .correlate(Report)
    )


def _members(networks: ColumnElement[bool]) -> Select[int]:
    """The schools that were in these networks on the day of the report."""
    return select(NetworkMembership.school_id).where(networks, _on_its_day()).correlate(Report)


def _innovation_of(schools: Select[int]) -> ColumnElement[bool]:
    return and_(Report.kind == ReportKind.INNOVATION, Report.school_id.in_(schools))


def _on_its_day() -> ColumnElement[bool]:
    return and_(
        NetworkMembership.starts_on <= Report.happened_on,
        or_(
            NetworkMembership.ends_on.is_(None),
            NetworkMembership.ends_on >= Report.happened_on,
        ),
    )
