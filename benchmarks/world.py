"""A database to measure on: the national rosters, many teachers, each in the middle of a report."""

import base64
import hmac
import json
import os
import uuid
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from hashlib import sha256
from itertools import count
from pathlib import Path
from typing import Any

from sqlalchemy import (
    Connection,
    Date,
    Engine,
    bindparam,
    create_engine,
    insert,
    make_url,
    text,
)
from sqlalchemy.exc import OperationalError
from sqlalchemy.pool import NullPool

from bot.clock import today
from bot.database import make_engine, transaction, upgrade
from handlers.dialog.form import Draft
from handlers.forms.visit import FORM
from models.conversations import conversations
from models.duty_queries import BANGKOK
from models.people_tables import Appointment, LineAccount, Person
from models.roster import SHIPPED, import_files, refusals
from models.vocabulary import Role, ScopeKind

ROOT = Path(__file__).parent.parent
NATIONAL = ROOT / "tests" / "data" / "synth_roster.json"

#: Where PostgreSQL is, if it is there; the same as for the tests.
POSTGRESQL = os.environ.get(
    "TEST_POSTGRESQL_URL", "postgresql+psycopg://postgres@127.0.0.1:5432/postgres"
)

CHANNEL_SECRET = "benchmark-channel-secret"  # noqa: S105 - made up
ACCESS_TOKEN = "benchmark-access-token"  # noqa: S105 - made up

#: The three text questions that follow one another: one person can be sent this many steps.
FIRST_TEXT, STEPS_EACH = "strengths", 3
WORDS = "ครูแกนนำสาธิตการสอนอ่านออกเขียนได้ และวางแผนการวัดผลร่วมกัน"

#: Lead schools of today whose programme lets them mentor, with each school that they mentor.
_PAIRS = text("""
SELECT lead.school_id AS lead_id, network.id AS network_id, programme.id AS programme_id,
  partner.school_id AS partner_id, school.code AS partner_code
FROM network_memberships AS lead
JOIN networks AS network ON network.id = lead.network_id
JOIN programmes AS programme ON programme.id = network.programme_id
JOIN network_memberships AS partner
  ON partner.network_id = network.id AND partner.role = programme.mentee_role
JOIN schools AS school ON school.id = partner.school_id
WHERE lead.role = 'lead' AND programme.mentor_kind = 'lead'
  AND lead.starts_on <= :day AND (lead.ends_on IS NULL OR lead.ends_on >= :day)
  AND partner.starts_on <= :day AND (partner.ends_on IS NULL OR partner.ends_on >= :day)
ORDER BY school.code, network.id
""").bindparams(bindparam("day", type_=Date))


@dataclass(frozen=True)
class Pair:
    """A lead school and one of the schools that it mentors today."""

    lead_id: int
    network_id: int
    programme_id: int
    partner_id: int
    partner_code: str
    person_id: int  # one of the invented teachers of the lead school


def environment(database_url: str, api_base: str, media: Path) -> dict[str, str]:
    """The settings of a bot in production, but for LINE's address."""
    return {
        "LINE_API_BASE": api_base,
        "LINE_CHANNEL_SECRET": CHANNEL_SECRET,
        "LINE_CHANNEL_ACCESS_TOKEN": ACCESS_TOKEN,
        "SIGNING_SECRET": "benchmark-signing-secret-0123456789abcdef",
        "DATA_KEY": "benchmark-data-key-0123456789abcdef",
        "DATABASE_URL": database_url,
        "MEDIA_URL": str(media),
    }


def user_id(number: int) -> str:
    """The LINE user id of the n-th invented teacher."""
    return f"U{number:032x}"


def furnish(url: str, people: int) -> list[Pair]:
    """Migrate this empty database and put rosters and `people` teachers of lead schools into it."""
    upgrade(url)
    engine = make_engine(url)
    now = datetime.now(UTC)
    try:
        with transaction(engine) as session:
            assert refusals(import_files(session, [*SHIPPED, NATIONAL])) == []
        with transaction(engine) as session:
            connection = session.connection()
            first = 1 + (connection.execute(text("SELECT max(id) FROM people")).scalar() or 0)
            pairs = _pairs(connection, today(now, BANGKOK), first)[:people]
            _settle(connection, pairs, people, first, now)
    finally:
        engine.dispose()
    return pairs


def _pairs(connection: Connection, day: date, first_person: int) -> list[Pair]:
    rows = connection.execute(_PAIRS, {"day": day}).mappings()
    return [Pair(**row, person_id=first_person + place) for place, row in enumerate(rows)]


def _settle(
    connection: Connection, pairs: Sequence[Pair], people: int, first: int, now: datetime
) -> None:
    numbers = range(people)
    connection.execute(
        insert(Person.__table__),  # type: ignore[arg-type]
        [
            {"id": first + n, "full_name": f"ครูคนที่ {n}", "sample": True, "created_at": now}
            for n in numbers
        ],
    )
    connection.execute(
        insert(LineAccount.__table__),  # type: ignore[arg-type]
        [
            {
                "line_user_id": user_id(n),
                "person_id": first + n,
                "wrong_codes": 0,
                "created_at": now,
                "notice_version": "2",
            }
            for n in numbers
        ],
    )
    connection.execute(
        insert(Appointment.__table__),  # type: ignore[arg-type]
        [
            {
                "person_id": first + n,
                "role": Role.TEACHER,
                "scope_kind": ScopeKind.SCHOOL,
                "school_id": pairs[n % len(pairs)].lead_id,
                "starts_on": date(2023, 10, 1),
            }
            for n in numbers
        ],
    )
    connection.execute(
        insert(conversations),
        [
            {"line_user_id": user_id(n), "parked": [], "window_turns": 0, "touched_at": now}
            for n in numbers
        ],
    )


def rewind(engine: Engine, pairs: Sequence[Pair], people: int) -> None:
    """Put every teacher (back) to the first of the text questions of a new report."""
    day = datetime.now(UTC).date()
    with transaction(engine) as session:
        drafts = [
            {"who": user_id(n), "draft": _draft(pairs[n % len(pairs)], day)} for n in range(people)
        ]
        session.connection().execute(
            text(
                "UPDATE conversations SET draft = :draft, window_turns = 0,"
                " window_started_at = NULL WHERE line_user_id = :who"
            ),
            [{**row, "draft": json.dumps(row["draft"])} for row in drafts],
        )


def _draft(pair: Pair, day: date) -> dict[str, Any]:
    answers = {
        "school": pair.partner_code,
        "date": (day - timedelta(days=3)).isoformat(),
        "mode": "onsite",
        "purposes": "mentoring",
        "topic": WORDS,
        "standards": "",
    }
    draft = Draft(str(uuid.uuid4()), FORM.name, FORM.version, answers, at=FIRST_TEXT)
    draft.touched_on = day.isoformat()
    return draft.to_json()


_numbers = count(1)


def text_event(who: str, words: str) -> dict[str, Any]:
    """One text message as LINE sends it, with an id and a reply token of its own."""
    number = next(_numbers)
    token = uuid.uuid4().hex
    return {
        "type": "message",
        "message": {
            "type": "text",
            "id": str(500_000_000_000_000_000 + number),
            "quoteToken": f"q3Plxr4AgKd{token}",
            "markAsReadToken": f"30yhdy232{token}",
            "text": words,
        },
        "webhookEventId": f"01{token[:24].upper()}",
        "deliveryContext": {"isRedelivery": False},
        "timestamp": int(datetime.now(UTC).timestamp() * 1000),
        "source": {"type": "user", "userId": who},
        "replyToken": token,
        "mode": "active",
    }


def request_of(event: dict[str, Any]) -> bytes:
    """The whole HTTP request that brings this event: POST /webhook, signed, keep-alive."""
    body = json.dumps(
        {"destination": "U" + "b" * 32, "events": [event]},
        ensure_ascii=False,
        separators=(",", ":"),
    ).encode()
    signature = base64.b64encode(hmac.digest(CHANNEL_SECRET.encode(), body, sha256)).decode()
    head = (
        "POST /webhook HTTP/1.1\r\nHost: 127.0.0.1\r\nUser-Agent: LineBotWebhook/2.0\r\n"
        "Content-Type: application/json; charset=utf-8\r\n"
        f"x-line-signature: {signature}\r\nContent-Length: {len(body)}\r\n\r\n"
    )
    return head.encode() + body


# --- PostgreSQL ----------------------------------------------------------------------------------


@contextmanager
def postgresql(server: str, name: str) -> Iterator[str | None]:
    """The URL of an empty database of this name, dropped at the end; None without a server."""
    engine = create_engine(
        server,
        isolation_level="AUTOCOMMIT",
        poolclass=NullPool,
        connect_args={"connect_timeout": 3},
    )
    try:
        connection = engine.connect()
    except OperationalError:
        yield None
        return
    with connection:
        connection.exec_driver_sql(f"DROP DATABASE IF EXISTS {name} WITH (FORCE)")
        connection.exec_driver_sql(f"CREATE DATABASE {name} TEMPLATE template0")
        try:
            yield make_url(server).set(database=name).render_as_string(hide_password=False)
        finally:
            connection.exec_driver_sql(f"DROP DATABASE {name} WITH (FORCE)")
