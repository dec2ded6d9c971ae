"""The rows of a roster file, as pydantic models: what a row must look like, field by field.

Fields that are not named here are allowed and left alone (sources, English names, notes).
"""

import re
from datetime import date, time
from typing import Annotated, Any

from pydantic import (
    AfterValidator,
    BaseModel,
    BeforeValidator,
    ConfigDict,
    Field,
    StrictBool,
    StrictInt,
    StringConstraints,
    model_validator,
)

from models.periods import BE_OFFSET
from models.school_breaks import read_breaks
from models.vocabulary import (
    ExchangeLevel,
    LevelsRule,
    MemberRole,
    MentorKind,
    OfficeKind,
    Purpose,
    YearBasis,
)

_CONTROL = re.compile(r"[\x00-\x1f\x7f\ud800-\udfff]")
# Nikhahit + sara aa is what some programs write for sara am, also with a tone mark between; no
# Unicode normal form joins them (domain notes, 4).
_SPLIT_SARA_AM = re.compile("\u0e4d([\u0e48-\u0e4b]?)\u0e32")


def _plain(text: str) -> str:
    if _CONTROL.search(text):
        raise ValueError("has control characters")
    return _SPLIT_SARA_AM.sub("\\1\u0e33", text)


def _read_day(value: Any) -> Any:
    """A day as "2023-10-01", or as {"iso": …, "be": "01/10/2566"}, whose two must agree."""
    if not isinstance(value, dict):
        if not isinstance(value, str):
            raise ValueError("is no date (YYYY-MM-DD)")
        return value
    iso, be = value.get("iso"), value.get("be")
    if not isinstance(iso, str):
        raise ValueError("has no iso date")
    if be is None:
        return iso
    day = date.fromisoformat(iso)
    if be != f"{day.day:02}/{day.month:02}/{day.year + BE_OFFSET}":
        raise ValueError(f"iso {iso} and be {be} are different days")
    return iso


def _read_minute(value: Any) -> Any:
    """A time of day as "23:59"."""
    if not isinstance(value, str) or not re.fullmatch(r"([01]\d|2[0-3]):[0-5]\d", value):
        raise ValueError("is no time of day (HH:MM)")
    return value


def _plausible(day: date) -> date:
    if not 1900 <= day.year <= 2100:
        raise ValueError("is not within 1900 to 2100 (Common Era)")
    return day


Code = Annotated[
    str, StringConstraints(strip_whitespace=True, max_length=64, pattern=r"^[A-Z0-9][A-Z0-9-]*$")
]
Words = Annotated[
    str, StringConstraints(strip_whitespace=True, min_length=1), AfterValidator(_plain)
]
Name = Annotated[Words, Field(max_length=300)]
ShortName = Annotated[Words, Field(max_length=200)]
Province = Annotated[Words, Field(max_length=100)]
Tag = Annotated[Words, Field(max_length=32)]
Zone = Annotated[StrictInt, Field(ge=1, le=99)]
YearBe = Annotated[StrictInt, Field(ge=2400, le=2700)]
Number = Annotated[StrictInt, Field(ge=0, le=1_000_000)]
Few = Annotated[StrictInt, Field(ge=1, le=1000)]
Offset = Annotated[StrictInt, Field(ge=-366, le=366)]
DaysBefore = Annotated[StrictInt, Field(ge=0, le=366)]
Url = Annotated[
    str, StringConstraints(strip_whitespace=True, max_length=1000, pattern=r"^https://[!-~]+$")
]
Minute = Annotated[time, BeforeValidator(_read_minute)]
Day = Annotated[date, BeforeValidator(_read_day), AfterValidator(_plausible)]


class Row(BaseModel):
    model_config = ConfigDict(frozen=True, extra="ignore", populate_by_name=True)


def _in_order(starts: date | None, ends: date | None) -> None:
    if starts is not None and ends is not None and ends < starts:
        raise ValueError("ends before it starts")


class AgencyRow(Row):
    code: Code
    name_th: Name
    short_th: ShortName | None = None
    kind: Tag


class OfficeRow(Row):
    code: Code
    kind: OfficeKind
    province: Province | None = None
    other_provinces: tuple[Province, ...] = ()
    zone: Zone | None = None
    name_th: Name
    short_th: ShortName
    aliases: tuple[ShortName, ...] = ()
    programmes: tuple[Code, ...] = ()
    sample: StrictBool = False

    @model_validator(mode="after")
    def _stands_somewhere(self) -> "OfficeRow":
        if (self.kind is OfficeKind.CENTRAL) != (self.province is None):
            raise ValueError("an office has a province, unless it is a central one")
        if self.kind is OfficeKind.CENTRAL and self.zone is not None:
            raise ValueError("a central office has no zone")
        if self.kind is OfficeKind.SPECIAL and self.zone is None:
            raise ValueError("a special-education group needs its number as zone")
        return self


class SchoolRow(Row):
    code: Code
    name_th: Name
    name_in_source: Name | None = None
    area_office: Code | None = None
    role: MemberRole
    network: Code | None = None
    programme: Code | None = None
    aliases: tuple[ShortName, ...] = ()
    sample: StrictBool = False


class ProgrammeRow(Row):
    code: Code
    name_th: Name
    owner: Code | None = None
    year_basis: YearBasis
    years_be: tuple[YearBe, ...] = ()
    starts: Day
    ends: Day
    mentor_role: MentorKind
    mentee_role: MemberRole
    purposes: tuple[Purpose, ...] = ()
    exchange_levels: tuple[ExchangeLevel, ...] = ()
    levels_rule: LevelsRule | None = None
    school_breaks: tuple[str, ...] | None = None
    sample: StrictBool = False

    @model_validator(mode="after")
    def _runs_forward(self) -> "ProgrammeRow":
        _in_order(self.starts, self.ends)
        read_breaks(self.school_breaks)
        return self


class NetworkRow(Row):
    code: Code
    programme: Code
    area_office: Code | None = None
    name_th: Name
    lead: Code | None = None
    partners: tuple[Code, ...]
    sample: StrictBool = False

    @model_validator(mode="after")
    def _names_each_school_once(self) -> "NetworkRow":
        members = [*self.partners, *([self.lead] if self.lead else [])]
        if len(set(members)) < len(members):
            raise ValueError("names a school twice")
        return self


class ClauseRow(Row):
    no: Annotated[Words, Field(max_length=16)]
    text_th: Words
    kind: Tag
    cadence: Tag


class AgreementRow(Row):
    code: Code
    title_th: Words
    level: Tag
    programme: Code
    signed: Day
    starts: Day | None = None
    ends: Day | None = None
    parties: tuple[Code, ...] = ()
    witness: Code | None = None
    file_url: Url | None = None
    clauses: tuple[ClauseRow, ...] = ()

    @model_validator(mode="after")
    def _runs_forward(self) -> "AgreementRow":
        _in_order(self.starts, self.ends)
        if len({clause.no for clause in self.clauses}) < len(self.clauses):
            raise ValueError("has a clause number twice")
        return self


class StatisticRow(Row):
    model_config = ConfigDict(frozen=True, extra="allow")

    programme: Code
    as_of: Day
    networks: Number
    lead_schools: Number
    partner_schools: Number
    source: Annotated[tuple[Tag, ...], Field(min_length=1, max_length=5)]

    @property
    def code(self) -> str:
        return f"{self.programme} {self.as_of}"


class DocumentRow(Row):
    code: Code
    title_th: Name
    publisher: Code | None = None
    parts: tuple[ShortName, ...] = ()
    url: Url | None = None
    sample: StrictBool = False


class EnrolmentRow(Row):
    programme: Code
    office: Code | None = None
    school: Code | None = None
    starts: Day = Field(alias="from")
    ends: Day | None = Field(default=None, alias="to")
    sample: StrictBool = False

    @model_validator(mode="after")
    def _enrols_one(self) -> "EnrolmentRow":
        if (self.office is None) == (self.school is None):
            raise ValueError("needs an office or a school, and not both")
        _in_order(self.starts, self.ends)
        return self

    @property
    def code(self) -> str:
        return f"{self.programme} {self.office or self.school} {self.starts}"


class RenewalRow(Row):
    """A programme runs on: for the named networks, or (none named) for all that is enrolled."""

    programme: Code
    years_be: tuple[YearBe, ...] = ()
    starts: Day
    ends: Day
    networks: tuple[Code, ...] | None = None
    sample: StrictBool = False

    @model_validator(mode="after")
    def _runs_forward(self) -> "RenewalRow":
        _in_order(self.starts, self.ends)
        return self

    @property
    def code(self) -> str:
        return f"{self.programme} {self.starts}"
