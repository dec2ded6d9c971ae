"""What happened in a year, as far as it is known outside the engine."""

from dataclasses import dataclass, field
from datetime import datetime, time

from benchmarks.virtual import Meter
from benchmarks.year.world import World
from models.reminder_queries import Thing

#: Rounds of a working day: as it opens, when the morning's half hour is over (spreading.py), and
#: when what others left is pushed. A scheduler runs one a minute; those between find nothing to do.
#: On a day off there is one at noon: nothing may go out.
ROUNDS = (time(8, 30), time(9, 0), time(15, 31))
ON_DAYS_OFF = (time(12, 0),)
#: When people work on their reports, and when they write to the bot for something else.
ACTS, WRITES = time(7, 40), time(10, 15)


@dataclass(frozen=True, slots=True)
class Hearing:
    """One person was told of one duty. `above`: as one who looks after whoever owes; `pushed`: by
    a message that LINE counts, and not under an answer."""

    thing: Thing
    person_id: int
    who: str
    at: datetime
    above: bool
    pushed: bool


@dataclass
class Course:
    """`met` and `waived`: when each duty was; `heard`: every time that somebody was told of one;
    `answers`: how often somebody wrote to the bot. Seconds are of this machine."""

    world: World
    meter: Meter
    met: dict[Thing, datetime] = field(default_factory=dict)
    waived: dict[Thing, datetime] = field(default_factory=dict)
    heard: list[Hearing] = field(default_factory=list)
    answers: int = 0
    rounds: int = 0
    round_seconds: float = 0.0
    seconds: float = 0.0

    def is_open(self, thing: Thing, at: datetime) -> bool:
        """Whether this duty was neither met nor waived at this moment."""
        ends = (self.met.get(thing), self.waived.get(thing))
        return not any(end is not None and end <= at for end in ends)
