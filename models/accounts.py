"""LINE accounts: made at the first word, blocked and unblocked, locked after wrong codes."""

from datetime import date, datetime, timedelta

from sqlalchemy import or_, select, update
from sqlalchemy.orm import Session

from models.base import insert_unless_there
from models.people_tables import Appointment, LineAccount
from models.policy import MAY, Action
from models.vocabulary import Role

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
    """Remember that the account blocks the bot since then (unfollow), or no longer (None)."""
    session.execute(
        update(LineAccount)
        .where(LineAccount.line_user_id == line_user_id)
        .values(blocked_at=blocked_at)
    )


def note_shown(session: Session, line_user_id: str, version: str, at: datetime) -> None:
    """Remember which version of the privacy notice was shown, and when (PDPA s.23)."""
    session.execute(
        update(LineAccount)
        .where(LineAccount.line_user_id == line_user_id)
        .values(notice_version=version, notice_shown_at=at)
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


def accounts_that_may(session: Session, action: Action, today: date) -> list[str]:
    """The LINE user ids, not blocking us, of everybody whose role allows this action today."""
    roles = [role for role in Role if action in MAY[role]]
    query = (
        select(LineAccount.line_user_id)
        .join(Appointment, Appointment.person_id == LineAccount.person_id)
        .where(
            LineAccount.blocked_at.is_(None),
            Appointment.role.in_(roles),
            Appointment.starts_on <= today,
            or_(Appointment.ends_on.is_(None), Appointment.ends_on >= today),
        )
        .distinct()
    )
    return list(session.scalars(query))
