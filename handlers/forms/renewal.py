"""“ต่ออายุโครงการ”: which programme runs on, from when to when. Pure."""

from dataclasses import dataclass
from datetime import date, timedelta

from handlers.dialog.form import Form, Slot
from handlers.dialog.kind_date import ThaiDate
from handlers.dialog.kinds import OneOf
from handlers.dialog.world import Option, World
from handlers.texts import t
from handlers.thai.dates import long_date

#: How far from today a period may begin or end.
_YEARS = 12


@dataclass(frozen=True)
class PeriodDay(ThaiDate):
    """The first or last day of a period, past or coming; those that suggest themselves come with
    the world."""

    future: bool = True

    def options(self, slot: str, world: World) -> tuple[Option, ...]:
        return world.options.get(slot, ())

    def earliest(self, world: World) -> date:
        """Three years ago, or the day that is offered where the last period ended before."""
        offered = [date.fromisoformat(one.value) for one in world.options.get("starts", ())]
        return min([world.today - timedelta(days=3 * 366), *offered])

    def latest(self, world: World) -> date:
        return world.today + timedelta(days=_YEARS * 366)

    def _why_not(self, day: date, world: World) -> str | None:
        if not self.earliest(world) <= day <= self.latest(world):
            return t("dialog.date.too_far", day=long_date(day))
        return None


FORM = Form(
    name="renewal",
    version=1,
    slots=(
        Slot("programme", OneOf()),
        Slot("starts", PeriodDay(), follows=("programme",)),
        Slot("ends", PeriodDay(), follows=("programme", "starts")),
    ),
)
