"""The migrations make what the models say, on both databases."""

import multiprocessing
import re
from collections.abc import Iterator
from concurrent.futures import ProcessPoolExecutor
from typing import Any

import pytest
from alembic.autogenerate import compare_metadata
from alembic.migration import MigrationContext
from sqlalchemy import Connection, Engine, text

from bot.database import make_engine, schema_is_current, upgrade
from models.tables import metadata

# What alembic does not compare (CHECKs, partial indexes), as the database itself tells it.
SQLITE_CATALOGUE = "SELECT type, name, tbl_name, sql FROM sqlite_master WHERE name NOT LIKE ?"
POSTGRESQL_CATALOGUE = """
    SELECT conrelid::regclass::text, conname, pg_get_constraintdef(oid) FROM pg_constraint
    WHERE connamespace = 'public'::regnamespace
    UNION ALL SELECT tablename, indexname, indexdef FROM pg_indexes WHERE schemaname = 'public'
    UNION ALL SELECT table_name, column_name,
        concat(data_type, character_maximum_length, is_nullable, column_default)
    FROM information_schema.columns WHERE table_schema = 'public'
"""


@pytest.fixture
def bare_engine(bare_database_url: str) -> Iterator[Engine]:
    made = make_engine(bare_database_url)
    yield made
    made.dispose()


def catalogue(connection: Connection) -> set[Any]:
    if connection.dialect.name == "postgresql":
        rows = connection.execute(text(POSTGRESQL_CATALOGUE))
        return {tuple(row) for row in rows if "alembic_version" not in row[0]}
    rows = connection.exec_driver_sql(SQLITE_CATALOGUE, ("sqlite_%",))
    return {
        (row.type, row.name, _clauses(row.sql)) for row in rows if row.tbl_name != "alembic_version"
    }


def _clauses(sql: str | None) -> tuple[str, ...]:
    """The clauses of a statement, in any order: two ways of writing one table are one table."""
    lines = re.sub(r"\s+", " ", sql or "").replace(", ", ",\n").splitlines()
    return tuple(sorted(line.strip(" ,()") for line in lines))


def test_the_migrations_make_what_the_models_say(bare_engine: Engine) -> None:
    metadata.create_all(bare_engine)
    with bare_engine.connect() as connection:
        by_models = catalogue(connection)
    metadata.drop_all(bare_engine)
    assert by_models

    upgrade(bare_engine.url.render_as_string(hide_password=False))

    with bare_engine.connect() as connection:
        assert catalogue(connection) == by_models
        assert compare_metadata(MigrationContext.configure(connection), metadata) == []


def test_migrating_twice_changes_nothing(bare_engine: Engine) -> None:
    url = bare_engine.url.render_as_string(hide_password=False)
    assert not schema_is_current(bare_engine)
    upgrade(url)
    assert schema_is_current(bare_engine)
    with bare_engine.connect() as connection:
        before = catalogue(connection)

    upgrade(url)

    with bare_engine.connect() as connection:
        assert catalogue(connection) == before


def test_two_machines_may_migrate_at_once(bare_engine: Engine) -> None:
    url = bare_engine.url.render_as_string(hide_password=False)
    with ProcessPoolExecutor(2, multiprocessing.get_context("spawn")) as machines:
        for done in [machines.submit(upgrade, url) for _ in range(2)]:
            done.result()
    assert schema_is_current(bare_engine)
