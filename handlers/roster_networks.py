"""The rows of the sheet of networks: which network each is, and what it makes or changes."""

from dataclasses import dataclass

from handlers.roster_naming import Meant, Names, T
from handlers.roster_sheet import Line
from handlers.roster_values import Wrong, code, words
from handlers.texts import t
from handlers.thai.fold import fold
from models.roster.sheet_facts import (
    NetworkFact,
    OfficeFact,
    ProgrammeFact,
    Reach,
    SheetFacts,
)
from models.roster.sheet_writes import NewNetwork


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
        self.offices = Names(facts.offices)
        self.taken = set(facts.taken)
        self._numbers: dict[str, int] = {}
        self.networks = Names[NetworkRef]()
        self.by_code: dict[str, NetworkRef] = {}
        for network in facts.networks.values():
            if reach.has_office(network.office_id) and reach.has_programme(network.programme.id):
                self.keep(_ref(network))

    def keep(self, network: NetworkRef) -> None:
        self.networks.add(network)
        self.by_code[network.code] = network
        self.taken.add(network.code)

    def office(self, line: Line, column: str, *, needed: bool) -> OfficeFact | None:
        """The office that a cell names; an empty one means the only office within reach."""
        name = words(line, column)
        if not name:
            if len(self.facts.offices) == 1 and self.reach.offices is not None:
                return self.facts.offices[0]
            if needed:
                raise Wrong(column, "which_office")
            return None
        for office in self.facts.offices:
            if name.upper() in (office.code, *office.names):
                return office
        meant = self.offices.meant(name)
        if len(meant.exact) == 1:
            return meant.exact[0]
        raise not_sure(column, name, meant, "office_unknown", [o.label for o in _all(meant)])

    def free_code(self, stem: str) -> str:
        """The next code of this stem that means nothing yet; taken from now on."""
        number = self._numbers.get(stem, 0) + 1
        while f"{stem}-{number:02}" in self.taken:
            number += 1
        self._numbers[stem] = number
        made = f"{stem}-{number:02}"
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
    programme = _programme(line, places)
    office = places.office(line, "network_office", needed=True)
    assert office is not None
    made = wanted or places.free_code(f"{programme.code}-{office.code}")
    network = NetworkRef(made, name, programme, office.id)
    return NetworkPlan(network, NewNetwork(made, name, programme.id, office.id))


def _named(name: str, places: Places, line: Line) -> NetworkRef | None:
    meant = places.networks.meant(name)
    if len(meant.exact) == 1:
        return meant.exact[0]
    if meant.exact:
        raise not_sure("network_name", name, meant, "", [m.code for m in meant.exact[:5]])
    return None


def _known(line: Line, known: NetworkRef, name: str, places: Places) -> NetworkPlan:
    said = words(line, "programme")
    if said and _programme(line, places).id != known.programme.id:
        raise Wrong("programme", "other_programme", programme=known.programme.name)
    office = places.office(line, "network_office", needed=False)
    if office is not None and known.office_id not in (None, office.id):
        raise Wrong("network_office", "other_office")
    if fold(name) == fold(known.name):
        return NetworkPlan(known)
    renamed = NetworkRef(known.code, name, known.programme, known.office_id, known.id)
    return NetworkPlan(renamed, renamed_from=known.name)


def _programme(line: Line, places: Places) -> ProgrammeFact:
    said = words(line, "programme")
    open_to = [
        one for one in places.facts.programmes.values() if places.reach.has_programme(one.id)
    ]
    if not said and len(open_to) == 1:
        return open_to[0]
    if not said:
        raise Wrong("programme", "which_programme", known=", ".join(one.code for one in open_to))
    found = [one for one in open_to if fold(said) in (fold(one.code), fold(one.name))]
    if len(found) != 1:
        known = ", ".join(one.code for one in open_to)
        raise Wrong("programme", "programme_unknown", read=said[:80], known=known)
    return found[0]
