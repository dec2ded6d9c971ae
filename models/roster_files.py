"""Roster files that coordinators send in the chat: where each stands, and what its check found.

The file itself and the one with the results lie in the media store. Nothing of a file is in force
before its sender has confirmed it.
"""

from datetime import datetime
from enum import StrEnum
from typing import Any

from sqlalchemy import CheckConstraint, ForeignKey, String, select, update
from sqlalchemy.orm import Mapped, Session, mapped_column

from models.base import NEVER_REUSED, Base, BigId, Json, enum_column_type


class RosterFileState(StrEnum):
    """Where a roster file stands that somebody sent."""

    WAITING = "waiting"  # to be fetched and checked
    UNREAD = "unread"  # it could not be read as a roster
    CHECKED = "checked"  # waits for its sender to confirm it
    APPLYING = "applying"  # confirmed, and being taken over
    APPLIED = "applied"
    CANCELLED = "cancelled"


class RosterFile(Base):
    """One file. `why`: for one that could not be read, a key into the Thai texts with its values.
    `counts`: rows by outcome; `first_refused`: the first few refusals, for the card. `whole`: it
    is taken all or nothing; else what passes is taken."""

    __tablename__ = "roster_files"
    __table_args__ = (
        CheckConstraint("rows_done >= 0 AND rows_total >= 0", name="counts"),
        NEVER_REUSED,
    )

    id: Mapped[int] = mapped_column(BigId, primary_key=True)
    line_message_id: Mapped[str] = mapped_column(String(64), unique=True)
    person_id: Mapped[int] = mapped_column(ForeignKey("people.id"), index=True)
    name: Mapped[str] = mapped_column(String(200))
    state: Mapped[RosterFileState] = mapped_column(enum_column_type(RosterFileState))
    whole: Mapped[bool] = mapped_column(default=True)
    why: Mapped[dict[str, Any] | None] = mapped_column(Json)
    counts: Mapped[dict[str, Any] | None] = mapped_column(Json)
    first_refused: Mapped[list[Any] | None] = mapped_column(Json)
    rows_total: Mapped[int] = mapped_column(default=0)
    rows_done: Mapped[int] = mapped_column(default=0)
    media_key: Mapped[str | None] = mapped_column(String(100))
    result_key: Mapped[str | None] = mapped_column(String(100))
    received_at: Mapped[datetime]
    done_at: Mapped[datetime | None]


def add_roster_file(
    session: Session, message_id: str, person_id: int, name: str, now: datetime
) -> RosterFile:
    """Note a file that came in the chat and is to be fetched and checked."""
    file = RosterFile(
        line_message_id=message_id,
        person_id=person_id,
        name=name[:200],
        state=RosterFileState.WAITING,
        received_at=now,
    )
    session.add(file)
    session.flush()
    return file


def roster_file(
    session: Session, file_id: int, person_id: int, *, lock: bool = False
) -> RosterFile | None:
    """This person's file of this number; None for somebody else's."""
    file = session.get(RosterFile, file_id, with_for_update=lock, populate_existing=True)
    return file if file is not None and file.person_id == person_id else None


def find_roster_file(session: Session, file_id: int, *, lock: bool = False) -> RosterFile | None:
    """The file of this number, whoever sent it."""
    return session.get(RosterFile, file_id, with_for_update=lock, populate_existing=True)


def newest_roster_file(session: Session, person_id: int) -> RosterFile | None:
    """The file that this person sent last."""
    return session.scalars(
        select(RosterFile)
        .where(RosterFile.person_id == person_id)
        .order_by(RosterFile.id.desc())
        .limit(1)
    ).first()


def forget_older_files(session: Session, person_id: int, newest: int) -> list[str]:
    """Let go of the contents of all files of this person but the newest one; the keys in the media
    store that are to be deleted. What is under way is left alone."""
    busy = (RosterFileState.WAITING, RosterFileState.APPLYING)
    keys = []
    for file in session.scalars(
        select(RosterFile).where(
            RosterFile.person_id == person_id,
            RosterFile.id != newest,
            RosterFile.media_key.is_not(None),
            RosterFile.state.not_in(busy),
        )
    ):
        keys += [key for key in (file.media_key, file.result_key) if key]
        file.media_key = file.result_key = None
        if file.state is RosterFileState.CHECKED:
            file.state = RosterFileState.CANCELLED
    return keys


def note_progress(session: Session, file_id: int, done: int, total: int) -> None:
    """How far the check has come."""
    session.execute(
        update(RosterFile)
        .where(RosterFile.id == file_id)
        .values(rows_done=done, rows_total=total)
        .execution_options(synchronize_session=False)
    )
