"""What a coordinator's roster file changes, once it is confirmed: written in few statements."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from sqlalchemy import bindparam, insert, select, update
from sqlalchemy.orm import Session

from models.base import Base
from models.networks import Network, NetworkMembership
from models.places import Office, School
from models.programmes import Enrolment
from models.roster.sheet_facts import OfficePlace
from models.roster_state import bump_roster_version
from models.vocabulary import MemberRole


@dataclass(frozen=True, slots=True)
class NewOffice:
    """`id`: below zero; the rest of the file means the office by it."""

    id: int
    code: str
    place: OfficePlace
    other_provinces: tuple[str, ...]
    name: str
    short: str


@dataclass(frozen=True, slots=True)
class Term:
    """A time in which an office takes part in a programme: to be made, or (`id`) changed."""

    office_id: int
    programme_id: int
    starts_on: date
    ends_on: date | None
    id: int | None = None


@dataclass(frozen=True, slots=True)
class NewNetwork:
    code: str
    name: str
    programme_id: int
    office_id: int | None


@dataclass(frozen=True, slots=True)
class NewSchool:
    code: str
    name: str
    office_id: int | None


@dataclass(frozen=True, slots=True)
class Member:
    """A membership to be made, or (`id`) to be changed. Network and school by their codes; without
    a network it is an enrolment in the programme alone."""

    network: str | None
    school: str
    programme_id: int
    role: MemberRole
    starts_on: date
    ends_on: date | None
    id: int | None = None


@dataclass(slots=True)
class SheetWrites:
    """All that a file changes; names by id."""

    offices: list[NewOffice] = field(default_factory=list)
    terms: list[Term] = field(default_factory=list)
    networks: list[NewNetwork] = field(default_factory=list)
    schools: list[NewSchool] = field(default_factory=list)
    members: list[Member] = field(default_factory=list)
    network_names: dict[int, str] = field(default_factory=dict)
    school_names: dict[int, str] = field(default_factory=dict)

    @property
    def nothing(self) -> bool:
        made = self.offices or self.terms or self.networks or self.schools or self.members
        return not (made or self.network_names or self.school_names)


def write_sheet(session: Session, writes: SheetWrites) -> None:
    """Write it into the caller's transaction. The database has the last word: it raises an
    IntegrityError where somebody else was quicker."""
    if writes.nothing:
        return
    offices = _offices(session, writes.offices)
    network_rows = [
        {"code": n.code, "name_th": n.name, "programme_id": n.programme_id}
        | {"office_id": offices.get(n.office_id, n.office_id), "sample": False}
        for n in writes.networks
    ]
    school_rows = [
        {"code": s.code, "name_th": s.name, "sample": False}
        | {"office_id": offices.get(s.office_id, s.office_id)}
        for s in writes.schools
    ]
    _insert(session, Network, network_rows)
    _insert(session, School, school_rows)
    _rename(session, Network, writes.network_names)
    _rename(session, School, writes.school_names)
    schools = _ids(session, School, {member.school for member in writes.members})
    _terms(session, writes.terms, offices)
    _enrolled(session, [m for m in writes.members if m.network is None], schools)
    _members(session, [m for m in writes.members if m.network is not None], schools)
    bump_roster_version(session)


Ids = Mapping[int | None, int]


def _offices(session: Session, made: Sequence[NewOffice]) -> Ids:
    """Make them; their true ids by those of the file."""
    rows = [
        {"code": o.code, "name_th": o.name, "short_th": o.short, "sample": False}
        | dict(zip(("kind", "province", "zone"), o.place, strict=True))
        | {"other_provinces": list(o.other_provinces)}
        for o in made
    ]
    _insert(session, Office, rows)
    ids = _ids(session, Office, {o.code for o in made})
    return {o.id: ids[o.code] for o in made}


def _terms(session: Session, terms: Sequence[Term], offices: Ids) -> None:
    _set_spans(session, Enrolment, [_span(term) for term in terms if term.id is not None])
    rows = [
        {"office_id": offices.get(term.office_id, term.office_id), "school_id": None}
        | _joining(term)
        for term in terms
        if term.id is None
    ]
    _insert(session, Enrolment, rows)


def _enrolled(session: Session, pilots: Sequence[Member], schools: Mapping[str, int]) -> None:
    _set_spans(session, Enrolment, [_span(one) for one in pilots if one.id is not None])
    rows = [
        {"office_id": None, "school_id": schools[one.school]} | _joining(one)
        for one in pilots
        if one.id is None
    ]
    _insert(session, Enrolment, rows)


def _members(session: Session, members: Sequence[Member], schools: Mapping[str, int]) -> None:
    networks = _ids(session, Network, {m.network for m in members if m.network is not None})
    # A lead that becomes a partner does so before another takes its place.
    changed = sorted((m for m in members if m.id is not None), key=_leads_last)
    rows = [_span(m) | {"new_role": m.role} for m in changed]
    _set_spans(session, NetworkMembership, rows, role=bindparam("new_role"))
    made = [
        {"network_id": networks[m.network or ""], "school_id": schools[m.school], "role": m.role}
        | {"starts_on": m.starts_on, "ends_on": m.ends_on, "sample": False}
        for m in members
        if m.id is None
    ]
    _insert(session, NetworkMembership, made)


def _joining(one: Term | Member) -> dict[str, Any]:
    span = {"starts_on": one.starts_on, "ends_on": one.ends_on}
    return {"programme_id": one.programme_id, "sample": False, **span}


def _span(one: Term | Member) -> dict[str, Any]:
    return {"which": one.id, "new_start": one.starts_on, "new_end": one.ends_on}


def _set_spans(
    session: Session,
    table: type[Enrolment] | type[NetworkMembership],
    rows: list[dict[str, Any]],
    **more: Any,
) -> None:
    """Change rows that are there, found by `which`; `more`: what else than their days."""
    if not rows:
        return
    columns = table.__table__
    days: dict[str, Any] = {"starts_on": bindparam("new_start"), "ends_on": bindparam("new_end")}
    statement = update(columns).where(columns.c.id == bindparam("which"))  # type: ignore[arg-type]
    session.connection().execute(statement.values(**days, **more), rows)


def _leads_last(member: Member) -> bool:
    return member.role is MemberRole.LEAD


def _insert(session: Session, table: type[Base], rows: list[dict[str, Any]]) -> None:
    if rows:
        session.execute(insert(table), rows)


def _rename(session: Session, table: type[Network] | type[School], names: dict[int, str]) -> None:
    for row_id, name in names.items():
        session.execute(update(table).where(table.id == row_id).values(name_th=name))


def _ids(
    session: Session, table: type[Network] | type[School] | type[Office], codes: set[str]
) -> dict[str, int]:
    found: dict[str, int] = {}
    wanted = sorted(codes)
    for first in range(0, len(wanted), 500):
        batch = wanted[first : first + 500]
        rows = session.execute(select(table.code, table.id).where(table.code.in_(batch)))
        found |= {row.code: row.id for row in rows}
    return found
