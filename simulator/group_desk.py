"""Groups on the desk, under /_sim/groups: who is in them, and whether the bot is.

What is said in a group is a gesture of one of its people with {"group": id} (control.py).
"""

from collections.abc import Callable
from typing import Any

from flask import Blueprint, Response, jsonify, request

from simulator import events
from simulator.people import Group, Json, Person
from simulator.platform import Platform
from simulator.webhook import Webhook

Change = Callable[[Group, Json], Json | None]


class NoSuch(Exception):
    """Nobody, or no group, of that name; answered as {"error"} with 404."""


def groups(platform: Platform, webhook: Webhook) -> Blueprint:
    """The blueprint of the groups."""
    desk = Blueprint("groups", __name__, url_prefix="/_sim/groups")

    @desk.errorhandler(NoSuch)
    def nothing(error: NoSuch) -> tuple[Response, int]:
        return jsonify(error=str(error)), 404

    def changed(group_id: str, change: Change) -> Response:
        with platform.lock:
            group = platform.groups.get(group_id)
            if group is None:
                raise NoSuch("no such group")
            event = change(group, request.get_json(silent=True) or {})
            platform.touch(platform.chat(group_id))
        heard = [event] if event and platform.hears(event) else []
        return jsonify(webhook_status=webhook.send(heard) if heard else [])

    def someone(wish: Json) -> Person:
        person = platform.person(str(wish.get("who")))
        if person is None:
            raise NoSuch("nobody here has that id")
        return person

    def note(group: Group, kind: str, who: str = "") -> None:
        platform.show(group.group_id, "note", {"id": "", "type": kind, "who": who})

    @desk.get("")
    def all_groups() -> Response:
        with platform.lock:
            return jsonify([vars(group) for group in platform.groups.values()])

    @desk.post("")
    def create() -> tuple[Response, int]:
        wish = request.get_json(silent=True) or {}
        members = [someone({"who": who}).user_id for who in wish.get("members", [])]
        group = platform.add_group(str(wish.get("name", "กลุ่มใหม่")), members)
        return jsonify(vars(group)), 201

    @desk.post("/<group_id>/invite")
    def invite(group_id: str) -> Response:
        def change(group: Group, wish: Json) -> Json | None:
            if wish.get("who") == "bot":
                if group.bot_in:
                    return None
                group.bot_in = True
                note(group, "join")
                return events.base(platform, group, "join")
            person = someone(wish)
            if person.user_id in group.members:
                return None
            group.members.append(person.user_id)
            note(group, "memberJoined", person.name)
            return _of_members(events.base(platform, group, "memberJoined"), "joined", person)

        return changed(group_id, change)

    @desk.post("/<group_id>/remove")
    def remove(group_id: str) -> Response:
        def change(group: Group, wish: Json) -> Json | None:
            if wish.get("who") == "bot":
                if not group.bot_in:
                    return None
                group.bot_in = False
                note(group, "leave")
                return events.base(platform, group, "leave", answerable=False)
            person = someone(wish)
            if person.user_id not in group.members:
                return None
            group.members.remove(person.user_id)
            note(group, "memberLeft", person.name)
            left = events.base(platform, group, "memberLeft", answerable=False)
            return _of_members(left, "left", person)

        return changed(group_id, change)

    return desk


def _of_members(event: Json, field: str, person: Person) -> Json:
    members: list[Any] = [{"type": "user", "userId": person.user_id}]
    return {**event, field: {"members": members}}
