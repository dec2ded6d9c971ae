"""Files that were asked for: what stands behind the link to one, and how often it may be fetched.

The rows of such a file are never stored; models/export_queries.py reads them when it is fetched.
"""

from datetime import datetime, timedelta

from sqlalchemy import ForeignKey, String
from sqlalchemy.orm import Mapped, Session, mapped_column

from models.base import NEVER_REUSED, Base, BigId, enum_column_type
from models.scopes import Scope
from models.vocabulary import ExportKind, ScopeKind

#: For how long after the first time a file may be fetched again: a second tap on the button, a
#: download that broke off.
AGAIN = timedelta(minutes=1)


class Export(Base):
    """A file somebody asked for in the chat. Its id is what the link is about.

    The scope is kept by its code: whether it still lies within the person's reach is judged when
    the file is fetched. `period` is a canonical value of handlers/dialog/kind_period.py;
    `deadline_id`: of a register, the one deadline that it is of, whatever the time.
    `fetched_at`: when it was fetched for the first time.
    """

    __tablename__ = "exports"
    __table_args__ = (NEVER_REUSED,)

    id: Mapped[int] = mapped_column(BigId, primary_key=True)
    person_id: Mapped[int] = mapped_column(ForeignKey("people.id"), index=True)
    what: Mapped[ExportKind] = mapped_column(enum_column_type(ExportKind))
    scope_kind: Mapped[ScopeKind] = mapped_column(enum_column_type(ScopeKind))
    scope_code: Mapped[str] = mapped_column(String(64))
    period: Mapped[str] = mapped_column(String(16))
    deadline_id: Mapped[int | None] = mapped_column(ForeignKey("deadlines.id"))
    made_at: Mapped[datetime]
    fetched_at: Mapped[datetime | None]

    def spent(self, now: datetime) -> bool:
        """Whether the file was fetched already, and not just now."""
        return self.fetched_at is not None and now - self.fetched_at > AGAIN


def ask_export(
    session: Session,
    person_id: int,
    what: ExportKind,
    scope: Scope,
    period: str,
    now: datetime,
    deadline_id: int | None = None,
) -> Export:
    """Remember what a person asked for."""
    export = Export(
        person_id=person_id,
        what=what,
        scope_kind=scope.kind,
        scope_code=scope.code,
        period=period,
        deadline_id=deadline_id,
        made_at=now,
    )
    session.add(export)
    session.flush()
    return export


def find_export(session: Session, person_id: int, export_id: int) -> Export | None:
    """What this person asked for under this number; None for somebody else's."""
    export = session.get(Export, export_id)
    return export if export is not None and export.person_id == person_id else None


def spend_export(session: Session, export_id: int, now: datetime) -> bool:
    """Note that the file is fetched now; False if it was already, and not just now.

    Two at the same moment are told one after the other.
    """
    export = session.get(Export, export_id, with_for_update=True, populate_existing=True)
    if export is None or export.spent(now):
        return False
    export.fetched_at = export.fetched_at or now
    session.flush()
    return True
