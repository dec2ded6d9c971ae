"""What must be true after the web process was killed, whenever it was: see kill.py."""

import json
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from typing import Any

from sqlalchemy import select, text

from bot.runtime import Runtime
from handlers.texts import t
from models.conversations import effects
from models.sending_words import EffectKind
from simulator.people import Person
from simulator.server import Simulator

PUSHED_TO = "pranee"


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


def judge(
    found: Findings,
    runtime: Runtime,
    desk: Simulator,
    *,
    acknowledged: Sequence[str],
    reports: Sequence[Report],
    pushes: Sequence[str],
) -> None:
    """Count, and add to `found.faults` whatever was lost, doubled or left behind.

    acknowledged: ids of the events that were answered 200. reports: those typed to their end.
    pushes: the words of the pushes to PUSHED_TO, in the order in which they were queued.
    """
    found.events, found.reports = len(acknowledged), len(reports)
    found.pushes = len(pushes)
    found.tried_again = len(rows_of(runtime, "SELECT id FROM effects WHERE attempts > 1"))
    found.faults += _events_lost(runtime, acknowledged)
    found.faults += _reports_lost(runtime, reports)
    pushed: list[str] = []
    for person in desk.platform.people.values():
        with desk.platform.lock:
            chat = desk.platform.chat(person.user_id).after(0)
        shown = [item["message"] for item in chat if item["from"] == "bot"]
        found.faults += _shown_wrongly(runtime, person, shown)
        if person.key == PUSHED_TO:
            pushed = [message["text"] for message in shown]
    if pushed != list(pushes):
        found.faults.append(f"pushes were shown in another order or number: {pushed}")


def _events_lost(runtime: Runtime, acknowledged: Sequence[str]) -> Iterator[str]:
    stored = dict(rows_of(runtime, "SELECT id, error FROM inbound_events"))
    answers = Counter(
        event_id
        for (event_id,) in rows_of(runtime, "SELECT event_id FROM effects WHERE kind = 'reply'")
    )
    for event_id in acknowledged:
        if event_id not in stored:
            yield f"event {event_id} was answered 200 and has no row"
        elif stored[event_id]:
            yield f"event {event_id} failed: {stored[event_id]}"
        elif answers[event_id] != 1:
            yield f"event {event_id} has {answers[event_id]} answers"
    for state, number in rows_of(
        runtime, "SELECT state, count(*) FROM effects GROUP BY state ORDER BY state"
    ):
        if state not in ("sent", "merged"):
            yield f"{number} effects ended as {state}"


def _reports_lost(runtime: Runtime, typed: Sequence[Report]) -> Iterator[str]:
    rows = rows_of(
        runtime, "SELECT topic, strengths, improvements, agreed_actions FROM mentoring_visits"
    )
    recorded = Counter(Report(*row).topic for row in rows)
    kept = {row[0]: Report(*row) for row in rows}
    for report in typed:
        if recorded[report.topic] != 1:
            yield f"{report.topic} was recorded {recorded[report.topic]} times"
        elif kept[report.topic] != report:
            yield f"{report.topic} was recorded as {kept[report.topic]}"
    for topic in recorded.keys() - {report.topic for report in typed}:
        yield f"{topic} was recorded and never sent"
    for who, draft in rows_of(runtime, "SELECT line_user_id, draft FROM conversations"):
        if draft not in (None, "null"):
            yield f"{who} is left with a draft"


def _shown_wrongly(runtime: Runtime, person: Person, shown: list[dict[str, Any]]) -> Iterator[str]:
    """Every answer and push must be on the phone exactly once, at once or with a later one."""
    its = select(effects.c.payload).where(
        effects.c.line_user_id == person.user_id, effects.c.kind != EffectKind.FETCH_PROFILE
    )
    with runtime.engine.connect() as connection:
        payloads = connection.execute(its).scalars().all()  # which opens what lies locked
    wanted = Counter(
        _likeness(message)
        for payload in payloads
        if not payload.get("left")  # shown by the reply that took it along, and counted there
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


def rows_of(runtime: Runtime, query: str) -> list[tuple[Any, ...]]:
    with runtime.engine.connect() as connection:
        return [tuple(row) for row in connection.execute(text(query))]
