"""What a round does not say is a row with its reason, once a day, and can be asked for."""

from datetime import date

import pytest
from office import Office, at, environment

from bot.app import create_app
from bot.settings import load_settings
from scheduler.cli import reminders
from scheduler.moment import Moment
from scheduler.plan import missed
from scheduler.purging import Purging

FRIDAY = "2023-11-24"
LADDER = (-30, -7, -3, 0, 1)


def decisions(office: Office, who: str | None = None) -> list[tuple[str, int, str]]:
    """(what, step, why) of each decision, in order; of one person or of nobody in particular."""
    whose = "IS NULL" if who is None else f"= {office.person_id(who)}"
    query = f"SELECT what, stage, why FROM reminder_decisions WHERE person_id {whose} ORDER BY id"
    return [(what, stage, why) for what, stage, why in office.rows(query)]


def asked_why(office: Office, who: str, day: str) -> list[str]:
    """The lines of `reminders why`."""
    app = create_app(load_settings(environment(office.runtime.settings.database_url)))
    answer = app.test_cli_runner().invoke(
        reminders, ["why", str(office.person_id(who)), day], catch_exceptions=False
    )
    app.extensions["philiang"].engine.dispose()
    return answer.output.splitlines()


def test_what_is_held_from_minute_to_minute_is_told_once_a_day(office: Office) -> None:
    office.begins_a_form("anan", minutes_ago=5)
    for minute in range(30, 33):
        office.round(f"{FRIDAY}T08:{minute}")
    held = [one for one in decisions(office, "anan") if one[0] == "held"]
    assert held == [("held", -3, "in a form"), ("held", -1, "in a form")]
    told = [line for line in asked_why(office, "anan", FRIDAY) if line.startswith("held")]
    assert [line.split("\t")[2:4] for line in told] == [
        ["สพป.สตูล", "2023-11-27 T-3"],
        ["สพป.สตูล", "2023-11-27 T-1"],
    ]
    assert all(line.endswith("\tin a form") for line in told)


def test_a_step_that_was_past_when_the_thing_appeared_is_told_as_skipped(
    quick_office: Office,
) -> None:
    quick_office.round(f"{FRIDAY}T08:30")
    quick_office.round(f"{FRIDAY}T08:31")
    [(what, step, why)] = [one for one in decisions(quick_office, "anan") if one[0] == "skipped"]
    assert (what, step) == ("skipped", -6)
    assert "was over" in why
    kept = Purging(Moment(quick_office.runtime, at("2024-11-22T01:30"))).purge()
    gone = Purging(Moment(quick_office.runtime, at("2024-11-25T01:30"))).purge()
    assert (kept["decisions"], gone["decisions"] > 0) == (0, True)
    assert decisions(quick_office, "anan") == []


def test_what_rests_and_what_finds_nobody_are_told_too(office: Office) -> None:
    office.rest("2023-11-20T10:00", date(2023, 11, 30))
    with office.writing() as session:
        session.connection().exec_driver_sql(
            f"UPDATE appointments SET ends_on = '2023-11-22' "
            f"WHERE person_id = {office.person_id('ratree')}"
        )
    for minute in (30, 31):
        office.round(f"{FRIDAY}T08:{minute}")
    rests = [one for one in decisions(office, "anan") if one[0] == "resting"]
    assert [step for _, step, _ in rests] == [-3, -1]
    assert all(why.endswith("resting until 2023-11-30") for _, _, why in rests)
    nobody = [one for one in decisions(office) if one[0] == "unreachable"]
    assert nobody
    assert len(nobody) == len(
        office.rows(
            "SELECT DISTINCT source, rule_id, subject_kind, "
            "subject_id, due_on, stage FROM reminder_decisions "
            "WHERE what = 'unreachable'"
        )
    )


def test_why_tells_of_steps_in_one_message_and_of_a_push_that_never_arrived(
    quick_office: Office,
) -> None:
    quick_office.round(f"{FRIDAY}T08:30")
    with quick_office.writing() as session:
        session.connection().exec_driver_sql(
            "UPDATE effects SET state = 'rejected', error = 'blocked' WHERE line_user_id = "
            f"'{quick_office.people['ratree'].line_user_id}'"
        )
    sent = [line for line in asked_why(quick_office, "anan", FRIDAY) if line.startswith("sent")]
    assert len(sent) == 2
    assert all("in one message with 1 more" in line for line in sent)
    lost = [line for line in asked_why(quick_office, "ratree", FRIDAY) if line.startswith("sent")]
    assert all("unreachable: blocked" in line for line in lost)


@pytest.mark.parametrize(
    ("going_out", "seen", "skipped"),
    [
        ([-30], [], []),
        ([-3], [], [-30, -7]),
        ([-3], [-30], [-7]),
        ([0], [-30, -7, -3], []),
        ([1], [-7], [-3, 0]),
        ([-7, -3], [], [-30]),
    ],
)
def test_the_steps_between_the_last_and_the_next_are_missed(
    going_out: list[int], seen: list[int], skipped: list[int]
) -> None:
    assert missed(LADDER, going_out, seen) == skipped
