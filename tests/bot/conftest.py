"""The bot served over HTTP, on either database."""

import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest
from street import Street, open_street


@pytest.fixture
def street(stocked_url: str, tmp_path: Path) -> Iterator[Street]:
    """A running bot with LINE on the desk; once on SQLite, once on PostgreSQL."""
    with open_street(stocked_url, str(tmp_path / "media")) as opened:
        yield opened


@pytest.fixture
def quick_street(stocked_sqlite_url: str, tmp_path: Path) -> Iterator[Street]:
    """The same on SQLite alone, for what has nothing to do with the database."""
    with open_street(stocked_sqlite_url, str(tmp_path / "media")) as opened:
        yield opened


@pytest.fixture(scope="module")
def shared_street(
    migrated_file: Path, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[Street]:
    """One on SQLite for a whole module, for property tests that only ask whether it stands."""
    home = tmp_path_factory.mktemp("shared")
    shutil.copyfile(migrated_file, home / "philiang.db")
    with open_street(f"sqlite:///{home / 'philiang.db'}", str(home / "media")) as opened:
        yield opened
