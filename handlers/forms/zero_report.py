"""“ช่วงนี้ไม่มีกิจกรรม”: nothing to report, why, and until when the reminders rest."""

from dataclasses import dataclass
from datetime import date, timedelta

from handlers.dialog.form import WHY, Form, Slot
from handlers.dialog.kind_date import ThaiDate
from handlers.dialog.kinds import Words
from handlers.dialog.world import World
from handlers.forms.shared import HAPPENED_ON, SUBJECT
from handlers.texts import t
from handlers.thai.dates import long_date, short_date

#: Nobody is left unreminded for longer on one word.
LONGEST = timedelta(days=365)


@dataclass(frozen=True)
class RestUntil(ThaiDate):
    """A day after today, within a year of the first day: today, or the one on which it was told."""

    future: bool = True

    def earliest(self, world: World) -> date:
        return world.today + timedelta(days=1)

    def latest(self, world: World) -> date:
        told_on = world.known.get(HAPPENED_ON)
        return (date.fromisoformat(told_on) if told_on else world.today) + LONGEST

    def _why_not(self, day: date, world: World) -> str | None:
        if day <= world.today:
            example = short_date(world.today + timedelta(days=30))
            return t("zero_report.too_soon", day=long_date(day), example=example)
        if day > self.latest(world):
            latest = short_date(self.latest(world))
            return t("zero_report.too_long", day=long_date(day), latest=latest)
        return None


FORM = Form(
    name="zero_report",
    version=1,
    slots=(
        SUBJECT,
        Slot("reason", Words(most=500)),
        Slot("until", RestUntil()),
        WHY,
    ),
)
