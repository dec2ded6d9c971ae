"""From a parsed JSON document to checked rows: sections, rows that are refused, duplicates."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any, TypeVar

from pydantic import ValidationError

from models.roster import national
from models.roster.duty_rows import DeadlineRow, ObligationRow
from models.roster.results import Outcome, RowResult
from models.roster.rows import (
    AgencyRow,
    AgreementRow,
    DocumentRow,
    EnrolmentRow,
    NetworkRow,
    OfficeRow,
    ProgrammeRow,
    RenewalRow,
    Row,
    SchoolRow,
    StatisticRow,
)

R = TypeVar("R", bound=Row)

# Each section of the general shape: the kind its rows are called in the results, and their model.
_SECTIONS: Mapping[str, tuple[str, type[Row]]] = {
    "agencies": ("agency", AgencyRow),
    "area_offices": ("office", OfficeRow),
    "schools": ("school", SchoolRow),
    "programmes": ("programme", ProgrammeRow),
    "networks": ("network", NetworkRow),
    "agreements": ("agreement", AgreementRow),
    "statistics": ("statistic", StatisticRow),
    "enrolments": ("enrolment", EnrolmentRow),
    "renewals": ("renewal", RenewalRow),
    "obligations": ("obligation", ObligationRow),
    "deadlines": ("deadline", DeadlineRow),
    "documents": ("document", DocumentRow),
}
_LATER = ("events",)


@dataclass(slots=True)
class Roster:
    """The checked rows of one document.

    `open_ended`: its memberships and enrolments begin with the programme and have no end, since
    an invented roster knows none (the national one).
    """

    agencies: list[AgencyRow] = field(default_factory=list)
    area_offices: list[OfficeRow] = field(default_factory=list)
    schools: list[SchoolRow] = field(default_factory=list)
    programmes: list[ProgrammeRow] = field(default_factory=list)
    networks: list[NetworkRow] = field(default_factory=list)
    agreements: list[AgreementRow] = field(default_factory=list)
    statistics: list[StatisticRow] = field(default_factory=list)
    enrolments: list[EnrolmentRow] = field(default_factory=list)
    renewals: list[RenewalRow] = field(default_factory=list)
    obligations: list[ObligationRow] = field(default_factory=list)
    deadlines: list[DeadlineRow] = field(default_factory=list)
    documents: list[DocumentRow] = field(default_factory=list)
    open_ended: bool = False


def read_document(document: object) -> tuple[Roster, list[RowResult]]:
    """The rows of a document that are well formed, and a result for each that is not (or that
    is left for later). Never raises.
    """
    if not isinstance(document, dict):
        return Roster(), [_refused("file", "", None, "is not a JSON object")]
    if national.is_national(document):
        return _read_national(document)
    roster, results = Roster(), []
    known = {"meta", *_SECTIONS, *_LATER}
    results += [
        _refused("file", "", str(name), "is not a section of a roster")
        for name in document
        if name not in known
    ]
    for name, (kind, model) in _SECTIONS.items():
        rows, refused = read_rows(kind, model, document.get(name, []), name)
        setattr(roster, name, rows)
        results += refused
    results += [
        RowResult(name, "", Outcome.UNCHANGED, None, "not imported: there is no table for it yet")
        for name in _LATER
        if document.get(name)
    ]
    return roster, results


def read_rows(
    kind: str, model: type[R], section: object, name: str
) -> tuple[list[R], list[RowResult]]:
    """The well-formed rows of one section, and a refusal for each other; codes must be unique."""
    if not isinstance(section, list):
        return [], [_refused("file", "", name, "is not a list")]
    rows: dict[str, R] = {}
    refused: list[RowResult] = []
    for number, raw in enumerate(section, start=1):
        if not isinstance(raw, dict):
            refused.append(_refused(kind, f"row {number}", None, "is not a JSON object"))
            continue
        try:
            row = model.model_validate(raw)
        except ValidationError as fault:
            refused.append(_explain(kind, raw, number, fault))
            continue
        code: str = getattr(row, "code")  # noqa: B009 - every row has one, the base class does not
        if code in rows:
            refused.append(_refused(kind, code, "code", "is in the file twice"))
            continue
        rows[code] = row
    return list(rows.values()), refused


def _read_national(document: dict[str, Any]) -> tuple[Roster, list[RowResult]]:
    results: list[RowResult] = []
    parts = []
    for name, (kind, model) in national.SECTIONS.items():
        rows, refused = read_rows(kind, model, document.get(name, []), name)
        parts.append(rows)
        results += refused
    offices, special, networks, schools = parts
    hosts = {network.host for network in networks}
    roster = Roster(open_ended=True)
    for office in (*offices, *special):
        try:
            roster.area_offices.append(national.office(office, hosts))
        except ValueError as fault:
            results.append(_refused("office", office.code, "name", str(fault)))
    names = {school.code: school.name for school in schools}
    roster.schools = [national.school(school) for school in schools]
    for network in networks:
        if network.lead not in names:
            why = f"there is no school {network.lead}"
            results.append(_refused("network", network.code, "lead", why))
            continue
        roster.networks.append(national.network(network, names[network.lead]))
    return roster, results


def _explain(kind: str, raw: dict[str, Any], number: int, fault: ValidationError) -> RowResult:
    code = raw.get("code")
    faults = fault.errors(include_url=False, include_context=False, include_input=False)
    fields = [".".join(str(part) for part in found["loc"]) for found in faults]
    why = "; ".join(
        f"{name}: {found['msg']}" if name else found["msg"]
        for name, found in zip(fields, faults, strict=True)
    )
    return _refused(
        kind,
        code if isinstance(code, str) and len(code) <= 64 else f"row {number}",
        ", ".join(dict.fromkeys(name for name in fields if name)) or None,
        why,
    )


def _refused(kind: str, code: str, field: str | None, why: str) -> RowResult:
    return RowResult(kind, code, Outcome.REFUSED, field, why)
