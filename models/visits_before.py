"""The visits to a school before the one that is being reported: is it the same, what was agreed?"""

from datetime import date, timedelta
from typing import NamedTuple

from sqlalchemy import select
from sqlalchemy.orm import Session

from models.co_reporting import CoReporter
from models.people_tables import Person
from models.places import School
from models.visit_queries import COUNTS
from models.visits import MentoringVisit
from models.vocabulary import RecordKind, StepsState


class NearVisit(NamedTuple):
    """A visit on nearly the same day. `others`: (person's id, full name) of its co-reporters."""

    visit_id: int
    visited_on: date
    reporter_person_id: int
    reporter: str
    others: tuple[tuple[int, str], ...]


def visits_near(session: Session, school_code: str, day: date, days: int = 1) -> list[NearVisit]:
    """The visits to this school within `days` of this day, the newest number first: one of them
    may be the visit that somebody is about to report again.

    Not scoped: for somebody who may report a visit to this school.
    """
    width = timedelta(days=days)
    rows = session.execute(
        select(
            MentoringVisit.id,
            MentoringVisit.visited_on,
            MentoringVisit.reporter_person_id,
            Person.full_name,
        )
        .join(School, School.id == MentoringVisit.mentee_school_id)
        .join(Person, Person.id == MentoringVisit.reporter_person_id)
        .where(
            School.code == school_code,
            MentoringVisit.visited_on.between(day - width, day + width),
            COUNTS,
        )
        .order_by(MentoringVisit.id.desc())
    ).all()
    if not rows:
        return []
    others: dict[int, list[tuple[int, str]]] = {}
    for visit_id, person_id, name in session.execute(
        select(CoReporter.record_id, CoReporter.person_id, Person.full_name)
        .join(Person, Person.id == CoReporter.person_id)
        .where(
            CoReporter.record_kind == RecordKind.VISIT,
            CoReporter.record_id.in_([row.id for row in rows]),
            CoReporter.objected_at.is_(None),
        )
        .order_by(CoReporter.added_at, CoReporter.person_id)
    ):
        others.setdefault(visit_id, []).append((person_id, name))
    return [NearVisit(*row, tuple(others.get(row.id, ()))) for row in rows]


class Agreed(NamedTuple):
    """What a visit agreed on for the time after it."""

    visit_id: int
    visited_on: date
    agreed_actions: str
    follow_up_on: date | None


def last_agreed(session: Session, school_id: int, programme_id: int, before: date) -> Agreed | None:
    """What the last visit to this school before this day that agreed on anything agreed on; None
    where there was none, or a later visit reports it done.

    Not scoped: for somebody who may report a visit to this school.
    """
    row = session.execute(
        select(
            MentoringVisit.id,
            MentoringVisit.visited_on,
            MentoringVisit.agreed_actions,
            MentoringVisit.follow_up_on,
        )
        .where(
            MentoringVisit.mentee_school_id == school_id,
            MentoringVisit.programme_id == programme_id,
            MentoringVisit.visited_on < before,
            MentoringVisit.agreed_actions != "",
            COUNTS,
        )
        .order_by(MentoringVisit.visited_on.desc(), MentoringVisit.id.desc())
        .limit(1)
    ).first()
    if row is None:
        return None
    done = select(MentoringVisit.id).where(
        MentoringVisit.mentee_school_id == school_id,
        MentoringVisit.previous_visit_id == row.id,
        MentoringVisit.previous_steps == StepsState.DONE,
        COUNTS,
    )
    return Agreed(*row) if session.scalar(done.limit(1)) is None else None
