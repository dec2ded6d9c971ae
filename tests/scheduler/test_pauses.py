"""Who has put reminders off or stopped them: judged at the sending, with the reason kept."""

from datetime import date

from office import Office, at

from models.duty_facts import Topic
from models.reminder_pauses import pause, resume
from models.vocabulary import RuleSource

FIRST, LAST = date(2023, 11, 20), date(2023, 12, 8)
ANAN_ALONE = {"anan", "suda"}


def letter(office: Office) -> Topic:
    rows = office.rows("SELECT id FROM deadlines WHERE code = 'SANDBOX-STAFF-2566'")
    return RuleSource.DEADLINE, rows[0][0]


def pauses(
    office: Office, who: str, moment: str, *, until: str | None = None, topic: Topic = None
) -> None:
    day = date.fromisoformat(until) if until else None
    with office.writing() as session:
        pause(session, office.person_id(who), topic, day, at(moment))


def goes_on(office: Office, who: str, moment: str) -> None:
    with office.writing() as session:
        resume(session, office.person_id(who), at(moment).date(), at(moment))


def days(office: Office) -> list[tuple[date, str, tuple[int, ...]]]:
    """(day, who, steps) of every push about STN."""
    return [(push.day, push.who, push.steps) for push in office.pushes() if push.who in ANAN_ALONE]


def test_what_is_put_off_comes_again_on_its_day_though_the_ladder_has_no_step_there(
    office: Office,
) -> None:
    office.days(FIRST, date(2023, 11, 21), "08:30")
    pauses(office, "anan", "2023-11-21T10:00", until="2023-11-23")
    office.days(date(2023, 11, 22), date(2023, 11, 23), "08:30", "12:00")
    assert days(office) == [
        (date(2023, 11, 21), "anan", (-6,)),
        (date(2023, 11, 23), "anan", (-4,)),
    ]
    assert "ขออภัย" not in office.pushes()[-1].says
    assert office.reasons("sent")[-1] == "after being put off until 2023-11-23, contact"


def test_steps_of_the_meantime_are_dropped_with_their_reason_and_nothing_is_said_twice(
    office: Office,
) -> None:
    pauses(office, "anan", "2023-11-20T10:00", until="2023-11-27")
    office.days(FIRST, date(2023, 11, 27), "08:30", "09:00")
    # The 27th is a step of the ladder, too: one row, one push.
    assert days(office) == [(date(2023, 11, 27), "anan", (0,))]
    assert office.reasons("dropped") == [
        "T-6, contact; put off until 2023-11-27",
        "T-3, contact; put off until 2023-11-27",
        "T-1, moved from 2023-11-26, contact; put off until 2023-11-27",
    ]


def test_what_was_met_in_the_meantime_does_not_come_again(office: Office) -> None:
    office.days(FIRST, date(2023, 11, 21), "08:30")
    pauses(office, "anan", "2023-11-21T10:00", until="2023-11-23")
    office.submit("2023-11-22T10:00")
    office.days(date(2023, 11, 22), LAST, "08:30")
    assert days(office) == [(date(2023, 11, 21), "anan", (-6,))]
    assert office.reasons("dropped") == [
        "after being put off until 2023-11-23, contact; no longer due: met on 2023-11-22"
    ]


def test_stopped_is_stopped_and_the_supervisor_still_hears(office: Office) -> None:
    pauses(office, "anan", "2023-11-20T10:00", topic=letter(office))
    office.days(FIRST, LAST, "08:30")
    assert days(office) == [(date(2023, 11, 30), "suda", (3,))]
    assert {why.split("; ")[1] for why in office.reasons("dropped")} == {"stopped by the recipient"}


def test_stopping_another_topic_changes_nothing(quick_office: Office) -> None:
    pauses(quick_office, "anan", "2023-11-20T10:00", topic=(RuleSource.OBLIGATION, 1))
    quick_office.days(FIRST, date(2023, 11, 22), "08:30")
    assert days(quick_office) == [(date(2023, 11, 21), "anan", (-6,))]


def test_who_goes_on_is_reminded_from_the_next_step(office: Office) -> None:
    pauses(office, "anan", "2023-11-20T10:00")
    office.days(FIRST, date(2023, 11, 24), "08:30")
    goes_on(office, "anan", "2023-11-24T12:00")
    office.days(date(2023, 11, 24), date(2023, 11, 28), "13:00")
    assert days(office) == [
        (date(2023, 11, 27), "anan", (0,)),
        (date(2023, 11, 28), "anan", (1,)),
    ]


def test_a_day_off_at_the_end_of_it_means_the_next_working_day(quick_office: Office) -> None:
    quick_office.days(FIRST, date(2023, 11, 21), "08:30")
    pauses(quick_office, "anan", "2023-11-21T10:00", until="2023-11-25")  # a Saturday
    quick_office.days(date(2023, 11, 22), date(2023, 11, 27), "08:30")
    assert days(quick_office)[1:] == [(date(2023, 11, 27), "anan", (0,))]


def test_a_supervisor_may_put_off_what_is_said_to_them(quick_office: Office) -> None:
    quick_office.days(FIRST, date(2023, 11, 29), "08:30")
    pauses(quick_office, "suda", "2023-11-29T12:00", until="2023-12-06")
    quick_office.days(date(2023, 11, 30), LAST, "08:30")
    assert days(quick_office)[-1] == (date(2023, 12, 6), "suda", (9,))


# --- two pushes a week ---------------------------------------------------------------------------


def test_a_week_has_room_for_two_and_the_rest_waits_for_the_next_without_an_apology(
    quick_office: Office,
) -> None:
    with quick_office.writing() as session:
        rule = "UPDATE deadlines SET due_on = '2023-12-08', ladder = '[-17, -16, -15, -11, 1]'"
        session.connection().exec_driver_sql(f"{rule} WHERE code = 'SANDBOX-STAFF-2566'")
    quick_office.days(FIRST, date(2023, 11, 28), "08:30", "12:00")
    mine = [push for push in quick_office.pushes() if push.who == "anan"]
    assert [(push.day.day, push.steps) for push in mine] == [
        (21, (-17,)),
        (22, (-16,)),
        (27, (-15, -11)),
    ]
    assert "ขออภัย" not in mine[-1].says


def test_the_last_three_days_before_a_deadline_lift_the_cap_of_the_week_alone(
    quick_office: Office,
) -> None:
    with quick_office.writing() as session:
        rule = "UPDATE deadlines SET due_on = '2023-11-24', ladder = '[-3, -2, -1, 0, 1]'"
        session.connection().exec_driver_sql(f"{rule} WHERE code = 'SANDBOX-STAFF-2566'")
    quick_office.days(FIRST, date(2023, 11, 27), "08:30", "12:00")
    mine = [push.day.day for push in quick_office.pushes() if push.who == "anan"]
    assert mine == [21, 22, 23, 24, 27]
