"""One guided step, whole and durable, against the echo bot of the SDK, which stores nothing:
`python -m benchmarks.step [--quick] [--rounds N]`.

The step: a teacher in the middle of a visit report answers a text question; every event comes
from somebody else. The contestants take turns in each round against the same stand-in of LINE's
API (http or TLS, so many milliseconds away), so a noisy minute of the machine hits all of them.
What a round costs is counted until the last reply has arrived at LINE.
"""

import argparse
import statistics
import tempfile
import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass, field
from functools import partial
from itertools import islice
from pathlib import Path
from typing import Any

from sqlalchemy import Engine

from benchmarks import certificate
from benchmarks.load import Load, saturate, steady
from benchmarks.processes import Server, backends_cpu_seconds, serving
from benchmarks.standin import StandIn, stand_in
from benchmarks.world import (
    POSTGRESQL,
    STEPS_EACH,
    WORDS,
    Pair,
    environment,
    furnish,
    postgresql,
    request_of,
    rewind,
    text_event,
    user_id,
)
from bot.database import make_engine

PEOPLE = 1500
CONNECTIONS = 32
MOST_EVENTS = 900
ROUNDS, ROUND_SECONDS = 3, 2.0
DRAIN_SECONDS = 30.0
RATE = 50.0
ECHO, SQLITE, POSTGRES = "SDK echo", "step, SQLite", "step, PostgreSQL"


@dataclass(frozen=True)
class Distance:
    """Where LINE is in a part of the run."""

    tls: bool
    delay_ms: int

    def __str__(self) -> str:
        return f"{'TLS' if self.tls else 'http'}, {self.delay_ms} ms"


@dataclass(frozen=True)
class Round:
    """What one contestant did in one round. Times in milliseconds."""

    events_per_second: float
    replies_per_second: float
    ack_p50: float
    ack_p99: float
    shown_p50: float
    shown_p99: float
    cpu_ms: float
    faults: str


@dataclass
class Contestant:
    """A server to be measured, how to make it ready for a round, and what CPU counts as its."""

    name: str
    server: Server
    ready: Callable[[], object] = lambda: None
    database_cpu: Callable[[], float] = lambda: 0.0
    rounds: dict[str, list[Round]] = field(default_factory=dict)

    def cpu_seconds(self) -> float:
        return self.server.cpu_seconds() + self.database_cpu()


def requests_of(people: int, most: int) -> tuple[list[bytes], list[str]]:
    """(HTTP requests, their reply tokens): everybody's first step, then everybody's second, …"""
    events = [
        text_event(user_id(n), WORDS)
        for n in islice((n for _ in range(STEPS_EACH) for n in range(people)), most)
    ]
    return [request_of(event) for event in events], [event["replyToken"] for event in events]


def measure(
    contestant: Contestant, line: StandIn, most: int, load: Callable[[Sequence[bytes]], Load]
) -> Round:
    """One round: send the load, wait until every reply has arrived, count."""
    contestant.ready()
    requests, tokens = requests_of(PEOPLE, most)
    line.taken()
    before = contestant.cpu_seconds()
    done = load(requests)
    wanted = {tokens[place]: sent for place, sent in done.sent_at.items()}
    replies: list[tuple[str, float]] = []
    until = time.monotonic() + DRAIN_SECONDS
    while len(replies) < len(wanted) and time.monotonic() < until:
        replies += line.taken()
        time.sleep(0.02)
    time.sleep(0.15)  # what is written after the last reply belongs to the round as well
    used = contestant.cpu_seconds() - before
    replies += line.taken()
    shown = sorted(at - wanted[token] for token, at in replies if token in wanted)
    return Round(
        events_per_second=done.per_second,
        replies_per_second=len(replies) / (max(at for _, at in replies) - done.began),
        ack_p50=done.percentile(0.5) * 1000,
        ack_p99=done.percentile(0.99) * 1000,
        shown_p50=shown[len(shown) // 2] * 1000,
        shown_p99=shown[int(len(shown) * 0.99)] * 1000,
        cpu_ms=used / len(done.times) * 1000,
        faults=_faults(done, replies, wanted),
    )


def _faults(done: Load, replies: list[tuple[str, float]], wanted: dict[str, Any]) -> str:
    tokens = [token for token, _ in replies]
    found = {
        "not 200": sum(n for status, n in done.statuses.items() if status != 200),
        "unanswered": len(wanted.keys() - set(tokens)),
        "doubled": len(tokens) - len(set(tokens)),
    }
    return ", ".join(f"{n} {what}" for what, n in found.items() if n)


@dataclass(frozen=True)
class Store:
    """A furnished database: what it is called here, where it is, and who mentors whom in it."""

    name: str
    url: str
    engine: Engine
    pairs: Sequence[Pair]

    def rewind(self) -> None:
        rewind(self.engine, self.pairs, PEOPLE)

    def cpu_seconds(self) -> float:
        on_server = self.engine.dialect.name == "postgresql"
        return backends_cpu_seconds(str(self.engine.url.database)) if on_server else 0.0


@contextmanager
def stores(home: Path, server: str) -> Iterator[list[Store]]:
    """A database of each kind, in the middle of many reports."""
    with postgresql(server, "philiang_benchmark") as postgres, ExitStack() as stack:
        urls = {SQLITE: f"sqlite:///{home / 'step.db'}", POSTGRES: postgres}
        made = []
        for name, url in urls.items():
            if url is None:
                print(f"{name}: no server answers, so it is left out")
                continue
            pairs = furnish(url, PEOPLE)
            engine = make_engine(url)
            stack.callback(engine.dispose)
            made.append(Store(name, url, engine, pairs))
        yield made


@contextmanager
def contestants(
    line: StandIn, home: Path, trust: Path, kept: Sequence[Store]
) -> Iterator[list[Contestant]]:
    """The echo bot and ours on each database, all running."""
    trusting = {"SSL_CERT_FILE": str(trust)}
    with ExitStack() as stack:
        settings = environment("", line.base, home) | trusting
        echo = serving(settings, home / "echo.log", config="benchmarks/echo_gunicorn.py")
        running = [Contestant(ECHO, stack.enter_context(echo))]
        for store in kept:
            settings = environment(store.url, line.base, home) | trusting
            bot = stack.enter_context(serving(settings, home / f"{store.name}.log"))
            running.append(Contestant(store.name, bot, store.rewind, store.cpu_seconds))
        yield running


def run(distances: Sequence[Distance], rounds: int, seconds: float, server: str) -> None:
    """Measure, and print the lines of a Markdown table as they come."""
    print("\n".join(HEAD), flush=True)
    with tempfile.TemporaryDirectory() as folder:
        home = Path(folder)
        cert, key, trust = certificate.make(home)
        with stores(home, server) as kept:
            for distance in distances:
                with (
                    stand_in(
                        distance.delay_ms / 1000, (cert, key) if distance.tls else None
                    ) as line,
                    contestants(line, home, trust, kept) as running,
                ):
                    _rounds(line, running, rounds, seconds)
                print("\n".join(_lines(distance, running)), flush=True)


def _rounds(line: StandIn, running: list[Contestant], rounds: int, seconds: float) -> None:
    for number in range(rounds + 1):
        for who in running:
            port = who.server.port
            full = measure(
                who,
                line,
                MOST_EVENTS if number else 100,
                partial(saturate, port, connections=CONNECTIONS, seconds=seconds),
            )
            calm = measure(
                who,
                line,
                int(RATE * seconds) if number else 20,
                partial(steady, port, rate=RATE),
            )
            if number:  # the first is to warm up
                who.rounds.setdefault(f"{CONNECTIONS} connections", []).append(full)
                who.rounds.setdefault(f"{RATE:.0f} a second", []).append(calm)


HEAD = [
    "| LINE | load | who | events/s | replies/s | 200 p50 ms | 200 p99 ms | shown p50 ms |"
    " CPU ms | × events/s | × p99 | × CPU | faults |",
    "|---|---|---|---|---|---|---|---|---|---|---|---|---|",
]


def _lines(distance: Distance, running: list[Contestant]) -> list[str]:
    lines = []
    echo = running[0]
    for load in echo.rounds:
        for who in running:
            mine, base = who.rounds[load], echo.rounds[load]
            cells = [
                str(distance),
                load,
                who.name,
                _span([r.events_per_second for r in mine], 0),
                _span([r.replies_per_second for r in mine], 0),
                _span([r.ack_p50 for r in mine], 1),
                _span([r.ack_p99 for r in mine], 1),
                _span([r.shown_p50 for r in mine], 0),
                _span([r.cpu_ms for r in mine], 2),
                _ratio(mine, base, lambda r: r.events_per_second),
                _ratio(mine, base, lambda r: r.ack_p99),
                _ratio(mine, base, lambda r: r.cpu_ms),
                "; ".join(sorted({r.faults for r in mine if r.faults})) or "–",
            ]
            lines.append(f"| {' | '.join(cells)} |")
    return lines


def _ratio(mine: list[Round], base: list[Round], of: Callable[[Round], float]) -> str:
    """Round by round against the echo bot of the same round."""
    return _span([of(one) / of(other) for one, other in zip(mine, base, strict=True)], 2)


def _span(values: list[float], digits: int) -> str:
    """Median and, in brackets, the least and the most."""
    middle = statistics.median(values)
    return f"{middle:.{digits}f} ({min(values):.{digits}f}–{max(values):.{digits}f})"


ALL = [Distance(tls, delay) for tls in (False, True) for delay in (0, 80)]


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--quick", action="store_true", help="http and 80 ms alone, one round")
    parser.add_argument("--rounds", type=int, default=ROUNDS)
    parser.add_argument("--postgresql", default=POSTGRESQL)
    given = parser.parse_args()
    distances, rounds = ([ALL[1]], 1) if given.quick else (ALL, given.rounds)
    run(distances, rounds, ROUND_SECONDS, given.postgresql)


if __name__ == "__main__":
    main()
