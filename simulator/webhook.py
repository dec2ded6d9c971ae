"""Webhooks as LINE sends them: signed, two seconds to answer, again when they fail if that is
switched on, doubled or shuffled when a test wants it (line-platform.md 1.1, 1.2)."""

import base64
import hashlib
import hmac
import json
import threading
from collections import deque
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from copy import deepcopy
from dataclasses import dataclass
from typing import Any

import urllib3

from simulator.people import Json
from simulator.platform import BOT_USER_ID, Platform

Status = int | str


@dataclass
class Manner:
    """How webhooks go out.

    duplicate: each event is posted this many times in all, under one webhookEventId.
    shuffle: several events (and their doubles) go in an order that is not theirs.
    batch: what happens together goes in one POST instead of one POST each.
    concurrent: several POSTs at the same time.
    redeliver: what was not answered 2xx in time comes again (off by default, as in LINE's
    console), after `redeliver_after` seconds, then twice that, and so on, `redeliver_times` times.
    late: what happens waits until something else has happened and been posted, or for `late_for`
    seconds, so that single events change places as they may on LINE's network.
    lose_answers: so many of the next answers get lost on the way: the bot has got the event, LINE
    takes it for timed out.
    """

    duplicate: int = 1
    shuffle: bool = False
    batch: bool = False
    concurrent: bool = False
    timeout: float = 2.0
    redeliver: bool = False
    redeliver_after: float = 1.0
    redeliver_times: int = 5
    late: bool = False
    late_for: float = 10.0
    lose_answers: int = 0


def sign(secret: str, body: bytes) -> str:
    """The value of x-line-signature for these bytes."""
    return base64.b64encode(hmac.new(secret.encode(), body, hashlib.sha256).digest()).decode()


class Webhook:
    """Posts events to the one webhook URL of the channel."""

    def __init__(self, platform: Platform, url: str, manner: Manner) -> None:
        self.platform = platform
        self.url = url
        self.manner = manner
        self.deliveries: deque[Json] = deque(maxlen=5000)
        self.delivered = 0
        self._pool = urllib3.PoolManager(maxsize=32, retries=False)
        self._timers: set[threading.Timer] = set()
        self._held: list[list[Json]] = []
        self._first_manner = Manner(**vars(manner))

    def reset(self) -> None:
        """Forget what is under way and go back to the manner of the start."""
        self._cancel()
        self.manner = Manner(**vars(self._first_manner))
        self.deliveries.clear()
        self.delivered = 0

    def stop(self) -> None:
        self._cancel()
        self._pool.clear()

    def send(self, events: list[Json]) -> list[Status]:
        """Post these events; gives the HTTP status of each POST, or why there was none.

        Holds until each was answered or timed out; what comes late (Manner) is none of them.
        Never call it under the platform's lock.
        """
        manner = self.manner
        parcels = [events] if manner.batch else [[event] for event in events]
        parcels = [p for _ in range(max(1, manner.duplicate)) for p in parcels]
        if manner.shuffle:
            parcels = self.shuffled(parcels)
        with self.platform.lock:
            held, self._held = self._held, []
            if manner.late and not held:
                self._held = parcels
                self._later(manner.late_for, self._let_go)
                return []
        statuses = self._deliver_all(parcels)
        self._deliver_all(held)
        return statuses

    def _let_go(self) -> None:
        with self.platform.lock:
            held, self._held = self._held, []
        self._deliver_all(held)

    def _deliver_all(self, parcels: list[list[Json]]) -> list[Status]:
        if self.manner.concurrent and len(parcels) > 1:
            with ThreadPoolExecutor(max_workers=min(32, len(parcels))) as pool:
                return list(pool.map(self._deliver, parcels))
        return [self._deliver(parcel) for parcel in parcels]

    def post_raw(self, body: bytes, signature: str | None) -> tuple[Status, str]:
        """Post any bytes with any signature; gives (status, answered body)."""
        headers = {
            "Content-Type": "application/json; charset=utf-8",
            "User-Agent": "LineBotWebhook/2.0",
        }
        if signature is not None:
            headers["x-line-signature"] = signature
        try:
            answer = self._pool.request(
                "POST",
                self.url,
                body=body,
                headers=headers,
                timeout=urllib3.Timeout(total=self.manner.timeout),
                redirect=False,
            )
        except urllib3.exceptions.NewConnectionError:
            return "could_not_connect", ""
        except urllib3.exceptions.TimeoutError:
            return "request_timeout", ""
        except urllib3.exceptions.HTTPError:
            return "could_not_connect", ""
        return answer.status, answer.data.decode("utf-8", "replace")

    def envelope(self, events: list[Json]) -> bytes:
        """The webhook body around these events, as bytes to be signed."""
        whole = {"destination": BOT_USER_ID, "events": events}
        return json.dumps(whole, ensure_ascii=False, separators=(",", ":")).encode()

    def shuffled(self, parcels: list[Any]) -> list[Any]:
        """The same things in an order that is not theirs."""
        if all(parcel == parcels[0] for parcel in parcels):
            return parcels
        order = list(parcels)
        while order == parcels:  # a shuffle that changes nothing would test nothing
            self.platform.rng.shuffle(order)
        return order

    def _deliver(self, events: list[Json], attempt: int = 0) -> Status:
        with self.platform.lock:
            for event in events:
                if "replyToken" in event:
                    self.platform.reply_tokens.delivered(event["replyToken"])
        body = self.envelope(events)
        at_ms = self.platform.now_ms()
        status, _ = self.post_raw(body, sign(self.platform.channel_secret, body))
        with self.platform.lock:
            if self.manner.lose_answers > 0:
                self.manner.lose_answers -= 1
                status = "request_timeout"
            self.delivered += 1
            self.deliveries.append(
                {
                    "n": self.delivered,
                    "order": self.platform.revision,
                    "at_ms": at_ms,
                    "event_ids": [event["webhookEventId"] for event in events],
                    "events": [_in_short(event) for event in events],
                    "redelivery": attempt > 0,
                    "status": status,
                }
            )
            self.platform.touch()
        if not (isinstance(status, int) and 200 <= status < 300):
            self._again_later(events, attempt)
        return status

    def _again_later(self, events: list[Json], attempt: int) -> None:
        manner = self.manner
        if not manner.redeliver or attempt >= manner.redeliver_times or self.platform.stopping:
            return
        again = deepcopy(events)
        for event in again:
            event["deliveryContext"] = {"isRedelivery": True}

        seconds = manner.redeliver_after * 2**attempt
        self._later(seconds, lambda: self._deliver(again, attempt + 1))

    def _later(self, seconds: float, what: Callable[[], object]) -> None:
        def go() -> None:
            self._timers.discard(timer)
            what()

        timer = threading.Timer(seconds, go)
        timer.daemon = True
        self._timers.add(timer)
        timer.start()

    def _cancel(self) -> None:
        for timer in list(self._timers):
            timer.cancel()
        self._timers.clear()
        self._held = []


def _in_short(event: Json) -> Json:
    """What the log of the desk tells of an event: its kind and whose it is."""
    kind = event.get("message", {}).get("type")
    return {"type": event["type"], "message": kind, "user_id": event["source"].get("userId")}
