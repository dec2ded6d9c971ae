"""What a roster file would do, row by row, before anything is done: held against what is there.

The same plan is made for the dry run and, anew, at the moment of taking it over. Nothing is
written here.
"""

from collections import Counter
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, timedelta

from handlers.roster_dates import Stay, at_odds
from handlers.roster_networks import NetworkPlan, Places, plan_network
from handlers.roster_offices import OfficePlan, plan_office, stay_of
from handlers.roster_school_names import Schools
from handlers.roster_schools import SchoolPlan, check_host, plan_school
from handlers.roster_sheet import Book, Line, LineResult, Part
from handlers.roster_twice import Row, Spanned, told_apart
from handlers.roster_values import Wrong
from handlers.texts import t
from handlers.thai.dates import long_date
from models.roster.results import Outcome
from models.roster.sheet_facts import MemberFact, Reach, SheetFacts, TermFact
from models.roster.sheet_writes import SheetWrites

Progress = Callable[[int, int], None]


def silent(_done: int, _total: int) -> None:
    """Tells nobody how far it has come."""


#: From here on it is worth a word that somebody new is so from an earlier day.
LONG_AGO = timedelta(days=300)
#: Rows between two words of progress.
STEP = 500


@dataclass(slots=True)
class SheetPlan:
    """One result for each row, in the order of the file, and what those that pass would write.
    long_ago: who is new without a day of its own is so from the period's first day, long past."""

    results: list[LineResult] = field(default_factory=list)
    writes: SheetWrites = field(default_factory=SheetWrites)
    long_ago: bool = False

    @property
    def counts(self) -> Mapping[Outcome, int]:
        counted = Counter(result.outcome for result in self.results)
        return {outcome: counted[outcome] for outcome in Outcome}

    @property
    def refused(self) -> list[LineResult]:
        return [one for one in self.results if one.outcome is Outcome.REFUSED]


def plan_book(
    book: Book,
    facts: SheetFacts,
    reach: Reach,
    today: date,
    progress: Progress = silent,
) -> SheetPlan:
    """The plan of a file for somebody of this reach. Never raises on what stands in the file."""
    made = _Planning(facts, reach, today)
    total = len(book.lines)
    for done, line in enumerate(_in_turn(book.lines), start=1):
        made.take(line)
        if done % STEP == 0:
            progress(done, total)
    made.settle()
    progress(total, total)
    return made.plan(book.lines)


def _in_turn(lines: Sequence[Line]) -> list[Line]:
    """Offices, then networks, then schools: each names what was before it."""
    order = list(Part)
    return sorted(lines, key=lambda line: order.index(line.part))


Known = MemberFact | TermFact


class _Planning:
    def __init__(self, facts: SheetFacts, reach: Reach, today: date):
        self._today = today
        self._places = Places(facts, reach)
        self._schools = Schools(self._places)
        self._networks: dict[Row, NetworkPlan] = {}
        self._rows: dict[Row, Spanned] = {}
        self._wrong: dict[Row, Wrong] = {}
        self._seen: dict[object, int] = {}
        self._made: set[str] = set()  # schools

    def take(self, line: Line) -> None:
        """Understand one row by itself."""
        try:
            match line.part:
                case Part.OFFICES:
                    self._take_office(line)
                case Part.NETWORKS:
                    plan = plan_network(line, self._places)
                    self._once(line, ("network", plan.network.code), "network_name")
                    self._networks[line.part, line.number] = plan
                    self._places.keep(plan.network)
                case Part.SCHOOLS:
                    row = plan_school(line, self._schools, self._today)
                    self._rows[line.part, line.number] = row
        except Wrong as wrong:
            self._wrong[line.part, line.number] = wrong

    def _take_office(self, line: Line) -> None:
        plan = plan_office(line, self._places, self._today)
        self._rows[line.part, line.number] = plan
        self._places.keep_office_of_file(plan.office)
        if plan.term is not None:
            self._places.keep_term(plan.term)

    def _once(self, line: Line, what: object, column: str) -> None:
        first = self._seen.setdefault(what, line.number)
        if first != line.number:
            raise Wrong(column, "twice", row=first)

    def settle(self) -> None:
        """Refuse what cannot be beside the rest. Each refusal brings back what was there before,
        so it is looked at again until all that is left fits."""
        self._rows, twice = told_apart(self._rows.values(), self._today)
        self._wrong |= twice
        self._check_hosts()
        rows = {row: plan for row, plan in self._rows.items() if plan.alters}
        known = self._known_near(list(rows.values()))
        while True:
            touched = {plan.known for plan in rows.values()}
            others = [stay for fact, stay in known if fact not in touched]
            # What is there already and is changed comes first: an end makes room for a beginning.
            ordered = sorted(rows.values(), key=lambda one: (one.known is None, one.line.number))
            odd = at_odds([plan.stay for plan in ordered], others)
            if not odd:
                return
            for plan in ordered:
                if (wrong := odd.get(plan.stay.who)) is not None:
                    self._refuse(plan, *wrong)
                    del rows[plan.line.part, plan.line.number]

    def _check_hosts(self) -> None:
        for row, plan in list(self._rows.items()):
            try:
                if isinstance(plan, SchoolPlan):
                    check_host(plan, self._places)
            except Wrong as wrong:
                self._wrong[row] = wrong
                del self._rows[row]

    def _refuse(self, plan: Spanned, other: Stay, how: str) -> None:
        column = "role" if how == "lead" else "network"
        if isinstance(plan, OfficePlan):
            column, how = "office_programme", "office"
        elif plan.network is None:
            column = "school_programme"
        span = {"first": long_date(other.starts_on)}
        span["last"] = long_date(other.ends_on) if other.ends_on else t("roster_sheet.no_end")
        row = (plan.line.part, plan.line.number)
        self._wrong[row] = Wrong(column, f"at_odds_{how}", other=other.label, **span)
        del self._rows[row]

    def _known_near(self, rows: Iterable[Spanned]) -> list[tuple[Known, Stay]]:
        """What is there of the schools, networks and offices that rows alter."""
        facts = self._places.facts
        schools = {school.id: school for school in facts.schools.values()}
        networks = {network.id: network for network in facts.networks.values()}
        programmes = {programme.id: programme.code for programme in facts.programmes.values()}
        wanted = {row.school.id for row in rows if isinstance(row, SchoolPlan)}
        led = {row.network.id for row in rows if isinstance(row, SchoolPlan) and row.network}
        hosts = {row.office.id: row.office for row in rows if isinstance(row, OfficePlan)}
        found: list[tuple[Known, Stay]] = []
        for school_id, members in facts.members.items():
            for member in members:
                if school_id not in wanted and member.network_id not in led:
                    continue
                school, network = schools[school_id], networks.get(member.network_id or 0)
                where = network.name if network else programmes[member.programme_id]
                stay = Stay(
                    ("known", member),
                    school.code,
                    network.code if network else ("programme", member.programme_id),
                    member.programme_id,
                    member.role,
                    member.starts_on,
                    member.ends_on,
                    f"{school.name} · {where}",
                )
                found.append((member, stay))
        for term in facts.terms:
            if term.office_id in hosts:
                label = hosts[term.office_id].label
                found.append((term, stay_of(term, ("known", term), label)))
        return found

    def plan(self, lines: Sequence[Line]) -> SheetPlan:
        made = SheetPlan()
        for line in lines:
            row = (line.part, line.number)
            if (wrong := self._wrong.get(row)) is not None:
                faults = ((wrong.column, wrong.why),)
                made.results.append(LineResult(*row, Outcome.REFUSED, faults))
            elif line.part is Part.NETWORKS:
                made.results.append(_network_result(row, self._networks[row], made.writes))
            else:
                made.results.append(self._spanned_result(row, self._rows[row], made.writes))
        undated = (
            plan.begins
            for plan in self._rows.values()
            if isinstance(plan, SchoolPlan) and plan.known is None and plan.said[0] is None
        )
        made.long_ago = any(day < self._today - LONG_AGO for day in undated)
        return made

    def _spanned_result(self, at: Row, plan: Spanned, writes: SheetWrites) -> LineResult:
        if isinstance(plan, OfficePlan):
            return _office_result(at, plan, writes)
        return self._school_result(at, plan, writes)

    def _school_result(self, at: Row, row: SchoolPlan, writes: SheetWrites) -> LineResult:
        school = row.school
        if school.made is not None and school.code not in self._made:
            self._made.add(school.code)
            writes.schools.append(school.made)
        if school.renamed_from and school.id is not None:
            writes.school_names[school.id] = school.name
        if row.alters:
            writes.members.append(row.member)
        outcome = Outcome.CHANGED if row.alters or school.renamed_from else Outcome.UNCHANGED
        outcome = Outcome.CREATED if row.known is None else outcome
        return LineResult(*at, outcome, notes=row.notes)


def _office_result(at: Row, plan: OfficePlan, writes: SheetWrites) -> LineResult:
    if plan.made is not None:
        writes.offices.append(plan.made)
    if plan.alters and plan.term is not None:
        writes.terms.append(plan.term)
    outcome = Outcome.CHANGED if plan.alters else Outcome.UNCHANGED
    if plan.made is not None or (plan.alters and plan.known is None):
        outcome = Outcome.CREATED
    return LineResult(*at, outcome, notes=plan.notes)


def _network_result(at: Row, plan: NetworkPlan, writes: SheetWrites) -> LineResult:
    outcome = Outcome.UNCHANGED
    if plan.made is not None:
        writes.networks.append(plan.made)
        outcome = Outcome.CREATED
    elif plan.renamed_from and plan.network.id is not None:
        writes.network_names[plan.network.id] = plan.network.name
        outcome = Outcome.CHANGED
    return LineResult(*at, outcome, notes=plan.notes)
