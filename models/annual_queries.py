"""What an annual report is written from, beside the records that go into files: the agreements,
and some pictures.
"""

from dataclasses import dataclass
from datetime import date

from sqlalchemy import ColumnElement, Select, and_, false, func, or_, select, true
from sqlalchemy.orm import InstrumentedAttribute, Session

from models import exchange_queries, visit_queries
from models.actors import Actor, Post
from models.agreements import names_no_network
from models.consents import agrees_to_photos
from models.duties import Obligation
from models.exchanges import ExchangeActivity
from models.export_queries import Wanted, exchange_conditions, visit_conditions
from models.networks import (
    Agreement,
    AgreementClause,
    AgreementParty,
    Network,
    NetworkMembership,
)
from models.policy import Action, may
from models.programmes import Programme
from models.scopes import Scope, member_on
from models.status_reach import network_over
from models.visits import MentoringVisit, Photo
from models.vocabulary import MemberRole, ObligationKind, PhotoState, ScopeKind, YearBasis


@dataclass(frozen=True, slots=True)
class Picture:
    """A stored photo, and what it shows: the day (Bangkok) and the title of its record."""

    media_key: str
    day: date
    title: str


def drafting(session: Session, actor: Actor, today: date) -> tuple[Post, ...]:
    """The posts by which a person may draft annual reports on this day (Bangkok). One at a school
    becomes one over each network that the school leads, or led when it came to its end.
    """
    found: list[Post] = []
    for post in actor.posts:
        if not may([post], Action.DRAFT_ANNUAL):
            continue
        if post.scope.kind is not ScopeKind.SCHOOL:
            found.append(post)
            continue
        led = select(NetworkMembership.network_id).where(
            NetworkMembership.school_id == post.scope.id,
            NetworkMembership.role == MemberRole.LEAD,
        )
        rows = session.execute(
            select(Network.code, Network.id, Network.name_th)
            .where(
                or_(
                    Network.id.in_(led.where(member_on(today))),
                    Network.id.in_(led) & network_over(today),
                )
            )
            .order_by(Network.code)
        )
        found += [Post(post.role, Scope(ScopeKind.NETWORK, *row)) for row in rows]
    return tuple(dict.fromkeys(found))


def year_bases(session: Session, scope: Scope) -> set[YearBasis]:
    """By which years those programmes count that ask the networks of a place for yearly reports."""
    match scope.kind:
        case ScopeKind.NETWORK:
            lies: ColumnElement[bool] = Network.id == scope.id
        case ScopeKind.OFFICE:
            lies = Network.office_id == scope.id
        case ScopeKind.PROGRAMME:
            lies = Network.programme_id == scope.id
        case ScopeKind.COUNTRY:
            lies = true()
        case ScopeKind.SCHOOL:
            lies = false()
    asked = select(Obligation.programme_id).where(Obligation.kind == ObligationKind.REPORT)
    query = (
        select(Programme.year_basis)
        .join(Network, Network.programme_id == Programme.id)
        .where(lies, Programme.id.in_(asked))
    )
    return set(session.scalars(query.distinct()))


def agreements_binding(session: Session, network_ids: list[int], day: date) -> list[Agreement]:
    """The agreements of these networks' programmes to which one of them is a party or, where no
    network is named, one of its schools or its area office, and that are in force on this day
    (Bangkok); the oldest first."""
    networks = Network.id.in_(network_ids)
    members = select(NetworkMembership.school_id).where(
        NetworkMembership.network_id.in_(network_ids)
    )
    signed_for = or_(
        AgreementParty.school_id.in_(members),
        AgreementParty.office_id.in_(select(Network.office_id).where(networks)),
    )
    bound = select(AgreementParty.agreement_id).where(
        or_(
            AgreementParty.network_id.in_(network_ids),
            and_(signed_for, names_no_network()),
        )
    )
    query = select(Agreement).where(
        Agreement.id.in_(bound),
        Agreement.withdrawn_at.is_(None),
        Agreement.programme_id.in_(select(Network.programme_id).where(networks)),
        Agreement.signed_on <= day,
        or_(Agreement.ends_on.is_(None), Agreement.ends_on >= day),
    )
    return list(session.scalars(query.order_by(Agreement.signed_on, Agreement.id)))


def clauses_of(session: Session, agreement_ids: list[int]) -> dict[int, list[AgreementClause]]:
    """The clauses of these agreements as they stand there, by agreement."""
    found: dict[int, list[AgreementClause]] = {}
    query = select(AgreementClause).where(AgreementClause.agreement_id.in_(agreement_ids))
    for clause in session.scalars(query.order_by(AgreementClause.agreement_id, AgreementClause.id)):
        found.setdefault(clause.agreement_id, []).append(clause)
    return found


def pictures_wanted(session: Session, wanted: Wanted, most: int) -> list[Picture]:
    """The first photo of each of the newest exchanges and visits, at most `most` of all; only of
    those who agree to the use of photos with people."""
    of_exchanges = session.execute(
        select(Photo.media_key, ExchangeActivity.starts_on, ExchangeActivity.title)
        .join(ExchangeActivity, ExchangeActivity.id == Photo.exchange_id)
        .where(
            Photo.id.in_(_first_photos(Photo.exchange_id)),
            agrees_to_photos(ExchangeActivity.reporter_person_id),
            exchange_queries.COUNTS,
            *exchange_conditions(wanted),
        )
        .order_by(ExchangeActivity.starts_on.desc(), Photo.id)
        .limit(most)
    )
    of_visits = session.execute(
        select(Photo.media_key, MentoringVisit.visited_on, MentoringVisit.topic)
        .join(MentoringVisit, MentoringVisit.id == Photo.visit_id)
        .where(
            Photo.id.in_(_first_photos(Photo.visit_id)),
            agrees_to_photos(MentoringVisit.reporter_person_id),
            visit_queries.COUNTS,
            *visit_conditions(wanted),
        )
        .order_by(MentoringVisit.visited_on.desc(), Photo.id)
        .limit(most)
    )
    found = [
        Picture(key, day, title)
        for rows in (of_exchanges, of_visits)
        for key, day, title in rows
        if key is not None
    ]
    return sorted(found[:most], key=lambda picture: picture.day)


def _first_photos(record: InstrumentedAttribute[int | None]) -> Select[int]:
    """The first stored photo of each record of a kind."""
    stored = Photo.state == PhotoState.STORED
    return select(func.min(Photo.id)).where(record.is_not(None), stored).group_by(record)
