"""How far the set-up of an area office has come, and what a new one needs."""

from dataclasses import dataclass
from datetime import date

from sqlalchemy import func, or_, select
from sqlalchemy.orm import Session

from models.networks import Network
from models.people_tables import Appointment
from models.places import Office, OfficeCode, School
from models.programmes import Programme, ProgrammePeriod
from models.vocabulary import OfficeKind, Role

_STEM = "AREA"


@dataclass(frozen=True, slots=True)
class RunningProgramme:
    """A programme in its period of today, or the next one."""

    code: str
    name: str
    starts_on: date
    ends_on: date


@dataclass(frozen=True, slots=True)
class OfficeProgress:
    networks: int
    schools: int
    coordinators: int


def running_programmes(session: Session, on: date) -> list[RunningProgramme]:
    """Programmes that run on this day or later, each once, by code."""
    p, period = Programme, ProgrammePeriod
    rows = session.execute(
        select(p.code, p.name_th, period.starts_on, period.ends_on)
        .join(period, period.programme_id == p.id)
        .where(period.ends_on >= on)
        .order_by(p.code, period.starts_on)
    )
    found: dict[str, RunningProgramme] = {}
    for row in rows:
        found.setdefault(row.code, RunningProgramme(*row))
    return list(found.values())


def office_at(session: Session, kind: OfficeKind, province: str, zone: int | None) -> str | None:
    """The code of the office that is this one already."""
    o = Office
    return session.scalar(
        select(o.code).where(
            o.kind == kind, o.province == province, o.zone.is_not_distinct_from(zone)
        )
    )


def free_office_code(session: Session) -> str:
    """The next code for a new office that nothing has."""
    taken: set[str] = set()
    for column in (Office.code, OfficeCode.code, School.code, Network.code):
        taken |= set(session.scalars(select(column).where(column.startswith(f"{_STEM}-"))))
    number = 1
    while f"{_STEM}-{number:03}" in taken:
        number += 1
    return f"{_STEM}-{number:03}"


def progress_of(session: Session, office_id: int, on: date) -> OfficeProgress:
    """How many networks, schools and coordinators an office has on this day."""

    def count(column: object, *conditions: object) -> int:
        query = select(func.count(column)).where(*conditions)  # type: ignore[arg-type]
        return session.scalars(query).one()

    a = Appointment
    return OfficeProgress(
        count(Network.id, Network.office_id == office_id),
        count(School.id, School.office_id == office_id),
        count(
            a.id,
            a.office_id == office_id,
            a.role == Role.AREA_COORDINATOR,
            a.starts_on <= on,
            or_(a.ends_on.is_(None), a.ends_on >= on),
        ),
    )
