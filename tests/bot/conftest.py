"""The bot served over HTTP, on either database."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from street import Street, open_street


@pytest.fixture
def street(database_url: str, tmp_path: Path) -> Iterator[Street]:
    """A running bot with LINE on the desk; once on SQLite, once on PostgreSQL."""
    with open_street(database_url, str(tmp_path / "media")) as opened:
        yield opened


@pytest.fixture
def quick_street(sqlite_url: str, tmp_path: Path) -> Iterator[Street]:
    """The same on SQLite alone, for what has nothing to do with the database."""
    with open_street(sqlite_url, str(tmp_path / "media")) as opened:
        yield opened
