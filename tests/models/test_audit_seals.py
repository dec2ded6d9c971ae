"""The audit: nothing in it can be changed, and who does it all the same is found out."""

from collections.abc import Callable
from datetime import UTC, date, datetime, timedelta

import pytest
from sqlalchemy import Engine, delete, text, update
from sqlalchemy.exc import DatabaseError
from sqlalchemy.orm import Session

from bot.database import reading, transaction
from models import audit
from models.audit import AuditEntry
from models.privacy_words import AuditWay
from models.seals import AuditSeal, check, purge_sealed, seal, settled_until, unsealed

FIRST = date(2026, 11, 18)
MORNING = datetime(2026, 11, 18, 2, 0, tzinfo=UTC)
DAY = timedelta(days=1)
DAYS = [FIRST + DAY * number for number in range(3)]


@pytest.fixture
def sealed(engine: Engine) -> Engine:
    """Three days with two entries each, all sealed, and one entry since."""
    for number, day in enumerate(DAYS):
        with transaction(engine) as session:
            for hour in (0, 1):
                note(session, MORNING + DAY * number + timedelta(hours=hour), number)
        ends = datetime(2026, 11, 18, 17, 0, tzinfo=UTC) + DAY * number
        with transaction(engine) as session:
            until = settled_until(session, ends)
            assert seal(session, day, until, ends + timedelta(hours=1)) is not None
    with transaction(engine) as session:
        note(session, MORNING + DAY * 3, 9)
    return engine


def note(session: Session, at: datetime, visit: int) -> None:
    audit.note(
        session,
        at=at,
        person_id=None,
        action="visit.changed",
        subject_kind="visit",
        subject_id=visit,
        details={"ข": 1, "a": [visit]},
        way=AuditWay.COMMAND,
    )
    session.flush()


def wrong_days(engine: Engine) -> list[date]:
    with reading(engine) as session:
        return [one.day for one in check(session) if one.wrong]


def behind_its_back(engine: Engine, *statements: str) -> None:
    """What somebody does who owns the database: away with the triggers, then whatever they like."""
    with engine.begin() as connection:
        if engine.dialect.name == "sqlite":
            for name in connection.scalars(
                text("SELECT name FROM sqlite_master WHERE type = 'trigger'")
            ).all():
                connection.execute(text(f"DROP TRIGGER {name}"))
        else:
            for table in ("audit_entries", "audit_seals"):
                connection.execute(text(f"ALTER TABLE {table} DISABLE TRIGGER USER"))
        for statement in statements:
            connection.execute(text(statement))


def test_what_nobody_touched_holds(sealed: Engine) -> None:
    with reading(sealed) as session:
        found = list(check(session))
        assert [(one.day, one.entries, one.wrong) for one in found] == [
            (day, 2, "") for day in DAYS
        ]
        assert unsealed(session) == 1


@pytest.mark.parametrize(
    "forbidden",
    [
        lambda: update(AuditEntry).values(action="visit.saved"),
        lambda: delete(AuditEntry).where(AuditEntry.id == 1),
        lambda: update(AuditSeal).values(hash="0" * 64),
        lambda: delete(AuditSeal),
    ],
    ids=["an entry changed", "an entry deleted", "a seal changed", "a seal deleted"],
)
def test_the_database_itself_refuses(sealed: Engine, forbidden: Callable[[], object]) -> None:
    with pytest.raises(DatabaseError), transaction(sealed) as session:
        session.execute(forbidden())  # type: ignore[call-overload]
    assert wrong_days(sealed) == []


@pytest.mark.parametrize(
    ("crime", "found"),
    [
        ("UPDATE audit_entries SET action = 'visit.seen' WHERE id = 3", [DAYS[1]]),
        ("UPDATE audit_entries SET way = 'page' WHERE id = 1", [DAYS[0]]),
        ("DELETE FROM audit_entries WHERE id = 6", [DAYS[2]]),
        ("UPDATE audit_seals SET hash = 'f' WHERE id = 1", [DAYS[0], DAYS[1]]),
        ("DELETE FROM audit_seals WHERE id = 2", [DAYS[2]]),
        ("UPDATE audit_seals SET purged_at = sealed_at WHERE id = 2", [DAYS[1]]),
    ],
)
def test_who_owns_the_database_is_found_out_all_the_same(
    sealed: Engine, crime: str, found: list[date]
) -> None:
    behind_its_back(sealed, crime)
    assert wrong_days(sealed) == found


def test_a_day_is_sealed_once_and_a_quiet_one_too(sealed: Engine) -> None:
    ends = datetime(2026, 11, 25, 17, 0, tzinfo=UTC)
    with transaction(sealed) as session:
        until = settled_until(session, ends)
        assert seal(session, DAYS[2], until, ends) is None
        later = seal(session, date(2026, 11, 24), until, ends)
        assert later is not None
        assert later.entries == 1
        quiet = seal(session, date(2026, 11, 25), until, ends)
        assert quiet is not None
        assert (quiet.entries, quiet.hash != later.hash) == (0, True)
    assert wrong_days(sealed) == []


def test_entries_go_with_their_time_and_their_seals_stay(sealed: Engine) -> None:
    now = MORNING + DAY * 400
    with transaction(sealed) as session:
        assert purge_sealed(session, DAYS[1], now) == 2
        assert purge_sealed(session, DAYS[1], now) is None
    with reading(sealed) as session:
        found = list(check(session))
        assert [(one.purged, one.wrong) for one in found] == [
            (True, ""),
            (False, ""),
            (False, ""),
        ]
    with pytest.raises(DatabaseError), transaction(sealed) as session:
        session.execute(delete(AuditEntry).where(AuditEntry.id == 3))
