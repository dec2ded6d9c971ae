"""The figures of the overview: visits per school, levels of exchange, what was in time. Pure: from
the judgements and counts that it is given."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from handlers.overview_heat import asked_among
from handlers.texts import t
from models.obligations import Judgement
from models.status_queries import Visits
from models.vocabulary import DutyState, ExchangeLevel

#: So many visits and more stand in the last bar.
MOST_VISITS = 5


@dataclass(frozen=True)
class Share:
    """A part of a whole, 0 of 0 where nothing is there to measure."""

    done: int
    total: int

    @property
    def per_cent(self) -> int | None:
        return 100 * self.done // self.total if self.total else None


@dataclass(frozen=True)
class Figure:
    """A chart as data: one bar or point for each label. `of`: the whole that a value is part of,
    where it is one; None: there is no value yet. `caption` says what is seen, in one sentence.
    `lying`: its labels are names, which need the room of a line each. `before`: the same a year
    earlier, drawn as a second line; `names`: what the line of the values and that one are
    called."""

    name: str
    title: str
    caption: str
    labels: Sequence[str]
    values: Sequence[int | None]
    unit: str
    of: Sequence[int] = ()
    keys: Sequence[str] = ()
    lying: bool = False
    before: Sequence[int | None] = ()
    names: Sequence[str] = ()


def complete(judged: Iterable[Judgement]) -> Share:
    """How many of the things that were asked for are complete."""
    asked = asked_among(judged)
    return Share(sum(one.met_on is not None for one in asked), len(asked))


def on_time(judged: Iterable[Judgement]) -> Share:
    """How many were complete in time, of those that are complete or should be."""
    over = [
        one
        for one in asked_among(judged)
        if one.met_on is not None or one.state is not DutyState.DUE
    ]
    return Share(sum(one.on_time is True for one in over), len(over))


def overdue(judged: Iterable[Judgement]) -> int:
    return sum(one.state is DutyState.OVERDUE for one in judged)


def visits_spread(mentored: Sequence[int], visits: Mapping[int, Visits]) -> Figure:
    """How many schools had no visit of mentoring in the year, one, two …"""
    counts = [visits[one].mentoring if one in visits else 0 for one in mentored]
    values = [sum(count == number for count in counts) for number in range(MOST_VISITS)]
    values.append(sum(count >= MOST_VISITS for count in counts))
    labels = [str(number) for number in range(MOST_VISITS)]
    labels.append(t("overview.visits.or_more", count=MOST_VISITS))
    return Figure(
        name="visits",
        title=t("overview.visits.title"),
        caption=t(
            "overview.visits.caption",
            schools=len(counts),
            visits=sum(counts),
            none=values[0],
        ),
        labels=labels,
        values=values,
        unit=t("overview.unit.school"),
    )


def visits_each(names: Sequence[tuple[str, int]], visits: Mapping[int, Visits]) -> Figure:
    """How many visits of mentoring each of a few schools had; names with their ids."""
    counts = [visits[one].mentoring if one in visits else 0 for _, one in names]
    return Figure(
        name="visits",
        title=t("overview.visits.title_each"),
        caption=t(
            "overview.visits.caption",
            schools=len(counts),
            visits=sum(counts),
            none=counts.count(0),
        ),
        labels=[name.removeprefix(t("overview.visits.all_schools")) for name, _ in names],
        values=counts,
        unit=t("overview.unit.times"),
        lying=True,
    )


def levels(judged: Iterable[Judgement]) -> Figure | None:
    """At each level of exchange, how many networks have what it takes; None without any."""
    asked = [one for one in judged if one.by_level]
    found = [level for level in ExchangeLevel if any(level in one.by_level for one in asked)]
    if not found:
        return None
    met = [sum(_reaches(one, level) for one in asked) for level in found]
    return Figure(
        name="levels",
        title=t("overview.levels.title"),
        caption=t("overview.levels.caption", total=len(asked)),
        labels=[t(f"overview.level.{level.value}") for level in found],
        values=met,
        unit=t("overview.unit.network"),
        of=[sum(level in one.by_level for one in asked) for level in found],
        keys=[level.value for level in found],
    )


def _reaches(judged: Judgement, level: ExchangeLevel) -> bool:
    done, needed = judged.by_level.get(level, (0, 1))
    return done >= max(1, needed)
