"""Several people behind one record: who reports it together with its reporter, and who objects
to having been named.
"""

from collections.abc import Collection
from datetime import date, datetime

from sqlalchemy import (
    CheckConstraint,
    ColumnElement,
    ForeignKey,
    Select,
    Text,
    delete,
    false,
    or_,
    select,
    update,
)
from sqlalchemy.orm import Mapped, Session, mapped_column

from models.actors import Actor
from models.base import Base, BigId, enum_column_type, insert_unless_there
from models.people_tables import Appointment, Person
from models.posts_effective import effective
from models.vocabulary import RecordKind, ScopeKind


class CoReporter(Base):
    """Somebody who reports a record, too: it counts in one's own history unless one objects."""

    __tablename__ = "co_reporters"
    __table_args__ = (
        CheckConstraint("(objected_at IS NULL) = (objection IS NULL)", name="objection"),
    )

    record_kind: Mapped[RecordKind] = mapped_column(enum_column_type(RecordKind), primary_key=True)
    record_id: Mapped[int] = mapped_column(BigId, primary_key=True, autoincrement=False)
    person_id: Mapped[int] = mapped_column(
        ForeignKey("people.id"), primary_key=True, autoincrement=False, index=True
    )
    added_by_person_id: Mapped[int] = mapped_column(ForeignKey("people.id"))
    added_at: Mapped[datetime]
    objected_at: Mapped[datetime | None]
    objection: Mapped[str | None] = mapped_column(Text)


def add_co_reporter(
    session: Session,
    kind: RecordKind,
    record_id: int,
    person_id: int,
    *,
    added_by: int,
    now: datetime,
) -> bool:
    """Name somebody as a co-reporter; False, and nothing changes, if they were named already,
    also when they objected to it. Who names themself takes back their own objection.
    """
    row = insert_unless_there(session, CoReporter).values(
        record_kind=kind,
        record_id=record_id,
        person_id=person_id,
        added_by_person_id=added_by,
        added_at=now,
    )
    if session.execute(row).rowcount:  # type: ignore[attr-defined]
        return True
    return added_by == person_id and _take_objection_back(session, kind, record_id, person_id)


def _take_objection_back(
    session: Session, kind: RecordKind, record_id: int, person_id: int
) -> bool:
    found = session.execute(
        update(CoReporter)
        .where(
            CoReporter.record_kind == kind,
            CoReporter.record_id == record_id,
            CoReporter.person_id == person_id,
            CoReporter.objected_at.is_not(None),
        )
        .values(objected_at=None, objection=None)
    )
    return bool(found.rowcount)  # type: ignore[attr-defined]


def co_reporters_of(
    session: Session, kind: RecordKind, record_id: int
) -> list[tuple[CoReporter, str]]:
    """Everybody named as a co-reporter with their full name, those who objected too, in the order
    in which they were named.

    Not scoped: for a record that its own look-up has found for the asker.
    """
    rows = session.execute(
        select(CoReporter, Person.full_name)
        .join(Person, Person.id == CoReporter.person_id)
        .where(CoReporter.record_kind == kind, CoReporter.record_id == record_id)
        .order_by(CoReporter.added_at, CoReporter.person_id)
    )
    return [(row, name) for row, name in rows]


def object_to(
    session: Session,
    kind: RecordKind,
    record_id: int,
    person_id: int,
    at: datetime,
    sentence: str = "",
) -> bool:
    """This person does not stand behind the record; False if nobody named them, or they have
    said so already.
    """
    found = session.execute(
        update(CoReporter)
        .where(
            CoReporter.record_kind == kind,
            CoReporter.record_id == record_id,
            CoReporter.person_id == person_id,
            CoReporter.objected_at.is_(None),
        )
        .values(objected_at=at, objection=sentence)
    )
    return bool(found.rowcount)  # type: ignore[attr-defined]


def records_co_reported(kind: RecordKind, person_id: int) -> Select[int]:
    """The ids of the records of this kind that a person reports with others, for a WHERE."""
    return select(CoReporter.record_id).where(
        CoReporter.record_kind == kind,
        CoReporter.person_id == person_id,
        CoReporter.objected_at.is_(None),
    )


def colleagues(session: Session, actor: Actor, today: date) -> list[tuple[int, str]]:
    """(person's id, full name) of those who hold a post at the actor's own schools and offices on
    this day (Bangkok), without the actor; by name.
    """
    rows = session.execute(
        select(Person.id, Person.full_name)
        .join(Appointment, Appointment.person_id == Person.id)
        .where(
            _at_own_places(actor),
            Person.id != actor.person_id,
            effective(today),
        )
        .distinct()
        .order_by(Person.full_name, Person.id)
    )
    return [(person_id, name) for person_id, name in rows]


def _at_own_places(actor: Actor) -> ColumnElement[bool]:
    own: dict[ScopeKind, list[int]] = {ScopeKind.SCHOOL: [], ScopeKind.OFFICE: []}
    for post in actor.posts:
        if post.scope.kind in own and post.scope.id is not None:
            own[post.scope.kind].append(post.scope.id)
    return or_(
        false(),
        Appointment.school_id.in_(own[ScopeKind.SCHOOL]),
        Appointment.office_id.in_(own[ScopeKind.OFFICE]),
    )


def change_co_reporters(
    session: Session,
    kind: RecordKind,
    record_id: int,
    *,
    added: Collection[int],
    removed: Collection[int],
    by: int,
    now: datetime,
) -> set[int]:
    """Name and take out these people (ids); those who were not named before. Everybody else stays
    as they are, and who objected stays named as one who did."""
    session.execute(
        delete(CoReporter).where(
            CoReporter.record_kind == kind,
            CoReporter.record_id == record_id,
            CoReporter.person_id.in_(removed),
            CoReporter.objected_at.is_(None),
        )
    )
    return {
        person_id
        for person_id in sorted(added)
        if add_co_reporter(session, kind, record_id, person_id, added_by=by, now=now)
    }
