"""The agreements of networks, for those who may see them. A withdrawn one counts nowhere."""

from collections.abc import Iterable
from datetime import date

from sqlalchemy import ColumnElement, and_, or_, select
from sqlalchemy.orm import Session, aliased

from models.actors import Post
from models.networks import Agreement, AgreementParty, Network, NetworkMembership
from models.places import Office, School
from models.status_reach import networks_seen


def agreement_of_file(session: Session, file_id: int) -> Agreement | None:
    """The agreement that this file was kept with."""
    return session.scalar(select(Agreement).where(Agreement.file_id == file_id))


def agreements_seen(
    session: Session,
    posts: Iterable[Post],
    today: date,
    *,
    before: int | None = None,
    most: int = 10,
) -> list[Agreement]:
    """The agreements that bind a network whose status these posts may see, newest number first;
    `before` is a number to page on from."""
    query = select(Agreement).where(_seen(networks_seen(posts, today)))
    if before is not None:
        query = query.where(Agreement.id < before)
    return list(session.scalars(query.order_by(Agreement.id.desc()).limit(most)))


def agreements_of_network(session: Session, network_id: int, most: int) -> list[Agreement]:
    """The agreements that bind this network, the newest signing first."""
    query = select(Agreement).where(_seen(Network.id == network_id))
    order = (Agreement.signed_on.desc(), Agreement.id.desc())
    return list(session.scalars(query.order_by(*order).limit(most)))


def find_agreement(
    session: Session, posts: Iterable[Post], number: int, today: date
) -> Agreement | None:
    """The agreement of this number, if these posts may see it."""
    seen = _seen(networks_seen(posts, today))
    return session.scalar(select(Agreement).where(Agreement.id == number, seen))


def party_names(session: Session, agreement: Agreement) -> list[str]:
    """The schools and offices that are its parties, in the order in which they were entered."""
    rows = session.execute(
        select(School.name_th, Office.short_th)
        .select_from(AgreementParty)
        .outerjoin(School, School.id == AgreementParty.school_id)
        .outerjoin(Office, Office.id == AgreementParty.office_id)
        .where(AgreementParty.agreement_id == agreement.id)
        .order_by(AgreementParty.id)
    )
    return [school or office for school, office in rows if school or office]


def network_ids_of(session: Session, agreement: Agreement) -> list[int]:
    """The networks that are a party to it."""
    query = select(AgreementParty.network_id).where(
        AgreementParty.agreement_id == agreement.id, AgreementParty.network_id.is_not(None)
    )
    return [number for number in session.scalars(query) if number is not None]


def names_no_network() -> ColumnElement[bool]:
    """Of a party: that no network is a party beside it. An office signs for all of its networks,
    and a school for those it is in, only where none is named."""
    beside = aliased(AgreementParty)
    return ~(
        select(beside.id)
        .where(beside.agreement_id == AgreementParty.agreement_id, beside.network_id.is_not(None))
        .correlate(AgreementParty)
        .exists()
    )


def _seen(networks: ColumnElement[bool]) -> ColumnElement[bool]:
    """In force or over, it binds one of these networks of its programme: it is a party, or, where
    no network is named, its office or a school that was ever in it."""
    members = select(NetworkMembership.school_id).where(NetworkMembership.network_id == Network.id)
    signed_for = or_(
        AgreementParty.office_id == Network.office_id,
        AgreementParty.school_id.in_(members.correlate(Network)),
    )
    bound = (
        select(AgreementParty.id)
        .join(
            Network,
            or_(
                AgreementParty.network_id == Network.id,
                and_(signed_for, names_no_network()),
            ),
        )
        .where(
            AgreementParty.agreement_id == Agreement.id,
            Network.programme_id == Agreement.programme_id,
            networks,
        )
        .correlate(Agreement)
    )
    return and_(Agreement.withdrawn_at.is_(None), bound.exists())
