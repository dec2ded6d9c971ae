"""The simulator as one thing to start and stop."""

import threading
import time
from collections.abc import Iterable, Mapping
from pathlib import Path
from typing import Any, Self

from flask import Flask, Response, jsonify, send_from_directory
from werkzeug.exceptions import HTTPException

from simulator.account import account
from simulator.api import around, messaging
from simulator.books import Clock
from simulator.control import control
from simulator.faults import Faults
from simulator.gate import Gate
from simulator.group_desk import groups
from simulator.http import Server
from simulator.login import LoginChannel, login
from simulator.menu_desk import menu_desk
from simulator.platform import Platform
from simulator.rich_menus import rich_menus
from simulator.switches import switches
from simulator.time_machine import BotClock, time_machine
from simulator.webhook import Manner, Webhook

PAGE = Path(__file__).parent / "page"
CHANNEL_SECRET = "sim-channel-secret"
ACCESS_TOKEN = "sim-access-token"


class Simulator:
    """LINE on this machine: its API, its webhooks, and the phones under /_sim.

    Set the bot's LINE_API_BASE to what start() gives (API and content host are one), its channel
    secret and access token to the ones given here. `clock` gives seconds since 1970 and decides
    when reply tokens and access tokens expire; people's messages carry its time too. `data` names
    what the bot began with, for the head of saved transcripts.
    """

    def __init__(
        self,
        cast: Path | str | Iterable[Mapping[str, Any]] | None = None,
        channel_secret: str = CHANNEL_SECRET,
        webhook_url: str = "",
        *,
        access_token: str = ACCESS_TOKEN,
        channel_id: str = "2000000001",
        host: str = "127.0.0.1",
        port: int = 0,
        reply_token_seconds: float = 60.0,
        manner: Manner | None = None,
        clock: Clock = time.time,
        seed: int | None = None,
        data: str = "",
        login_channel: LoginChannel | None = None,
    ) -> None:
        self.platform = Platform(
            cast=cast,
            channel_id=channel_id,
            channel_secret=channel_secret,
            access_token=access_token,
            reply_token_seconds=reply_token_seconds,
            clock=clock,
            seed=seed,
        )
        self.platform.data = data
        self.faults = Faults()
        self.webhook = Webhook(self.platform, webhook_url, manner or Manner())
        self.bot_clock = BotClock(self.platform, self.webhook)
        self.login_channel = login_channel or LoginChannel()
        self.app = make_app(
            self.platform, self.webhook, self.faults, self.bot_clock, self.login_channel
        )
        self.base_url = ""
        self._address = (host, port)
        self._server: Server | None = None
        self._thread: threading.Thread | None = None

    def start(self) -> str:
        """Listen in a thread of its own; gives the base URL, without a slash at its end."""
        self.platform.stopping = False
        self._server = Server(self._address, self.app)
        host, port = self._server.server_address[:2]
        self.base_url = f"http://{host!s}:{port}"
        self._thread = threading.Thread(
            target=self._server.serve_forever, args=(0.05,), name="simulator", daemon=True
        )
        self._thread.start()
        return self.base_url

    def stop(self) -> None:
        """End all waits, cut all connections, stop listening."""
        self.platform.stop()
        self.webhook.stop()
        if self._server is not None:
            self._server.shutdown()
            self._server.close_all()
            self._server.server_close()
            self._server = None
        if self._thread is not None:
            self._thread.join(5)

    def __enter__(self) -> Self:
        self.start()
        return self

    def __exit__(self, *exc: object) -> None:
        self.stop()


def make_app(
    platform: Platform,
    webhook: Webhook,
    faults: Faults,
    bot_clock: BotClock,
    login_channel: LoginChannel,
) -> Flask:
    """The WSGI app: LINE's API at the root, the desk under /_sim, the page at /."""
    app = Flask("simulator", static_folder=None)
    app.config["PROPAGATE_EXCEPTIONS"] = True
    gate = Gate(platform, faults)
    for blueprint in (
        messaging(gate),
        around(gate),
        account(gate, webhook),
        rich_menus(gate),
        login(gate, login_channel),
        control(platform, webhook),
        groups(platform, webhook),
        menu_desk(platform),
        switches(platform, webhook, faults),
        time_machine(platform, bot_clock),
    ):
        app.register_blueprint(blueprint)

    @app.errorhandler(HTTPException)
    def as_line_says(error: HTTPException) -> tuple[Response, int]:
        return jsonify(message=error.name), error.code or 500

    @app.get("/")
    def index() -> Response:
        return send_from_directory(PAGE, "index.html")

    @app.get("/page/<name>")
    def asset(name: str) -> Response:
        return send_from_directory(PAGE, name)

    return app
