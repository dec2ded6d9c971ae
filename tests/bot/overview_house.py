"""A bot with the real networks and the cast, some reports, and browsers of its people."""

import io
import secrets
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from html.parser import HTMLParser
from typing import Any

from flask import Flask
from flask.testing import FlaskClient
from PIL import Image
from sqlalchemy import select, text
from sqlalchemy.orm import Session
from street import populate

from bot.app import create_app, runtime_of
from bot.database import transaction
from bot.pages import sessions
from bot.settings import load_settings
from bot.web import WebRuntime
from models.demo_clock import set_offset
from models.people import Appointment, LineAccount, Person, ensure_account, scope_by_code
from models.people_tables import scope_column
from models.visits import Photo
from models.vocabulary import ExchangeLevel, PhotoState, ReportKind, Role, VisitKind
from tests.models.duty_desk import exchange, visit
from tests.models.duty_desk import report as kept

NOW = datetime(2026, 11, 20, 2, 0, tzinfo=UTC)  # a Friday morning in Bangkok, ปีงบ 2570
MALI, SOMSRI, WICHAI, PRANEE, ANAN = (f"U{'0' * 28}a00{n}" for n in range(1, 6))
NAPA, EXPERT, OPERATOR, STRANGER = (f"U{letter * 32}" for letter in "cdef")


@dataclass
class House:
    """The bot, and whoever looks at its pages. The clock stands at NOW until it is moved."""

    app: Flask
    runtime: WebRuntime

    def at(self, moment: datetime) -> None:
        """Move the bot's clock; it runs on from there."""
        with transaction(self.runtime.engine) as session:
            set_offset(session, int((moment - datetime.now(UTC)).total_seconds()))

    def browser(self, account: str = "", minutes: int = 60) -> FlaskClient:
        """A browser; with an account, one in which that person has a session."""
        client = self.app.test_client()
        if account:
            until = self.runtime.clock.now() + timedelta(minutes=minutes)
            sealed = self.runtime.seals.seal("session", [account, secrets.token_hex(16)], until)
            client.set_cookie(sessions.COOKIE, sealed, path=sessions.PATH)
        return client

    def link(self, account: str) -> str:
        """The path behind the button that the chat shows to this account."""
        address = self.runtime.links.sign("overview", "1", account)
        return address.removeprefix(self.runtime.settings.public_base_url)

    def rows(self, query: str) -> list[tuple[Any, ...]]:
        """Rows of a query in plain SQL."""
        with self.runtime.engine.connect() as connection:
            return [tuple(row) for row in connection.execute(text(query))]


@contextmanager
def open_house(database_url: str, media: str, **settings: str) -> Iterator[House]:
    """The bot on this migrated, empty database."""
    given = {
        "BOT_DEMO": "1",
        "LINE_API_BASE": "http://127.0.0.1:9",
        "DATABASE_URL": database_url,
        "MEDIA_URL": media,
        **settings,
    }
    app = create_app(load_settings(given))
    runtime = runtime_of(app)
    house = House(app, runtime)
    house.at(NOW)
    populate(runtime)
    with transaction(runtime.engine) as session:
        appoint(session, NAPA, Role.NATIONAL_COORDINATOR, "TH")
        appoint(session, EXPERT, Role.EXPERT, "QIN")
        appoint(session, OPERATOR, Role.OPERATOR, "TH")
        report(session, runtime)
    try:
        yield house
    finally:
        runtime.engine.dispose()


def appoint(session: Session, account: str, role: Role, code: str) -> None:
    """Somebody of no name who holds this post."""
    ensure_account(session, account, NOW)
    person = Person(full_name="คนตัวอย่าง", created_at=NOW)
    session.add(person)
    session.flush()
    session.get_one(LineAccount, account).person_id = person.id
    scope = scope_by_code(session, code)
    assert scope is not None
    column = scope_column(scope.kind)
    session.add(
        Appointment(
            person_id=person.id,
            role=role,
            scope_kind=scope.kind,
            starts_on=date(2023, 10, 1),
            **({column: scope.id} if column else {}),
        )
    )


def report(session: Session, runtime: WebRuntime) -> None:
    """Visits and exchanges of this year, and one visit, with a photo, of last year."""
    reporter = session.scalar(select(LineAccount.person_id).where(LineAccount.line_user_id == MALI))
    for day, school in (
        ("2026-11-05", "NPT1-02"),
        ("2026-11-09", "NPT1-02"),
        ("2026-11-10", "NPT1-03"),
        ("2026-11-12", "NPT1-07"),
        ("2026-07-01", "NPT1-02"),
    ):
        made = visit(session, day, school, reporter_person_id=reporter)
    supervised = VisitKind.SUPERVISION
    visit(session, "2026-11-16", "NPT1-07", kind=supervised, reporter_person_id=reporter)
    kept(session, "2026-11-03", ReportKind.INNOVATION, "QIN-NPT1-A", by=reporter)
    for level in (ExchangeLevel.INTRA_NETWORK, ExchangeLevel.AREA):
        exchange(session, "2026-11-02", level, "QIN-NPT1-A", by=reporter)
    session.flush()
    out = io.BytesIO()
    Image.new("RGB", (64, 48), "teal").save(out, "JPEG")
    runtime.media.put("visits/one.jpg", out.getvalue())
    session.add(
        Photo(
            line_message_id="1",
            line_user_id=MALI,
            draft_id=made.draft_id,
            visit_id=made.id,
            state=PhotoState.STORED,
            media_key="visits/one.jpg",
            sha256="0" * 64,
            size_bytes=len(out.getvalue()),
            width=64,
            height=48,
            received_at=NOW,
        )
    )


ADDRESSES = ("href", "src", "action", "xlink:href")


class Seen(HTMLParser):
    """The tags, attributes, addresses and tables of a page."""

    def __init__(self, html: str):
        super().__init__()
        self.tags: list[str] = []
        self.attributes: list[tuple[str, str | None]] = []
        self.addresses: list[str] = []
        self.rows: list[list[str]] = []
        self._cell = False
        self.feed(html)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.append(tag)
        self.attributes += attrs
        self.addresses += [
            v for k, v in attrs if k in ("href", "src", "action", "xlink:href") and v
        ]
        if tag == "tr":
            self.rows.append([])
        if tag in ("td", "th"):
            self._cell = True
            self.rows[-1].append("")

    def handle_endtag(self, tag: str) -> None:
        self._cell = self._cell and tag not in ("td", "th")

    def handle_data(self, data: str) -> None:
        if self._cell:
            self.rows[-1][-1] = " ".join(f"{self.rows[-1][-1]} {data}".split())

    def row(self, name: str) -> list[str]:
        """The row of the first table whose heading contains this."""
        return next(row for row in self.rows if row and name in row[0])
