"""The database: engines, the one way to write, and the way to read.

`transaction()` is the only place of the project that commits. On SQLite its writers wait in a
fair line in front of the file instead of in SQLite's busy handler, which sleeps and lets the
unlucky starve (measured at saturation: p99 60 ms against 400).
"""

import fcntl
import time
from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager
from pathlib import Path
from threading import Lock
from typing import Any, TypeVar
from weakref import WeakKeyDictionary

from alembic import command
from alembic.config import Config
from alembic.migration import MigrationContext
from alembic.script import ScriptDirectory
from sqlalchemy import URL, Connection, Engine, create_engine, event, make_url
from sqlalchemy import exc as sa_exc
from sqlalchemy.orm import Session
from sqlalchemy.pool import StaticPool

STORE_FAULTS = (sa_exc.OperationalError, sa_exc.InterfaceError, sa_exc.TimeoutError)
"""What to catch where "the database cannot store this now" has an answer of its own (503)."""

#: With these SQLSTATEs PostgreSQL has thrown a transaction out for another's sake: nothing is wrong
#: with it, and the second time it waits its turn (serialization failure, deadlock).
_THROWN_OUT = frozenset({"40001", "40P01"})
#: Seconds before each new try.
_MOMENTS = (0.03, 0.15)

T = TypeVar("T")

MIGRATIONS = Path(__file__).parent.parent / "models" / "migrations"

# Eight threads of a worker, its senders, the sweeper, a page or two, and some room.
_POOL = {"pool_size": 12, "max_overflow": 8, "pool_timeout": 10, "pool_use_lifo": True}
_SQLITE_WAIT_SECONDS = 5  # for writers that do not stand in our line: a backup, a shell
_TURN_SECONDS = 10  # how long a thread waits for the other threads of its process
# All our statements are short: compiling one (JIT) takes longer than running it.
_POSTGRESQL_OPTIONS = "-c timezone=UTC -c lock_timeout=10s -c jit=off"

# The line of the threads of this process, one for each engine.
_lines: WeakKeyDictionary[Engine, Lock] = WeakKeyDictionary()


def make_engine(url: str) -> Engine:
    """An engine for this URL. Make it after a fork, never at import, and dispose of it.

    sqlite:///<file> (its folder is made), sqlite:// (in memory, one connection for all threads,
    for tests) or postgresql+psycopg://… Raises ArgumentError for what is no URL.
    """
    parsed = make_url(url)
    if parsed.get_backend_name() == "sqlite":
        engine = _sqlite_engine(parsed)
    else:
        engine = _postgresql_engine(parsed, _POOL | {"pool_pre_ping": True})
    _lines[engine] = Lock()
    return engine


@contextmanager
def transaction(engine: Engine) -> Iterator[Session]:
    """A session that writes: committed at the end, rolled back if the block raises.

    Keep it short and wait for no network inside it: on SQLite everybody else's writes stand in
    line behind it.
    """
    with _line(engine), Session(engine, expire_on_commit=False) as session:
        session.connection(execution_options={"writes": True})
        yield session
        session.commit()


def again_if_thrown_out(attempt: Callable[[], T]) -> T:
    """What `attempt` gives: one whole transaction, which is begun again from its start, twice at
    most, where the database has thrown it out so that another may go on. It keeps nothing of a
    time before. The other is given a moment: begun at once, it would stand in its way again."""
    for pause in _MOMENTS:
        try:
            return attempt()
        except sa_exc.DBAPIError as fault:
            if getattr(fault.orig, "sqlstate", None) not in _THROWN_OUT:
                raise
        time.sleep(pause)
    return attempt()


@contextmanager
def reading(engine: Engine) -> Iterator[Session]:
    """A session that only reads: takes no lock and never commits.

    PostgreSQL refuses a write in it; on SQLite a write would be rolled back at the end.
    """
    with ExitStack() as stack:
        if _in_memory(engine.url):
            # All threads share one connection: a reader must not see a half-done write.
            stack.enter_context(_line(engine))
        session = stack.enter_context(Session(engine, expire_on_commit=False))
        if engine.dialect.name == "postgresql":
            session.connection(execution_options={"postgresql_readonly": True})
        # Closing rolls back; an explicit rollback would also empty the objects that were read.
        yield session


def upgrade(url: str) -> None:
    """Bring the schema to the newest version (`db upgrade`, `release`). Safe to run twice, and
    from several machines at once: the second waits and then finds nothing to do.
    """
    engine = make_engine(url)
    try:
        with migrating(engine) as connection:
            config = _alembic()
            config.attributes["connection"] = connection
            command.upgrade(config, "head")
    finally:
        engine.dispose()


@contextmanager
def migrating(engine: Engine) -> Iterator[Connection]:
    """One transaction that changes the schema; whole, or not at all.

    SQLite changes a table by making it anew, and would take the rows that refer to the old one
    for orphans. So references are checked at the end, and not on the way (sqlite.org,
    "Making Other Kinds Of Table Schema Changes"). Raises RuntimeError for one that leads nowhere.
    """
    with _line(engine), engine.connect() as connection:
        if engine.dialect.name == "sqlite":
            _sqlite_references(connection, "OFF")  # within a transaction it would do nothing
        try:
            with connection.begin():
                yield connection
                if engine.dialect.name == "sqlite":
                    lost = connection.exec_driver_sql("PRAGMA foreign_key_check").all()
                    if lost:
                        raise RuntimeError(f"{len(lost)} references would lead nowhere")
        finally:
            if engine.dialect.name == "sqlite":
                _sqlite_references(connection, "ON")


def _sqlite_references(connection: Connection, state: str) -> None:
    raw = connection.connection.dbapi_connection
    assert raw is not None
    raw.execute(f"PRAGMA foreign_keys={state}")


def schema_is_current(engine: Engine) -> bool:
    """Whether the database has the schema that this code was written for (`/readyz`)."""
    with engine.connect() as connection:
        found = MigrationContext.configure(connection).get_current_heads()
    return set(found) == set(ScriptDirectory.from_config(_alembic()).get_heads())


def _alembic() -> Config:
    config = Config()
    config.set_main_option("script_location", str(MIGRATIONS).replace("%", "%%"))
    config.set_main_option("path_separator", "os")
    return config


def _in_memory(url: URL) -> bool:
    return url.get_backend_name() == "sqlite" and url.database in (None, "", ":memory:")


@contextmanager
def _line(engine: Engine) -> Iterator[None]:
    """Wait for one's turn to write: threads of this process first, then the other processes."""
    if engine.dialect.name != "sqlite":
        yield
        return
    with _thread_turn(_lines[engine]):
        if _in_memory(engine.url):
            yield
            return
        # Opened anew each time (some 10 µs): an flock belongs to the open file, so one opened
        # before a fork would be shared by parent and child and keep nobody out.
        with open(f"{engine.url.database}.lock", "ab") as turn:
            fcntl.flock(turn, fcntl.LOCK_EX)
            yield


@contextmanager
def _thread_turn(threads: Lock) -> Iterator[None]:
    if not threads.acquire(timeout=_TURN_SECONDS):
        # Also what a transaction inside a transaction comes to, rather than a standstill.
        raise sa_exc.TimeoutError("no turn to write came: another transaction is held too long")
    try:
        yield
    finally:
        threads.release()


def _postgresql_engine(url: URL, pool: dict[str, Any]) -> Engine:
    given = url.query.get("options", "")
    options = given if isinstance(given, str) else " ".join(given)
    return create_engine(
        url,
        connect_args={
            "connect_timeout": 5,
            "options": f"{_POSTGRESQL_OPTIONS} {options}".strip(),
        },
        **pool,
    )


def _sqlite_engine(url: URL) -> Engine:
    if _in_memory(url):
        engine = create_engine(url, poolclass=StaticPool, connect_args={"check_same_thread": False})
    else:
        Path(str(url.database)).parent.mkdir(parents=True, exist_ok=True)
        engine = create_engine(
            url,
            connect_args={"timeout": _SQLITE_WAIT_SECONDS, "check_same_thread": False},
            **_POOL,
        )
    event.listen(engine, "connect", _prepare_sqlite)
    event.listen(engine, "begin", _begin_sqlite)
    return engine


def _prepare_sqlite(connection: Any, _record: object) -> None:
    # Python's sqlite3 begins transactions by itself, too late and never for DDL; so it is
    # switched off and _begin_sqlite does it.
    connection.isolation_level = None
    for pragma in (
        "journal_mode = WAL",  # readers do not wait for the writer
        "foreign_keys = ON",
        # With NORMAL a power cut may take back the last commits of a WAL. We have answered LINE
        # 200 for those, and what is acknowledged is kept.
        "synchronous = FULL",
    ):
        connection.execute(f"PRAGMA {pragma}")


def _begin_sqlite(connection: Connection) -> None:
    # A writer asks for the write lock at once: one that begins as a reader and then writes is
    # refused without waiting if anybody wrote in between.
    writes = connection.get_execution_options().get("writes", False)
    connection.exec_driver_sql("BEGIN IMMEDIATE" if writes else "BEGIN")
