"""The same words to many: `python -m benchmarks.broadcast [--people N] [--pushes N]`.

People told a second by multicast and by single pushes, from the queue to the result in the
database, with a stand-in of LINE on loopback, 0 and 80 ms away; and what a round needs to decide
for everybody how they get it. One process sends, at the pace that it allows itself (bot/pace.py).
"""

import argparse
import logging
import tempfile
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import UTC, datetime
from pathlib import Path
from threading import Event

import structlog
from sqlalchemy import text

from benchmarks.reminders import furnish
from benchmarks.standin import stand_in
from benchmarks.world import POSTGRESQL, environment, postgresql
from bot.database import transaction
from bot.runtime import Runtime
from bot.settings import load_settings
from bot.telling import push
from handlers.announcing_card import announcement_card
from models.announcements import make_announcement
from models.people import COUNTRY, Appointment
from models.sending_words import AnnouncedTo, EffectKind
from models.vocabulary import Role
from scheduler.announcing import Announcing
from scheduler.moment import Moment

WORDS = "ขอเชิญผู้รับผิดชอบของทุกเครือข่ายร่วมประชุมออนไลน์ วันศุกร์ เวลา 09.00 น. " * 3
#: A Tuesday morning in Bangkok.
MORNING = datetime(2023, 11, 21, 3, 0, tzinfo=UTC)
SENDER = 1
DISTANCES = (0.0, 0.08)
MOST_SECONDS = 300.0


def announce(runtime: Runtime, draft_id: str) -> tuple[int, float]:
    """One announcement to everybody of the country, queued; (people, seconds)."""
    with transaction(runtime.engine) as session:
        session.add(
            Appointment(
                person_id=SENDER,
                role=Role.NATIONAL_COORDINATOR,
                scope_kind=COUNTRY.kind,
                starts_on=MORNING.date(),
            )
        )
        assert make_announcement(
            session,
            draft_id=draft_id,
            by_person_id=SENDER,
            sender_th="สำนักตัวอย่าง",
            words=WORDS,
            audience=AnnouncedTo.EVERYBODY,
            place_kind=COUNTRY.kind,
            place_code=COUNTRY.code,
            people=0,
            created_at=MORNING,
        )
    announcing, start = Announcing(Moment(runtime, MORNING)), time.perf_counter()
    while announcing.announce_some():
        pass
    return _count(runtime, EffectKind.SHARE), time.perf_counter() - start


def push_to(runtime: Runtime, people: int) -> tuple[int, float]:
    """The same words to so many people, as a push to each, queued; (people, seconds)."""
    card = announcement_card(WORDS, "คนที่ 1", "สำนักตัวอย่าง")
    query = text("SELECT line_user_id FROM line_accounts ORDER BY 1 LIMIT :most")
    with runtime.engine.connect() as connection:
        accounts = list(connection.execute(query, {"most": people}).scalars())
    start = time.perf_counter()
    for first in range(0, len(accounts), 50):
        with transaction(runtime.engine) as session:
            for account in accounts[first : first + 50]:
                push(runtime, session, account, card, "benchmark", runtime.machine_time())
    return len(accounts), time.perf_counter() - start


def send(runtime: Runtime) -> float:
    """Seconds until nothing waits in the outbox any more."""
    pause, start = Event(), time.perf_counter()
    runtime.outbox.start()
    runtime.outbox.sweep()
    try:
        while _waiting(runtime):
            assert time.perf_counter() - start < MOST_SECONDS, "it does not come to its end"
            pause.wait(0.02)
            runtime.outbox.sweep()  # it takes 200 lanes at a time, and else comes once a second
        return time.perf_counter() - start
    finally:
        runtime.outbox.stop()


def _count(runtime: Runtime, kind: EffectKind) -> int:
    query = text("SELECT count(*) FROM effects WHERE kind = :kind")
    with runtime.engine.connect() as connection:
        return int(connection.execute(query, {"kind": kind.value}).scalar_one())


def _waiting(runtime: Runtime) -> bool:
    query = text("SELECT 1 FROM effects WHERE state = 'waiting' LIMIT 1")
    with runtime.engine.connect() as connection:
        return connection.execute(query).first() is not None


def _measured(
    url: str, line: str, home: Path, queue: Callable[[Runtime], tuple[int, float]]
) -> tuple[int, float, float]:
    """(people, seconds to queue, seconds to send) with an empty outbox."""
    runtime = Runtime(load_settings(environment(url, line, home / "media")))
    try:
        with transaction(runtime.engine) as session:
            for table in ("announced_people", "announcements", "effects"):
                session.execute(text(f"DELETE FROM {table}"))  # noqa: S608 - names of ours
        people, queued = queue(runtime)
        return people, queued, send(runtime)
    finally:
        runtime.engine.dispose()


@contextmanager
def _databases(home: Path) -> Iterator[list[tuple[str, str]]]:
    with postgresql(POSTGRESQL, "philiang_bench_broadcast") as server:
        found = [("SQLite", f"sqlite:///{home / 'bench.db'}")]
        yield [*found, ("PostgreSQL", server)] if server else found


def main() -> None:
    options = argparse.ArgumentParser(description=__doc__)
    options.add_argument("--people", type=int, default=8000, help="who get the announcement")
    options.add_argument("--pushes", type=int, default=1000, help="who get a push each")
    given = options.parse_args()
    structlog.configure(wrapper_class=structlog.make_filtering_bound_logger(logging.WARNING))
    ways: tuple[tuple[str, Callable[[Runtime], tuple[int, float]]], ...] = (
        ("multicast", lambda runtime: announce(runtime, "benchmark")),
        ("single pushes", lambda runtime: push_to(runtime, given.pushes)),
    )
    print(f"{'':12}{'LINE':>7}  {'':14}{'people':>8}{'queue s':>9}{'send s':>8}{'people/s':>10}")
    with tempfile.TemporaryDirectory() as folder, _databases(Path(folder)) as databases:
        for name, url in databases:
            furnish(url, given.people)
            for delay in DISTANCES:
                for way, queue in ways:
                    with stand_in(delay) as line:
                        people, queued, sent = _measured(url, line.base, Path(folder), queue)
                    print(
                        f"{name:12}{delay * 1000:4.0f} ms  {way:14}{people:8}{queued:9.2f}"
                        f"{sent:8.2f}{people / sent:10.0f}",
                        flush=True,
                    )


if __name__ == "__main__":
    main()
