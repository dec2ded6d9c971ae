"""The follow-ups that visits have agreed on, as they come near."""

from datetime import date
from typing import NamedTuple

from sqlalchemy import exists, select
from sqlalchemy.orm import Session, aliased

from models.places import School
from models.visits import MentoringVisit


class FollowUp(NamedTuple):
    """A day that was agreed at a visit, and what was agreed for it."""

    visit_id: int
    follow_up_on: date
    school_code: str
    school: str
    agreed_actions: str
    reporter_person_id: int


def follow_ups_between(session: Session, first: date, last: date) -> list[FollowUp]:
    """The follow-ups agreed for these days (Bangkok, both included) of visits that still count,
    unless the school was visited again since, in the order of the visits.

    Not scoped: for the scheduler, which tells each to its own reporter.
    """
    later = aliased(MentoringVisit)
    visited_since = exists().where(
        later.mentee_school_id == MentoringVisit.mentee_school_id,
        later.programme_id == MentoringVisit.programme_id,
        later.visited_on > MentoringVisit.visited_on,
        later.withdrawn_at.is_(None),
    )
    rows = session.execute(
        select(
            MentoringVisit.id,
            MentoringVisit.follow_up_on,
            School.code,
            School.name_th,
            MentoringVisit.agreed_actions,
            MentoringVisit.reporter_person_id,
        )
        .join(School, School.id == MentoringVisit.mentee_school_id)
        .where(
            MentoringVisit.follow_up_on.between(first, last),
            MentoringVisit.withdrawn_at.is_(None),
            ~visited_since,
        )
        .order_by(MentoringVisit.id)
    )
    return [
        FollowUp(number, day, code, school, agreed, reporter)
        for number, day, code, school, agreed, reporter in rows
        if day is not None
    ]
