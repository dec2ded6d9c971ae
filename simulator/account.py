"""LINE's API around the channel: bot info, webhook endpoint, stateless access tokens."""

from datetime import UTC, datetime

from flask import Blueprint, request

from simulator.gate import Answer, Gate, Refused, json_body
from simulator.platform import BOT_NAME, BOT_USER_ID
from simulator.webhook import Webhook, sign

BOT_INFO = {
    "userId": BOT_USER_ID,
    "basicId": "@philiang",
    "displayName": BOT_NAME,
}


def account(gate: Gate, webhook: Webhook) -> Blueprint:
    """The blueprint of the channel."""
    api = Blueprint("account", __name__)
    platform = gate.platform

    @gate.endpoint(api, "GET", "/v2/bot/info", "info")
    def info() -> Answer:
        # Chat on in the console: people's messages stay unread until the bot marks them
        read_mode = "manual" if platform.chat_mode == "chat" else "auto"
        return Answer({**BOT_INFO, "chatMode": platform.chat_mode, "markAsReadMode": read_mode})

    @gate.endpoint(api, "GET", "/v2/bot/channel/webhook/endpoint", "webhook_endpoint")
    def endpoint() -> Answer:
        if not webhook.url:
            raise Refused(404, "Not found")
        return Answer({"endpoint": webhook.url, "active": True})

    @gate.endpoint(api, "PUT", "/v2/bot/channel/webhook/endpoint", "webhook_endpoint")
    def set_endpoint() -> Answer:
        url = json_body({"endpoint"}).get("endpoint")
        # LINE wants https from a public authority; on the desk http on this machine is all there is
        if (
            not isinstance(url, str)
            or len(url) > 500
            or not url.startswith(("https://", "http://"))
        ):
            raise Refused(400, "Invalid webhook endpoint URL", limit="webhook URL: at most 500")
        webhook.url = url
        return Answer({})

    @gate.endpoint(api, "POST", "/v2/bot/channel/webhook/test", "webhook_endpoint")
    def test_endpoint() -> Answer:
        body = webhook.envelope([])
        status, _ = webhook.post_raw(body, sign(platform.channel_secret, body))
        reasons = {"request_timeout": "REQUEST_TIMEOUT", "could_not_connect": "COULD_NOT_CONNECT"}
        good = isinstance(status, int) and 200 <= status < 300
        reason = "OK" if good else reasons.get(str(status), "ERROR_STATUS_CODE")
        return Answer(
            {
                "success": good,
                "timestamp": _iso(platform.now_ms()),
                "statusCode": status if isinstance(status, int) else 0,
                "reason": reason,
                "detail": str(status),
            }
        )

    @gate.endpoint(api, "POST", "/oauth2/v3/token", "token", auth=False)
    def token() -> Answer:
        form = request.form
        if form.get("grant_type") != "client_credentials":
            raise Refused(400, "invalid_request", error="unsupported_grant_type")
        with platform.lock:
            good = (
                form.get("client_id") == platform.channel_id
                and form.get("client_secret") == platform.channel_secret
            )
            if not good:
                raise Refused(401, "invalid_client", error="invalid_client")
            tokens = platform.access_tokens
            return Answer(
                {
                    "token_type": "Bearer",
                    "access_token": tokens.issue(),
                    "expires_in": tokens.STATELESS_LIFE,
                }
            )

    return api


def _iso(at_ms: int) -> str:
    return (
        datetime.fromtimestamp(at_ms / 1000, UTC)
        .isoformat(timespec="milliseconds")
        .replace("+00:00", "Z")
    )
