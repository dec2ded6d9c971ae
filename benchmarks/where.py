"""Where the time of one guided step goes, in this process and without HTTP: `python -m
benchmarks.where [--database URL] [--profile]`.

Tells microseconds of CPU and wall time for storing and answering one event (`receive`), for
sending it (LINE answers at once), and the statements and commits of each.
"""

import argparse
import cProfile
import os
import pstats
import tempfile
import time
from collections import Counter
from collections.abc import Iterator, Sequence
from contextlib import contextmanager, redirect_stdout
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from sqlalchemy import Engine
from sqlalchemy.event import listen, remove

from benchmarks.world import (
    STEPS_EACH,
    WORDS,
    environment,
    furnish,
    rewind,
    text_event,
    user_id,
)
from bot import logs
from bot.answers import Answer, Outcome
from bot.inbox import Received, receive
from bot.runtime import Runtime
from bot.settings import load_settings

BATCH = 20


@dataclass(frozen=True)
class Cost:
    """What one of something costs: microseconds, and statements by their first words."""

    cpu_us: float
    wall_us: float
    statements: Counter[str]


class InstantLine:
    """LINE at no distance: every reply is taken at once."""

    def reply(self, _token: str, _messages: list[dict[str, Any]]) -> Answer:
        return Answer(Outcome.SENT, 200, "request", ("1",))


def offline_runtime(database_url: str, media: Path) -> Runtime:
    """A bot without HTTP on either side. Its outbox has no threads: `send` does their work."""
    runtime = Runtime(load_settings(environment(database_url, "http://127.0.0.1:9", media)))
    runtime.line = InstantLine()  # type: ignore[assignment]
    runtime.marks_as_read = lambda: False  # type: ignore[method-assign]
    return runtime


def send(runtime: Runtime, received: Received) -> None:
    """What the outbox's threads do after the commit, done here and now."""
    for queued in received.in_hand:
        runtime.outbox._send(queued)
        done = runtime.outbox._done.get()
        assert done is not None
        runtime.outbox._write([done])


@contextmanager
def statements_of(engine: Engine) -> Iterator[Counter[str]]:
    """Counts the statements and commits that this engine sends meanwhile."""
    seen: Counter[str] = Counter()

    def note(_c: Any, _cursor: Any, statement: str, *_rest: Any) -> None:
        words = statement.split()
        table = words[words.index("FROM") + 1] if words[0] == "SELECT" else " ".join(words[1:3])
        seen[f"{words[0]} {table}"] += 1

    def note_commit(_connection: Any) -> None:
        seen["COMMIT"] += 1

    listen(engine, "before_cursor_execute", note)
    listen(engine, "commit", note_commit)
    try:
        yield seen
    finally:
        remove(engine, "before_cursor_execute", note)
        remove(engine, "commit", note_commit)


def cost_of_steps(runtime: Runtime, events: Sequence[dict[str, Any]]) -> tuple[Cost, Cost]:
    """What it costs to take one event, and to send its answer: of many small batches the fastest,
    since others use this machine, too. The statements are counted in the last two events."""
    taken, sent = [], []
    queue = list(reversed(events[1:-1]))
    send(runtime, receive(runtime, events[0]))  # to warm up
    while len(queue) >= BATCH:
        before = time.process_time(), time.perf_counter()
        received = [receive(runtime, queue.pop()) for _ in range(BATCH)]
        between = time.process_time(), time.perf_counter()
        for one in received:
            send(runtime, one)
        after = time.process_time(), time.perf_counter()
        taken.append((between[0] - before[0], between[1] - before[1]))
        sent.append((after[0] - between[0], after[1] - between[1]))
    with statements_of(runtime.engine) as taking:
        last = receive(runtime, events[-1])
    with statements_of(runtime.engine) as sending:
        send(runtime, last)
    return _least(taken, taking), _least(sent, sending)


def _least(batches: list[tuple[float, float]], statements: Counter[str]) -> Cost:
    cpu, wall = (min(column) / BATCH * 1e6 for column in zip(*batches, strict=True))
    return Cost(cpu, wall, statements)


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--database", help="an empty database; default: an SQLite file")
    parser.add_argument("--people", type=int, default=400)
    parser.add_argument("--profile", action="store_true", help="cProfile of the two together")
    given = parser.parse_args()
    logs.configure(demo=False)
    with tempfile.TemporaryDirectory() as home:
        url = given.database or f"sqlite:///{home}/step.db"
        pairs = furnish(url, given.people)
        runtime = offline_runtime(url, Path(home) / "media")
        rewind(runtime.engine, pairs, given.people)
        rounds = [
            [text_event(user_id(n), WORDS) for n in range(given.people)] for _ in range(STEPS_EACH)
        ]
        profiler = cProfile.Profile()
        with open(os.devnull, "w") as nowhere, redirect_stdout(nowhere):
            take, sent = cost_of_steps(runtime, rounds[0] + rounds[1])
            if given.profile:
                profiler.enable()
                for event in rounds[2]:
                    send(runtime, receive(runtime, event))
                profiler.disable()
        _tell("take an event", take)
        _tell("send its answer", sent)
        if given.profile:
            pstats.Stats(profiler).sort_stats("cumulative").print_stats(70)
            pstats.Stats(profiler).sort_stats("tottime").print_stats(30)
        runtime.engine.dispose()


def _tell(name: str, cost: Cost) -> None:
    print(f"{name}: {cost.cpu_us:.0f} µs CPU, {cost.wall_us:.0f} µs")
    for statement, times in cost.statements.items():
        print(f"    {times} × {statement}")


if __name__ == "__main__":
    main()
