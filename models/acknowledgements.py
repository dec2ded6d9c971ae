"""The other side of a visit: the school that was visited says that it was so, or objects."""

from collections.abc import Iterable
from datetime import date, datetime

from sqlalchemy import (
    CheckConstraint,
    ColumnElement,
    ForeignKey,
    Index,
    Select,
    Text,
    and_,
    func,
    or_,
    select,
    text,
    update,
)
from sqlalchemy.orm import Mapped, Session, mapped_column

from models.actors import Actor, Post
from models.base import Base, enum_column_type, insert_unless_there
from models.people_tables import Appointment, LineAccount
from models.policy import MAY, Action, may
from models.posts_effective import effective
from models.visits import MentoringVisit
from models.vocabulary import AckState, Role, ScopeKind

_WAITING = text("state = 'asked'")


class Acknowledgement(Base):
    """What the visited school was asked about one visit, and what it answered."""

    __tablename__ = "acknowledgements"
    __table_args__ = (
        CheckConstraint("(state = 'asked') = (answered_at IS NULL)", name="answered_at"),
        CheckConstraint("(state = 'asked') = (by_person_id IS NULL)", name="answered_by"),
        CheckConstraint("state <> 'objected' OR sentence <> ''", name="objection"),
        Index(
            "ix_acknowledgements_waiting",
            "school_id",
            sqlite_where=_WAITING,
            postgresql_where=_WAITING,
        ),
    )

    visit_id: Mapped[int] = mapped_column(
        ForeignKey("mentoring_visits.id"), primary_key=True, autoincrement=False
    )
    school_id: Mapped[int] = mapped_column(ForeignKey("schools.id"))
    state: Mapped[AckState] = mapped_column(enum_column_type(AckState))
    asked_at: Mapped[datetime]
    answered_at: Mapped[datetime | None]
    by_person_id: Mapped[int | None] = mapped_column(ForeignKey("people.id"))
    sentence: Mapped[str] = mapped_column(Text, default="")


def ask_acknowledgement(
    session: Session, visit: MentoringVisit, now: datetime, *, anew: bool = False
) -> Acknowledgement:
    """Ask the school that was visited: once, and again where the visit names another school now
    or, with `anew`, says something else than it did when the school was asked."""
    session.execute(
        insert_unless_there(session, Acknowledgement).values(
            visit_id=visit.id,
            school_id=visit.mentee_school_id,
            state=AckState.ASKED,
            asked_at=now,
            sentence="",
        )
    )
    asked = session.get_one(Acknowledgement, visit.id)
    if anew or asked.school_id != visit.mentee_school_id:
        # Every column, whatever was read: an answer may have come between.
        session.execute(
            update(Acknowledgement)
            .where(Acknowledgement.visit_id == visit.id)
            .values(
                school_id=visit.mentee_school_id,
                state=AckState.ASKED,
                asked_at=now,
                answered_at=None,
                by_person_id=None,
                sentence="",
            )
            .execution_options(synchronize_session=False)
        )
    session.refresh(asked)
    return asked


def answer_acknowledgement(
    session: Session,
    actor: Actor,
    visit_id: int,
    state: AckState,
    *,
    now: datetime,
    sentence: str = "",
    asked_at: datetime | None = None,
) -> Acknowledgement | None:
    """Somebody of the visited school says ACKNOWLEDGED or OBJECTED (with a sentence); a later
    word replaces an earlier one, but an objection is taken back only by who made it, and its
    sentence stays then.

    None where the school was not asked or, with `asked_at` (aware), was asked anew since then, the
    visit is withdrawn, or the actor may not speak for the school, reported it, or would undo
    somebody else's objection. Raises ValueError for an objection without a sentence.
    """
    if state is AckState.ASKED or (state is AckState.OBJECTED and not sentence.strip()):
        raise ValueError(f"{state.value} with {len(sentence)} characters is no answer")
    seen = Acknowledgement.asked_at if asked_at is None else asked_at
    said = {"sentence": sentence} if state is AckState.OBJECTED else {}
    answered = session.execute(
        update(Acknowledgement)
        .where(
            Acknowledgement.visit_id == visit_id,
            Acknowledgement.visit_id.in_(_to_be_answered(actor)),
            Acknowledgement.school_id.in_(_schools_spoken_for(actor.posts)),
            Acknowledgement.asked_at == seen,
            or_(
                Acknowledgement.state != AckState.OBJECTED,
                Acknowledgement.by_person_id == actor.person_id,
            ),
        )
        .values(state=state, answered_at=now, by_person_id=actor.person_id, **said)
        .execution_options(synchronize_session=False)
    )
    if not answered.rowcount:  # type: ignore[attr-defined]
        return None
    return acknowledgement_of(session, visit_id)


def acknowledgement_of(session: Session, visit_id: int) -> Acknowledgement | None:
    """What the visited school was asked and said of this visit; None if it was not asked.

    Not scoped: for a visit that its own look-up has found for the asker.
    """
    return session.get(Acknowledgement, visit_id, populate_existing=True)


def waiting_acknowledgements(session: Session, actor: Actor) -> list[Acknowledgement]:
    """What the schools that the actor speaks for have not answered yet, the oldest first."""
    rows = session.scalars(
        select(Acknowledgement)
        .where(*_waiting_for(actor))
        .order_by(Acknowledgement.asked_at, Acknowledgement.visit_id)
    )
    return list(rows)


def count_waiting(session: Session, actor: Actor) -> int:
    """How many visits wait for a word of the schools that the actor speaks for."""
    query = select(func.count()).select_from(Acknowledgement).where(*_waiting_for(actor))
    return session.scalar(query) or 0


def speakers_of(session: Session, school_id: int, today: date) -> dict[int, tuple[str, ...]]:
    """Who may say a school's word on this day (Bangkok) and can be reached, by their person's id
    with their LINE accounts: an administrator before a teacher, the one appointed first first.
    """
    rows = session.execute(
        select(Appointment.person_id, LineAccount.line_user_id)
        .join(
            LineAccount,
            and_(LineAccount.person_id == Appointment.person_id, LineAccount.blocked_at.is_(None)),
        )
        .where(
            Appointment.school_id == school_id,
            Appointment.role.in_([role for role, can in MAY.items() if Action.ACKNOWLEDGE in can]),
            effective(today),
        )
        .order_by(
            Appointment.role != Role.SCHOOL_ADMINISTRATOR,
            Appointment.starts_on,
            Appointment.id,
            LineAccount.line_user_id,
        )
    )
    found: dict[int, tuple[str, ...]] = {}
    for person_id, account in rows:
        accounts = found.setdefault(person_id, ())
        found[person_id] = accounts if account in accounts else (*accounts, account)
    return found


def _waiting_for(actor: Actor) -> tuple[ColumnElement[bool], ...]:
    return (
        Acknowledgement.state == AckState.ASKED,
        Acknowledgement.school_id.in_(_schools_spoken_for(actor.posts)),
        Acknowledgement.visit_id.in_(_to_be_answered(actor)),
    )


def _to_be_answered(actor: Actor) -> Select[int]:
    """The visits that count and that somebody else reported: nobody answers their own word."""
    return select(MentoringVisit.id).where(
        MentoringVisit.withdrawn_at.is_(None),
        MentoringVisit.reporter_person_id != actor.person_id,
    )


def _schools_spoken_for(posts: Iterable[Post]) -> list[int]:
    return [
        post.scope.id
        for post in posts
        if may([post], Action.ACKNOWLEDGE)
        and post.scope.kind is ScopeKind.SCHOOL
        and post.scope.id is not None
    ]
