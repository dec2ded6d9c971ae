"""What the tests of the duties share."""

import os
import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest
from sqlalchemy import Connection, Engine
from sqlalchemy.orm import Session

from bot.database import make_engine, transaction
from models.roster import SHIPPED, import_files, refusals


@pytest.fixture(scope="session", params=["sqlite", "postgresql"])
def shelf(
    request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[Engine]:
    """An engine on a database with the rosters that ship, read once; nobody commits to it."""
    if request.param == "sqlite":
        file = tmp_path_factory.mktemp("shelf") / "philiang.db"
        template: Path = request.getfixturevalue("migrated_file")
        shutil.copyfile(template, file)
        yield from _fill(f"sqlite:///{file}")
        return
    server: Connection = request.getfixturevalue("postgresql")
    name = f"philiang_shelf_{os.getpid()}"
    server.exec_driver_sql(
        f"CREATE DATABASE {name} TEMPLATE {request.getfixturevalue('migrated_template')}"
    )
    url = server.engine.url.set(database=name).render_as_string(hide_password=False)
    yield from _fill(url)
    server.exec_driver_sql(f"DROP DATABASE {name} WITH (FORCE)")


def _fill(url: str) -> Iterator[Engine]:
    engine = make_engine(url)
    with transaction(engine) as session:
        assert refusals(import_files(session, SHIPPED)) == []
    yield engine
    engine.dispose()


@pytest.fixture
def desk(shelf: Engine) -> Iterator[Session]:
    """One open transaction on the rosters that ship, rolled back when the test is over."""
    with Session(shelf, expire_on_commit=False) as opened:
        opened.connection(execution_options={"writes": True})
        yield opened
        opened.rollback()
