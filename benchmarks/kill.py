"""kill -9 of the web process in the middle of conversations: `python -m benchmarks.kill
[--kills 50] [--seed 1] [--postgresql]`.

Three at a time, teachers report a visit each to a bot served by gunicorn, by way of LINE on the
desk, which delivers again what is not answered 200; somebody else is sent pushes meanwhile. At
random moments the whole tree of processes is killed and started anew, or one worker is killed. In
the end nothing that was answered 200 may be lost, recorded twice or shown twice.
"""

import argparse
import json
import os
import random
import signal
import sys
import tempfile
import threading
import time
from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from sqlalchemy import text

from benchmarks.processes import Server, gunicorn
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
from bot.queue import push
from bot.runtime import Runtime
from bot.settings import load_settings
from demo.people import Member, cast, settle
from handlers.cards.card import Card
from handlers.texts import t
from models.roster import SHIPPED, import_files, refusals
from models.vocabulary import Role, ScopeKind
from simulator import events
from simulator.people import Person
from simulator.server import Simulator
from simulator.webhook import Manner

TALKERS = 3
LEAD_SCHOOL, PARTNERS = "NPT1-01", 3  # from where they report, and on how many schools
PUSHED_TO = "pranee"
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
#: How long the bot may take to come to rest after the last kill: leases must run out.
REST_SECONDS = 90.0


@dataclass
class Report:
    """One report as it was typed."""

    topic: str
    strengths: str
    improvements: str
    agreed: str


@dataclass
class Findings:
    """What was counted, and what should not have been: `faults` is empty if all promises held."""

    kills: int = 0
    events: int = 0
    reports: int = 0
    pushes: int = 0
    redelivered: int = 0
    tried_again: int = 0
    belated: int = 0
    seconds: float = 0.0
    faults: list[str] = field(default_factory=list)


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
        # No two of them report the same school on the same day, or the form would ask about it.
        day = 1 + number // PARTNERS
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
            said.agreed,
            "ข้าม",
            "7",
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
        server = gunicorn(settings, home / "server.log")
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
            _rest(runtime, found)
            found.belated = _greet_those_who_missed(runtime, desk)
            _rest(runtime, found)
            _judge(found, runtime, desk, talkers, pusher)
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
    return gunicorn(settings, log, port=server.port)


def _rest(runtime: Runtime, found: Findings) -> None:
    """Wait until nothing is left to send."""
    if not _until_sent(runtime):
        found.faults.append("the outbox did not come to rest")


def _until_sent(runtime: Runtime) -> bool:
    until = time.monotonic() + REST_SECONDS
    while time.monotonic() < until:
        if not _rows(runtime, "SELECT id FROM effects WHERE state = 'waiting'"):
            return True
        time.sleep(0.1)
    return False


def _greet_those_who_missed(runtime: Runtime, desk: Simulator) -> int:
    """Whoever missed answers, since no process lived long enough to give them within a minute,
    says a word: they must come along then. How many answers those were."""
    missed = _rows(runtime, "SELECT line_user_id FROM effects WHERE state = 'unshown'")
    for _ in range(MOST_GREETINGS):
        waiting = _rows(runtime, "SELECT line_user_id FROM effects WHERE state = 'unshown'")
        for line_user_id in {who for (who,) in waiting}:
            person = desk.platform.people[line_user_id]
            desk.webhook.send([events.text(desk.platform, person, "เมนู")])
        if waiting:
            _until_sent(runtime)
    return len(missed)


def _judge(
    found: Findings, runtime: Runtime, desk: Simulator, talkers: list[Talker], pusher: Pusher
) -> None:
    acknowledged = [event_id for talker in talkers for event_id in talker.acknowledged]
    found.events, found.pushes = len(acknowledged), len(pusher.queued)
    found.reports = sum(len(talker.reports) for talker in talkers)
    found.redelivered = sum(talker.redelivered for talker in talkers)
    found.tried_again = len(_rows(runtime, "SELECT id FROM effects WHERE attempts > 1"))
    found.faults += _events_lost(runtime, acknowledged)
    found.faults += _reports_lost(runtime, talkers)
    pushed: list[str] = []
    for person in desk.platform.people.values():
        with desk.platform.lock:
            chat = desk.platform.chat(person.user_id).after(0)
        shown = [item["message"] for item in chat if item["from"] == "bot"]
        found.faults += _shown_wrongly(runtime, person, shown)
        if person.key == PUSHED_TO:
            pushed = [message["text"] for message in shown]
    if pushed != pusher.queued:
        found.faults.append(f"pushes were shown in another order or number: {pushed}")


def _events_lost(runtime: Runtime, acknowledged: list[str]) -> Iterator[str]:
    stored = dict(_rows(runtime, "SELECT id, error FROM inbound_events"))
    answers = Counter(
        event_id
        for (event_id,) in _rows(runtime, "SELECT event_id FROM effects WHERE kind = 'reply'")
    )
    for event_id in acknowledged:
        if event_id not in stored:
            yield f"event {event_id} was answered 200 and has no row"
        elif stored[event_id]:
            yield f"event {event_id} failed: {stored[event_id]}"
        elif answers[event_id] != 1:
            yield f"event {event_id} has {answers[event_id]} answers"
    for state, number in _rows(
        runtime, "SELECT state, count(*) FROM effects GROUP BY state ORDER BY state"
    ):
        if state not in ("sent", "merged"):
            yield f"{number} effects ended as {state}"


def _reports_lost(runtime: Runtime, talkers: list[Talker]) -> Iterator[str]:
    rows = _rows(
        runtime, "SELECT topic, strengths, improvements, agreed_actions FROM mentoring_visits"
    )
    recorded = Counter(Report(*row).topic for row in rows)
    kept = {row[0]: Report(*row) for row in rows}
    typed = [report for talker in talkers for report in talker.reports]
    for report in typed:
        if recorded[report.topic] != 1:
            yield f"{report.topic} was recorded {recorded[report.topic]} times"
        elif kept[report.topic] != report:
            yield f"{report.topic} was recorded as {kept[report.topic]}"
    for topic in recorded.keys() - {report.topic for report in typed}:
        yield f"{topic} was recorded and never sent"
    for who, draft in _rows(runtime, "SELECT line_user_id, draft FROM conversations"):
        if draft not in (None, "null"):
            yield f"{who} is left with a draft"


def _shown_wrongly(runtime: Runtime, person: Person, shown: list[dict[str, Any]]) -> Iterator[str]:
    """Every answer and push must be on the phone exactly once, at once or with a later one."""
    rows = _rows(runtime, "SELECT line_user_id, payload FROM effects WHERE kind <> 'fetch_profile'")
    payloads = [
        json.loads(payload) if isinstance(payload, str) else payload
        for who, payload in rows
        if who == person.user_id
    ]
    wanted = Counter(
        _likeness(message)
        for payload in payloads
        for message in payload["messages"][len(payload.get("carried", [])) :]
    )
    apology = t("common.missed_reply")
    seen = Counter(_likeness(message) for message in shown if message.get("text") != apology)
    for message in wanted.keys() | seen.keys():
        if wanted[message] != seen[message]:
            times = f"{seen[message]} times instead of {wanted[message]}"
            yield f"{person.key} was shown {times}: {message[:200]}"


def _likeness(message: dict[str, Any]) -> str:
    # Quick replies stay behind where a message comes along with a later one.
    without = ("id", "quoteToken", "quickReply")
    kept = {k: v for k, v in message.items() if k not in without}
    return json.dumps(kept, sort_keys=True, ensure_ascii=False)


def _rows(runtime: Runtime, query: str) -> list[tuple[Any, ...]]:
    with runtime.engine.connect() as connection:
        return [tuple(row) for row in connection.execute(text(query))]


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
    with tempfile.TemporaryDirectory() as folder, _database(given.postgresql, Path(folder)) as url:
        found = run(url, Path(folder), kills=given.kills, seed=given.seed)
    counted = {name: value for name, value in vars(found).items() if name != "faults"}
    print(", ".join(f"{name} {value:.0f}" for name, value in counted.items()))
    print("\n".join(found.faults) or "Nothing was lost, doubled or left behind.")
    sys.exit(1 if found.faults else 0)


if __name__ == "__main__":
    main()
