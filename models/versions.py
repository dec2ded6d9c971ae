"""What a record said before it was changed, and who changed it when, how and why."""

from datetime import datetime
from typing import Any

from sqlalchemy import ForeignKey, Text, UniqueConstraint, func, select, text
from sqlalchemy.orm import Mapped, Session, declared_attr, mapped_column

from models.base import NEVER_REUSED, Base, BigId, Json, enum_column_type
from models.vocabulary import ChangeWay, RecordKind


class Changeable:
    """What a record that can be changed after sending keeps of it.

    `raw_texts`: what was typed, by slot name, where the answer that was understood differs.
    `withdrawn_at`: since then it counts nowhere; its reporter and reviewers can still open it.
    """

    @declared_attr
    def raw_texts(cls) -> Mapped[dict[str, Any]]:
        return mapped_column(Json, default=dict, server_default=text("'{}'"))

    @declared_attr
    def changed_at(cls) -> Mapped[datetime | None]:
        return mapped_column()

    @declared_attr
    def withdrawn_at(cls) -> Mapped[datetime | None]:
        return mapped_column()


class RecordVersion(Base):
    """The answers of a record as they were before one change, by slot name, canonical."""

    __tablename__ = "record_versions"
    __table_args__ = (UniqueConstraint("record_kind", "record_id", "number"), NEVER_REUSED)

    id: Mapped[int] = mapped_column(BigId, primary_key=True)
    record_kind: Mapped[RecordKind] = mapped_column(enum_column_type(RecordKind))
    record_id: Mapped[int] = mapped_column(BigId)
    number: Mapped[int]
    answers: Mapped[dict[str, Any]]
    changed_by_person_id: Mapped[int] = mapped_column(ForeignKey("people.id"))
    changed_at: Mapped[datetime]
    way: Mapped[ChangeWay] = mapped_column(enum_column_type(ChangeWay))
    reason: Mapped[str] = mapped_column(Text, default="")


def count_versions(session: Session, kind: RecordKind, record_id: int) -> int:
    """How often a record was changed since it was sent. Not scoped."""
    return (
        session.scalar(
            select(func.count())
            .select_from(RecordVersion)
            .where(RecordVersion.record_kind == kind, RecordVersion.record_id == record_id)
        )
        or 0
    )


def keep_version(
    session: Session,
    kind: RecordKind,
    record_id: int,
    answers: dict[str, Any],
    *,
    by: int,
    at: datetime,
    way: ChangeWay,
    reason: str = "",
) -> int:
    """Keep what a record says before it is changed; the number of this version, from 1.

    `by` is a person's id. Raises IntegrityError when another transaction changes the same record
    at this moment.
    """
    last = session.scalar(
        select(func.max(RecordVersion.number)).where(
            RecordVersion.record_kind == kind, RecordVersion.record_id == record_id
        )
    )
    number = (last or 0) + 1
    session.add(
        RecordVersion(
            record_kind=kind,
            record_id=record_id,
            number=number,
            answers=answers,
            changed_by_person_id=by,
            changed_at=at,
            way=way,
            reason=reason,
        )
    )
    session.flush()
    return number


def versions_of(session: Session, kind: RecordKind, record_id: int) -> list[RecordVersion]:
    """What the record said before each of its changes, the oldest first.

    Not scoped: for a record that its own look-up has found for the asker.
    """
    query = (
        select(RecordVersion)
        .where(RecordVersion.record_kind == kind, RecordVersion.record_id == record_id)
        .order_by(RecordVersion.number)
    )
    return list(session.scalars(query))
