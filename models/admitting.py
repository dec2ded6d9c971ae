"""Letting in somebody whose request was approved, and taking that back."""

from datetime import date, datetime, timedelta

from sqlalchemy.orm import Session

from models.accounts import ensure_account
from models.claim_queries import Claim, note_admitted
from models.people_tables import LineAccount, Person
from models.posts import any_own_post, appoint, end_post, holds_for_now


def admit(
    session: Session, claim: Claim, *, person_id: int | None, now: datetime, today: date
) -> None:
    """The account of the request is somebody, who has the post from today on.

    person_id: whom the roster knows already, and nobody speaks for; an account that belongs to
    somebody stays theirs, and they have one more post.
    """
    ensure_account(session, claim.line_user_id, now)
    account = session.get_one(LineAccount, claim.line_user_id, with_for_update=True)
    tied = account.person_id is None
    if account.person_id is None:
        account.person_id = person_id or _new_person(session, claim.full_name, now)
        account.wrong_codes, account.joining_locked_until = 0, None
    held = holds_for_now(session, account.person_id, claim.post, today)
    # What was held before, be it for some time alone, is not what this approval brought.
    brought = None if held else appoint(session, account.person_id, claim.post, today).id
    note_admitted(session, claim.id, account.person_id, brought, tied=tied)
    session.flush()


def take_back(session: Session, claim: Claim, today: date) -> None:
    """The post that the approval brought ended yesterday, and the account is nobody's again if it
    was before; unless they, who came in by this approval, were given another post since. Records
    that were sent stay."""
    if claim.appointment_id is not None:
        end_post(session, claim.appointment_id, today - timedelta(days=1))
    account = session.get(LineAccount, claim.line_user_id, with_for_update=True)
    if claim.tied and account is not None and not _stays(session, claim, account, today):
        account.person_id, account.acting_appointment_id = None, None
    session.flush()


def _stays(session: Session, claim: Claim, account: LineAccount, today: date) -> bool:
    """Whether the account goes on as whom it is. Somebody whom the roster knew before may be
    another person, whose posts keep nobody in."""
    person = session.get(Person, account.person_id) if account.person_id is not None else None
    if person is None or claim.decided_at is None or person.created_at < claim.decided_at:
        return False
    return any_own_post(session, person.id, today)


def _new_person(session: Session, full_name: str, now: datetime) -> int:
    person = Person(full_name=full_name, created_at=now)
    session.add(person)
    session.flush()
    return person.id
