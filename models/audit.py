"""Who did what to what: the record of processing (PDPA s.39). Ids only, no message bodies."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from sqlalchemy import ForeignKey, Index, String
from sqlalchemy.orm import Mapped, Session, mapped_column

from models.base import NEVER_REUSED, Base, BigId


class AuditEntry(Base):
    __tablename__ = "audit_entries"
    __table_args__ = (Index(None, "subject_kind", "subject_id"), Index(None, "at"), NEVER_REUSED)

    id: Mapped[int] = mapped_column(BigId, primary_key=True)
    at: Mapped[datetime]
    person_id: Mapped[int | None] = mapped_column(ForeignKey("people.id"), index=True)
    action: Mapped[str] = mapped_column(String(64))
    subject_kind: Mapped[str] = mapped_column(String(32))
    subject_id: Mapped[str] = mapped_column(String(64))
    details: Mapped[dict[str, Any]]


def note(
    session: Session,
    *,
    at: datetime,
    person_id: int | None,
    action: str,
    subject_kind: str,
    subject_id: int | str,
    details: Mapping[str, Any] | None = None,
) -> None:
    """Write one entry into the caller's transaction. `details` must be JSON and hold no names."""
    entry = AuditEntry(
        at=at,
        person_id=person_id,
        action=action,
        subject_kind=subject_kind,
        subject_id=str(subject_id),
        details=dict(details or {}),
    )
    session.add(entry)
