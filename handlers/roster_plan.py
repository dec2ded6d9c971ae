"""What a roster file would do, row by row, before anything is done: held against what is there.

The same plan is made for the dry run and, anew, at the moment of taking it over. Nothing is
written here.
"""

from collections import Counter
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date

from handlers.roster_dates import Stay, at_odds
from handlers.roster_networks import NetworkPlan, Places, plan_network
from handlers.roster_schools import SchoolPlan, Schools, plan_school
from handlers.roster_sheet import Book, Line, LineResult, Part
from handlers.roster_values import Wrong
from handlers.texts import t
from handlers.thai.dates import long_date
from models.roster.results import Outcome
from models.roster.sheet_facts import MemberFact, Reach, SheetFacts
from models.roster.sheet_writes import SheetWrites

Progress = Callable[[int, int], None]
#: Rows between two words of progress.
STEP = 500


@dataclass(slots=True)
class SheetPlan:
    """One result for each row, in the order of the file, and what those that pass would write."""

    results: list[LineResult] = field(default_factory=list)
    writes: SheetWrites = field(default_factory=SheetWrites)

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
    progress: Progress = lambda _done, _total: None,
) -> SheetPlan:
    """The plan of a file for somebody of this reach. Never raises on what stands in the file."""
    made = _Planning(facts, reach, today)
    total = len(book.lines)
    for done, line in enumerate(_networks_first(book.lines), start=1):
        made.take(line)
        if done % STEP == 0:
            progress(done, total)
    made.settle()
    progress(total, total)
    return made.plan(book.lines)


def _networks_first(lines: Sequence[Line]) -> list[Line]:
    order = list(Part)
    return sorted(lines, key=lambda line: order.index(line.part))


Row = tuple[Part, int]


class _Planning:
    def __init__(self, facts: SheetFacts, reach: Reach, today: date):
        self._today = today
        self._places = Places(facts, reach)
        self._schools = Schools(self._places)
        self._networks: dict[int, NetworkPlan] = {}  # by row
        self._rows: dict[int, SchoolPlan] = {}
        self._wrong: dict[Row, Wrong] = {}
        self._seen: dict[object, int] = {}
        self._made: set[str] = set()  # schools

    def take(self, line: Line) -> None:
        """Understand one row by itself."""
        try:
            if line.part is Part.NETWORKS:
                plan = plan_network(line, self._places)
                self._once(line, ("network", plan.network.code), "network_name")
                self._networks[line.number] = plan
                self._places.keep(plan.network)
            else:
                row = plan_school(line, self._schools, self._today)
                key = row.known.id if row.known else row.stay.starts_on
                who = (row.school.code, row.network.code, key)
                self._once(line, who, "school")
                self._rows[line.number] = row
        except Wrong as wrong:
            self._wrong[line.part, line.number] = wrong

    def _once(self, line: Line, what: object, column: str) -> None:
        first = self._seen.setdefault(what, line.number)
        if first != line.number:
            raise Wrong(column, "twice", row=first)

    def settle(self) -> None:
        """Refuse what cannot be beside the rest. Each refusal brings back what was there before,
        so it is looked at again until all that is left fits."""
        rows = {number: row for number, row in self._rows.items() if row.alters}
        known = self._known_near(list(rows.values()))
        while True:
            touched = {row.known.id for row in rows.values() if row.known}
            others = [stay for member, stay in known if member.id not in touched]
            # What is there already and is changed comes first: an end makes room for a beginning.
            ordered = sorted(rows.values(), key=lambda row: (row.known is None, row.line.number))
            odd = at_odds([row.stay for row in ordered], others)
            if not odd:
                return
            for number, (other, how) in odd.items():
                assert isinstance(number, int)
                self._refuse(rows.pop(number), other, how)

    def _refuse(self, row: SchoolPlan, other: Stay, how: str) -> None:
        column = "network" if how == "school" else "role"
        span = {"first": long_date(other.starts_on)}
        span["last"] = long_date(other.ends_on) if other.ends_on else t("roster_sheet.no_end")
        wrong = Wrong(column, f"at_odds_{how}", other=other.label, **span)
        self._wrong[Part.SCHOOLS, row.line.number] = wrong
        del self._rows[row.line.number]

    def _known_near(self, rows: Iterable[SchoolPlan]) -> list[tuple[MemberFact, Stay]]:
        """The memberships of the schools and in the networks that rows alter."""
        facts = self._places.facts
        schools = {school.id: school for school in facts.schools.values()}
        networks = {network.id: network for network in facts.networks.values()}
        wanted = {row.school.id for row in rows}
        led = {row.network.id for row in rows}
        found = []
        for school_id, members in facts.members.items():
            for member in members:
                if school_id not in wanted and member.network_id not in led:
                    continue
                network, school = networks[member.network_id], schools[school_id]
                stay = Stay(
                    ("known", member.id),
                    school.code,
                    network.code,
                    network.programme.id,
                    member.role,
                    member.starts_on,
                    member.ends_on,
                    f"{school.name} · {network.name}",
                )
                found.append((member, stay))
        return found

    def plan(self, lines: Sequence[Line]) -> SheetPlan:
        made = SheetPlan()
        for line in lines:
            wrong = self._wrong.get((line.part, line.number))
            if wrong is not None:
                faults = ((wrong.column, wrong.why),)
                made.results.append(LineResult(line.part, line.number, Outcome.REFUSED, faults))
            elif line.part is Part.NETWORKS:
                made.results.append(self._network_result(line, made.writes))
            else:
                made.results.append(self._school_result(line, made.writes))
        return made

    def _network_result(self, line: Line, writes: SheetWrites) -> LineResult:
        plan = self._networks[line.number]
        outcome = Outcome.UNCHANGED
        if plan.made is not None:
            writes.networks.append(plan.made)
            outcome = Outcome.CREATED
        elif plan.renamed_from and plan.network.id is not None:
            writes.network_names[plan.network.id] = plan.network.name
            outcome = Outcome.CHANGED
        return LineResult(line.part, line.number, outcome, notes=plan.notes)

    def _school_result(self, line: Line, writes: SheetWrites) -> LineResult:
        row = self._rows[line.number]
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
        return LineResult(line.part, line.number, outcome, notes=row.notes)
