"""What stands against a post's having ended on a day that is over, and what its end takes along."""

from datetime import date, datetime
from typing import Any

from sqlalchemy import func, select, union_all
from sqlalchemy.orm import Session

from models.acknowledgements import Acknowledgement
from models.deputy_marks import DeputyMark
from models.duties import Submission
from models.exchanges import ExchangeActivity
from models.people_tables import Appointment, LineAccount
from models.posts import same_post
from models.posts_effective import effective
from models.posts_held import Held
from models.reports import Report
from models.visits import MentoringVisit

_RECORDS: tuple[Any, ...] = (MentoringVisit, ExchangeActivity, Report)


def last_deed(session: Session, post: Held) -> datetime | None:
    """When the holder of a post last sent, reviewed or answered something, or a deputy did for
    them; of a deputy's post, when they last did so as a deputy. None: never."""
    if post.post.deputy_for is not None:
        return session.scalar(
            select(func.max(DeputyMark.at)).where(
                DeputyMark.person_id == post.person_id,
                DeputyMark.for_person_id == post.post.deputy_for,
            )
        )
    who = post.person_id
    moments = [
        *(_newest(table.created_at, table.reporter_person_id == who) for table in _RECORDS),
        _newest(Submission.created_at, Submission.by_person_id == who),
        *(
            _newest(table.reviewed_at, table.reviewed_by_person_id == who)
            for table in (*_RECORDS, Submission)
        ),
        _newest(Acknowledgement.answered_at, Acknowledgement.by_person_id == who),
        _newest(DeputyMark.at, DeputyMark.for_person_id == who),
    ]
    every = union_all(*moments).subquery()
    newest: datetime | None = session.scalar(select(func.max(every.c.at)))
    return newest


def holds_another(session: Session, post: Held, day: date) -> bool:
    """Whether the holder has another post that counts on this day (Bangkok): what they did then
    may have been done as that."""
    query = select(Appointment.id).where(
        Appointment.person_id == post.person_id, Appointment.id != post.id, effective(day)
    )
    return session.scalars(query.limit(1)).first() is not None


def accounts_beside(session: Session, post: Held, today: date) -> list[str]:
    """The LINE accounts, not blocking us, of the others who hold this very post today."""
    query = (
        select(LineAccount.line_user_id)
        .join(Appointment, Appointment.person_id == LineAccount.person_id)
        .where(
            same_post(post.post),
            effective(today),
            Appointment.person_id != post.person_id,
            LineAccount.blocked_at.is_(None),
        )
        .distinct()
        .order_by(LineAccount.line_user_id)
    )
    return list(session.scalars(query))


def _newest(moment: Any, where: Any) -> Any:
    return select(func.max(moment).label("at")).where(where)
