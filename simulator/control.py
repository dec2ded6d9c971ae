"""The desk's own side, under /_sim: what people do on their phones, and what their phones show.

Every gesture answers {"event_ids", "webhook_status", "message_ids"}; the status of a POST that got
no answer is "request_timeout" or "could_not_connect". People are named by user id or by the key of
the cast.
"""

import base64
import binascii
from collections.abc import Callable
from typing import Any

from flask import Blueprint, Response, jsonify, request

from simulator import events, taps
from simulator.people import Json, Person
from simulator.platform import Platform
from simulator.webhook import Webhook

Gesture = Callable[[Person, Json], list[Json]]


class Nonsense(Exception):
    """The desk cannot do that; answered as {"error"} with `status`."""

    def __init__(self, why: str, status: int = 400) -> None:
        super().__init__(why)
        self.status = status


def control(platform: Platform, webhook: Webhook) -> Blueprint:
    """The blueprint of the phones."""
    desk = Blueprint("phones", __name__, url_prefix="/_sim")

    @desk.errorhandler(Nonsense)
    def nonsense(error: Nonsense) -> tuple[Response, int]:
        return jsonify(error=str(error)), error.status

    @desk.errorhandler(taps.CannotTap)
    def cannot_tap(error: taps.CannotTap) -> tuple[Response, int]:
        return jsonify(error=str(error)), 409

    def someone(who: str) -> Person:
        person = platform.person(who)
        if person is None:
            raise Nonsense("nobody here has that id", 404)
        return person

    def post(made: list[Json], **more: Any) -> Response:
        statuses = webhook.send(made) if made else []
        return jsonify(
            event_ids=[event["webhookEventId"] for event in made],
            webhook_status=statuses,
            message_ids=[event["message"]["id"] for event in made if "message" in event],
            **more,
        )

    def gesture(name: str) -> Callable[[Gesture], Gesture]:
        """POST /_sim/users/<who>/<name>; the function makes the events."""

        def register(function: Gesture) -> Gesture:
            def view(who: str) -> Response:
                person = someone(who)
                if person.blocked and name not in {"follow", "unfollow"}:
                    raise Nonsense("this person has blocked the bot", 409)
                return post(function(person, _wish()))

            desk.add_url_rule(f"/users/<who>/{name}", name, view, methods=["POST"])
            return function

        return register

    @gesture("text")
    def text(person: Person, wish: Json) -> list[Json]:
        words = wish.get("text")
        if not isinstance(words, str) or not words.strip():
            raise Nonsense("text is missing")
        return [events.text(platform, person, words, wish.get("quote"))]

    @gesture("pick")
    def pick(person: Person, wish: Json) -> list[Json]:
        value = next((wish[k] for k in ("date", "time", "datetime") if k in wish), "")
        with platform.lock:
            button = taps.find(platform, person, wish)
            return [taps.pick(platform, person, button, str(value))]

    @gesture("image")
    def image(person: Person, wish: Json) -> list[Json]:
        raw = _photo(wish.get("file") or next(iter(wish.get("files") or []), ""))
        return [events.image(platform, person, *raw)]

    @gesture("images")
    def images(person: Person, wish: Json) -> list[Json]:
        files = [_photo(file) for file in wish.get("files") or []]
        if not files:
            raise Nonsense("files is missing")
        made = events.album(platform, person, files)
        if wish.get("shuffle") and len(made) > 1:
            made = webhook.shuffled(made)
        return made

    @gesture("sticker")
    def sticker(person: Person, wish: Json) -> list[Json]:
        package, number = wish.get("packageId", "446"), wish.get("stickerId", "1988")
        return [events.sticker(platform, person, str(package), str(number))]

    @gesture("location")
    def location(person: Person, wish: Json) -> list[Json]:
        place: Json = {k: wish[k] for k in ("title", "address") if k in wish}
        place |= {k: float(wish.get(k, 0)) for k in ("latitude", "longitude")}
        return [events.location(platform, person, place)]

    @gesture("follow")
    def follow(person: Person, _: Json) -> list[Json]:
        return [events.follow(platform, person)]

    @gesture("unfollow")
    def unfollow(person: Person, _: Json) -> list[Json]:
        return [events.unfollow(platform, person)]

    @gesture("unsend")
    def unsend(person: Person, wish: Json) -> list[Json]:
        item = platform.chat(person.user_id).find(str(wish.get("message_id")))
        if item is None or item["from"] != "me":
            raise Nonsense("only one's own messages can be taken back", 409)
        return [events.unsend(platform, person, item["id"])]

    @desk.post("/users/<who>/tap")
    def tap(who: str) -> Response:
        person = someone(who)
        if person.blocked:
            raise Nonsense("this person has blocked the bot", 409)
        with platform.lock:
            button = taps.find(platform, person, _wish())
            made, besides = taps.tap(platform, person, button)
        return post(made, **besides)

    @desk.get("/users/<who>/chat")
    def chat(who: str) -> Response:
        after = request.args.get("after", 0, int)
        wait = min(request.args.get("wait", 0.0, float), 60.0)
        person = platform.person(who)
        if person is None and who not in platform.chats:
            raise Nonsense("nobody here has that id", 404)
        chat_id = person.user_id if person else who
        with platform.lock:
            platform.wait(lambda: platform.chat(chat_id).last > after, wait)
            return jsonify(_chat_shown(platform, chat_id, after) | _standing(person))

    @desk.get("/content/<message_id>")
    def content(message_id: str) -> Response:
        """A photo as its sender's phone shows it."""
        raw, mime = platform.contents.get(message_id, (b"", "image/jpeg"))
        return Response(raw, 200 if raw else 404, content_type=mime)

    return desk


def _chat_shown(platform: Platform, chat_id: str, after: int) -> Json:
    log = platform.chat(chat_id)
    message_id, items = log.quick_replies()
    return {
        "messages": log.after(after),
        "next": log.last,
        "quick_replies": items,
        "quick_replies_of": message_id,
        "loading": log.loading_until > platform.clock(),
        "read_up_to": log.read_up_to,
        "revision": log.revision,
    }


def _standing(person: Person | None) -> Json:
    return {"friend": person.friend, "blocked": person.blocked} if person else {}


def _wish() -> Json:
    wish = request.get_json(silent=True)
    return wish if isinstance(wish, dict) else {}


def _photo(encoded: Any) -> tuple[bytes, str]:
    """(bytes, media type) of a file in base64, with or without data: in front."""
    if not isinstance(encoded, str) or not encoded:
        raise Nonsense("a file is missing")
    try:
        raw = base64.b64decode(encoded.partition("base64,")[2] or encoded, validate=True)
    except binascii.Error:
        raise Nonsense("a file is no base64") from None
    return raw, "image/png" if raw.startswith(b"\x89PNG") else "image/jpeg"
