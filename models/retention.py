"""What is kept no longer than it is needed (PDPA s.37(3)): found, and deleted, some rows at a time.

Moments are aware UTC. `most` is how many rows one call takes, so that no transaction is long.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import CursorResult, Row, String, and_, cast, delete, func, or_, select, tuple_
from sqlalchemy.orm import Session

from models.announcements import Announced
from models.claims import JoinClaim
from models.conversations import conversations, effects, inbound_events
from models.data_requests import LeavingAccount
from models.deputy_marks import drop_marks
from models.forgetting import of_no_record
from models.kept_files import of_nothing
from models.people_tables import LineAccount
from models.quota import QuotaReading
from models.reminder_decisions import ReminderDecision
from models.sending_words import EffectState
from models.sent_files import SentFile
from models.shown import ShownRecord
from models.visits import Photo
from models.vocabulary import ClaimState, PhotoState


@dataclass(frozen=True, slots=True)
class SilentAccount:
    """An account that has blocked the bot for long. `alone`: the person has no other one."""

    line_user_id: str
    person_id: int | None
    alone: bool


def purge_events(session: Session, before: datetime, most: int) -> int:
    """Delete events that were received before then; how many."""
    old = inbound_events.c.received_at < before
    some = select(inbound_events.c.id).where(old).limit(most)
    return _done(session, delete(inbound_events).where(inbound_events.c.id.in_(some)))


def purge_effects(session: Session, before: datetime, most: int) -> int:
    """Delete what was sent, shown, left or given up before then; how many. What is still to be
    sent stays."""
    old = and_(effects.c.created_at < before, effects.c.state != EffectState.WAITING)
    some = select(effects.c.id).where(old).order_by(effects.c.id).limit(most)
    return _done(session, delete(effects).where(effects.c.id.in_(some)))


def purge_shown(session: Session, before: datetime, most: int) -> int:
    """Delete the notes on which record a message of before then was about; how many."""
    some = select(ShownRecord.line_message_id).where(ShownRecord.shown_at < before).limit(most)
    return _done(session, delete(ShownRecord).where(ShownRecord.line_message_id.in_(some)))


def purge_decisions(session: Session, before: datetime, most: int) -> int:
    """Delete what rounds before then (on the bot's clock) decided not to say; how many."""
    old = ReminderDecision.decided_at < before
    some = select(ReminderDecision.id).where(old).order_by(ReminderDecision.id).limit(most)
    return _done(session, delete(ReminderDecision).where(ReminderDecision.id.in_(some)))


def purge_claims(session: Session, before: datetime, most: int) -> int:
    """Delete the requests to be let in that led to nothing, with the names in them: refused before
    then, or made before then and taken back; how many."""
    led_to_nothing = (ClaimState.REFUSED, ClaimState.WITHDRAWN)
    old = func.coalesce(JoinClaim.decided_at, JoinClaim.made_at) < before
    query = select(JoinClaim.id).where(
        JoinClaim.person_id.is_(None), JoinClaim.state.in_(led_to_nothing), old
    )
    some = session.scalars(query.order_by(JoinClaim.id).limit(most)).all()
    drop_marks(session, "join_claim", some)
    return _done(session, delete(JoinClaim).where(JoinClaim.id.in_(some)))


def purge_announced(session: Session, before: datetime, most: int) -> int:
    """Delete by which way somebody got what was announced before then (on the bot's clock); how
    many. The announcement itself stays."""
    some = (
        select(Announced.announcement_id, Announced.person_id)
        .where(Announced.at < before)
        .limit(most)
    )
    key = tuple_(Announced.announcement_id, Announced.person_id)
    return _done(session, delete(Announced).where(key.in_(some)))


def purge_readings(session: Session, before: datetime, most: int) -> int:
    """Delete what LINE said of the quota before then; how many."""
    some = select(QuotaReading.id).where(QuotaReading.read_at < before).limit(most)
    return _done(session, delete(QuotaReading).where(QuotaReading.id.in_(some)))


def photos_not_needed(session: Session, before: datetime, after: int, most: int) -> Sequence[Photo]:
    """Photos that came before then and were taken back, or belong to no record (perhaps to a
    draft): those with numbers above `after`, in their order, locked."""
    query = (
        select(Photo)
        .where(
            Photo.received_at < before,
            Photo.id > after,
            or_(Photo.state == PhotoState.WITHDRAWN, of_no_record()),
        )
        .order_by(Photo.id)
        .limit(most)
        .with_for_update()
    )
    return session.scalars(query).all()


def files_not_needed(
    session: Session, before: datetime, after: int, most: int
) -> Sequence[SentFile]:
    """Files sent before then (aware UTC) that belong to nothing that was kept, perhaps to a draft:
    those with numbers above `after`, in their order, locked."""
    query = (
        select(SentFile)
        .where(SentFile.received_at < before, SentFile.id > after, of_nothing())
        .order_by(SentFile.id)
        .limit(most)
        .with_for_update()
    )
    return session.scalars(query).all()


def conversations_with_drafts(
    session: Session, after: str, most: int
) -> Sequence[Row[*tuple[Any, ...]]]:
    """Conversations (line_user_id, draft, parked) that hold a draft, those behind `after` in the
    order of their accounts."""
    table = conversations.c
    query = (
        select(table.line_user_id, table.draft, table.parked)
        .where(
            table.line_user_id > after,
            or_(table.draft.is_not(None), cast(table.parked, String) != "[]"),
        )
        .order_by(table.line_user_id)
        .limit(most)
    )
    return session.execute(query).all()


def drafts_of(session: Session, line_user_ids: Sequence[str]) -> set[str]:
    """The ids of all drafts, in hand or put aside, of these accounts."""
    query = select(conversations.c.draft, conversations.c.parked).where(
        conversations.c.line_user_id.in_(line_user_ids)
    )
    return {
        draft["id"]
        for in_hand, parked in session.execute(query)
        for draft in (in_hand, *parked)
        if draft is not None
    }


def silent_accounts(session: Session, before: datetime, most: int) -> list[SilentAccount]:
    """Accounts that have blocked the bot since before then, the longest first. Those whose
    deletion waits go that way."""
    other = select(LineAccount.person_id).where(
        LineAccount.person_id.is_not(None),
        or_(LineAccount.blocked_at.is_(None), LineAccount.blocked_at >= before),
    )
    query = (
        select(LineAccount.line_user_id, LineAccount.person_id, LineAccount.person_id.in_(other))
        .where(
            LineAccount.blocked_at < before,
            LineAccount.line_user_id.not_in(select(LeavingAccount.line_user_id)),
        )
        .order_by(LineAccount.blocked_at, LineAccount.line_user_id)
        .limit(most)
    )
    return [
        SilentAccount(account, person_id, not others)
        for account, person_id, others in session.execute(query)
    ]


def still_silent(session: Session, line_user_id: str, before: datetime) -> bool:
    """Whether the account, locked now, still blocks the bot since before then."""
    account = session.get(LineAccount, line_user_id, with_for_update=True, populate_existing=True)
    return account is not None and account.blocked_at is not None and account.blocked_at < before


def _done(session: Session, statement: Any) -> int:
    result = session.execute(statement.execution_options(synchronize_session=False))
    assert isinstance(result, CursorResult)
    return result.rowcount
