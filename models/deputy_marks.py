"""What a deputy did on another's behalf, kept beside the record for as long as the record.

The audit says so, too (models/audit.py, which writes these rows), but its entries go before the
records do.
"""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import (
    ColumnElement,
    ForeignKey,
    Index,
    ScalarSelect,
    String,
    delete,
    select,
    tuple_,
)
from sqlalchemy.orm import InstrumentedAttribute, Mapped, Session, aliased, mapped_column

from models.base import NEVER_REUSED, Base, BigId
from models.people_tables import Person
from models.vocabulary import RecordKind

#: The subjects of audit entries that are records: of what else is done there is nothing to show.
RECORDS = frozenset(
    {
        *("visit", "exchange", "report", "submission", "waiver", "deadline"),
        *("announcement", "document", "agreement", "appointment", "post_move", "join_claim"),
    }
)
#: What changes no record: looking at it, and choosing as what one acts.
_NO_DEEDS = ("seen", "traced")
_ACTS_AS = "role.changed"


class DeputyMark(Base):
    """One deed on a record. `action`: as the audit calls it ("visit.saved"); `person_id` did it
    for `for_person_id`."""

    __tablename__ = "deputy_marks"
    __table_args__ = (Index(None, "record_kind", "record_id"), NEVER_REUSED)

    id: Mapped[int] = mapped_column(BigId, primary_key=True)
    record_kind: Mapped[str] = mapped_column(String(32))
    record_id: Mapped[int] = mapped_column(BigId)
    action: Mapped[str] = mapped_column(String(64))
    person_id: Mapped[int] = mapped_column(ForeignKey("people.id"), index=True)
    for_person_id: Mapped[int] = mapped_column(ForeignKey("people.id"), index=True)
    at: Mapped[datetime]


@dataclass(frozen=True, slots=True)
class Mark:
    """A deed as it is shown. `who` and `for_whom` are names, "" of somebody who was deleted."""

    action: str
    who: str
    for_whom: str
    at: datetime


_Deputy = aliased(Person, name="deputy")
_Holder = aliased(Person, name="stood_in_for")


def marks(action: str) -> bool:
    """Whether this, done by a deputy, is a deed to be marked."""
    return action != _ACTS_AS and action.partition(".")[2] not in _NO_DEEDS


def marks_of(session: Session, kind: str, record_id: int) -> list[Mark]:
    """What deputies did to a record, in its order.

    Not scoped: for a record that its own look-up has found for the asker.
    """
    return marks_of_all(session, {(kind, record_id)}).get((kind, record_id), [])


def marks_of_all(
    session: Session, records: Collection[tuple[str, int]]
) -> dict[tuple[str, int], list[Mark]]:
    """What deputies did to each of these records ("visit", 12), those without any left out."""
    if not records:
        return {}
    key = tuple_(DeputyMark.record_kind, DeputyMark.record_id)
    rows = session.execute(
        select(DeputyMark, _Deputy.full_name, _Holder.full_name)
        .join(_Deputy, _Deputy.id == DeputyMark.person_id)
        .join(_Holder, _Holder.id == DeputyMark.for_person_id)
        .where(key.in_(sorted(records)))
        .order_by(DeputyMark.id)
    )
    found: dict[tuple[str, int], list[Mark]] = {}
    for row, who, for_whom in rows:
        mark = Mark(row.action, who, for_whom, row.at)
        found.setdefault((row.record_kind, row.record_id), []).append(mark)
    return found


def stood_in_for(
    kind: str,
    record_id: ColumnElement[int] | InstrumentedAttribute[int],
    actions: Collection[str],
    at: ColumnElement[datetime] | ColumnElement[datetime | None] | None = None,
) -> ScalarSelect[str | None]:
    """As a column beside a record: whom its maker or decider stood in for; None: nobody. `at`:
    the moment of the deed, where later ones of the same kind replace it."""
    query = (
        select(_Holder.full_name)
        .join(DeputyMark, DeputyMark.for_person_id == _Holder.id)
        .where(
            DeputyMark.record_kind == kind,
            DeputyMark.record_id == record_id,
            DeputyMark.action.in_(actions),
        )
    )
    if at is not None:
        query = query.where(DeputyMark.at == at)
    return query.order_by(DeputyMark.id.desc()).limit(1).scalar_subquery()


def behalf_of(kind: RecordKind, table: Any) -> tuple[ScalarSelect[str | None], ...]:
    """As columns beside each record of this table: whom its reporter stood in for, and whom its
    reviewer did; of several the last, as there."""
    reviews = [f"{kind.value}.{word}" for word in ("passed", "returned")]
    return (
        stood_in_for(kind.value, table.id, [f"{kind.value}.saved"]),
        stood_in_for(kind.value, table.id, reviews, table.reviewed_at),
    )


def drop_marks(session: Session, kind: str, record_ids: Collection[int]) -> None:
    """The records go, and their marks with them."""
    session.execute(
        delete(DeputyMark)
        .where(DeputyMark.record_kind == kind, DeputyMark.record_id.in_(record_ids))
        .execution_options(synchronize_session=False)
    )
