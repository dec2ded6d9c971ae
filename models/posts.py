"""Appointments as they begin and end: given from a day on, ended by a day, never twice the same."""

from collections.abc import Sequence
from datetime import date, timedelta

from sqlalchemy import ColumnElement, and_, or_, select, update
from sqlalchemy.orm import Session

from models.actors import Post
from models.people_tables import Appointment, LineAccount, Person, scope_column
from models.posts_effective import in_force
from models.scopes import Scope


def scope_values(scope: Scope) -> dict[str, int | None]:
    """The columns of a row that is held over this scope."""
    column = scope_column(scope.kind)
    return {} if column is None else {column: scope.id}


def same_post(post: Post) -> ColumnElement[bool]:
    """That an appointment is to this role over this scope, whosever and whenever; no deputy's."""
    column = scope_column(post.scope.kind)
    same = and_(
        Appointment.role == post.role,
        Appointment.scope_kind == post.scope.kind,
        Appointment.deputy_for_person_id.is_(None),
    )
    return same if column is None else and_(same, getattr(Appointment, column) == post.scope.id)


def holds(session: Session, person_id: int, post: Post, today: date) -> bool:
    """Whether the person holds this post today with no end in sight."""
    query = select(Appointment.id).where(
        Appointment.person_id == person_id,
        same_post(post),
        Appointment.starts_on <= today,
        Appointment.ends_on.is_(None),
    )
    return session.scalars(query.limit(1)).first() is not None


def holds_for_now(session: Session, person_id: int, post: Post, today: date) -> bool:
    """Whether the person holds this post today or will, be its end known or not."""
    query = select(Appointment.id).where(_not_over(person_id, today), same_post(post))
    return session.scalars(query.limit(1)).first() is not None


def any_own_post(session: Session, person_id: int, today: date) -> bool:
    """Whether the person holds any post today or will, but as a deputy."""
    own = (_not_over(person_id, today), Appointment.deputy_for_person_id.is_(None))
    return session.scalars(select(Appointment.id).where(*own).limit(1)).first() is not None


def _not_over(person_id: int, today: date) -> ColumnElement[bool]:
    return and_(
        Appointment.person_id == person_id,
        or_(Appointment.ends_on.is_(None), Appointment.ends_on >= today),
    )


def any_post(session: Session, person_id: int | None, today: date) -> bool:
    """Whether the person holds any post today."""
    query = select(Appointment.id).where(Appointment.person_id == person_id, in_force(today))
    return session.scalars(query.limit(1)).first() is not None


def appoint(
    session: Session,
    person_id: int,
    post: Post,
    starts_on: date,
    ends_on: date | None = None,
) -> Appointment:
    """The person holds this post from one day to another, both included (None: until further
    notice). What they hold of the very same post, and what touches these days, becomes one with it:
    no two rows of one post ever share a day.
    """
    lock_person(session, person_id)
    first, last = starts_on, ends_on
    touching: list[Appointment] = []
    for row in _rows(session, person_id, post):
        if _touches(row, first, last):
            touching.append(row)
            first = min(first, row.starts_on)
            last = None if last is None or row.ends_on is None else max(last, row.ends_on)
    if not touching:
        row = Appointment(
            person_id=person_id,
            role=post.role,
            scope_kind=post.scope.kind,
            starts_on=first,
            ends_on=last,
            **scope_values(post.scope),
        )
        session.add(row)
        session.flush()
        return row
    kept, *others = touching
    for other in others:
        _drop(session, other)
    session.flush()
    kept.starts_on, kept.ends_on = first, last
    session.flush()
    return kept


def lock_person(session: Session, person_id: int) -> None:
    """Whoever else gives this person a post waits: a row that is not there yet cannot be locked.
    Before any post of theirs is, so that no two wait for each other."""
    # Not so hard that a record that only refers to the person would wait, too.
    mine = select(Person.id).where(Person.id == person_id)
    session.execute(mine.with_for_update(key_share=True))


def move_post(
    session: Session, appointment_id: int, person_id: int, there: Post, first: date
) -> bool:
    """The person holds the post `there` from that day on, for as long as they would have held this
    one, which ends the day before. False, and nothing is done, where it is over by then, or gone.
    """
    lock_person(session, person_id)
    row = session.get(Appointment, appointment_id, with_for_update=True, populate_existing=True)
    last = row.ends_on if row is not None else None
    if not end_post(session, appointment_id, first - timedelta(days=1)):
        return False
    appoint(session, person_id, there, first, last)
    return True


def end_post(session: Session, appointment_id: int, last_day: date) -> bool:
    """This is the last day of the post; one that has not begun by then goes. False where it is
    over already, or gone."""
    row = session.get(Appointment, appointment_id, with_for_update=True, populate_existing=True)
    if row is None or (row.ends_on is not None and row.ends_on <= last_day):
        return False
    _end(session, row, last_day)
    if row.deputy_for_person_id is None:
        # Whoever stands in for somebody has nothing to stand in for any more.
        for deputy in _deputies(session, row):
            if deputy.ends_on is None or deputy.ends_on > last_day:
                _end(session, deputy, last_day)
    session.flush()
    return True


def _end(session: Session, row: Appointment, last_day: date) -> None:
    if row.starts_on > last_day:
        _drop(session, row)
    else:
        row.ends_on = last_day


def _deputies(session: Session, row: Appointment) -> Sequence[Appointment]:
    column = scope_column(row.scope_kind)
    query = select(Appointment).where(
        Appointment.deputy_for_person_id == row.person_id,
        Appointment.role == row.role,
        Appointment.scope_kind == row.scope_kind,
    )
    if column is not None:
        query = query.where(getattr(Appointment, column) == getattr(row, column))
    return session.scalars(query.order_by(Appointment.id)).all()


def deputise(
    session: Session, appointment_id: int, deputy_person_id: int, first: date, last: date
) -> Appointment | None:
    """Another person holds this post too, from one day to another, on behalf of its holder; at
    most for as long as the holder. None: the post is over, or they stand in for it already."""
    row = session.get(Appointment, appointment_id, with_for_update=True, populate_existing=True)
    if row is None or row.person_id == deputy_person_id or row.deputy_for_person_id is not None:
        return None
    last = min(last, row.ends_on or last)
    if last < first:
        return None
    standing = [d for d in _deputies(session, row) if d.person_id == deputy_person_id]
    if any(d.starts_on <= last and (d.ends_on is None or d.ends_on >= first) for d in standing):
        return None
    deputy = Appointment(
        person_id=deputy_person_id,
        role=row.role,
        scope_kind=row.scope_kind,
        school_id=row.school_id,
        network_id=row.network_id,
        office_id=row.office_id,
        programme_id=row.programme_id,
        starts_on=first,
        ends_on=last,
        deputy_for_person_id=row.person_id,
    )
    session.add(deputy)
    session.flush()
    return deputy


def _rows(session: Session, person_id: int, post: Post) -> Sequence[Appointment]:
    query = select(Appointment).where(Appointment.person_id == person_id, same_post(post))
    ordered = query.order_by(Appointment.starts_on).with_for_update()
    return session.scalars(ordered.execution_options(populate_existing=True)).all()


def _touches(row: Appointment, first: date, last: date | None) -> bool:
    """Whether the row shares a day with these, or ends the day before, or begins the day after."""
    before_its_start = last is not None and last < row.starts_on - timedelta(days=1)
    after_its_end = row.ends_on is not None and row.ends_on < first - timedelta(days=1)
    return not before_its_start and not after_its_end


def _drop(session: Session, row: Appointment) -> None:
    session.execute(
        update(LineAccount)
        .where(LineAccount.acting_appointment_id == row.id)
        .values(acting_appointment_id=None)
    )
    session.delete(row)
