"""Those who talk while the bot is killed (benchmarks/kill.py): teachers who each report a visit in
words alone, and somebody to whom pushes go."""

import threading
import time
from contextlib import suppress
from typing import Any

from benchmarks.aftermath import Report
from benchmarks.world import user_id
from bot.database import STORE_FAULTS, transaction
from bot.runtime import Runtime
from bot.telling import push
from demo.people import Member
from handlers.cards.card import Card
from models.vocabulary import Role, ScopeKind
from simulator import events
from simulator.people import Person
from simulator.server import Simulator

TALKERS = 3
LEAD_SCHOOL, PARTNERS = "NPT1-01", 3  # from where they report, and on how many schools
#: On each seat. Reports of visits over a month ago would be asked about once more.
MOST_REPORTS = 30 * PARTNERS // TALKERS
#: How long somebody waits for an answer before typing on.
PATIENCE = 0.5
THINKING = 0.03
#: How long an event may remain without a 200 through any number of kills.
ACKNOWLEDGED_SECONDS = 120.0


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
