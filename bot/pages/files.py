"""Pages behind which a file waits. Looking spends nothing, since previews and scanners look, too;
the button hands the file over.
"""

from collections.abc import Mapping
from datetime import datetime
from typing import Protocol

from flask import Response, make_response, render_template, request
from sqlalchemy import Engine
from sqlalchemy.orm import Session
from werkzeug.wsgi import wrap_file

from bot.database import reading, transaction
from bot.links import Opened
from handlers.file_pages import File, Offer
from handlers.texts import t


class FilePage(Protocol):
    """One kind of file. `number` is the subject of the link, `viewer` whom it was made for; what
    they may have is judged anew each time. `form`: which of the page's buttons was pressed, "" for
    the first."""

    def offer(self, session: Session, number: int, viewer: str, now: datetime) -> Offer | None: ...
    def file(
        self, session: Session, number: int, viewer: str, now: datetime, form: str
    ) -> File: ...
    def spend(
        self, session: Session, number: int, viewer: str, now: datetime, file: File
    ) -> bool: ...


FilePages = Mapping[str, FilePage]


def show(page: FilePage, opened: Opened, engine: Engine, now: datetime) -> Response | None:
    """The page with the button, or without one (410) where it was pressed before; None: not for
    this viewer."""
    with reading(engine) as session:
        offer = page.offer(session, int(opened.subject), opened.viewer, now)
    return _shown(offer) if offer else None


def hand_over(page: FilePage, opened: Opened, engine: Engine, now: datetime) -> Response | None:
    """The file, once; then the page that says so (410). None: not for this viewer."""
    number = int(opened.subject)
    with reading(engine) as session:
        offer = page.offer(session, number, opened.viewer, now)
        if offer is None or not offer.button:
            return _shown(offer) if offer else None
        file = page.file(session, number, opened.viewer, now, request.form.get("form", ""))
    # Only what is surely at hand is spent, and in a transaction that holds nobody up.
    with transaction(engine) as session:
        if not page.spend(session, number, opened.viewer, now, file):
            if not isinstance(file.body, bytes):
                file.body.close()
            spent = page.offer(session, number, opened.viewer, now)
            return _shown(spent) if spent else None
    # A large one is sent as it is read, piece by piece.
    body = file.body if isinstance(file.body, bytes) else wrap_file(request.environ, file.body)
    response = Response(body, mimetype=file.kind)
    response.headers["Content-Disposition"] = f'attachment; filename="{file.name}"'
    return response


def _shown(offer: Offer) -> Response:
    html = render_template("pages/file.html", t=t, title=offer.title, offer=offer)
    return make_response(html, 200 if offer.button else 410)
