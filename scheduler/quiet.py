"""Whether a round has anything to plan at all: nearly always nothing has changed for a minute.

What goes out on a day depends on the day and on what is in the database, and that changes by what
people say, by rosters, and by other schedulers, which plan what they change. So a process that has
planned a day to its end takes one look each minute, and plans again once something was heard.
"""

from dataclasses import dataclass
from datetime import date, datetime, timedelta

from models.scheduling import Heard, heard_so_far
from scheduler.moment import Moment

#: An event is stored with the time at which it came; no transaction is open for longer.
SETTLED = timedelta(minutes=2)
#: What is changed past all of this (by hand, in the database) is planned after so long.
AT_LEAST_EVERY = timedelta(minutes=10)


@dataclass(frozen=True)
class _Look:
    """What there was at the beginning of a round. `at`: the machine's clock, `now`: the bot's."""

    day: date
    heard: Heard
    at: datetime
    now: datetime

    def holds_at(self, later: "_Look") -> bool:
        """Whether a round that planned after this look has planned all there is at a later one."""
        if (later.day, later.heard) != (self.day, self.heard) or self.heard.planned_on != self.day:
            return False
        passed = later.at - self.at
        moved = abs((later.now - self.now) - passed) >= SETTLED
        if moved or not timedelta() <= passed < AT_LEAST_EVERY:
            return False
        return self.heard.last_event is None or self.at - self.heard.last_event >= SETTLED


class Quiet:
    """What one process of schedulers remembers from round to round; gone with the process, whose
    next one plans."""

    def __init__(self) -> None:
        self._look: _Look | None = None
        self._planned: _Look | None = None

    def nothing_new(self, moment: Moment) -> bool:
        """Whether all is planned that there is to plan; one statement."""
        with moment.reading() as session:
            heard = heard_so_far(session)
        at = moment.runtime.machine_time()
        self._look = _Look(moment.today, heard, at, moment.now)
        return self._planned is not None and self._planned.holds_at(self._look)

    def planned(self) -> None:
        """The round that took the last look has planned to the end."""
        self._planned = self._look
