"""What is owed (obligations, deadlines), what meets a deadline, who answers for a subject, and
the reminders. The judging of it is in models/obligations.py.
"""

from datetime import date, datetime, time

from sqlalchemy import CheckConstraint, ForeignKey, Index, String, Text, UniqueConstraint, text
from sqlalchemy.orm import Mapped, declared_attr, mapped_column

from models.base import NEVER_REUSED, Base, BigId, Json, WordList, enum_column_type
from models.programmes import FIRST_AND_LAST_DAY
from models.reviewing import Reviewed, review_check
from models.sending_words import Audience, ReminderState
from models.vocabulary import (
    Cadence,
    ExchangeLevel,
    LevelsRule,
    MemberRole,
    ObligationKind,
    RuleSource,
    SubjectKind,
    YearBasis,
)

IN_FORCE = text("ends_on IS NULL")
_ONLY_SCHOOLS_HAVE_A_ROLE = "member_role IS NULL OR subject_kind = 'school'"
_SUBJECT_COLUMNS = {
    SubjectKind.NETWORK: "network_id",
    SubjectKind.SCHOOL: "school_id",
    SubjectKind.OFFICE: "office_id",
}


def subject_column(kind: SubjectKind) -> str:
    """The column that holds the id of a subject of this kind."""
    return _SUBJECT_COLUMNS[kind]


def subject_check() -> CheckConstraint:
    """Exactly the column that fits the kind is filled."""
    cases = []
    for kind, own in _SUBJECT_COLUMNS.items():
        filled = [
            f"{column} IS {'NOT ' if column == own else ''}NULL"
            for column in _SUBJECT_COLUMNS.values()
        ]
        cases.append(f"(subject_kind = '{kind.value}' AND {' AND '.join(filled)})")
    return CheckConstraint(" OR ".join(cases), name="subject")


class Subjected:
    """The columns that say which network, school or office a row is about."""

    @declared_attr
    def subject_kind(cls) -> Mapped[SubjectKind]:
        return mapped_column(enum_column_type(SubjectKind))

    @declared_attr
    def network_id(cls) -> Mapped[int | None]:
        return mapped_column(ForeignKey("networks.id"))

    @declared_attr
    def school_id(cls) -> Mapped[int | None]:
        return mapped_column(ForeignKey("schools.id"))

    @declared_attr
    def office_id(cls) -> Mapped[int | None]:
        return mapped_column(ForeignKey("offices.id"))


class Obligation(Base):
    """Something owed again and again: in each year, semester or period, by each subject.

    `year_basis` and `levels_rule` are the programme's where they are NULL here. `member_role`
    says which schools, where the subjects are schools. `ladder` are the days of the reminders,
    counted from the due day: -7 a week before, 1 the day after. `assumed`: no source says how
    often, so the cadence is this project's own choice. `clause` names where it is written.
    """

    __tablename__ = "obligations"
    __table_args__ = (
        CheckConstraint("(cadence = 'none') = (min_count = 0) AND min_count >= 0", name="count"),
        CheckConstraint("cadence <> 'date'", name="a_date_is_a_deadline"),
        CheckConstraint(_ONLY_SCHOOLS_HAVE_A_ROLE, name="member_role"),
        CheckConstraint(
            "(kind = 'responsible_staff') = (min_people IS NOT NULL AND max_people IS NOT NULL)",
            name="people_of_staff",
        ),
        CheckConstraint("min_people >= 1 AND min_people <= max_people", name="people"),
        NEVER_REUSED,
    )

    id: Mapped[int] = mapped_column(BigId, primary_key=True)
    code: Mapped[str] = mapped_column(String(64), unique=True)
    programme_id: Mapped[int] = mapped_column(ForeignKey("programmes.id"), index=True)
    kind: Mapped[ObligationKind] = mapped_column(enum_column_type(ObligationKind))
    subject_kind: Mapped[SubjectKind] = mapped_column(enum_column_type(SubjectKind))
    member_role: Mapped[MemberRole | None] = mapped_column(enum_column_type(MemberRole))
    cadence: Mapped[Cadence] = mapped_column(enum_column_type(Cadence))
    min_count: Mapped[int]
    levels: Mapped[list[ExchangeLevel]] = mapped_column(WordList(ExchangeLevel), default=list)
    levels_rule: Mapped[LevelsRule | None] = mapped_column(enum_column_type(LevelsRule))
    year_basis: Mapped[YearBasis | None] = mapped_column(enum_column_type(YearBasis))
    min_people: Mapped[int | None]
    max_people: Mapped[int | None]
    clause: Mapped[str | None] = mapped_column(String(100))
    title_th: Mapped[str] = mapped_column(String(300))
    ladder: Mapped[list[int]] = mapped_column(Json, default=list)
    assumed: Mapped[bool] = mapped_column(default=False)
    sample: Mapped[bool] = mapped_column(default=False)


class Deadline(Base):
    """Something owed once, by a day and a time of that day in Bangkok (none: its last minute).

    It is met by a Submission, whatever becomes of the obligation it hurries on. A `notice` only
    tells of a day that comes (a programme's end); nothing is to be sent for it.

    A coordinator makes one in the chat (`created_at`; NULL for a roster's), for all subjects of
    its kind and role in its programme: where `office_id` is set, for those of that office alone;
    where `subject_ids` is, for these alone. A cancelled one counts nowhere. Of one that repeats
    yearly the next year's is a row of its own, made when its day has passed; it then repeats.
    """

    __tablename__ = "deadlines"
    __table_args__ = (
        CheckConstraint("announced_on IS NULL OR announced_on <= due_on", name="announced_before"),
        CheckConstraint(_ONLY_SCHOOLS_HAVE_A_ROLE, name="member_role"),
        CheckConstraint(
            "(created_at IS NULL) = (created_by_person_id IS NULL)", name="made_by_somebody"
        ),
        NEVER_REUSED,
    )

    id: Mapped[int] = mapped_column(BigId, primary_key=True)
    code: Mapped[str] = mapped_column(String(64), unique=True)
    programme_id: Mapped[int] = mapped_column(ForeignKey("programmes.id"), index=True)
    obligation_id: Mapped[int | None] = mapped_column(ForeignKey("obligations.id"))
    title_th: Mapped[str] = mapped_column(String(300))
    announced_on: Mapped[date | None]
    due_on: Mapped[date]
    due_time: Mapped[time | None]
    subject_kind: Mapped[SubjectKind] = mapped_column(enum_column_type(SubjectKind))
    member_role: Mapped[MemberRole | None] = mapped_column(enum_column_type(MemberRole))
    submit_url: Mapped[str | None] = mapped_column(String(1000))
    ladder: Mapped[list[int]] = mapped_column(Json, default=list)
    office_id: Mapped[int | None] = mapped_column(ForeignKey("offices.id"))
    subject_ids: Mapped[list[int] | None] = mapped_column(Json)
    repeats_yearly: Mapped[bool] = mapped_column(default=False, server_default=text("false"))
    created_by_person_id: Mapped[int | None] = mapped_column(ForeignKey("people.id"))
    created_at: Mapped[datetime | None]
    cancelled_at: Mapped[datetime | None]
    notice: Mapped[bool] = mapped_column(default=False)
    sample: Mapped[bool] = mapped_column(default=False)


class Submission(Subjected, Reviewed, Base):
    """Somebody's word that a subject has sent what a deadline asks for, and on which day.

    A coordinator confirms it (passed) or sends it back with a sentence (returned). One that was
    sent back does not meet its deadline until it is said again.
    """

    __tablename__ = "submissions"
    __table_args__ = (
        subject_check(),
        review_check(),
        # A NULL never collides: each of the three holds for its own part of the rows.
        UniqueConstraint("deadline_id", "network_id"),
        UniqueConstraint("deadline_id", "school_id"),
        UniqueConstraint("deadline_id", "office_id"),
        NEVER_REUSED,
    )

    id: Mapped[int] = mapped_column(BigId, primary_key=True)
    draft_id: Mapped[str] = mapped_column(String(36), unique=True)
    deadline_id: Mapped[int] = mapped_column(ForeignKey("deadlines.id"))
    submitted_on: Mapped[date]
    by_person_id: Mapped[int] = mapped_column(ForeignKey("people.id"))
    created_at: Mapped[datetime]


class ResponsibleStaff(Base):
    """One of the one to three people whom an office has made responsible (the sandbox letter).

    `contact` arrives encrypted; nothing here can read it. Each of the three places is held by
    one person at a time, so the database itself refuses a fourth.
    """

    __tablename__ = "responsible_staff"
    __table_args__ = (
        CheckConstraint("place BETWEEN 1 AND 3", name="place"),
        CheckConstraint(FIRST_AND_LAST_DAY, name="first_and_last_day"),
        Index(
            "uq_responsible_staff_in_force",
            "programme_id",
            "office_id",
            "place",
            unique=True,
            sqlite_where=IN_FORCE,
            postgresql_where=IN_FORCE,
        ),
        Index(None, "office_id", "programme_id"),
        NEVER_REUSED,
    )

    id: Mapped[int] = mapped_column(BigId, primary_key=True)
    programme_id: Mapped[int] = mapped_column(ForeignKey("programmes.id"))
    office_id: Mapped[int] = mapped_column(ForeignKey("offices.id"))
    place: Mapped[int]
    full_name: Mapped[str] = mapped_column(String(200))
    position: Mapped[str] = mapped_column(String(200))
    contact: Mapped[str] = mapped_column(Text)
    starts_on: Mapped[date]
    ends_on: Mapped[date | None]
    named_by_person_id: Mapped[int] = mapped_column(ForeignKey("people.id"))
    draft_id: Mapped[str] = mapped_column(String(36), unique=True)
    created_at: Mapped[datetime]


class ResponsibleContact(Subjected, Base):
    """The person who answers for a subject and gets its reminders: one at a time."""

    __tablename__ = "responsible_contacts"
    __table_args__ = (
        subject_check(),
        CheckConstraint(FIRST_AND_LAST_DAY, name="first_and_last_day"),
        *(
            Index(
                f"uq_responsible_contacts_{column}_in_force",
                column,
                unique=True,
                sqlite_where=IN_FORCE,
                postgresql_where=IN_FORCE,
            )
            for column in _SUBJECT_COLUMNS.values()
        ),
        NEVER_REUSED,
    )

    id: Mapped[int] = mapped_column(BigId, primary_key=True)
    person_id: Mapped[int] = mapped_column(ForeignKey("people.id"), index=True)
    starts_on: Mapped[date]
    ends_on: Mapped[date | None]
    set_by_person_id: Mapped[int | None] = mapped_column(ForeignKey("people.id"))


class Reminder(Base):
    """One step of a ladder, for one subject and one recipient: planned, then sent or dropped.

    Its key is the whole of what it is about, so two rounds or two schedulers make one row.
    `rule_id` is the id of an obligation or of a deadline, as `source` says; `subject_id` the id
    of what `subject_kind` says. Rows that were sent in one push share its `effect_id`. One that is
    `woken` is no step of the ladder: the recipient had put the thing off until that day.
    """

    __tablename__ = "reminders"
    __table_args__ = (
        UniqueConstraint(
            "source",
            "rule_id",
            "subject_kind",
            "subject_id",
            "due_on",
            "stage",
            "recipient_person_id",
            name="uq_reminders_once",
        ),
        CheckConstraint("(state = 'sent') = (sent_at IS NOT NULL)", name="sent"),
        Index(None, "recipient_person_id", "planned_at"),
        Index(
            "ix_reminders_planned",
            "recipient_person_id",
            sqlite_where=text("state = 'planned'"),
            postgresql_where=text("state = 'planned'"),
        ),
        NEVER_REUSED,
    )

    id: Mapped[int] = mapped_column(BigId, primary_key=True)
    source: Mapped[RuleSource] = mapped_column(enum_column_type(RuleSource))
    rule_id: Mapped[int] = mapped_column(BigId)
    subject_kind: Mapped[SubjectKind] = mapped_column(enum_column_type(SubjectKind))
    subject_id: Mapped[int] = mapped_column(BigId)
    due_on: Mapped[date]
    stage: Mapped[int]
    recipient_person_id: Mapped[int] = mapped_column(ForeignKey("people.id"))
    audience: Mapped[Audience] = mapped_column(
        enum_column_type(Audience), server_default=text(f"'{Audience.CONTACT.value}'")
    )
    woken: Mapped[bool] = mapped_column(default=False, server_default=text("false"))
    state: Mapped[ReminderState] = mapped_column(enum_column_type(ReminderState))
    reason: Mapped[str] = mapped_column(Text)
    late: Mapped[bool] = mapped_column(default=False)
    planned_at: Mapped[datetime]
    sent_at: Mapped[datetime | None]
    effect_id: Mapped[int | None] = mapped_column(BigId)
