"""What somebody was reminded of, and what was decided not to be said: read from the reminders."""

from datetime import datetime

from sqlalchemy import and_, func, or_, select
from sqlalchemy.orm import Session

from models.duties import Reminder
from models.reminder_queries import Thing, thing_of_row


def things_told(session: Session, person_id: int, since: datetime) -> set[Thing]:
    """What reminders were made for this person about since then (aware), sent or not."""
    rows = session.scalars(
        select(Reminder).where(
            Reminder.recipient_person_id == person_id, Reminder.planned_at >= since
        )
    )
    return {thing_of_row(row) for row in rows}


def last_told_at(session: Session, person_id: int) -> datetime | None:
    """When this person was last sent a reminder (aware UTC)."""
    query = select(func.max(Reminder.sent_at)).where(Reminder.recipient_person_id == person_id)
    return session.scalar(query)


def decided_between(
    session: Session, person_id: int, first: datetime, end: datetime
) -> list[Reminder]:
    """This person's reminders that were planned or sent from `first` to before `end` (aware)."""
    planned = and_(Reminder.planned_at >= first, Reminder.planned_at < end)
    sent = and_(Reminder.sent_at >= first, Reminder.sent_at < end)
    query = (
        select(Reminder)
        .where(Reminder.recipient_person_id == person_id, or_(planned, sent))
        .order_by(Reminder.id)
    )
    return list(session.scalars(query))
