"""A fast stand-in for LINE's reply endpoint, in a process of its own: so fast that what is
measured is the bot and not this. `python -m benchmarks.standin --delay 0.08 [--cert … --key …]`.

Prints {"api": port, "desk": port} and serves until its stdin ends. The desk (plain HTTP) hands
out what was replied since it last did: a list of [reply token, when (CLOCK_MONOTONIC)].
"""

import argparse
import asyncio
import json
import re
import ssl
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any, cast
from urllib.request import urlopen

from benchmarks.world import ROOT

_TOKEN = re.compile(rb'"replyToken":\s*"([^"]+)"')
_LENGTH = re.compile(rb"\r\ncontent-length:\s*(\d+)", re.IGNORECASE)
_REPLIED = b'{"sentMessages":[{"id":"461230966842064897","quoteToken":"IStG5h1Tz7b"}]}'
_INFO = json.dumps(
    {
        "userId": "U" + "b" * 32,
        "basicId": "@benchmark",
        "displayName": "benchmark",
        "chatMode": "bot",
        "markAsReadMode": "auto",
    }
).encode()


class Connection(asyncio.Protocol):
    """One connection: requests one after the other, each answered after `delay` seconds."""

    def __init__(self, delay: float, taken: list[tuple[str, float]], desk: bool = False):
        self._delay, self._taken, self._desk = delay, taken, desk
        self._buffer = b""
        self._transport: asyncio.Transport | None = None

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        self._transport = cast(asyncio.Transport, transport)

    def data_received(self, data: bytes) -> None:
        self._buffer += data
        while (end := self._buffer.find(b"\r\n\r\n")) >= 0:
            length = _LENGTH.search(self._buffer, 0, end)
            whole = end + 4 + (int(length[1]) if length else 0)
            if len(self._buffer) < whole:
                return
            self._take(self._buffer[:whole])
            self._buffer = self._buffer[whole:]

    def _take(self, request: bytes) -> None:
        if self._desk:
            answer = json.dumps(self._taken).encode()
            self._taken.clear()
        elif request.startswith(b"POST /v2/bot/message/reply "):
            token = _TOKEN.search(request)
            self._taken.append((token[1].decode() if token else "", time.monotonic()))
            answer = _REPLIED
        else:
            answer = _INFO
        head = (
            "HTTP/1.1 200 OK\r\nContent-Type: application/json\r\nx-line-request-id: benchmark\r\n"
            f"Content-Length: {len(answer)}\r\n\r\n"
        )
        if self._delay and not self._desk:
            asyncio.get_running_loop().call_later(self._delay, self._say, head.encode() + answer)
        else:
            self._say(head.encode() + answer)

    def _say(self, answer: bytes) -> None:
        if self._transport is not None and not self._transport.is_closing():
            self._transport.write(answer)


async def serve(delay: float, certificate: tuple[str, str] | None) -> None:
    """Both ports, until stdin ends."""
    loop = asyncio.get_running_loop()
    taken: list[tuple[str, float]] = []
    context = None
    if certificate:
        context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
        context.load_cert_chain(*certificate)
    api = await loop.create_server(
        lambda: Connection(delay, taken), "127.0.0.1", 0, ssl=context, backlog=512
    )
    desk = await loop.create_server(lambda: Connection(0, taken, desk=True), "127.0.0.1", 0)
    ports = [server.sockets[0].getsockname()[1] for server in (api, desk)]
    print(json.dumps({"api": ports[0], "desk": ports[1]}), flush=True)
    await loop.run_in_executor(None, sys.stdin.read)


@dataclass(frozen=True)
class StandIn:
    """A running stand-in, seen from outside."""

    base: str  # what LINE_API_BASE is to be
    _desk: str

    def taken(self) -> list[tuple[str, float]]:
        """(reply token, time.monotonic() of its arrival) of all replies since the last call."""
        with urlopen(self._desk, timeout=10) as answer:  # noqa: S310 - our own, on loopback
            found: list[tuple[str, float]] = [(token, at) for token, at in json.load(answer)]
            return found


@contextmanager
def stand_in(delay: float, certificate: tuple[Path, Path] | None = None) -> Iterator[StandIn]:
    """LINE's reply endpoint, `delay` seconds away; over TLS with (certificate, key)."""
    command = [sys.executable, "-m", "benchmarks.standin", "--delay", str(delay)]
    if certificate:
        command += ["--cert", str(certificate[0]), "--key", str(certificate[1])]
    with subprocess.Popen(  # noqa: S603 - our own program
        command, cwd=ROOT, stdin=subprocess.PIPE, stdout=subprocess.PIPE
    ) as process:
        assert process.stdout is not None
        ports: dict[str, Any] = json.loads(process.stdout.readline())
        scheme = "https" if certificate else "http"
        try:
            yield StandIn(
                f"{scheme}://127.0.0.1:{ports['api']}", f"http://127.0.0.1:{ports['desk']}/"
            )
        finally:
            process.kill()


def main() -> None:
    parser = argparse.ArgumentParser()
    parser.add_argument("--delay", type=float, default=0.0)
    parser.add_argument("--cert")
    parser.add_argument("--key")
    given = parser.parse_args()
    certificate = (given.cert, given.key) if given.cert else None
    asyncio.run(serve(given.delay, certificate))


if __name__ == "__main__":
    main()
