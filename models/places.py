"""Offices and schools, and the other names and codes by which people and rosters call them."""

from sqlalchemy import CheckConstraint, ForeignKey, Index, String, UniqueConstraint, text
from sqlalchemy.orm import Mapped, mapped_column

from models.base import NEVER_REUSED, Base, BigId, Json, enum_column_type
from models.vocabulary import OfficeKind


class Office(Base):
    """สพฐ. and its bureaus (central), สพป. (primary), สพม. (secondary), สศศ. groups (special).

    An area office is one by kind, province and zone (เขต), whatever code a roster gives it; the
    codes of other rosters stand in office_codes. Some สพม. serve several provinces: `province`
    is the first, which its name begins with. The zone of a special group is its number.
    """

    __tablename__ = "offices"
    __table_args__ = (
        # NULLs never collide in a UNIQUE, so an office without a zone needs its own rule.
        Index(
            "uq_offices_kind_province_zone",
            "kind",
            "province",
            "zone",
            unique=True,
            sqlite_where=text("zone IS NOT NULL"),
            postgresql_where=text("zone IS NOT NULL"),
        ),
        Index(
            "uq_offices_kind_province_without_zone",
            "kind",
            "province",
            unique=True,
            sqlite_where=text("zone IS NULL"),
            postgresql_where=text("zone IS NULL"),
        ),
        CheckConstraint("(kind = 'central') = (province IS NULL)", name="province"),
        CheckConstraint("kind <> 'central' OR zone IS NULL", name="central_has_no_zone"),
        CheckConstraint("kind <> 'special' OR zone IS NOT NULL", name="special_has_a_number"),
        CheckConstraint("zone BETWEEN 1 AND 99", name="zone"),
        NEVER_REUSED,
    )

    id: Mapped[int] = mapped_column(BigId, primary_key=True)
    code: Mapped[str] = mapped_column(String(64), unique=True)
    kind: Mapped[OfficeKind] = mapped_column(enum_column_type(OfficeKind))
    province: Mapped[str | None] = mapped_column(String(100))
    zone: Mapped[int | None]
    other_provinces: Mapped[list[str]] = mapped_column(Json, default=list)
    name_th: Mapped[str] = mapped_column(String(300))
    short_th: Mapped[str] = mapped_column(String(200))
    sample: Mapped[bool] = mapped_column(default=False)


class OfficeCode(Base):
    """A further code of an office: what a later roster calls it."""

    __tablename__ = "office_codes"

    code: Mapped[str] = mapped_column(String(64), primary_key=True)
    office_id: Mapped[int] = mapped_column(ForeignKey("offices.id"), index=True)


class OfficeAlias(Base):
    """A further name of an office, as people write it."""

    __tablename__ = "office_aliases"
    __table_args__ = (UniqueConstraint("office_id", "alias"), NEVER_REUSED)

    id: Mapped[int] = mapped_column(BigId, primary_key=True)
    office_id: Mapped[int] = mapped_column(ForeignKey("offices.id"))
    alias: Mapped[str] = mapped_column(String(200))


class School(Base):
    """A สถานศึกษา, special-education centres included, so the name need not begin with โรงเรียน.

    `name_in_source` is the name as the source wrote it, where that is not the full one.
    """

    __tablename__ = "schools"
    __table_args__ = (NEVER_REUSED,)

    id: Mapped[int] = mapped_column(BigId, primary_key=True)
    code: Mapped[str] = mapped_column(String(64), unique=True)
    name_th: Mapped[str] = mapped_column(String(300))
    name_in_source: Mapped[str | None] = mapped_column(String(300))
    office_id: Mapped[int | None] = mapped_column(ForeignKey("offices.id"), index=True)
    sample: Mapped[bool] = mapped_column(default=False)


class SchoolAlias(Base):
    """A further name of a school, as people write it."""

    __tablename__ = "school_aliases"
    __table_args__ = (UniqueConstraint("school_id", "alias"), NEVER_REUSED)

    id: Mapped[int] = mapped_column(BigId, primary_key=True)
    school_id: Mapped[int] = mapped_column(ForeignKey("schools.id"))
    alias: Mapped[str] = mapped_column(String(200))
