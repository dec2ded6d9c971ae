"""A stage for a transcript: the bot served over HTTP, with the people and data it begins with."""

import sqlite3
from collections.abc import Callable, Iterator
from contextlib import closing, contextmanager
from dataclasses import replace
from datetime import UTC, date, datetime, time
from pathlib import Path

from transcript import BANGKOK, PEOPLE, Post, Transcript

from bot.database import transaction
from demo.people import Member, cast, settle
from demo.reports import write_reports
from handlers.texts import t
from models.roster import import_files, refusals
from models.scopes import COUNTRY_CODE
from models.vocabulary import Role, ScopeKind
from tests.bot.street import Street, open_street

HOME = Path(__file__).parent
#: Everybody has joined, and every code is good, before the first day of any transcript.
SETTLED = datetime(2026, 10, 1, tzinfo=UTC)
#: Over what each role that a transcript may give is held.
HELD_OVER = {
    Role.TEACHER: ScopeKind.SCHOOL,
    Role.SCHOOL_ADMINISTRATOR: ScopeKind.SCHOOL,
    Role.EXPERT: ScopeKind.NETWORK,
    Role.SUPERVISOR: ScopeKind.OFFICE,
    Role.AREA_COORDINATOR: ScopeKind.OFFICE,
    Role.NATIONAL_COORDINATOR: ScopeKind.PROGRAMME,
}

Stage = Callable[[Transcript], Street]


@contextmanager
def open_stage(url: str, home: Path) -> Iterator[Street]:
    """A street on a database that has the rosters that ship, and nobody yet."""
    media, key = str(home / "media"), "a key for transcripts"
    with open_street(url, media, populated=True, DATA_KEY=key) as street:
        yield street


def set_stage(street: Street, transcript: Transcript) -> Street:
    """The street with the people and the data with which this transcript begins."""
    posts = {PEOPLE[post.who]: post for post in transcript.posts}
    with transaction(street.runtime.engine) as session:
        if transcript.data:
            refused = refusals(import_files(session, [HOME / name for name in transcript.data]))
            assert refused == []
        for member in cast():
            post = posts.get(member.key)
            settle(session, _with(member, post) if post else member, SETTLED, date(2026, 10, 1))
        if day := transcript.samples:
            began = datetime.combine(day, time(9), BANGKOK)
            write_reports(session, cast(), began, day)
    return street


def settle_down(street: Street) -> None:
    """Wait until nothing is on its way any more."""
    street.until("SELECT count(*) FROM effects WHERE state = 'waiting'", [(0,)])


def clear(street: Street, file: Path, before: Path) -> None:
    """Bring a street back to its first moment: its database (the SQLite file `file`) becomes what
    stands in the file `before`, and the phones are empty."""
    with closing(sqlite3.connect(before)) as source, closing(sqlite3.connect(file)) as target:
        source.backup(target)
    street.desk("POST", "/reset")


def _with(member: Member, post: Post) -> Member:
    """The same person with another post."""
    role = next(role for role in HELD_OVER if t(f"words.role.{role.value}") == post.role)
    kind = ScopeKind.COUNTRY if post.code == COUNTRY_CODE else HELD_OVER[role]
    return replace(member, role=role, scope_kind=kind, scope_code=post.code, joined=True, code=None)
