"""The books of one import: what the database knows already, and what became of each row."""

from collections.abc import Mapping
from typing import Any, TypeVar

from sqlalchemy import select
from sqlalchemy.orm import Session

from models.base import Base
from models.networks import Agreement, Network
from models.places import Office, OfficeCode, School
from models.programmes import Programme, ProgrammePeriod
from models.roster.results import Outcome, RowResult
from models.scopes import COUNTRY_CODE
from models.vocabulary import OfficeKind

T = TypeVar("T", bound=Base)

Place = tuple[OfficeKind, str | None, int | None]


class Ledger:
    """Read whole at the start (a country has some 30,000 schools at most), then kept up to date.

    Offices are found by any of their codes; `places` finds an area office by kind, province and
    zone.
    """

    def __init__(self, session: Session) -> None:
        self.session = session
        self.offices = {office.code: office for office in session.scalars(select(Office))}
        by_id = {office.id: office for office in self.offices.values()}
        self.places: dict[Place, Office] = {
            (office.kind, office.province, office.zone): office
            for office in by_id.values()
            if office.kind is not OfficeKind.CENTRAL
        }
        for other in session.scalars(select(OfficeCode)):
            self.offices[other.code] = by_id[other.office_id]
        self.schools = {school.code: school for school in session.scalars(select(School))}
        self.programmes = {row.code: row for row in session.scalars(select(Programme))}
        self.networks = {network.code: network for network in session.scalars(select(Network))}
        self.agreements = {row.code: row for row in session.scalars(select(Agreement))}
        self.agencies: set[str] = set()
        self._results: dict[tuple[str, str], RowResult] = {}
        self._refused: list[RowResult] = []

    def results(self) -> list[RowResult]:
        """One result for each row, refusals last, where they are seen."""
        kept = {(row.kind, row.code) for row in self._refused}
        told = [result for key, result in self._results.items() if key not in kept]
        return told + self._refused

    def refuse(self, kind: str, code: str, field: str | None, why: str) -> None:
        self._refused.append(RowResult(kind, code, Outcome.REFUSED, field, why))

    def tell(self, kind: str, code: str, outcome: Outcome, why: str | None = None) -> None:
        self._results.setdefault((kind, code), RowResult(kind, code, outcome, None, why))

    def changed(self, kind: str, code: str, field: str, why: str | None = None) -> None:
        """A row changed in this field; one that is new stays `created`."""
        before = self._results.get((kind, code))
        if before is None or before.outcome is Outcome.UNCHANGED:
            self._results[kind, code] = RowResult(kind, code, Outcome.CHANGED, field, why)
        elif before.outcome is Outcome.CHANGED and field not in (before.field or "").split(", "):
            field = f"{before.field}, {field}"
            self._results[kind, code] = RowResult(kind, code, Outcome.CHANGED, field, before.why)

    def put(
        self, kind: str, code: str, table: type[T], found: T | None, values: dict[str, Any]
    ) -> T:
        """Make the record, or set what differs of the one that was found; tell which.

        A real record is never changed by a sample row: then it stays as it is.
        """
        if found is None:
            made = table(**values)
            self.session.add(made)
            self.tell(kind, code, Outcome.CREATED)
            return made
        self.tell(kind, code, Outcome.UNCHANGED)
        if values.get("sample", False) and not getattr(found, "sample", False):
            return found
        for name, value in values.items():
            if getattr(found, name) != value:
                setattr(found, name, value)
                self.changed(kind, code, name)
        return found

    def code_is_free(self, kind: str, code: str) -> bool:
        """Refuse a code that means something of another kind: `--scope CODE` must be clear."""
        others: dict[str, Mapping[str, Base]] = {
            "office": self.offices,
            "school": self.schools,
            "programme": self.programmes,
            "network": self.networks,
        }
        if code == COUNTRY_CODE:
            self.refuse(kind, code, "code", "is the code of the country")
            return False
        for other, known in others.items():
            if other != kind and code in known:
                self.refuse(kind, code, "code", f"is the code of a {other} already")
                return False
        return True

    def running(self, kind: str, code: str, programme_code: str) -> Programme | None:
        """The programme that a row names; refused where there is none, or none with a period."""
        programme = self.programmes.get(programme_code)
        if programme is not None and self.periods(programme):
            return programme
        missing = "period of the programme" if programme else "programme"
        why = f"there is no {missing} {programme_code}: import the roster that has it first"
        self.refuse(kind, code, "programme", why)
        return None

    def periods(self, programme: Programme) -> list[ProgrammePeriod]:
        """The periods of a programme, the earliest first."""
        return list(
            self.session.scalars(
                select(ProgrammePeriod)
                .where(ProgrammePeriod.programme_id == programme.id)
                .order_by(ProgrammePeriod.starts_on)
            )
        )
