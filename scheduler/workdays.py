"""When the bot may push: working days of Thailand, 08:30 to 16:30 in Bangkok.

Public and government holidays, their substitutes and the special days that the cabinet adds come
from the `holidays` library. What it does not know yet stands in EXTRA_DAYS_OFF.
"""

from dataclasses import dataclass, field
from datetime import date, datetime, time, timedelta, tzinfo

import holidays

OPENS = time(8, 30)
CLOSES = time(16, 30)

#: Days off that the cabinet has declared and the installed `holidays` does not have; each may
#: go again when the library has caught up.
EXTRA_DAYS_OFF: frozenset[date] = frozenset()

_SATURDAY = 5
_DAY = timedelta(days=1)


@dataclass(frozen=True)
class Workdays:
    """The calendar. `extra` are days off besides weekends and the holidays of the library."""

    extra: frozenset[date] = EXTRA_DAYS_OFF
    _thai: holidays.HolidayBase = field(
        default_factory=lambda: holidays.country_holidays(
            "TH", categories=("public", "government")
        ),
        repr=False,
        compare=False,
    )

    def is_workday(self, day: date) -> bool:
        """Whether offices and schools work on this day of Bangkok."""
        return day.weekday() < _SATURDAY and day not in self.extra and day not in self._thai

    def on_or_before(self, day: date) -> date:
        """This day, or the last working day before it."""
        while not self.is_workday(day):
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

    def goes_out_on(self, due_on: date, stage: int) -> date:
        """The working day on which a stage goes out; `stage` is in days from the due day.

        One that falls on a day off goes out on the working day before, so that people hear of it
        while they can still act; one after the due day waits for the next working day.
        """
        day = due_on + timedelta(days=stage)
        return self.on_or_after(day) if stage > 0 else self.on_or_before(day)
