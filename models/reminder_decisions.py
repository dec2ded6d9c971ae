"""What rounds decided not to say, where no reminder's state tells it: each once a day.

With the reminders (models/duties.py) they are the whole story of a day: models/reminder_history.py.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime

from sqlalchemy import ForeignKey, Index, String, UniqueConstraint, text
from sqlalchemy.orm import Mapped, Session, mapped_column

from models.base import NEVER_REUSED, Base, BigId, enum_column_type, insert_unless_there
from models.reminder_queries import Thing
from models.sending_words import Undone
from models.vocabulary import RuleSource, SubjectKind

_THING = ("source", "rule_id", "subject_kind", "subject_id", "due_on", "stage")


class ReminderDecision(Base):
    """One step of the ladder of one thing that was not said on a day (Bangkok), and why. Nobody is
    named where nobody would have been told."""

    __tablename__ = "reminder_decisions"
    __table_args__ = (
        UniqueConstraint("person_id", "day", *_THING, "what", name="uq_reminder_decisions_once"),
        # A NULL never collides, so what concerns nobody has an index of its own.
        Index(
            "uq_reminder_decisions_nobody",
            "day",
            *_THING,
            "what",
            unique=True,
            sqlite_where=text("person_id IS NULL"),
            postgresql_where=text("person_id IS NULL"),
        ),
        NEVER_REUSED,
    )

    id: Mapped[int] = mapped_column(BigId, primary_key=True)
    day: Mapped[date]
    decided_at: Mapped[datetime]
    what: Mapped[Undone] = mapped_column(enum_column_type(Undone))
    why: Mapped[str] = mapped_column(String(300))
    person_id: Mapped[int | None] = mapped_column(ForeignKey("people.id"))
    source: Mapped[RuleSource] = mapped_column(enum_column_type(RuleSource))
    rule_id: Mapped[int] = mapped_column(BigId)
    subject_kind: Mapped[SubjectKind] = mapped_column(enum_column_type(SubjectKind))
    subject_id: Mapped[int] = mapped_column(BigId)
    due_on: Mapped[date]
    stage: Mapped[int]


@dataclass(frozen=True, slots=True)
class NotSaid:
    """One decision to be noted; `person_id` None: it concerns nobody in particular."""

    what: Undone
    why: str
    thing: Thing
    stage: int
    person_id: int | None = None


def note_not_said(session: Session, decisions: Iterable[NotSaid], day: date, now: datetime) -> None:
    """Keep these decisions of a day (Bangkok); one that was made before on that day stays as it
    was."""
    values = [
        {
            **one.thing._asdict(),
            "stage": one.stage,
            "person_id": one.person_id,
            "what": one.what,
            "why": one.why[:300],
            "day": day,
            "decided_at": now,
        }
        for one in decisions
    ]
    if values:
        session.execute(insert_unless_there(session, ReminderDecision), values)
