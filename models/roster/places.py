"""Offices and schools of a roster, with their further codes and names."""

from collections.abc import Sequence

from sqlalchemy import select

from models.places import Office, OfficeAlias, OfficeCode, School, SchoolAlias
from models.roster.documents import Roster
from models.roster.ledger import Ledger, Place
from models.roster.results import Outcome
from models.roster.rows import AgencyRow, OfficeRow
from models.vocabulary import OfficeKind

# Agencies that are offices of the commission itself; the others are known by their code alone.
_CENTRAL = ("commission", "central_bureau")


def apply_offices(ledger: Ledger, roster: Roster) -> None:
    """Area offices, and those agencies that are central offices."""
    for agency in roster.agencies:
        ledger.agencies.add(agency.code)
        if agency.kind not in _CENTRAL:
            why = "known by its code alone, it is no office"
            ledger.tell("agency", agency.code, Outcome.UNCHANGED, why)
    central = [_as_office(row) for row in roster.agencies if row.kind in _CENTRAL]
    in_file: dict[Place, str] = {}
    applied = [
        (row, office)
        for row in (*central, *roster.area_offices)
        if (office := _office(ledger, row, in_file)) is not None
    ]
    ledger.session.flush()
    _register_codes(ledger, applied)
    known = _known_aliases(ledger, OfficeAlias, OfficeAlias.office_id)
    for row, office in applied:
        for alias in _unknown(row.aliases, known.setdefault(office.id, set())):
            ledger.session.add(OfficeAlias(office_id=office.id, alias=alias))
            ledger.changed("office", row.code, "aliases")


def apply_schools(ledger: Ledger, roster: Roster) -> None:
    """Schools; what they belong to is told by the networks and enrolments."""
    applied = []
    for row in roster.schools:
        if not ledger.code_is_free("school", row.code):
            continue
        office = ledger.offices.get(row.area_office) if row.area_office else None
        if row.area_office and office is None:
            why = f"there is no office {row.area_office}"
            ledger.refuse("school", row.code, "area_office", why)
            continue
        values = {
            "code": row.code,
            "name_th": row.name_th,
            "name_in_source": row.name_in_source,
            "office_id": office.id if office else None,
            "sample": row.sample,
        }
        school = ledger.put("school", row.code, School, ledger.schools.get(row.code), values)
        ledger.schools[row.code] = school
        applied.append((row, school))
    ledger.session.flush()
    known = _known_aliases(ledger, SchoolAlias, SchoolAlias.school_id)
    for row, school in applied:
        for alias in _unknown(row.aliases, known.setdefault(school.id, set())):
            ledger.session.add(SchoolAlias(school_id=school.id, alias=alias))
            ledger.changed("school", row.code, "aliases")


def _as_office(row: AgencyRow) -> OfficeRow:
    return OfficeRow(
        code=row.code,
        kind=OfficeKind.CENTRAL,
        name_th=row.name_th,
        short_th=row.short_th or row.name_th[:200],
    )


def _office(ledger: Ledger, row: OfficeRow, in_file: dict[Place, str]) -> Office | None:
    if not ledger.code_is_free("office", row.code):
        return None
    place = (row.kind, row.province, row.zone)
    first = in_file.setdefault(place, row.code)
    if first != row.code and row.kind is not OfficeKind.CENTRAL:
        ledger.refuse("office", row.code, "zone", f"is the same office as {first} of this file")
        return None
    here = ledger.places.get(place)
    found = ledger.offices.get(row.code)
    if found is not None and here is not None and found is not here:
        why = f"is at the same kind, province and zone as {here.code}"
        ledger.refuse("office", row.code, "zone", why)
        return None
    found = found or here
    values = {
        "kind": row.kind,
        "province": row.province,
        "other_provinces": list(row.other_provinces),
        "zone": row.zone,
        "name_th": row.name_th,
        "short_th": row.short_th,
        "sample": row.sample,
    }
    if found is None:
        values["code"] = row.code
    elif row.sample and found.code != row.code:
        values = {}  # another roster's name for it: the first keeps its own
    if found is not None and values and row.kind is not OfficeKind.CENTRAL:
        ledger.places.pop((found.kind, found.province, found.zone), None)
    office = ledger.put("office", row.code, Office, found, values)
    if office.kind is not OfficeKind.CENTRAL:
        ledger.places[office.kind, office.province, office.zone] = office
    ledger.offices.setdefault(office.code, office)
    return office


def _register_codes(ledger: Ledger, applied: Sequence[tuple[OfficeRow, Office]]) -> None:
    """A further code of an office that is known already still finds it."""
    for row, office in applied:
        if row.code in ledger.offices:
            continue
        ledger.session.add(OfficeCode(code=row.code, office_id=office.id))
        ledger.offices[row.code] = office
        ledger.changed("office", row.code, "code", f"another code of {office.code}")


def _known_aliases(
    ledger: Ledger, table: type[OfficeAlias] | type[SchoolAlias], owner: object
) -> dict[int, set[str]]:
    known: dict[int, set[str]] = {}
    for owner_id, alias in ledger.session.execute(select(owner, table.alias)):  # type: ignore[call-overload]
        known.setdefault(owner_id, set()).add(alias)
    return known


def _unknown(aliases: Sequence[str], known: set[str]) -> list[str]:
    """Those aliases that are not known yet, which they are from now on."""
    new = [alias for alias in dict.fromkeys(aliases) if alias not in known]
    known.update(new)
    return new
