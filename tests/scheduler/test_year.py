"""A year of the real networks in a few seconds (benchmarks/year), on so few messages a month that
they run out: what `make simulate-year` shows of the whole country."""

from datetime import date, datetime, timedelta

from benchmarks.virtual import Meter, Pushed
from benchmarks.year.course import ROUNDS, Course, Hearing
from benchmarks.year.findings import Way, broken, overdue, summary, ways
from benchmarks.year.page import page
from benchmarks.year.run import Year
from benchmarks.year.world import World, furnish
from models.duty_queries import BANGKOK
from models.reminder_queries import Thing
from models.sending_words import PushReason
from models.vocabulary import RuleSource, SubjectKind

ALLOWED = 5  # a month: less than the ladders want
#: The weeks in which most falls due; between them the scheduler stands still for months.
UP = (
    (date(2023, 11, 21), date(2023, 11, 30)),
    (date(2024, 3, 28), date(2024, 4, 5)),
    (date(2024, 9, 23), date(2024, 10, 9)),
)


def test_in_a_year_every_promise_is_kept_though_the_months_messages_run_out(
    sqlite_url: str,
) -> None:
    world = furnish(sqlite_url, national=False, escalates=True)
    year = Year(sqlite_url, world, ALLOWED, seed=1)
    course = year.run(
        runs_on=lambda day: any(first <= day <= last for first, last in UP), rounds=ROUNDS[1:]
    )
    assert broken(course) == []

    # And it was a year in which all of it could have gone wrong.
    assert max(course.meter.used.values()) == ALLOWED
    by_push_and_by_reply = {one.pushed for one in course.heard if not one.above}
    assert by_push_and_by_reply == {True, False}
    assert overdue(course).count > 3
    assert 0 < len(course.met) < len(world.duties)
    assert {Way.PUSHED, Way.SHOWN} <= ways(course).keys()

    one = summary("with <few> messages", course)
    told = page(one, one, one)
    assert told.count("<svg") == told.count("</svg>") > 8
    assert "with &lt;few&gt; messages" in told
    assert "all kept" in told


def test_promises_that_were_broken_are_told() -> None:
    noon = datetime(2024, 2, 13, 12, tzinfo=BANGKOK)
    course = Course(World(overseen={2: {1}}), Meter(ALLOWED, lambda: noon))
    times = (noon, noon + timedelta(hours=1), noon + timedelta(days=1), noon + timedelta(hours=9))
    course.meter.pushed += [Pushed("U1", at, PushReason.DIGEST) for at in times]
    course.meter.used[2024, 2] = ALLOWED + 1
    thing = Thing(RuleSource.DEADLINE, 1, SubjectKind.SCHOOL, 1, date(2024, 2, 9))
    course.met[thing] = noon
    course.heard.append(Hearing(thing, 1, "U1", noon + timedelta(minutes=1), False, True))
    assert [said.split(" of Thing(")[0] for said in broken(course)] == [
        "U1 got 3 pushes on 2024-02-13",
        "a push went out at 2024-02-13 21:00:00+07:00",
        "U1 got a push too many in the week of 2024-02-14",
        "U1 got a push too many in the week of 2024-02-13",
        "U1 was told at 2024-02-13 12:01:00+07:00",
        "6 pushes in (2024, 2)",
    ]
