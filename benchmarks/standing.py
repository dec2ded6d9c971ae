"""What the answers about where things stand cost with 10⁴, 10⁵ and 10⁶ records: `make
bench-status`, or `python -m benchmarks.standing [--postgresql] [--most N] [--search]`.

Fills a database with invented records of the national roster (benchmarks/records.py) and asks as
a coordinator of the country, a supervisor of an area office and a teacher, as by LINE: from the
event to the answer in the outbox. The pages are asked for by HTTP in this process.
"""

import argparse
import os
import tempfile
import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager, redirect_stdout
from dataclasses import dataclass
from datetime import UTC, date, datetime
from pathlib import Path

from flask import Response
from flask.testing import FlaskClient
from sqlalchemy import Engine, delete, func, insert, select, text, update
from sqlalchemy.orm import Session
from werkzeug.http import parse_cookie

from benchmarks.records import grow
from benchmarks.searching import note_all
from benchmarks.world import POSTGRESQL, environment, furnish, postgresql, text_event
from bot import logs
from bot.app import create_app, runtime_of
from bot.database import transaction
from bot.inbox import receive
from bot.pages import sessions
from bot.runtime import Runtime
from bot.settings import load_settings
from models.conversations import conversations, effects
from models.people_tables import Appointment, LineAccount, Person, scope_column
from models.vocabulary import Role, ScopeKind

PEOPLE = 1_500
SIZES = (10_000, 100_000, 1_000_000)
#: Each is asked so often, once more to warm up; the best counts.
TIMES = 5
COUNTRY, OFFICE, SCHOOL = (f"U{letter * 32}" for letter in "abc")


@dataclass(frozen=True)
class Asked:
    """Something that is asked: what it is called in the table, by whom, and the words, or the
    address of a page."""

    name: str
    who: str
    words: str

    @property
    def is_page(self) -> bool:
        return self.words.startswith("/")


ALL = (
    Asked("country: สถานะ", COUNTRY, "สถานะ"),
    Asked("country: สถานะ ปีก่อน", COUNTRY, "สถานะ ปีก่อน"),
    Asked("country: สถานะ of an office", COUNTRY, "สถานะ {office}"),
    Asked("country: ใครยังไม่ส่ง", COUNTRY, "ใครยังไม่ส่ง"),
    Asked("country: ใครยังไม่เข้าร่วม", COUNTRY, "ใครยังไม่เข้าร่วม"),
    Asked("country: ดูทีละเรื่อง", COUNTRY, "ดูทีละเรื่อง"),
    Asked("country: สถานะโครงการ", COUNTRY, "สถานะโครงการ"),
    Asked("country: page", COUNTRY, "/o/"),
    Asked("country: list of visits", COUNTRY, "/o/list"),
    Asked("area office: สถานะ", OFFICE, "สถานะ"),
    Asked("area office: สถานะ ปีก่อน", OFFICE, "สถานะ ปีก่อน"),
    Asked("area office: ใครยังไม่ส่ง", OFFICE, "ใครยังไม่ส่ง"),
    Asked("area office: ใครยังไม่เข้าร่วม", OFFICE, "ใครยังไม่เข้าร่วม"),
    Asked("area office: page", OFFICE, "/o/"),
    Asked("teacher: สถานะ", SCHOOL, "สถานะ"),
    Asked("teacher: สถานะของฉัน", SCHOOL, "สถานะของฉัน"),
    Asked("teacher: page", SCHOOL, "/o/"),
)
SEARCHED = (
    Asked("country: ค้นหา, in none", COUNTRY, "ค้นหา ยูนิคอร์น"),
    Asked("country: ค้นหา, in all", COUNTRY, "ค้นหา อ่านออกเขียนได้"),
    Asked("area office: ค้นหา, in none", OFFICE, "ค้นหา ยูนิคอร์น"),
    Asked("teacher: ค้นหา, in none", SCHOOL, "ค้นหา ยูนิคอร์น"),
)


class Desk:
    """A bot on a database, whose answers are queued and never sent."""

    def __init__(self, url: str, home: Path):
        settings = environment(url, "http://127.0.0.1:9", home / "media")
        self.app = create_app(load_settings(settings))
        self.runtime: Runtime = runtime_of(self.app)
        self.runtime.marks_as_read = lambda: False  # type: ignore[method-assign]
        self.office = ""

    @property
    def engine(self) -> Engine:
        return self.runtime.engine

    def settle(self) -> None:
        """The three who ask: of the office with most networks, and of a lead school there."""
        with transaction(self.engine) as session:
            connection = session.connection()
            office, self.office, network = connection.execute(
                text(
                    "SELECT o.id, o.short_th, min(n.id) FROM networks n"
                    " JOIN offices o ON o.id = n.office_id"
                    " GROUP BY o.id, o.short_th ORDER BY count(*) DESC, o.id LIMIT 1"
                )
            ).one()
            lead = connection.execute(
                text(
                    "SELECT school_id FROM network_memberships"
                    " WHERE network_id = :n AND role = 'lead'"
                ),
                {"n": network},
            ).scalar()
            for who, role, kind, place in (
                (COUNTRY, Role.NATIONAL_COORDINATOR, ScopeKind.COUNTRY, None),
                (OFFICE, Role.SUPERVISOR, ScopeKind.OFFICE, office),
                (SCHOOL, Role.TEACHER, ScopeKind.SCHOOL, lead),
            ):
                self._join(session, who, role, kind, place)

    def _join(
        self, session: Session, who: str, role: Role, kind: ScopeKind, place: int | None
    ) -> None:
        now = datetime.now(UTC)
        # The teachers were given numbers, of which PostgreSQL's sequence knows nothing.
        number = 1 + session.scalars(select(func.max(Person.id))).one()
        person = Person(id=number, full_name="ผู้ถาม", sample=True, created_at=now)
        session.add(person)
        session.flush()
        name = scope_column(kind)
        column = {name: place} if name else {}
        session.add(
            LineAccount(line_user_id=who, person_id=person.id, created_at=now, notice_version="2")
        )
        session.add(
            Appointment(
                id=number,
                person_id=person.id,
                role=role,
                scope_kind=kind,
                starts_on=date(2023, 10, 1),
                **column,
            )
        )
        session.execute(
            insert(conversations),
            [{"line_user_id": who, "parked": [], "window_turns": 0, "touched_at": now}],
        )

    def ask(self, asked: Asked) -> Callable[[], None]:
        """What asks it once."""
        if asked.is_page:
            browser = self._browser(asked.who)

            def look() -> None:
                answer = browser.get(asked.words)
                assert answer.status_code == 200, (asked, answer.status_code)

            return look
        words = asked.words.format(office=self.office)
        with transaction(self.engine) as session:
            session.execute(update(conversations).values(window_turns=0))
            session.execute(delete(effects))  # as if it had been sent
        event = text_event(asked.who, words)

        def say() -> None:
            taken = receive(self.runtime, event)
            assert taken.in_hand, asked

        return say

    def _browser(self, who: str) -> FlaskClient:
        client = self.app.test_client()
        given = Response()
        seals = sessions.Seals(self.runtime.settings)
        sessions.begin(given, seals, who, self.runtime.clock.now())
        cookie = parse_cookie(given.headers["Set-Cookie"])[sessions.COOKIE]
        client.set_cookie(sessions.COOKIE, cookie, path=sessions.PATH)
        return client


def milliseconds(desk: Desk, asked: Asked) -> tuple[float, float]:
    """The best of several, of this process's CPU and by the clock. SQLite works in the process."""
    best = (float("inf"), float("inf"))
    for _ in range(TIMES + 1):
        say = desk.ask(asked)
        before = time.process_time(), time.perf_counter()
        say()
        after = time.process_time(), time.perf_counter()
        best = (min(best[0], after[0] - before[0]), min(best[1], after[1] - before[1]))
    return best[0] * 1000, best[1] * 1000


def run(url: str, home: Path, sizes: Sequence[int], *, search: bool) -> dict[Asked, list[str]]:
    """Fill this empty database step by step, and ask everything at each size."""
    pairs = furnish(url, PEOPLE)
    desk = Desk(url, home)
    told: dict[Asked, list[str]] = {}
    try:
        desk.settle()
        for before, size in zip((0, *sizes), sizes, strict=False):
            grow(desk.engine, pairs, before, size)
            if search:
                note_all(desk.engine)
            _settled(desk.engine)
            for asked in (*ALL, *(SEARCHED if search else ())):
                with open(os.devnull, "w") as nowhere, redirect_stdout(nowhere):
                    taken = milliseconds(desk, asked)
                told.setdefault(asked, []).append(" / ".join(f"{ms:.0f}" for ms in taken))
    finally:
        desk.engine.dispose()
    return told


def _settled(engine: Engine) -> None:
    """What PostgreSQL does by itself when it has time."""
    if engine.dialect.name == "postgresql":
        with engine.connect().execution_options(isolation_level="AUTOCOMMIT") as connection:
            connection.exec_driver_sql("VACUUM ANALYZE")


@contextmanager
def _database(on_postgresql: bool, home: str) -> Iterator[str | None]:
    if on_postgresql:
        with postgresql(POSTGRESQL, "philiang_standing") as url:
            yield url
    else:
        yield f"sqlite:///{home}/standing.db"


def main(arguments: Sequence[str] | None = None) -> None:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--postgresql", action="store_true", help="on PostgreSQL")
    parser.add_argument("--most", type=int, default=SIZES[-1], help="no more records than this")
    parser.add_argument("--search", action="store_true", help="“ค้นหา”, too (some minutes more)")
    given = parser.parse_args(arguments)
    logs.configure(demo=False)
    sizes = [size for size in SIZES if size <= given.most]
    with tempfile.TemporaryDirectory() as home, _database(given.postgresql, home) as url:
        if url is None:
            raise SystemExit(f"no PostgreSQL answers at {POSTGRESQL}")
        told = run(url, Path(home), sizes, search=given.search)
    print(f"CPU / clock, ms | {' | '.join(f'{size:,}' for size in sizes)}")
    print(f"---|{'---|' * len(sizes)}")
    for asked, taken in told.items():
        print(f"{asked.name} | {' | '.join(taken)}")


if __name__ == "__main__":
    main()
