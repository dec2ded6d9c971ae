"""The national shape (offices, special, networks, schools) turned into rows of the general one.

It gives an office a short name and its provinces only, a network no name and no dates. All of it
belongs to the programme QIN and is marked as a sample: the networks are invented.
"""

import re
from collections.abc import Container, Mapping
from typing import Annotated, Any

from pydantic import Field

from models.names import part
from models.roster.rows import (
    Code,
    Name,
    NetworkRow,
    OfficeRow,
    Province,
    Row,
    SchoolRow,
    ShortName,
)
from models.vocabulary import MemberRole, OfficeKind

PROGRAMME = "QIN"


class NationalOffice(Row):
    code: Code
    kind: OfficeKind
    provinces: Annotated[tuple[Province, ...], Field(min_length=1)]
    name: ShortName


class NationalNetwork(Row):
    code: Code
    host: Code
    lead: Code
    partners: tuple[Code, ...]


class NationalSchool(Row):
    code: Code
    name: Name
    office: Code
    network: Code
    role: MemberRole


# In the order in which documents.py takes them.
SECTIONS: Mapping[str, tuple[str, type[Any]]] = {
    "offices": ("office", NationalOffice),
    "special": ("office", NationalOffice),
    "networks": ("network", NationalNetwork),
    "schools": ("school", NationalSchool),
}


def is_national(document: Mapping[str, object]) -> bool:
    """Whether a document is of this shape: it says "offices", and nothing that is not of it."""
    return "offices" in document and set(document) <= {"meta", *SECTIONS}


def office(row: NationalOffice, hosts: Container[str]) -> OfficeRow:
    """The office, with its zone read from the name and its full name made.

    Raises ValueError where the name is not made of the kind, the provinces and the zone.
    """
    zone, name_th = _read_name(row)
    return OfficeRow(
        code=row.code,
        kind=row.kind,
        province=row.provinces[0],
        other_provinces=row.provinces[1:],
        zone=zone,
        name_th=name_th,
        short_th=row.name,
        programmes=(PROGRAMME,) if row.code in hosts else (),
        sample=True,
    )


def school(row: NationalSchool) -> SchoolRow:
    return SchoolRow(
        code=row.code,
        name_th=row.name,
        area_office=row.office,
        role=row.role,
        network=row.network,
        programme=PROGRAMME,
        sample=True,
    )


def network(row: NationalNetwork, lead_name: str) -> NetworkRow:
    return NetworkRow(
        code=row.code,
        programme=PROGRAMME,
        area_office=row.host,
        name_th=part("network", "by_lead").format(lead=lead_name),
        lead=row.lead,
        partners=row.partners,
        sample=True,
    )


def _read_name(row: NationalOffice) -> tuple[int | None, str]:
    if row.kind is OfficeKind.CENTRAL:
        raise ValueError("a national roster has area offices and special groups only")
    short = re.escape(part("office", f"{row.kind}_short"))
    if row.kind is OfficeKind.SPECIAL:
        numbered = re.fullmatch(rf"{short} ?{part('office', 'group')} (\d{{1,2}})", row.name)
        if numbered is None:
            raise ValueError("does not say the number of the group")
        zone = int(numbered[1])
        return zone, part("office", "special_full").format(zone=zone)
    named = re.fullmatch(rf"{short}(.+?)(?: {part('office', 'zone')} (\d{{1,2}}))?", row.name)
    if named is None or named[1] != " ".join(row.provinces):
        raise ValueError("is not made of the kind and the provinces")
    place = row.name.removeprefix(part("office", f"{row.kind}_short"))
    full = part("office", f"{row.kind}_full").format(place=place)
    return int(named[2]) if named[2] else None, full
