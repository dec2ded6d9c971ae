"""The Flask application: the webhook, the pages, health, metrics and, in the demo, the clock.

`create_app()` opens no connection and starts no thread: gunicorn loads it before it forks, and
each worker begins with `start_worker` (gunicorn.conf.py).
"""

import hmac
import math
from datetime import UTC, datetime

from flask import Flask, Response, current_app, jsonify, request

from bot import logs, metrics
from bot.cli import register_commands
from bot.database import STORE_FAULTS, schema_is_current, transaction
from bot.pages import pages
from bot.pages.overview import overview
from bot.pages.signing_in import door
from bot.settings import Settings, settings_or_end
from bot.web import WebRuntime
from bot.webhook import webhook
from models.demo_clock import set_offset


def create_app(settings: Settings | None = None) -> Flask:
    """The application for these settings, by default those of the environment.

    Faults in the environment are told at once, all in one message, and end the process.
    """
    settings = settings or settings_or_end()
    logs.configure(demo=settings.demo)
    app = Flask(__name__)
    app.extensions["philiang"] = WebRuntime(settings)
    app.register_blueprint(webhook)
    app.register_blueprint(pages)
    app.register_blueprint(door)
    app.register_blueprint(overview)
    app.add_url_rule("/healthz", view_func=healthz)
    app.add_url_rule("/readyz", view_func=readyz)
    app.add_url_rule("/metrics", view_func=show_metrics)
    if settings.demo:
        app.add_url_rule("/demo/clock", view_func=demo_clock, methods=["GET", "POST"])
    register_commands(app)
    return app


def runtime_of(app: Flask) -> WebRuntime:
    """The running parts behind an application."""
    runtime: WebRuntime = app.extensions["philiang"]
    return runtime


def healthz() -> Response:
    """The process lives."""
    return _plain("ok", 200)


def readyz() -> Response:
    """The database answers and has the schema of this code."""
    runtime = runtime_of(current_app)
    try:
        current = schema_is_current(runtime.engine)
    except STORE_FAULTS:
        return _plain("database away", 503)
    return _plain("ok", 200) if current else _plain("schema is not current: run db upgrade", 503)


def show_metrics() -> Response:
    """Prometheus' text format, behind METRICS_TOKEN (Authorization: Bearer …)."""
    runtime = runtime_of(current_app)
    token = runtime.settings.metrics_token
    given = request.headers.get("Authorization", "").removeprefix("Bearer ")
    if not token or not hmac.compare_digest(given.encode(), token.encode()):
        return _plain("not found", 404)
    try:
        zone = runtime.settings.timezone
        body = metrics.exposition(runtime.engine, runtime.machine_time(), zone)
    except STORE_FAULTS:
        return _plain("database away", 503)
    return Response(body, mimetype="text/plain; version=0.0.4")


def demo_clock() -> Response:
    """The demo's clock: {"at": ISO 8601 with offset} or {"now": true}; it then runs on from there.

    Moves the time of all processes, by a row that bot/clock.py reads; GET tells what time it is.
    Not there outside the demo.
    """
    runtime = runtime_of(current_app)
    if request.method == "GET":
        return jsonify(now=runtime.clock.now().isoformat())
    given = request.get_json(silent=True)
    if not isinstance(given, dict):
        return _plain('send {"at": "2026-11-27T08:30+07:00"} or {"now": true}', 400)
    real = datetime.now(UTC)
    try:
        wanted = real if given.get("now") is True else datetime.fromisoformat(given.get("at", ""))
        seconds = math.ceil((wanted - real).total_seconds())
    except (TypeError, ValueError):
        return _plain("at: an ISO 8601 moment with its offset, 2026-11-27T08:30+07:00", 400)
    with transaction(runtime.engine) as session:
        set_offset(session, seconds)
    return jsonify(now=runtime.clock.now().isoformat())


def _plain(text: str, status: int) -> Response:
    return Response(text + "\n", status, mimetype="text/plain")
