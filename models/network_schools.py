"""The schools of a network by its code, for reading names as its members mean them."""

from datetime import date

from sqlalchemy import select
from sqlalchemy.orm import Session

from models.networks import Network, NetworkMembership
from models.places import Office, School
from models.scopes import member_on


def network_schools(
    session: Session, network_code: str, today: date
) -> list[tuple[str, str | None]] | None:
    """(school's code, its office's code) of the members on this day (Bangkok), or of those there
    ever were where it has none on it; None when no network is called so.
    """
    network_id = session.scalar(select(Network.id).where(Network.code == network_code))
    if network_id is None:
        return None
    members = (
        select(School.code, Office.code)
        .join(NetworkMembership, NetworkMembership.school_id == School.id)
        .outerjoin(Office, Office.id == School.office_id)
        .where(NetworkMembership.network_id == network_id)
        .order_by(School.code)
        .distinct()
    )
    rows = session.execute(members.where(member_on(today))).all()
    rows = rows or session.execute(members).all()
    return [(school, office) for school, office in rows]
