"""`python -m scheduler`: a round each minute, and the sending of what waits in the outbox.

APScheduler is only the clock; everything it would have to remember is in the database. Any number
of these processes may run. `python -m scheduler remind …` is one round by hand (cli.py).
"""

import signal
import sys
import threading
from collections.abc import Mapping
from datetime import UTC, datetime

import click
import structlog
from apscheduler.schedulers.background import BackgroundScheduler

from bot.app import create_app, runtime_of
from bot.database import STORE_FAULTS
from bot.runtime import Runtime
from scheduler.cli import purge, remind, reminders
from scheduler.jobs import run_round

log = structlog.get_logger()

ROUND_SECONDS = 60
#: In the demo people move the clock and wait for what happens.
DEMO_ROUND_SECONDS = 2
COMMANDS: Mapping[str, click.Command] = {
    "remind": remind,
    "reminders": reminders,
    "purge": purge,
}


def serve(runtime: Runtime) -> None:
    """Round after round until SIGTERM or SIGINT; the step under way is brought to its end.

    The signals are waited for and not handled: a handler runs in the middle of anything, also
    where the clock holds a lock that its own shutdown wants.
    """
    signals = {signal.SIGTERM, signal.SIGINT}
    signal.pthread_sigmask(signal.SIG_BLOCK, signals)  # before any thread is made: they inherit it
    stopping = threading.Event()

    def one_round() -> None:
        try:
            run_round(runtime, runtime.clock.now(), stopping=stopping.is_set)
        except STORE_FAULTS as fault:
            log.error("round_store_fault", fault=type(fault).__name__)
        except Exception:
            log.exception("round_failed")

    clock = BackgroundScheduler(timezone=UTC)
    clock.add_job(
        one_round,
        "interval",
        seconds=DEMO_ROUND_SECONDS if runtime.settings.demo else ROUND_SECONDS,
        next_run_time=datetime.now(UTC),
        max_instances=1,
        coalesce=True,
        misfire_grace_time=None,
    )
    runtime.start()
    clock.start()
    log.info("scheduler_started")
    signal.sigwait(signals)
    stopping.set()
    clock.shutdown(wait=True)
    runtime.stop()
    log.info("scheduler_stopped")


def main() -> None:
    app = create_app()
    if len(sys.argv) == 1:
        serve(runtime_of(app))
        return
    command = COMMANDS.get(sys.argv[1])
    if command is None:
        sys.exit("usage: python -m scheduler [remind …|reminders …|purge …]")
    with app.app_context():
        command(sys.argv[2:], prog_name=f"python -m scheduler {sys.argv[1]}")


if __name__ == "__main__":
    main()
