"""Memberships in time: from when to when a row means, and which rows are at odds.

A school is in one network of a programme at a time, and a network has one lead at a time. Pure.
"""

from collections.abc import Hashable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Protocol, TypeVar

from handlers.roster_values import Wrong
from handlers.thai.dates import long_date, short_date
from models.roster.sheet_facts import ProgrammeFact
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


class HasDays(Protocol):
    """Something that is so from a day on, perhaps to another."""

    @property
    def starts_on(self) -> date: ...
    @property
    def ends_on(self) -> date | None: ...


T = TypeVar("T", bound=HasDays)


def the_same(known: Sequence[T], starts: date | None, ends: date | None, today: date) -> T | None:
    """The membership that a row means among those of its school in its network, the earliest
    first: the one that begins on its day, or else the only one that it overlaps, whose beginning
    is then set right. Without a day: the one that ends as the row says (a file that is sent again),
    or else that of today, or the next one."""
    if starts is None:
        ended = (one for one in known if ends is not None and one.ends_on == ends)
        here = (one for one in known if (one.ends_on or date.max) >= today)
        return next(ended, next(here, None))
    exact = next((one for one in known if one.starts_on == starts), None)
    if exact is not None:
        return exact
    over = [
        one
        for one in known
        if one.starts_on <= (ends or date.max) and starts <= (one.ends_on or date.max)
    ]
    return over[0] if len(over) == 1 else None


def span_of(
    programme: ProgrammeFact,
    known: Sequence[T],
    said: tuple[date | None, date | None],
    today: date,
    at: str,
) -> tuple[date, date | None, T | None]:
    """From when to when a row means, with what it says of its days, and which of the known it
    means, if any. `at`: the column that names the programme. Raises Wrong."""
    starts, ends = said
    found = the_same(known, starts, ends, today)
    last: date | None
    if found is None:
        period = period_of(programme, starts, today, at)
        first, last = starts or period[0], ends or period[1]
    else:
        first, last = starts or found.starts_on, ends or found.ends_on
    if last is not None and last < first:
        raise Wrong("ends", "before_start")
    changed = found is None or (first, last) != (found.starts_on, found.ends_on)
    if changed and last is not None:
        end = period_of(programme, first, today, at)[1]
        if last > end:
            raise Wrong("ends", "after_period", last=short_date(end))
    return first, last, found


def period_of(
    programme: ProgrammeFact, day: date | None, today: date, at: str
) -> tuple[date, date]:
    """The period of a programme that a day lies in; without a day the one of today, or else the
    next one. `at`: the column that names the programme. Raises Wrong where there is none."""
    if not programme.periods:
        raise Wrong(at, "no_period", programme=programme.name)
    first, last = programme.periods[0][0], programme.periods[-1][1]
    if day is None:
        coming = next((period for period in programme.periods if period[1] >= today), None)
        if coming is None:
            raise Wrong(at, "ended", programme=programme.name, day=long_date(last))
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
