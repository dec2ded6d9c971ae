"""The rows of the sheet of networks: which network each is, and what it makes or changes; and what
the rows of a file may name at all.
"""

from dataclasses import dataclass
from datetime import date

from handlers.roster_naming import Meant, Names, T
from handlers.roster_sheet import Line
from handlers.roster_values import Wrong, code, words
from handlers.texts import t
from handlers.thai.fold import fold
from models.roster.sheet_facts import (
    NetworkFact,
    OfficeFact,
    OfficePlace,
    ProgrammeFact,
    Reach,
    SheetFacts,
    TermFact,
)
from models.roster.sheet_writes import NewNetwork, Term
from models.vocabulary import MentorKind


@dataclass(frozen=True, slots=True)
class NetworkRef:
    """A network that is there (`id`) or that the file makes."""

    code: str
    name: str
    programme: ProgrammeFact
    office_id: int | None
    id: int | None = None

    @property
    def names(self) -> tuple[str, ...]:
        return (self.name,)


class Places:
    """What a file may name, within the reach of its sender; grows as the file is read."""

    def __init__(self, facts: SheetFacts, reach: Reach):
        self.facts, self.reach = facts, reach
        self.offices = Names[OfficeFact]()
        self._offices: dict[str, OfficeFact] = {}  # by code and name
        self._at: dict[OfficePlace, OfficeFact] = {}
        self._of_file: dict[int, OfficeFact] = {}
        self._terms: list[TermFact | Term] = list(facts.terms)
        self.taken = set(facts.taken)
        self._numbers: dict[str, int] = {}
        self.networks = Names[NetworkRef]()
        self.by_code: dict[str, NetworkRef] = {}
        for office in facts.offices:
            self.keep_office(office)
        for network in facts.networks.values():
            if reach.has_office(network.office_id) and reach.has_programme(network.programme.id):
                self.keep(_ref(network))

    def keep(self, network: NetworkRef) -> None:
        self.networks.add(network)
        self.by_code[network.code] = network
        self.taken.add(network.code)

    def keep_office_of_file(self, office: OfficeFact) -> None:
        """A row of the sheet of offices means this one."""
        self._of_file[office.id] = office
        if office.id < 0:
            self.keep_office(office)

    def keep_office(self, office: OfficeFact) -> None:
        self.offices.add(office)
        for name in (office.code, *office.names):
            self._offices.setdefault(name.upper(), office)
        self._at[office.place] = office
        self.taken.add(office.code)

    def keep_term(self, term: Term) -> None:
        self._terms.append(term)

    def hosts(self, office_id: int, programme: ProgrammeFact, day: date) -> bool:
        """Whether the office takes part in the programme on this day, as far as was read."""
        return any(
            term.starts_on <= day <= (term.ends_on or date.max)
            for term in self._terms
            if (term.office_id, term.programme_id) == (office_id, programme.id)
        )

    def only_network(self, programme: ProgrammeFact) -> NetworkRef | None:
        """The network of a programme that has just one within reach."""
        found = [one for one in self.by_code.values() if one.programme.id == programme.id]
        return found[0] if len(found) == 1 else None

    def office(self, line: Line, column: str, *, needed: bool) -> OfficeFact | None:
        """The office that a cell names; an empty one means the only office within reach, or the
        only one that the file has on its sheet of offices."""
        name = words(line, column)
        if not name:
            own = self.facts.offices if self.reach.offices is not None else []
            near = own or list(self._of_file.values())
            if len(near) == 1:
                return near[0]
            if needed:
                raise Wrong(column, "which_office")
            return None
        if (known := self._offices.get(name.upper())) is not None:
            return known
        meant = self.offices.meant(name)
        if len(meant.exact) == 1:
            return meant.exact[0]
        raise not_sure(column, name, meant, "office_unknown", [o.label for o in _all(meant)])

    def office_at(self, place: OfficePlace | None) -> OfficeFact | None:
        """The office at this kind, province and zone; a special group is known by its number."""
        if place is None:
            return None
        if place[1] is None:
            found = [o for at, o in self._at.items() if (at[0], at[2]) == (place[0], place[2])]
            return found[0] if len(found) == 1 else None
        return self._at.get(place)

    def zoned_otherwise(self, place: OfficePlace) -> list[str]:
        """The offices of this kind in this province that have a zone where this one has none, or
        none where it has one: one of the two is written wrongly."""
        kind, province, zone = place
        alike = [o for at, o in self._at.items() if at[:2] == (kind, province)]
        return [office.label for office in alike if (office.place[2] is None) != (zone is None)]

    def next_office_id(self) -> int:
        """What the next new office is known by in this file."""
        return -1 - sum(office.id < 0 for office in self._at.values())

    def free_code(self, stem: str, digits: int = 2) -> str:
        """The next code of this stem that means nothing yet; taken from now on."""
        number = self._numbers.get(stem, 0) + 1
        while f"{stem}-{number:0{digits}}" in self.taken:
            number += 1
        self._numbers[stem] = number
        made = f"{stem}-{number:0{digits}}"
        self.taken.add(made)
        return made


def not_sure(column: str, read: str, meant: Meant[T], unknown: str, candidates: list[str]) -> Wrong:
    """Why a name is not taken: there are several, some are nearly it, or there is none."""
    listed = ", ".join(candidates)
    if meant.exact:
        return Wrong(column, "several", read=read[:80], found=listed)
    if meant.alike:
        return Wrong(column, "alike", read=read[:80], found=listed)
    return Wrong(column, unknown, read=read[:80])


def _all(meant: Meant[OfficeFact]) -> list[OfficeFact]:
    return [*meant.exact, *meant.alike][:5]


def _ref(network: NetworkFact) -> NetworkRef:
    return NetworkRef(network.code, network.name, network.programme, network.office_id, network.id)


@dataclass(frozen=True, slots=True)
class NetworkPlan:
    """A row of the sheet that can be taken: the network, and what it makes or renames."""

    network: NetworkRef
    made: NewNetwork | None = None
    renamed_from: str = ""

    @property
    def notes(self) -> tuple[str, ...]:
        if self.made is not None:
            return (t("roster_sheet.did.network", code=self.network.code),)
        if self.renamed_from:
            return (t("roster_sheet.did.renamed", before=self.renamed_from),)
        return ()


def plan_network(line: Line, places: Places) -> NetworkPlan:
    """What a row of this sheet means. Raises Wrong."""
    name, wanted = words(line, "network_name"), code(line, "network_code")
    if not name:
        raise Wrong("network_name", "empty")
    known = places.by_code.get(wanted) if wanted else _named(name, places, line)
    if wanted and known is None and wanted in places.taken:
        raise Wrong("network_code", "code_taken", read=wanted)
    if known is not None:
        return _known(line, known, name, places)
    programme = programme_of(line, places, "programme")
    # A team of experts mentors schools of the whole country: such a network is of no office.
    apart = programme.mentor is MentorKind.EXPERT_TEAM and places.reach.sets_up
    office = places.office(line, "network_office", needed=not apart)
    office_id = office.id if office else None
    made = wanted or places.free_code(
        f"{programme.code}-{office.code}" if office else programme.code
    )
    network = NetworkRef(made, name, programme, office_id)
    return NetworkPlan(network, NewNetwork(made, name, programme.id, office_id))


def _named(name: str, places: Places, line: Line) -> NetworkRef | None:
    meant = places.networks.meant(name)
    if len(meant.exact) == 1:
        return meant.exact[0]
    if meant.exact:
        raise not_sure("network_name", name, meant, "", [m.code for m in meant.exact[:5]])
    return None


def _known(line: Line, known: NetworkRef, name: str, places: Places) -> NetworkPlan:
    said = words(line, "programme")
    if said and programme_of(line, places, "programme").id != known.programme.id:
        raise Wrong("programme", "other_programme", programme=known.programme.name)
    office = places.office(line, "network_office", needed=False)
    if office is not None and known.office_id not in (None, office.id):
        raise Wrong("network_office", "other_office")
    if fold(name) == fold(known.name):
        return NetworkPlan(known)
    renamed = NetworkRef(known.code, name, known.programme, known.office_id, known.id)
    return NetworkPlan(renamed, renamed_from=known.name)


def programme_of(line: Line, places: Places, column: str) -> ProgrammeFact:
    """The programme that a cell names, or the only one there is. Raises Wrong."""
    said = words(line, column)
    open_to = [
        one for one in places.facts.programmes.values() if places.reach.has_programme(one.id)
    ]
    if not said and len(open_to) == 1:
        return open_to[0]
    if not said:
        raise Wrong(column, "which_programme", known=", ".join(one.code for one in open_to))
    found = [one for one in open_to if fold(said) in (fold(one.code), fold(one.name))]
    if len(found) != 1:
        known = ", ".join(one.code for one in open_to)
        raise Wrong(column, "programme_unknown", read=said[:80], known=known)
    return found[0]
