"""Ladders of a version before this one reach the supervisor and the coordinator, too."""

import json
from collections.abc import Iterator

import pytest
from alembic import command
from alembic.config import Config
from sqlalchemy import Engine, text

from bot.database import MIGRATIONS, make_engine

PROGRAMME = (
    "INSERT INTO programmes (id, code, name_th, year_basis, purposes, sample, mentor_kind, "
    "mentee_role, levels_rule, exchange_levels) "
    "VALUES (1, 'P', '-', 'fiscal', '[]', false, 'lead', 'partner', 'each', '[]')"
)
DEADLINE = (
    "INSERT INTO deadlines (id, code, programme_id, title_th, due_on, subject_kind, ladder, "
    "notice, sample) VALUES (:id, :code, 1, '-', '2026-11-27', 'office', :ladder, false, false)"
)
BEFORE = {1: [-6, 0, 1], 2: [-90, -7], 3: [-7, 2], 4: []}


@pytest.fixture
def old(bare_database_url: str) -> Iterator[Engine]:
    made = make_engine(bare_database_url)
    yield made
    made.dispose()


def migrated(engine: Engine, *versions: str) -> dict[int, list[int]]:
    """The ladders after migrating to each of these versions, one after the other."""
    with engine.begin() as connection:
        config = Config()
        config.set_main_option("script_location", str(MIGRATIONS))
        config.set_main_option("path_separator", "os")
        config.attributes["connection"] = connection
        command.upgrade(config, "0002")
        connection.execute(text(PROGRAMME))
        for id_, ladder in BEFORE.items():
            values = {"id": id_, "code": f"D{id_}", "ladder": json.dumps(ladder)}
            connection.execute(text(DEADLINE), values)
        for version in versions:
            (command.upgrade if version > "0002" else command.downgrade)(config, version)
        rows = connection.execute(text("SELECT id, ladder FROM deadlines"))
        return {i: json.loads(steps) if isinstance(steps, str) else steps for i, steps in rows}


def test_a_ladder_that_ended_the_day_after_goes_on_upwards(old: Engine) -> None:
    assert migrated(old, "0003") == {1: [-6, 0, 1, 3, 7], 2: [-90, -7], 3: [-7, 2], 4: []}


def test_and_comes_back_as_it_was(old: Engine) -> None:
    assert migrated(old, "0003", "0002") == BEFORE
