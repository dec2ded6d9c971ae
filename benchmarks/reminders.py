"""A round of the scheduler for the whole country: `python -m benchmarks.reminders [--people N]`.

178 networks and 736 schools owe something on the same day, each with people who answer for it, and
each office has somebody who looks after it. Measured are a minute in which nothing is due, the
round of the day, a second one right after it, and the third day after, when supervisors hear of it.
A second round is what comes a minute later and finds nothing to do. LINE is a meter (virtual.py):
a round ends with its pushes in the outbox.
"""

import argparse
import logging
import resource
import tempfile
import time
from collections.abc import Iterator
from concurrent.futures import ProcessPoolExecutor
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import date, datetime
from multiprocessing import get_context
from pathlib import Path

import structlog
from sqlalchemy import Connection, text

from benchmarks.staff import Post, settle
from benchmarks.virtual import Virtual, rows_of
from benchmarks.world import NATIONAL, POSTGRESQL, postgresql
from bot.database import transaction, upgrade
from models.duties import Deadline
from models.roster import SHIPPED, import_files, refusals
from models.scopes import find_scope
from models.vocabulary import Role, ScopeKind, SubjectKind
from scheduler.jobs import run_round

#: A Thursday, 30 days before the fiscal year 2566 ends on a Saturday: the yearly exchange has a
#: step on it, too.
DUE = date(2023, 8, 31)
MOMENTS = (
    ("nothing due", "2023-08-24T09:00+07:00"),
    ("a second round", "2023-08-24T09:01+07:00"),
    ("the due day", "2023-08-31T09:00+07:00"),
    ("a second round", "2023-08-31T09:01+07:00"),
    ("the third day after", "2023-09-04T09:00+07:00"),
    ("a second round", "2023-09-04T09:01+07:00"),
)


@dataclass(frozen=True)
class Measured:
    """One round: wall and CPU seconds of the scheduler's process, and the pushes it queued."""

    what: str
    seconds: float
    cpu: float
    pushes: int


def furnish(url: str, people: int) -> None:
    """Rosters, a deadline for every school, and `people` beside a supervisor for each office."""
    runtime = Virtual(url)
    upgrade(url)
    with transaction(runtime.engine) as session:
        assert refusals(import_files(session, [*SHIPPED, NATIONAL])) == []
        programme = find_scope(session, ScopeKind.PROGRAMME, "QIN")
        assert programme is not None
        assert programme.id is not None
        session.add(
            Deadline(
                code="BENCH",
                programme_id=programme.id,
                title_th="ส่งแบบสรุปของสถานศึกษา",
                announced_on=date(2023, 8, 1),
                due_on=DUE,
                subject_kind=SubjectKind.SCHOOL,
                ladder=[-30, 0, 1, 3, 7],
                notice=False,
                sample=True,
            )
        )
        session.flush()
        connection = session.connection()
        schools = _ids(connection, "SELECT DISTINCT school_id FROM network_memberships ORDER BY 1")
        offices = _ids(connection, "SELECT id FROM offices ORDER BY 1")
        places: list[Post] = [
            (Role.TEACHER, ScopeKind.SCHOOL, schools[n % len(schools)]) for n in range(people)
        ]
        places += [(Role.SUPERVISOR, ScopeKind.OFFICE, office) for office in offices]
        settle(connection, places)
        # PostgreSQL does so by itself within a minute of such a load.
        connection.execute(text("ANALYZE"))
    runtime.engine.dispose()


def _ids(connection: Connection, query: str) -> list[int]:
    return [row[0] for row in connection.execute(text(query))]


def measure(runtime: Virtual) -> Iterator[Measured]:
    """The rounds of MOMENTS, one after the other."""
    for what, moment in MOMENTS:
        runtime.at = datetime.fromisoformat(moment)
        before, cpu, start = _pushes(runtime), time.process_time(), time.perf_counter()
        run_round(runtime, runtime.at)
        seconds, cpu = time.perf_counter() - start, time.process_time() - cpu
        yield Measured(what, seconds, cpu, _pushes(runtime) - before)
        runtime.meter.take_all(runtime.engine)


def _pushes(runtime: Virtual) -> int:
    [(count,)] = rows_of(runtime.engine, "SELECT count(*) FROM effects WHERE kind = 'push'")
    return int(count)


@contextmanager
def _databases() -> Iterator[list[tuple[str, str]]]:
    with (
        tempfile.TemporaryDirectory() as folder,
        postgresql(POSTGRESQL, "philiang_bench_reminders") as server,
    ):
        found = [("SQLite", f"sqlite:///{Path(folder) / 'bench.db'}")]
        yield [*found, ("PostgreSQL", server)] if server else found


def main() -> None:
    options = argparse.ArgumentParser(description=__doc__)
    options.add_argument("--people", type=int, default=8000)
    people: int = options.parse_args().people
    structlog.configure(wrapper_class=structlog.make_filtering_bound_logger(logging.WARNING))
    print(f"{people} people, 736 schools, 178 networks; seconds of one round")
    print(f"{'':12}{'':16}{'wall':>8}{'CPU':>8}{'pushes':>8}{'ms/push':>9}")
    with _databases() as databases:
        for name, url in databases:
            # In a process of its own: what it takes to make the people is not the scheduler's.
            with ProcessPoolExecutor(1, get_context("spawn")) as other:
                other.submit(furnish, url, people).result()
            runtime = Virtual(url)
            resident = _resident()
            for one in measure(runtime):
                each = f"{1000 * one.seconds / one.pushes:9.2f}" if one.pushes else ""
                print(f"{name:12}{one.what:16}{one.seconds:8.2f}{one.cpu:8.2f}{one.pushes:8}{each}")
            print(f"{name:12}memory {resident:.0f} -> {_resident():.0f} MB at most")
            runtime.engine.dispose()


def _resident() -> float:
    """The most memory that this process has had so far, in MB."""
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024


if __name__ == "__main__":
    main()
