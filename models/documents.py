"""Guideline documents and letters: a title with a link or a file, listed, added, taken off the
list.
"""

from collections.abc import Iterable
from datetime import datetime
from typing import Any

from sqlalchemy import (
    CheckConstraint,
    ColumnElement,
    ForeignKey,
    Select,
    String,
    or_,
    select,
    true,
)
from sqlalchemy.orm import Mapped, Session, mapped_column

from models.actors import Post
from models.base import NEVER_REUSED, Base, BigId, Json
from models.networks import Network
from models.places import School
from models.policy import Action, may
from models.sent_files import SentFile
from models.vocabulary import ScopeKind


class Document(Base):
    """A document that people can look up. Without a link or a file it is only known to exist.

    `code` is set for those of a roster, `draft_id`, `added_by_person_id` and `added_at` for those
    added in the chat. `office_id`: only for people of this area office, its schools and networks;
    None: for everybody. `publisher` is a name as people read it, `parts` what it consists of.
    """

    __tablename__ = "documents"
    __table_args__ = (
        CheckConstraint("url LIKE 'https://%'", name="https"),
        CheckConstraint("(code IS NULL) = (draft_id IS NOT NULL)", name="from_a_roster_or_a_chat"),
        NEVER_REUSED,
    )

    id: Mapped[int] = mapped_column(BigId, primary_key=True)
    code: Mapped[str | None] = mapped_column(String(64), unique=True)
    draft_id: Mapped[str | None] = mapped_column(String(36), unique=True)
    title_th: Mapped[str] = mapped_column(String(300))
    publisher: Mapped[str | None] = mapped_column(String(300))
    parts: Mapped[list[str]] = mapped_column(Json, default=list)
    url: Mapped[str | None] = mapped_column(String(1000))
    file_id: Mapped[int | None] = mapped_column(ForeignKey(SentFile.id), unique=True)
    office_id: Mapped[int | None] = mapped_column(ForeignKey("offices.id"), index=True)
    added_by_person_id: Mapped[int | None] = mapped_column(ForeignKey("people.id"))
    added_at: Mapped[datetime | None]
    withdrawn_at: Mapped[datetime | None]
    sample: Mapped[bool] = mapped_column(default=False)


def save_document(session: Session, **values: Any) -> Document:
    """Add a document. Raises IntegrityError when its draft was sent already."""
    document = Document(**values)
    session.add(document)
    session.flush()
    return document


def document_of_draft(session: Session, draft_id: str) -> Document | None:
    """The document made from this draft, if it was sent."""
    return session.scalar(select(Document).where(Document.draft_id == draft_id))


def document_of_file(session: Session, file_id: int) -> Document | None:
    """The document that this file was kept as."""
    return session.scalar(select(Document).where(Document.file_id == file_id))


def document_with(session: Session, posts: Iterable[Post], sha256: str) -> Document | None:
    """A document on the list of these posts whose file has this content."""
    query = select(Document).join(SentFile, SentFile.id == Document.file_id)
    query = query.where(SentFile.sha256 == sha256, documents_for(posts))
    return session.scalars(query.order_by(Document.id).limit(1)).first()


def documents_seen(
    session: Session, posts: Iterable[Post], *, before: int | None = None, most: int = 10
) -> list[Document]:
    """The documents for these posts, newest number first; `before` is a number to page on from."""
    return _page(session, select(Document).where(documents_for(posts)), before, most)


def documents_kept(
    session: Session, posts: Iterable[Post], *, before: int | None = None, most: int = 10
) -> list[Document]:
    """The documents that these posts may take off the list, newest number first."""
    return _page(session, _listed().where(_kept_by(posts)), before, most)


def find_document(session: Session, posts: Iterable[Post], document_id: int) -> Document | None:
    """The document of this number, if it is on the list of these posts."""
    return session.scalar(select(Document).where(Document.id == document_id, documents_for(posts)))


def find_kept(session: Session, posts: Iterable[Post], document_id: int) -> Document | None:
    """The document of this number, if these posts may take it off the list."""
    return session.scalar(_listed().where(Document.id == document_id, _kept_by(posts)))


def documents_for(posts: Iterable[Post]) -> ColumnElement[bool]:
    """The condition that a document is on the list of these posts."""
    return Document.withdrawn_at.is_(None) & _for(posts)


def _listed() -> Select[Document]:
    return select(Document).where(Document.withdrawn_at.is_(None))


def _for(posts: Iterable[Post]) -> ColumnElement[bool]:
    """For everybody, or for the area office that one of the posts belongs to."""
    reached: list[ColumnElement[bool]] = [Document.office_id.is_(None)]
    for post in posts:
        scope = post.scope
        match scope.kind:
            case ScopeKind.COUNTRY:
                reached.append(true())
            case ScopeKind.OFFICE:
                reached.append(Document.office_id == scope.id)
            case ScopeKind.SCHOOL:
                own = select(School.office_id).where(School.id == scope.id)
                reached.append(Document.office_id.in_(own))
            case ScopeKind.NETWORK:
                own = select(Network.office_id).where(Network.id == scope.id)
                reached.append(Document.office_id.in_(own))
    return or_(*reached)


def _kept_by(posts: Iterable[Post]) -> ColumnElement[bool]:
    """Those of one's own area office; for who speaks to everybody, those for everybody.

    What a roster brought is kept by rosters.
    """
    kept: list[ColumnElement[bool]] = []
    for post in posts:
        if may([post], Action.ADD_DOCUMENT):
            office = post.scope.id if post.scope.kind is ScopeKind.OFFICE else None
            kept.append(Document.office_id.is_not_distinct_from(office))
    return or_(*kept) & Document.code.is_(None) if kept else ~true()


def _page(
    session: Session, query: Select[Document], before: int | None, most: int
) -> list[Document]:
    if before is not None:
        query = query.where(Document.id < before)
    return list(session.scalars(query.order_by(Document.id.desc()).limit(most)))
