"""What coordinators have waived: which duty of whom, why and until when (models/duty_facts.py).

A row that was taken back counts for nothing, as if it had never been made; it stays, so that it
can be told who waived what.
"""

from collections.abc import Iterable
from datetime import date, datetime

from sqlalchemy import CheckConstraint, ForeignKey, Index, String, func, select, text
from sqlalchemy.orm import Mapped, Session, mapped_column

from models.base import NEVER_REUSED, Base, BigId, enum_column_type, insert_unless_there
from models.deputy_marks import stood_in_for
from models.duties import Subjected, subject_check, subject_column
from models.duty_facts import Judgement, Subject, Waiver
from models.people_tables import Person
from models.vocabulary import RuleSource, SubjectKind

_IN_FORCE = text("ended_at IS NULL")

#: The rule's source and id, and the kind and id of the subject.
Whose = tuple[RuleSource, int, SubjectKind, int]
Waivers = dict[Whose, tuple[Waiver, ...]]


class DutyWaiver(Subjected, Base):
    """One duty of one subject, waived. `due_on`: the day of the round that stood open then;
    `until` (Bangkok, included): NULL means that round alone. One draft may waive several duties,
    each with a `draft_id` of its own."""

    __tablename__ = "duty_waivers"
    __table_args__ = (
        subject_check(),
        CheckConstraint(
            "(ended_at IS NULL) = (ended_by_person_id IS NULL)", name="ended_by_somebody"
        ),
        Index(
            "ix_duty_waivers_in_force",
            "source",
            "rule_id",
            sqlite_where=_IN_FORCE,
            postgresql_where=_IN_FORCE,
        ),
        NEVER_REUSED,
    )

    id: Mapped[int] = mapped_column(BigId, primary_key=True)
    draft_id: Mapped[str] = mapped_column(String(48), unique=True)
    source: Mapped[RuleSource] = mapped_column(enum_column_type(RuleSource))
    rule_id: Mapped[int] = mapped_column(BigId)
    due_on: Mapped[date]
    until: Mapped[date | None]
    reason: Mapped[str] = mapped_column(String(500))
    made_by_person_id: Mapped[int] = mapped_column(ForeignKey("people.id"))
    made_at: Mapped[datetime]
    ended_by_person_id: Mapped[int | None] = mapped_column(ForeignKey("people.id"))
    ended_at: Mapped[datetime | None]


#: As the audit calls it.
_WAIVED = ("duty.waived",)


def waivers_of(session: Session) -> Waivers:
    """All that is waived and was not taken back. They are few, so they are read at once."""
    rows = session.execute(
        select(DutyWaiver, Person.full_name, stood_in_for("waiver", DutyWaiver.id, _WAIVED))
        .outerjoin(Person, Person.id == DutyWaiver.made_by_person_id)
        .where(DutyWaiver.ended_at.is_(None))
        .order_by(DutyWaiver.id)
    )
    found: Waivers = {}
    for row, name, behalf in rows:
        subject_id = getattr(row, subject_column(row.subject_kind))
        key = (row.source, row.rule_id, row.subject_kind, subject_id)
        waiver = Waiver(row.id, row.made_at, row.due_on, row.until, name, row.reason, behalf)
        found[key] = (*found.get(key, ()), waiver)
    return found


def waive(
    session: Session,
    judged: Iterable[Judgement],
    *,
    until: date | None,
    reason: str,
    draft_id: str,
    by: int,
    now: datetime,
) -> int:
    """Waive these duties (of days that are known) until a day, or for the round that is open; how
    many are new. One draft waives each once."""
    new = 0
    for number, one in enumerate(judged):
        subject: Subject = one.subject
        made = insert_unless_there(session, DutyWaiver).values(
            draft_id=f"{draft_id}:{number}",
            source=one.rule.source,
            rule_id=one.rule.id,
            subject_kind=subject.kind,
            due_on=one.due_on,
            until=until,
            reason=reason,
            made_by_person_id=by,
            made_at=now,
            **{subject_column(subject.kind): subject.id},
        )
        new += session.execute(made).rowcount  # type: ignore[attr-defined]
    return new


def maker_of(session: Session, waiver_id: int) -> int:
    """The person who waived it. Not scoped. Raises NoResultFound where there is none."""
    return session.execute(
        select(DutyWaiver.made_by_person_id).where(DutyWaiver.id == waiver_id)
    ).scalar_one()


def waived_by_draft(session: Session, draft_id: str, by: int) -> int:
    """How many duties this person has waived with this draft."""
    query = select(func.count()).where(
        DutyWaiver.draft_id.startswith(f"{draft_id}:", autoescape=True),
        DutyWaiver.made_by_person_id == by,
    )
    return session.scalar(query) or 0


def take_back(session: Session, waiver_id: int, by: int, now: datetime) -> bool:
    """From now on it is as if this had not been waived; whether it still was."""
    row = session.get(DutyWaiver, waiver_id)
    if row is None or row.ended_at is not None:
        return False
    row.ended_at, row.ended_by_person_id = now, by
    session.flush()
    return True
