"""For how long everything that goes by itself is kept: the defaults of domain.md 5, each a setting,
told to people as it is set, and kept to by night."""

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
from office import Office, at, environment
from sqlalchemy import insert, text

from bot.app import create_app
from bot.runtime import Runtime
from bot.settings import Settings, SettingsFault, load_settings
from handlers.call import Kept
from handlers.dialog.form import Draft
from models.conversations import inbound_events
from models.inbox_queries import lock_conversation, save_conversation
from scheduler.cli import purge
from scheduler.moment import Moment
from scheduler.purging import Purging

README = Path(__file__).parents[2] / "README.md"
NIGHT = at("2026-11-20T01:30")
#: What domain.md 5 says, in the words of the settings.
DEFAULTS = {
    "draft_days": 14,
    "raw_event_days": 30,
    "push_log_days": 365,
    "record_years": 5,
    "unfollowed_days": 90,
}


@contextmanager
def set_to(url: str, **settings: str) -> Iterator[Office]:
    """An office with these settings."""
    office = Office(url)
    office.runtime.engine.dispose()
    office.runtime = Runtime(load_settings(environment(url) | settings))
    yield office
    office.runtime.engine.dispose()


def begin(office: Office, key: str, *drafts: tuple[str, str]) -> None:
    """These drafts (id, when touched) are put aside by this person."""
    who = office.people[key].line_user_id
    made = [Draft(name, "visit", 1, {"topic": "แผน"}, touched_on=day) for name, day in drafts]
    with office.writing() as session:
        lock_conversation(session, who, NIGHT)
        save_conversation(session, who, parked=[draft.to_json() for draft in made])


def left(office: Office, key: str) -> list[str]:
    who = office.people[key].line_user_id
    with office.writing() as session:
        return [raw["id"] for raw in lock_conversation(session, who, NIGHT).parked]


def test_the_defaults_are_those_of_the_law_and_all_are_settings() -> None:
    settings = load_settings(environment("sqlite://"))
    assert {name: getattr(settings, name) for name in DEFAULTS} == DEFAULTS
    for name, value in DEFAULTS.items():
        assert f"| `{name.upper()}` |" in README.read_text("utf-8")
        assert getattr(Kept(), name, value) == value
        changed = load_settings(environment("sqlite://") | {name.upper(): str(value + 1)})
        assert getattr(changed, name) == value + 1
        with pytest.raises(SettingsFault, match=name.upper()):
            load_settings(environment("sqlite://") | {name.upper(): "0"})
    assert set(DEFAULTS) <= set(Settings.model_fields)


def test_drafts_are_kept_for_as_long_as_is_set(stocked_url: str) -> None:
    with set_to(stocked_url, DRAFT_DAYS="3") as office:
        begin(office, "mali", ("old", "2026-11-16"), ("new", "2026-11-17"))
        begin(office, "somsri", ("new too", "2026-11-19"))
        assert Purging(Moment(office.runtime, NIGHT)).purge()["drafts"] == 1
        assert (left(office, "mali"), left(office, "somsri")) == (["new"], ["new too"])
    with set_to(stocked_url, DRAFT_DAYS="30") as office:
        begin(office, "mali", ("old", "2026-10-21"))
        assert Purging(Moment(office.runtime, NIGHT)).purge()["drafts"] == 0


def test_a_draft_that_no_key_opens_goes_when_its_days_are_over(stocked_url: str) -> None:
    with set_to(stocked_url, DATA_KEY="the-key-that-was-lost") as office:
        begin(office, "mali", ("old", "2026-11-05"))
        begin(office, "somsri", ("old", "2026-11-05"), ("new", "2026-11-06"))
    with set_to(
        stocked_url, DATA_KEY="another-key-of-this-test", SIGNING_SECRET="s" * 16
    ) as office:
        assert Purging(Moment(office.runtime, NIGHT)).purge()["drafts"] == 2
        assert (left(office, "mali"), left(office, "somsri")) == ([], ["new"])


def test_a_dry_run_counts_by_the_settings_and_deletes_nothing(stocked_url: str) -> None:
    now = datetime.now(UTC)
    days: dict[str, Any] = {"DRAFT_DAYS": "5", "RAW_EVENT_DAYS": "4"}
    with set_to(stocked_url, **days) as office:
        begin(office, "mali", ("old", str((now - timedelta(days=8)).date())))
        event = {"id": "E1", "kind": "message", "received_at": now - timedelta(days=5)}
        with office.writing() as session:
            session.execute(insert(inbound_events).values(**event))
        app = create_app(office.runtime.settings)
        told = app.test_cli_runner().invoke(purge, ["--dry-run"])
        app.extensions["philiang"].engine.dispose()
        assert (told.exit_code, "drafts\t1\n" in told.output) == (0, True), told.output
        assert "events\t1\n" in told.output
        assert left(office, "mali") == ["old"]
        with office.writing() as session:
            assert session.scalar(text("SELECT count(*) FROM inbound_events")) == 1


def test_people_are_told_the_days_that_are_set() -> None:
    runtime = Runtime(
        load_settings(environment("sqlite://") | {"DRAFT_DAYS": "7", "RECORD_YEARS": "6"})
    )
    assert runtime.kept == Kept(draft_days=7, record_years=6)
