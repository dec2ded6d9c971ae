"""How far the scheduler has got: one row for all schedulers of a deployment."""

from datetime import date, datetime
from typing import NamedTuple

from sqlalchemy import CheckConstraint, func, select, update
from sqlalchemy.orm import Mapped, Session, mapped_column

from models.base import Base, insert_unless_there
from models.conversations import inbound_events
from models.roster_state import RosterState


class SchedulerState(Base):
    """`planned_on`: the last day (in Bangkok, on the bot's clock) whose reminders were all planned.
    `round_at`: when a scheduler last finished a round, on the machine's clock. `purged_on`: the
    last day on which what need not be kept was deleted. `digested_on`: the last day for which it
    was decided who gets a digest.
    """

    __tablename__ = "scheduler_state"
    __table_args__ = (CheckConstraint("id = 1", name="one_row"),)

    id: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)
    planned_on: Mapped[date | None]
    round_at: Mapped[datetime | None]
    purged_on: Mapped[date | None]
    digested_on: Mapped[date | None]


class Heard(NamedTuple):
    """How far a database is: when the last event came (aware UTC), the version of its roster, the
    last day whose reminders were all planned. None where there is nothing yet."""

    last_event: datetime | None
    roster: int | None
    planned_on: date | None


_HEARD = select(
    select(func.max(inbound_events.c.received_at)).scalar_subquery(),
    select(RosterState.version).scalar_subquery(),
    select(SchedulerState.planned_on).scalar_subquery(),
)


def heard_so_far(session: Session) -> Heard:
    """How far the database is, in one statement."""
    return Heard(*session.execute(_HEARD).one())


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
    if not session.execute(update(SchedulerState).values(round_at=at)).rowcount:  # type: ignore[attr-defined]
        _state(session).round_at = at
        session.flush()


def purged_on(session: Session) -> date | None:
    """The last day (Bangkok) on which what need not be kept was deleted; None before the first."""
    return session.scalar(select(SchedulerState.purged_on))


def note_purged(session: Session, day: date) -> None:
    """What need not be kept on this day is deleted."""
    _state(session).purged_on = day
    session.flush()


def digested_on(session: Session) -> date | None:
    """The last day (Bangkok) for which it was decided who gets a digest; None before the first."""
    return session.scalar(select(SchedulerState.digested_on))


def note_digested(session: Session, day: date) -> None:
    """Who gets a digest on this day is decided for all."""
    _state(session).digested_on = day
    session.flush()


def spend_alone(session: Session) -> None:
    """Until this transaction ends no other scheduler spends messages of the month: one that wants
    to waits here. Take this lock before any other."""
    locked = select(SchedulerState.id).with_for_update()
    if session.scalar(locked) is None:
        session.execute(insert_unless_there(session, SchedulerState).values(id=1))
        session.execute(locked)


def _state(session: Session) -> SchedulerState:
    session.execute(insert_unless_there(session, SchedulerState).values(id=1))
    return session.get_one(SchedulerState, 1)
