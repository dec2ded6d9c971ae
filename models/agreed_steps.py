"""What was agreed last with a school, or in a network: the step that a reminder brings back.

Studies of such visits found that what was agreed, said again, is what makes them work.
"""

from collections.abc import Iterable
from datetime import date, timedelta

from sqlalchemy import select
from sqlalchemy.orm import InstrumentedAttribute, Session

from models.obligations import Subject
from models.visits import MentoringVisit
from models.vocabulary import SubjectKind

#: What was agreed longer ago is no step of today.
NOT_BEFORE = timedelta(days=400)


def last_agreed_steps(
    session: Session, subjects: Iterable[Subject], today: date
) -> dict[Subject, str]:
    """The steps agreed at the latest visit that agreed on any, of each of these subjects that has
    one: a school's own visits, and those within a network."""
    columns: dict[SubjectKind, InstrumentedAttribute[int | None] | InstrumentedAttribute[int]] = {
        SubjectKind.SCHOOL: MentoringVisit.mentee_school_id,
        SubjectKind.NETWORK: MentoringVisit.network_id,
    }
    wanted = list(subjects)
    found: dict[Subject, str] = {}
    for kind, column in columns.items():
        some = {subject.id: subject for subject in wanted if subject.kind is kind}
        if not some:
            continue
        rows = session.execute(
            select(column, MentoringVisit.agreed_actions)
            .where(
                column.in_(some),
                MentoringVisit.visited_on >= today - NOT_BEFORE,
                MentoringVisit.agreed_actions != "",
                MentoringVisit.withdrawn_at.is_(None),
            )
            .order_by(MentoringVisit.visited_on, MentoringVisit.id)
        )
        found |= {some[subject_id]: steps for subject_id, steps in rows if subject_id is not None}
    return found
