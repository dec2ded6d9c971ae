"""Deadlines made in the chat, day after day: who is reminded, and who no more."""

from datetime import date

import pytest
from office import Office, at
from sqlalchemy import select
from sqlalchemy.orm import Session

from models.actors import load_actor
from models.audiences import audiences
from models.deadlines import Wanted, cancel_deadline, change_deadline, make_deadline
from models.duties import Deadline
from models.reminder_queries import people_reminded
from models.vocabulary import RuleSource, SubjectKind

TITLE = "แผนปฏิบัติการของเครือข่าย"
LADDER = (-7, -3, -1, 0, 1, 3, 7)


def wanted(due_on: date, **changed: object) -> Wanted:
    values: dict[str, object] = {
        "title": TITLE,
        "due_on": due_on,
        "due_time": None,
        "submit_url": None,
        "ladder": LADDER,
        "subject_ids": None,
        "repeats_yearly": False,
    }
    return Wanted(**(values | changed))  # type: ignore[arg-type]


def ask(
    office: Office, moment: str, due_on: date, *, only: str | None = None, **changed: object
) -> int:
    """Pranee asks the networks of her office; the deadline's id."""
    today = at(moment).date()
    with office.writing() as session:
        posts = load_actor(session, office.people["pranee"].line_user_id, today).posts
        audience = next(
            each
            for each in audiences(session, posts, today)
            if each.subject_kind is SubjectKind.NETWORK
        )
        if only:
            ids = [subject.id for subject in audience.subjects if subject.code == only]
            changed = {**changed, "subject_ids": ids}
        deadline, _ = make_deadline(
            session,
            audience,
            wanted(due_on, **changed),
            draft_id=f"made-{due_on}-{only}",
            by=office.person_id("pranee"),
            now=at(moment),
            today=today,
        )
        return deadline.id


def deadline_of(session: Session, number: int) -> Deadline:
    return session.get_one(Deadline, number)


def told(office: Office) -> list[tuple[str, str]]:
    """(day, who) of every push that speaks of it."""
    return [(push.day.isoformat(), push.who) for push in office.pushes() if TITLE in push.says]


def test_its_contact_is_reminded_on_the_days_of_its_ladder(office: Office) -> None:
    ask(office, "2023-12-13T09:00", date(2023, 12, 20), only="QIN-NPT1-A")
    office.days(date(2023, 12, 13), date(2023, 12, 20), "08:30")
    assert told(office) == [
        ("2023-12-13", "mali"),
        ("2023-12-15", "mali"),  # three days before is a Sunday
        ("2023-12-19", "mali"),
        ("2023-12-20", "mali"),
    ]


def test_steps_before_it_was_made_are_skipped(office: Office) -> None:
    office.days(date(2023, 12, 13), date(2023, 12, 17), "08:30")
    ask(office, "2023-12-18T14:00", date(2023, 12, 20), only="QIN-NPT1-A")
    office.days(date(2023, 12, 18), date(2023, 12, 20), "08:30", "15:00")
    assert [day for day, _ in told(office)] == ["2023-12-19", "2023-12-20"]


def test_those_it_does_not_ask_hear_nothing(office: Office) -> None:
    ask(office, "2023-12-13T09:00", date(2023, 12, 20), only="QIN-NPT1-B")
    office.days(date(2023, 12, 13), date(2023, 12, 20), "08:30")
    assert "mali" not in {who for _, who in told(office)}


def test_what_is_cancelled_is_reminded_of_no_more(office: Office) -> None:
    number = ask(office, "2023-12-13T09:00", date(2023, 12, 20), only="QIN-NPT1-A")
    office.round("2023-12-13T08:30")
    with office.writing() as session:
        assert set(people_reminded(session, RuleSource.DEADLINE, number)) == {
            office.person_id("mali")
        }
        cancel_deadline(session, deadline_of(session, number), at("2023-12-14T09:00"))
    office.days(date(2023, 12, 14), date(2023, 12, 29), "08:30")
    assert told(office) == [("2023-12-13", "mali")]


def test_another_day_is_reminded_of_on_its_own_ladder(office: Office) -> None:
    number = ask(office, "2023-12-13T09:00", date(2023, 12, 20), only="QIN-NPT1-A")
    office.round("2023-12-13T08:30")
    with office.writing() as session:
        deadline = deadline_of(session, number)
        change_deadline(
            session, deadline, wanted(date(2023, 12, 27), subject_ids=deadline.subject_ids)
        )
    office.days(date(2023, 12, 14), date(2023, 12, 22), "08:30")
    assert told(office) == [("2023-12-13", "mali"), ("2023-12-20", "mali"), ("2023-12-22", "mali")]


@pytest.mark.parametrize("rounds", [("08:30",), ("08:30", "08:31", "15:00")])
def test_next_years_is_made_by_the_first_round_after_its_day(
    office: Office, rounds: tuple[str, ...]
) -> None:
    ask(office, "2023-12-13T09:00", date(2023, 12, 20), repeats_yearly=True)
    office.days(date(2023, 12, 20), date(2023, 12, 22), *rounds)
    with office.writing() as session:
        made = session.scalars(
            select(Deadline).where(Deadline.created_at.is_not(None)).order_by(Deadline.due_on)
        ).all()
    assert [(row.due_on, row.repeats_yearly) for row in made] == [
        (date(2023, 12, 20), False),
        (date(2024, 12, 20), True),
    ]
