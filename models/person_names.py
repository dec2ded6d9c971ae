"""What people are called, by their id."""

from collections.abc import Collection

from sqlalchemy import select
from sqlalchemy.orm import Session

from models.people_tables import LineAccount, Person


def names_of(session: Session, person_ids: Collection[int]) -> dict[int, str]:
    """The full name of each of these people who still has one."""
    if not person_ids:
        return {}
    rows = session.execute(select(Person.id, Person.full_name).where(Person.id.in_(person_ids)))
    return {person_id: name for person_id, name in rows if name}


def accounts_of(session: Session, person_ids: Collection[int]) -> dict[int, tuple[str, ...]]:
    """The LINE accounts of these people that do not block the bot."""
    if not person_ids:
        return {}
    rows = session.execute(
        select(LineAccount.person_id, LineAccount.line_user_id)
        .where(LineAccount.person_id.in_(person_ids), LineAccount.blocked_at.is_(None))
        .order_by(LineAccount.line_user_id)
    )
    found: dict[int, tuple[str, ...]] = {}
    for person_id, line_user_id in rows:
        if person_id is not None:
            found[person_id] = (*found.get(person_id, ()), line_user_id)
    return found


def phones_with(session: Session, line_user_id: str) -> tuple[str, ...]:
    """All LINE accounts of whose account this is, the one to push to last: the newest, but those
    that block the bot before others. This one alone where it is nobody's."""
    own = select(LineAccount.person_id).where(LineAccount.line_user_id == line_user_id)
    query = (
        select(LineAccount.line_user_id)
        .where(LineAccount.person_id == own.scalar_subquery())
        .order_by(
            LineAccount.blocked_at.is_(None), LineAccount.created_at, LineAccount.line_user_id
        )
    )
    return tuple(session.scalars(query)) or (line_user_id,)
