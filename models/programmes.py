"""Programmes (โครงการ), the periods they run for, who is enrolled, and dated statistics."""

from datetime import date
from typing import Any

from sqlalchemy import CheckConstraint, ForeignKey, String, UniqueConstraint, text
from sqlalchemy.orm import Mapped, mapped_column

from models.base import NEVER_REUSED, Base, BigId, Json, WordList, enum_column_type, exactly_one_of
from models.vocabulary import (
    ExchangeLevel,
    LevelsRule,
    MemberRole,
    MentorKind,
    Purpose,
    YearBasis,
)

FIRST_AND_LAST_DAY = "ends_on IS NULL OR starts_on <= ends_on"


class Programme(Base):
    """A programme: who mentors whom in it, for which purposes, and which year it counts in.

    `owner_code` names an agency; only those that are offices too have a row of their own.
    `purposes` are values of Purpose in the order in which they are offered; so are
    `exchange_levels`, those at which exchange of learning is reported. `levels_rule` is how the
    programme reads clause 3.7. `school_breaks` are the days on which its schools are left in peace,
    as models/school_breaks.py writes them; NULL: the breaks of the regulation.
    """

    __tablename__ = "programmes"
    __table_args__ = (NEVER_REUSED,)

    id: Mapped[int] = mapped_column(BigId, primary_key=True)
    code: Mapped[str] = mapped_column(String(64), unique=True)
    name_th: Mapped[str] = mapped_column(String(300))
    owner_code: Mapped[str | None] = mapped_column(String(64))
    year_basis: Mapped[YearBasis] = mapped_column(enum_column_type(YearBasis))
    mentor_kind: Mapped[MentorKind] = mapped_column(enum_column_type(MentorKind))
    mentee_role: Mapped[MemberRole] = mapped_column(enum_column_type(MemberRole))
    purposes: Mapped[list[Purpose]] = mapped_column(WordList(Purpose))
    exchange_levels: Mapped[list[ExchangeLevel]] = mapped_column(
        WordList(ExchangeLevel), default=list, server_default=text("'[]'")
    )
    levels_rule: Mapped[LevelsRule] = mapped_column(
        enum_column_type(LevelsRule),
        default=LevelsRule.EACH,
        server_default=text(f"'{LevelsRule.EACH.value}'"),
    )
    school_breaks: Mapped[list[str] | None] = mapped_column(Json)
    sample: Mapped[bool] = mapped_column(default=False)


class ProgrammePeriod(Base):
    """A time for which a programme runs, first and last day included. A renewal is a new row."""

    __tablename__ = "programme_periods"
    __table_args__ = (
        UniqueConstraint("programme_id", "starts_on"),
        CheckConstraint("starts_on <= ends_on", name="first_and_last_day"),
        NEVER_REUSED,
    )

    id: Mapped[int] = mapped_column(BigId, primary_key=True)
    programme_id: Mapped[int] = mapped_column(ForeignKey("programmes.id"))
    starts_on: Mapped[date]
    ends_on: Mapped[date]
    years_be: Mapped[list[int]] = mapped_column(Json)
    sample: Mapped[bool] = mapped_column(default=False)


class Enrolment(Base):
    """An office or a school takes part in a programme, first and last day included."""

    __tablename__ = "enrolments"
    __table_args__ = (
        exactly_one_of("office_id", "school_id"),
        # A NULL never collides: each of the two holds for its own half of the rows.
        UniqueConstraint("programme_id", "office_id", "starts_on"),
        UniqueConstraint("programme_id", "school_id", "starts_on"),
        CheckConstraint(FIRST_AND_LAST_DAY, name="first_and_last_day"),
        NEVER_REUSED,
    )

    id: Mapped[int] = mapped_column(BigId, primary_key=True)
    programme_id: Mapped[int] = mapped_column(ForeignKey("programmes.id"))
    office_id: Mapped[int | None] = mapped_column(ForeignKey("offices.id"), index=True)
    school_id: Mapped[int | None] = mapped_column(ForeignKey("schools.id"), index=True)
    starts_on: Mapped[date]
    ends_on: Mapped[date | None]
    sample: Mapped[bool] = mapped_column(default=False)


class ProgrammeStatistic(Base):
    """What a source said of a programme's size at a date.

    Sources differ (175/548 in January 2564, 178/558 in July 2565): both are kept as dated facts,
    and whoever shows one says its date and source.
    """

    __tablename__ = "programme_statistics"
    __table_args__ = (
        UniqueConstraint("programme_id", "as_of"),
        CheckConstraint(
            "networks >= 0 AND lead_schools >= 0 AND partner_schools >= 0", name="not_negative"
        ),
        NEVER_REUSED,
    )

    id: Mapped[int] = mapped_column(BigId, primary_key=True)
    programme_id: Mapped[int] = mapped_column(ForeignKey("programmes.id"))
    as_of: Mapped[date]
    networks: Mapped[int]
    lead_schools: Mapped[int]
    partner_schools: Mapped[int]
    details: Mapped[dict[str, Any]]
    source: Mapped[str] = mapped_column(String(100))
