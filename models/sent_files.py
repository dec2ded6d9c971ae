"""Files that people send in the chat for a form: known from LINE's message id on, fetched later.

Such a file belongs to a draft until that is sent, and then to what was made of it. The file itself
lies in the media store.
"""

from collections.abc import Iterable, Sequence
from datetime import datetime
from enum import StrEnum

from sqlalchemy import CheckConstraint, Index, String, func, select, update
from sqlalchemy.orm import Mapped, Session, mapped_column

from models.base import NEVER_REUSED, Base, BigId, enum_column_type


class SentFileState(StrEnum):
    """Where a file that somebody sent for a form has got to."""

    WAITING = "waiting"  # not fetched from LINE yet
    STORED = "stored"
    REFUSED = "refused"  # too large, with macros, or nothing that is taken
    GONE = "gone"  # LINE no longer has it
    WITHDRAWN = "withdrawn"  # unsent by its sender, or what it belonged to is gone


class FileKind(StrEnum):
    """What a file that is kept has in it; the word is its ending."""

    PDF = "pdf"
    DOCX = "docx"
    XLSX = "xlsx"
    PPTX = "pptx"
    JPG = "jpg"


#: What stands as the draft of a file that belongs to none yet.
NO_DRAFT = "loose"


class SentFile(Base):
    """One file. `name` is what its sender's phone calls it, `kind` what is in it. `why`: for one
    that was refused or could not be had, a key into the Thai texts."""

    __tablename__ = "sent_files"
    __table_args__ = (
        CheckConstraint(
            "state <> 'stored' OR (media_key IS NOT NULL AND sha256 IS NOT NULL"
            " AND size_bytes IS NOT NULL AND kind IS NOT NULL)",
            name="stored_is_described",
        ),
        CheckConstraint("size_bytes >= 0", name="size"),
        Index(None, "sha256"),  # whether the same file is there already
        NEVER_REUSED,
    )

    id: Mapped[int] = mapped_column(BigId, primary_key=True)
    line_message_id: Mapped[str] = mapped_column(String(64), unique=True)
    line_user_id: Mapped[str] = mapped_column(String(64), index=True)
    draft_id: Mapped[str] = mapped_column(String(36), index=True)
    name: Mapped[str] = mapped_column(String(200))
    state: Mapped[SentFileState] = mapped_column(enum_column_type(SentFileState))
    why: Mapped[str | None] = mapped_column(String(32))
    kind: Mapped[FileKind | None] = mapped_column(enum_column_type(FileKind))
    media_key: Mapped[str | None] = mapped_column(String(200))
    sha256: Mapped[str | None] = mapped_column(String(64))
    size_bytes: Mapped[int | None]
    received_at: Mapped[datetime]


def add_sent_file(
    session: Session, *, message_id: str, line_user_id: str, name: str, draft_id: str, now: datetime
) -> SentFile:
    """Note a file that is to be fetched; `now` in UTC."""
    file = SentFile(
        line_message_id=message_id,
        line_user_id=line_user_id,
        draft_id=draft_id,
        name=name[:200],
        state=SentFileState.WAITING,
        received_at=now,
    )
    session.add(file)
    session.flush()
    return file


def find_sent_file(session: Session, number: int, *, lock: bool = False) -> SentFile | None:
    """The file of this number, whoever sent it."""
    return session.get(SentFile, number, with_for_update=lock, populate_existing=True)


def file_by_message(session: Session, message_id: str, *, lock: bool = False) -> SentFile | None:
    """The file that came in this message of LINE's."""
    query = select(SentFile).where(SentFile.line_message_id == message_id)
    return session.scalar(query.with_for_update() if lock else query)


def files_by_number(
    session: Session, line_user_id: str, numbers: Iterable[int]
) -> dict[int, SentFile]:
    """Those of these files that this account sent."""
    wanted = list(numbers)
    if not wanted:
        return {}
    query = select(SentFile).where(SentFile.id.in_(wanted), SentFile.line_user_id == line_user_id)
    # What the sender's thread has written since is to be seen.
    found = session.scalars(query.execution_options(populate_existing=True))
    return {file.id: file for file in found}


def newest_of_draft(session: Session, draft_id: str) -> SentFile | None:
    """The file that was sent last for this draft."""
    query = select(SentFile).where(SentFile.draft_id == draft_id).order_by(SentFile.id.desc())
    return session.scalars(query.limit(1).execution_options(populate_existing=True)).first()


def files_follow(session: Session, draft_ids: Sequence[str], line_user_id: str) -> None:
    """The files of these drafts are this account's from now on, as the drafts are."""
    session.execute(
        update(SentFile).where(SentFile.draft_id.in_(draft_ids)).values(line_user_id=line_user_id)
    )


def files_since(session: Session, line_user_id: str, moment: datetime) -> int:
    """How many files this account has sent since then (aware UTC)."""
    counted = select(func.count()).select_from(SentFile)
    query = counted.where(SentFile.line_user_id == line_user_id, SentFile.received_at >= moment)
    return session.scalar(query) or 0


def let_go(file: SentFile) -> list[str]:
    """The file is wanted no more; the keys in the media store that are to be deleted."""
    keys = [file.media_key] if file.media_key else []
    file.state, file.media_key = SentFileState.WITHDRAWN, None
    return keys
