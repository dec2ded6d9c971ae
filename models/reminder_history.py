"""What somebody was reminded of, and what was decided not to be said, and why: read from the
reminders, the decisions of rounds, and what became of each push in the outbox."""

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime

from sqlalchemy import and_, func, or_, select
from sqlalchemy.orm import Session

from models.conversations import effects
from models.duties import Reminder
from models.reminder_decisions import ReminderDecision
from models.reminder_queries import Thing, thing_of_row
from models.sending_words import EffectKind, EffectState


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


def not_said_on(session: Session, person_id: int, day: date) -> list[ReminderDecision]:
    """What rounds of this day (Bangkok) decided not to say to this person, in order."""
    query = (
        select(ReminderDecision)
        .where(ReminderDecision.person_id == person_id, ReminderDecision.day == day)
        .order_by(ReminderDecision.id)
    )
    return list(session.scalars(query))


@dataclass(frozen=True, slots=True)
class Fate:
    """What became of a push or of what was left for a reply, and what it was about.

    rows: how many reminders of its person it told of. why: the outbox's word, where it failed.
    """

    kind: EffectKind
    state: EffectState
    why: str
    rows: int

    def words(self) -> str:
        """In words for operators; empty for a push that arrived and was about one thing."""
        parts = [f"in one message with {self.rows - 1} more"] if self.rows > 1 else []
        match self.kind, self.state:
            case EffectKind.REPLY, _:
                parts.append("shown under a free reply")
            case _, EffectState.WAITING:
                parts.append("not taken by LINE yet")
            case _, EffectState.REJECTED:
                parts.append(f"unreachable: {self.why}")
            case _, EffectState.UNSHOWN:
                parts.append(f"not pushed ({self.why}), waits for a free reply")
            case _, EffectState.MERGED:
                parts.append(f"not pushed ({self.why}), shown with a free reply")
        return "; ".join(parts)


def fates_of(session: Session, rows: Iterable[Reminder]) -> dict[int, Fate]:
    """What became of the effects of these reminders, by the effect's id; those that are kept no
    longer are left out."""
    counts = Counter(row.effect_id for row in rows if row.effect_id is not None)
    e = effects.c
    found = session.execute(select(e.id, e.kind, e.state, e.error).where(e.id.in_(counts)))
    return {
        effect_id: Fate(kind, state, error or "", counts[effect_id])
        for effect_id, kind, state, error in found
    }
