"""The overview: figures, charts and a heat table, the lists behind each number, and the records.

Read-only. Who is looking comes from the session; what they may see is looked up at each request,
so that somebody who left or has another post sees the same as in the chat, at once.
"""

from collections.abc import Callable, Mapping
from datetime import date, datetime, timedelta
from functools import wraps
from typing import Any, Protocol, cast

import structlog
from flask import Blueprint, Response, current_app, make_response, render_template, request, url_for
from sqlalchemy.orm import Session

from bot.clock import today
from bot.database import STORE_FAULTS, reading
from bot.pages import LONGEST_NUMBER, PageServices, PhotoShown, VisitShown, noted, sessions, strict
from bot.pages.overview_charts import chart
from bot.pages.signing_in import DoorServices, door, not_signed_in, told, unavailable
from handlers.overview_list import Behind, behind_cell, behind_level, behind_visits
from handlers.overview_others import behind_other, others_of
from handlers.overview_page import overview_of, reference
from handlers.overview_stand import Asked, Stand, stand_of
from handlers.texts import t
from models.actors import Actor, load_actor
from models.vocabulary import ExchangeLevel, PhotoState

log = structlog.get_logger()

overview = Blueprint("overview", __name__, url_prefix="/o", template_folder="templates")
overview.after_request(strict)
door.after_request(strict)

PHOTO_LASTS = timedelta(minutes=15)


class OverviewServices(PageServices, DoorServices, Protocol):
    """What `current_app.extensions["philiang"]` must offer to the overview."""


class Looking:
    """One request of somebody with a session."""

    def __init__(self, session: Session, actor: Actor, now: datetime, day: date):
        self.session, self.actor, self.now, self.day = session, actor, now, day
        self.zone = _services().settings.timezone


def looking(view: Callable[..., Response | None]) -> Callable[..., Response]:
    """Give the view who is looking, on a session that only reads; what it finds nothing for is
    told without saying whether it exists."""

    @wraps(view)
    def answer(**path: Any) -> Response:
        services = _services()
        try:
            now = services.clock.now()
            held = sessions.held_by(request, services.seals, now)
            if held is None:
                return not_signed_in()
            day = today(now, services.settings.timezone)
            with reading(services.engine) as session:
                if held.is_ended(session):
                    return not_signed_in()
                actor = load_actor(session, held.account, day)
                found = view(Looking(session, actor, now, day), **path) if actor.joined else None
        except STORE_FAULTS:
            return unavailable()
        return found or told("not_yours", 404)

    return answer


@overview.get("/")
@looking
def page(look: Looking) -> Response | None:
    """The overview of a place."""
    found = overview_of(look.session, look.actor, _asked(), look.now, look.zone)
    if found is None:
        return None
    stand = found.stand
    html = render_template(
        "pages/overview.html",
        t=t,
        shown=found,
        others=others_of(look.session, look.actor, stand) if stand is not None else (),
        charts=[(figure, chart(figure)) for figure in found.figures],
        here=_addresses("overview.page", stand),
        listed=_addresses("overview.listed", stand),
        reference=reference,
    )
    return make_response(html)


@overview.get("/list")
@looking
def listed(look: Looking) -> Response | None:
    """The list behind a number."""
    asked = _asked()
    stand = stand_of(look.session, look.actor, asked, look.day)
    found = _behind(look, stand, asked.skip) if stand is not None else None
    if found is None:
        return None
    html = render_template(
        "pages/overview_list.html",
        t=t,
        shown=found,
        back=_addresses("overview.page", stand)(),
        here=_addresses("overview.listed", stand, **_what()),
    )
    return make_response(html)


@overview.get("/<kind>/<number>")
@looking
def record(look: Looking, kind: str, number: str) -> Response | None:
    """One record with its photos, the same as behind a link from the chat."""
    found = _record(look, kind, number)
    if found is None:
        return None
    if not noted(found.seen):
        return unavailable()
    stored = [one for one in found.photos if _is_stored(one)]
    html = render_template(
        "pages/overview_record.html",
        t=t,
        title=found.title,
        rows=found.rows,
        photos=[_photo_address(look, kind, number, one.id) for one in stored],
    )
    return make_response(html)


@overview.get("/photo/<sealed>")
@looking
def photo(look: Looking, sealed: str) -> Response | None:
    """One photo, by an address that is over soon and only for the person it was made for."""
    values = _services().seals.open("photo", sealed, look.now)
    if values is None or values[0] != look.actor.line_user_id:
        return None
    _, kind, number, photo_id = values
    found = _record(look, kind, number)
    photos = found.photos if found else ()
    one = next((one for one in photos if str(one.id) == photo_id and _is_stored(one)), None)
    if one is None or one.media_key is None:
        return None
    try:
        with _services().media.open(one.media_key) as file:
            return Response(file.read(), mimetype="image/jpeg")
    except FileNotFoundError:
        return None
    except Exception:  # a store has errors of its own kind
        log.exception("photo_not_read", photo_id=one.id)
        return unavailable()


def _behind(look: Looking, stand: Stand, skip: int) -> Behind | None:
    what = _what()
    if column := what["column"]:
        row = what["row"]
        return behind_cell(look.session, look.actor, stand, column, row, skip, look.now, look.zone)
    if what["other"]:
        return behind_other(look.session, look.actor, stand, what["other"], skip)
    if what["level"] in set(ExchangeLevel):
        level = ExchangeLevel(what["level"])
        return behind_level(look.session, look.actor, stand, level, skip, look.now, look.zone)
    return behind_visits(look.session, look.actor, stand, skip, look.now, look.zone)


def _what() -> Mapping[str, str]:
    """Which number's list the address asks for."""
    return {name: request.args.get(name, "")[:40] for name in ("column", "row", "level", "other")}


def _asked() -> Asked:
    given = request.args.get
    skip = given("skip", "")
    return Asked(
        at=given("at", ""),
        programme=given("programme", ""),
        year=given("year", ""),
        skip=int(skip) if skip.isascii() and skip.isdigit() and len(skip) < 7 else 0,
    )


def _addresses(endpoint: str, stand: Stand | None, **kept: str) -> Callable[..., str]:
    """Makes addresses of what is looked at, with these changes; "" leaves something out."""
    usual = dict(kept)
    if stand is not None:
        usual["at"] = reference(stand.scope.kind, stand.scope.code)
        usual["programme"] = stand.programme[1]
        usual["year"] = str(stand.year.label_be)

    def address(**changes: object) -> str:
        values = {name: value for name, value in {**usual, **changes}.items() if value != ""}
        return url_for(endpoint, _external=False, **cast(Any, values))

    return address


def _record(look: Looking, kind: str, number: str) -> VisitShown | None:
    pages = _services().pages
    if kind not in pages or not (number.isascii() and number.isdigit()):
        return None
    if len(number) > LONGEST_NUMBER:
        return None
    return pages[kind](look.session, int(number), look.actor.line_user_id, look.day)


def _photo_address(look: Looking, kind: str, number: str, photo_id: int) -> str:
    values = [look.actor.line_user_id, kind, number, str(photo_id)]
    sealed = _services().seals.seal("photo", values, look.now + PHOTO_LASTS)
    return url_for("overview.photo", sealed=sealed)


def _is_stored(one: PhotoShown) -> bool:
    return one.state == PhotoState.STORED and one.media_key is not None


def _services() -> OverviewServices:
    return cast(OverviewServices, current_app.extensions["philiang"])
