"""The heat table of the overview: areas, networks or schools by what was asked of them. Pure.

A cell says in figures and in a word where it stands; its colour only repeats that.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from enum import StrEnum

from handlers.status_words import clause_words, duty_words, missing_of, period_words, short_name
from handlers.texts import t
from handlers.thai.dates import short_date
from models.obligations import Judgement, Period, Rule
from models.overview_places import Place, Places
from models.vocabulary import DutyState, RuleSource, ScopeKind, SubjectKind

#: Rows of one page.
PAGE = 25


class Level(StrEnum):
    """What the rows of the table are."""

    AREAS = "areas"
    NETWORKS = "networks"
    SCHOOLS = "schools"


#: Whose duties are those of the rows themselves.
_OWN = {
    Level.AREAS: (SubjectKind.OFFICE,),
    Level.NETWORKS: (SubjectKind.NETWORK, SubjectKind.OFFICE),
    Level.SCHOOLS: tuple(SubjectKind),
}


@dataclass(frozen=True)
class Column:
    """One rule in one period. `key` names it in addresses; `note` is the period, where that is not
    the year, and who is counted, where that is not the row. In the order of the clauses."""

    key: str
    heading: str
    note: str
    order: tuple[object, ...]


@dataclass(frozen=True)
class Cell:
    """`figures` and `words` say it; `heat` is how it is coloured, worst to best: late, none, some,
    most, full; still where there is nothing to measure."""

    figures: str
    words: str
    heat: str


@dataclass
class Row:
    """A place, what it owes by the keys of the columns, and whether it has a page of its own.

    `place` is None for what belongs to no area.
    """

    place: Place | None
    opens: bool = False
    judged: dict[str, list[Judgement]] = field(default_factory=dict)

    @property
    def key(self) -> str:
        return f"{self.place.kind.value}-{self.place.code}" if self.place else "none"

    @property
    def label(self) -> str:
        if self.place is None:
            return t("overview.heat.no_area")
        is_network = self.place.kind is ScopeKind.NETWORK
        return short_name(self.place.label) if is_network else self.place.label

    def cell(self, column: Column) -> Cell | None:
        found = self.judged.get(column.key)
        return cell_of(found, own=self._is(found)) if found else None

    def _is(self, judged: Sequence[Judgement]) -> bool:
        """Whether what is owed is owed by the place of this row itself."""
        subject = judged[0].subject
        return self.place is not None and (self.place.kind, self.place.id) == (
            ScopeKind(subject.kind.value),
            subject.id,
        )


@dataclass(frozen=True)
class Heat:
    """The table. `total` sums all of its rows up."""

    level: Level
    columns: Sequence[Column]
    rows: Sequence[Row]
    total: Row


def heat_of(
    level: Level, judged: Sequence[Judgement], places: Places, year: Period, only: int | None = None
) -> Heat:
    """The table of these judgements; the worst rows first, where they are not schools. `only`: the
    id of the one area that is looked at."""
    columns: dict[str, Column] = {}
    rows: dict[tuple[ScopeKind, int] | None, Row] = {}
    total = Row(None)
    for one in judged:
        if only is not None and area_of(one, places) != only:
            continue
        place = _place_of(level, one, places)
        key = column_key(one)
        if key not in columns:
            columns[key] = _column(key, one, year, level)
        row = rows.setdefault(_id_of(place), Row(place, _opens(level, place)))
        row.judged.setdefault(key, []).append(one)
        total.judged.setdefault(key, []).append(one)
    ordered = list(rows.values())
    if level is not Level.SCHOOLS:
        ordered.sort(key=_urgency)
    shown = sorted(columns.values(), key=lambda column: column.order)
    return Heat(level, shown, ordered, total)


def column_key(judged: Judgement) -> str:
    """How an address names a rule, and the semester where it is owed in each: "o3.2569-2"."""
    rule, period = judged.rule, judged.period
    key = f"{rule.source.value[0]}{rule.id}"
    if period is None or period.semester is None:
        return key
    return f"{key}.{period.label_be}-{period.semester}"


def area_of(judged: Judgement, places: Places) -> int | None:
    """The id of the area office that something belongs to, by its network if it is in one."""
    subject = judged.subject
    match subject.kind:
        case SubjectKind.OFFICE:
            return subject.id
        case SubjectKind.NETWORK:
            return places.office_of_network.get(subject.id)
        case SubjectKind.SCHOOL:
            network = places.network_of_school.get(subject.id)
            if network is not None and network in places.office_of_network:
                return places.office_of_network[network]
            return places.office_of_school.get(subject.id)


def asked_among(judged: Iterable[Judgement]) -> list[Judgement]:
    """Those of which something was asked: not what is only recorded, waived or not theirs to do."""
    asked = (DutyState.DONE, DutyState.DUE, DutyState.OVERDUE, DutyState.ENDED)
    return [one for one in judged if one.state in asked and one.needed]


def cell_of(judged: Sequence[Judgement], *, own: bool) -> Cell:
    """Where a rule stands in one row: how many of those who owe it have done it all, or, of an
    `own` duty of the row's place, how much of it is done."""
    asked = asked_among(judged)
    if not asked:
        return _still(judged)
    done = sum(one.met_on is not None for one in asked)
    overdue = sum(one.state is DutyState.OVERDUE for one in asked)
    share = done / len(asked)
    figures = t("overview.heat.of", done=done, total=len(asked))
    if own:
        only = asked[0]
        share = min(1.0, only.done / only.needed)
        figures = t("overview.heat.of", done=min(only.done, only.needed), total=only.needed)
    if done == len(asked):
        return Cell(figures, t("overview.heat.full"), "full")
    if overdue:
        key = "late_one" if own else "late"
        return Cell(figures, t(f"overview.heat.{key}", count=overdue), "late")
    missing = missing_of(asked[0]) if own else len(asked) - done
    heat = "most" if share >= 0.5 else "some" if share else "none"
    return Cell(figures, t("overview.heat.missing", count=missing), heat)


def _still(judged: Sequence[Judgement]) -> Cell:
    waived = sum(one.state is DutyState.WAIVED for one in judged)
    if waived:
        return Cell("–", t("overview.heat.waived", count=waived), "still")
    if any(one.state is DutyState.NOT_ASKED for one in judged):
        return Cell("–", t("overview.heat.not_asked"), "still")
    count = sum(one.done for one in judged)
    return Cell(str(count), t("overview.heat.recorded"), "still")


def _column(key: str, judged: Judgement, year: Period, level: Level) -> Column:
    rule, period = judged.rule, judged.period
    notes = []
    if rule.subject_kind not in _OWN[level]:
        notes.append(t("overview.heat.counted", unit=t(f"overview.unit.{rule.subject_kind.value}")))
    if rule.source is RuleSource.DEADLINE:
        notes += [t("overview.heat.due", day=short_date(rule.due_on))] if rule.due_on else []
    elif period is not None and period_words(period) != period_words(year):
        notes.append(period_words(period))
    term = (period.label_be, period.semester or 0) if period else (0, 0)
    is_deadline = rule.source is RuleSource.DEADLINE
    order = (is_deadline, rule.due_on or date.max, rule.clause or "~", rule.id, term)
    return Column(key, _heading(rule), "\n".join(notes), order)


def _heading(rule: Rule) -> str:
    if rule.source is RuleSource.DEADLINE or rule.clause is None or rule.kind is None:
        return duty_words(rule)
    return clause_words(rule.clause.rpartition("/")[2], rule.kind.value, rule.title)


def _place_of(level: Level, judged: Judgement, places: Places) -> Place | None:
    subject = judged.subject
    own = Place(ScopeKind(subject.kind.value), subject.id, subject.code, subject.label)
    if level is Level.SCHOOLS or (level is Level.NETWORKS and subject.kind is SubjectKind.OFFICE):
        return own
    if level is Level.AREAS:
        area = area_of(judged, places)
        return places.offices.get(area) if area is not None else None
    if subject.kind is SubjectKind.SCHOOL:
        network = places.network_of_school.get(subject.id)
        return places.networks.get(network, own) if network is not None else own
    return places.networks.get(subject.id, own)


def _opens(level: Level, place: Place | None) -> bool:
    """Whether a row has a page of its own: an area its networks, a network its schools."""
    wanted: Mapping[Level, ScopeKind] = {
        Level.AREAS: ScopeKind.OFFICE,
        Level.NETWORKS: ScopeKind.NETWORK,
    }
    return place is not None and wanted.get(level) is place.kind


def _id_of(place: Place | None) -> tuple[ScopeKind, int] | None:
    return (place.kind, place.id) if place else None


def _urgency(row: Row) -> tuple[object, ...]:
    """Late before due, little before much."""
    asked = asked_among(one for found in row.judged.values() for one in found)
    overdue = sum(one.state is DutyState.OVERDUE for one in asked)
    done = sum(one.met_on is not None for one in asked)
    return (-overdue, done / len(asked) if asked else 1.0, row.place.code if row.place else "~")
