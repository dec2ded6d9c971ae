"""Sends what waits in the outbox: at once after the commit, and again until it is done.

What a process does not manage (it died, LINE was away) is swept up by the next sweep of any
process once its lease is over. One lane is sent by one thread at a time, in order.
"""

import threading
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from contextlib import suppress
from queue import SimpleQueue
from typing import TYPE_CHECKING, NamedTuple, TypeVar

import structlog
from sqlalchemy.orm import Session

from bot import metrics
from bot.database import STORE_FAULTS, reading, transaction
from bot.delivery import Delivery, deliver
from bot.queued import Queued, lease_of
from models.outbox_queries import claim_next, due_lanes, finish

if TYPE_CHECKING:
    from bot.inbox import Received
    from bot.runtime import Runtime

T = TypeVar("T")
log = structlog.get_logger()

#: Calls to LINE that one process has under way at once.
SENDERS = 32
#: Results written in one transaction at most.
MOST_AT_ONCE = 100
SWEEP_SECONDS = 1.0


class Done(NamedTuple):
    """An effect after a try, and what came of it."""

    queued: Queued
    delivery: Delivery


class Outbox:
    """The sender of one process: threads that talk to LINE, one that writes down what came of it,
    and a sweep once a second."""

    def __init__(self, runtime: "Runtime"):
        self._runtime = runtime
        self._pool: ThreadPoolExecutor | None = None
        self._beside: list[threading.Thread] = []
        self._done: SimpleQueue[Done | None] = SimpleQueue()
        self._stopping = threading.Event()
        self._swept: set[str] = set()
        self._swept_lock = threading.Lock()

    def start(self) -> None:
        """Start the threads, once; in the worker, not before the fork."""
        if self._pool is not None:
            return
        self._stopping.clear()
        self._pool = ThreadPoolExecutor(SENDERS, thread_name_prefix="outbox")
        self._beside = [
            threading.Thread(target=work, name=name, daemon=True)
            for name, work in (("sweeper", self._sweep_for_ever), ("books", self._keep_books))
        ]
        for thread in self._beside:
            thread.start()

    def stop(self) -> None:
        """Let the sends under way come to their end; what has not begun stays in the database."""
        self._stopping.set()
        if self._pool is not None:
            self._pool.shutdown(wait=True, cancel_futures=True)
        self._done.put(None)
        for thread in self._beside:
            thread.join()
        self._pool, self._beside = None, []

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
            with self._swept_lock:
                if lane in self._swept:
                    continue  # handed to a thread by an earlier sweep, and not yet its turn
                self._swept.add(lane)
            self._begin(self._send_swept, lane)
        return len(lanes)

    def _send_swept(self, lane: str) -> None:
        with self._swept_lock:
            self._swept.discard(lane)
        self._send_lane(lane)

    def _send_first(self, queued: Queued) -> None:
        """What this very process has just stored, and holds the lease of."""
        # It may have waited for a thread so long that somebody else is at it by now.
        if self._runtime.machine_time() < queued.leased_until:
            self._send(queued)

    def _send_lane(self, lane: str) -> None:
        with transaction(self._runtime.engine) as session:
            queued = self._claim(session, lane)
        if queued is not None:
            self._send(queued)

    def _send(self, queued: Queued) -> None:
        delivery = deliver(self._runtime, queued)
        metrics.sends.labels(queued.kind.value, delivery.outcome).inc()
        log.info(
            "effect",
            effect_id=queued.id,
            kind=queued.kind.value,
            outcome=delivery.outcome,
            attempt=queued.attempts + 1,
        )
        self._done.put(Done(queued, delivery))

    def _keep_books(self) -> None:
        """One thread writes what came of all sends: those that end while it writes wait together,
        and share the next commit. Whatever is not written is tried again when its lease is over."""
        going_on = True
        while going_on:
            batch = [self._done.get()]
            while len(batch) < MOST_AT_ONCE and not self._done.empty():
                batch.append(self._done.get())
            going_on = None not in batch
            self._guarded(self._write_all, [done for done in batch if done is not None])

    def _write_all(self, batch: list[Done]) -> None:
        try:
            self._write(batch)
        except STORE_FAULTS:
            raise
        except Exception:
            # One of them cannot be written: it must not keep the others from it.
            for done in batch:
                self._guarded(self._write, [done])

    def _write(self, batch: list[Done]) -> None:
        """Write what came of these tries, in one transaction, and go on with their lanes."""
        with transaction(self._runtime.engine) as session:
            for queued, delivery in batch:
                ours = finish(session, queued.id, queued.attempts + 1, **delivery.columns)
                if ours and delivery.also is not None:
                    delivery.also(session)
            claimed = [self._claim(session, done.queued.lane) for done in batch]
        for following in claimed:
            if following is not None:
                self._begin(self._send, following)

    def _claim(self, session: Session, lane: str) -> Queued | None:
        """The next effect of this lane, leased to this process; None if it is not its time."""
        if self._stopping.is_set():
            return None
        now = self._runtime.machine_time()
        row = claim_next(session, lane, now, lease_of)
        if row is None:
            return None
        return Queued(
            id=row.id,
            lane=row.lane,
            kind=row.kind,
            line_user_id=row.line_user_id,
            payload=row.payload,
            reply_token=row.reply_token,
            token_until=row.token_until,
            retry_key=row.retry_key,
            created_at=row.created_at,
            leased_until=now + lease_of(row.kind),
            attempts=row.attempts,
            # A lease that ran out: its holder died or was late, perhaps after LINE took it.
            unsure=row.unsure or row.leased_until is not None,
        )

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
