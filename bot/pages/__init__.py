"""The web pages that the bot's signed links lead to.

For phones first, without scripts and without anything from other hosts. A link says who it was
made for; what that person may see is judged anew at each opening, by the query that reads it.
Most pages show a record; behind some a file waits (files.py). The guides alone need no signature.
"""

from collections.abc import Callable, Mapping, Sequence
from datetime import date, datetime
from typing import BinaryIO, Protocol, cast

import structlog
from flask import Blueprint, Response, current_app, make_response, render_template, request, url_for
from sqlalchemy import Engine
from sqlalchemy.orm import Session

from bot.clock import Clock, today
from bot.database import STORE_FAULTS, reading, transaction
from bot.links import Expired, Links, Opened
from bot.pages import files
from bot.pages.files import FilePage, FilePages
from bot.settings import Settings
from handlers.file_pages import Busy
from handlers.guide import GUIDES, explained, title_of
from handlers.texts import t
from handlers.visit_view import Seen
from models import audit
from models.menus import Menu
from models.privacy_words import AuditWay
from models.vocabulary import PhotoState

log = structlog.get_logger()

pages = Blueprint(
    "pages", __name__, url_prefix="/p", template_folder="templates", static_folder="static"
)

HEADERS = {
    "Content-Security-Policy": (
        "default-src 'none'; img-src 'self'; style-src 'self'; "
        "base-uri 'none'; form-action 'self'; frame-ancestors 'none'"
    ),
    "X-Content-Type-Options": "nosniff",
    "Referrer-Policy": "no-referrer",  # the address is the key to the page
    "X-Robots-Tag": "noindex, nofollow",
    "Cross-Origin-Resource-Policy": "same-origin",
}
LONGEST_NUMBER = 18  # digits that fit the database's widest integer


class PhotoShown(Protocol):
    """A photo of a visit; `media_key` is set once it is stored."""

    @property
    def id(self) -> int: ...
    @property
    def media_key(self) -> str | None: ...
    @property
    def state(self) -> PhotoState: ...


class VisitShown(Protocol):
    """A visit in words: rows of (label, value), as the person may see it."""

    @property
    def title(self) -> str: ...
    @property
    def rows(self) -> Sequence[tuple[str, str]]: ...
    @property
    def photos(self) -> Sequence[PhotoShown]: ...
    @property
    def seen(self) -> Seen: ...


class MediaOpened(Protocol):
    """As much of the media store as pages need."""

    def open(self, key: str) -> BinaryIO: ...


class PageServices(Protocol):
    """What `current_app.extensions["philiang"]` must offer to the pages."""

    @property
    def settings(self) -> Settings: ...
    @property
    def engine(self) -> Engine: ...
    @property
    def clock(self) -> Clock: ...
    @property
    def media(self) -> MediaOpened: ...
    @property
    def links(self) -> Links: ...
    @property
    def pages(self) -> Mapping[str, Callable[[Session, int, str, date], VisitShown | None]]: ...
    @property
    def files(self) -> FilePages: ...


@pages.get("/<token>")
def page(token: str) -> Response:
    """The page of a signed link."""
    opened = _opened(token)
    if isinstance(opened, Opened) and opened.page in _services().files:
        return _file_page(opened, files.show)
    visit = _visit(opened)
    if isinstance(visit, Response):
        return visit
    if not noted(visit.seen):
        return _told("unavailable", 503)
    stored = [photo for photo in visit.photos if _is_stored(photo)]
    absent = [photo for photo in visit.photos if not _is_stored(photo)]
    return make_response(
        render_template(
            "pages/visit.html",
            t=t,
            title=visit.title,
            rows=visit.rows,
            photos=[url_for("pages.photo", token=token, photo_id=one.id) for one in stored],
            notes=[t(f"pages.photo.{one.state}") for one in absent if _has_note(one.state)],
        )
    )


@pages.post("/<token>")
def fetch(token: str) -> Response:
    """The button of a page behind which a file waits."""
    opened = _opened(token)
    if isinstance(opened, Response):
        return opened
    if opened.page not in _services().files:
        return Response(status=405, headers={"Allow": "GET, HEAD, OPTIONS"})
    return _file_page(opened, files.hand_over)


@pages.get("/guide/<name>")
def guide(name: str) -> Response:
    """The picture guide of those who have this rich menu: for everybody and for good, since it
    holds nothing but how the bot is used, told with invented people."""
    if name not in GUIDES:
        return _told("missing", 404)
    leaves = [
        (leaf.title, leaf.steps, url_for("pages.static", filename=leaf.picture))
        for leaf in explained(Menu(name))
    ]
    title = title_of(Menu(name))
    return make_response(render_template("pages/guide.html", t=t, title=title, leaves=leaves))


@pages.get("/<token>/photo/<int:photo_id>")
def photo(token: str, photo_id: int) -> Response:
    """One photo of the page, under the same link and the same judgement."""
    visit = _visit(_opened(token))
    if isinstance(visit, Response):
        return visit
    found = next((one for one in visit.photos if one.id == photo_id and _is_stored(one)), None)
    if found is None or found.media_key is None:
        return _told("missing", 404)
    try:
        with _services().media.open(found.media_key) as file:
            return Response(file.read(), mimetype="image/jpeg")
    except FileNotFoundError:
        return _told("missing", 404)
    except Exception:
        # A store has errors of its own kind; an error page of Flask would log the address of
        # this page, which is the key to it.
        log.exception("photo_not_read", photo_id=photo_id)
        return _told("unavailable", 503)


@pages.after_request
def strict(response: Response) -> Response:
    """Headers that keep a page to itself; only static files may be kept by the browser, and the
    pictures of the guides shown elsewhere: LINE shows them in the chat."""
    response.headers.update(HEADERS)
    if request.endpoint != "pages.static":
        response.headers["Cache-Control"] = "no-store"
    elif response.mimetype == "image/png":
        response.headers["Cache-Control"] = "public, max-age=86400"
        response.headers["Cross-Origin-Resource-Policy"] = "cross-origin"
    return response


def noted(seen: Seen) -> bool:
    """Write down who is shown a record of somebody else, before it is shown; False where that
    cannot be stored now. Photos are part of their page."""
    if seen.by is None or seen.by == seen.of:
        return True
    services = _services()
    try:
        now = services.clock.now()
        with transaction(services.engine) as session:
            audit.saw(
                session,
                seen.kind.value,
                seen.number,
                by=seen.by,
                of=seen.of,
                at=now,
                way=AuditWay.PAGE,
            )
    except STORE_FAULTS:
        return False
    return True


def _has_note(state: PhotoState) -> bool:
    """Whether the reader should hear of a photo that is not shown; a withdrawn one is not
    spoken of, as its sender asked."""
    return state in (PhotoState.WAITING, PhotoState.REFUSED, PhotoState.GONE)


def _visit(opened: Opened | Response) -> VisitShown | Response:
    """The visit that a link leads to, or the page that says why there is none."""
    if isinstance(opened, Response):
        return opened
    services = _services()
    if opened.page not in services.pages:
        return _told("missing", 404)
    try:
        day = today(services.clock.now(), services.settings.timezone)
        with reading(services.engine) as session:
            visit = services.pages[opened.page](session, int(opened.subject), opened.viewer, day)
    except STORE_FAULTS:
        return _told("unavailable", 503)
    # Gone, or no longer within this person's scope: a stranger learns no difference.
    return visit or _told("missing", 404)


def _file_page(
    opened: Opened, answer: Callable[[FilePage, Opened, Engine, datetime], Response | None]
) -> Response:
    services = _services()
    try:
        page, now = services.files[opened.page], services.clock.now()
        return answer(page, opened, services.engine, now) or _told("missing", 404)
    except (*STORE_FAULTS, Busy):
        return _told("unavailable", 503)


def _opened(token: str) -> Opened | Response:
    """What this link says, or the page that says why it opens nothing."""
    services = _services()
    try:
        opened = services.links.open(token, services.clock.now())
    except STORE_FAULTS:
        return _told("unavailable", 503)
    if isinstance(opened, Expired) and opened.page in services.files:
        return _told("expired_file", 410)
    if isinstance(opened, Expired):
        return _told("expired", 410, subject=opened.subject)
    if not isinstance(opened, Opened):
        return _told("missing", 404)
    number = opened.subject
    if not (number.isascii() and number.isdigit() and len(number) <= LONGEST_NUMBER):
        return _told("missing", 404)
    return opened


def _told(what: str, status: int, **values: object) -> Response:
    html = render_template(
        "pages/told.html",
        t=t,
        title=t(f"pages.{what}.title"),
        text=t(f"pages.{what}.text", **values),
    )
    return make_response(html, status)


def _is_stored(photo: PhotoShown) -> bool:
    return photo.state == PhotoState.STORED and photo.media_key is not None


def _services() -> PageServices:
    return cast(PageServices, current_app.extensions["philiang"])
