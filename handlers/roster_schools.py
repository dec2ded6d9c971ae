"""The rows of the sheet of schools: which school in which network, as what, from when to when."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from handlers.roster_dates import Stay, period_of, the_same
from handlers.roster_naming import Names, like
from handlers.roster_networks import NetworkRef, Places, not_sure
from handlers.roster_sheet import Line
from handlers.roster_values import Wrong, code, day, role, role_words, words, yes
from handlers.texts import t
from handlers.thai.dates import short_date
from handlers.thai.fold import fold
from models.roster.sheet_facts import MemberFact, OfficeFact, SchoolFact
from models.roster.sheet_writes import Member, NewSchool
from models.vocabulary import MemberRole


@dataclass(frozen=True, slots=True)
class SchoolRef:
    """A school that is there (`id`) or that the file makes (`made`)."""

    code: str
    name: str
    names: tuple[str, ...]
    office_id: int | None
    id: int | None = None
    made: NewSchool | None = None
    renamed_from: str = ""


@dataclass(frozen=True, slots=True)
class SchoolPlan:
    """A row of the sheet that can be taken by itself; whether it can be beside the others is told
    by their `stay`s. known: the membership it means, where there is one."""

    line: Line
    school: SchoolRef
    network: NetworkRef
    stay: Stay
    known: MemberFact | None

    @property
    def alters(self) -> bool:
        """Whether a membership is made or changed."""
        stay, known = self.stay, self.known
        return known is None or (known.role, known.starts_on, known.ends_on) != (
            stay.role,
            stay.starts_on,
            stay.ends_on,
        )

    @property
    def member(self) -> Member:
        stay = self.stay
        return Member(
            self.network.code,
            self.school.code,
            stay.role,
            stay.starts_on,
            stay.ends_on,
            self.known.id if self.known else None,
        )

    @property
    def notes(self) -> tuple[str, ...]:
        """What the row does, in Thai."""
        told = []
        if self.school.made is not None:
            told.append(t("roster_sheet.did.school", code=self.school.code))
        if self.school.renamed_from:
            told.append(t("roster_sheet.did.renamed", before=self.school.renamed_from))
        if self.known is None:
            span = {"first": short_date(self.stay.starts_on), "last": _last(self.stay.ends_on)}
            told.append(t("roster_sheet.did.joined", **span))
            return tuple(told)
        for key, before, after in (
            ("role", _role(self.known.role), _role(self.stay.role)),
            ("starts", short_date(self.known.starts_on), short_date(self.stay.starts_on)),
            ("ends", _last(self.known.ends_on), _last(self.stay.ends_on)),
        ):
            if before != after:
                told.append(t(f"roster_sheet.did.{key}", before=before, after=after))
        return tuple(told)


class Schools:
    """The schools a file may name; grows as the file is read."""

    def __init__(self, places: Places):
        self.places = places
        self._by_code: dict[str, SchoolRef] = {}
        self._of_office: dict[int | None, list[SchoolFact]] = {}
        self._names: dict[int, Names[SchoolRef]] = {}
        for school in places.facts.schools.values():
            self._by_code[school.code] = _ref(school)
            self._of_office.setdefault(school.office_id, []).append(school)

    def named(self, line: Line) -> SchoolRef:
        """The school of a row, made where it is new. Raises Wrong."""
        name, wanted = words(line, "school"), code(line, "school_code")
        if not name:
            raise Wrong("school", "empty")
        known = self._by_code.get(wanted) if wanted else None
        if known is not None:
            return self._checked(line, known, name)
        if wanted in self.places.taken:
            raise Wrong("school_code", "code_taken", read=wanted)
        office = self.places.office(line, "office", needed=True)
        assert office is not None
        found = self._called(line, name, office, wanted)
        return found or self._new(name, office, wanted)

    def _checked(self, line: Line, known: SchoolRef, name: str) -> SchoolRef:
        """The code is known: the school must be within reach and called like that."""
        if not self.places.reach.has_office(known.office_id):
            raise Wrong("school_code", "outside", read=known.code)
        office = self.places.office(line, "office", needed=False)
        if office is not None and known.office_id not in (None, office.id):
            raise Wrong("office", "other_office")
        if fold(name) in {fold(one) for one in known.names}:
            return known
        if not like(name, known.names):
            raise Wrong("school_code", "other_name", read=known.code, found=known.name)
        if known.id is None:
            raise Wrong("school", "two_names", read=known.code, found=known.name)
        return SchoolRef(
            known.code, name, (name,), known.office_id, known.id, renamed_from=known.name
        )

    def _called(self, line: Line, name: str, office: OfficeFact, wanted: str) -> SchoolRef | None:
        """The school of this name in the office; None where there is surely none."""
        meant = self._names_of(office).meant(name)
        listed = [f"{one.name} ({one.code})" for one in (*meant.exact, *meant.alike)]
        if yes(line, "fresh") and not (meant.exact and not wanted):
            return None
        if len(meant.exact) == 1 and not wanted:
            return meant.exact[0]
        if meant.exact or meant.alike:
            key = "several" if len(meant.exact) > 1 else "alike_school"
            raise Wrong("school", key, read=name[:80], found=", ".join(listed[:5]))
        return None

    def _new(self, name: str, office: OfficeFact, wanted: str) -> SchoolRef:
        made = wanted or self.places.free_code(office.code)
        self.places.taken.add(made)
        school = SchoolRef(made, name, (name,), office.id, made=NewSchool(made, name, office.id))
        self._by_code[made] = school
        self._names_of(office).add(school)
        return school

    def _names_of(self, office: OfficeFact) -> Names[SchoolRef]:
        if office.id not in self._names:
            known = self._of_office.get(office.id, [])
            self._names[office.id] = Names(self._by_code[school.code] for school in known)
        return self._names[office.id]


def plan_school(line: Line, schools: Schools, today: date) -> SchoolPlan:
    """What a row of this sheet means by itself. Raises Wrong."""
    places = schools.places
    network = _network(line, places)
    school = schools.named(line)
    member_role = role(line, "role", network.programme.roles)
    starts, ends = day(line, "starts", today), day(line, "ends", today)
    known = _memberships(places, school, network)
    default = period_of(network.programme, starts, today) if starts or not known else None
    found = the_same(known, starts, ends, default[0] if default else known[0].starts_on, today)
    last: date | None
    if found is None:
        default = default or period_of(network.programme, starts, today)
        first, last = starts or default[0], ends or default[1]
    else:
        first, last = starts or found.starts_on, ends or found.ends_on
    if last is not None and last < first:
        raise Wrong("ends", "before_start")
    changed = found is None or (first, last) != (found.starts_on, found.ends_on)
    if changed and last is not None:
        _within_the_period(network, first, last, today)
    stay = Stay(
        line.number,
        school.code,
        network.code,
        network.programme.id,
        member_role,
        first,
        last,
        t("roster_sheet.in_row", row=line.number),
    )
    return SchoolPlan(line, school, network, stay, found)


def _within_the_period(network: NetworkRef, first: date, last: date, today: date) -> None:
    period = period_of(network.programme, first, today)
    if last > period[1]:
        raise Wrong("ends", "after_period", last=short_date(period[1]))


def _memberships(places: Places, school: SchoolRef, network: NetworkRef) -> Sequence[MemberFact]:
    if school.id is None or network.id is None:
        return ()
    known = places.facts.members.get(school.id, ())
    return [member for member in known if member.network_id == network.id]


def _network(line: Line, places: Places) -> NetworkRef:
    said = words(line, "network")
    if not said:
        raise Wrong("network", "empty")
    if (known := places.by_code.get(said.upper())) is not None:
        return known
    meant = places.networks.meant(said)
    if len(meant.exact) == 1:
        return meant.exact[0]
    candidates = [f"{one.name} ({one.code})" for one in (*meant.exact, *meant.alike)]
    raise not_sure("network", said, meant, "network_unknown", candidates[:5])


def _ref(school: SchoolFact) -> SchoolRef:
    return SchoolRef(school.code, school.name, school.names, school.office_id, school.id)


def _role(one: MemberRole) -> str:
    return role_words(one)[0]


def _last(day_: date | None) -> str:
    return short_date(day_) if day_ else t("roster_sheet.no_end")
