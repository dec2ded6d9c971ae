"""With what a sent file was kept: a document or an agreement."""

from sqlalchemy import ColumnElement, and_, select
from sqlalchemy.orm import Session

from models.documents import Document
from models.networks import Agreement
from models.sent_files import SentFile


def of_nothing() -> ColumnElement[bool]:
    """A sent file that was kept with nothing."""
    return and_(
        ~select(Document.id).where(Document.file_id == SentFile.id).exists(),
        ~select(Agreement.id).where(Agreement.file_id == SentFile.id).exists(),
    )


def is_kept(session: Session, file_id: int) -> bool:
    """Whether the file of this number was kept with something."""
    query = select(SentFile.id).where(SentFile.id == file_id, ~of_nothing())
    return session.scalar(query) is not None
