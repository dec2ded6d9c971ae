"""How often LINE lets each endpoint be called (line-platform.md 1.4).

Token buckets per endpoint and method, as LINE says: full at first, and filling evenly. What a
full bucket holds is not documented; here it is one period's worth.
"""

from simulator.books import Clock

HOUR = 3600.0
USUAL = (2000, 1.0)
#: (method, rule of the route) -> (calls, in so many seconds); all others are USUAL.
RATES: dict[tuple[str, str], tuple[int, float]] = {
    ("POST", "/v2/bot/message/multicast"): (200, 1.0),
    ("POST", "/v2/bot/chat/loading/start"): (100, 1.0),
    ("POST", "/v2/bot/channel/webhook/test"): (60, HOUR),
    ("PUT", "/v2/bot/channel/webhook/endpoint"): (1000, 60.0),
    ("POST", "/v2/bot/richmenu"): (100, HOUR),
    ("DELETE", "/v2/bot/richmenu/<menu_id>"): (100, HOUR),
    ("DELETE", "/v2/bot/richmenu/alias/<alias>"): (100, HOUR),
    ("GET", "/v2/bot/richmenu/list"): (10, 1.0),
    ("POST", "/v2/bot/richmenu/batch"): (3, HOUR),
}


class Rates:
    """The buckets of one channel. Not locked; call it under the platform's lock."""

    def __init__(self, clock: Clock) -> None:
        self._clock = clock
        self._buckets: dict[tuple[str, str], tuple[float, float]] = {}

    def take(self, method: str, rule: str) -> str:
        """Count one call; the limit that it breaks, or "" where it is within."""
        calls, seconds = RATES.get((method, rule), USUAL)
        now = self._clock()
        left, at = self._buckets.get((method, rule), (float(calls), now))
        left = min(float(calls), left + (now - at) * calls / seconds)
        if left < 1:
            self._buckets[method, rule] = (left, now)
            return f"rate: {calls} calls in {seconds:g} s"
        self._buckets[method, rule] = (left - 1, now)
        return ""
