"""The migrations make what the models say, on both databases."""

import multiprocessing
import re
from collections.abc import Iterator
from concurrent.futures import ProcessPoolExecutor
from typing import Any

import pytest
from alembic import command
from alembic.autogenerate import compare_metadata
from alembic.config import Config
from alembic.migration import MigrationContext
from sqlalchemy import Connection, Engine, select, text
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import Session

from bot.database import MIGRATIONS, make_engine, migrating, schema_is_current, upgrade
from models.duties import Submission
from models.exchanges import ExchangeActivity
from models.programmes import Programme
from models.tables import metadata
from models.visits import MentoringVisit, Photo
from models.vocabulary import ExchangeLevel, LevelsRule, ReviewState

# What alembic does not compare (CHECKs, partial indexes), as the database itself tells it.
# (Triggers stand in the migrations alone; what they hold is tested in test_audit_seals.py.)
SQLITE_CATALOGUE = (
    "SELECT type, name, tbl_name, sql FROM sqlite_master"
    " WHERE name NOT LIKE ? AND type <> 'trigger'"
)
POSTGRESQL_CATALOGUE = """
    SELECT conrelid::regclass::text, conname, pg_get_constraintdef(oid) FROM pg_constraint
    WHERE connamespace = 'public'::regnamespace
    UNION ALL SELECT tablename, indexname, indexdef FROM pg_indexes WHERE schemaname = 'public'
    UNION ALL SELECT table_name, column_name,
        concat(data_type, character_maximum_length, is_nullable, column_default)
    FROM information_schema.columns WHERE table_schema = 'public'
"""


_MOMENT = "2026-11-20 02:00:00+00:00"
_PROGRAMME = {"name_th": "-", "year_basis": "fiscal", "purposes": "[]", "sample": False}
_OFFICE = {"other_provinces": "[]", "name_th": "-", "short_th": "-", "sample": False}
_MENTORS = {"mentor_kind": "lead", "mentee_role": "partner"}
BEFORE_THE_DUTIES: list[tuple[str, dict[str, Any]]] = [
    ("programmes", {"id": 1, "code": "QIN", **_PROGRAMME, **_MENTORS}),
    (
        "programmes",
        {
            "id": 2,
            "code": "SANDBOX",
            **_PROGRAMME,
            "mentor_kind": "area_office",
            "mentee_role": "pilot",
        },
    ),
    ("people", {"id": 1, "full_name": "ครูมะลิ ใจดี", "sample": False, "created_at": _MOMENT}),
    ("schools", {"id": 1, "code": "S", "name_th": "-", "sample": False}),
    (
        "mentoring_visits",
        {
            "id": 5,
            "draft_id": "d1",
            "kind": "mentoring",
            "programme_id": 1,
            "mentee_school_id": 1,
            "visited_on": "2026-11-20",
            "mode": "onsite",
            "purposes": "[]",
            "iqa_standards": "[]",
            "topic": "-",
            "strengths": "",
            "improvements": "",
            "agreed_actions": "",
            "reporter_person_id": 1,
            "form_version": 1,
            "created_at": _MOMENT,
            "sample": False,
        },
    ),
    (
        "photos",
        {
            "id": 7,
            "line_message_id": "m1",
            "line_user_id": "U1",
            "draft_id": "d1",
            "visit_id": 5,
            "state": "waiting",
            "received_at": _MOMENT,
        },
    ),
]


def migrate(connection: Connection, version: str) -> None:
    """Up or down to a version, on an open connection."""
    config = Config()
    config.set_main_option("script_location", str(MIGRATIONS))
    config.set_main_option("path_separator", "os")
    config.attributes["connection"] = connection
    there = MigrationContext.configure(connection).get_current_revision() or ""
    newer = version == "head" or version > there
    (command.upgrade if newer else command.downgrade)(config, version)


def _insert(connection: Connection, rows: list[tuple[str, dict[str, Any]]]) -> None:
    for table, values in rows:
        names = ", ".join(values)
        places = ", ".join(f":{name}" for name in values)
        connection.execute(text(f"INSERT INTO {table} ({names}) VALUES ({places})"), values)


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
    """The clauses of a statement, in any order: two ways of writing one table are one table. So
    are two orders of columns, and a CHECK or a reference that stands with its column or after all
    of them.
    """
    one_line = re.sub(r"\s+", " ", (sql or "").replace('"', ""))
    one_line = re.sub(
        r"(\w+) (\w+) (CONSTRAINT \w+) (REFERENCES)", r"\1 \2, \3 FOREIGN KEY(\1) \4", one_line
    )
    lines = re.sub(r", | (?=CONSTRAINT)", "\n", one_line).splitlines()
    return tuple(sorted(line.strip(" ,()") for line in lines if line.strip(" ,()")))


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


def test_what_was_recorded_before_the_duties_came_is_still_there(bare_engine: Engine) -> None:
    with bare_engine.begin() as connection:
        migrate(connection, "0001")
        _insert(connection, BEFORE_THE_DUTIES)

    for version in ("head", "0001", "head"):
        with bare_engine.begin() as connection:
            migrate(connection, version)

    with bare_engine.connect() as connection:
        photos = select(Photo.id, Photo.line_message_id, Photo.visit_id, Photo.exchange_id)
        assert connection.execute(photos).all() == [(7, "m1", 5, None)]
        levels = select(Programme.code, Programme.exchange_levels, Programme.levels_rule)
        assert connection.execute(levels.order_by(Programme.code)).all() == [
            ("QIN", list(ExchangeLevel), LevelsRule.EACH),
            ("SANDBOX", [ExchangeLevel.AREA, ExchangeLevel.NATIONAL], LevelsRule.EACH),
        ]
    with pytest.raises(IntegrityError), bare_engine.begin() as connection:
        connection.execute(text("UPDATE photos SET visit_id = 99"))


# What stood in the tables of the duties before records could be changed and reviewed.
BEFORE_THE_REPORTS: list[tuple[str, dict[str, Any]]] = [
    *BEFORE_THE_DUTIES,
    ("offices", {"id": 1, "code": "O", "kind": "special", "province": "-", "zone": 1, **_OFFICE}),
    (
        "exchange_activities",
        {
            "id": 3,
            "draft_id": "d2",
            "programme_id": 1,
            "level": "area",
            "title": "-",
            "starts_on": "2026-11-20",
            "ends_on": "2026-11-20",
            "mode": "onsite",
            "place": "",
            "innovation": "",
            "result": "",
            "lesson": "",
            "reporter_person_id": 1,
            "form_version": 1,
            "created_at": _MOMENT,
            "sample": False,
        },
    ),
    (
        "deadlines",
        {
            "id": 2,
            "code": "D",
            "programme_id": 1,
            "title_th": "-",
            "due_on": "2026-11-27",
            "subject_kind": "office",
            "ladder": "[]",
            "notice": False,
            "sample": False,
        },
    ),
    (
        "submissions",
        {
            "id": 4,
            "draft_id": "d3",
            "deadline_id": 2,
            "submitted_on": "2026-11-20",
            "by_person_id": 1,
            "created_at": _MOMENT,
            "subject_kind": "office",
            "office_id": 1,
        },
    ),
]


def test_what_was_recorded_before_the_reports_came_is_new_and_unchanged(
    bare_engine: Engine,
) -> None:
    with bare_engine.begin() as connection:
        migrate(connection, "0002")
        _insert(connection, BEFORE_THE_REPORTS)

    for version in ("head", "0002", "head"):
        with bare_engine.begin() as connection:
            migrate(connection, version)

    with Session(bare_engine) as session:
        visit, activity = session.get_one(MentoringVisit, 5), session.get_one(ExchangeActivity, 3)
        submission = session.get_one(Submission, 4)
        for record in (visit, activity, submission):
            assert (record.review_state, record.review_note) == (ReviewState.NEW, "")
        for record in (visit, activity):
            assert (record.raw_texts, record.changed_at, record.withdrawn_at) == ({}, None, None)
        photos = select(Photo.id, Photo.visit_id, Photo.report_id)
        assert session.execute(photos).all() == [(7, 5, None)]
        visit.review_state = ReviewState.PASSED  # without its moment
        with pytest.raises(IntegrityError):
            session.flush()


A_REPORT_WITH_A_PHOTO: list[tuple[str, dict[str, Any]]] = [
    (
        "reports",
        {
            "id": 9,
            "kind": "innovation",
            "draft_id": "d9",
            "programme_id": 1,
            "subject_kind": "office",
            "office_id": 1,
            "happened_on": "2026-11-20",
            "title": "-",
            "answers": "{}",
            "form_version": 1,
            "public": False,
            "reporter_person_id": 1,
            "created_at": _MOMENT,
            "sample": False,
        },
    ),
    (
        "photos",
        {
            "id": 70,
            "line_message_id": "m70",
            "line_user_id": "U",
            "draft_id": "d9",
            "report_id": 9,
            "state": "waiting",
            "received_at": _MOMENT,
        },
    ),
]


def test_reports_keep_their_photos_through_a_version_that_makes_their_table_anew(
    bare_engine: Engine,
) -> None:
    with bare_engine.begin() as connection:
        migrate(connection, "0002")
        _insert(connection, BEFORE_THE_REPORTS)
        migrate(connection, "0004")
        _insert(connection, A_REPORT_WITH_A_PHOTO)

    upgrade(bare_engine.url.render_as_string(hide_password=False))
    with migrating(bare_engine) as connection:
        migrate(connection, "0004")

    with bare_engine.connect() as connection:
        kept = connection.execute(text("SELECT id, report_id FROM photos WHERE id = 70")).all()
        assert kept == [(70, 9)]
        assert connection.execute(text("SELECT kind FROM reports")).all() == [("innovation",)]


def test_counting_visits_by_school_reads_the_index_alone(sqlite_url: str) -> None:
    engine = make_engine(sqlite_url)
    counting = """
        EXPLAIN QUERY PLAN SELECT mentee_school_id, count(*), min(visited_on) FROM mentoring_visits
        WHERE programme_id = 1 AND visited_on BETWEEN '2026-10-01' AND '2027-03-31'
        AND kind = 'mentoring' AND withdrawn_at IS NULL GROUP BY mentee_school_id
    """
    with engine.connect() as connection:
        plan = [row.detail for row in connection.execute(text(counting))]
    engine.dispose()
    assert any("COVERING INDEX ix_mentoring_visits_counted" in step for step in plan)


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
