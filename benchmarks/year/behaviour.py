"""How the invented people behave: pure, and the same in every run of the same seed.

Nobody has measured these shares; they are chosen so that all sorts of people occur. What the run
shows is what the engine makes of them. Whether somebody heeds a reminder is decided by the duty and
by which reminder it is, so two runs with other settings meet the same people.
"""

import random
from dataclasses import dataclass
from datetime import date, timedelta

#: How likely a supervisor who has heard of something overdue calls about it.
CALLS = 0.7
#: How likely somebody puts the reminders off for three days after a push.
PUTS_OFF = 0.04
#: How likely a coordinator waives a duty, some weeks before its day.
WAIVES = 0.01
#: Days between two times that somebody writes to the bot for something else: on the average.
WRITES_EVERY = {"school": 25, "office": 6}
_SATURDAY = 5


@dataclass(frozen=True)
class Temper:
    """A sort of people. `own`: between which days (from the due day) they report by themselves,
    None: never. `heeds`: how likely one reminder makes them report; `called`: how likely a call
    from above does. `takes`: how many days they need for it at most.
    """

    name: str
    share: float
    own: tuple[int, int] | None
    heeds: float
    called: float
    takes: int


TEMPERS = (
    Temper("early", 0.50, own=(-60, -3), heeds=0.30, called=1.0, takes=5),
    Temper("reminded", 0.27, own=(1, 30), heeds=0.40, called=0.9, takes=4),
    Temper("late", 0.17, own=(14, 120), heeds=0.06, called=0.7, takes=6),
    Temper("never", 0.06, own=None, heeds=0.0, called=0.3, takes=10),
)


class Habit:
    """What one person does about one duty. `key` tells it from all others."""

    def __init__(self, seed: int, key: str):
        self._key = f"{seed}:{key}"
        self.temper = _one_of(self._chance("temper"))

    def by_itself(self, due_on: date) -> date | None:
        """The day on which it is reported without any reminder; None: never."""
        if self.temper.own is None:
            return None
        first, last = self.temper.own
        return due_on + timedelta(days=self._chance("own").randint(first, last))

    def after_reminder(self, number: int, day: date) -> date | None:
        """The day on which it is reported after the n-th reminder, read on this day; None: this
        reminder does nothing."""
        chance = self._chance(f"reminder:{number}")
        return self._some_days(chance, day) if chance.random() < self.temper.heeds else None

    def after_escalation(self, number: int, day: date) -> date | None:
        """The same after somebody above has heard of it for the n-th time."""
        chance = self._chance(f"above:{number}")
        calls = chance.random() < CALLS
        works = chance.random() < self.temper.called
        return self._some_days(chance, day) if calls and works else None

    def waived_on(self, due_on: date) -> date | None:
        """The day on which a coordinator waives it, if one does."""
        chance = self._chance("waived")
        if chance.random() >= WAIVES:
            return None
        return due_on - timedelta(days=chance.randint(5, 40))

    def _some_days(self, chance: random.Random, day: date) -> date:
        return day + timedelta(days=chance.randint(1, self.temper.takes))

    def _chance(self, what: str) -> random.Random:
        return random.Random(f"{self._key}:{what}")  # noqa: S311 - invented people, no secrets


def puts_off(seed: int, who: str, day: date) -> bool:
    """Whether this person puts reminders off after the push of this day."""
    return random.Random(f"{seed}:off:{who}:{day}").random() < PUTS_OFF  # noqa: S311 - as above


def writes(seed: int, who: str, place: str, day: date) -> bool:
    """Whether this person writes to the bot on this day for something else; `place`: "school" or
    "office"."""
    chance = random.Random(f"{seed}:writes:{who}:{day}").random()  # noqa: S311 - as above
    return is_weekday(day) and chance < 7 / 5 / WRITES_EVERY[place]


def is_weekday(day: date) -> bool:
    """Monday to Friday, holidays included."""
    return day.weekday() < _SATURDAY


def _one_of(chance: random.Random) -> Temper:
    point = chance.random()
    for temper in TEMPERS:
        point -= temper.share
        if point < 0:
            return temper
    return TEMPERS[-1]
