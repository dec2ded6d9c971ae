"""What a coordinator's roster file changes, once it is confirmed: written in few statements."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from sqlalchemy import bindparam, insert, select, update
from sqlalchemy.orm import Session

from models.base import Base
from models.networks import Network, NetworkMembership
from models.places import School
from models.roster_state import bump_roster_version
from models.vocabulary import MemberRole


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
    office_id: int


@dataclass(frozen=True, slots=True)
class Member:
    """A membership to be made, or (`id`) to be changed. Network and school by their codes."""

    network: str
    school: str
    role: MemberRole
    starts_on: date
    ends_on: date | None
    id: int | None = None


@dataclass(slots=True)
class SheetWrites:
    """All that a file changes; names by id."""

    networks: list[NewNetwork] = field(default_factory=list)
    schools: list[NewSchool] = field(default_factory=list)
    members: list[Member] = field(default_factory=list)
    network_names: dict[int, str] = field(default_factory=dict)
    school_names: dict[int, str] = field(default_factory=dict)

    @property
    def nothing(self) -> bool:
        return not (
            self.networks or self.schools or self.members or self.network_names or self.school_names
        )


def write_sheet(session: Session, writes: SheetWrites) -> None:
    """Write it into the caller's transaction. The database has the last word: it raises an
    IntegrityError where somebody else was quicker."""
    if writes.nothing:
        return
    network_rows = [
        {"code": n.code, "name_th": n.name, "programme_id": n.programme_id}
        | {"office_id": n.office_id, "sample": False}
        for n in writes.networks
    ]
    school_rows = [
        {"code": s.code, "name_th": s.name, "office_id": s.office_id, "sample": False}
        for s in writes.schools
    ]
    _insert(session, Network, network_rows)
    _insert(session, School, school_rows)
    _rename(session, Network, writes.network_names)
    _rename(session, School, writes.school_names)
    _members(session, writes.members)
    bump_roster_version(session)


def _members(session: Session, members: Sequence[Member]) -> None:
    networks = _ids(session, Network, {member.network for member in members})
    schools = _ids(session, School, {member.school for member in members})
    table = NetworkMembership.__table__
    # A lead that becomes a partner does so before another takes its place.
    changed = sorted((m for m in members if m.id is not None), key=_leads_last)
    if changed:
        session.connection().execute(
            update(table)  # type: ignore[arg-type]
            .where(table.c.id == bindparam("which"))
            .values(
                role=bindparam("new_role"),
                starts_on=bindparam("new_start"),
                ends_on=bindparam("new_end"),
            ),
            [
                {"which": m.id, "new_role": m.role, "new_start": m.starts_on, "new_end": m.ends_on}
                for m in changed
            ],
        )
    made = [
        {
            "network_id": networks[m.network],
            "school_id": schools[m.school],
            "role": m.role,
            "starts_on": m.starts_on,
            "ends_on": m.ends_on,
            "sample": False,
        }
        for m in members
        if m.id is None
    ]
    _insert(session, NetworkMembership, made)


def _leads_last(member: Member) -> bool:
    return member.role is MemberRole.LEAD


def _insert(session: Session, table: type[Base], rows: list[dict[str, Any]]) -> None:
    if rows:
        session.execute(insert(table), rows)


def _rename(session: Session, table: type[Network] | type[School], names: dict[int, str]) -> None:
    for row_id, name in names.items():
        session.execute(update(table).where(table.id == row_id).values(name_th=name))


def _ids(session: Session, table: type[Network] | type[School], codes: set[str]) -> dict[str, int]:
    found: dict[str, int] = {}
    wanted = sorted(codes)
    for first in range(0, len(wanted), 500):
        batch = wanted[first : first + 500]
        rows = session.execute(select(table.code, table.id).where(table.code.in_(batch)))
        found |= {row.code: row.id for row in rows}
    return found
