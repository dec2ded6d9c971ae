"""Webhooks as LINE sends them: signed, two seconds to answer, again when they fail if that is
switched on, doubled or shuffled when a test wants it (line-platform.md 1.1, 1.2)."""

import base64
import hashlib
import hmac
import json
import threading
from collections import deque
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
    """

    duplicate: int = 1
    shuffle: bool = False
    batch: bool = False
    concurrent: bool = False
    timeout: float = 2.0
    redeliver: bool = False
    redeliver_after: float = 1.0
    redeliver_times: int = 5


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

        Holds until each was answered or timed out. Never call it under the platform's lock.
        """
        manner = self.manner
        parcels = [events] if manner.batch else [[event] for event in events]
        parcels = [p for _ in range(max(1, manner.duplicate)) for p in parcels]
        if manner.shuffle:
            parcels = self.shuffled(parcels)
        if manner.concurrent and len(parcels) > 1:
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
        status, _ = self.post_raw(body, sign(self.platform.channel_secret, body))
        with self.platform.lock:
            self.delivered += 1
            self.deliveries.append(
                {
                    "n": self.delivered,
                    "event_ids": [event["webhookEventId"] for event in events],
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

        def deliver() -> None:
            self._timers.discard(timer)
            self._deliver(again, attempt + 1)

        timer = threading.Timer(manner.redeliver_after * 2**attempt, deliver)
        timer.daemon = True
        self._timers.add(timer)
        timer.start()

    def _cancel(self) -> None:
        for timer in list(self._timers):
            timer.cancel()
        self._timers.clear()
