"""Several schedulers at once, and one that is killed in the middle: nothing lost, nothing twice."""

import os
import random
import subprocess
import sys
import threading
from collections import Counter
from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from crowd import enrol
from office import Office, a_runtime, at, environment

from benchmarks.nursery import forked
from bot.database import transaction
from models.demo_clock import set_offset
from scheduler import planning, sending
from scheduler.jobs import run_round
from simulator.server import Simulator

ROOT = Path(__file__).parent.parent.parent
NOW = "2023-11-24T08:30"


def test_schedulers_beside_one_another_send_each_reminder_once(
    office: Office, monkeypatch: pytest.MonkeyPatch
) -> None:
    crowd = enrol(office.runtime.engine, 60)
    # Small steps, so that they get into each other's way as often as they can.
    monkeypatch.setattr(planning, "AT_ONCE", 7)
    monkeypatch.setattr(sending, "AT_ONCE", 4)
    url = office.runtime.settings.database_url
    runtimes = [a_runtime(url) for _ in range(3)]
    together = threading.Barrier(len(runtimes))

    def rounds(number: int) -> None:
        together.wait()
        run_round(runtimes[number], at(NOW))
        run_round(runtimes[number], at(NOW))

    with ThreadPoolExecutor(len(runtimes)) as pool:
        for done in [pool.submit(rounds, n) for n in range(len(runtimes))]:
            done.result()
    for runtime in runtimes:
        runtime.engine.dispose()
    told = Counter(push.who for push in office.pushes())
    assert told == Counter([*crowd, "anan", "ratree"])
    assert {push.steps for push in office.pushes()} == {(-3, -1)}
    assert office.states() == {"sent": 2 * len(told)}


def test_killed_again_and_again_while_line_fails_it_loses_nothing_and_doubles_nothing(
    office: Office, tmp_path: Path
) -> None:
    crowd = enrol(office.runtime.engine, 2 * sending.AT_ONCE + 20)
    everybody = {*crowd, *(office.people[key].line_user_id for key in ("anan", "ratree"))}
    cast = [{"key": who, "name": who, "line_user_id": who, "joined": True} for who in everybody]
    settings = environment(office.runtime.settings.database_url)
    with Simulator(
        cast=cast,
        channel_secret=settings["LINE_CHANNEL_SECRET"],
        access_token=settings["LINE_CHANNEL_ACCESS_TOKEN"],
    ) as line:
        line.platform.quota.limit = 1000
        for fault in ("status", "accept_then_500", "reset", "accept_then_reset"):
            line.faults.order({"endpoint": "push", "kind": fault, "times": 3})
        settings["LINE_API_BASE"] = line.base_url
        _set_the_clock(office)
        chance = random.Random(20231124)
        for more_than in (0, sending.AT_ONCE, 2 * sending.AT_ONCE):
            process = forked("scheduler", settings, tmp_path / "scheduler.log")
            try:
                _wait_for_pushes(office, more_than)
                threading.Event().wait(chance.uniform(0, 0.05))
            finally:
                process.kill()
                process.wait()
        run_round(office.runtime, at(NOW))
        _send_the_rest(office, line.base_url, len(everybody))
        shown = Counter(
            who
            for who in everybody
            for item in line.platform.chat(who).items
            if item["from"] == "bot"
        )
    assert shown == Counter(everybody)
    assert office.states() == {"sent": 2 * len(everybody)}


def test_a_scheduler_that_is_asked_to_stop_stops_in_order(quick_office: Office) -> None:
    process = subprocess.Popen(
        [sys.executable, "-m", "scheduler"],
        cwd=ROOT,
        env={
            **os.environ,
            **environment(quick_office.runtime.settings.database_url),
            "PYTHONUNBUFFERED": "1",
        },
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
    )
    try:
        assert process.stdout is not None
        assert any("scheduler_started" in line for line in process.stdout)
        process.terminate()
        words, _ = process.communicate(timeout=20)
    finally:
        process.kill()
        process.communicate()
    assert process.returncode == 0
    assert "scheduler_stopped" in words


def _set_the_clock(office: Office) -> None:
    seconds = int((at(NOW) - datetime.now(UTC)).total_seconds())
    with transaction(office.runtime.engine) as session:
        set_offset(session, seconds)


def _wait_for_pushes(office: Office, more_than: int) -> None:
    pause = threading.Event()
    for _ in range(4000):
        if office.rows("SELECT count(*) FROM effects WHERE kind = 'push'")[0][0] > more_than:
            return
        pause.wait(0.005)
    raise AssertionError(f"no more than {more_than} pushes came")


def _send_the_rest(office: Office, line: str, count: int) -> None:
    """Send what the killed ones held: their leases are over in a minute, and so it is one later."""
    runtime = a_runtime(office.runtime.settings.database_url, line)
    minute = timedelta(minutes=1)
    runtime.machine_time = lambda: datetime.now(UTC) + minute  # type: ignore[method-assign]
    runtime.start()
    try:
        pause = threading.Event()
        for _ in range(400):
            states = dict(office.rows("SELECT state, count(*) FROM effects GROUP BY state"))
            if states == {"sent": count}:
                return
            pause.wait(0.05)
        raise AssertionError(f"not all were sent: {states}")
    finally:
        runtime.stop()
