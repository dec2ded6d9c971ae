"""LINE accounts: made at the first word, blocked and unblocked, locked after wrong codes."""

from datetime import date, datetime, timedelta

from sqlalchemy import select, update
from sqlalchemy.orm import Session

from models.base import insert_unless_there
from models.people_tables import Appointment, LineAccount
from models.policy import MAY, Action
from models.posts_effective import effective
from models.privacy_words import LegalBasis
from models.vocabulary import Role, ScopeKind

# Issue 2, "Joining": five wrong codes lock joining for that account for an hour.
WRONG_CODES_ALLOWED = 5
LOCKED_FOR = timedelta(hours=1)


def ensure_account(session: Session, line_user_id: str, now: datetime) -> None:
    """Make the row of this LINE account unless it is there; safe in a race."""
    session.execute(
        insert_unless_there(session, LineAccount).values(
            line_user_id=line_user_id, wrong_codes=0, created_at=now
        )
    )


def set_blocked(session: Session, line_user_id: str, blocked_at: datetime | None) -> None:
    """Remember that the account blocks the bot since then (unfollow), or no longer (None).

    What menu LINE then shows there is not known any more.
    """
    session.execute(
        update(LineAccount)
        .where(LineAccount.line_user_id == line_user_id)
        .values(blocked_at=blocked_at, rich_menu_id=None)
    )


def note_shown(session: Session, line_user_id: str, version: str, at: datetime) -> None:
    """Remember which version of the privacy notice was shown, and when (PDPA s.23), and the basis
    that it names: what is done in the public task needs no consent (s.24(4))."""
    session.execute(
        update(LineAccount)
        .where(LineAccount.line_user_id == line_user_id)
        .values(notice_version=version, notice_shown_at=at, notice_basis=LegalBasis.PUBLIC_TASK)
    )


def count_wrong_code(session: Session, line_user_id: str, now: datetime) -> datetime | None:
    """Count one wrong code of an existing account; the fifth locks joining for an hour.

    Returns until when joining is locked, or None while more tries are allowed. The count starts
    anew with the lock, so after the hour there are five tries again.
    """
    wrong = session.scalar(
        update(LineAccount)
        .where(LineAccount.line_user_id == line_user_id)
        .values(wrong_codes=LineAccount.wrong_codes + 1)
        .returning(LineAccount.wrong_codes)
    )
    if wrong is None or wrong < WRONG_CODES_ALLOWED:
        return None
    until = now + LOCKED_FOR
    session.execute(
        update(LineAccount)
        .where(LineAccount.line_user_id == line_user_id)
        .values(wrong_codes=0, joining_locked_until=until)
    )
    return until


def release_others(session: Session, person_id: int, keep: str) -> tuple[str, ...]:
    """Let go of every LINE account of this person but one; which they were."""
    let_go = (LineAccount.person_id == person_id, LineAccount.line_user_id != keep)
    found = tuple(session.scalars(select(LineAccount.line_user_id).where(*let_go)))
    session.execute(
        update(LineAccount).where(*let_go).values(person_id=None, acting_appointment_id=None)
    )
    return found


def accounts_that_may(
    session: Session, action: Action, today: date, over: ScopeKind | None = None
) -> list[str]:
    """The LINE user ids, not blocking us, of everybody whose role allows this action today; with
    `over` only of those who hold it over this kind of scope."""
    roles = [role for role in Role if action in MAY[role]]
    held = () if over is None else (Appointment.scope_kind == over,)
    query = (
        select(LineAccount.line_user_id)
        .join(Appointment, Appointment.person_id == LineAccount.person_id)
        .where(
            LineAccount.blocked_at.is_(None),
            Appointment.role.in_(roles),
            effective(today),
            *held,
        )
        .distinct()
    )
    return list(session.scalars(query))
