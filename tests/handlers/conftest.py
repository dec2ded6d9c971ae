"""The real networks and the cast on either database, set up once; each test rolls back."""

import os
import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest
from phones import NOW, Desk
from sqlalchemy import Connection, Engine
from sqlalchemy.orm import Session

from bot.database import make_engine, transaction
from demo.people import cast, settle
from models.roster import SHIPPED, import_files, refusals

#: What tests the conversation and not what is asked of the database; that stands in tests/models,
#: in the tests of the single reports and answers here, and over HTTP in tests/bot.
ON_SQLITE_ALONE = {
    "test_changing",
    "test_changing_again",
    "test_changing_twins",
    "test_conversing",
    "test_going_on",
    "test_loose_photos",
    "test_next_steps",
    "test_one_message",
    "test_router",
    "test_starting",
    "test_typed_choices",
    "test_unfitting",
    "test_unsending",
    "test_visit",
    "test_visit_photos",
    "test_waiting",
    "test_words_kept",
}


def pytest_generate_tests(metafunc: pytest.Metafunc) -> None:
    """On which databases a test runs."""
    if "furnished" not in metafunc.fixturenames:
        return
    alone = metafunc.module.__name__ in ON_SQLITE_ALONE
    kinds = ["sqlite"] if alone else ["sqlite", "postgresql"]
    metafunc.parametrize("furnished", kinds, indirect=True, scope="session")


@pytest.fixture(scope="session")
def furnished(
    request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[Engine]:
    """An engine on a database with the rosters that ship and the cast of the demo."""
    if request.param == "sqlite":
        file = tmp_path_factory.mktemp("furnished") / "philiang.db"
        template: Path = request.getfixturevalue("migrated_file")
        shutil.copyfile(template, file)
        yield from _furnish(f"sqlite:///{file}")
        return
    server: Connection = request.getfixturevalue("postgresql")
    name = f"philiang_handlers_{os.getpid()}"
    server.exec_driver_sql(
        f"CREATE DATABASE {name} TEMPLATE {request.getfixturevalue('migrated_template')}"
    )
    url = server.engine.url.set(database=name).render_as_string(hide_password=False)
    yield from _furnish(url)
    server.exec_driver_sql(f"DROP DATABASE {name} WITH (FORCE)")


def _furnish(url: str) -> Iterator[Engine]:
    engine = make_engine(url)
    with transaction(engine) as session:
        assert refusals(import_files(session, SHIPPED)) == []
        for member in cast():
            settle(session, member, NOW, NOW.date())
    yield engine
    engine.dispose()


@pytest.fixture
def desk(furnished: Engine) -> Iterator[Desk]:
    """Phones on one open transaction that is rolled back when the test is over."""
    with Session(furnished, expire_on_commit=False) as session:
        session.connection(execution_options={"writes": True})
        yield Desk(session)
        session.rollback()
