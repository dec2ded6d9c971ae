"""`python -m scheduler`: a round each minute, and the sending of what waits in the outbox.

APScheduler is only the clock; everything it would have to remember is in the database. Any number
of these processes may run. `python -m scheduler remind …` is one round by hand (cli.py).
"""

import signal
import sys
import threading
from datetime import UTC, datetime

import structlog
from apscheduler.schedulers.background import BackgroundScheduler

from bot import logs
from bot.database import STORE_FAULTS
from bot.runtime import Runtime
from bot.settings import settings_or_end
from scheduler.jobs import run_round
from scheduler.quiet import Quiet

log = structlog.get_logger()

ROUND_SECONDS = 60
#: In the demo people move the clock and wait for what happens.
DEMO_ROUND_SECONDS = 2


def serve(runtime: Runtime) -> None:
    """Round after round until SIGTERM or SIGINT; the step under way is brought to its end.

    The signals are waited for and not handled: a handler runs in the middle of anything, also
    where the clock holds a lock that its own shutdown wants.
    """
    signals = {signal.SIGTERM, signal.SIGINT}
    signal.pthread_sigmask(signal.SIG_BLOCK, signals)  # before any thread is made: they inherit it
    stopping = threading.Event()
    quiet = Quiet()

    def one_round() -> None:
        try:
            run_round(runtime, runtime.clock.now(), stopping=stopping.is_set, quiet=quiet)
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
    if len(sys.argv) == 1:
        settings = settings_or_end()
        logs.configure(demo=settings.demo)
        serve(Runtime(settings))
        return
    # Flask and the pages come with the commands: the rounds have no use for so much memory.
    from scheduler.by_hand import run_command  # noqa: PLC0415

    run_command(sys.argv[1:])


if __name__ == "__main__":
    main()
