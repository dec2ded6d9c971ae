"""Reminders for which the month's messages did not suffice: they wait for a free reply.

What is shown there: bot/owed_left.py.
"""

from collections.abc import Collection, Iterable, Sequence

from sqlalchemy import select, update
from sqlalchemy.orm import Session

from models.duties import Reminder
from models.reminder_queries import mark_dropped, thing_of_row
from models.sending_words import ReminderState


def mark_left(session: Session, rows: Sequence[Reminder], why: str) -> None:
    """These rows are not pushed and wait for the person's next free reply; `why` is added to
    their reason. What waited of the same things before gives way to them."""
    give_way(session, rows)
    session.execute(
        update(Reminder)
        .where(Reminder.id.in_([row.id for row in rows]))
        .values(state=ReminderState.LEFT, reason=Reminder.reason + f"; {why}")
        .execution_options(synchronize_session=False)
    )


def give_way(session: Session, rows: Iterable[Reminder]) -> None:
    """What waits for a free reply of the recipients of these rows, about the same things, is not
    shown any more: they are told by these."""
    told = {(row.recipient_person_id, thing_of_row(row)) for row in rows}
    waiting = session.scalars(
        select(Reminder).where(
            Reminder.recipient_person_id.in_({person_id for person_id, _ in told}),
            Reminder.state == ReminderState.LEFT,
        )
    )
    gone = [row for row in waiting if (row.recipient_person_id, thing_of_row(row)) in told]
    if gone:
        mark_dropped(session, gone, "told by a later step")


def left_rows(session: Session, row_ids: Collection[int]) -> list[Reminder]:
    """Those of these rows that still wait, locked, in their order: for a free reply, or for a
    push that was held."""
    waiting = (ReminderState.LEFT, ReminderState.PLANNED)
    query = (
        select(Reminder)
        .where(Reminder.id.in_(row_ids), Reminder.state.in_(waiting))
        .order_by(Reminder.id)
        .with_for_update()
    )
    return list(session.scalars(query))
