"""When the bot may push: working days of Thailand, 08:30 to 16:30 in Bangkok.

Public and government holidays, their substitutes and the special days that the cabinet adds come
from the `holidays` library. What it does not know yet stands in EXTRA_DAYS_OFF, and what somebody
has declared in the chat in a table (models/days_off.py).
"""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime, time, timedelta, tzinfo
from functools import cache, lru_cache

import holidays

from models.duty_facts import SchoolBreak
from models.school_breaks import in_break

OPENS = time(8, 30)
CLOSES = time(16, 30)

#: Days off that the cabinet has declared and the installed `holidays` does not have; each may
#: go again when the library has caught up.
EXTRA_DAYS_OFF: frozenset[date] = frozenset()

_SATURDAY = 5
_DAY = timedelta(days=1)


@cache
def _thailand() -> holidays.HolidayBase:
    return holidays.country_holidays("TH", categories=("public", "government"), language="th")


@lru_cache(maxsize=4096)
def _is_holiday(day: date) -> bool:
    """Remembered, since a round asks of the same few days for each of thousands of duties."""
    return day in _thailand()


def holidays_between(first: date, last: date) -> list[tuple[date, str]]:
    """The holidays of the library from first to last, both included, with their Thai names."""
    days = (first + timedelta(days=n) for n in range((last - first).days + 1))
    return [(day, name) for day in days if (name := _thailand().get(day))]


@dataclass(frozen=True)
class Workdays:
    """The calendar. `extra` are days off besides weekends and the holidays of the library;
    `working` are days on which people work all the same. `known_on`: since which day somebody
    could know of a day off that was announced late.
    """

    extra: frozenset[date] = EXTRA_DAYS_OFF
    working: frozenset[date] = frozenset()
    known_on: Mapping[date, date] = field(default_factory=dict)

    def is_workday(self, day: date) -> bool:
        """Whether offices and schools work on this day of Bangkok."""
        if day in self.working:
            return True
        return day.weekday() < _SATURDAY and day not in self.extra and not _is_holiday(day)

    def on_or_before(self, day: date, breaks: Sequence[SchoolBreak] = ()) -> date:
        """This day, or the last working day before it that lies in none of these breaks."""
        while not self.is_workday(day) or in_break(breaks, day):
            day -= _DAY
        return day

    def on_or_after(self, day: date) -> date:
        """This day, or the first working day after it."""
        while not self.is_workday(day):
            day += _DAY
        return day

    def is_open(self, moment: datetime, timezone: tzinfo) -> bool:
        """Whether a push may go out at this moment (aware): 08:30 is in, 16:30 is not."""
        local = moment.astimezone(timezone)
        return OPENS <= local.time() < CLOSES and self.is_workday(local.date())

    def next_open(self, moment: datetime, timezone: tzinfo) -> datetime:
        """This moment (aware), if a push may go out at it; else when the next one may."""
        local = moment.astimezone(timezone)
        if self.is_open(moment, timezone):
            return moment
        day = local.date() if local.time() < OPENS else local.date() + _DAY
        return datetime.combine(self.on_or_after(day), OPENS, timezone)

    def goes_out_on(self, due_on: date, stage: int, breaks: Sequence[SchoolBreak] = ()) -> date:
        """The working day on which a stage goes out; `stage` is in days from the due day.

        One that falls on a day off or into one of these breaks goes out on the working day before,
        so that people hear of it while they can still act; one after the due day waits for the
        next working day, and so does one whose day was declared off when that before was over.
        """
        meant = due_on + timedelta(days=stage)
        if stage > 0:
            return self.on_or_after(meant)
        day = self.on_or_before(meant, breaks)
        learnt_late = any(
            day < off <= meant and known > day for off, known in self.known_on.items()
        )
        return self.on_or_after(meant) if learnt_late else day

    def day_of_step(
        self,
        ladder: Collection[int],
        due_on: date,
        stage: int,
        breaks: Sequence[SchoolBreak] = (),
    ) -> date:
        """The working day on which a stage of this ladder goes out, out of the breaks as far as it
        keeps out of them."""
        return self.goes_out_on(due_on, stage, breaks if waits(ladder, stage) else ())


def waits(ladder: Collection[int], stage: int) -> bool:
    """Whether a stage keeps out of breaks: the last up to the day does not, nor what is overdue."""
    return stage < max((offset for offset in ladder if offset <= 0), default=0)
