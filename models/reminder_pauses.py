"""Who wants no reminders for now: put off until a day, or stopped until they say otherwise.

A pause is one person's own and holds back their pushes alone. What is owed stays owed, and who
oversees it still hears of it.
"""

from collections.abc import Collection, Iterable
from datetime import date, datetime, timedelta

from sqlalchemy import (
    CheckConstraint,
    ColumnElement,
    ForeignKey,
    Index,
    or_,
    select,
    text,
    update,
)
from sqlalchemy.orm import Mapped, Session, mapped_column

from models.base import NEVER_REUSED, Base, BigId, enum_column_type
from models.duties import Reminder
from models.duty_facts import Topic
from models.reminder_queries import Thing, thing_of_row
from models.sending_words import Audience
from models.vocabulary import RuleSource

_IN_FORCE = text("ended_at IS NULL")
#: What is put off is what was said in these days before, and what was held back since.
_SAID_BEFORE = timedelta(days=7)


class ReminderPause(Base):
    """`until` is the first day (Bangkok) on which reminders go on; None: not before `ended_at`."""

    __tablename__ = "reminder_pauses"
    __table_args__ = (
        CheckConstraint("(source IS NULL) = (rule_id IS NULL)", name="a_rule_or_all"),
        Index(
            "ix_reminder_pauses_in_force",
            "person_id",
            sqlite_where=_IN_FORCE,
            postgresql_where=_IN_FORCE,
        ),
        NEVER_REUSED,
    )

    id: Mapped[int] = mapped_column(BigId, primary_key=True)
    person_id: Mapped[int] = mapped_column(ForeignKey("people.id"))
    source: Mapped[RuleSource | None] = mapped_column(enum_column_type(RuleSource))
    rule_id: Mapped[int | None] = mapped_column(BigId)
    until: Mapped[date | None]
    made_at: Mapped[datetime]
    ended_at: Mapped[datetime | None]

    @property
    def topic(self) -> Topic:
        if self.source is None or self.rule_id is None:
            return None
        return self.source, self.rule_id

    @property
    def why(self) -> str:
        """In words for operators; they stand behind the reason of what was not sent."""
        return f"put off until {self.until}" if self.until else "stopped by the recipient"


Pauses = dict[int, list[ReminderPause]]  # by the person's id


def pause(
    session: Session, person_id: int, topic: Topic, until: date | None, now: datetime
) -> None:
    """This person wants no reminders of this from now on; a pause of the same before it ends."""
    _end(session, person_id, now, _of(topic))
    source, rule_id = topic or (None, None)
    session.add(
        ReminderPause(person_id=person_id, source=source, rule_id=rule_id, until=until, made_at=now)
    )
    session.flush()


def resume(
    session: Session, person_id: int, today: date, now: datetime, topic: Topic = None
) -> None:
    """End the pauses of this topic, or, without one, all of this person's, that hold on this day
    (Bangkok); one whose day has come is left to wake what it has put off."""
    _end(session, person_id, now, [_holds_on(today), *(_of(topic) if topic else ())])


def pauses_of(session: Session, people: Collection[int], today: date) -> Pauses:
    """The pauses of these people that hold on this day (Bangkok), the oldest first."""
    rows = session.scalars(
        select(ReminderPause)
        .where(
            ReminderPause.person_id.in_(people),
            ReminderPause.ended_at.is_(None),
            _holds_on(today),
        )
        .order_by(ReminderPause.id)
    )
    found: Pauses = {}
    for row in rows:
        found.setdefault(row.person_id, []).append(row)
    return found


def pause_over(
    pauses: Iterable[ReminderPause], source: RuleSource, rule_id: int
) -> ReminderPause | None:
    """The one of these pauses that keeps this rule silent the longest, or None."""
    over = [one for one in pauses if one.topic in (None, (source, rule_id))]
    return max(over, key=lambda one: one.until or date.max, default=None)


def a_pause_ends(session: Session, today: date) -> bool:
    """Whether `pauses_to_end` would find one, or another scheduler holds it."""
    ended = select(ReminderPause.id).where(
        ReminderPause.ended_at.is_(None), ReminderPause.until <= today
    )
    return session.scalar(ended.limit(1)) is not None


def pauses_to_end(session: Session, today: date, most: int) -> list[ReminderPause]:
    """Some of those that were put off until this day (Bangkok) or one before, locked; one that
    another scheduler holds at this moment is not among them."""
    query = (
        select(ReminderPause)
        .where(ReminderPause.ended_at.is_(None), ReminderPause.until <= today)
        .order_by(ReminderPause.id)
        .limit(most)
        .with_for_update(skip_locked=True)
    )
    return list(session.scalars(query))


def put_off(session: Session, one: ReminderPause) -> dict[Thing, Audience]:
    """What this pause has put off, and as what its person hears of it: what they were told in the
    week before it, and what was held back since."""
    of_topic = (Reminder.source == one.source, Reminder.rule_id == one.rule_id)
    rows = session.scalars(
        select(Reminder)
        .where(
            Reminder.recipient_person_id == one.person_id,
            Reminder.planned_at >= one.made_at - _SAID_BEFORE,
            *(of_topic if one.topic else ()),
        )
        .order_by(Reminder.id)
    )
    return {thing_of_row(row): row.audience for row in rows}


def _holds_on(today: date) -> ColumnElement[bool]:
    return or_(ReminderPause.until.is_(None), ReminderPause.until > today)


def _of(topic: Topic) -> list[ColumnElement[bool]]:
    if topic is None:
        return [ReminderPause.source.is_(None)]
    source, rule_id = topic
    return [ReminderPause.source == source, ReminderPause.rule_id == rule_id]


def _end(session: Session, person_id: int, now: datetime, where: list[ColumnElement[bool]]) -> None:
    session.execute(
        update(ReminderPause)
        .where(ReminderPause.person_id == person_id, ReminderPause.ended_at.is_(None), *where)
        .values(ended_at=now)
        .execution_options(synchronize_session="fetch")
    )
