"""Which version of the roster is in the database: one row, so that a process knows when the
names it has read are old.
"""

from sqlalchemy import CheckConstraint, select, update
from sqlalchemy.orm import Mapped, Session, mapped_column

from models.base import Base, insert_unless_there


class RosterState(Base):
    """`version` goes up with each import that changed anything."""

    __tablename__ = "roster_state"
    __table_args__ = (CheckConstraint("id = 1", name="one_row"),)

    id: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)
    version: Mapped[int]


_VERSION = select(RosterState.version)


def roster_version(session: Session) -> int:
    """The version of the roster; 0 before the first import."""
    return session.scalar(_VERSION) or 0


def lock_roster(session: Session) -> int:
    """The version, held until the caller's transaction ends: whoever else changes the roster waits
    for that, so that two who put a school into a network at once see one another."""
    session.execute(insert_unless_there(session, RosterState).values(id=1, version=0))
    return session.execute(_VERSION.with_for_update()).scalar_one()


def bump_roster_version(session: Session) -> None:
    """The roster is another one from this transaction on."""
    session.execute(insert_unless_there(session, RosterState).values(id=1, version=0))
    session.execute(update(RosterState).values(version=RosterState.version + 1))
