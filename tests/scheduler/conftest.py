"""Rounds of the scheduler on either database."""

from collections.abc import Iterator

import pytest
from office import RATREE, SUDA, Office


@pytest.fixture
def office(stocked_url: str) -> Iterator[Office]:
    """A stocked database with the demo's people, a supervisor of STN and a contact of RYG1; once
    on SQLite, once on PostgreSQL."""
    opened = Office(stocked_url, SUDA, RATREE)
    yield opened
    opened.runtime.engine.dispose()


@pytest.fixture
def quick_office(stocked_sqlite_url: str) -> Iterator[Office]:
    """The same on SQLite alone, for what has nothing to do with the database."""
    opened = Office(stocked_sqlite_url, SUDA, RATREE)
    yield opened
    opened.runtime.engine.dispose()
