"""The names of all schools and offices, for matching what people type."""

from collections.abc import Sequence
from dataclasses import dataclass

from sqlalchemy import Select, select
from sqlalchemy.orm import Session

from models.places import Office, OfficeAlias, School, SchoolAlias
from models.vocabulary import OfficeKind

_SCHOOLS = select(School, Office.short_th, Office.code).outerjoin(
    Office, Office.id == School.office_id
)


@dataclass(frozen=True, slots=True)
class KnownSchool:
    """A school and everything it is called. `office` is the short name of its area office,
    `office_code` its code."""

    id: int
    code: str
    name: str
    aliases: tuple[str, ...]
    office_id: int | None
    office: str | None
    office_code: str | None

    @property
    def label(self) -> str:
        """The name as it is shown where others might be called the same."""
        return f"{self.name} ({self.office})" if self.office else self.name


@dataclass(frozen=True, slots=True)
class KnownOffice:
    """An area office or special-education group, and everything it is called."""

    id: int
    code: str
    kind: OfficeKind
    province: str | None
    zone: int | None
    other_provinces: tuple[str, ...]
    names: tuple[str, ...]


def all_offices(session: Session) -> list[KnownOffice]:
    """Every office of the country, with its aliases, in the order of the codes."""
    aliases: dict[int, list[str]] = {}
    called = select(OfficeAlias.office_id, OfficeAlias.alias).order_by(OfficeAlias.id)
    for office_id, alias in session.execute(called):
        aliases.setdefault(office_id, []).append(alias)
    return [
        KnownOffice(
            office.id,
            office.code,
            office.kind,
            office.province,
            office.zone,
            tuple(office.other_provinces),
            (office.short_th, office.name_th, *aliases.get(office.id, ())),
        )
        for office in session.scalars(select(Office).order_by(Office.code))
    ]


def all_schools(session: Session) -> list[KnownSchool]:
    """Every school of the country, with its aliases, in the order of the codes."""
    return _known(session, _SCHOOLS.order_by(School.code))


def schools_by_code(session: Session, codes: Sequence[str]) -> dict[str, KnownSchool]:
    """The schools of these codes, by code."""
    if not codes:
        return {}
    found = _known(session, _SCHOOLS.where(School.code.in_(codes)))
    return {school.code: school for school in found}


def schools_of_office(session: Session, office_id: int) -> list[KnownSchool]:
    """The schools of one office, in the order of the codes."""
    return _known(session, _SCHOOLS.where(School.office_id == office_id).order_by(School.code))


def _known(session: Session, query: Select[School, str, str]) -> list[KnownSchool]:
    rows = session.execute(query).all()
    aliases: dict[int, list[str]] = {}
    ids = [school.id for school, _, _ in rows]
    wanted = select(SchoolAlias.school_id, SchoolAlias.alias).order_by(SchoolAlias.id)
    if len(ids) <= 500:  # for all of the country one query without a list is the shorter way
        wanted = wanted.where(SchoolAlias.school_id.in_(ids))
    for school_id, alias in session.execute(wanted):
        aliases.setdefault(school_id, []).append(alias)
    return [
        KnownSchool(
            school.id,
            school.code,
            school.name_th,
            tuple(aliases.get(school.id, ())),
            school.office_id,
            office,
            office_code,
        )
        for school, office, office_code in rows
    ]
