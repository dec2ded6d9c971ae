"""Sends prepared requests to a server on this machine and takes the time of each answer."""

import asyncio
import re
import time
from collections import Counter, deque
from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import cast

_LENGTH = re.compile(rb"\r\ncontent-length:\s*(\d+)", re.IGNORECASE)


@dataclass
class Load:
    """What came of a load: seconds from (planned) sending to the answer, in order of answers;
    statuses; when the first was sent and the last answered (time.monotonic())."""

    began: float = 0.0
    ended: float = 0.0
    times: list[float] = field(default_factory=list)
    statuses: Counter[int] = field(default_factory=Counter)
    sent_at: dict[int, float] = field(default_factory=dict)  # by the request's place

    @property
    def per_second(self) -> float:
        return len(self.times) / (self.ended - self.began)

    def percentile(self, share: float) -> float:
        """Seconds within which this share (0..1) was answered."""
        ordered = sorted(self.times)
        return ordered[min(len(ordered) - 1, int(share * len(ordered)))]


class _Wire(asyncio.Protocol):
    """One kept connection with at most one request under way."""

    def __init__(self) -> None:
        self._buffer = b""
        self._answer: asyncio.Future[int] | None = None
        self._transport: asyncio.Transport | None = None

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        self._transport = cast(asyncio.Transport, transport)

    def ask(self, request: bytes) -> "asyncio.Future[int]":
        assert self._transport is not None
        self._answer = asyncio.get_running_loop().create_future()
        self._transport.write(request)
        return self._answer

    @property
    def lost(self) -> bool:
        return self._transport is None or self._transport.is_closing()

    def data_received(self, data: bytes) -> None:
        self._buffer += data
        end = self._buffer.find(b"\r\n\r\n")
        if end < 0:
            return
        length = _LENGTH.search(self._buffer, 0, end)
        whole = end + 4 + (int(length[1]) if length else 0)
        if len(self._buffer) < whole:
            return
        status = int(self._buffer[9:12])
        self._buffer = self._buffer[whole:]
        if self._answer is not None and not self._answer.done():
            self._answer.set_result(status)

    def connection_lost(self, _error: Exception | None) -> None:
        if self._answer is not None and not self._answer.done():
            self._answer.set_result(0)


async def _open(port: int) -> _Wire:
    _, wire = await asyncio.get_running_loop().create_connection(_Wire, "127.0.0.1", port)
    return wire


def saturate(port: int, requests: Sequence[bytes], *, connections: int, seconds: float) -> Load:
    """So many connections, each sending the next request as soon as its last was answered, until
    the requests are used up or the time is over."""
    load = Load()
    todo = deque(enumerate(requests))

    async def keep_asking() -> None:
        wire = await _open(port)
        while todo and time.monotonic() - load.began < seconds:
            if wire.lost:
                wire = await _open(port)
            place, request = todo.popleft()
            sent = load.sent_at[place] = time.monotonic()
            status = await wire.ask(request)
            load.times.append(time.monotonic() - sent)
            load.statuses[status] += 1

    async def run() -> None:
        load.began = time.monotonic()
        await asyncio.gather(*(keep_asking() for _ in range(connections)))
        load.ended = time.monotonic()

    asyncio.run(run())
    return load


def steady(port: int, requests: Sequence[bytes], *, rate: float, connections: int = 32) -> Load:
    """All requests at this rate a second, whatever the answers do; times count from the moment
    a request was due, so a server that stalls is not spared."""
    load = Load()

    async def run() -> None:
        idle = deque([await _open(port) for _ in range(connections)])
        back = asyncio.Condition()

        async def ask(place: int, request: bytes, due: float) -> None:
            async with back:
                await back.wait_for(lambda: bool(idle))
                wire = idle.popleft()
            if wire.lost:
                wire = await _open(port)
            status = await wire.ask(request)
            load.times.append(time.monotonic() - due)
            load.statuses[status] += 1
            idle.append(wire)
            async with back:
                back.notify()

        load.began = time.monotonic()
        asked = []
        for place, request in enumerate(requests):
            due = load.began + place / rate
            await asyncio.sleep(max(0.0, due - time.monotonic()))
            load.sent_at[place] = due
            asked.append(asyncio.create_task(ask(place, request, due)))
        await asyncio.gather(*asked)
        load.ended = time.monotonic()

    asyncio.run(run())
    return load
