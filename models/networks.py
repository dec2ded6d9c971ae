"""Networks and their members, and the agreements (MOU) that bind them."""

from datetime import date, datetime

from sqlalchemy import CheckConstraint, ForeignKey, Index, String, Text, UniqueConstraint, text
from sqlalchemy.orm import Mapped, mapped_column

from models.base import NEVER_REUSED, Base, BigId, enum_column_type, exactly_one_of
from models.programmes import FIRST_AND_LAST_DAY
from models.sent_files import SentFile
from models.vocabulary import MemberRole, PartyRole


class Network(Base):
    """A quality network. It may have no office, and among its members no lead (Collaborative)."""

    __tablename__ = "networks"
    __table_args__ = (NEVER_REUSED,)

    id: Mapped[int] = mapped_column(BigId, primary_key=True)
    code: Mapped[str] = mapped_column(String(64), unique=True)
    programme_id: Mapped[int] = mapped_column(ForeignKey("programmes.id"), index=True)
    office_id: Mapped[int | None] = mapped_column(ForeignKey("offices.id"), index=True)
    name_th: Mapped[str] = mapped_column(String(300))
    sample: Mapped[bool] = mapped_column(default=False)


class NetworkMembership(Base):
    """A school's part in a network, first and last day included; a renewal is a new row."""

    __tablename__ = "network_memberships"
    __table_args__ = (
        UniqueConstraint("network_id", "school_id", "starts_on"),
        # A second lead can only come later, never at the same start.
        Index(
            "uq_network_memberships_one_lead",
            "network_id",
            "starts_on",
            unique=True,
            sqlite_where=text("role = 'lead'"),
            postgresql_where=text("role = 'lead'"),
        ),
        CheckConstraint(FIRST_AND_LAST_DAY, name="first_and_last_day"),
        NEVER_REUSED,
    )

    id: Mapped[int] = mapped_column(BigId, primary_key=True)
    network_id: Mapped[int] = mapped_column(ForeignKey("networks.id"))
    school_id: Mapped[int] = mapped_column(ForeignKey("schools.id"), index=True)
    role: Mapped[MemberRole] = mapped_column(enum_column_type(MemberRole))
    starts_on: Mapped[date]
    ends_on: Mapped[date | None]
    sample: Mapped[bool] = mapped_column(default=False)


class Agreement(Base):
    """A บันทึกข้อตกลง: between any number of parties, since sources show two and three sides.

    A coordinator enters one in the chat (`draft_id`, `added_at`; NULL for a roster's), with a link
    or a file where there is one. One that was withdrawn counts nowhere.
    """

    __tablename__ = "agreements"
    __table_args__ = (
        CheckConstraint(
            "starts_on IS NULL OR ends_on IS NULL OR starts_on <= ends_on",
            name="first_and_last_day",
        ),
        NEVER_REUSED,
    )

    id: Mapped[int] = mapped_column(BigId, primary_key=True)
    code: Mapped[str] = mapped_column(String(64), unique=True)
    title_th: Mapped[str] = mapped_column(Text)
    level: Mapped[str] = mapped_column(String(32))
    programme_id: Mapped[int] = mapped_column(ForeignKey("programmes.id"), index=True)
    signed_on: Mapped[date]
    starts_on: Mapped[date | None]
    ends_on: Mapped[date | None]
    file_url: Mapped[str | None] = mapped_column(String(1000))
    file_id: Mapped[int | None] = mapped_column(ForeignKey(SentFile.id), unique=True)
    draft_id: Mapped[str | None] = mapped_column(String(36), unique=True)
    added_by_person_id: Mapped[int | None] = mapped_column(ForeignKey("people.id"))
    added_at: Mapped[datetime | None]
    withdrawn_at: Mapped[datetime | None]


class AgreementParty(Base):
    """One party: a school, an office, a network, or an agency that has a code and no row."""

    __tablename__ = "agreement_parties"
    __table_args__ = (
        exactly_one_of("school_id", "office_id", "network_id", "agency_code"),
        UniqueConstraint("agreement_id", "role", "school_id"),
        UniqueConstraint("agreement_id", "role", "office_id"),
        UniqueConstraint("agreement_id", "role", "network_id"),
        UniqueConstraint("agreement_id", "role", "agency_code"),
        NEVER_REUSED,
    )

    id: Mapped[int] = mapped_column(BigId, primary_key=True)
    agreement_id: Mapped[int] = mapped_column(ForeignKey("agreements.id"))
    role: Mapped[PartyRole] = mapped_column(enum_column_type(PartyRole))
    school_id: Mapped[int | None] = mapped_column(ForeignKey("schools.id"))
    office_id: Mapped[int | None] = mapped_column(ForeignKey("offices.id"))
    network_id: Mapped[int | None] = mapped_column(ForeignKey("networks.id"))
    agency_code: Mapped[str | None] = mapped_column(String(64))


class AgreementClause(Base):
    """A clause, with the number and the wording of the agreement."""

    __tablename__ = "agreement_clauses"
    __table_args__ = (UniqueConstraint("agreement_id", "number"), NEVER_REUSED)

    id: Mapped[int] = mapped_column(BigId, primary_key=True)
    agreement_id: Mapped[int] = mapped_column(ForeignKey("agreements.id"))
    number: Mapped[str] = mapped_column(String(16))
    text_th: Mapped[str] = mapped_column(Text)
    kind: Mapped[str] = mapped_column(String(32))
    cadence: Mapped[str] = mapped_column(String(32))
