"""The rich menu calls. Batch control is not simulated."""

import io
import re
import secrets

from flask import Blueprint, request
from PIL import Image

from simulator.gate import Answer, Gate, Refused, json_body
from simulator.limits.menus import IMAGE_BYTES, check_menu
from simulator.people import Json
from simulator.platform import Platform

MOST = 1000
ALIAS = re.compile(r"[a-z0-9_-]{1,32}")
MIMES = {"image/png": "PNG", "image/jpeg": "JPEG"}


def rich_menus(gate: Gate) -> Blueprint:
    """The blueprint of rich menus."""
    api = Blueprint("rich_menus", __name__)
    platform = gate.platform
    _definitions(gate, api, platform)
    _links(gate, api, platform)
    _aliases(gate, api, platform)
    return api


def _known(platform: Platform, menu_id: str, status: int = 404) -> Json:
    found = platform.menus.definitions.get(menu_id)
    if found is None:
        raise Refused(status, "richmenu not found", limit="a rich menu LINE knows")
    return found


def _with_image(platform: Platform, menu_id: str) -> None:
    _known(platform, menu_id, 404)
    if menu_id not in platform.menus.images:
        raise Refused(400, "must upload richmenu image before applying it to user")


def _checked(menu: Json) -> Json:
    refusal = check_menu(menu)
    if refusal:
        raise Refused(400, refusal.message, refusal.details, refusal.limit)
    return menu


def _definitions(gate: Gate, api: Blueprint, platform: Platform) -> None:
    @gate.endpoint(api, "POST", "/v2/bot/richmenu", "rich_menu")
    def create() -> Answer:
        menu = _checked(json_body())
        with platform.lock:
            if len(platform.menus.definitions) >= MOST:
                raise Refused(400, "too many rich menus", limit=f"rich menus: at most {MOST}")
            menu_id = f"richmenu-{secrets.token_hex(16)}"
            platform.menus.definitions[menu_id] = {"richMenuId": menu_id, **menu}
        return Answer({"richMenuId": menu_id})

    @gate.endpoint(api, "POST", "/v2/bot/richmenu/validate", "rich_menu")
    def validate() -> Answer:
        _checked(json_body())
        return Answer({})

    @gate.endpoint(api, "GET", "/v2/bot/richmenu/list", "rich_menu")
    def listed() -> Answer:
        with platform.lock:
            return Answer({"richmenus": list(platform.menus.definitions.values())})

    @gate.endpoint(api, "GET", "/v2/bot/richmenu/<menu_id>", "rich_menu")
    def get(menu_id: str) -> Answer:
        with platform.lock:
            return Answer(_known(platform, menu_id))

    @gate.endpoint(api, "DELETE", "/v2/bot/richmenu/<menu_id>", "rich_menu")
    def delete(menu_id: str) -> Answer:
        with platform.lock:
            _known(platform, menu_id)
            del platform.menus.definitions[menu_id]
            platform.menus.images.pop(menu_id, None)
            platform.touch_all()
        return Answer({})

    @gate.endpoint(api, "POST", "/v2/bot/richmenu/<menu_id>/content", "rich_menu")
    def upload(menu_id: str) -> Answer:
        raw, mime = request.get_data(), request.mimetype
        if mime not in MIMES:
            raise Refused(415, "Unsupported Media Type", limit="rich menu image: PNG or JPEG")
        with platform.lock:
            size = _known(platform, menu_id)["size"]
            if menu_id in platform.menus.images:
                raise Refused(400, "An image has already been uploaded to the richmenu")
            _check_image(raw, mime, (size["width"], size["height"]))
            platform.menus.images[menu_id] = (raw, mime)
        return Answer({})

    @gate.endpoint(api, "GET", "/v2/bot/richmenu/<menu_id>/content", "rich_menu")
    def download(menu_id: str) -> Answer:
        with platform.lock:
            found = platform.menus.images.get(menu_id)
        if found is None:
            raise Refused(404, "Not found")
        return Answer(found[0], content_type=found[1])


def _check_image(raw: bytes, mime: str, size: tuple[int, int]) -> None:
    if len(raw) > IMAGE_BYTES:
        raise Refused(413, "Request Entity Too Large", limit="rich menu image: at most 1 MB")
    try:
        with Image.open(io.BytesIO(raw), formats=[MIMES[mime]]) as picture:
            found = picture.size
    except OSError:
        raise Refused(400, "The image is invalid", limit=f"rich menu image: {mime}") from None
    if found != size:
        raise Refused(400, "invalid image size", limit=f"rich menu image: {size}, got {found}")


def _links(gate: Gate, api: Blueprint, platform: Platform) -> None:
    @gate.endpoint(api, "POST", "/v2/bot/user/all/richmenu/<menu_id>", "rich_menu")
    def set_default(menu_id: str) -> Answer:
        with platform.lock:
            _with_image(platform, menu_id)
            platform.menus.default = menu_id
            platform.touch_all()
        return Answer({})

    @gate.endpoint(api, "GET", "/v2/bot/user/all/richmenu", "rich_menu")
    def default() -> Answer:
        found = platform.menus.default
        if found is None:
            raise Refused(404, "no default richmenu")
        return Answer({"richMenuId": found})

    @gate.endpoint(api, "DELETE", "/v2/bot/user/all/richmenu", "rich_menu")
    def cancel_default() -> Answer:
        with platform.lock:
            platform.menus.default = None
            platform.touch_all()
        return Answer({})

    def link_one(user_id: str, menu_id: str | None) -> None:
        # To a blocker or a stranger LINE answers 200 and does nothing
        if platform.reaches(user_id):
            platform.people[user_id].rich_menu = menu_id
            platform.touch(platform.chat(user_id))

    @gate.endpoint(api, "POST", "/v2/bot/user/<user_id>/richmenu/<menu_id>", "rich_menu")
    def link(user_id: str, menu_id: str) -> Answer:
        with platform.lock:
            _with_image(platform, menu_id)
            link_one(user_id, menu_id)
        return Answer({})

    @gate.endpoint(api, "GET", "/v2/bot/user/<user_id>/richmenu", "rich_menu")
    def of_user(user_id: str) -> Answer:
        with platform.lock:
            person = platform.people.get(user_id)
            if person is None or person.rich_menu is None:
                raise Refused(404, "the user has no richmenu")
            return Answer({"richMenuId": person.rich_menu})

    @gate.endpoint(api, "DELETE", "/v2/bot/user/<user_id>/richmenu", "rich_menu")
    def unlink(user_id: str) -> Answer:
        with platform.lock:
            link_one(user_id, None)
        return Answer({})

    def several(body: Json) -> list[str]:
        user_ids = body.get("userIds")
        if not isinstance(user_ids, list) or not 1 <= len(user_ids) <= 500:
            raise Refused(
                400,
                "The request body has 1 error(s)",
                [{"property": "userIds", "message": "Size must be between 1 and 500"}],
                "bulk: 1..500 people",
            )
        return [str(user_id) for user_id in user_ids]

    @gate.endpoint(api, "POST", "/v2/bot/richmenu/bulk/link", "rich_menu")
    def bulk_link() -> Answer:
        body = json_body({"richMenuId", "userIds"})
        with platform.lock:
            _with_image(platform, str(body.get("richMenuId")))
            for user_id in several(body):
                link_one(user_id, body["richMenuId"])
        return Answer({}, 202)

    @gate.endpoint(api, "POST", "/v2/bot/richmenu/bulk/unlink", "rich_menu")
    def bulk_unlink() -> Answer:
        with platform.lock:
            for user_id in several(json_body({"userIds"})):
                link_one(user_id, None)
        return Answer({}, 202)


def _aliases(gate: Gate, api: Blueprint, platform: Platform) -> None:
    def known(alias: str) -> str:
        found = platform.menus.aliases.get(alias)
        if found is None:
            raise Refused(404, "richmenu alias not found")
        return found

    @gate.endpoint(api, "POST", "/v2/bot/richmenu/alias", "rich_menu")
    def create() -> Answer:
        body = json_body({"richMenuAliasId", "richMenuId"})
        alias, menu_id = str(body.get("richMenuAliasId")), str(body.get("richMenuId"))
        with platform.lock:
            aliases = platform.menus.aliases
            if not ALIAS.fullmatch(alias):
                raise Refused(400, "invalid richMenuAliasId", limit="alias: [a-z0-9_-]{1,32}")
            if alias in aliases:
                raise Refused(400, "conflict richmenu alias id", limit="alias: a new one")
            _known(platform, menu_id, 400)
            if len(aliases) >= MOST:
                raise Refused(400, "too many aliases", limit=f"aliases: at most {MOST}")
            aliases[alias] = menu_id
        return Answer({})

    @gate.endpoint(api, "GET", "/v2/bot/richmenu/alias/list", "rich_menu")
    def listed() -> Answer:
        with platform.lock:
            pairs = platform.menus.aliases.items()
            return Answer({"aliases": [{"richMenuAliasId": a, "richMenuId": m} for a, m in pairs]})

    @gate.endpoint(api, "GET", "/v2/bot/richmenu/alias/<alias>", "rich_menu")
    def get(alias: str) -> Answer:
        with platform.lock:
            return Answer({"richMenuAliasId": alias, "richMenuId": known(alias)})

    @gate.endpoint(api, "POST", "/v2/bot/richmenu/alias/<alias>", "rich_menu")
    def update(alias: str) -> Answer:
        menu_id = str(json_body({"richMenuId"}).get("richMenuId"))
        with platform.lock:
            known(alias)
            _known(platform, menu_id, 400)
            platform.menus.aliases[alias] = menu_id
        return Answer({})

    @gate.endpoint(api, "DELETE", "/v2/bot/richmenu/alias/<alias>", "rich_menu")
    def delete(alias: str) -> Answer:
        with platform.lock:
            known(alias)
            del platform.menus.aliases[alias]
        return Answer({})
