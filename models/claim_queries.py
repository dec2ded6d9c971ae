"""Requests to be let in: made, seen by those who may decide them, decided, taken back.

Nothing of a school but its public name is told to somebody who asks.
"""

from dataclasses import dataclass
from datetime import date, datetime, timedelta
from enum import StrEnum

from sqlalchemy import ColumnElement, Row, and_, delete, false, func, or_, select, update
from sqlalchemy.orm import Session

from models.actors import Actor, Post
from models.base import insert_unless_there
from models.claims import JoinClaim
from models.data_requests import LeavingAccount
from models.people_tables import Appointment, LineAccount, Person
from models.places import School
from models.policy import ADMITTED, MAY, Action
from models.posts_effective import effective, in_force
from models.schools_within import lies_within
from models.scopes import Scope
from models.vocabulary import ClaimState, Role, ScopeKind

#: Requests of one account within so long.
MOST_OF_ACCOUNT, WITHIN = 3, timedelta(days=7)
#: Requests that may wait at one school: more are no colleagues.
MOST_AT_SCHOOL = 30
#: For how long an approval can be taken back.
UNDO_DAYS = 7
#: For how long a request waits for somebody's word.
WAITS = timedelta(days=30)


class ClaimMade(StrEnum):
    """What became of a request that was sent."""

    DONE = "done"
    ALREADY = "already"  # this very one was sent before
    WAITING = "waiting"  # another one of this account waits
    TOO_MANY = "too_many"
    BUSY = "busy"  # too many wait at this school


@dataclass(frozen=True, slots=True)
class Claim:
    """A request as those see it who decide it."""

    id: int
    draft_id: str
    line_user_id: str
    full_name: str
    role: Role
    school: Scope
    state: ClaimState
    made_at: datetime
    decided_at: datetime | None
    decided_by_person_id: int | None
    appointment_id: int | None
    tied: bool

    @property
    def post(self) -> Post:
        return Post(self.role, self.school)


@dataclass(frozen=True, slots=True)
class Colleague:
    """Somebody who holds a post at a school today, and whether through some LINE account."""

    person_id: int
    full_name: str
    has_account: bool


def make_claim(
    session: Session,
    *,
    draft_id: str,
    line_user_id: str,
    full_name: str,
    post: Post,
    now: datetime,
) -> ClaimMade:
    """Ask to be let in to this post of a school. In a race one request of an account stands."""
    mine = JoinClaim.line_user_id == line_user_id
    if session.scalar(select(JoinClaim.id).where(JoinClaim.draft_id == draft_id)) is not None:
        return ClaimMade.ALREADY
    if waiting_claim(session, line_user_id) is not None:
        return ClaimMade.WAITING
    if _count(session, mine, JoinClaim.made_at > now - WITHIN) >= MOST_OF_ACCOUNT:
        return ClaimMade.TOO_MANY
    waiting = JoinClaim.state == ClaimState.WAITING
    if _count(session, JoinClaim.school_id == post.scope.id, waiting) >= MOST_AT_SCHOOL:
        return ClaimMade.BUSY
    row = insert_unless_there(session, JoinClaim).values(
        draft_id=draft_id,
        line_user_id=line_user_id,
        full_name=full_name,
        role=post.role,
        school_id=post.scope.id,
        state=ClaimState.WAITING,
        made_at=now,
        reason="",
        tied=False,
    )
    made = session.execute(row).rowcount  # type: ignore[attr-defined]
    return ClaimMade.DONE if made else ClaimMade.WAITING


def waiting_claim(session: Session, line_user_id: str) -> Claim | None:
    """The request of this account that waits, if one does."""
    mine = (JoinClaim.line_user_id == line_user_id, JoinClaim.state == ClaimState.WAITING)
    row = session.execute(_CLAIM.where(*mine)).first()
    return _claim(row) if row else None


def withdraw_claim(session: Session, claim_id: int) -> bool:
    """Its maker takes it back; False where it was decided meanwhile."""
    return _move(session, claim_id, ClaimState.WAITING, state=ClaimState.WITHDRAWN)


# --- who may decide -------------------------------------------------------------------------------


def waiting_for(
    session: Session, actor: Actor, today: date, *, skip: int = 0, most: int = 50
) -> list[Claim]:
    """The requests that this person may decide, the oldest first."""
    waiting = JoinClaim.state == ClaimState.WAITING
    query = _CLAIM.where(waiting, _decided_by(actor, today)).order_by(JoinClaim.id)
    return [_claim(row) for row in session.execute(query.offset(skip).limit(most))]


def count_waiting_for(session: Session, actor: Actor, today: date) -> int:
    """How many requests wait for this person."""
    waiting = JoinClaim.state == ClaimState.WAITING
    query = select(func.count()).select_from(JoinClaim).join(School)
    return session.scalar(query.where(waiting, _decided_by(actor, today))) or 0


def claim_to_decide(session: Session, actor: Actor, claim_id: int, today: date) -> Claim | None:
    """The request of this number, decided or not; None for one that is none of this person's."""
    query = _CLAIM.where(JoinClaim.id == claim_id, _decided_by(actor, today))
    row = session.execute(query).first()
    return _claim(row) if row else None


def deciders(session: Session, claim: Claim, today: date) -> list[str]:
    """The accounts to tell of a request: of the school's head, and the coordinators of its area."""
    office = select(School.office_id).where(School.id == claim.school.id).scalar_subquery()
    at_school = [r for r in _admitting(claim.role) if ScopeKind.SCHOOL is _held_over(r)]
    at_office = [r for r in _admitting(claim.role) if ScopeKind.OFFICE is _held_over(r)]
    query = (
        select(LineAccount.line_user_id)
        .join(Appointment, Appointment.person_id == LineAccount.person_id)
        .where(
            LineAccount.blocked_at.is_(None),
            LineAccount.line_user_id != claim.line_user_id,
            effective(today),
            or_(
                and_(Appointment.role.in_(at_school), Appointment.school_id == claim.school.id),
                and_(Appointment.role.in_(at_office), Appointment.office_id == office),
            ),
        )
        .distinct()
        .order_by(LineAccount.line_user_id)
    )
    return list(session.scalars(query))


def _admitting(role: Role) -> list[Role]:
    return [each for each in Role if Action.ADMIT in MAY[each] and role in ADMITTED[each]]


def _held_over(role: Role) -> ScopeKind:
    return ScopeKind.SCHOOL if role is Role.SCHOOL_ADMINISTRATOR else ScopeKind.OFFICE


def _decided_by(actor: Actor, today: date) -> ColumnElement[bool]:
    """The requests within reach of a post that may let in to such a post; never one's own."""
    ways = [
        and_(JoinClaim.role.in_(ADMITTED[post.role]), lies_within(post.scope, today))
        for post in actor.posts
        if Action.ADMIT in MAY[post.role]
    ]
    return and_(JoinClaim.line_user_id != actor.line_user_id, or_(false(), *ways))


# --- deciding ------------------------------------------------------------------------------------


def colleagues(session: Session, school_id: int | None, but: str, today: date) -> list[Colleague]:
    """Who holds a post at this school today; but the one whose LINE account this is."""
    account = select(LineAccount.line_user_id).where(LineAccount.person_id == Person.id)
    # An account that is locked until its deletion is final is still theirs.
    leaving = select(LeavingAccount.line_user_id).where(LeavingAccount.person_id == Person.id)
    one = select(LineAccount.person_id).where(
        LineAccount.line_user_id == but, LineAccount.person_id.is_not(None)
    )
    query = (
        select(Person.id, Person.full_name, or_(account.exists(), leaving.exists()))
        .join(Appointment, Appointment.person_id == Person.id)
        .where(Appointment.school_id == school_id, in_force(today), Person.id.not_in(one))
        .distinct()
        .order_by(Person.id)
    )
    return [Colleague(*row) for row in session.execute(query)]


def decide(
    session: Session, claim_id: int, state: ClaimState, *, by: int, at: datetime, reason: str = ""
) -> bool:
    """Approve or refuse a request that waits; False where somebody else was quicker."""
    found = {"decided_by_person_id": by, "decided_at": at, "reason": reason}
    return _move(session, claim_id, ClaimState.WAITING, state=state, **found)


def note_admitted(
    session: Session, claim_id: int, person_id: int, appointment_id: int | None, *, tied: bool
) -> None:
    """Whom an approval let in, and what it brought, so that it can be taken back."""
    values = {"person_id": person_id, "appointment_id": appointment_id, "tied": tied}
    session.execute(update(JoinClaim).where(JoinClaim.id == claim_id).values(**values))


def drop_old_claims(session: Session, before: datetime) -> list[Claim]:
    """Delete the requests made before then that still wait: nobody will decide them; which."""
    waiting = JoinClaim.state == ClaimState.WAITING
    old = [
        _claim(row) for row in session.execute(_CLAIM.where(waiting, JoinClaim.made_at < before))
    ]
    # One that is decided at this very moment stays.
    gone = delete(JoinClaim).where(waiting, JoinClaim.id.in_([claim.id for claim in old]))
    session.execute(gone.execution_options(synchronize_session=False))
    return old


def undo_claim(session: Session, claim_id: int) -> bool:
    """An approval holds no more; False where it is none any more."""
    return _move(session, claim_id, ClaimState.APPROVED, state=ClaimState.UNDONE)


def _move(session: Session, claim_id: int, since: ClaimState, **values: object) -> bool:
    moved = session.execute(
        update(JoinClaim)
        .where(JoinClaim.id == claim_id, JoinClaim.state == since)
        .values(**values)
        .returning(JoinClaim.id)
        .execution_options(synchronize_session=False)
    )
    return moved.first() is not None


def _count(session: Session, *where: ColumnElement[bool]) -> int:
    return session.scalar(select(func.count()).select_from(JoinClaim).where(*where)) or 0


_CLAIM = select(
    JoinClaim.id,
    JoinClaim.draft_id,
    JoinClaim.line_user_id,
    JoinClaim.full_name,
    JoinClaim.role,
    JoinClaim.school_id,
    JoinClaim.state,
    JoinClaim.made_at,
    JoinClaim.decided_at,
    JoinClaim.decided_by_person_id,
    JoinClaim.appointment_id,
    JoinClaim.tied,
    School.code,
    School.name_th,
).join(School, School.id == JoinClaim.school_id)


def _claim(row: Row[*tuple[object, ...]]) -> Claim:
    school = Scope(ScopeKind.SCHOOL, row.code, row.school_id, row.name_th)
    return Claim(
        row.id,
        row.draft_id,
        row.line_user_id,
        row.full_name,
        row.role,
        school,
        row.state,
        row.made_at,
        row.decided_at,
        row.decided_by_person_id,
        row.appointment_id,
        row.tied,
    )
