"""bot.database: what is committed, what is rolled back, and how writers wait for one another."""

import multiprocessing
from collections.abc import Iterator
from concurrent.futures import ProcessPoolExecutor, ThreadPoolExecutor
from datetime import UTC, datetime
from pathlib import Path
from threading import Event

import pytest
from sqlalchemy import Engine, func, select, text
from sqlalchemy.exc import DBAPIError, OperationalError

from bot.database import STORE_FAULTS, make_engine, reading, transaction
from models.demo_clock import DemoClock, offset_seconds, set_offset
from models.people import Person, ensure_account
from models.tables import metadata

NOW = datetime(2026, 11, 20, 2, 0, tzinfo=UTC)


def people(engine: Engine) -> int:
    with reading(engine) as session:
        return session.scalar(select(func.count()).select_from(Person)) or 0


def test_a_transaction_is_committed_at_its_end(engine: Engine) -> None:
    with transaction(engine) as session:
        session.add(Person(full_name="a", created_at=NOW))
    assert people(engine) == 1


def write_half(engine: Engine) -> None:
    with transaction(engine) as session:
        session.add(Person(full_name="a", created_at=NOW))
        session.flush()
        raise RuntimeError("half way")


def test_a_transaction_that_raises_leaves_nothing(engine: Engine) -> None:
    with pytest.raises(RuntimeError, match="half way"):
        write_half(engine)
    assert people(engine) == 0
    with transaction(engine) as session:  # and the next one is not blocked by it
        session.add(Person(full_name="b", created_at=NOW))
    assert people(engine) == 1


def write_while_reading(engine: Engine) -> None:
    with reading(engine) as session:
        session.add(Person(full_name="a", created_at=NOW))
        session.flush()


def test_sqlite_keeps_nothing_that_is_written_while_reading(sqlite_url: str) -> None:
    engine = make_engine(sqlite_url)
    try:
        write_while_reading(engine)
        assert people(engine) == 0
    finally:
        engine.dispose()


def test_postgresql_refuses_to_write_while_reading(postgresql_url: str) -> None:
    engine = make_engine(postgresql_url)
    try:
        with pytest.raises(DBAPIError, match="read-only"):
            write_while_reading(engine)
        with transaction(engine) as session:  # the connection is not left read-only
            ensure_account(session, "U1", NOW)
    finally:
        engine.dispose()


def test_a_reader_does_not_wait_for_a_writer(engine: Engine) -> None:
    with transaction(engine) as session:
        session.add(Person(full_name="a", created_at=NOW))
        session.flush()
        assert people(engine) == 0  # from another connection, not committed yet


def count_up(url: str, times: int) -> None:
    engine = make_engine(url)
    try:
        for _ in range(times):
            with transaction(engine) as session:
                clock = session.get_one(DemoClock, 1, with_for_update=True)
                clock.offset_seconds += 1
    finally:
        engine.dispose()


def test_writers_of_several_processes_and_threads_lose_nothing(
    engine: Engine, database_url: str
) -> None:
    with transaction(engine) as session:
        set_offset(session, 0)
    spawned = multiprocessing.get_context("spawn")
    with ProcessPoolExecutor(2, spawned) as processes, ThreadPoolExecutor(2) as threads:
        for pool in (processes, processes, threads, threads):
            pool.submit(count_up, database_url, 20)
    with reading(engine) as session:
        assert offset_seconds(session) == 80


def test_a_sqlite_file_is_durable_and_keeps_its_references(sqlite_url: str) -> None:
    engine = make_engine(sqlite_url)
    try:
        with reading(engine) as session:
            told = [
                session.execute(text(f"PRAGMA {name}")).scalar_one()
                for name in ("journal_mode", "foreign_keys", "synchronous")
            ]
    finally:
        engine.dispose()
    assert told == ["wal", 1, 2]  # 2 is FULL


def test_a_new_sqlite_file_gets_its_folder(tmp_path: Path) -> None:
    engine = make_engine(f"sqlite:///{tmp_path}/var/deep/philiang.db")
    try:
        metadata.create_all(engine)
        assert people(engine) == 0
    finally:
        engine.dispose()


@pytest.fixture
def in_memory() -> Iterator[Engine]:
    engine = make_engine("sqlite://")
    metadata.create_all(engine)
    yield engine
    engine.dispose()


def test_in_memory_all_threads_see_one_database(in_memory: Engine) -> None:
    written, may_end = Event(), Event()

    def write() -> None:
        with transaction(in_memory) as session:
            session.add(Person(full_name="a", created_at=NOW))
            session.flush()
            written.set()
            may_end.wait(10)

    with ThreadPoolExecutor(2) as threads:
        writer = threads.submit(write)
        written.wait(10)
        reader = threads.submit(people, in_memory)  # must wait: they share the connection
        may_end.set()
        writer.result(10)
        assert reader.result(10) == 1


def test_a_database_that_does_not_answer_is_a_store_fault() -> None:
    nobody = make_engine("postgresql+psycopg://postgres@127.0.0.1:1/none")
    try:
        with pytest.raises(STORE_FAULTS), transaction(nobody) as session:
            ensure_account(session, "U1", NOW)
    finally:
        nobody.dispose()


def test_a_full_or_read_only_file_is_a_store_fault(sqlite_url: str) -> None:
    engine = make_engine(sqlite_url)
    try:
        with engine.connect() as connection:
            connection.exec_driver_sql("PRAGMA query_only = ON")
        with pytest.raises(STORE_FAULTS) as caught, transaction(engine) as session:
            ensure_account(session, "U1", NOW)
        assert isinstance(caught.value, OperationalError)
    finally:
        engine.dispose()
