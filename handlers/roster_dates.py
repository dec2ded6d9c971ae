"""Memberships in time: from when to when a row means, and which rows are at odds.

A school is in one network of a programme at a time, and a network has one lead at a time. Pure.
"""

from collections.abc import Hashable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from handlers.roster_values import Wrong
from handlers.thai.dates import long_date
from models.roster.sheet_facts import MemberFact, ProgrammeFact
from models.vocabulary import MemberRole


@dataclass(frozen=True, slots=True)
class Stay:
    """One membership as it would be. who: what tells it from the others (a row, an id); school and
    network: whatever tells them apart; label: what it is called where it stands in the way."""

    who: Hashable
    school: Hashable
    network: Hashable
    programme: int
    role: MemberRole
    starts_on: date
    ends_on: date | None
    label: str

    def meets(self, other: "Stay") -> bool:
        """Whether the two share a day."""
        return self.starts_on <= (other.ends_on or date.max) and other.starts_on <= (
            self.ends_on or date.max
        )


def the_same(
    known: Sequence[MemberFact], starts: date | None, ends: date | None, default: date, today: date
) -> MemberFact | None:
    """The membership that a row means among those of its school in its network, the earliest
    first: the one that begins on its day; without a day the one of today; else one that it
    overlaps, whose beginning is then set right. `default`: on what day a new one would begin."""
    begins = starts or default
    exact = next((m for m in known if m.starts_on == begins), None)
    if starts is None:
        now = (m for m in known if m.starts_on <= today <= (m.ends_on or date.max))
        return next(now, exact)
    if exact is not None:
        return exact
    over = [
        m for m in known if m.starts_on <= (ends or date.max) and begins <= (m.ends_on or date.max)
    ]
    return over[0] if len(over) == 1 else None


def period_of(programme: ProgrammeFact, day: date | None, today: date) -> tuple[date, date]:
    """The period of a programme that a day lies in; without a day the one of today, or else the
    next one. Raises Wrong where there is none."""
    if not programme.periods:
        raise Wrong("network", "no_period", programme=programme.name)
    first, last = programme.periods[0][0], programme.periods[-1][1]
    if day is None:
        coming = next((period for period in programme.periods if period[1] >= today), None)
        if coming is None:
            raise Wrong("network", "ended", programme=programme.name, day=long_date(last))
        return coming
    found = next((p for p in programme.periods if p[0] <= day <= p[1]), None)
    if found is None:
        span = {"first": long_date(first), "last": long_date(last)}
        raise Wrong(
            "starts", "outside_period", programme=programme.name, day=long_date(day), **span
        )
    return found


def at_odds(rows: Sequence[Stay], others: Iterable[Stay]) -> Mapping[Hashable, tuple[Stay, str]]:
    """Which of these rows cannot be, by `who`: with what each is at odds, and how ("school": the
    school is elsewhere at the time, "lead": the network has another lead). Rows are judged one by
    one against `others` and those before them."""
    by_school: dict[Hashable, list[Stay]] = {}
    by_lead: dict[Hashable, list[Stay]] = {}

    def keep(stay: Stay) -> None:
        by_school.setdefault((stay.school, stay.programme), []).append(stay)
        if stay.role is MemberRole.LEAD:
            by_lead.setdefault(stay.network, []).append(stay)

    for other in others:
        keep(other)
    odd: dict[Hashable, tuple[Stay, str]] = {}
    for row in rows:
        elsewhere = _met(row, by_school.get((row.school, row.programme), ()))
        another = _met(row, by_lead.get(row.network, ())) if row.role is MemberRole.LEAD else None
        if elsewhere is not None:
            odd[row.who] = (elsewhere, "school")
        elif another is not None:
            odd[row.who] = (another, "lead")
        else:
            keep(row)
    return odd


def _met(row: Stay, others: Iterable[Stay]) -> Stay | None:
    return next((other for other in others if other.meets(row)), None)
