"""Mentoring visits, and the photos of all reports."""

from datetime import date, datetime

from sqlalchemy import CheckConstraint, ForeignKey, Index, String, Text, text
from sqlalchemy.orm import Mapped, mapped_column

from models.base import NEVER_REUSED, Base, BigId, WordList, at_most_one_of, enum_column_type
from models.duties import Submission
from models.exchanges import ExchangeActivity
from models.reports import Report
from models.reviewing import Reviewed, review_check, review_index
from models.versions import Changeable
from models.vocabulary import (
    IqaStandard,
    PhotoState,
    Purpose,
    StepsState,
    VisitKind,
    VisitMode,
)

_AGREED = text("follow_up_on IS NOT NULL")


class MentoringVisit(Reviewed, Changeable, Base):
    """One visit, as its reporter confirmed it. Its id is the receipt number.

    `draft_id` is the draft it was made from: unique, so that a double tap or a redelivery makes
    one record. `visited_on` is the day in Bangkok; both of its labels (fiscal, academic) are
    derived, never stored. `form_version` is the version of the form that was filled in.

    `previous_visit_id` is the visit whose agreed steps were asked about, `previous_steps` what
    was answered.
    """

    __tablename__ = "mentoring_visits"
    __table_args__ = (
        review_check(),
        CheckConstraint("participants BETWEEN 0 AND 9999", name="participants"),
        CheckConstraint(
            "previous_steps IS NULL OR previous_visit_id IS NOT NULL", name="previous_steps"
        ),
        Index(None, "mentee_school_id", "visited_on"),
        Index(None, "mentor_school_id"),  # what a school may see is asked of both ends
        Index(None, "reporter_person_id", "id"),
        Index(None, "network_id", "visited_on"),
        Index(None, "follow_up_on", sqlite_where=_AGREED, postgresql_where=_AGREED),
        # All that counting by school asks for, so that it reads the index alone (10⁶ visits: 60 ms
        # for the country against 400 with the days only). `withdrawn_at` stands at its end and
        # not in a WHERE: SQLite reads the row itself where an index has one (IS NULL).
        Index(
            "ix_mentoring_visits_counted",
            "programme_id",
            "mentee_school_id",
            "visited_on",
            "kind",
            "withdrawn_at",
        ),
        # Whether somebody has reported one in a time.
        Index(
            "ix_mentoring_visits_told_by",
            "reporter_person_id",
            "programme_id",
            "visited_on",
            "withdrawn_at",
        ),
        # For how many there were in a time and who made them, whatever the school.
        Index(
            "ix_mentoring_visits_by_day",
            "programme_id",
            "visited_on",
            "kind",
            "withdrawn_at",
            "reporter_person_id",
        ),
        review_index("mentoring_visits", "mentee_school_id"),
        NEVER_REUSED,
    )

    id: Mapped[int] = mapped_column(BigId, primary_key=True)
    draft_id: Mapped[str] = mapped_column(String(36), unique=True)
    kind: Mapped[VisitKind] = mapped_column(enum_column_type(VisitKind))
    programme_id: Mapped[int] = mapped_column(ForeignKey("programmes.id"))
    network_id: Mapped[int | None] = mapped_column(ForeignKey("networks.id"))
    mentor_school_id: Mapped[int | None] = mapped_column(ForeignKey("schools.id"))
    mentor_office_id: Mapped[int | None] = mapped_column(ForeignKey("offices.id"))
    mentee_school_id: Mapped[int] = mapped_column(ForeignKey("schools.id"))
    visited_on: Mapped[date]
    mode: Mapped[VisitMode] = mapped_column(enum_column_type(VisitMode))
    purposes: Mapped[list[Purpose]] = mapped_column(WordList(Purpose))
    iqa_standards: Mapped[list[IqaStandard]] = mapped_column(WordList(IqaStandard))
    topic: Mapped[str] = mapped_column(Text)
    strengths: Mapped[str] = mapped_column(Text, default="")
    improvements: Mapped[str] = mapped_column(Text, default="")
    advice: Mapped[str] = mapped_column(Text, default="", server_default=text("''"))
    agreed_actions: Mapped[str] = mapped_column(Text, default="")
    follow_up_on: Mapped[date | None]
    participants: Mapped[int | None]
    previous_visit_id: Mapped[int | None] = mapped_column(ForeignKey("mentoring_visits.id"))
    previous_steps: Mapped[StepsState | None] = mapped_column(enum_column_type(StepsState))
    reporter_person_id: Mapped[int] = mapped_column(ForeignKey("people.id"))
    form_version: Mapped[int]
    created_at: Mapped[datetime]
    sample: Mapped[bool] = mapped_column(default=False)


class Photo(Base):
    """A photo somebody sent for a draft: known from its LINE message id on, fetched later.

    When the draft is sent it belongs to what was made of it: a visit, an exchange, a submission,
    a report.
    """

    __tablename__ = "photos"
    __table_args__ = (
        CheckConstraint(
            "state <> 'stored' OR (media_key IS NOT NULL AND sha256 IS NOT NULL"
            " AND size_bytes IS NOT NULL AND width IS NOT NULL AND height IS NOT NULL)",
            name="stored_is_described",
        ),
        at_most_one_of("visit_id", "exchange_id", "submission_id", "report_id"),
        CheckConstraint("size_bytes >= 0 AND width >= 1 AND height >= 1", name="measures"),
        Index(None, "sha256"),  # whether a picture was used before
        NEVER_REUSED,
    )

    id: Mapped[int] = mapped_column(BigId, primary_key=True)
    line_message_id: Mapped[str] = mapped_column(String(64), unique=True)
    line_user_id: Mapped[str] = mapped_column(String(64), index=True)
    draft_id: Mapped[str] = mapped_column(String(36), index=True)
    visit_id: Mapped[int | None] = mapped_column(ForeignKey("mentoring_visits.id"), index=True)
    exchange_id: Mapped[int | None] = mapped_column(ForeignKey(ExchangeActivity.id), index=True)
    submission_id: Mapped[int | None] = mapped_column(ForeignKey(Submission.id), index=True)
    report_id: Mapped[int | None] = mapped_column(ForeignKey(Report.id), index=True)
    state: Mapped[PhotoState] = mapped_column(enum_column_type(PhotoState))
    reason: Mapped[str | None] = mapped_column(String(100))
    media_key: Mapped[str | None] = mapped_column(String(200))
    sha256: Mapped[str | None] = mapped_column(String(64))
    size_bytes: Mapped[int | None]
    width: Mapped[int | None]
    height: Mapped[int | None]
    received_at: Mapped[datetime]
