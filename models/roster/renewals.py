"""A programme that runs on: a new period, and new rows for those who go on with it.

The original rows stay as they were. Whoever was in it until the end of the period before gets a
row for the renewed time; who left earlier, or has no end to begin with, does not.
"""

from collections.abc import Iterable

from sqlalchemy import select

from models.networks import Network, NetworkMembership
from models.periods import years_between
from models.programmes import Enrolment, Programme, ProgrammePeriod
from models.roster.documents import Roster
from models.roster.ledger import Ledger
from models.roster.programmes import put_period
from models.roster.rows import RenewalRow


def apply_renewals(ledger: Ledger, roster: Roster) -> None:
    """Renew programmes, for the networks that are named, or for all who are enrolled."""
    for row in roster.renewals:
        programme = ledger.programmes.get(row.programme)
        if programme is None:
            why = f"there is no programme {row.programme}"
            ledger.refuse("renewal", row.code, "programme", why)
            continue
        networks = _networks(ledger, row, programme)
        before = [period for period in ledger.periods(programme) if period.starts_on < row.starts]
        if networks is None or not before:
            if not before:
                ledger.refuse("renewal", row.code, "starts", "there is no period before it")
            continue
        years = row.years_be or years_between(programme.year_basis, row.starts, row.ends)
        values: dict[str, object] = {
            "starts_on": row.starts,
            "ends_on": row.ends,
            "years_be": list(years),
            "sample": row.sample,
        }
        period = put_period(ledger, ("renewal", row.code), programme, values)
        if period is None:
            continue
        _renew_memberships(ledger, row, before[-1], networks)
        _renew_enrolments(ledger, row, before[-1], programme, networks)


def _networks(ledger: Ledger, row: RenewalRow, programme: Programme) -> list[Network] | None:
    """The networks that go on; None where one of those named is refused."""
    if row.networks is None:
        return [
            network for network in ledger.networks.values() if network.programme_id == programme.id
        ]
    networks = []
    for code in row.networks:
        network = ledger.networks.get(code)
        if network is None or network.programme_id != programme.id:
            why = f"there is no network {code} in {row.programme}"
            ledger.refuse("renewal", row.code, "networks", why)
            return None
        networks.append(network)
    return networks


def _renew_memberships(
    ledger: Ledger, row: RenewalRow, before: ProgrammePeriod, networks: Iterable[Network]
) -> None:
    members = ledger.session.scalars(
        select(NetworkMembership)
        .where(NetworkMembership.network_id.in_([network.id for network in networks]))
        .order_by(NetworkMembership.id)
    ).all()
    renewed = {(m.network_id, m.school_id) for m in members if m.starts_on >= row.starts}
    for member in members:
        if member.ends_on != before.ends_on or (member.network_id, member.school_id) in renewed:
            continue
        ledger.session.add(
            NetworkMembership(
                network_id=member.network_id,
                school_id=member.school_id,
                role=member.role,
                starts_on=row.starts,
                ends_on=row.ends,
                sample=row.sample,
            )
        )
        ledger.changed("renewal", row.code, "memberships")


def _renew_enrolments(
    ledger: Ledger,
    row: RenewalRow,
    before: ProgrammePeriod,
    programme: Programme,
    networks: Iterable[Network],
) -> None:
    enrolments = ledger.session.scalars(
        select(Enrolment).where(Enrolment.programme_id == programme.id).order_by(Enrolment.id)
    ).all()
    hosts = {network.office_id for network in networks}
    renewed = {(e.office_id, e.school_id) for e in enrolments if e.starts_on >= row.starts}
    for enrolment in enrolments:
        goes_on = row.networks is None or enrolment.office_id in hosts - {None}
        if enrolment.ends_on != before.ends_on or not goes_on:
            continue
        if (enrolment.office_id, enrolment.school_id) in renewed:
            continue
        ledger.session.add(
            Enrolment(
                programme_id=programme.id,
                office_id=enrolment.office_id,
                school_id=enrolment.school_id,
                starts_on=row.starts,
                ends_on=row.ends,
                sample=row.sample,
            )
        )
        ledger.changed("renewal", row.code, "enrolments")
