"""A stage for each transcript, on a database of its own: a copy of one that is filled once."""

import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest
from stage import Stage, clear, open_stage, set_stage

from bot.database import make_engine, transaction
from models.roster import SHIPPED, import_files, refusals
from tests.bot.street import Street


@pytest.fixture(scope="session")
def imported_file(migrated_file: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """An SQLite file with the rosters that ship, to be copied."""
    file = tmp_path_factory.mktemp("imported") / "imported.db"
    shutil.copyfile(migrated_file, file)
    _import(f"sqlite:///{file}")
    return file


@pytest.fixture(scope="session")
def shared_stage(
    imported_file: Path, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[tuple[Street, Path]]:
    """One street on SQLite for all transcripts, with its file: most of the time that a street of
    its own takes goes into what a process does once, such as compiling its queries."""
    home = tmp_path_factory.mktemp("stage")
    file = home / "philiang.db"
    shutil.copyfile(imported_file, file)
    with open_stage(f"sqlite:///{file}", home) as street:
        yield street, file


@pytest.fixture
def stage(shared_stage: tuple[Street, Path], imported_file: Path) -> Stage:
    """Sets a transcript on SQLite, where nothing has happened yet."""
    street, file = shared_stage
    clear(street, file, imported_file)
    return lambda transcript: set_stage(street, transcript)


@pytest.fixture
def stage_on_postgresql(postgresql_url: str, tmp_path: Path) -> Iterator[Stage]:
    """The same on PostgreSQL, on a street of its own."""
    _import(postgresql_url)
    with open_stage(postgresql_url, tmp_path) as street:
        yield lambda transcript: set_stage(street, transcript)


def _import(url: str) -> None:
    engine = make_engine(url)
    with transaction(engine) as session:
        assert refusals(import_files(session, SHIPPED)) == []
    engine.dispose()
