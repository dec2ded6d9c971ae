"""A minute in which nothing was said costs a look and no planning; one in which something was said
is planned in the next round."""

from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import timedelta
from typing import Any

import pytest
from office import RATREE, SUDA, Office, at
from sqlalchemy.event import listen, remove

from models.inbox_queries import record_event
from scheduler.jobs import run_round
from scheduler.quiet import AT_LEAST_EVERY, SETTLED, Quiet

#: The day on which what is due on 27 November is announced: Anan and Ratree hear of it.
DAY = "2023-11-21"
#: Statements of a round that has nothing to do: one for each thing that time alone may bring.
MOST_WHEN_IDLE = 13


class Process:
    """One process of schedulers, whose rounds and whose machine's clock go by the same hands."""

    def __init__(self, office: Office):
        self.office, self.quiet = office, Quiet()

    def round(self, moment: str, machine: str | None = None) -> Counter[str]:
        """A round at this time of the day; how often each table was read or written."""
        self.office.runtime.machine_time = lambda: at(machine or f"{DAY}T{moment}")  # type: ignore[method-assign]
        with statements(self.office) as seen:
            run_round(self.office.runtime, at(f"{DAY}T{moment}"), quiet=self.quiet)
        return seen

    def until_quiet(self) -> None:
        for moment in ("09:00", "09:01", "09:02"):
            self.round(moment)

    def pushed(self) -> list[str]:
        return sorted(push.who for push in self.office.pushes())


@contextmanager
def statements(office: Office) -> Iterator[Counter[str]]:
    seen: Counter[str] = Counter()

    def note(_connection: Any, _cursor: Any, statement: str, *_rest: Any) -> None:
        words = statement.split()
        if words[0] == "SELECT":
            seen[words[words.index("FROM") + 1]] += 1
        elif words[0] != "BEGIN":
            seen[words[0]] += 1

    listen(office.runtime.engine, "before_cursor_execute", note)
    try:
        yield seen
    finally:
        remove(office.runtime.engine, "before_cursor_execute", note)


def plans(seen: Counter[str]) -> bool:
    return seen["obligations"] > 0


def heard(office: Office, moment: str) -> None:
    """Somebody said something at this moment; it is stored with the time at which it came."""
    with office.writing() as session:
        record_event(
            session,
            event_id=f"said {moment}",
            line_user_id=RATREE.line_user_id,
            kind="message",
            occurred_at=at(moment),
            received_at=at(moment),
            payload=None,
        )


@pytest.fixture
def process(stocked_url: str) -> Iterator[Process]:
    """A scheduler of an office in which Ratree has not joined yet; once on each database."""
    office = Office(stocked_url, SUDA)
    yield Process(office)
    office.runtime.engine.dispose()


def test_a_minute_without_a_word_takes_a_look_and_no_planning(process: Process) -> None:
    process.until_quiet()
    assert process.pushed() == ["anan"]
    idle = process.round("09:03")
    assert not plans(idle)
    assert idle.total() <= MOST_WHEN_IDLE, idle


def test_what_comes_of_a_word_is_planned_within_the_minute(process: Process) -> None:
    process.until_quiet()
    process.office.joins(RATREE)
    heard(process.office, f"{DAY}T09:02")
    process.round("09:03")
    assert process.pushed() == ["anan", "ratree"]


def test_what_is_stored_late_is_planned_as_well(process: Process) -> None:
    """An event may be stored after another that came later: so rounds plan for a while yet."""
    process.until_quiet()
    heard(process.office, f"{DAY}T09:02:50")
    process.round("09:03")
    process.office.joins(RATREE)
    heard(process.office, f"{DAY}T09:02:40")
    process.round("09:04")
    assert process.pushed() == ["anan", "ratree"]


def test_it_is_quiet_again_some_minutes_after_the_last_word(process: Process) -> None:
    process.until_quiet()
    heard(process.office, f"{DAY}T09:02:50")
    rounds = [plans(process.round(f"09:{minute:02}")) for minute in range(3, 8)]
    settled = SETTLED // timedelta(minutes=1)
    assert rounds == [True, True, True, *[False] * settled]


def test_what_nobody_said_is_planned_some_minutes_later(process: Process) -> None:
    process.until_quiet()
    process.office.joins(RATREE)
    assert process.round("09:03")["obligations"] == 0
    last = 3 + AT_LEAST_EVERY // timedelta(minutes=1)
    for minute in range(4, last):
        process.round(f"09:{minute:02}")
    assert process.pushed() == ["anan", "ratree"]


@pytest.mark.parametrize("moment", ["10:30", "08:45"])
def test_a_clock_that_was_moved_is_planned_at_once(process: Process, moment: str) -> None:
    process.until_quiet()
    process.office.joins(RATREE)
    process.round(moment, machine=f"{DAY}T09:03")
    assert process.pushed() == ["anan", "ratree"]


def test_another_day_is_planned_at_once(process: Process) -> None:
    process.until_quiet()
    office = process.office
    with statements(office) as seen:
        run_round(office.runtime, at("2023-11-22T09:00"), quiet=process.quiet)
    assert plans(seen)


def test_a_new_process_plans(process: Process) -> None:
    process.until_quiet()
    assert plans(Process(process.office).round("09:03"))


def test_a_round_that_was_stopped_is_not_taken_for_a_whole_one(process: Process) -> None:
    process.until_quiet()
    heard(process.office, f"{DAY}T08:00")
    office = process.office
    run_round(office.runtime, at(f"{DAY}T09:03"), quiet=process.quiet, stopping=lambda: True)
    assert plans(process.round("09:04"))
