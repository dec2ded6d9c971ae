"""The way in to the overview: by LINE Login where it is configured, else by a link from the chat.

A link opens it once and soon. Looking at its page spends nothing, since previews and scanners
look, too; the button does, and gives the browser a short session (sessions.py).
"""

from datetime import datetime, timedelta
from typing import Protocol, cast

import structlog
from flask import (
    Blueprint,
    Response,
    current_app,
    make_response,
    redirect,
    render_template,
    request,
    url_for,
)
from sqlalchemy import Engine

from bot.clock import Clock
from bot.database import STORE_FAULTS, reading, transaction
from bot.links import Links, Opened
from bot.login import Begun, LineLogin, LoginAway, LoginRefused
from bot.pages import sessions
from bot.pages.sessions import Seals
from handlers.overview import PAGE
from handlers.texts import t
from models.overview_links import is_spent, spend_link

log = structlog.get_logger()

door = Blueprint("door", __name__, url_prefix="/o", template_folder="templates")

LINK_LASTS = timedelta(minutes=15)
LOGIN_LASTS = timedelta(minutes=10)
LOGIN_COOKIE = "philiang_login"


class DoorServices(Protocol):
    """What `current_app.extensions["philiang"]` must offer here."""

    @property
    def engine(self) -> Engine: ...
    @property
    def clock(self) -> Clock: ...
    @property
    def links(self) -> Links: ...
    @property
    def seals(self) -> Seals: ...
    @property
    def login(self) -> LineLogin: ...


@door.get("/in/<token>")
def land(token: str) -> Response:
    """The page with the button, behind a link from the chat."""
    now = _services().clock.now()
    opened = _opened(token, now)
    if isinstance(opened, Response):
        return opened
    held = sessions.held_by(request, _services().seals, now)
    try:
        with reading(_services().engine) as session:
            if held and held.account == opened.viewer and not held.is_ended(session):
                return _to_overview()
            spent = is_spent(session, _once(opened))
    except STORE_FAULTS:
        return unavailable()
    if spent:
        return told("spent", 410)
    return make_response(render_template("pages/overview_enter.html", t=t))


@door.post("/in/<token>")
def enter(token: str) -> Response:
    """The button: spends the link and begins the session."""
    now = _services().clock.now()
    opened = _opened(token, now)
    if isinstance(opened, Response):
        return opened
    try:
        with transaction(_services().engine) as session:
            fresh = spend_link(session, _once(opened), now, opened.signed_at + LINK_LASTS)
    except STORE_FAULTS:
        return unavailable()
    return _begun(opened.viewer, now) if fresh else told("spent", 410)


@door.get("/login")
def login() -> Response:
    """Off to LINE, to sign in there."""
    services = _services()
    if not services.login.configured:
        return told("signed_out", 401)
    begun = Begun.new()
    until = services.clock.now() + LOGIN_LASTS
    sealed = services.seals.seal("login", [begun.state, begun.nonce, begun.verifier], until)
    response = _redirect(services.login.address(begun), 302)
    sessions.set_cookie(response, services.seals, LOGIN_COOKIE, sealed, LOGIN_LASTS)
    return response


@door.get("/login/back")
def back() -> Response:
    """Back from LINE, with a code for who signed in, or without one."""
    services = _services()
    now = services.clock.now()
    if not services.login.configured:
        return told("signed_out", 401)
    values = services.seals.open("login", request.cookies.get(LOGIN_COOKIE, ""), now)
    begun = Begun(*values) if values and len(values) == len(Begun.__match_args__) else None
    # Somebody else's sign-in, sent to this browser, has no state that this browser knows.
    if begun is None or request.args.get("state", "") != begun.state:
        return _refused("state")
    if not (code := request.args.get("code", "")):
        return _refused("no code")
    try:
        account = services.login.account(code, begun)
    except LoginRefused as why:
        return _refused(str(why))
    except LoginAway as why:
        log.warning("line_login_away", reason=str(why))
        return unavailable(t("overview.refused.unavailable"))
    response = _begun(account, now)
    sessions.forget(response, services.seals, LOGIN_COOKIE)
    return response


@door.post("/out")
def out() -> Response:
    """End the session: in the database first, so that who is told of it has surely left."""
    services = _services()
    now = services.clock.now()
    held = sessions.held_by(request, services.seals, now)
    if held is not None:
        try:
            with transaction(services.engine) as session:
                held.end(session, now)
        except STORE_FAULTS:
            return unavailable()
    response = told("signed_out", 200, title=t("overview.signed_out.left"))
    sessions.forget(response, services.seals)
    return response


def not_signed_in() -> Response:
    """What somebody without a session gets: LINE's sign-in, or word of the way through the chat."""
    # Back from LINE and still without a session: this browser keeps no cookies.
    if _services().login.configured and "signed" not in request.args:
        return _redirect(url_for("door.login"), 302)
    return told("signed_out", 401)


def told(what: str, status: int, *, title: str = "", text: str = "") -> Response:
    """A page of a few words, from overview.toml."""
    again = _services().login.configured and what in ("signed_out", "refused")
    html = render_template(
        "pages/overview_told.html",
        t=t,
        title=title or t(f"overview.{what}.title"),
        text=text or t(f"overview.{what}.text"),
        login=url_for("door.login") if again else "",
    )
    return make_response(html, status)


def unavailable(text: str = "") -> Response:
    title, usual = t("pages.unavailable.title"), t("pages.unavailable.text")
    return told("refused", 503, title=title, text=text or usual)


def _refused(why: str) -> Response:
    log.info("line_login_refused", reason=why)
    response = told("refused", 403)
    sessions.forget(response, _services().seals, LOGIN_COOKIE)
    return response


def _opened(token: str, now: datetime) -> Opened | Response:
    """What this link says, or the answer that says why it opens nothing."""
    if _services().login.configured:
        return _to_overview()  # LINE says who it is; the link does not
    try:
        opened = _services().links.open(token, now, LINK_LASTS)
    except STORE_FAULTS:
        return unavailable()
    if not isinstance(opened, Opened) or opened.page != PAGE:
        return told("spent", 410)
    return opened


def _once(opened: Opened) -> str:
    """What is spent is what a link says: the same can be written in many ways."""
    return f"{opened.viewer} {opened.signed_at.timestamp():.0f}"


def _begun(account: str, now: datetime) -> Response:
    response = _redirect(url_for("overview.page", signed=1), 303)
    sessions.begin(response, _services().seals, account, now)
    return response


def _to_overview() -> Response:
    return _redirect(url_for("overview.page"), 303)


def _redirect(address: str, status: int) -> Response:
    return make_response(redirect(address, status))


def _services() -> DoorServices:
    return cast(DoorServices, current_app.extensions["philiang"])
