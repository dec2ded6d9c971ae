"""Who has nothing to report for now is left in peace, and heard of again after it."""

from datetime import date

from office import Office

FIRST, LAST = date(2023, 11, 20), date(2023, 11, 30)


def days(office: Office) -> list[tuple[int, str, tuple[int, ...]]]:
    """(day of November, who, steps) of every reminder about STN; digests are none."""
    return [
        (push.day.day, push.who, push.steps)
        for push in office.pushes()
        if push.who != "ratree" and None not in push.steps
    ]


def test_nobody_is_reminded_of_a_subject_at_rest(office: Office) -> None:
    office.rest("2023-11-20T10:00", date(2023, 12, 31))
    told = office.round("2023-11-21T08:30")
    assert [(one.subject, one.outcome) for one in told if one.subject == "สพป.สตูล"] == [
        ("สพป.สตูล", "resting until 2023-12-31")
    ]
    office.days(date(2023, 11, 21), LAST, "08:30", "12:00")
    assert days(office) == []
    assert {push.who for push in office.pushes() if None not in push.steps} == {"ratree"}
    assert "dropped" not in office.states()


def test_after_the_rest_the_next_step_goes_out_and_the_overdue_ones_go_up(
    office: Office,
) -> None:
    office.rest("2023-11-20T10:00", date(2023, 11, 24))
    office.days(FIRST, LAST, "08:30")
    assert days(office) == [(27, "anan", (0,)), (28, "anan", (1,)), (30, "suda", (3,))]


def test_what_was_planned_before_the_rest_is_dropped_and_says_why(office: Office) -> None:
    office.begins_a_form("anan", minutes_ago=5)
    office.round("2023-11-21T08:30")
    assert office.states() == {"planned": 1, "sent": 1}
    office.rest("2023-11-21T09:00", date(2023, 11, 30))
    office.begins_a_form("anan", minutes_ago=31)
    office.round("2023-11-21T09:01")
    assert days(office) == []
    assert office.reasons("dropped") == ["T-6, contact; resting until 2023-11-30"]


def test_that_somebody_rests_is_no_news_for_who_looks_after_them(office: Office) -> None:
    office.days(date(2023, 11, 15), date(2023, 11, 20), "08:30")
    office.rest("2023-11-20T13:00", date(2023, 12, 31))
    office.days(date(2023, 11, 21), date(2023, 12, 14), "08:30", "12:00")
    assert {push.who for push in office.pushes()} == {"ratree"}
    waiting = "SELECT count(*) FROM effects WHERE turn_key LIKE 'digest:%' AND line_user_id = '{}'"
    suda = office.people["suda"].line_user_id
    assert office.rows(waiting.format(suda)) == [(0,)]
