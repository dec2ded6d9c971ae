"""Networks of a roster with their members, and enrolments of offices and schools."""

from collections.abc import Iterable
from datetime import date
from typing import Any

from sqlalchemy import select

from models.networks import Network, NetworkMembership
from models.places import Office, School
from models.programmes import Enrolment, Programme
from models.roster.documents import Roster
from models.roster.ledger import Ledger
from models.roster.rows import EnrolmentRow, NetworkRow, SchoolRow
from models.vocabulary import MemberRole

Span = tuple[date, date | None]  # first and last day
Members = dict[tuple[int, int, date], NetworkMembership]  # by network, school and first day
Starting = dict[tuple[int, date], list[NetworkMembership]]  # by network and first day
Enrolments = dict[tuple[int, int | None, int | None], list[Enrolment]]  # by who and in what


def apply_networks(ledger: Ledger, roster: Roster) -> None:
    """Networks and memberships, which run as long as the programme's original period."""
    rows = {row.code: row for row in roster.schools}
    applied = [
        (row, network)
        for row in roster.networks
        if (network := _network(ledger, row, rows)) is not None
    ]
    ledger.session.flush()
    known = {
        (member.network_id, member.school_id, member.starts_on): member
        for member in ledger.session.scalars(select(NetworkMembership))
    }
    there: Starting = {}
    for member in known.values():
        there.setdefault((member.network_id, member.starts_on), []).append(member)
    spans = {
        code: _original_span(ledger, ledger.programmes[code], roster)
        for code in {row.programme for row, _ in applied}
    }
    # A lead that becomes a partner does so before another takes its place: there is one at a time.
    for leads in (False, True):
        for row, network in applied:
            members = _members(row, rows)
            begun = there.get((network.id, spans[row.programme][0]), ())
            if leads and not _lead_is_free(ledger, row, members, begun):
                continue
            for code, role in members.items():
                if (role is MemberRole.LEAD) is leads:
                    span = spans[row.programme]
                    _put_member(ledger, row, network, ledger.schools[code], role, span, known)
        ledger.session.flush()
    _check_claims(ledger, roster)


def apply_enrolments(ledger: Ledger, roster: Roster) -> None:
    """Enrolments that are rows of their own, and those that an office or school row implies:
    an office's `programmes`, and the programme of a school that is in no network.
    """
    known: Enrolments = {}
    for enrolment in ledger.session.scalars(select(Enrolment)):
        key = (enrolment.programme_id, enrolment.office_id, enrolment.school_id)
        known.setdefault(key, []).append(enrolment)
    for row in roster.enrolments:
        _enrol_row(ledger, row, known)
    for office_row in roster.area_offices:
        for code in office_row.programmes:
            if (office := ledger.offices.get(office_row.code)) is not None:
                told = ("office", office_row.code)
                _enrol(ledger, told, code, office, roster, known, sample=office_row.sample)
    for school_row in roster.schools:
        school = ledger.schools.get(school_row.code)
        if school is not None and school_row.programme and not school_row.network:
            told = ("school", school_row.code)
            code = school_row.programme
            _enrol(ledger, told, code, school, roster, known, sample=school_row.sample)


def _network(ledger: Ledger, row: NetworkRow, rows: dict[str, SchoolRow]) -> Network | None:
    if not ledger.code_is_free("network", row.code):
        return None
    programme = ledger.running("network", row.code, row.programme)
    if programme is None:
        return None
    office = ledger.offices.get(row.area_office) if row.area_office else None
    if row.area_office and office is None:
        why = f"there is no office {row.area_office}"
        ledger.refuse("network", row.code, "area_office", why)
        return None
    for field, codes in (("lead", (row.lead,)), ("partners", row.partners)):
        for code in codes:
            if code is not None and code not in ledger.schools:
                ledger.refuse("network", row.code, field, f"there is no school {code}")
                return None
    if not _roles_agree(ledger, row, rows):
        return None
    values = {
        "code": row.code,
        "programme_id": programme.id,
        "office_id": office.id if office else None,
        "name_th": row.name_th,
        "sample": row.sample,
    }
    network = ledger.put("network", row.code, Network, ledger.networks.get(row.code), values)
    ledger.networks[row.code] = network
    return network


def _roles_agree(ledger: Ledger, row: NetworkRow, rows: dict[str, SchoolRow]) -> bool:
    for code in (row.lead, *row.partners):
        if code is None or code not in rows:
            continue
        said = rows[code]
        if said.network != row.code:
            why = f"{code} says it belongs to {said.network or 'no network'}"
            ledger.refuse("network", row.code, "partners", why)
            return False
        if (said.role is MemberRole.LEAD) != (code == row.lead):
            ledger.refuse("network", row.code, "lead", f"{code} says its role is {said.role}")
            return False
    return True


def _members(row: NetworkRow, rows: dict[str, SchoolRow]) -> dict[str, MemberRole]:
    members = {row.lead: MemberRole.LEAD} if row.lead else {}
    for code in row.partners:
        members[code] = rows[code].role if code in rows else MemberRole.PARTNER
    return members


def _lead_is_free(
    ledger: Ledger,
    row: NetworkRow,
    members: dict[str, MemberRole],
    begun: Iterable[NetworkMembership],
) -> bool:
    """`begun`: who is in the network from the same day on."""
    in_file = {ledger.schools[code].id for code in members}
    for member in begun:
        if member.role is not MemberRole.LEAD:
            continue
        if row.lead and member.school_id not in in_file:
            ledger.refuse("network", row.code, "lead", "another school leads it already")
            return False
    return True


def _put_member(
    ledger: Ledger,
    row: NetworkRow,
    network: Network,
    school: School,
    role: MemberRole,
    span: Span,
    known: Members,
) -> None:
    starts_on, ends_on = span
    found = known.get((network.id, school.id, starts_on))
    values = {
        "network_id": network.id,
        "school_id": school.id,
        "role": role,
        "starts_on": starts_on,
        "ends_on": ends_on,
        "sample": row.sample,
    }
    ledger.put("network", row.code, NetworkMembership, found, values)
    if found is None:
        ledger.changed("network", row.code, "members")


def _check_claims(ledger: Ledger, roster: Roster) -> None:
    """A school that says it is in a network must be among those that the network names."""
    named = {row.code: {row.lead, *row.partners} for row in roster.networks}
    for school in roster.schools:
        if school.network and school.code not in named.get(school.network, set()):
            why = f"{school.network} does not name this school"
            ledger.refuse("school", school.code, "network", why)


def _original_span(ledger: Ledger, programme: Programme, roster: Roster) -> Span:
    first = ledger.periods(programme)[0]
    return first.starts_on, None if roster.open_ended else first.ends_on


def _enrol_row(ledger: Ledger, row: EnrolmentRow, known: Enrolments) -> None:
    programme = ledger.programmes.get(row.programme)
    if programme is None:
        why = f"there is no programme {row.programme}"
        ledger.refuse("enrolment", row.code, "programme", why)
        return
    office = ledger.offices.get(row.office) if row.office else None
    school = ledger.schools.get(row.school) if row.school else None
    if office is None and school is None:
        field = "office" if row.office else "school"
        ledger.refuse(
            "enrolment", row.code, field, f"there is no {field} {row.office or row.school}"
        )
        return
    values = {
        "programme_id": programme.id,
        "office_id": office.id if office else None,
        "school_id": school.id if school else None,
        "starts_on": row.starts,
        "ends_on": row.ends,
        "sample": row.sample,
    }
    _put_enrolment(ledger, ("enrolment", row.code), values, known)


def _enrol(
    ledger: Ledger,
    told: tuple[str, str],
    programme_code: str,
    subject: Office | School,
    roster: Roster,
    known: Enrolments,
    *,
    sample: bool,
) -> None:
    programme = ledger.running(*told, programme_code)
    if programme is None:
        return
    starts_on, ends_on = _original_span(ledger, programme, roster)
    values: dict[str, Any] = {
        "programme_id": programme.id,
        "office_id": subject.id if isinstance(subject, Office) else None,
        "school_id": subject.id if isinstance(subject, School) else None,
        "starts_on": starts_on,
        "ends_on": ends_on,
        "sample": sample,
    }
    others = known.get((programme.id, values["office_id"], values["school_id"]), [])
    # A row of its own that says otherwise is better informed.
    if others and all(other.starts_on != starts_on for other in others):
        return
    _put_enrolment(ledger, told, values, known)


def _put_enrolment(
    ledger: Ledger, told: tuple[str, str], values: dict[str, Any], known: Enrolments
) -> None:
    same = known.setdefault((values["programme_id"], values["office_id"], values["school_id"]), [])
    found = next((row for row in same if row.starts_on == values["starts_on"]), None)
    enrolment = ledger.put(*told, Enrolment, found, values)
    if found is None:
        same.append(enrolment)
        ledger.changed(*told, "programme")
