"""What opens the overview no longer: links from the chat that have opened it once, and sessions
that somebody signed out of.

No name and no account stands here, only the hash of what names the link or the session, and only
until it would not open anything any more.
"""

from datetime import datetime
from hashlib import sha256

from sqlalchemy import String, delete
from sqlalchemy.orm import Mapped, Session, mapped_column

from models.base import Base, insert_unless_there


class SpentLink(Base):
    """A link that somebody has signed in by, or a session that was ended; `token_hash` is the
    SHA-256 of what names it."""

    __tablename__ = "spent_links"

    token_hash: Mapped[str] = mapped_column(String(64), primary_key=True)
    ends_at: Mapped[datetime]


def is_spent(session: Session, token: str) -> bool:
    """Whether this link has opened the overview before, or this session was ended."""
    return session.get(SpentLink, _hash(token)) is not None


def spend_link(session: Session, token: str, now: datetime, ends_at: datetime) -> bool:
    """Let this link open the overview, in a race just once; False where it has before. Of a
    session: end it.

    `ends_at`: until when it would have been good; those that are over are forgotten.
    """
    session.execute(delete(SpentLink).where(SpentLink.ends_at < now))
    row = insert_unless_there(session, SpentLink).values(token_hash=_hash(token), ends_at=ends_at)
    return bool(session.execute(row).rowcount)  # type: ignore[attr-defined]


def _hash(token: str) -> str:
    return sha256(token.encode()).hexdigest()
