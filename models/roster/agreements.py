"""Agreements of a roster with their parties and clauses, and dated statistics."""

from typing import Any

from sqlalchemy import select

from models.networks import Agreement, AgreementClause, AgreementParty, NetworkMembership
from models.programmes import ProgrammeStatistic
from models.roster.documents import Roster
from models.roster.ledger import Ledger
from models.roster.rows import AgreementRow
from models.vocabulary import MemberRole, OfficeKind, PartyRole

_SUBJECTS = ("school_id", "office_id", "network_id", "agency_code")


def apply_agreements(ledger: Ledger, roster: Roster) -> None:
    """Agreements; a school's part in one is its role in a network."""
    if not roster.agreements:
        return
    leads = set(
        ledger.session.scalars(
            select(NetworkMembership.school_id).where(NetworkMembership.role == MemberRole.LEAD)
        )
    )
    for row in roster.agreements:
        programme = ledger.programmes.get(row.programme)
        if programme is None:
            why = f"there is no programme {row.programme}"
            ledger.refuse("agreement", row.code, "programme", why)
            continue
        values: dict[str, Any] = {
            "code": row.code,
            "title_th": row.title_th,
            "level": row.level,
            "programme_id": programme.id,
            "signed_on": row.signed,
            "starts_on": row.starts,
            "ends_on": row.ends,
        }
        if row.file_url is not None:
            values["file_url"] = row.file_url
        found = ledger.agreements.get(row.code)
        agreement = ledger.put("agreement", row.code, Agreement, found, values)
        ledger.agreements[row.code] = agreement
        ledger.session.flush()
        _parties(ledger, row, agreement, leads)
        _clauses(ledger, row, agreement)


def apply_statistics(ledger: Ledger, roster: Roster) -> None:
    """What sources said of a programme's size at a date; further figures go into the details."""
    known = {
        (row.programme_id, row.as_of): row
        for row in ledger.session.scalars(select(ProgrammeStatistic))
    }
    for row in roster.statistics:
        programme = ledger.programmes.get(row.programme)
        if programme is None:
            why = f"there is no programme {row.programme}"
            ledger.refuse("statistic", row.code, "programme", why)
            continue
        values = {
            "programme_id": programme.id,
            "as_of": row.as_of,
            "networks": row.networks,
            "lead_schools": row.lead_schools,
            "partner_schools": row.partner_schools,
            "details": dict(row.model_extra or {}),
            "source": ", ".join(row.source),
        }
        found = known.get((programme.id, row.as_of))
        ledger.put("statistic", row.code, ProgrammeStatistic, found, values)


def _parties(ledger: Ledger, row: AgreementRow, agreement: Agreement, leads: set[int]) -> None:
    known = {
        (party.role, *(getattr(party, name) for name in _SUBJECTS))
        for party in ledger.session.scalars(
            select(AgreementParty).where(AgreementParty.agreement_id == agreement.id)
        )
    }
    named = [("parties", code) for code in row.parties]
    named += [("witness", row.witness)] if row.witness else []
    for field, code in named:
        party = _party(ledger, code, leads)
        if party is None:
            ledger.refuse("agreement", row.code, field, f"nothing known has the code {code}")
            continue
        if field == "witness":
            party.role = PartyRole.WITNESS
        key = (party.role, *(getattr(party, name) for name in _SUBJECTS))
        if key in known:
            continue
        known.add(key)
        party.agreement_id = agreement.id
        ledger.session.add(party)
        ledger.changed("agreement", row.code, field)


def _party(ledger: Ledger, code: str, leads: set[int]) -> AgreementParty | None:
    """The party of this code, not yet in any agreement, or None where nothing has the code."""
    if (school := ledger.schools.get(code)) is not None:
        role = PartyRole.LEAD if school.id in leads else PartyRole.PARTNER
        return AgreementParty(role=role, school_id=school.id)
    if (office := ledger.offices.get(code)) is not None:
        central = office.kind is OfficeKind.CENTRAL
        role = PartyRole.AGENCY if central else PartyRole.AREA_OFFICE
        return AgreementParty(role=role, office_id=office.id)
    if (network := ledger.networks.get(code)) is not None:
        return AgreementParty(role=PartyRole.PARTNER, network_id=network.id)
    if code in ledger.agencies:
        return AgreementParty(role=PartyRole.AGENCY, agency_code=code)
    return None


def _clauses(ledger: Ledger, row: AgreementRow, agreement: Agreement) -> None:
    known = {
        clause.number: clause
        for clause in ledger.session.scalars(
            select(AgreementClause).where(AgreementClause.agreement_id == agreement.id)
        )
    }
    for clause in row.clauses:
        values = {
            "agreement_id": agreement.id,
            "number": clause.no,
            "text_th": clause.text_th,
            "kind": clause.kind,
            "cadence": clause.cadence,
        }
        found = known.get(clause.no)
        ledger.put("agreement", row.code, AgreementClause, found, values)
        if found is None:
            ledger.changed("agreement", row.code, "clauses")
