"""POST /webhook: LINE's door. Nothing that waits for a network happens before the 200.

Answers: 400 for a wrong or missing signature or what is not JSON, 413 over 1 MiB, 503 where the
database cannot store, else 200. One bad event never loses the rest of its batch.
"""

import base64
import hmac
import json
from collections.abc import Iterable
from hashlib import sha256
from typing import Any

import structlog
from flask import Blueprint, Response, current_app, request
from werkzeug.exceptions import RequestEntityTooLarge

from bot import metrics
from bot.database import STORE_FAULTS
from bot.inbox import receive
from bot.runtime import Runtime

MAX_BODY = 1024 * 1024
#: LINE sends far fewer; a batch of a million tiny events must not hold a worker.
MAX_EVENTS = 1000

webhook = Blueprint("webhook", __name__)
log = structlog.get_logger()


@webhook.post("/webhook")
def take_webhook() -> Response:
    """Store every event of the batch, begin to answer, then say 200."""
    runtime: Runtime = current_app.extensions["philiang"]
    request.max_content_length = MAX_BODY
    try:
        body = request.get_data(cache=False)
    except RequestEntityTooLarge:
        return _said("body too large", 413)
    if not signed(body, request.headers.get("X-Line-Signature", ""), runtime):
        metrics.webhooks.labels("bad_signature").inc()
        return _said("bad signature", 400)
    try:
        events = _events(json.loads(body))
    except (ValueError, RecursionError):
        metrics.webhooks.labels("not_json").inc()
        return _said("not a webhook body", 400)
    try:
        for raw in events:
            runtime.outbox.take(receive(runtime, raw))
    except STORE_FAULTS as fault:
        # LINE redelivers what is not answered 2xx (if redelivery is switched on in the console);
        # what was stored of this batch stops there as a duplicate.
        metrics.webhooks.labels("not_stored").inc()
        log.error("webhook_not_stored", fault=type(fault).__name__)
        return _said("cannot store now", 503)
    metrics.webhooks.labels("ok").inc()
    return _said("ok", 200)


def signed(body: bytes, signature: str, runtime: Runtime) -> bool:
    """Whether LINE signed these very bytes, with any of the channel secrets in force.

    base64(HMAC-SHA256(channel secret, raw body)); compared in constant time.
    """
    given = signature.encode("utf-8", "replace")
    matches = [
        hmac.compare_digest(base64.b64encode(hmac.digest(secret.encode(), body, sha256)), given)
        for secret in runtime.settings.channel_secrets
    ]
    return any(matches)


def _events(parsed: Any) -> Iterable[dict[str, Any]]:
    if not isinstance(parsed, dict):
        raise ValueError("a webhook body is a JSON object")
    events = parsed.get("events")
    if not isinstance(events, list):
        return []
    return [event for event in events[:MAX_EVENTS] if isinstance(event, dict)]


def _said(text: str, status: int) -> Response:
    return Response(text + "\n", status, mimetype="text/plain")
