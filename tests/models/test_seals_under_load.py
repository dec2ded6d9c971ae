"""Seals are made while others write entries: none may lie outside both this seal and the next."""

import threading
from datetime import UTC, date, datetime, timedelta

import pytest
from sqlalchemy import Engine
from sqlalchemy.exc import OperationalError
from sqlalchemy.orm import Session

from bot.database import make_engine, reading, transaction
from models import audit
from models.seals import check, seal, settled_until, unsealed

DAY = date(2026, 11, 18)
NOON = datetime(2026, 11, 18, 5, 0, tzinfo=UTC)
MIDNIGHT = datetime(2026, 11, 18, 17, 0, tzinfo=UTC)
WRITERS, EACH, NIGHTS = 4, 25, 8


def note(session: Session, number: int, at: datetime = NOON) -> None:
    about = {"action": "visit.seen", "subject_kind": "visit", "subject_id": number}
    audit.note(session, at=at, person_id=None, **about)  # type: ignore[arg-type]
    session.flush()


def night(engine: Engine, day: date) -> None:
    """What the scheduler does in a night."""
    with transaction(engine) as session:
        until = settled_until(session, MIDNIGHT + timedelta(days=30))
    with transaction(engine) as session:
        assert seal(session, day, until, MIDNIGHT) is not None


def entries_sealed(engine: Engine) -> int:
    with reading(engine) as session:
        found = list(check(session))
        assert [(one.day, one.wrong) for one in found if one.wrong] == []
        assert unsealed(session) == 0
        return sum(one.entries for one in found)


def test_nothing_written_meanwhile_is_lost_between_two_seals(engine: Engine) -> None:
    begun = threading.Barrier(WRITERS + 1)

    def write(who: int) -> None:
        begun.wait()
        for number in range(EACH):
            with transaction(engine) as session:
                note(session, who * 1000 + number)
                note(session, who * 1000 + 500 + number)

    writers = [threading.Thread(target=write, args=(who,)) for who in range(WRITERS)]
    for writer in writers:
        writer.start()
    begun.wait()
    for number in range(NIGHTS):
        night(engine, DAY + timedelta(days=number))
    for writer in writers:
        writer.join()
    night(engine, DAY + timedelta(days=NIGHTS))
    assert entries_sealed(engine) == WRITERS * EACH * 2


def test_an_entry_whose_number_was_given_out_before_is_waited_for(postgresql_url: str) -> None:
    """Its number lies below one that is stored already. SQLite has one writer at a time."""
    engine = make_engine(postgresql_url)
    with transaction(engine) as slow:
        note(slow, 1)
        with transaction(engine) as quick:
            note(quick, 2)
        with pytest.raises(OperationalError), transaction(engine) as session:
            settled_until(session, MIDNIGHT)
    night(engine, DAY)
    assert entries_sealed(engine) == 2
    engine.dispose()
