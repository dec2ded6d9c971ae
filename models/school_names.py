"""School names for matching what people type, in rings: nearest first."""

from collections.abc import Sequence
from dataclasses import dataclass

from sqlalchemy import Select, select
from sqlalchemy.orm import Session

from models.places import Office, School, SchoolAlias


@dataclass(frozen=True, slots=True)
class KnownSchool:
    """A school and everything it is called. `office` is the short name of its area office."""

    id: int
    code: str
    name: str
    aliases: tuple[str, ...]
    office_id: int | None
    office: str | None

    @property
    def label(self) -> str:
        """The name as it is shown where others might be called the same."""
        return f"{self.name} ({self.office})" if self.office else self.name


def all_schools(session: Session) -> list[KnownSchool]:
    """Every school of the country, with its aliases, in the order of the codes."""
    return _known(session, select(School, Office.short_th).order_by(School.code))


def schools_by_code(session: Session, codes: Sequence[str]) -> dict[str, KnownSchool]:
    """The schools of these codes, by code."""
    if not codes:
        return {}
    found = _known(session, select(School, Office.short_th).where(School.code.in_(codes)))
    return {school.code: school for school in found}


def schools_of_office(session: Session, office_id: int) -> list[KnownSchool]:
    """The schools of one office, in the order of the codes."""
    query = select(School, Office.short_th).where(School.office_id == office_id)
    return _known(session, query.order_by(School.code))


def _known(session: Session, query: Select[School, str]) -> list[KnownSchool]:
    rows = session.execute(query.outerjoin(Office, Office.id == School.office_id)).all()
    aliases: dict[int, list[str]] = {}
    ids = [school.id for school, _ in rows]
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
        )
        for school, office in rows
    ]
