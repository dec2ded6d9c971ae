"""How far the scheduler has got: one row for all schedulers of a deployment."""

from datetime import date, datetime

from sqlalchemy import CheckConstraint, select
from sqlalchemy.orm import Mapped, Session, mapped_column

from models.base import Base, insert_unless_there


class SchedulerState(Base):
    """`planned_on`: the last day (in Bangkok, on the bot's clock) whose reminders were all planned.
    `round_at`: when a scheduler last finished a round, on the machine's clock. `purged_on`: the
    last day on which what need not be kept was deleted.
    """

    __tablename__ = "scheduler_state"
    __table_args__ = (CheckConstraint("id = 1", name="one_row"),)

    id: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)
    planned_on: Mapped[date | None]
    round_at: Mapped[datetime | None]
    purged_on: Mapped[date | None]


def planned_on(session: Session) -> date | None:
    """The last day whose reminders were all planned; None before the first."""
    return session.scalar(select(SchedulerState.planned_on))


def round_at(session: Session) -> datetime | None:
    """When a scheduler last finished a round (aware UTC); None before the first."""
    return session.scalar(select(SchedulerState.round_at))


def note_planned(session: Session, day: date) -> None:
    """The reminders of this day are all planned."""
    _state(session).planned_on = day
    session.flush()


def note_round(session: Session, at: datetime) -> None:
    """A round has come to its end."""
    _state(session).round_at = at
    session.flush()


def purged_on(session: Session) -> date | None:
    """The last day (Bangkok) on which what need not be kept was deleted; None before the first."""
    return session.scalar(select(SchedulerState.purged_on))


def note_purged(session: Session, day: date) -> None:
    """What need not be kept on this day is deleted."""
    _state(session).purged_on = day
    session.flush()


def _state(session: Session) -> SchedulerState:
    session.execute(insert_unless_there(session, SchedulerState).values(id=1))
    return session.get_one(SchedulerState, 1)
