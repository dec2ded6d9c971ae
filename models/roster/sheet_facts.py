"""What a coordinator's roster file is held against: places, networks and memberships, read whole
and without objects of the ORM, since a file may have ten thousand rows.
"""

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date

from sqlalchemy import select
from sqlalchemy.orm import Session

from models.actors import Post
from models.networks import Network, NetworkMembership
from models.places import Office, OfficeAlias, OfficeCode, School, SchoolAlias
from models.policy import Action, may
from models.programmes import Enrolment, Programme, ProgrammePeriod
from models.scopes import COUNTRY_CODE
from models.vocabulary import MemberRole, MentorKind, OfficeKind, ScopeKind


@dataclass(frozen=True, slots=True)
class Reach:
    """What somebody may keep the roster of: these offices, these programmes; None means all.
    `sets_up`: also which offices there are, and in which programmes they take part."""

    offices: frozenset[int] | None = frozenset()
    programmes: frozenset[int] | None = frozenset()
    sets_up: bool = False

    def has_office(self, office_id: int | None) -> bool:
        return self.offices is None or office_id in self.offices

    def has_programme(self, programme_id: int) -> bool:
        return self.programmes is None or programme_id in self.programmes

    @property
    def nothing(self) -> bool:
        return self.offices == frozenset() or self.programmes == frozenset()


EVERYTHING = Reach(None, None, sets_up=True)

#: What tells an area office from all others: kind, province, zone.
OfficePlace = tuple[OfficeKind, str | None, int | None]


@dataclass(frozen=True, slots=True)
class OfficeFact:
    """An id below zero: the file makes it."""

    id: int
    code: str
    label: str
    names: tuple[str, ...]
    place: OfficePlace


@dataclass(frozen=True, slots=True)
class SchoolFact:
    id: int
    code: str
    name: str
    names: tuple[str, ...]
    office_id: int | None


@dataclass(frozen=True, slots=True)
class ProgrammeFact:
    """`periods`: first and last days, the earliest first. `roles`: those its schools may have, the
    last is that of whoever is mentored; `mentor`: by whom."""

    id: int
    code: str
    name: str
    periods: tuple[tuple[date, date], ...]
    roles: tuple[MemberRole, ...]
    mentor: MentorKind


@dataclass(frozen=True, slots=True)
class NetworkFact:
    id: int
    code: str
    name: str
    programme: ProgrammeFact
    office_id: int | None


@dataclass(frozen=True, slots=True)
class MemberFact:
    """A school's part in a network or, `network_id` None, its enrolment in the programme alone."""

    id: int
    network_id: int | None
    school_id: int
    role: MemberRole
    starts_on: date
    ends_on: date | None
    programme_id: int


@dataclass(frozen=True, slots=True)
class TermFact:
    """An office takes part in a programme."""

    id: int
    office_id: int
    programme_id: int
    starts_on: date
    ends_on: date | None


@dataclass(slots=True)
class SheetFacts:
    """Everything that is there, by code; `offices` and their `terms` those within reach alone.
    `taken`: all codes that mean something already."""

    offices: list[OfficeFact] = field(default_factory=list)
    schools: dict[str, SchoolFact] = field(default_factory=dict)
    programmes: dict[str, ProgrammeFact] = field(default_factory=dict)
    networks: dict[str, NetworkFact] = field(default_factory=dict)
    members: dict[int, list[MemberFact]] = field(default_factory=dict)  # by school
    terms: list[TermFact] = field(default_factory=list)
    taken: set[str] = field(default_factory=set)


_WIDE = (ScopeKind.COUNTRY, ScopeKind.PROGRAMME)


def roster_reach(posts: Iterable[Post]) -> Reach:
    """What the holder of these posts may keep the roster of: over programmes, or own offices."""
    offices: set[int] = set()
    programmes: set[int] = set()
    posts = [post for post in posts if may([post], Action.KEEP_ROSTER)]
    sets_up = may([post for post in posts if post.scope.kind in _WIDE], Action.SET_UP)
    for post in posts:
        if post.scope.kind is ScopeKind.COUNTRY:
            return Reach(None, None, sets_up)
        if post.scope.kind is ScopeKind.PROGRAMME and post.scope.id is not None:
            programmes.add(post.scope.id)
        if post.scope.kind is ScopeKind.OFFICE and post.scope.id is not None:
            offices.add(post.scope.id)
    if programmes:
        return Reach(None, frozenset(programmes), sets_up)
    return Reach(frozenset(offices), None)


def sheet_facts(session: Session, reach: Reach) -> SheetFacts:
    """Read what a file is held against. Membership of the whole country, so that nobody is put
    into two networks of a programme at a time."""
    facts = SheetFacts(taken={COUNTRY_CODE})
    _read_offices(session, reach, facts)
    _read_schools(session, facts)
    _read_programmes(session, facts)
    by_id = {programme.id: programme for programme in facts.programmes.values()}
    n = Network
    for row in session.execute(select(n.id, n.code, n.name_th, n.programme_id, n.office_id)):
        network = NetworkFact(row.id, row.code, row.name_th, by_id[row.programme_id], row.office_id)
        facts.networks[row.code] = network
        facts.taken.add(row.code)
    _read_members(session, facts)
    _read_enrolments(session, reach, facts, by_id)
    for known in facts.members.values():
        known.sort(key=lambda member: (member.starts_on, member.id))
    return facts


def _read_members(session: Session, facts: SheetFacts) -> None:
    m = NetworkMembership
    columns = (m.id, m.network_id, m.school_id, m.role, m.starts_on, m.ends_on)
    programme = Network.programme_id
    query = select(*columns, programme).join(Network, Network.id == m.network_id)
    for told in session.execute(query):
        member = MemberFact(*told)
        facts.members.setdefault(member.school_id, []).append(member)


def _read_enrolments(
    session: Session, reach: Reach, facts: SheetFacts, programmes: dict[int, ProgrammeFact]
) -> None:
    e = Enrolment
    columns = (e.id, e.office_id, e.school_id, e.programme_id, e.starts_on, e.ends_on)
    for row in session.execute(select(*columns).order_by(e.starts_on, e.id)):
        span = (row.starts_on, row.ends_on)
        if row.school_id is not None:
            role = programmes[row.programme_id].roles[-1]
            member = MemberFact(row.id, None, row.school_id, role, *span, row.programme_id)
            facts.members.setdefault(row.school_id, []).append(member)
        elif reach.has_office(row.office_id):
            facts.terms.append(TermFact(row.id, row.office_id, row.programme_id, *span))


def _read_offices(session: Session, reach: Reach, facts: SheetFacts) -> None:
    names: dict[int, list[str]] = {}
    for office_id, alias in session.execute(select(OfficeAlias.office_id, OfficeAlias.alias)):
        names.setdefault(office_id, []).append(alias)
    for code, office_id in session.execute(select(OfficeCode.code, OfficeCode.office_id)):
        names.setdefault(office_id, []).append(code)
        facts.taken.add(code)
    for office in session.scalars(select(Office).order_by(Office.code)):
        facts.taken.add(office.code)
        if office.kind is OfficeKind.CENTRAL or not reach.has_office(office.id):
            continue
        called = (office.short_th, office.name_th, *names.get(office.id, ()))
        place = (office.kind, office.province, office.zone)
        facts.offices.append(OfficeFact(office.id, office.code, office.short_th, called, place))


def _read_schools(session: Session, facts: SheetFacts) -> None:
    aliases: dict[int, list[str]] = {}
    for school_id, alias in session.execute(select(SchoolAlias.school_id, SchoolAlias.alias)):
        aliases.setdefault(school_id, []).append(alias)
    s = School
    for row in session.execute(select(s.id, s.code, s.name_th, s.office_id).order_by(s.id)):
        names = (row.name_th, *aliases.get(row.id, ()))
        facts.schools[row.code] = SchoolFact(row.id, row.code, row.name_th, names, row.office_id)
        facts.taken.add(row.code)


def _read_programmes(session: Session, facts: SheetFacts) -> None:
    periods: dict[int, list[tuple[date, date]]] = {}
    p = ProgrammePeriod
    for row in session.execute(select(p.programme_id, p.starts_on, p.ends_on)):
        periods.setdefault(row.programme_id, []).append((row.starts_on, row.ends_on))
    for programme in session.scalars(select(Programme).order_by(Programme.code)):
        leads = (MemberRole.LEAD,) if programme.mentor_kind is MentorKind.LEAD else ()
        facts.programmes[programme.code] = ProgrammeFact(
            programme.id,
            programme.code,
            programme.name_th,
            tuple(sorted(periods.get(programme.id, ()))),
            (*leads, programme.mentee_role),
            programme.mentor_kind,
        )
        facts.taken.add(programme.code)
