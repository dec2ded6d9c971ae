"""`flask --app bot.app remind`: a round by hand, or what it would do."""

import os
import subprocess
import sys
from collections.abc import Callable
from datetime import UTC, date, datetime
from pathlib import Path

import pytest
from click.testing import Result
from office import Office, at, environment

from bot.app import create_app
from bot.database import transaction
from bot.settings import load_settings
from models.demo_clock import set_offset
from models.reminder_pauses import pause
from scheduler.cli import remind, reminders

ROOT = Path(__file__).parent.parent.parent
FRIDAY = "2023-11-24T08:30+07:00"

Run = Callable[..., Result]


@pytest.fixture
def run(quick_office: Office) -> Run:
    """The command on the database of `quick_office`, with its arguments."""
    app = create_app(load_settings(environment(quick_office.runtime.settings.database_url)))
    runner = app.test_cli_runner()
    return lambda *arguments: runner.invoke(remind, arguments)


def test_a_dry_run_says_who_would_get_what_and_why_and_changes_nothing(
    quick_office: Office, run: Run
) -> None:
    told = run("--at", FRIDAY, "--dry-run")
    assert told.exit_code == 0, told.output
    why = "T-3, contact + T-1, moved from 2023-11-26, contact; due 2023-11-27, 0 of 1 done"
    assert told.output.splitlines() == [
        f"คุณอนันต์ ทะเลงาม\tSANDBOX-STAFF-2566\tสพป.สตูล\tpush\t{why}",
        f"คุณราตรี ริมสวน\tSANDBOX-STAFF-2566\tสพป.ระยอง เขต 1\tpush\t{why}",
        "2 pushes (dry run, nothing kept)",
    ]
    assert quick_office.pushes() == []
    assert quick_office.states() == {}
    assert quick_office.rows("SELECT * FROM scheduler_state") == []


def test_a_dry_run_shows_for_whom_there_is_nobody_to_tell(quick_office: Office, run: Run) -> None:
    with quick_office.writing() as session:
        session.connection().exec_driver_sql("UPDATE appointments SET ends_on = '2023-11-22'")
    told = run("--at", FRIDAY, "--dry-run").output
    assert "-\tSANDBOX-STAFF-2566\tสพป.สตูล\tnobody to tell\tT-3, contact" in told
    assert "0 pushes" in told


def test_outside_working_hours_it_says_that_nothing_goes_out(run: Run) -> None:
    told = run("--at", "2023-11-26T10:00+07:00", "--dry-run").output
    assert "Nothing goes out then" in told


def test_a_round_by_hand_sends_what_is_due_by_the_bots_clock(
    quick_office: Office, run: Run
) -> None:
    with transaction(quick_office.runtime.engine) as session:
        set_offset(session, int((at("2023-11-24T10:00") - datetime.now(UTC)).total_seconds()))
    assert "2 pushes\n" in run().output
    assert {push.who for push in quick_office.pushes()} == {"anan", "ratree"}
    assert run().output.splitlines()[-1] == "0 pushes"


def test_what_has_not_come_yet_is_only_shown(quick_office: Office, run: Run) -> None:
    told = run("--at", "2099-11-24T08:30+07:00")
    assert told.exit_code == 1
    assert "has not come yet" in told.output
    assert quick_office.states() == {}


@pytest.fixture
def ask(quick_office: Office) -> Run:
    """`reminders why` on the database of `quick_office`, for one of its people and a day."""
    app = create_app(load_settings(environment(quick_office.runtime.settings.database_url)))
    runner = app.test_cli_runner()
    return lambda who, day: runner.invoke(reminders, ["why", str(quick_office.person_id(who)), day])


def test_why_tells_every_decision_of_the_day_with_its_reason(
    quick_office: Office, ask: Run
) -> None:
    with quick_office.writing() as session:
        moment = at("2023-11-23T10:00")
        pause(session, quick_office.person_id("anan"), None, date(2023, 11, 25), moment)
    quick_office.round("2023-11-24T08:30")
    told = ask("anan", "2023-11-24").output.splitlines()
    assert [line.split("\t")[:5] for line in told[:2]] == [
        ["dropped", "SANDBOX-STAFF-2566", "สพป.สตูล", "2023-11-27 T-3", "contact"],
        ["dropped", "SANDBOX-STAFF-2566", "สพป.สตูล", "2023-11-27 T-1", "contact"],
    ]
    assert told[0].endswith("T-3, contact; put off until 2023-11-25")
    assert told[2].startswith("skipped\tSANDBOX-STAFF-2566\tสพป.สตูล\t2023-11-27 T-6")
    assert told[3].startswith("now put off until 2023-11-25\tall")
    lines = ask("ratree", "2023-11-24").output.splitlines()
    sent = [line for line in lines if line.startswith("sent")]
    assert [line.split("\t")[5] for line in sent] == ["2023-11-24 08:30"] * 2


def test_why_says_so_where_nothing_was_decided(ask: Run) -> None:
    assert ask("anan", "2023-11-24").output.startswith("Nothing was planned or sent")
    assert ask("anan", "24/11/2566").exit_code == 2


@pytest.mark.parametrize("bad", ["soon", "2023-11-24T08:30", "24/11/2566"])
def test_a_moment_that_is_none_is_refused_with_an_example(run: Run, bad: str) -> None:
    told = run("--at", bad, "--dry-run")
    assert told.exit_code == 2
    assert "2023-11-24T08:30+07:00" in told.output


@pytest.mark.parametrize(
    "command",
    [
        [str(Path(sys.executable).parent / "flask"), "--app", "bot.app", "remind"],
        [sys.executable, "-m", "scheduler", "remind"],
    ],
)
def test_the_command_is_found_by_flask_and_by_the_scheduler_itself(
    quick_office: Office, command: list[str]
) -> None:
    settings = environment(quick_office.runtime.settings.database_url)
    done = subprocess.run(
        [*command, "--at", FRIDAY, "--dry-run"],
        cwd=ROOT,
        env={**os.environ, **settings},
        capture_output=True,
        text=True,
        timeout=60,
    )
    assert done.returncode == 0, f"{done.stderr}\nIs the project installed? `make venv` does it."
    assert done.stdout.splitlines()[-1] == "2 pushes (dry run, nothing kept)"
