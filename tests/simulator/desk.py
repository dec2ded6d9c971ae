"""What the tests of the simulator share: a webhook receiver and a client, both hand-written."""

import json
import threading
from datetime import UTC, datetime, timedelta
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any

import urllib3

from simulator.server import Simulator

MALI = "U0000000000000000000000000000a001"
KANDA = "U0000000000000000000000000000a006"
STRANGER = "U" + "f" * 32
CAST = [
    {"key": "mali", "name": "ครูมะลิ ใจดี", "line_user_id": MALI, "joined": True},
    {"key": "kanda", "name": "ครูกานดา มาใหม่", "line_user_id": KANDA, "joined": False},
]


class _Server(ThreadingHTTPServer):
    daemon_threads = True
    request_queue_size = 128  # a whole shuffled album at once finds room, however busy the machine


class Receiver:
    """A bot that only listens: keeps what it gets and answers as it is told."""

    def __init__(self) -> None:
        self.posts: list[tuple[bytes, dict[str, str]]] = []
        self.statuses: list[int] = []  # of the next answers; 200 after that
        self.silent_for = 0  # so many posts get no answer until go() is called
        self.ahead: timedelta | None = None  # of the clock of a demo; another bot has none to move
        self._going = threading.Event()
        receiver = self

        class Handler(BaseHTTPRequestHandler):
            protocol_version = "HTTP/1.1"

            def do_GET(self) -> None:
                self._clock(None)

            def _clock(self, wish: dict[str, Any] | None) -> None:
                real = datetime.now(UTC)
                if wish is not None and receiver.ahead is not None:
                    wanted = real if wish.get("now") else datetime.fromisoformat(wish["at"])
                    receiver.ahead = wanted - real
                ahead = receiver.ahead
                told = {} if ahead is None else {"now": (real + ahead).isoformat()}
                raw = json.dumps(told).encode()
                self.send_response(404 if ahead is None else 200)
                self.send_header("Content-Length", str(len(raw)))
                self.end_headers()
                self.wfile.write(raw)

            def do_POST(self) -> None:
                body = self.rfile.read(int(self.headers["Content-Length"]))
                if self.path == "/demo/clock":
                    self._clock(json.loads(body))
                    return
                receiver.posts.append((body, {k.lower(): v for k, v in self.headers.items()}))
                if receiver.silent_for:
                    receiver.silent_for -= 1
                    receiver._going.wait(10)
                self.send_response(receiver.statuses.pop(0) if receiver.statuses else 200)
                self.send_header("Content-Length", "0")
                self.end_headers()

            def log_message(self, format: str, *args: Any) -> None:
                pass

        self._server = _Server(("127.0.0.1", 0), Handler)
        self.url = f"http://127.0.0.1:{self._server.server_address[1]}/webhook"
        self._thread = threading.Thread(target=self._server.serve_forever, args=(0.02,))
        self._thread.start()

    def go(self) -> None:
        self._going.set()

    def stop(self) -> None:
        self.go()
        self._server.shutdown()
        self._server.server_close()
        self._thread.join()

    @property
    def events(self) -> list[dict[str, Any]]:
        return [event for body, _ in self.posts for event in json.loads(body)["events"]]


class Line:
    """Calls the simulator as the bot would, and its desk side as a test would."""

    def __init__(self, simulator: Simulator) -> None:
        self.base = simulator.base_url
        self.token = "sim-access-token"
        self._pool = urllib3.PoolManager(retries=False, timeout=10)

    def close(self) -> None:
        self._pool.clear()

    def call(self, method: str, path: str, body: Any = None, **headers: str) -> "Got":
        raw = body if isinstance(body, bytes) or body is None else json.dumps(body).encode()
        sent = {"Authorization": f"Bearer {self.token}", "Content-Type": "application/json"}
        sent |= {name.replace("_", "-"): value for name, value in headers.items()}
        answer = self._pool.request(method, self.base + path, body=raw, headers=sent)
        return Got(answer)

    def reply(self, token: str, *texts: str, **headers: str) -> "Got":
        body = {"replyToken": token, "messages": [say(t) for t in texts]}
        return self.call("POST", "/v2/bot/message/reply", body, **headers)

    def push(self, to: str, *texts: str, key: str | None = None) -> "Got":
        body = {"to": to, "messages": [say(t) for t in texts]}
        headers = {"X_Line_Retry_Key": key} if key else {}
        return self.call("POST", "/v2/bot/message/push", body, **headers)

    def send(self, to: str, *messages: dict[str, Any]) -> "Got":
        body = {"to": to, "messages": list(messages)}
        return self.call("POST", "/v2/bot/message/push", body)

    def desk(self, method: str, path: str, body: Any = None) -> Any:
        got = self.call(method, f"/_sim{path}", body)
        assert got.status < 300, got.json
        return got.json

    def chat(self, who: str = "mali", after: int = 0, wait: float = 0) -> Any:
        return self.desk("GET", f"/users/{who}/chat?after={after}&wait={wait}")

    def shown(self, who: str = "mali") -> list[Any]:
        """(from, text or type) of all that this phone shows."""
        return [
            (m["from"], m["message"].get("text", m["message"]["type"]))
            for m in self.chat(who)["messages"]
        ]


class Got:
    """An answer: status, headers (any case), bytes, JSON."""

    def __init__(self, answer: urllib3.BaseHTTPResponse) -> None:
        self.status = answer.status
        self.headers = answer.headers
        self.data = answer.data

    @property
    def json(self) -> Any:
        return json.loads(self.data)


def say(text: str, **more: Any) -> dict[str, Any]:
    return {"type": "text", "text": text, **more}


def quick(*actions: dict[str, Any]) -> dict[str, Any]:
    return {"items": [{"type": "action", "action": action} for action in actions]}
