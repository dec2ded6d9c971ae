"""The demo's clock: one row that shifts the time of all processes of a demo."""

from sqlalchemy import CheckConstraint, delete, insert, select
from sqlalchemy.orm import Mapped, Session, mapped_column

from models.base import Base, BigId


class DemoClock(Base):
    __tablename__ = "demo_clock"
    __table_args__ = (CheckConstraint("id = 1", name="one_row"),)

    id: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)
    offset_seconds: Mapped[int] = mapped_column(BigId)


_OFFSET = select(DemoClock.offset_seconds)


def offset_seconds(session: Session) -> int:
    """By how many seconds the demo's clock is ahead of the real one; 0 when nobody moved it."""
    return session.scalar(_OFFSET) or 0


def set_offset(session: Session, seconds: int) -> None:
    """Move the demo's clock to this many seconds ahead of the real one (behind if negative)."""
    session.execute(delete(DemoClock))
    session.execute(insert(DemoClock).values(id=1, offset_seconds=seconds))
