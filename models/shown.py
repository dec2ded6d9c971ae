"""Which record a message was about: one of the bot's that showed it, or one of the person's that
gave its answers. So quoting it means that record, and who takes it back is told what keeps it.
"""

from collections.abc import Iterable
from datetime import datetime

from sqlalchemy import Index, String, select
from sqlalchemy.orm import Mapped, Session, mapped_column

from models.base import Base, BigId, enum_column_type, insert_unless_there
from models.vocabulary import RecordKind


class ShownRecord(Base):
    """One message, under the id that LINE gave it."""

    __tablename__ = "shown_records"
    __table_args__ = (Index(None, "line_user_id", "shown_at"),)

    line_message_id: Mapped[str] = mapped_column(String(64), primary_key=True)
    line_user_id: Mapped[str] = mapped_column(String(64))
    record_kind: Mapped[RecordKind] = mapped_column(enum_column_type(RecordKind))
    record_id: Mapped[int] = mapped_column(BigId)
    shown_at: Mapped[datetime]


def note_shown(
    session: Session,
    line_message_id: str,
    line_user_id: str,
    kind: RecordKind,
    record_id: int,
    now: datetime,
) -> None:
    """Remember what this message, sent to this account, was about; once."""
    note_given(session, (line_message_id,), line_user_id, kind, record_id, now)


def note_given(
    session: Session,
    line_message_ids: Iterable[str],
    line_user_id: str,
    kind: RecordKind,
    record_id: int,
    now: datetime,
) -> None:
    """Remember that these messages of this account gave answers of the record."""
    rows = [
        {
            "line_message_id": line_message_id,
            "line_user_id": line_user_id,
            "record_kind": kind,
            "record_id": record_id,
            "shown_at": now,
        }
        for line_message_id in line_message_ids
    ]
    if rows:
        session.execute(insert_unless_there(session, ShownRecord).values(rows))


def record_shown(
    session: Session, line_user_id: str, line_message_id: str
) -> tuple[RecordKind, int] | None:
    """The record that this message to or from this account was about, or None.

    That it was shown once gives no right to it now: the record's own look-up decides.
    """
    row = session.execute(
        select(ShownRecord.record_kind, ShownRecord.record_id).where(
            ShownRecord.line_message_id == line_message_id,
            ShownRecord.line_user_id == line_user_id,
        )
    ).first()
    return (row[0], row[1]) if row else None


def last_shown(
    session: Session, line_user_id: str, since: datetime
) -> tuple[RecordKind, int] | None:
    """The record that the newest of this account's messages since then was about, or None."""
    row = session.execute(
        select(ShownRecord.record_kind, ShownRecord.record_id)
        .where(ShownRecord.line_user_id == line_user_id, ShownRecord.shown_at >= since)
        .order_by(ShownRecord.shown_at.desc())
        .limit(1)
    ).first()
    return (row[0], row[1]) if row else None
