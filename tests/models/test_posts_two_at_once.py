"""Two give one person a post at the same moment: a code that is typed, and a move that is taken.

On PostgreSQL: SQLite lets one write at a time.
"""

from collections.abc import Callable, Iterator
from datetime import UTC, date, datetime
from typing import NamedTuple

import pytest
from sqlalchemy import Engine, select, text
from sqlalchemy.exc import OperationalError
from sqlalchemy.orm import Session

from bot.database import make_engine, transaction
from models.actors import Post
from models.people import Appointment, Person, scope_by_code
from models.posts import appoint, end_post, move_post
from models.vocabulary import Role

TODAY, FIRST = date(2026, 11, 20), date(2026, 12, 1)


class Somebody(NamedTuple):
    """A person who teaches at one school, and the number of that post."""

    person: int
    post: int


@pytest.fixture
def several(stocked_postgresql_url: str) -> Iterator[Engine]:
    engine = make_engine(stocked_postgresql_url)
    yield engine
    engine.dispose()


@pytest.fixture
def somebody(several: Engine) -> Somebody:
    with transaction(several) as session:
        person = Person(full_name="คนตัวอย่าง", created_at=datetime(2026, 10, 1, tzinfo=UTC))
        session.add(person)
        session.flush()
        return Somebody(person.id, appoint(session, person.id, at(session, "NPT1-01"), TODAY).id)


def at(session: Session, code: str) -> Post:
    scope = scope_by_code(session, code)
    assert scope is not None
    return Post(Role.TEACHER, scope)


def by_code(session: Session, who: Somebody) -> None:
    appoint(session, who.person, at(session, "STN-P1"), TODAY)


def by_move(session: Session, who: Somebody) -> None:
    assert move_post(session, who.post, who.person, at(session, "STN-P1"), FIRST)


@pytest.mark.parametrize("order", [(by_code, by_move), (by_move, by_code), (by_code, by_code)])
def test_the_second_waits_and_finds_what_the_first_made(
    several: Engine,
    somebody: Somebody,
    order: tuple[Callable[[Session, Somebody], None], ...],
) -> None:
    first, second = order
    with transaction(several) as one:
        first(one, somebody)
        with Session(several) as other:
            other.execute(text("SET LOCAL lock_timeout = '50ms'"))
            with pytest.raises(OperationalError, match="lock timeout"):
                second(other, somebody)
    with transaction(several) as other:
        second(other, somebody)
    with Session(several) as session:
        there = Appointment.school_id == at(session, "STN-P1").scope.id
        held = select(Appointment).where(Appointment.person_id == somebody.person, there)
        assert [(row.starts_on, row.ends_on) for row in session.scalars(held)] == [(TODAY, None)]


def test_a_post_that_was_ended_meanwhile_is_not_moved(several: Engine, somebody: Somebody) -> None:
    with transaction(several) as session:
        assert session.get_one(Appointment, somebody.post).ends_on is None
        with transaction(several) as other:
            assert end_post(other, somebody.post, TODAY)
        there = at(session, "STN-P1")
        assert not move_post(session, somebody.post, somebody.person, there, FIRST)
    with Session(several) as session:
        held = select(Appointment.ends_on).where(Appointment.person_id == somebody.person)
        assert session.scalars(held).all() == [TODAY]


def test_a_record_that_names_the_person_does_not_wait(several: Engine, somebody: Somebody) -> None:
    with transaction(several) as one, transaction(several) as other:
        by_code(one, somebody)
        other.execute(text("SET LOCAL lock_timeout = '50ms'"))
        named = select(Person.id).where(Person.id == somebody.person)
        # As a foreign key to the person does.
        locked = named.with_for_update(read=True, key_share=True)
        assert other.scalar(locked) == somebody.person
