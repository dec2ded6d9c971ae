"""Codes that were made to be handed out: printed for a meeting, or shown as a QR picture.

Of a code itself only the hash is kept (models/invitations.py). So that a sheet can be fetched for a
short while, its codes wait here, locked, and are wiped once it was fetched or is too old.
"""

from datetime import datetime, timedelta

from sqlalchemy import ForeignKey, Text, update
from sqlalchemy.orm import Mapped, Session, mapped_column

from models.base import NEVER_REUSED, Base, BigId

#: For how long after the first time a sheet may be fetched again: as a picture and to print, or
#: because a download broke off.
AGAIN = timedelta(minutes=10)
#: For how long the codes lie in the database, locked.
KEPT = timedelta(days=1)


class CodeSheet(Base):
    """Codes of one moment, for the coordinator who made them. `locked`: what is printed, locked by
    bot/cipher.py; None once it is wiped."""

    __tablename__ = "code_sheets"
    __table_args__ = (NEVER_REUSED,)

    id: Mapped[int] = mapped_column(BigId, primary_key=True)
    person_id: Mapped[int] = mapped_column(ForeignKey("people.id"), index=True)
    locked: Mapped[str | None] = mapped_column(Text)
    made_at: Mapped[datetime] = mapped_column(index=True)
    fetched_at: Mapped[datetime | None]

    def spent(self, now: datetime) -> bool:
        """Whether it was fetched already, and not just now."""
        return self.fetched_at is not None and now - self.fetched_at > AGAIN


def keep_sheet(session: Session, person_id: int, locked: str, now: datetime) -> CodeSheet:
    """Keep these codes for their maker to fetch."""
    sheet = CodeSheet(person_id=person_id, locked=locked, made_at=now)
    session.add(sheet)
    session.flush()
    return sheet


def find_sheet(session: Session, person_id: int, sheet_id: int) -> CodeSheet | None:
    """The sheet of this number; None for somebody else's."""
    sheet = session.get(CodeSheet, sheet_id)
    return sheet if sheet is not None and sheet.person_id == person_id else None


def spend_sheet(session: Session, sheet_id: int, now: datetime) -> bool:
    """Note that it is fetched now; False if it was already, and not just now."""
    sheet = session.get(CodeSheet, sheet_id, with_for_update=True, populate_existing=True)
    if sheet is None or sheet.spent(now):
        return False
    sheet.fetched_at = sheet.fetched_at or now
    session.flush()
    return True


def wipe_sheets(session: Session, before: datetime) -> None:
    """Codes of sheets made before this moment can be read no more."""
    session.execute(
        update(CodeSheet)
        .where(CodeSheet.made_at < before, CodeSheet.locked.is_not(None))
        .values(locked=None)
    )
