"""Activities of exchange of learning (clause 3.7), and which networks and schools took part."""

from datetime import date, datetime

from sqlalchemy import CheckConstraint, ForeignKey, Index, String, Text
from sqlalchemy.orm import Mapped, mapped_column

from models.base import NEVER_REUSED, Base, BigId, enum_column_type
from models.reviewing import Reviewed, review_check, review_index
from models.versions import Changeable
from models.vocabulary import ExchangeLevel, VisitMode


class ExchangeActivity(Reviewed, Changeable, Base):
    """One activity, as its reporter confirmed it. Its id is the receipt number.

    One of several days counts in the year of its first day. `office_id`: the area office that
    reported it for itself, where it mentors and there are no networks. `draft_id` is the draft it
    was made from: unique, so that a double tap or a redelivery makes one record.
    """

    __tablename__ = "exchange_activities"
    __table_args__ = (
        review_check(),
        CheckConstraint("starts_on <= ends_on", name="first_and_last_day"),
        CheckConstraint("people BETWEEN 0 AND 9999", name="people"),
        # All that counting asks for, so that it reads the index alone.
        Index(
            "ix_exchange_activities_counted",
            "programme_id",
            "starts_on",
            "withdrawn_at",
            "level",
            "created_at",
        ),
        # Whether somebody has reported one in a time.
        Index(
            "ix_exchange_activities_told_by",
            "reporter_person_id",
            "programme_id",
            "starts_on",
            "withdrawn_at",
        ),
        Index(None, "reporter_person_id", "id"),
        review_index("exchange_activities", "programme_id"),
        NEVER_REUSED,
    )

    id: Mapped[int] = mapped_column(BigId, primary_key=True)
    draft_id: Mapped[str] = mapped_column(String(36), unique=True)
    programme_id: Mapped[int] = mapped_column(ForeignKey("programmes.id"))
    office_id: Mapped[int | None] = mapped_column(ForeignKey("offices.id"))
    level: Mapped[ExchangeLevel] = mapped_column(enum_column_type(ExchangeLevel))
    title: Mapped[str] = mapped_column(Text)
    starts_on: Mapped[date]
    ends_on: Mapped[date]
    mode: Mapped[VisitMode] = mapped_column(enum_column_type(VisitMode))
    place: Mapped[str] = mapped_column(Text, default="")
    people: Mapped[int | None]
    innovation: Mapped[str] = mapped_column(Text, default="")
    result: Mapped[str] = mapped_column(Text, default="")
    lesson: Mapped[str] = mapped_column(Text, default="")
    reporter_person_id: Mapped[int] = mapped_column(ForeignKey("people.id"))
    form_version: Mapped[int]
    created_at: Mapped[datetime]
    sample: Mapped[bool] = mapped_column(default=False)


class ExchangeNetwork(Base):
    """A network took part; the activity counts for it."""

    __tablename__ = "exchange_networks"

    exchange_id: Mapped[int] = mapped_column(ForeignKey("exchange_activities.id"), primary_key=True)
    network_id: Mapped[int] = mapped_column(ForeignKey("networks.id"), primary_key=True, index=True)


class ExchangeSchool(Base):
    """A school took part."""

    __tablename__ = "exchange_schools"

    exchange_id: Mapped[int] = mapped_column(ForeignKey("exchange_activities.id"), primary_key=True)
    school_id: Mapped[int] = mapped_column(ForeignKey("schools.id"), primary_key=True, index=True)
