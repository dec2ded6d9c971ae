"""A day or a range of days. Canonical: "2026-11-01", or "2026-11-01/2026-11-03" for a range."""

from dataclasses import dataclass
from datetime import date, timedelta

from handlers.dialog.kind_date import ThaiDate
from handlers.dialog.reading import Missed, Reading, Took, Unsure
from handlers.dialog.world import Option, World
from handlers.texts import t
from handlers.thai import dates

#: An activity that lasts longer was read wrongly.
LONGEST = timedelta(days=92)


@dataclass(frozen=True)
class DaySpan:
    """When an activity was: one day is tapped or typed, a range is typed ("1-3 ธ.ค. 69")."""

    free_text: bool = False
    several: bool = False
    day: ThaiDate = ThaiDate()  # noqa: RUF009 - frozen, without state

    def options(self, slot: str, world: World) -> tuple[Option, ...]:
        return self.day.options(slot, world)

    def earliest(self, world: World) -> date:
        return self.day.earliest(world)

    def latest(self, world: World) -> date:
        return self.day.latest(world)

    def read(self, typed: str, slot: str, world: World) -> Reading:
        match dates.read_date(typed, world.today, lean=dates.Lean.PAST):
            case dates.Span(start, end):
                return self._judge(start, end, world)
        return self.day.read(typed, slot, world)

    def check(self, value: str, slot: str, world: World) -> Reading:
        start, _, end = value.partition("/")
        if not end:
            return self.day.check(start, slot, world)
        try:
            return self._judge(date.fromisoformat(start), date.fromisoformat(end), world)
        except ValueError:
            return Missed(t("dialog.miss.no_longer"))

    def doubt(self, value: str, world: World) -> Unsure | None:
        return None if "/" in value else self.day.doubt(value, world)

    def show(self, value: str, slot: str, world: World) -> str:
        start, end = ends(value)
        if start == end:
            return dates.long_date(start)
        return t("dialog.span", start=dates.long_date(start), end=dates.long_date(end))

    def _judge(self, start: date, end: date, world: World) -> Reading:
        if end > world.today:
            return Missed(t("dialog.date.in_future", day=dates.long_date(end)))
        if end < start or end - start > LONGEST:
            shown = f"{dates.short_date(start)} – {dates.short_date(end)}"
            return Missed(t("dialog.date.refused.vague", read=shown))
        if start < self.earliest(world):
            return Missed(t("dialog.date.too_far", day=dates.long_date(start)))
        return Took(f"{start.isoformat()}/{end.isoformat()}")


def ends(value: str) -> tuple[date, date]:
    """First and last day of a canonical value."""
    start, _, end = value.partition("/")
    return date.fromisoformat(start), date.fromisoformat(end or start)
