"""The rich menu at the foot of a phone, under /_sim: what is in it, and its picture.

A tap on it is a tap as any other, {"message_id": the menu's id, "path": "/areas/0/action"}
(taps.py).
"""

from flask import Blueprint, Response, jsonify

from simulator.platform import Platform


def menu_desk(platform: Platform) -> Blueprint:
    """The blueprint of the phones' menus."""
    desk = Blueprint("menus_on_phones", __name__, url_prefix="/_sim")

    @desk.get("/users/<who>/menu")
    def present(who: str) -> Response | tuple[Response, int]:
        """The menu this person has now, and where its picture is; null if there is none."""
        with platform.lock:
            person = platform.person(who)
            if person is None:
                return jsonify(error="nobody here has that id"), 404
            menu_id = platform.menus.shown_to(person)
            if menu_id is None:
                return jsonify(menu=None, image=None)
            image = f"/_sim/menus/{menu_id}/image"
            return jsonify(menu=platform.menus.definitions[menu_id], image=image)

    @desk.get("/menus/<menu_id>/image")
    def image(menu_id: str) -> Response:
        raw, mime = platform.menus.images.get(menu_id, (b"", "image/png"))
        return Response(raw, 200 if raw else 404, content_type=mime)

    return desk
