"""What the tests of the duties share."""

from collections.abc import Iterator

import pytest
from sqlalchemy import Engine
from sqlalchemy.orm import Session


@pytest.fixture
def desk(stocked: Engine) -> Iterator[Session]:
    """One open transaction on the rosters that ship, rolled back when the test is over."""
    with Session(stocked, expire_on_commit=False) as opened:
        opened.connection(execution_options={"writes": True})
        yield opened
