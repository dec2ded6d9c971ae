"""Areas under the totals of a programme or the country: the one that is furthest behind first."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field

from handlers.cards.card import Row
from handlers.cards.limits import shorten
from handlers.status_asked import Reference, open_button
from handlers.status_behind import MOST_OF_A_NAME, PAGE, Behind, owed_words, periods_owed
from handlers.texts import t
from models.obligations import Judgement
from models.scopes import Scope
from models.status_queries import Member, Pilot
from models.vocabulary import ScopeKind


@dataclass
class Area:
    """An area office: what it owes itself, and its networks. Without a code: a network of none."""

    code: str
    name: str
    itself: Behind | None = None
    networks: list[Behind] = field(default_factory=list)

    @property
    def owing(self) -> int:
        """How many of its networks owe something."""
        return sum(one.owes for one in self.networks)

    @property
    def late(self) -> int:
        return sum(bool(one.late) for one in self.networks)

    @property
    def owes(self) -> bool:
        return self.owing > 0 or (self.itself is not None and self.itself.owes)

    def order(self) -> tuple[object, ...]:
        """Late before due, a large part of the networks before a small one, many before few."""
        itself_late = bool(self.itself and self.itself.late)
        share = self.owing / len(self.networks) if self.networks else 0.0
        return (
            -(self.late + itself_late),
            not self.owes,
            -share,
            -self.owing,
            self.code,
        )


def areas(
    found: Sequence[Behind], members: Iterable[Member], pilots: Iterable[Pilot]
) -> list[Area]:
    """All areas with a network, a pilot school or a duty, the furthest behind first."""
    by_code: dict[str, Area] = {}
    for member in members:
        if member.office_code:
            area = Area(member.office_code, member.office or "")
            by_code.setdefault(member.office_code, area)
    for pilot in pilots:
        by_code.setdefault(pilot.office_code, Area(pilot.office_code, pilot.office))
    for one in found:
        area = by_code.setdefault(one.office or f"-{one.code}", Area(one.office or "", one.name))
        if one.kind is ScopeKind.OFFICE:
            area.itself = one
        else:
            area.networks.append(one)
    return sorted(by_code.values(), key=Area.order)


def area_rows(
    scope: Scope, asked: Reference, listed: Sequence[Area], judgements: Iterable[Judgement]
) -> list[Row]:
    """A heading and one page of the areas; each row opens the area's own status, to those who see
    one programme alone what it does in that."""
    shown = listed[asked.first : asked.first + PAGE]
    if not shown:
        return []
    words = t(
        "status.row.areas_value",
        first=asked.first + 1,
        last=asked.first + len(shown),
        total=len(listed),
        owing=sum(area.owes for area in listed),
        periods=periods_owed(judgements),
    ).strip()
    return [Row(t("status.row.areas"), words), *(_row(scope, asked, area) for area in shown)]


def _row(scope: Scope, asked: Reference, area: Area) -> Row:
    name = shorten(area.name, MOST_OF_A_NAME)
    if not area.code:
        network = area.networks[0]
        button = open_button(asked.of(network.kind, network.code), name)
        return Row(name, owed_words(network), button, muted=not network.owes)
    to = asked.of(ScopeKind.OFFICE, area.code)
    if scope.kind is ScopeKind.PROGRAMME:
        to = Reference(ScopeKind.OFFICE, area.code, scope.code, asked.period)
    return Row(name, _words(area), open_button(to, name), muted=not area.owes)


def _words(area: Area) -> str:
    lines = []
    if area.networks:
        key = "area_owes" if area.owing else "area_done"
        parts = [t(f"status.row.{key}", owing=area.owing, total=len(area.networks))]
        if area.late:
            parts.append(t("status.row.area_late", late=area.late))
        lines.append(" · ".join(parts))
    if area.itself and area.itself.owes:
        lines.append(t("status.row.area_office", duties=owed_words(area.itself)))
    return "\n".join(lines) or t("status.row.owes_nothing")
