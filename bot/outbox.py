"""Sends what waits in the outbox: at once after the commit, and again until it is done.

What a process does not manage (it died, LINE was away) is swept up by the next sweep of any
process once its lease is over. One lane is sent by one thread at a time, in order.
"""

import threading
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from contextlib import suppress
from datetime import timedelta
from typing import TYPE_CHECKING, TypeVar

import structlog

from bot import metrics
from bot.database import STORE_FAULTS, reading, transaction
from bot.delivery import Delivery, deliver
from bot.queue import Queued
from models.outbox_queries import claim_next, due_lanes, finish

if TYPE_CHECKING:
    from bot.inbox import Received
    from bot.runtime import Runtime

T = TypeVar("T")
log = structlog.get_logger()

#: Calls to LINE that one process has under way at once.
SENDERS = 8
#: How long one try may take before another process may take the effect over: longer than all
#: time-outs of one call together.
LEASE = timedelta(seconds=45)
SWEEP_SECONDS = 1.0


class Outbox:
    """The sender of one process: a few threads, and a sweep once a second."""

    def __init__(self, runtime: "Runtime"):
        self._runtime = runtime
        self._pool: ThreadPoolExecutor | None = None
        self._sweeper: threading.Thread | None = None
        self._stopping = threading.Event()

    def start(self) -> None:
        """Start the threads, once; in the worker, not before the fork."""
        if self._pool is not None:
            return
        self._stopping.clear()
        self._pool = ThreadPoolExecutor(SENDERS, thread_name_prefix="outbox")
        self._sweeper = threading.Thread(target=self._sweep_for_ever, name="sweeper", daemon=True)
        self._sweeper.start()

    def stop(self) -> None:
        """Let the sends under way come to their end; what has not begun stays in the database."""
        self._stopping.set()
        if self._sweeper is not None:
            self._sweeper.join()
        if self._pool is not None:
            self._pool.shutdown(wait=True, cancel_futures=True)
        self._pool = self._sweeper = None

    def take(self, received: "Received") -> None:
        """Begin to send what an event has queued. Never waits for the network."""
        for queued in received.in_hand:
            self._begin(self._send_first, queued)
        for lane in received.lanes:
            self._begin(self._send_lane, lane)

    def sweep(self) -> int:
        """Begin to send whatever is due; how many lanes had something."""
        with reading(self._runtime.engine) as session:
            lanes = due_lanes(session, self._runtime.machine_time())
        for lane in lanes:
            self._begin(self._send_lane, lane)
        return len(lanes)

    def send_one(self, lane: str) -> bool:
        """Claim and send the next effect of a lane; whether there was one. One round, for tests."""
        now = self._runtime.machine_time()
        with transaction(self._runtime.engine) as session:
            row = claim_next(session, lane, now, now + LEASE)
        if row is None:
            return False
        self._send(
            Queued(
                row.id,
                row.lane,
                row.kind,
                row.line_user_id,
                row.payload,
                row.reply_token,
                row.token_until,
                row.retry_key,
                row.created_at,
                row.attempts,
                row.unsure,
            )
        )
        return True

    def _send_first(self, queued: Queued) -> None:
        """What this very process has just stored, and holds the lease of."""
        self._send(queued)
        self._send_lane(queued.lane)

    def _send_lane(self, lane: str) -> None:
        while not self._stopping.is_set() and self.send_one(lane):
            pass

    def _send(self, queued: Queued) -> None:
        delivery: Delivery = deliver(self._runtime, queued)
        metrics.sends.labels(queued.kind.value, delivery.outcome).inc()
        log.info(
            "effect",
            effect_id=queued.id,
            kind=queued.kind.value,
            outcome=delivery.outcome,
            attempt=queued.attempts + 1,
        )
        with transaction(self._runtime.engine) as session:
            if delivery.also is not None:
                delivery.also(session)
            finish(session, queued.id, leased_until=None, **delivery.columns)

    def _begin(self, work: Callable[[T], object], argument: T) -> None:
        """Hand work to a sender thread. Where there is none (not started, or stopping) it stays
        in the database, and the sweep of another process or of the next start does it."""
        if self._pool is None or self._stopping.is_set():
            return
        with suppress(RuntimeError):  # stopped at this very moment
            self._pool.submit(self._guarded, work, argument)

    def _guarded(self, work: Callable[[T], object], argument: T) -> None:
        """A sender thread never dies of one effect; its lease runs out and it is tried again."""
        try:
            work(argument)
        except STORE_FAULTS as fault:
            log.error("outbox_store_fault", fault=type(fault).__name__)
        except Exception:
            log.exception("outbox_failed")

    def _sweep_for_ever(self) -> None:
        while not self._stopping.wait(SWEEP_SECONDS):
            self._guarded(Outbox.sweep, self)
