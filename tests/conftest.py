"""What all tests share: a browser, and databases, each with the newest schema, empty, and only for
one test.

A schema is migrated once per worker; a test gets a copy of that file (SQLite) or a database made
from that template (PostgreSQL, some 30 ms), so workers of xdist never meet.
"""

import os
import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from itertools import count
from pathlib import Path

import pytest
from playwright.sync_api import Browser, sync_playwright
from sqlalchemy import URL, Connection, Engine, create_engine, make_url
from sqlalchemy.exc import OperationalError
from sqlalchemy.orm import Session
from sqlalchemy.pool import NullPool

from bot.database import make_engine, transaction, upgrade
from models.roster import SHIPPED, import_files, refusals

POSTGRESQL = make_url(
    os.environ.get("TEST_POSTGRESQL_URL", "postgresql+psycopg://postgres@127.0.0.1:5432/postgres")
)

_numbers = count(1)


def pytest_xdist_auto_num_workers() -> int:
    """Three workers for two cores: tests wait much for databases, browsers and timers."""
    cores = os.cpu_count() or 1
    return cores + (cores + 1) // 2


@pytest.fixture(scope="session")
def migrated_file(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """An SQLite file with the newest schema, to be copied."""
    file = tmp_path_factory.mktemp("template") / "template.db"
    upgrade(f"sqlite:///{file}")
    return file


@pytest.fixture(scope="session")
def postgresql() -> Iterator[Connection]:
    """The server's own database, to make and drop others from. Without a server: skipped, and
    failed where CI=true, so that nothing goes untested unseen.
    """
    server = create_engine(
        POSTGRESQL,
        isolation_level="AUTOCOMMIT",
        poolclass=NullPool,
        connect_args={"connect_timeout": 3},
    )
    try:
        connection = server.connect()
    except OperationalError:
        missing = f"no PostgreSQL answers at {POSTGRESQL.host}:{POSTGRESQL.port}"
        if os.environ.get("CI") == "true":
            pytest.fail(missing)
        pytest.skip(missing)
    with connection:
        yield connection


@pytest.fixture(scope="session")
def migrated_template(postgresql: Connection) -> Iterator[str]:
    """The name of a PostgreSQL database with the newest schema, to be copied."""
    with _postgresql_database(postgresql) as url:
        upgrade(_text(url))
        yield str(url.database)


@pytest.fixture
def sqlite_url(migrated_file: Path, tmp_path: Path) -> str:
    """A migrated, empty SQLite file of this test's own."""
    file = tmp_path / "philiang.db"
    shutil.copyfile(migrated_file, file)
    return f"sqlite:///{file}"


@pytest.fixture
def postgresql_url(postgresql: Connection, migrated_template: str) -> Iterator[str]:
    """A migrated, empty PostgreSQL database of this test's own."""
    with _postgresql_database(postgresql, migrated_template) as url:
        yield _text(url)


@pytest.fixture(params=["sqlite", "postgresql"])
def database_url(request: pytest.FixtureRequest) -> str:
    """A migrated, empty database of this test's own; the test runs once on each kind."""
    url: str = request.getfixturevalue(f"{request.param}_url")
    return url


@pytest.fixture(params=["sqlite", "postgresql"])
def bare_database_url(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[str]:
    """A database without any table, for what makes the tables itself; once on each kind."""
    if request.param == "sqlite":
        yield f"sqlite:///{tmp_path / 'bare.db'}"
        return
    with _postgresql_database(request.getfixturevalue("postgresql")) as url:
        yield _text(url)


@pytest.fixture(scope="session")
def stocked_file(migrated_file: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """An SQLite file with the rosters that ship, to be copied."""
    file = tmp_path_factory.mktemp("stocked") / "template.db"
    shutil.copyfile(migrated_file, file)
    _stock(f"sqlite:///{file}")
    return file


@pytest.fixture(scope="session")
def stocked_template(postgresql: Connection, migrated_template: str) -> Iterator[str]:
    """The name of a PostgreSQL database with the rosters that ship, to be copied."""
    with _postgresql_database(postgresql, migrated_template) as url:
        _stock(_text(url))
        yield str(url.database)


@pytest.fixture
def stocked_sqlite_url(stocked_file: Path, tmp_path: Path) -> str:
    """An SQLite file of this test's own with the rosters that ship."""
    file = tmp_path / "philiang.db"
    shutil.copyfile(stocked_file, file)
    return f"sqlite:///{file}"


@pytest.fixture
def stocked_postgresql_url(postgresql: Connection, stocked_template: str) -> Iterator[str]:
    """A PostgreSQL database of this test's own with the rosters that ship."""
    with _postgresql_database(postgresql, stocked_template) as url:
        yield _text(url)


@pytest.fixture(params=["sqlite", "postgresql"])
def stocked_url(request: pytest.FixtureRequest) -> str:
    """A database of this test's own with the rosters that ship; once on each kind."""
    url: str = request.getfixturevalue(f"stocked_{request.param}_url")
    return url


def _stock(url: str) -> None:
    engine = make_engine(url)
    with transaction(engine) as session:
        assert refusals(import_files(session, SHIPPED)) == []
    engine.dispose()


@pytest.fixture
def engine(database_url: str) -> Iterator[Engine]:
    """An engine of bot.database on `database_url`."""
    made = make_engine(database_url)
    yield made
    made.dispose()


@pytest.fixture
def session(engine: Engine) -> Iterator[Session]:
    """One open transaction on `engine`, rolled back when the test is over.

    On SQLite it holds the write lock meanwhile: a test that opens transactions of its own takes
    `engine` instead.
    """
    with Session(engine, expire_on_commit=False) as opened:
        opened.connection(execution_options={"writes": True})
        yield opened


@pytest.fixture
def stocked(stocked_url: str) -> Iterator[Engine]:
    """An engine on the rosters that ship: the real networks and the sandbox samples."""
    made = make_engine(stocked_url)
    yield made
    made.dispose()


@contextmanager
def _postgresql_database(server: Connection, template: str = "template0") -> Iterator[URL]:
    name = f"philiang_test_{os.getpid()}_{next(_numbers)}"
    server.exec_driver_sql(f"CREATE DATABASE {name} TEMPLATE {template}")
    try:
        yield POSTGRESQL.set(database=name)
    finally:
        server.exec_driver_sql(f"DROP DATABASE {name} WITH (FORCE)")


def _text(url: URL) -> str:
    return url.render_as_string(hide_password=False)


@pytest.fixture(scope="session")
def browser() -> Iterator[Browser]:
    """Debian's chromium, one for all tests of a worker: playwright takes no second beside it."""
    with sync_playwright() as playwright:
        chromium = playwright.chromium.launch(
            executable_path=shutil.which("chromium"), args=["--no-sandbox"]
        )
        yield chromium
        chromium.close()
