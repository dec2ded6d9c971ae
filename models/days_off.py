"""Days that somebody has declared: off, or working where they would be off.

The cabinet adds holidays at a few days' notice, and now and then has people work on one; the
scheduler reads these rows in every round, on top of what the calendar says.
"""

from datetime import date, datetime, tzinfo

from sqlalchemy import ForeignKey, Index, String, select, text, update
from sqlalchemy.orm import Mapped, Session, mapped_column

from models.base import NEVER_REUSED, Base, BigId, insert_unless_there
from models.workdays import EXTRA_DAYS_OFF, Workdays

_IN_FORCE = text("withdrawn_at IS NULL")


class DeclaredDay(Base):
    """A day (Bangkok) that is off, or with `works` a working day, whatever the calendar says."""

    __tablename__ = "declared_days"
    __table_args__ = (
        Index(
            "uq_declared_days_in_force",
            "day",
            unique=True,
            sqlite_where=_IN_FORCE,
            postgresql_where=_IN_FORCE,
        ),
        NEVER_REUSED,
    )

    id: Mapped[int] = mapped_column(BigId, primary_key=True)
    draft_id: Mapped[str] = mapped_column(String(36), unique=True)
    day: Mapped[date]
    works: Mapped[bool]
    name_th: Mapped[str] = mapped_column(String(200))
    added_by_person_id: Mapped[int] = mapped_column(ForeignKey("people.id"))
    added_at: Mapped[datetime]
    withdrawn_at: Mapped[datetime | None]


def declared_days(session: Session, since: date | None = None) -> list[DeclaredDay]:
    """The days that are declared, from `since` on; the earliest first."""
    query = select(DeclaredDay).where(DeclaredDay.withdrawn_at.is_(None))
    if since is not None:
        query = query.where(DeclaredDay.day >= since)
    return list(session.scalars(query.order_by(DeclaredDay.day)))


def workdays(session: Session, timezone: tzinfo) -> Workdays:
    """The calendar with all that is declared."""
    rows = declared_days(session)
    off = {row.day: row.added_at.astimezone(timezone).date() for row in rows if not row.works}
    return Workdays(
        EXTRA_DAYS_OFF | off.keys(), frozenset(row.day for row in rows if row.works), off
    )


def declare(
    session: Session,
    day: date,
    *,
    works: bool,
    name: str,
    draft_id: str,
    by: int,
    now: datetime,
) -> bool:
    """Say what this day is, in the place of what was said of it before; whether that is new. One
    draft says it once."""
    if day_of_draft(session, draft_id) is not None:
        return False
    withdraw(session, day, now)
    row = insert_unless_there(session, DeclaredDay).values(
        draft_id=draft_id,
        day=day,
        works=works,
        name_th=name,
        added_by_person_id=by,
        added_at=now,
    )
    return bool(session.execute(row).rowcount)  # type: ignore[attr-defined]


def withdraw(session: Session, day: date, now: datetime) -> DeclaredDay | None:
    """Take back what was declared of this day; what that was, if anything."""
    row: DeclaredDay | None = session.scalar(
        select(DeclaredDay).where(DeclaredDay.day == day, DeclaredDay.withdrawn_at.is_(None))
    )
    if row is not None:
        session.execute(
            update(DeclaredDay).where(DeclaredDay.id == row.id).values(withdrawn_at=now)
        )
    return row


def day_of_draft(session: Session, draft_id: str) -> DeclaredDay | None:
    """What was declared by this draft, if it was sent."""
    return session.scalar(select(DeclaredDay).where(DeclaredDay.draft_id == draft_id))
