"""Who has joined and who is silent: schools that nobody speaks for yet, and schools whose people
have joined but reported nothing in a time.

A school has joined when somebody who holds a post there has a LINE account and does not block the
bot; it has reported when one of its people made a report of any kind that counts.
"""

from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass
from datetime import date

from sqlalchemy import ColumnElement, exists, or_, select
from sqlalchemy.orm import InstrumentedAttribute, Session

from models import exchange_queries, report_scope, visit_queries
from models.exchanges import ExchangeActivity
from models.people_tables import Appointment, LineAccount
from models.posts_effective import effective
from models.reports import Report
from models.visits import MentoringVisit

#: So many schools are named in a question; of more, all are asked about.
_MOST_NAMED = 500


@dataclass(frozen=True, slots=True)
class Joined:
    """Of some schools, the ids of those that have joined, and of those that reported in a time."""

    joined: frozenset[int]
    reported: frozenset[int]

    def absent(self, school_ids: Sequence[int]) -> list[int]:
        """Those that nobody has joined for, in their order."""
        return [id_ for id_ in school_ids if id_ not in self.joined]

    def silent(self, school_ids: Sequence[int]) -> list[int]:
        """Those that have joined and reported nothing, in their order."""
        return [id_ for id_ in school_ids if id_ in self.joined and id_ not in self.reported]


def joined_of(
    session: Session,
    school_ids: Collection[int],
    programme_ids: Collection[int],
    first: date,
    last: date,
    today: date,
) -> Joined:
    """Which of these schools have joined by this day (Bangkok), and which of them reported
    something in these programmes that happened from `first` to `last`, both included."""
    reached = exists().where(
        LineAccount.person_id == Appointment.person_id, LineAccount.blocked_at.is_(None)
    )
    reported = _reported(Appointment.person_id, programme_ids, first, last).label("reported")
    posts = select(Appointment.school_id, reported).where(
        Appointment.school_id.is_not(None),
        effective(today),
        reached,
    )
    wanted = set(school_ids)
    if len(wanted) <= _MOST_NAMED:
        posts = posts.where(Appointment.school_id.in_(wanted))
    held = [
        (school, told) for school, told in session.execute(posts.distinct()) if school in wanted
    ]
    return Joined(
        frozenset(school for school, _ in held if school is not None),
        frozenset(school for school, told in held if told and school is not None),
    )


def _reported(
    person_id: InstrumentedAttribute[int], programme_ids: Iterable[int], first: date, last: date
) -> ColumnElement[bool]:
    """Whether this person made a report in these programmes that counts, of a time. Asked of one
    person after another: that is an index's business, while all who reported are read from all
    reports."""
    programmes = sorted(programme_ids)
    return or_(
        *(
            exists().where(
                table.reporter_person_id == person_id,
                day.between(first, last),
                table.programme_id.in_(programmes),
                counts,
            )
            for table, day, counts in (
                (MentoringVisit, MentoringVisit.visited_on, visit_queries.COUNTS),
                (ExchangeActivity, ExchangeActivity.starts_on, exchange_queries.COUNTS),
                (Report, Report.happened_on, report_scope.COUNTS),
            )
        )
    )
