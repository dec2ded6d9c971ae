"""Who saw or did what, when and by which way: the record of processing (PDPA s.39). Ids only, no
message bodies.

Nothing of it is ever changed: the database refuses it (migration 0006), and each night what came
in is sealed (models/seals.py).
"""

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from sqlalchemy import ForeignKey, Index, String, text
from sqlalchemy.orm import Mapped, Session, mapped_column

from models.base import NEVER_REUSED, Base, BigId, enum_column_type
from models.deputy_marks import RECORDS, DeputyMark, marks
from models.privacy_words import AuditWay


class AuditEntry(Base):
    """`action`: what, and what was done with it ("visit.seen", "deadline.made")."""

    __tablename__ = "audit_entries"
    __table_args__ = (Index(None, "subject_kind", "subject_id"), Index(None, "at"), NEVER_REUSED)

    id: Mapped[int] = mapped_column(BigId, primary_key=True)
    at: Mapped[datetime]
    person_id: Mapped[int | None] = mapped_column(ForeignKey("people.id"), index=True)
    action: Mapped[str] = mapped_column(String(64))
    subject_kind: Mapped[str] = mapped_column(String(32))
    subject_id: Mapped[str] = mapped_column(String(64))
    details: Mapped[dict[str, Any]]
    way: Mapped[AuditWay] = mapped_column(
        enum_column_type(AuditWay), server_default=text("'chat'"), default=AuditWay.CHAT
    )


#: In a session's own notes, and in the details of an entry: for whom it is done.
BEHALF = "on_behalf_of"


def on_behalf_of(session: Session, person_id: int | None) -> None:
    """Everything that is noted in this session from now on is a deputy's, done for this person;
    None: nobody's but the one's who does it."""
    session.info[BEHALF] = person_id


def note(
    session: Session,
    *,
    at: datetime,
    person_id: int | None,
    action: str,
    subject_kind: str,
    subject_id: int | str,
    details: Mapping[str, Any] | None = None,
    way: AuditWay = AuditWay.CHAT,
    record: tuple[str, int] | None = None,
) -> None:
    """Write one entry into the caller's transaction. `details` must be JSON and hold no names.

    What a deputy did is marked at the record, too: at the subject, or at `record` ("waiver", 12)
    where the entry is about a place.
    """
    behalf = session.info.get(BEHALF)
    entry = AuditEntry(
        at=at,
        person_id=person_id,
        action=action,
        subject_kind=subject_kind,
        subject_id=str(subject_id),
        details={**(details or {}), **({BEHALF: behalf} if behalf else {})},
        way=way,
    )
    session.add(entry)
    kind, record_id = record or (subject_kind, subject_id)
    if behalf and person_id and kind in RECORDS and marks(action):
        mark = {"record_kind": kind, "record_id": int(record_id), "action": action, "at": at}
        session.add(DeputyMark(**mark, person_id=person_id, for_person_id=behalf))


def saw(
    session: Session,
    kind: str,
    subject_id: int | str,
    *,
    by: int | None,
    of: int | None,
    at: datetime,
    way: AuditWay = AuditWay.CHAT,
) -> None:
    """Note that the person `by` was shown a record of `of`; one's own is nobody else's matter.
    One statement, and none for one's own."""
    if by is None or by == of:
        return
    note(
        session,
        at=at,
        person_id=by,
        action=f"{kind}.seen",
        subject_kind=kind,
        subject_id=subject_id,
        way=way,
    )
