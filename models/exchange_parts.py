"""Which networks and schools took part in an exchange that was sent: read and replaced."""

from collections.abc import Collection

from sqlalchemy import delete, select
from sqlalchemy.orm import Session

from models.exchange_places import KnownNetwork
from models.exchanges import ExchangeNetwork, ExchangeSchool
from models.networks import Network
from models.places import Office, School


def codes_of(session: Session, exchange_id: int) -> tuple[list[str], list[str]]:
    """(codes of the networks, codes of the schools) that took part, in their order.

    Not scoped: for an exchange that its own look-up has found for the asker.
    """
    networks = (
        select(Network.code)
        .join(ExchangeNetwork, ExchangeNetwork.network_id == Network.id)
        .where(ExchangeNetwork.exchange_id == exchange_id)
        .order_by(Network.code)
    )
    schools = (
        select(School.code)
        .join(ExchangeSchool, ExchangeSchool.school_id == School.id)
        .where(ExchangeSchool.exchange_id == exchange_id)
        .order_by(School.code)
    )
    return list(session.scalars(networks)), list(session.scalars(schools))


def parts_of(session: Session, exchange_id: int) -> tuple[list[KnownNetwork], list[School]]:
    """The networks and the schools that took part, whatever has become of them since.

    Not scoped: for an exchange that its own look-up has found for the asker.
    """
    networks = session.execute(
        select(Network.id, Network.code, Network.name_th, Network.office_id, Office.short_th)
        .join(ExchangeNetwork, ExchangeNetwork.network_id == Network.id)
        .outerjoin(Office, Office.id == Network.office_id)
        .where(ExchangeNetwork.exchange_id == exchange_id)
        .order_by(Network.code)
    )
    schools = session.scalars(
        select(School)
        .join(ExchangeSchool, ExchangeSchool.school_id == School.id)
        .where(ExchangeSchool.exchange_id == exchange_id)
        .order_by(School.code)
    )
    return [KnownNetwork(*row) for row in networks], list(schools)


def replace_parts(
    session: Session,
    exchange_id: int,
    network_ids: Collection[int],
    school_ids: Collection[int],
) -> None:
    """Make these the networks and schools that took part."""
    for table in (ExchangeNetwork, ExchangeSchool):
        session.execute(delete(table).where(table.exchange_id == exchange_id))
    session.add_all(ExchangeNetwork(exchange_id=exchange_id, network_id=n) for n in network_ids)
    session.add_all(ExchangeSchool(exchange_id=exchange_id, school_id=s) for s in school_ids)
    session.flush()
