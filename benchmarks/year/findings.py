"""What came of a year: its figures, and the promises that were broken."""

from collections import Counter, defaultdict
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from enum import StrEnum
from resource import RUSAGE_SELF, getrusage
from statistics import mean, median

from benchmarks.virtual import Month, month_of
from benchmarks.year.course import Course, Hearing
from benchmarks.year.heard import ABOVE_FROM
from benchmarks.year.world import UNTIL
from models.duty_queries import BANGKOK
from models.reminder_queries import Thing
from models.sending_words import PushReason
from scheduler.facts import MOST_A_WEEK

OPENS, CLOSES = time(8, 30), time(16, 30)
_SATURDAY = 5


class Way(StrEnum):
    """How what was late came to somebody above."""

    PUSHED = "pushed"
    SHOWN = "shown under their next free answer"
    BEFORE = "reported before they next wrote"
    NEVER = "not at all"


@dataclass(frozen=True)
class Late:
    """One duty that was not met on its day. `days` it was overdue: until it was reported, waived,
    or the run came to its end (`open`). `way`: how somebody above heard of it, None where it was
    settled before it was their turn. `after`: days from the due day until they did."""

    thing: Thing
    days: int
    open: bool
    way: Way | None
    after: int | None


def per_day(course: Course) -> Counter[date]:
    return Counter(one.at.astimezone(BANGKOK).date() for one in course.meter.pushed)


def per_month(course: Course) -> dict[Month, Counter[PushReason | None]]:
    found: dict[Month, Counter[PushReason | None]] = defaultdict(Counter)
    for one in course.meter.pushed:
        found[month_of(one.at)][one.reason] += 1
    return dict(sorted(found.items()))


def per_person(course: Course, place: str) -> list[int]:
    """Pushes in the year, of each person who works at such a place (World.places)."""
    counts = Counter(one.who for one in course.meter.pushed)
    return sorted(counts[who] for who, its in course.world.places.items() if its == place)


def late(course: Course) -> list[Late]:
    """Every duty that was still open when its day was over."""
    above: dict[Thing, list[Hearing]] = defaultdict(list)
    for hearing in course.heard:
        if hearing.above:
            above[hearing.thing].append(hearing)
    found = []
    for thing in course.world.duties:
        over = _day_after(thing.due_on)
        if thing.due_on >= UNTIL or not course.is_open(thing, over):
            continue
        ended = min(filter(None, (course.met.get(thing), course.waived.get(thing))), default=None)
        last = ended.astimezone(BANGKOK).date() if ended else UNTIL
        first = min(above[thing], key=lambda hearing: hearing.at, default=None)
        days = max(1, (last - thing.due_on).days)
        found.append(
            Late(
                thing,
                days,
                ended is None,
                _way(days, ended, first),
                (first.at.astimezone(BANGKOK).date() - thing.due_on).days if first else None,
            )
        )
    return found


def _way(days: int, ended: datetime | None, first: Hearing | None) -> Way | None:
    if first is not None:
        return Way.PUSHED if first.pushed else Way.SHOWN
    if days <= ABOVE_FROM:
        return None
    return Way.NEVER if ended is None else Way.BEFORE


def _day_after(day: date) -> datetime:
    return datetime.combine(day + timedelta(days=1), time.min, BANGKOK)


# --- what must hold ------------------------------------------------------------------------------


def broken(course: Course) -> list[str]:
    """The promises that were broken, in words; none if all is well."""
    return [
        *_two_a_day(course),
        *_at_odd_hours(course),
        *_too_many_a_week(course),
        *_of_what_is_settled(course),
        *_over_the_plan(course),
        *_never_heard(course),
    ]


def _two_a_day(course: Course) -> Iterator[str]:
    days = Counter((one.who, one.at.astimezone(BANGKOK).date()) for one in course.meter.pushed)
    yield from (f"{who} got {n} pushes on {day}" for (who, day), n in days.items() if n > 1)


def _at_odd_hours(course: Course) -> Iterator[str]:
    for one in course.meter.pushed:
        at = one.at.astimezone(BANGKOK)
        if at.weekday() >= _SATURDAY or not OPENS <= at.time() < CLOSES:
            yield f"a push went out at {at}"


def _too_many_a_week(course: Course) -> Iterator[str]:
    """More than two in a week, but for those of the last three days before something is due."""
    lifted = {
        (hearing.who, hearing.at.astimezone(BANGKOK).date())
        for hearing in course.heard
        if hearing.pushed and not hearing.above and _is_pressing(hearing)
    }
    weeks: Counter[tuple[str, int, int]] = Counter()
    for one in course.meter.pushed:
        day = one.at.astimezone(BANGKOK).date()
        week = day.isocalendar()
        weeks[one.who, week.year, week.week] += 1
        if weeks[one.who, week.year, week.week] > MOST_A_WEEK and (one.who, day) not in lifted:
            yield f"{one.who} got a push too many in the week of {day}"


def _is_pressing(hearing: Hearing) -> bool:
    # A step of three days before goes out earlier where that is a day off: ten days at most.
    return -10 <= (hearing.at.astimezone(BANGKOK).date() - hearing.thing.due_on).days <= 0


def _of_what_is_settled(course: Course) -> Iterator[str]:
    for hearing in course.heard:
        if not course.is_open(hearing.thing, hearing.at):
            yield f"{hearing.who} was told at {hearing.at} of {hearing.thing}, which was settled"


def _over_the_plan(course: Course) -> Iterator[str]:
    allowed = course.meter.allowed
    if allowed is not None:
        yield from (f"{n} pushes in {m}" for m, n in course.meter.used.items() if n > allowed)
    if course.meter.refused:
        yield f"LINE refused {course.meter.refused} pushes"


def _never_heard(course: Course) -> Iterator[str]:
    if course.world.overseen:
        missed = [one for one in late(course) if one.way is Way.NEVER]
        yield from (f"nobody above heard of {one.thing}, {one.days} days late" for one in missed)


# --- in figures ----------------------------------------------------------------------------------


@dataclass(frozen=True)
class Overdue:
    """Duties that were late: how many, the days for which they were (median, mean, together), and
    how many were open at the end of the run."""

    count: int
    median: float
    mean: float
    together: int
    open: int


def overdue(course: Course) -> Overdue:
    days = [one.days for one in late(course)]
    still = sum(one.open for one in late(course))
    if not days:
        return Overdue(0, 0, 0, 0, 0)
    return Overdue(len(days), median(days), mean(days), sum(days), still)


def ways(course: Course) -> Counter[Way]:
    """How what was late long enough came to somebody above."""
    return Counter(one.way for one in late(course) if one.way is not None)


@dataclass(frozen=True)
class Summary:
    """What the page shows of one run."""

    name: str
    allowed: int | None
    duties: int
    people: int
    pushes_per_day: Counter[date]
    months: dict[Month, Counter[PushReason | None]]
    per_person: dict[str, list[int]]
    late: list[Late]
    ways: Counter[Way]
    overdue: Overdue
    broken: list[str]
    shown: int
    answers: int
    rounds: int
    round_seconds: float
    seconds: float
    megabytes: float


def summary(name: str, course: Course) -> Summary:
    """This run in figures; its memory is that of this process."""
    return Summary(
        name,
        course.meter.allowed,
        len(course.world.duties),
        len(course.world.accounts),
        per_day(course),
        per_month(course),
        {place: per_person(course, place) for place in ("school", "office")},
        late(course),
        ways(course),
        overdue(course),
        broken(course),
        sum(not hearing.pushed for hearing in course.heard),
        course.answers,
        course.rounds,
        course.round_seconds,
        course.seconds,
        getrusage(RUSAGE_SELF).ru_maxrss / 1024,
    )
