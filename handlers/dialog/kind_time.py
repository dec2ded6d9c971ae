"""A time of day as an answer."""

from dataclasses import dataclass
from datetime import time

from handlers.dialog.reading import Missed, Reading, Took, Unsure, pick, quote
from handlers.dialog.world import Option, World
from handlers.texts import t
from handlers.thai.times import read_time

#: World.known[NOT_BEFORE + slot]: the time ("09:00") before which none fits, where there is one.
NOT_BEFORE = "not_before."
#: The last minute of a day: what "เที่ยงคืน" of a day mostly means.
LAST = "23:59"
_FIRST = "00:00"


@dataclass(frozen=True)
class TimeOfDay:
    """A time of day in Bangkok. Canonical: "16:30". `offered` are those to tap."""

    offered: tuple[str, ...] = ("12:00", "16:30", LAST)
    free_text: bool = False
    several: bool = False

    def options(self, slot: str, world: World) -> tuple[Option, ...]:
        return tuple(_option(value) for value in self.offered)

    def read(self, typed: str, slot: str, world: World) -> Reading:
        if found := pick(typed, self.options(slot, world)):
            return self.check(found.value, slot, world)
        read = read_time(typed)
        if read is None:
            return Missed(t("dialog.miss.time", read=quote(typed)))
        value = f"{read:%H:%M}"
        if value == _FIRST:
            question = t("dialog.which_midnight", read=quote(typed))
            return Unsure(question, (_option(LAST), _option(_FIRST)))
        return self.check(value, slot, world)

    def check(self, value: str, slot: str, world: World) -> Reading:
        try:
            kept = f"{time.fromisoformat(value):%H:%M}"
        except ValueError:
            return Missed(t("dialog.miss.time", read=quote(value)))
        if kept < world.known.get(NOT_BEFORE + slot, ""):
            return Missed(t("dialog.miss.time_past", read=t("dialog.time", time=kept)))
        return Took(kept)

    def show(self, value: str, slot: str, world: World) -> str:
        return t("dialog.time", time=value)


def _option(value: str) -> Option:
    return Option(value, t("dialog.time", time=value))
