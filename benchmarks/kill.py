"""kill -9 of the web process in the middle of conversations: `python -m benchmarks.kill
[--kills 50] [--seed 1] [--postgresql]`.

Three at a time, teachers report a visit each to a bot served by gunicorn, by way of LINE on the
desk, which delivers again what is not answered 200; somebody else is sent pushes meanwhile. At
random moments the whole tree of processes is killed and started anew, or one worker is killed. In
the end nothing that was answered 200 may be lost, recorded twice or shown twice.
"""

import argparse
import logging
import os
import random
import signal
import sys
import tempfile
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from datetime import UTC, datetime, timedelta
from pathlib import Path

import structlog

from benchmarks.aftermath import PUSHED_TO, Findings, judge, rows_of
from benchmarks.processes import Server, gunicorn_at_once
from benchmarks.talkers import MOST_REPORTS, TALKERS, Pusher, Talker, teacher
from benchmarks.world import (
    ACCESS_TOKEN,
    CHANNEL_SECRET,
    POSTGRESQL,
    environment,
    postgresql,
)
from bot.clock import today
from bot.database import transaction, upgrade
from bot.runtime import Runtime
from bot.settings import load_settings
from demo.people import Member, cast, settle
from models.roster import SHIPPED, import_files, refusals
from simulator import events
from simulator.server import Simulator
from simulator.webhook import Manner

#: As many earlier answers come along with a new one as LINE takes in a call; so it may take some.
MOST_GREETINGS = 8
#: LINE takes so long for each call, so that many a kill hits one under way.
LINE_SECONDS = 0.03
#: How long a kill waits for the conversations to have begun again.
HEARD_SECONDS = 15.0
#: A little more than replies and pushes are leased for.
LEASES_OVER = timedelta(seconds=14)
#: How long the bot may take to come to rest.
REST_SECONDS = 90.0


def run(database_url: str, home: Path, *, kills: int, seed: int) -> Findings:
    """Talk and kill on this empty database; what came of it."""
    began = time.monotonic()
    rng = random.Random(seed)  # noqa: S311 - moments, not secrets
    members = [*cast(), *(teacher(number) for number in range(TALKERS * MOST_REPORTS))]
    with Simulator(
        cast=[{"key": m.key, "name": m.name, "line_user_id": m.line_user_id} for m in members],
        channel_secret=CHANNEL_SECRET,
        access_token=ACCESS_TOKEN,
        manner=Manner(timeout=5.0),
        seed=seed,
    ) as desk:
        desk.platform.quota.limit = None
        desk.faults.order(
            {"endpoint": "*", "kind": "delay", "times": 10**9, "seconds": LINE_SECONDS}
        )
        settings = environment(database_url, desk.base_url, home / "media")
        runtime = Runtime(load_settings(settings))
        _settle(runtime, members)
        server = gunicorn_at_once(settings, home / "server.log")
        desk.webhook.url = f"{server.url}/webhook"
        closing = threading.Event()
        talkers = [Talker(desk, number, closing) for number in range(TALKERS)]
        reader = desk.platform.person(PUSHED_TO)
        assert reader is not None
        pusher = Pusher(runtime, reader.user_id, closing)
        try:
            for thread in (*talkers, pusher):
                thread.start()
            for _ in range(kills):
                _until_heard(desk)
                time.sleep(rng.uniform(0.0, 0.6))
                server = _kill(server, rng, settings, home / "server.log")
            closing.set()
            for thread in (*talkers, pusher):
                thread.join(REST_SECONDS)
            found = Findings(kills=kills)
            found.faults += [
                f"{one.name} did not come to an end" for one in talkers if one.is_alive()
            ]
            found.faults += [one.fault for one in talkers if one.fault]
            server.kill()
            _rest_after_a_death(runtime, found)
            server = gunicorn_at_once(settings, home / "server.log", server.port)
            found.belated = _greet_those_who_missed(runtime, desk)
            _rest(runtime, found)
            found.redelivered = sum(talker.redelivered for talker in talkers)
            judge(
                found,
                runtime,
                desk,
                acknowledged=[one for talker in talkers for one in talker.acknowledged],
                reports=[report for talker in talkers for report in talker.reports],
                pushes=pusher.queued,
            )
        finally:
            server.kill()
            runtime.engine.dispose()
    found.seconds = time.monotonic() - began
    return found


def _until_heard(desk: Simulator) -> None:
    """Wait until events are answered again, so that a kill hits people who are talking."""
    with desk.platform.lock:
        before = desk.webhook.delivered
        desk.platform.wait(
            lambda: any(
                sent["n"] > before and sent["status"] == 200 for sent in desk.webhook.deliveries
            ),
            HEARD_SECONDS,
        )


def _settle(runtime: Runtime, members: list[Member]) -> None:
    upgrade(runtime.settings.database_url)
    now = runtime.clock.now()
    with transaction(runtime.engine) as session:
        assert refusals(import_files(session, SHIPPED)) == []
        for member in members:
            settle(session, member, now, today(now, runtime.settings.timezone))


def _kill(server: Server, rng: random.Random, settings: dict[str, str], log: Path) -> Server:
    """Kill all of it and start it anew on the same port, or one worker, which gunicorn replaces."""
    workers = server.workers()
    if workers and rng.random() < 0.5:
        with suppress(ProcessLookupError):
            os.kill(rng.choice(workers), signal.SIGKILL)
        return server
    server.kill()
    return gunicorn_at_once(settings, log, server.port)


def _rest_after_a_death(runtime: Runtime, found: Findings) -> None:
    """Nobody of those who held anything lives any more: go on as another machine would when their
    leases are over, without waiting until they are."""
    runtime.machine_time = lambda: datetime.now(UTC) + LEASES_OVER  # type: ignore[method-assign]
    runtime.start()
    _rest(runtime, found)
    runtime.outbox.stop()


def _rest(runtime: Runtime, found: Findings) -> None:
    """Wait until nothing is left to send."""
    if not _until_sent(runtime):
        found.faults.append("the outbox did not come to rest")


def _until_sent(runtime: Runtime) -> bool:
    until = time.monotonic() + REST_SECONDS
    while time.monotonic() < until:
        if not rows_of(runtime, "SELECT id FROM effects WHERE state = 'waiting'"):
            return True
        time.sleep(0.1)
    return False


def _greet_those_who_missed(runtime: Runtime, desk: Simulator) -> int:
    """Whoever missed answers, since no process lived long enough to give them within a minute,
    says a word: they must come along then. How many answers those were."""
    missed = rows_of(runtime, "SELECT line_user_id FROM effects WHERE state = 'unshown'")
    for _ in range(MOST_GREETINGS):
        waiting = rows_of(runtime, "SELECT line_user_id FROM effects WHERE state = 'unshown'")
        for line_user_id in {who for (who,) in waiting}:
            person = desk.platform.people[line_user_id]
            desk.webhook.send([events.text(desk.platform, person, "เมนู")])
        if waiting:
            _until_sent(runtime)
    return len(missed)


@contextmanager
def _database(on_postgresql: bool, home: Path) -> Iterator[str]:
    if not on_postgresql:
        yield f"sqlite:///{home / 'kill.db'}"
        return
    with postgresql(POSTGRESQL, "philiang_kill") as url:
        if url is None:
            sys.exit(f"no PostgreSQL answers at {POSTGRESQL}")
        yield url


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--kills", type=int, default=50)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--postgresql", action="store_true")
    given = parser.parse_args()
    structlog.configure(wrapper_class=structlog.make_filtering_bound_logger(logging.ERROR))
    with tempfile.TemporaryDirectory() as folder, _database(given.postgresql, Path(folder)) as url:
        found = run(url, Path(folder), kills=given.kills, seed=given.seed)
    counted = {name: value for name, value in vars(found).items() if name != "faults"}
    print(", ".join(f"{name} {value:.0f}" for name, value in counted.items()))
    print("\n".join(found.faults) or "Nothing was lost, doubled or left behind.")
    sys.exit(1 if found.faults else 0)


if __name__ == "__main__":
    main()
