"""Who is behind, the most urgent first: the list under the totals, of areas or of networks."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field

from handlers.cards.card import Row
from handlers.cards.limits import shorten
from handlers.status_asked import Reference, open_button
from handlers.status_words import duty_words, missing_of, period_words, short_name
from handlers.texts import t
from models.obligations import Judgement, Rule
from models.people import Scope
from models.status_queries import Member, Pilot
from models.vocabulary import DutyState, RuleSource, ScopeKind, SubjectKind

#: Networks and offices on one card; the others are a tap away.
PAGE = 8
#: How much of a name the list shows, in graphemes; eight rows must fit into one bubble.
MOST_OF_A_NAME = 80


@dataclass
class Behind:
    """A network, office or school and what it owes: per duty, whether it is late, and how much.

    `office`: the code of the office that it lies in.
    """

    kind: ScopeKind
    code: str
    name: str
    office: str | None = None
    late: dict[str, int] = field(default_factory=dict)
    due: dict[str, int] = field(default_factory=dict)
    of_schools: set[str] = field(default_factory=set)

    @property
    def owes(self) -> bool:
        """Whether it owes anything."""
        return bool(self.late or self.due)

    def order(self) -> tuple[object, ...]:
        """Late before due, many duties before few."""
        duties = len(self.late) + len(self.due)
        count = sum(self.late.values()) + sum(self.due.values())
        return (-len(self.late), -duties, -count, self.kind, self.code)

    def add(self, judged: Judgement, duty: str) -> None:
        """Count one thing that is owed, and what it is about in words."""
        of_school = judged.subject.kind is SubjectKind.SCHOOL
        if of_school:
            self.of_schools.add(duty)
        duties = self.late if judged.state is DutyState.OVERDUE else self.due
        duties[duty] = duties.get(duty, 0) + (1 if of_school else missing_of(judged))


def behind(
    scope: Scope,
    judgements: Iterable[Judgement],
    members: Iterable[Member],
    pilots: Iterable[Pilot],
) -> list[Behind]:
    """The networks and offices within `scope`, the most urgent first; of an office its networks
    and pilot schools. Of those that owe nothing all but offices.

    What a school owes counts for its network, or for its area office where it has none. What the
    scope itself owes is left out.
    """
    within_office = scope.kind is ScopeKind.OFFICE
    own: dict[int, Behind] = {}
    of_member: dict[tuple[str, int], Behind] = {}
    for member in members:
        if member.network_id not in own:
            own[member.network_id] = _network(member, within_office)
        of_member[member.programme_code, member.school_id] = own[member.network_id]
    of_pilot = {(p.programme_code, p.school_id): _pilot(p, within_office) for p in pilots}
    listed = [*own.values(), *(of_pilot.values() if within_office else ())]
    found = {(one.kind, one.code): one for one in listed}
    words: dict[Rule, str] = {}
    for judged in judgements:
        if not judged.owed:
            continue
        if judged.rule not in words:
            words[judged.rule] = duty_words(judged.rule)
        subject, place = judged.subject, (judged.rule.programme_code, judged.subject.id)
        one: Behind | None
        match subject.kind:
            case SubjectKind.OFFICE:
                one = Behind(ScopeKind.OFFICE, subject.code, subject.label, subject.code)
            case SubjectKind.NETWORK:
                one = own.get(subject.id)
            case SubjectKind.SCHOOL:
                one = of_member.get(place) or of_pilot.get(place)
        if one is None or (one.kind, one.code) == (scope.kind, scope.code):
            continue
        found.setdefault((one.kind, one.code), one).add(judged, words[judged.rule])
    return sorted(found.values(), key=Behind.order)


def rows_of(
    asked: Reference,
    found: Sequence[Behind],
    judgements: Iterable[Judgement],
) -> list[Row]:
    """A heading and one page of those found; each row opens its own status."""
    label = t("status.row.attention")
    shown = found[asked.first : asked.first + PAGE]
    if not shown:
        return [Row(label, t("status.row.attention_none"))]
    words = t(
        "status.row.attention_value",
        first=asked.first + 1,
        last=asked.first + len(shown),
        total=len(found),
        owing=sum(one.owes for one in found),
        periods=periods_owed(judgements),
    ).strip()
    return [Row(label, words), *(_row(asked, one) for one in shown)]


def periods_owed(judgements: Iterable[Judgement]) -> str:
    """The years and semesters that what is owed belongs to; deadlines name their day elsewhere."""
    # Hundreds share a period: it is put into words once.
    periods = {
        id(judged.period): judged.period
        for judged in judgements
        if judged.owed and judged.period and judged.rule.source is RuleSource.OBLIGATION
    }
    return " · ".join(dict.fromkeys(map(period_words, periods.values())))


def _row(asked: Reference, one: Behind) -> Row:
    name = shorten(one.name, MOST_OF_A_NAME)
    button = open_button(asked.of(one.kind, one.code), name)
    return Row(name, owed_words(one), button, muted=not one.owes)


def owed_words(one: Behind) -> str:
    """What is late and what is still missing, a line each."""
    parts = []
    for key, duties in (("owes_late", one.late), ("owes", one.due)):
        if duties:
            listed = " · ".join(_owes(one, duty, count) for duty, count in duties.items())
            parts.append(t(f"status.row.{key}", duties=listed))
    return "\n".join(parts) or t("status.row.owes_nothing")


def _owes(one: Behind, duty: str, count: int) -> str:
    if duty in one.of_schools:
        return t("status.row.owes_schools", duty=duty, count=count)
    return t("status.row.owes_count", duty=duty, count=count) if count > 1 else duty


def _network(member: Member, within_office: bool) -> Behind:
    name = short_name(member.network)
    if member.office and not within_office:
        name = t("status.row.place", name=name, office=member.office)
    return Behind(ScopeKind.NETWORK, member.network_code, name, member.office_code)


def _pilot(pilot: Pilot, within_office: bool) -> Behind:
    if within_office:
        return Behind(ScopeKind.SCHOOL, pilot.school_code, pilot.school, pilot.office_code)
    return Behind(ScopeKind.OFFICE, pilot.office_code, pilot.office, pilot.office_code)
