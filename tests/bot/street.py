"""A whole bot on one street: served over HTTP, with LINE on the desk on the other side."""

import base64
import hmac
import io
import json
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from hashlib import sha256
from typing import Any

import urllib3
from PIL import Image
from sqlalchemy import Connection, text
from werkzeug.serving import make_server

from bot.app import create_app, runtime_of
from bot.clock import today
from bot.database import transaction
from bot.settings import load_settings
from bot.web import WebRuntime
from demo.people import CAST, cast, settle
from models.roster import SHIPPED, import_files, refusals
from simulator.server import Simulator
from tests.at_rest import opened
from tests.simulator.openapi import wrong_calls

SECRET = "street-channel-secret"
TOKEN = "street-access-token"


@dataclass(frozen=True)
class Shown:
    """One message on a phone: every text in it, in order, and the labels of its buttons."""

    raw: dict[str, Any]

    @property
    def texts(self) -> list[str]:
        if self.raw["type"] == "text":
            return [self.raw["text"]]
        return [node["text"] for node in walk(self.raw["contents"]) if node.get("type") == "text"]

    @property
    def text(self) -> str:
        return "\n".join(self.texts)

    @property
    def labels(self) -> list[str]:
        return [node["action"]["label"] for node in walk(self.raw) if "action" in node]

    @property
    def uris(self) -> list[str]:
        return [n["action"]["uri"] for n in walk(self.raw) if "uri" in n.get("action", {})]


@dataclass
class Phone:
    """One person's phone. What is sent comes back as what the bot then showed."""

    who: str
    base: str
    pool: urllib3.PoolManager
    seen: int = 0
    sent: list[dict[str, Any]] = field(default_factory=list)

    def say(self, words: str) -> Shown:
        return self._do("text", {"text": words})

    def tap(self, label: str) -> Shown:
        """Tap the newest button whose label contains these words."""
        found = [x for shown in self.history() for x in shown.labels if label in x]
        assert found, f"no button {label!r} on the phone of {self.who}"
        return self._do("tap", {"label": found[-1]})

    def album(self, *pictures: bytes, shuffle: bool = True) -> Shown:
        files = [base64.b64encode(picture).decode() for picture in pictures]
        return self._do("images", {"files": files, "shuffle": shuffle})

    def follow(self) -> Shown:
        return self._do("follow", {})

    def do(self, gesture: str, body: dict[str, Any]) -> Any:
        """A gesture after which nothing needs to be shown."""
        return self._call("POST", gesture, body)

    def wait(self, most: int = 1) -> list[Shown]:
        """The next `most` or more messages of the bot, waited for."""
        got: list[Shown] = []
        for _ in range(10):
            chat = self._call("GET", f"chat?after={self.seen}&wait=3")
            self.seen = chat["next"]
            got += [Shown(m["message"]) for m in chat["messages"] if m["from"] == "bot"]
            if len(got) >= most:
                return got
        raise AssertionError(f"{self.who} waited in vain; shown so far: {[s.text for s in got]}")

    def quiet(self) -> bool:
        """Whether nothing new of the bot is on the phone at this moment."""
        chat = self._call("GET", f"chat?after={self.seen}")
        return all(m["from"] != "bot" for m in chat["messages"])

    def history(self) -> list[Shown]:
        chat = self._call("GET", "chat?after=0")
        return [Shown(m["message"]) for m in chat["messages"] if m["from"] == "bot"]

    def _do(self, gesture: str, body: dict[str, Any]) -> Shown:
        self.seen = self._call("GET", "chat?after=0")["next"]
        self.sent.append(self._call("POST", gesture, body))
        return self.wait()[-1]

    def _call(self, method: str, path: str, body: Any = None) -> Any:
        raw = None if body is None else json.dumps(body).encode()
        url = f"{self.base}/_sim/users/{self.who}/{path}"
        answer = self.pool.request(
            method, url, body=raw, headers={"Content-Type": "application/json"}
        )
        assert answer.status < 300, answer.data.decode()
        return answer.json()


class Street:
    """The bot, the simulator and the phones of the demo's people."""

    def __init__(self, simulator: Simulator, runtime: WebRuntime, url: str):
        self.simulator, self.runtime, self.url = simulator, runtime, url
        self.pool = urllib3.PoolManager(retries=False, timeout=20)

    def phone(self, who: str) -> Phone:
        return Phone(who, self.simulator.base_url, self.pool)

    def desk(self, method: str, path: str, body: Any = None) -> Any:
        """A call to the simulator's own side (/_sim)."""
        raw = None if body is None else json.dumps(body).encode()
        headers = {"Content-Type": "application/json"}
        answer = self.pool.request(
            method, f"{self.simulator.base_url}/_sim{path}", body=raw, headers=headers
        )
        assert answer.status < 300, answer.data.decode()
        return answer.json() if answer.data else None

    def post(self, body: bytes, signature: str | None = None) -> urllib3.BaseHTTPResponse:
        """Post a webhook body, signed as LINE would unless a signature is given."""
        headers = {"Content-Type": "application/json"}
        headers["x-line-signature"] = sign(body) if signature is None else signature
        return self.pool.request("POST", f"{self.url}/webhook", body=body, headers=headers)

    def get(self, path: str, **headers: str) -> urllib3.BaseHTTPResponse:
        return self.pool.request("GET", f"{self.url}{path}", headers=headers)

    def rows(self, query: str) -> list[tuple[Any, ...]]:
        """Rows of a query in plain SQL: what is in the database, not what our code says is. What
        lies locked in them is opened."""
        with self.runtime.engine.connect() as connection:
            rows = [tuple(row) for row in _run(connection, query)]
        return [tuple(opened(self.runtime, value) for value in row) for row in rows]

    def until(self, query: str, expected: list[tuple[Any, ...]]) -> None:
        """Wait until the query gives these rows: what the sender writes after its call to LINE
        has no event of its own to wait for."""
        pause = threading.Event()
        for _ in range(200):
            if (found := self.rows(query)) == expected:
                return
            pause.wait(0.05)
        raise AssertionError(f"{query} still gives {found}")

    def count(self, table: str) -> int:
        return int(self.rows(f"SELECT count(*) FROM {table}")[0][0])


def sign(body: bytes, secret: str = SECRET) -> str:
    """x-line-signature, worked out here a second time and by LINE's words alone."""
    return base64.b64encode(hmac.new(secret.encode(), body, sha256).digest()).decode()


def picture(colour: str = "navy", size: tuple[int, int] = (320, 240)) -> bytes:
    """A small JPEG."""
    out = io.BytesIO()
    Image.new("RGB", size, colour).save(out, "JPEG")
    return out.getvalue()


@contextmanager
def open_street(
    database_url: str, media: str, *, populated: bool = False, **settings: str
) -> Iterator[Street]:
    """Serve a bot on this migrated database, with the rosters and people of the demo in it.

    With `populated` they are in it already.
    """
    with Simulator(cast=CAST, channel_secret=SECRET, access_token=TOKEN, seed=7) as simulator:
        app = create_app(
            load_settings(
                {
                    "BOT_DEMO": "1",
                    "LINE_API_BASE": simulator.base_url,
                    "LINE_CHANNEL_SECRET": SECRET,
                    "LINE_CHANNEL_ACCESS_TOKEN": TOKEN,
                    "DATABASE_URL": database_url,
                    "MEDIA_URL": media,
                    "METRICS_TOKEN": "street-metrics",
                    **settings,
                }
            )
        )
        runtime = runtime_of(app)
        if not populated:
            populate(runtime)
        server = make_server("127.0.0.1", 0, app, threaded=True)
        server.daemon_threads = True
        thread = threading.Thread(target=server.serve_forever, args=(0.02,))
        thread.start()
        url = f"http://127.0.0.1:{server.server_port}"
        simulator.webhook.url = f"{url}/webhook"
        runtime.start()
        street = Street(simulator, runtime, url)
        try:
            yield street
            # As far as LINE describes its API, the bot and the desk both keep to it
            assert wrong_calls(street.desk("GET", "/calls")) == []
        finally:
            street.pool.clear()
            server.shutdown()
            thread.join()
            server.server_close()
            runtime.stop()


def populate(runtime: WebRuntime) -> None:
    """The rosters that ship, where they are not there yet, and the demo's people, without their
    invented reports."""
    now = runtime.clock.now()
    with transaction(runtime.engine) as session:
        if session.scalar(text("SELECT count(*) FROM offices")) == 0:
            assert refusals(import_files(session, SHIPPED)) == []
        for member in cast():
            settle(session, member, now, today(now, runtime.settings.timezone))


def _run(connection: Connection, query: str) -> Any:
    return connection.execute(text(query))


def walk(node: Any) -> Iterator[dict[str, Any]]:
    """Every object in a message."""
    if isinstance(node, dict):
        yield node
        for value in node.values():
            yield from walk(value)
    elif isinstance(node, list):
        for value in node:
            yield from walk(value)
