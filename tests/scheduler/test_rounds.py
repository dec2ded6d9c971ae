"""Rounds of the scheduler on a database: who gets what on which day, and who does not."""

from collections import Counter
from datetime import date

import pytest
from office import CENTRAL, Office

from bot.metrics import exposition
from models.contacts import set_contact
from models.scheduling import planned_on, round_at
from models.vocabulary import ExchangeLevel

FIRST, LAST = date(2023, 11, 20), date(2023, 11, 30)
TIMES = ("08:29", "08:30", "12:00", "16:29", "17:00")

# The case of 27 November 2566, day by day: (day, who, steps, what the card says first, why).
CASE = [
    (21, "anan", (-6,), "เหลืออีก 6 วัน"),  # Tuesday, the day of the announcement
    (21, "ratree", (-6,), "เหลืออีก 6 วัน"),
    (24, "anan", (-3, -1), "เหลืออีก 3 วัน"),  # Friday, with the step of Sunday 26
    (24, "ratree", (-3, -1), "เหลืออีก 3 วัน"),
    (27, "anan", (0,), "ครบกำหนดวันนี้"),  # Monday
    (27, "ratree", (0,), "ครบกำหนดวันนี้"),
    (28, "anan", (1,), "เลยกำหนดมา 1 วัน"),  # Tuesday: once more
    (28, "ratree", (1,), "เลยกำหนดมา 1 วัน"),
    (30, "suda", (3,), "สรุปงาน สพป.สตูล"),  # Thursday: the supervisor of STN
    # RYG1 has nobody above its coordinator, and STN no coordinator but its contact.
]


def said(office: Office) -> list[tuple[int, str, tuple[int, ...], str]]:
    """(day of November, who, steps, the line that says how long) of every push."""
    order = {"anan": 0, "suda": 1, "ratree": 2}
    found = []
    for push in office.pushes():
        lines = push.says.splitlines()
        line = lines[0] if push.who == "suda" else lines[1]
        found.append((push.day.day, push.who, push.steps, line))
    return sorted(found, key=lambda one: (one[0], order.get(one[1], 9)))


def test_the_case_of_27_november_day_by_day(office: Office) -> None:
    office.days(FIRST, date(2023, 12, 8), *TIMES)
    assert said(office) == CASE
    assert office.states() == {"sent": 11}


def test_a_week_after_the_day_the_coordinator_of_all_hears_of_it(office: Office) -> None:
    office.joins(CENTRAL)
    office.days(FIRST, date(2023, 12, 15), "08:30")
    above = [(push.day, push.who, push.steps) for push in office.pushes() if max(push.steps) >= 3]
    assert sorted(above) == [
        # RYG1 has no supervisor: the national coordinator stands in, and then nobody is left.
        (date(2023, 11, 30), "central", (3,)),
        (date(2023, 11, 30), "suda", (3,)),
        (date(2023, 12, 4), "central", (7,)),
    ]
    digest = [push.says for push in office.pushes() if push.who == "central"][1]
    assert digest.startswith("สรุปงาน ทั้งประเทศ")
    assert "เลยกำหนด: สพป.สตูล" in digest


def test_who_has_sent_is_reminded_no_more_and_the_others_still_are(office: Office) -> None:
    office.days(FIRST, date(2023, 11, 24), "08:30")
    office.submit("2023-11-24T10:00")
    office.days(date(2023, 11, 24), LAST, *TIMES)
    assert said(office) == [row for row in CASE if row[0] <= 24 or row[1] == "ratree"]


def test_what_was_sent_between_planning_and_sending_is_dropped(office: Office) -> None:
    office.block("anan", None)
    office.begins_a_form("anan", minutes_ago=5)
    office.round("2023-11-21T08:30")
    assert office.states() == {"planned": 1, "sent": 1}
    office.submit("2023-11-21T09:00")
    office.begins_a_form("anan", minutes_ago=31)
    office.round("2023-11-21T09:01")
    assert [push.who for push in office.pushes()] == ["ratree"]
    assert office.reasons("dropped") == ["T-6, contact; no longer due: met on 2023-11-21"]


def test_nobody_is_disturbed_in_a_form(office: Office) -> None:
    office.begins_a_form("anan", minutes_ago=29)
    office.round("2023-11-21T08:30")
    office.round("2023-11-21T08:31")
    assert [push.who for push in office.pushes()] == ["ratree"]
    office.begins_a_form("anan", minutes_ago=31)
    office.round("2023-11-21T09:00")
    assert [push.who for push in office.pushes()] == ["ratree", "anan"]


def test_a_draft_put_aside_is_no_reason_to_wait(quick_office: Office) -> None:
    quick_office.begins_a_form("anan", minutes_ago=1, parked=True)
    quick_office.round("2023-11-21T08:30")
    assert {push.who for push in quick_office.pushes()} == {"anan", "ratree"}


def test_who_is_in_a_form_all_day_hears_of_it_on_the_next_working_day_marked_late(
    quick_office: Office,
) -> None:
    quick_office.begins_a_form("anan", minutes_ago=1)
    quick_office.days(date(2023, 11, 21), date(2023, 11, 21), *TIMES)
    quick_office.begins_a_form("anan", minutes_ago=60)
    quick_office.days(date(2023, 11, 22), date(2023, 11, 22), *TIMES)
    late = quick_office.pushes()[-1]
    assert (late.day.day, late.who, late.steps) == (22, "anan", (-6,))
    assert late.says.startswith("ขออภัย ข้อความนี้ควรถึงท่านตั้งแต่วันอังคารที่ 21 พฤศจิกายน 2566")
    assert quick_office.rows("SELECT late FROM reminders WHERE state = 'sent' ORDER BY id") in (
        [(0,), (1,)],
        [(1,), (0,)],
    )


@pytest.mark.parametrize(
    ("back", "steps", "late"),
    [
        ("2023-11-22T09:00", (-6,), True),
        ("2023-11-23T09:00", (-6,), True),
        ("2023-11-24T09:00", (-3, -1), False),
        ("2023-11-27T09:00", (0,), False),
        ("2023-11-28T09:00", (1,), False),
        ("2023-11-29T09:00", (1,), True),
    ],
)
def test_after_an_outage_one_reminder_goes_out_and_not_all_that_were_missed(
    quick_office: Office, back: str, steps: tuple[int, ...], late: bool
) -> None:
    quick_office.round("2023-11-20T16:00")
    for _ in range(3):
        quick_office.round(back)
    of_anan = [push for push in quick_office.pushes() if push.who == "anan"]
    assert [push.steps for push in of_anan] == [steps]
    assert ("ขออภัย" in of_anan[0].says) is late
    marked = quick_office.rows("SELECT DISTINCT late FROM reminders WHERE state = 'sent'")
    assert marked == [(int(late),)]


def test_the_first_round_ever_does_not_send_what_lies_behind(quick_office: Office) -> None:
    quick_office.round("2023-11-22T09:00")
    assert quick_office.pushes() == []
    quick_office.round("2023-11-24T09:00")
    assert {push.steps for push in quick_office.pushes()} == {(-3, -1)}


def test_a_contact_who_blocks_the_bot_is_unreachable_and_the_supervisor_still_hears(
    office: Office,
) -> None:
    office.block("anan", "2023-11-20T09:00")
    office.days(FIRST, LAST, "08:30")
    assert [row for row in said(office) if row[1] != "ratree"] == [
        (30, "suda", (3,), "สรุปงาน สพป.สตูล")
    ]
    assert office.states() == {"dropped": 5, "sent": 6}
    assert all(reason.endswith("; unreachable") for reason in office.reasons("dropped"))


def test_the_reminder_goes_to_the_contact_that_was_set_and_not_to_the_one_before(
    office: Office,
) -> None:
    office.round("2023-11-21T08:30")
    with office.writing() as session:
        _, subject = office.subject(session, "SANDBOX-STAFF-2566", "STN", "2023-11-22T08:30")
        who = office.person_id("mali")
        set_contact(session, subject, who, date(2023, 11, 22), None)
    office.days(date(2023, 11, 22), date(2023, 11, 24), "08:30")
    stn = [push for push in office.pushes() if push.who != "ratree"]
    assert [(push.day.day, push.who) for push in stn] == [(21, "anan"), (24, "mali")]


def test_what_was_planned_for_somebody_else_by_then_is_dropped(quick_office: Office) -> None:
    quick_office.begins_a_form("anan", minutes_ago=1)
    quick_office.round("2023-11-21T08:30")
    with quick_office.writing() as session:
        _, subject = quick_office.subject(session, "SANDBOX-STAFF-2566", "STN", "2023-11-21T09:00")
        set_contact(session, subject, quick_office.person_id("mali"), date(2023, 11, 21), None)
    quick_office.round("2023-11-21T09:00")
    assert quick_office.reasons("dropped") == ["T-6, contact; answered for by somebody else"]


def test_everything_that_is_due_to_a_person_is_one_push(office: Office) -> None:
    with office.writing() as session:
        for code in ("STN", "RYG1"):
            _, subject = office.subject(session, "SANDBOX-STAFF-2566", code, "2023-11-21T08:00")
            set_contact(session, subject, office.person_id("anan"), date(2023, 11, 21), None)
    office.round("2023-11-21T08:30")
    [push] = office.pushes()
    assert (push.who, push.steps) == ("anan", (-6, -6))
    assert "มี 2 เรื่อง" in push.says
    assert "สพป.สตูล" in push.says
    assert "สพป.ระยอง เขต 1" in push.says


def test_what_comes_up_later_on_the_same_day_waits_for_the_next(office: Office) -> None:
    office.round("2023-11-24T08:30")
    with office.writing() as session:
        _, subject = office.subject(session, "SANDBOX-STAFF-2566", "STN", "2023-11-24T08:40")
        # Two more steps of Friday, as if the ladder of another rule had just been made.
        rule = "UPDATE obligations SET ladder = '[-311]' WHERE code = 'EXCHANGE-YEARLY'"
        session.connection().exec_driver_sql(rule)
        network = office.subject(session, "EXCHANGE-YEARLY", "QIN-NPT1-A", "2023-11-24T08:40")[1]
        set_contact(session, network, office.person_id("anan"), date(2023, 11, 24), None)
        assert subject.code == "STN"
    office.days(date(2023, 11, 24), date(2023, 11, 24), "09:00", "16:00")
    assert [push.day.day for push in office.pushes() if push.who == "anan"] == [24]
    assert office.states()["planned"] == 1
    office.round("2023-11-27T08:30")
    monday = office.pushes()[-1] if office.pushes()[-1].who == "anan" else office.pushes()[-2]
    assert (monday.day.day, monday.steps) == (27, (-311, 0))
    assert "แลกเปลี่ยนเรียนรู้ ปีงบ 2567" in monday.says


def test_the_yearly_exchange_is_reminded_of_until_each_level_is_there(office: Office) -> None:
    with office.writing() as session:
        others = "UPDATE obligations SET ladder = '[]' WHERE code <> 'EXCHANGE-YEARLY'"
        session.connection().exec_driver_sql(others)
    for level in (ExchangeLevel.INTRA_NETWORK, ExchangeLevel.AREA):
        office.exchange("2024-02-01T10:00", level, "QIN-NPT1-A")
    office.days(date(2024, 8, 29), date(2024, 9, 6), "08:30")
    [first] = [push for push in office.pushes() if push.who == "mali"]
    assert "บันทึกแล้ว 2 จาก 3" in first.says
    assert "ระหว่างเครือข่าย 0/1" in first.says
    office.exchange("2024-09-10T10:00", ExchangeLevel.INTER_NETWORK, "QIN-NPT1-A")
    office.days(date(2024, 9, 16), date(2024, 9, 16), "08:30")
    office.days(date(2024, 9, 30), date(2024, 10, 1), "08:30")
    assert [push for push in office.pushes() if push.who == "mali"] == [first]


#: Around the ends of semester 2/2566 (15 May, after its break) and of fiscal year 2567.
ENDS = [
    (date(2024, 3, 29), date(2024, 4, 3)),
    (date(2024, 5, 13), date(2024, 5, 24)),
    (date(2024, 8, 29), date(2024, 8, 31)),
    (date(2024, 9, 13), date(2024, 9, 17)),
    (date(2024, 9, 20), date(2024, 10, 8)),
]


def test_at_the_ends_of_a_semester_and_a_year_nobody_gets_two_pushes_a_day_or_one_on_a_day_off(
    quick_office: Office,
) -> None:
    for number, (first, last) in enumerate(ENDS):
        quick_office.days(first, last, *(("09:00",) if number % 2 else ("09:00", "14:00")))
    pushes = quick_office.pushes()
    assert len({(push.day, push.who) for push in pushes}) == len(pushes)
    assert {push.day.weekday() for push in pushes} <= {0, 1, 2, 3, 4}
    # Three visits of the semester; exchange, evaluation and report of the year: every step once.
    of_mali = [(push.day, push.steps) for push in pushes if push.who == "mali"]
    assert of_mali == [
        (date(2024, 4, 1), tuple(sorted((-30, -14, -7, -3, -1) * 3))),
        (date(2024, 5, 15), (0,) * 3),
        (date(2024, 5, 16), (1,) * 3),
        (date(2024, 8, 30), (-30,) * 3),
        (date(2024, 9, 16), (-14,) * 3),
        (date(2024, 9, 23), (-7,) * 3),
        (date(2024, 9, 27), (-3, -3, -3, -1, -1, -1)),
        (date(2024, 9, 30), (0,) * 3),
        (date(2024, 10, 1), (-30, -30, -30, 1, 1, 1)),  # and the visits of the next semester
    ]
    # And two networks of one area in one push to its supervisor, then to its coordinator.
    above = [
        (push.day, push.who, push.steps)
        for push in pushes
        if push.who in ("wichai", "pranee") and None not in push.steps  # no mere digest
    ]
    assert above == [
        (date(2024, 5, 20), "wichai", (3,) * 6),
        (date(2024, 5, 23), "pranee", (7,) * 6),
        (date(2024, 10, 3), "wichai", (3,) * 6),
        (date(2024, 10, 7), "pranee", (7,) * 6),
    ]
    assert quick_office.states().keys() == {"sent"}
    weeks = Counter((push.who, push.day.isocalendar()[:2]) for push in pushes)
    assert max(weeks.values()) == 2


def test_a_second_round_sends_nothing_more(office: Office) -> None:
    office.round("2023-11-21T08:30")
    before = office.pushes()
    assert len(before) == 2
    assert office.round("2023-11-21T08:30") == []
    assert office.round("2023-11-21T12:00") == []
    assert office.pushes() == before


def test_outside_working_hours_nothing_is_even_planned(quick_office: Office) -> None:
    for moment in ("2023-11-21T08:29", "2023-11-21T16:30", "2023-11-26T10:00"):
        assert quick_office.round(moment) == []
    assert quick_office.states() == {}
    with quick_office.runtime.reading() as session:
        assert planned_on(session) is None
        assert round_at(session) is not None
    runtime = quick_office.runtime
    told = exposition(runtime.engine, runtime.machine_time(), runtime.settings.timezone).decode()
    assert "philiang_scheduler_round_age_seconds" in told


def test_a_card_that_cannot_be_made_holds_up_nobody_else(
    quick_office: Office, monkeypatch: pytest.MonkeyPatch
) -> None:
    from scheduler import digests

    def breaks_for_anan(session: object, to: str, *rest: object) -> bool:
        if to == quick_office.people["anan"].line_user_id:
            raise ZeroDivisionError
        return usual(session, to, *rest)  # type: ignore[arg-type]

    usual = digests.push_messages
    monkeypatch.setattr(digests, "push_messages", breaks_for_anan)
    quick_office.round("2023-11-21T08:30")
    assert [push.who for push in quick_office.pushes()] == ["ratree"]
    monkeypatch.undo()
    quick_office.round("2023-11-21T08:31")
    assert [push.who for push in quick_office.pushes()] == ["ratree", "anan"]
