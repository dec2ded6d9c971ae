"""The demo's clock, moved from the page: /_sim/clock hands the wish on to the bot.

The bot moves the time of all its processes (POST /demo/clock, which only its demo has); the desk
goes along, so that what the phones show and what events say is of the same moment. The page needs
no other host than the desk for it.
"""

from datetime import UTC, datetime
from typing import Any
from urllib.parse import urljoin

import urllib3
from flask import Blueprint, Response, jsonify, request

from simulator.people import Json
from simulator.platform import Platform
from simulator.webhook import Webhook

PATH = "/demo/clock"


class BotClock:
    """The clock of the bot behind the webhook, and how far the desk is from the machine's."""

    def __init__(self, platform: Platform, webhook: Webhook) -> None:
        self._platform = platform
        self._webhook = webhook
        self._pool = urllib3.PoolManager(retries=False, timeout=urllib3.Timeout(total=5))

    def ask(self) -> int:
        """Go along with the bot's moment; the status of its answer, 0 if there is none."""
        return self._call("GET", None)

    def move(self, wish: Json) -> int:
        """Hand the wish on, and go along; the status of its answer, 0 if there is none."""
        return self._call("POST", wish)

    def _call(self, method: str, wish: Json | None) -> int:
        if not self._webhook.url:
            return 0
        url = urljoin(self._webhook.url, PATH)
        try:
            answer = self._pool.request(method, url, json=wish, redirect=False)
            if answer.status == 200:
                self._go_along(answer.json())
        except (urllib3.exceptions.HTTPError, ValueError):
            return 0
        return answer.status

    def _go_along(self, told: Any) -> None:
        now = datetime.fromisoformat(str(told.get("now")))
        with self._platform.lock:
            ahead = now.timestamp() - self._platform.clock()
            # Less than a second is the time that the answer took
            self._platform.ahead = ahead if abs(ahead) >= 1 else 0.0


def time_machine(platform: Platform, clock: BotClock) -> Blueprint:
    """The blueprint of the clock."""
    desk = Blueprint("time_machine", __name__, url_prefix="/_sim")

    def told(movable: bool) -> Response:
        """The moment, and `ahead`: how far it has been moved, in seconds."""
        with platform.lock:
            now = datetime.fromtimestamp(platform.now(), UTC).isoformat()
            return jsonify(now=now, ahead=platform.ahead, movable=movable)

    @desk.get("/clock")
    def present() -> Response:
        """The bot's present moment; "movable" false where it has no clock to move."""
        return told(clock.ask() == 200)

    @desk.post("/clock")
    def move() -> Response | tuple[Response, int]:
        """{"at": ISO 8601 with offset} or {"now": true}: as the bot's own /demo/clock."""
        wish = request.get_json(silent=True)
        status = clock.move(wish if isinstance(wish, dict) else {})
        if status != 200:
            reasons = {400: "at: an ISO 8601 moment with its offset", 404: "the bot has no demo"}
            return jsonify(error=reasons.get(status, "the bot does not answer")), status or 502
        with platform.lock:
            platform.journal.note("clock", platform.now_ms())
            platform.touch()
        return told(True)

    return desk
