"""The desk's own side, under /_sim: what people do on their phones, and what their phones show.

Every gesture answers {"event_ids", "webhook_status", "message_ids"}; the status of a POST that got
no answer is "request_timeout" or "could_not_connect". People are named by user id or by the key of
the cast; with {"group": id} they do it in that group.
"""

from collections.abc import Callable
from typing import Any

from flask import Blueprint, Response, jsonify, request

from simulator import events, taps, uploads
from simulator.people import Json, Person, Speaker
from simulator.platform import Platform
from simulator.webhook import Webhook

Gesture = Callable[[Speaker, Json], list[Json]]


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

    @desk.errorhandler(uploads.NoFile)
    def no_file(error: uploads.NoFile) -> tuple[Response, int]:
        return jsonify(error=str(error)), 400

    def someone(who: str, group: str | None = None) -> Speaker:
        speaker = platform.speaker(who, group)
        if speaker is None:
            raise Nonsense("nobody here has that id", 404)
        return speaker

    def note(name: str, speaker: Speaker, wish: Json) -> Json:
        """Write the gesture into the journal, before anything comes of it; `after` is the last
        thing that this chat shows so far."""
        with platform.lock:
            return platform.journal.note(
                name,
                platform.now_ms(),
                user_id=speaker.user_id,
                chat=speaker.chat_id,
                after=platform.chat(speaker.chat_id).last,
                wish={k: v for k, v in wish.items() if k not in {"file", "files"}},
            )

    def post(entry: Json, made: list[Json], **more: Any) -> Response:
        ids: Json = {
            "event_ids": [event["webhookEventId"] for event in made],
            "message_ids": [event["message"]["id"] for event in made if "message" in event],
        }
        entry.update(ids)
        heard = [event for event in made if platform.hears(event)]
        statuses = webhook.send(heard) if heard else []
        return jsonify(webhook_status=statuses, **ids, **more)

    def gesture(name: str) -> Callable[[Gesture], Gesture]:
        """POST /_sim/users/<who>/<name>; the function makes the events."""

        def register(function: Gesture) -> Gesture:
            def view(who: str) -> Response:
                wish = _wish()
                speaker = someone(who, wish.get("group"))
                if speaker.blocked and name not in {"follow", "unfollow"}:
                    raise Nonsense("this person has blocked the bot", 409)
                entry = note(name, speaker, wish)
                return post(entry, function(speaker, wish))

            desk.add_url_rule(f"/users/<who>/{name}", name, view, methods=["POST"])
            return function

        return register

    @gesture("text")
    def text(speaker: Speaker, wish: Json) -> list[Json]:
        words = wish.get("text")
        if not isinstance(words, str) or not words.strip():
            raise Nonsense("text is missing")
        return [events.text(platform, speaker, words, wish.get("quote"))]

    @gesture("pick")
    def pick(speaker: Speaker, wish: Json) -> list[Json]:
        value = next((wish[k] for k in ("date", "time", "datetime") if k in wish), "")
        with platform.lock:
            button = taps.find(platform, speaker, wish)
            return [taps.pick(platform, speaker, button, str(value))]

    @gesture("image")
    def image(speaker: Speaker, wish: Json) -> list[Json]:
        raw = uploads.photo(wish.get("file") or next(iter(wish.get("files") or []), ""))
        return [events.image(platform, speaker, *raw)]

    @gesture("images")
    def images(speaker: Speaker, wish: Json) -> list[Json]:
        files = [uploads.photo(file) for file in wish.get("files") or []]
        if not files:
            raise Nonsense("files is missing")
        made = events.album(platform, speaker, files)
        if wish.get("shuffle") and len(made) > 1:
            made = webhook.shuffled(made)
        return made

    @gesture("sticker")
    def sticker(speaker: Speaker, wish: Json) -> list[Json]:
        package, number = wish.get("packageId", "446"), wish.get("stickerId", "1988")
        quote = wish.get("quote")
        return [events.sticker(platform, speaker, str(package), str(number), quote)]

    @gesture("media")
    def media(speaker: Speaker, wish: Json) -> list[Json]:
        """{"kind": "audio" | "video" | "file", "file": base64, "name"?, "duration"? in ms}."""
        raw, mime = uploads.upload(wish.get("file"))
        kind = wish.get("kind")
        if kind == "file":
            name = str(wish.get("name") or "file")
            return [events.file(platform, speaker, raw, mime, name)]
        if kind not in {"audio", "video"}:
            raise Nonsense("kind is audio, video or file")
        duration = int(wish.get("duration") or 3000)
        return [events.recording(platform, speaker, kind, raw, mime, duration)]

    @gesture("location")
    def location(speaker: Speaker, wish: Json) -> list[Json]:
        place: Json = {k: wish[k] for k in ("title", "address") if k in wish}
        place |= {k: float(wish.get(k, 0)) for k in ("latitude", "longitude")}
        return [events.location(platform, speaker, place)]

    @gesture("follow")
    def follow(speaker: Speaker, _: Json) -> list[Json]:
        return [events.follow(platform, platform.people[speaker.user_id])]

    @gesture("unfollow")
    def unfollow(speaker: Speaker, _: Json) -> list[Json]:
        return [events.unfollow(platform, platform.people[speaker.user_id])]

    @gesture("unsend")
    def unsend(speaker: Speaker, wish: Json) -> list[Json]:
        item = platform.chat(speaker.chat_id).find(str(wish.get("message_id")))
        if item is None or (item["from"], item["by"]) != ("me", speaker.user_id):
            raise Nonsense("only one's own messages can be taken back", 409)
        return [events.unsend(platform, speaker, item["id"])]

    @desk.post("/users/<who>/tap")
    def tap(who: str) -> Response:
        wish = _wish()
        speaker = someone(who, wish.get("group"))
        if speaker.blocked:
            raise Nonsense("this person has blocked the bot", 409)
        with platform.lock:
            button = taps.find(platform, speaker, wish)
            entry = note("tap", speaker, wish)
            entry["tapped"] = {"message_id": button.message_id, "action": button.action}
            made, besides = taps.tap(platform, speaker, button)
        return post(entry, made, **besides)

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
            return jsonify(_chat_shown(platform, chat_id, after) | _standing(platform, person))

    @desk.get("/content/<message_id>")
    def content(message_id: str) -> Response:
        """A photo, voice message, video or file, as its sender's phone shows it."""
        raw, mime = platform.contents.get(message_id, (b"", "image/jpeg"))
        return Response(raw, 200 if raw else 404, content_type=mime)

    return desk


def _chat_shown(platform: Platform, chat_id: str, after: int) -> Json:
    log = platform.chat(chat_id)
    message_id, items = log.quick_replies()
    return {
        "messages": log.after(after),
        "unsent": log.taken_back(),
        "next": log.last,
        "quick_replies": items,
        "quick_replies_of": message_id,
        "loading": log.loading_until > platform.clock(),
        "read_up_to": log.read_up_to,
        "revision": log.revision,
    }


def _standing(platform: Platform, person: Person | None) -> Json:
    if person is None:
        return {}
    menu = platform.menus.shown_to(person)
    return {"friend": person.friend, "blocked": person.blocked, "rich_menu": menu}


def _wish() -> Json:
    wish = request.get_json(silent=True)
    return wish if isinstance(wish, dict) else {}
