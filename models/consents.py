"""What people agreed to beyond the public task (PDPA s.19): given, and taken back as easily.

Never a condition of anything: what is asked here is only done for those who agree.
"""

from collections.abc import Sequence
from datetime import datetime

from sqlalchemy import (
    ColumnElement,
    ForeignKey,
    Index,
    String,
    select,
    text,
    update,
)
from sqlalchemy.orm import InstrumentedAttribute, Mapped, Session, mapped_column

from models.base import NEVER_REUSED, Base, BigId, enum_column_type, insert_unless_there
from models.people_tables import LineAccount
from models.privacy_words import ConsentTo

_IN_FORCE = text("withdrawn_at IS NULL")


class Consent(Base):
    """One consent; of each sort a person has at most one in force. `notice_version`: what the
    privacy notice said when it was given."""

    __tablename__ = "consents"
    __table_args__ = (
        Index(
            "uq_consents_in_force",
            "person_id",
            "what",
            unique=True,
            sqlite_where=_IN_FORCE,
            postgresql_where=_IN_FORCE,
        ),
        NEVER_REUSED,
    )

    id: Mapped[int] = mapped_column(BigId, primary_key=True)
    person_id: Mapped[int] = mapped_column(ForeignKey("people.id"), index=True)
    what: Mapped[ConsentTo] = mapped_column(enum_column_type(ConsentTo))
    notice_version: Mapped[str] = mapped_column(String(32))
    given_at: Mapped[datetime]
    withdrawn_at: Mapped[datetime | None]


def consents_of(session: Session, person_id: int) -> dict[ConsentTo, datetime]:
    """What a person agrees to now, and since when."""
    query = select(Consent.what, Consent.given_at).where(
        Consent.person_id == person_id, Consent.withdrawn_at.is_(None)
    )
    return {row.what: row.given_at for row in session.execute(query)}


def give_consent(
    session: Session, person_id: int, what: ConsentTo, version: str, now: datetime
) -> bool:
    """Write a consent down; False where it is in force already."""
    row = insert_unless_there(session, Consent).values(
        person_id=person_id, what=what, notice_version=version, given_at=now
    )
    return bool(session.execute(row).rowcount)  # type: ignore[attr-defined]


def withdraw_consent(session: Session, person_id: int, what: ConsentTo, now: datetime) -> bool:
    """Take a consent back from now on; False where there is none in force."""
    done = session.execute(
        update(Consent)
        .where(Consent.person_id == person_id, Consent.what == what, Consent.withdrawn_at.is_(None))
        .values(withdrawn_at=now)
    )
    return bool(done.rowcount)  # type: ignore[attr-defined]


def agrees_to_photos(person_id: InstrumentedAttribute[int]) -> ColumnElement[bool]:
    """The condition that a person agrees now to the use of photos with people. Whom a photo shows
    the bot cannot see, so without it their photos stay with their records alone."""
    given = select(Consent.id).where(
        Consent.person_id == person_id,
        Consent.what == ConsentTo.PHOTOS_OF_PEOPLE,
        Consent.withdrawn_at.is_(None),
    )
    return given.correlate(person_id.class_).exists()


def accounts_agreeing(
    session: Session, what: ConsentTo, line_user_ids: Sequence[str]
) -> frozenset[str]:
    """Those of these LINE accounts whose person agrees to this now."""
    query = (
        select(LineAccount.line_user_id)
        .join(Consent, Consent.person_id == LineAccount.person_id)
        .where(
            LineAccount.line_user_id.in_(line_user_ids),
            Consent.what == what,
            Consent.withdrawn_at.is_(None),
        )
    )
    return frozenset(session.scalars(query))
