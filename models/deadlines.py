"""The deadlines that coordinators make in the chat: made, changed, cancelled, and again next year.

Those of a roster are not theirs to change: the roster, read again, would say otherwise.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta

from sqlalchemy import ColumnElement, false, or_, select, true
from sqlalchemy.orm import Session

from models.actors import Post
from models.audiences import Audience, reaches
from models.base import insert_unless_there
from models.duties import Deadline
from models.duty_facts import SchoolBreak
from models.programmes import Programme
from models.reminder_queries import drop_planned
from models.school_breaks import read_breaks
from models.vocabulary import RuleSource, ScopeKind, SubjectKind

#: How long before its day next year's deadline is told of, at least.
ANNOUNCED_BEFORE = timedelta(days=30)


@dataclass(frozen=True, slots=True)
class Wanted:
    """What a coordinator asks for. `due_time` is of Bangkok, None the end of the day; `ladder` in
    days from the due day; `subject_ids` None all of the audience, now and later.
    """

    title: str
    due_on: date
    due_time: time | None
    submit_url: str | None
    ladder: Sequence[int]
    subject_ids: Sequence[int] | None
    repeats_yearly: bool


def make_deadline(
    session: Session,
    audience: Audience,
    wanted: Wanted,
    *,
    draft_id: str,
    by: int,
    now: datetime,
    today: date,
) -> tuple[Deadline, bool]:
    """A new deadline, announced today; (the row, whether it is new). One draft makes one."""
    made = insert_unless_there(session, Deadline).values(
        code=draft_id,
        programme_id=audience.programme_id,
        subject_kind=audience.subject_kind,
        member_role=audience.member_role,
        office_id=audience.office_id,
        announced_on=today,
        created_by_person_id=by,
        created_at=now,
        **_columns(wanted),
    )
    new = bool(session.execute(made).rowcount)  # type: ignore[attr-defined]
    deadline = deadline_of_draft(session, draft_id)
    assert deadline is not None
    return deadline, new


def change_deadline(session: Session, deadline: Deadline, wanted: Wanted) -> None:
    """Let a deadline be as `wanted` from now on; what is planned for another day is dropped."""
    announced = deadline.announced_on or wanted.due_on
    for name, value in _columns(wanted).items():
        setattr(deadline, name, value)
    deadline.announced_on = min(announced, wanted.due_on)
    drop_planned(session, RuleSource.DEADLINE, deadline.id, "changed", but_due_on=wanted.due_on)
    session.flush()


def cancel_deadline(session: Session, deadline: Deadline, now: datetime) -> None:
    """From now on it counts nowhere, and what is planned for it goes out no more."""
    deadline.cancelled_at = now
    drop_planned(session, RuleSource.DEADLINE, deadline.id, "cancelled")
    session.flush()


def deadline_of_draft(session: Session, draft_id: str) -> Deadline | None:
    """The deadline made from this draft, if it was sent."""
    return session.scalar(select(Deadline).where(Deadline.code == draft_id))


def find_own(session: Session, posts: Iterable[Post], deadline_id: int) -> Deadline | None:
    """The deadline of this number, if these posts may change and cancel it; else None, whether it
    exists or not."""
    query = select(Deadline).where(Deadline.id == deadline_id, _own(posts))
    return session.scalar(query)


def own_deadlines(session: Session, posts: Iterable[Post]) -> set[int]:
    """The ids of the deadlines that these posts may change and cancel."""
    return set(session.scalars(select(Deadline.id).where(_own(posts))))


def _own(posts: Iterable[Post]) -> ColumnElement[bool]:
    """Made in the chat, for no more than what these posts reach over, and not cancelled."""
    reached: list[ColumnElement[bool]] = [false()]
    for scope in reaches(posts):
        match scope.kind:
            case ScopeKind.COUNTRY:
                reached.append(true())
            case ScopeKind.PROGRAMME:
                reached.append(Deadline.programme_id == scope.id)
            case ScopeKind.OFFICE:
                reached.append(Deadline.office_id == scope.id)
    return Deadline.created_at.is_not(None) & Deadline.cancelled_at.is_(None) & or_(*reached)


def _columns(wanted: Wanted) -> dict[str, object]:
    return {
        "title_th": wanted.title,
        "due_on": wanted.due_on,
        "due_time": wanted.due_time,
        "submit_url": wanted.submit_url,
        "ladder": sorted(wanted.ladder),
        "subject_ids": None if wanted.subject_ids is None else sorted(wanted.subject_ids),
        "repeats_yearly": wanted.repeats_yearly,
    }


# --- every year ----------------------------------------------------------------------------------


def yearly_passed(session: Session, today: date) -> list[int]:
    """The ids of those that repeat yearly and whose day has passed."""
    return list(session.scalars(select(Deadline.id).where(*_passed(today))))


def renew_yearly(session: Session, now: datetime, today: date) -> int:
    """Make next year's row of each of these; how many. It is told of a month before its day.

    Idempotent: the code of the row names its year, and the row of last year repeats no more.
    """
    passed = session.scalars(select(Deadline).where(*_passed(today)).with_for_update()).all()
    for row in passed:
        due_on = _next_year(row.due_on, today)
        first = min(row.ladder, default=0)
        announced_on = due_on - max(ANNOUNCED_BEFORE, timedelta(days=-first))
        changed = {
            "code": f"{row.code.partition(':')[0]}:{due_on.year}",
            "due_on": due_on,
            "announced_on": announced_on,
            "created_at": now,
        }
        columns = [name for name in Deadline.__table__.columns.keys() if name != "id"]  # noqa: SIM118
        values = {name: getattr(row, name) for name in columns} | changed
        session.execute(insert_unless_there(session, Deadline).values(**values))
        row.repeats_yearly = False
    session.flush()
    return len(passed)


def _passed(today: date) -> tuple[ColumnElement[bool], ...]:
    return (
        Deadline.repeats_yearly.is_(True),
        Deadline.cancelled_at.is_(None),
        Deadline.due_on < today,
    )


def _next_year(day: date, today: date) -> date:
    """The same day of the next year in which it has not passed; 29 February is the 28th."""
    year = max(day.year + 1, today.year)
    if (again := _in_year(day, year)) < today:
        again = _in_year(day, year + 1)
    return again


def _in_year(day: date, year: int) -> date:
    try:
        return day.replace(year=year)
    except ValueError:
        return date(year, 2, 28)


def breaks_of(session: Session, deadline: Deadline) -> tuple[SchoolBreak, ...]:
    """When those whom it asks are left in peace: an office never."""
    if deadline.subject_kind is SubjectKind.OFFICE:
        return ()
    return read_breaks(session.get_one(Programme, deadline.programme_id).school_breaks)
