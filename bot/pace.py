"""How fast this process may call LINE: a token bucket for each endpoint.

LINE counts calls per channel and endpoint (Messaging API reference, "Rate limits"). All threads of
a process share its buckets. Processes do not know of one another, so each takes a part of the
limit; should they together go beyond it all the same, LINE answers 429 and the outbox backs off.
"""

import threading
import time
from collections.abc import Callable, Mapping

#: Calls a second that LINE takes for the whole channel.
LIMITS: Mapping[str, float] = {
    "reply": 2000,
    "push": 2000,
    "profile": 2000,
    "quota": 2000,
    "consumption": 2000,
    "multicast": 200,
    "loading": 100,
}
#: Of which one process takes so much: as many may go at full speed at once.
PART = 1 / 4
#: What may be called at once after a rest, in seconds of the rate: LINE does not say what its own
#: buckets hold.
BURST_SECONDS = 0.1

Seconds = Callable[[], float]


class Bucket:
    """Tokens that come at `rate` a second, of which at most `burst` are saved up. Thread-safe.

    `seconds`: a clock that never goes back.
    """

    def __init__(self, rate: float, burst: float, seconds: Seconds = time.monotonic):
        self._rate, self._burst, self._seconds = rate, max(1.0, burst), seconds
        self._tokens, self._at = self._burst, seconds()
        self._lock = threading.Lock()

    def take(self) -> float:
        """Take a token; for how many seconds it is not there yet. Who waits has its turn: the
        next one waits behind it."""
        with self._lock:
            now = self._seconds()
            come = (now - self._at) * self._rate
            self._tokens, self._at = min(self._burst, self._tokens + come) - 1, now
            return max(0.0, -self._tokens / self._rate)


class Pace:
    """The buckets of this process, by endpoint. What has no limit here is called too rarely to
    need one."""

    def __init__(
        self,
        limits: Mapping[str, float] = LIMITS,
        seconds: Seconds = time.monotonic,
        sleep: Callable[[float], None] = time.sleep,
    ):
        self._sleep = sleep
        self._buckets = {
            endpoint: Bucket(limit * PART, limit * PART * BURST_SECONDS, seconds)
            for endpoint, limit in limits.items()
        }

    def wait(self, endpoint: str) -> None:
        """Wait until this endpoint may be called."""
        bucket = self._buckets.get(endpoint)
        if bucket is not None and (seconds := bucket.take()) > 0:
            self._sleep(seconds)
