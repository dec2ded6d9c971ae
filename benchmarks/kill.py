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
from typing import Any

import structlog

from benchmarks.aftermath import PUSHED_TO, Findings, Report, judge, rows_of
from benchmarks.processes import Server, gunicorn_at_once
from benchmarks.world import (
    ACCESS_TOKEN,
    CHANNEL_SECRET,
    POSTGRESQL,
    environment,
    postgresql,
    user_id,
)
from bot.clock import today
from bot.database import STORE_FAULTS, transaction, upgrade
from bot.runtime import Runtime
from bot.settings import load_settings
from bot.telling import push
from demo.people import Member, cast, settle
from handlers.cards.card import Card
from models.roster import SHIPPED, import_files, refusals
from models.vocabulary import Role, ScopeKind
from simulator import events
from simulator.people import Person
from simulator.server import Simulator
from simulator.webhook import Manner

TALKERS = 3
LEAD_SCHOOL, PARTNERS = "NPT1-01", 3  # from where they report, and on how many schools
#: On each seat. Reports of visits over a month ago would be asked about once more.
MOST_REPORTS = 30 * PARTNERS // TALKERS
#: How long somebody waits for an answer before typing on.
PATIENCE = 0.5
THINKING = 0.03
#: As many earlier answers come along with a new one as LINE takes in a call; so it may take some.
MOST_GREETINGS = 8
#: LINE takes so long for each call, so that many a kill hits one under way.
LINE_SECONDS = 0.03
#: How long an event may remain without a 200 through any number of kills.
ACKNOWLEDGED_SECONDS = 120.0
#: How long a kill waits for the conversations to have begun again.
HEARD_SECONDS = 15.0
#: A little more than replies and pushes are leased for.
LEASES_OVER = timedelta(seconds=14)
#: How long the bot may take to come to rest.
REST_SECONDS = 90.0


def teacher(number: int) -> Member:
    """One of as many teachers as are needed: each reports once, for nobody says more than thirty
    things a minute."""
    key = f"teacher-{number}"
    role, scope = Role.TEACHER, ScopeKind.SCHOOL
    name, who = f"ครูคนที่ {number}", user_id(number)
    return Member(key, name, who, role, scope, LEAD_SCHOOL, joined=True, code=None)


class Talker(threading.Thread):
    """A seat on which one teacher after the other reports a visit, in words alone, until it is
    closing time."""

    def __init__(self, desk: Simulator, number: int, closing: threading.Event):
        super().__init__(name=f"talker {number}", daemon=True)
        self._desk, self._number, self._closing = desk, number, closing
        self.acknowledged: list[str] = []
        self.redelivered = 0
        self.reports: list[Report] = []
        self.fault: str | None = None

    def run(self) -> None:
        try:
            while not self._closing.is_set() and len(self.reports) < MOST_REPORTS:
                self._report(self._number + TALKERS * len(self.reports))
        except AssertionError as fault:
            self.fault = f"{self.name}: {fault}"

    def _report(self, number: int) -> None:
        member = teacher(number)
        person = self._desk.platform.person(member.key)
        assert person is not None, "more teachers are needed"
        mark = member.key
        said = Report(f"เรื่อง {mark}", f"เด่น {mark}", f"พัฒนา {mark}", f"ตกลง {mark}")
        # No two of them report the same school within a day, or the form would ask about it.
        day = 1 + 2 * (number // PARTNERS)
        for words in (
            "บันทึกนิเทศ",
            str(1 + number % PARTNERS),
            f"{day} วันก่อน",
            "1",
            "1",
            said.topic,
            "ข้าม",
            said.strengths,
            said.improvements,
            "ข้าม",
            said.agreed,
            "ข้าม",
            "7",
            "ข้าม",
            "ข้าม",
            "ส่งรายงาน",
        ):
            self._say(person, words)
        self.reports.append(said)

    def _say(self, person: Person, words: str) -> None:
        platform = self._desk.platform
        event = events.text(platform, person, words)
        chat = platform.chat(person.user_id)
        before = chat.last
        self._deliver(event)
        with platform.lock:
            platform.wait(lambda: any(m["from"] == "bot" for m in chat.after(before)), PATIENCE)
        time.sleep(THINKING)

    def _deliver(self, event: dict[str, Any]) -> None:
        """Until it is answered 200, as LINE redelivers, only without its long pauses."""
        until = time.monotonic() + ACKNOWLEDGED_SECONDS
        while time.monotonic() < until:
            if self._desk.webhook.send([event]) == [200]:
                self.acknowledged.append(event["webhookEventId"])
                return
            self.redelivered += 1
            event = {**event, "deliveryContext": {"isRedelivery": True}}
            time.sleep(0.1)
        raise AssertionError("an event was never answered 200")


class Pusher(threading.Thread):
    """Queues a push every now and then, as the scheduler would: from another process."""

    def __init__(self, runtime: Runtime, to: str, closing: threading.Event):
        super().__init__(name="pusher", daemon=True)
        self._runtime, self._to, self._closing = runtime, to, closing
        self.queued: list[str] = []

    def run(self) -> None:
        while not self._closing.wait(0.25):
            words = f"แจ้งเรื่องที่ {len(self.queued)}"
            with suppress(*STORE_FAULTS), transaction(self._runtime.engine) as session:
                now = self._runtime.machine_time()
                push(self._runtime, session, self._to, Card(text=words), words, now)
            self.queued.append(words)


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
