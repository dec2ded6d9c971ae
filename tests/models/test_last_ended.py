"""Whether the mentoring of a post is over: a programme that was renewed is not."""

from datetime import date

import pytest
from duty_desk import actor, appoint, programme_id
from sqlalchemy import update
from sqlalchemy.orm import Session

from models.mentoring_ended import last_ended
from models.networks import NetworkMembership
from models.programmes import Enrolment
from models.vocabulary import Role

QIN_OVER = date(2027, 9, 30)
COLLABORATIVE_OVER = date(2022, 7, 21)


def ended(session: Session, role: Role, code: str, today: date) -> date | None:
    appoint(session, f"{role} {code}", role, code)
    found = last_ended(session, actor(session, f"{role} {code}", today).posts, today)
    return found[1] if found else None


@pytest.mark.parametrize(
    ("role", "code"),
    [
        (Role.EXPERT, "QIN"),
        (Role.EXPERT, "QIN-NPT1-A"),
        (Role.TEACHER, "NPT1-01"),
        (Role.SUPERVISOR, "NPT1"),
        (Role.AREA_COORDINATOR, "STN"),
        (Role.TEACHER, "STN-P1"),
    ],
)
def test_what_was_renewed_is_not_over(desk: Session, role: Role, code: str) -> None:
    assert ended(desk, role, code, date(2026, 11, 20)) is None


@pytest.mark.parametrize(
    ("role", "code", "last_day"),
    [
        (Role.EXPERT, "QIN", QIN_OVER),
        (Role.TEACHER, "NPT1-01", QIN_OVER),
        (Role.SUPERVISOR, "NPT1", QIN_OVER),
        (Role.AREA_COORDINATOR, "STN", QIN_OVER),  # the sandbox, which the office mentors in
        (Role.TEACHER, "NPT1-02", None),  # a partner school mentored nobody
        (Role.TEACHER, "STN-P1", None),
        (Role.EXPERT, "COLLAB", COLLABORATIVE_OVER),
        (Role.NATIONAL_COORDINATOR, "TH", None),
    ],
)
def test_after_the_renewed_time_it_is_over_for_who_mentored(
    desk: Session, role: Role, code: str, last_day: date | None
) -> None:
    assert ended(desk, role, code, date(2027, 10, 1)) == last_day


def test_nothing_is_over_while_another_programme_runs(desk: Session) -> None:
    for table in (NetworkMembership, Enrolment):
        left = update(table).where(table.ends_on > date(2026, 11, 19))
        desk.execute(left.values(ends_on=date(2026, 11, 19)))
    assert ended(desk, Role.SUPERVISOR, "NPT1", date(2026, 11, 20)) == date(2026, 11, 19)
    office = actor(desk, f"{Role.SUPERVISOR} NPT1", date(2026, 11, 20)).posts[0].scope
    desk.add(
        Enrolment(
            programme_id=programme_id(desk, "SANDBOX"),
            office_id=office.id,
            starts_on=date(2026, 11, 20),
            ends_on=None,
        )
    )
    desk.flush()
    assert ended(desk, Role.AREA_COORDINATOR, "NPT1", date(2026, 11, 20)) is None
