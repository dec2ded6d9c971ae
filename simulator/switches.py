"""The desk's switches under /_sim: faults, manner of webhooks, quota, the log of calls, reset."""

import json
from typing import Any

from flask import Blueprint, Response, jsonify, request

from simulator.faults import BadFault, Faults
from simulator.people import Json
from simulator.platform import BOT_USER_ID, Platform
from simulator.webhook import Manner, Webhook, sign


def switches(platform: Platform, webhook: Webhook, faults: Faults) -> Blueprint:
    """The blueprint of the switches."""
    desk = Blueprint("switches", __name__, url_prefix="/_sim")

    @desk.errorhandler(BadFault)
    def bad_fault(error: BadFault) -> tuple[Response, int]:
        return jsonify(error=str(error)), 400

    @desk.get("/users")
    def users() -> Response:
        with platform.lock:
            return jsonify(
                [
                    {
                        "user_id": p.user_id,
                        "key": p.key,
                        "name": p.name,
                        "friend": p.friend,
                        "blocked": p.blocked,
                        "about": p.about,
                    }
                    for p in platform.people.values()
                ]
            )

    @desk.post("/users")
    def add_user() -> tuple[Response, int]:
        wish = _wish()
        person = platform.add_person(
            str(wish.get("name", "ผู้ใช้ใหม่")), friend=bool(wish.get("friend"))
        )
        return jsonify(user_id=person.user_id), 201

    @desk.get("/changes")
    def changes() -> Response:
        """Holds until anything changes after revision `since`; which chats did."""
        since = request.args.get("since", 0, int)
        wait = min(request.args.get("wait", 0.0, float), 60.0)
        with platform.lock:
            platform.wait(lambda: platform.revision != since, wait)
            changed = [c for c, log in platform.chats.items() if log.revision > since]
            return jsonify(
                revision=platform.revision,
                chats=changed,
                people=len(platform.people),
                calls=platform.call_count,
                deliveries=webhook.delivered,
                groups=len(platform.groups),
                reset=platform.reset_at > since,
                stopping=platform.stopping,
            )

    @desk.post("/faults")
    def order() -> tuple[Response, int]:
        fault = faults.order(_wish())
        return jsonify(vars(fault)), 201

    @desk.get("/faults")
    def waiting() -> Response:
        return jsonify(faults.waiting())

    @desk.delete("/faults")
    def clear() -> Response:
        faults.clear()
        return jsonify({})

    @desk.delete("/faults/<int:number>")
    def call_off(number: int) -> Response:
        faults.call_off(number)
        return jsonify({})

    @desk.get("/webhook")
    def manner() -> Response:
        return jsonify({**vars(webhook.manner), "url": webhook.url})

    @desk.post("/webhook")
    def set_manner() -> Response | tuple[Response, int]:
        """Any fields of Manner, and "url", "secret", "reply_token_seconds", "chat_mode"."""
        wish = _wish()
        others = {"url", "secret", "reply_token_seconds", "chat_mode"}
        unknown = set(wish) - set(Manner.__dataclass_fields__) - others
        if unknown:
            return jsonify(error=f"unknown field {sorted(unknown)[0]}"), 400
        with platform.lock:
            webhook.url = str(wish.pop("url", webhook.url))
            platform.channel_secret = str(wish.pop("secret", platform.channel_secret))
            platform.chat_mode = str(wish.pop("chat_mode", platform.chat_mode))
            seconds = wish.pop("reply_token_seconds", platform.reply_tokens.seconds)
            platform.reply_tokens.seconds = float(seconds)
            webhook.manner = Manner(**{**vars(webhook.manner), **wish})
        return manner()

    @desk.get("/deliveries")
    def deliveries() -> Response:
        """Every POST to the webhook: after=N; at_least=K and wait=S hold until there are K."""
        after = request.args.get("after", 0, int)
        at_least = request.args.get("at_least", 0, int)
        wait = min(request.args.get("wait", 0.0, float), 60.0)
        with platform.lock:
            platform.wait(lambda: webhook.delivered >= at_least, wait)
            return jsonify([d for d in webhook.deliveries if d["n"] > after])

    @desk.get("/calls")
    def calls() -> Response:
        """API calls with LINE's verdict: after=N, endpoint=NAME; at_least=K and wait=S hold."""
        after = request.args.get("after", 0, int)
        endpoint = request.args.get("endpoint")
        at_least = request.args.get("at_least", 0, int)
        wait = min(request.args.get("wait", 0.0, float), 60.0)

        def found() -> list[Json]:
            return [
                c for c in platform.calls if c["n"] > after and endpoint in {None, c["endpoint"]}
            ]

        with platform.lock:
            if at_least:
                platform.wait(lambda: len(found()) >= at_least, wait)
            return jsonify(found())

    @desk.get("/gestures")
    def gestures() -> Response:
        """What people did, for a transcript: after=N; and what the bot began with."""
        with platform.lock:
            done = platform.journal.after(request.args.get("after", 0, int))
            return jsonify(data=platform.data, gestures=done)

    @desk.get("/quota")
    def quota() -> Response:
        return jsonify(limit=platform.quota.limit, used=platform.quota.used)

    @desk.post("/quota")
    def set_quota() -> Response:
        wish = _wish()
        with platform.lock:
            if "limit" in wish:
                platform.quota.limit = None if wish["limit"] is None else int(wish["limit"])
            if "used" in wish:
                platform.quota.used = int(wish["used"])
            platform.touch()
        return quota()

    @desk.post("/tokens/revoke")
    def revoke() -> Response:
        """Drop the stateless access tokens; the next call with one is a 401."""
        with platform.lock:
            platform.access_tokens.revoke_stateless()
        return jsonify({})

    @desk.post("/raw")
    def raw() -> Response:
        """Post any webhook body: {"body": object or string, "sign": true}.

        Reply tokens in it are made good, so that the bot's answer to a made-up event can be seen.
        """
        wish = _wish()
        body = wish.get("body", {"destination": BOT_USER_ID, "events": []})
        text = body if isinstance(body, str) else json.dumps(body, ensure_ascii=False)
        _make_good(platform, body)
        payload = text.encode()
        signature = sign(platform.channel_secret, payload) if wish.get("sign", True) else None
        status, answered = webhook.post_raw(payload, wish.get("signature", signature))
        return jsonify(webhook_status=[status], event_ids=[], answered=answered)

    @desk.post("/reset")
    def reset() -> Response:
        webhook.reset()
        faults.clear()
        platform.reset()
        return jsonify({})

    return desk


def _make_good(platform: Platform, body: Any) -> None:
    events = body.get("events") if isinstance(body, dict) else None
    with platform.lock:
        for event in events if isinstance(events, list) else []:
            source = event.get("source") if isinstance(event, dict) else None
            if not isinstance(source, dict) or not isinstance(event.get("replyToken"), str):
                continue
            chat_id = source.get("groupId") or source.get("roomId") or source.get("userId")
            if isinstance(chat_id, str):
                platform.chat(chat_id)
                platform.reply_tokens.issue(chat_id, event["replyToken"])


def _wish() -> Json:
    wish = request.get_json(silent=True)
    return dict(wish) if isinstance(wish, dict) else {}
