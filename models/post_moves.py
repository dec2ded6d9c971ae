"""A post that somebody moves to a school beyond their reach: it waits for the word of those who
look after that school. Until then, and where it is refused, the post is as it was.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime

from sqlalchemy import (
    CheckConstraint,
    ColumnElement,
    ForeignKey,
    Index,
    Row,
    String,
    and_,
    false,
    func,
    or_,
    select,
    text,
    update,
)
from sqlalchemy.orm import Mapped, Session, mapped_column

from models.actors import Actor
from models.base import NEVER_REUSED, Base, BigId, enum_column_type, insert_unless_there
from models.people_tables import Appointment, LineAccount, Person
from models.places import School
from models.policy import ADMITTED, MAY, Action
from models.posts_effective import effective
from models.posts_held import Held
from models.posts_reach import post_kept
from models.schools_within import lies_within
from models.scopes import Scope
from models.vocabulary import ClaimState, Role, ScopeKind

_WAITS = text("state = 'waiting'")


class PostMove(Base):
    """One request. `appointment_id`: the post as it was when it was asked; `first_day` of the new
    one (Bangkok)."""

    __tablename__ = "post_moves"
    __table_args__ = (
        CheckConstraint(
            "(state IN ('waiting', 'withdrawn')) = (decided_at IS NULL)", name="decided"
        ),
        # One at a time for each post.
        Index(
            "uq_post_moves_waiting",
            "appointment_id",
            unique=True,
            sqlite_where=_WAITS,
            postgresql_where=_WAITS,
        ),
        NEVER_REUSED,
    )

    id: Mapped[int] = mapped_column(BigId, primary_key=True)
    draft_id: Mapped[str] = mapped_column(String(48), unique=True)
    appointment_id: Mapped[int] = mapped_column(BigId)
    person_id: Mapped[int] = mapped_column(ForeignKey("people.id"), index=True)
    role: Mapped[Role] = mapped_column(enum_column_type(Role))
    from_school_id: Mapped[int] = mapped_column(ForeignKey("schools.id"))
    to_school_id: Mapped[int] = mapped_column(ForeignKey("schools.id"), index=True)
    first_day: Mapped[date]
    state: Mapped[ClaimState] = mapped_column(enum_column_type(ClaimState))
    asked_by_person_id: Mapped[int] = mapped_column(ForeignKey("people.id"), index=True)
    asked_at: Mapped[datetime]
    decided_by_person_id: Mapped[int | None] = mapped_column(ForeignKey("people.id"))
    decided_at: Mapped[datetime | None]


@dataclass(frozen=True, slots=True)
class Move:
    """A request as those see it who decide it. `full_name` is empty where it was deleted."""

    id: int
    appointment_id: int
    person_id: int
    full_name: str
    role: Role
    leaves: Scope
    school: Scope
    first_day: date
    state: ClaimState
    asked_by_person_id: int
    asked_at: datetime


_Leaves = School.__table__.alias("leaves")
_MOVE = (
    select(
        PostMove,
        Person.full_name,
        School.code,
        School.name_th,
        _Leaves.c.code.label("leaves_code"),
        _Leaves.c.name_th.label("leaves_name"),
    )
    .join(Person, Person.id == PostMove.person_id)
    .join(School, School.id == PostMove.to_school_id)
    .join(_Leaves, _Leaves.c.id == PostMove.from_school_id)
)


def ask_move(
    session: Session,
    post: Held,
    school: Scope,
    *,
    draft_id: str,
    first_day: date,
    by: int,
    now: datetime,
) -> Move | None:
    """Ask that this post of a school be held at that school from a day on; None where one waits
    for this post already, also in a race."""
    made = insert_unless_there(session, PostMove).values(
        draft_id=draft_id,
        appointment_id=post.id,
        person_id=post.person_id,
        role=post.post.role,
        from_school_id=post.post.scope.id,
        to_school_id=school.id,
        first_day=first_day,
        state=ClaimState.WAITING,
        asked_by_person_id=by,
        asked_at=now,
    )
    if not session.execute(made).rowcount:  # type: ignore[attr-defined]
        return None
    return _first(session, PostMove.draft_id == draft_id)


def moves_waiting(
    session: Session, actor: Actor, today: date, *, skip: int = 0, most: int = 50
) -> list[Move]:
    """The requests that this person may decide, the oldest first."""
    query = _MOVE.where(PostMove.state == ClaimState.WAITING, _decided_by(actor, today))
    rows = session.execute(query.order_by(PostMove.id).offset(skip).limit(most))
    return [_move(row) for row in rows]


def count_moves_waiting(session: Session, actor: Actor, today: date) -> int:
    """How many requests wait for this person."""
    query = select(func.count()).select_from(PostMove)
    query = query.join(School, School.id == PostMove.to_school_id)
    where = (PostMove.state == ClaimState.WAITING, _decided_by(actor, today))
    return session.scalar(query.where(*where)) or 0


def move_to_decide(session: Session, actor: Actor, move_id: int, today: date) -> Move | None:
    """The request of this number, decided or not; None for one that is none of this person's."""
    return _first(session, PostMove.id == move_id, _decided_by(actor, today))


def move_to_withdraw(session: Session, actor: Actor, move_id: int, today: date) -> Move | None:
    """The request of this number, if this person made it or looks after its post now."""
    move = _first(session, PostMove.id == move_id)
    if move is None or move.asked_by_person_id == actor.person_id:
        return move
    return move if post_kept(session, actor, move.appointment_id, today) else None


def move_of_post(session: Session, post: Held) -> int | None:
    """The number of the request that waits for this post."""
    waits = (PostMove.appointment_id == post.id, PostMove.state == ClaimState.WAITING)
    return session.scalar(select(PostMove.id).where(*waits))


def moves_of(session: Session, person_id: int) -> Sequence[int]:
    """The numbers of the requests that wait for posts of this person."""
    waits = (PostMove.person_id == person_id, PostMove.state == ClaimState.WAITING)
    return session.scalars(select(PostMove.id).where(*waits)).all()


def decide_move(
    session: Session, move_id: int, state: ClaimState, *, by: int | None, at: datetime | None
) -> bool:
    """Take it, refuse it, or (nobody, never) take it back; False where it waits no more."""
    moved = session.execute(
        update(PostMove)
        .where(PostMove.id == move_id, PostMove.state == ClaimState.WAITING)
        .values(state=state, decided_by_person_id=by, decided_at=at)
        .returning(PostMove.id)
        .execution_options(synchronize_session=False)
    )
    return moved.first() is not None


def deciders_of_move(session: Session, move: Move, today: date) -> list[str]:
    """The accounts to tell of a request: the coordinators of the school's area; where it has none
    who can be reached, those of the whole country."""
    office = select(School.office_id).where(School.id == move.school.id).scalar_subquery()
    of_area = _accounts(session, move, today, Appointment.office_id == office)
    whole = Appointment.scope_kind == ScopeKind.COUNTRY
    return of_area or _accounts(session, move, today, whole)


def _accounts(session: Session, move: Move, today: date, where: ColumnElement[bool]) -> list[str]:
    roles = [r for r in Role if Action.MANAGE_POSTS in MAY[r] and move.role in ADMITTED[r]]
    query = (
        select(LineAccount.line_user_id)
        .join(Appointment, Appointment.person_id == LineAccount.person_id)
        .where(
            LineAccount.blocked_at.is_(None),
            Appointment.role.in_(roles),
            Appointment.person_id != move.person_id,
            effective(today),
            where,
        )
        .distinct()
        .order_by(LineAccount.line_user_id)
    )
    return list(session.scalars(query))


def _decided_by(actor: Actor, today: date) -> ColumnElement[bool]:
    """The requests to schools within reach of a post that looks after such posts; none of one's
    own."""
    ways = [
        and_(PostMove.role.in_(ADMITTED[post.role]), lies_within(post.scope, today))
        for post in actor.posts
        if Action.MANAGE_POSTS in MAY[post.role]
    ]
    return and_(PostMove.person_id != actor.person_id, or_(false(), *ways))


def _first(session: Session, *where: ColumnElement[bool]) -> Move | None:
    row = session.execute(_MOVE.where(*where)).first()
    return _move(row) if row else None


def _move(row: Row[*tuple[object, ...]]) -> Move:
    one: PostMove = row.PostMove
    return Move(
        one.id,
        one.appointment_id,
        one.person_id,
        row.full_name,
        one.role,
        Scope(ScopeKind.SCHOOL, row.leaves_code, one.from_school_id, row.leaves_name),
        Scope(ScopeKind.SCHOOL, row.code, one.to_school_id, row.name_th),
        one.first_day,
        one.state,
        one.asked_by_person_id,
        one.asked_at,
    )
