"""What somebody confirmed with one of the forms other than visit and exchange."""

from datetime import date, datetime

from sqlalchemy import CheckConstraint, ForeignKey, Index, String, Text, UniqueConstraint, text
from sqlalchemy.orm import Mapped, mapped_column

from models.base import NEVER_REUSED, Base, BigId, Json, enum_column_type
from models.duties import Subjected, subject_check
from models.reviewing import Reviewed, review_check, review_index
from models.versions import Changeable
from models.vocabulary import ReportKind

_ENDS = text("ends_on IS NOT NULL")


class Report(Subjected, Reviewed, Changeable, Base):
    """One report: the answers of its form, and beside them the columns that queries ask for.

    Its id is the receipt number. The subject is for whom it is made (a network, school or
    office); `about_school_id` the school that an evaluation looks at. `happened_on` is the day in
    Bangkok that it counts for, the first one of a zero report, which lasts until `ends_on`.
    `title` is one line for lists. `answers` are canonical, by the name of the form's slot;
    `form_version` is the version of that form. `public`: an innovation for everybody to see.
    """

    __tablename__ = "reports"
    __table_args__ = (
        subject_check(),
        review_check(),
        CheckConstraint("(kind = 'zero_report') = (ends_on IS NOT NULL)", name="zero_report_ends"),
        CheckConstraint("ends_on IS NULL OR happened_on <= ends_on", name="first_and_last_day"),
        CheckConstraint("(kind = 'evaluation') = (about_school_id IS NOT NULL)", name="about"),
        CheckConstraint("NOT public OR kind = 'innovation'", name="public"),
        Index(None, "reporter_person_id", "id"),
        # All that counting asks for, so that it reads the index alone.
        Index(
            "ix_reports_counted",
            "programme_id",
            "kind",
            "happened_on",
            "withdrawn_at",
            "created_at",
            "network_id",
            "school_id",
            "office_id",
            "about_school_id",
        ),
        # Whether somebody has reported one in a time.
        Index(
            "ix_reports_told_by",
            "reporter_person_id",
            "programme_id",
            "happened_on",
            "withdrawn_at",
        ),
        Index(None, "network_id", "kind", "happened_on"),
        Index(None, "school_id", "kind", "happened_on"),
        Index(None, "office_id", "kind", "happened_on"),
        Index(None, "about_school_id", "kind", "happened_on"),
        Index(
            "ix_reports_ends_on",
            "ends_on",
            sqlite_where=_ENDS,
            postgresql_where=_ENDS,
        ),
        review_index("reports", "programme_id"),
        NEVER_REUSED,
    )

    id: Mapped[int] = mapped_column(BigId, primary_key=True)
    kind: Mapped[ReportKind] = mapped_column(enum_column_type(ReportKind))
    draft_id: Mapped[str] = mapped_column(String(36), unique=True)
    programme_id: Mapped[int] = mapped_column(ForeignKey("programmes.id"))
    about_school_id: Mapped[int | None] = mapped_column(ForeignKey("schools.id"))
    happened_on: Mapped[date]
    ends_on: Mapped[date | None]
    title: Mapped[str] = mapped_column(String(300))
    answers: Mapped[dict[str, str]] = mapped_column(Json)
    form_version: Mapped[int]
    public: Mapped[bool] = mapped_column(default=False)
    reporter_person_id: Mapped[int] = mapped_column(ForeignKey("people.id"))
    created_at: Mapped[datetime]
    sample: Mapped[bool] = mapped_column(default=False)


class WorkingGroupMember(Base):
    """One of the people of a working group, in the order of its list.

    `contact` arrives encrypted, or is empty; nothing here can read it.
    """

    __tablename__ = "working_group_members"
    __table_args__ = (
        UniqueConstraint("report_id", "place"),
        CheckConstraint("place >= 1", name="place"),
        NEVER_REUSED,
    )

    id: Mapped[int] = mapped_column(BigId, primary_key=True)
    report_id: Mapped[int] = mapped_column(ForeignKey("reports.id"))
    place: Mapped[int]
    full_name: Mapped[str] = mapped_column(String(200))
    post: Mapped[str] = mapped_column(String(200), default="")
    contact: Mapped[str] = mapped_column(Text, default="")
