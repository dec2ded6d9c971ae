"""The rows that one event touches: its own, and the conversation of its sender. Core statements."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from sqlalchemy import Row, bindparam, func, select, update
from sqlalchemy.orm import Session

from models.base import insert_unless_there
from models.conversations import conversations, inbound_events

_LOAD = select(
    conversations.c.draft,
    conversations.c.parked,
    conversations.c.unsent,
    conversations.c.window_started_at,
    conversations.c.window_turns,
).where(conversations.c.line_user_id == bindparam("who"))
_LOAD_LOCKED = _LOAD.with_for_update()
_SAVE = update(conversations).where(conversations.c.line_user_id == bindparam("who"))


def record_event(
    session: Session,
    *,
    event_id: str,
    line_user_id: str | None,
    kind: str,
    occurred_at: datetime | None,
    received_at: datetime,
    payload: Mapping[str, Any] | None,
    error: str | None = None,
) -> bool:
    """Store one inbound event; False if it was there already (a duplicate or a redelivery)."""
    result = session.execute(
        insert_unless_there(session, inbound_events),
        {
            "id": event_id,
            "line_user_id": line_user_id,
            "kind": kind,
            "occurred_at": occurred_at,
            "received_at": received_at,
            "payload": payload,
            "error": error,
        },
    )
    return bool(result.rowcount)  # type: ignore[attr-defined]


def events_since(session: Session, line_user_id: str, since: datetime) -> int:
    """How many events of this person were received since then."""
    query = select(func.count()).where(
        inbound_events.c.line_user_id == line_user_id, inbound_events.c.received_at > since
    )
    return session.scalar(query) or 0


def forget_message(session: Session, line_user_id: str, line_message_id: str) -> bool:
    """Let go of what was received with this message, which its sender took back; False where
    nothing of it was kept: it has not come yet, or long ago."""
    recent = (
        select(inbound_events.c.id, inbound_events.c.payload)
        .where(inbound_events.c.line_user_id == line_user_id, inbound_events.c.payload.is_not(None))
        .order_by(inbound_events.c.received_at.desc())
        .limit(500)
    )
    found = False
    for event_id, payload in session.execute(recent).all():
        message = payload.get("message")
        if isinstance(message, dict) and message.get("id") == line_message_id:
            forget = update(inbound_events).where(inbound_events.c.id == event_id)
            session.execute(forget.values(payload=None))
            found = True
    return found


def lock_conversation(session: Session, line_user_id: str, now: datetime) -> Row[*tuple[Any, ...]]:
    """The person's conversation row (draft, parked, unsent, window_started_at, window_turns),
    locked.

    Two events of one person at the same moment wait for each other here (PostgreSQL); on SQLite
    the writers' line does it. The row is made where there is none.
    """
    row = session.execute(_LOAD_LOCKED, {"who": line_user_id}).first()
    if row is None:
        session.execute(
            insert_unless_there(session, conversations).values(
                line_user_id=line_user_id, parked=[], window_turns=0, touched_at=now
            )
        )
        row = session.execute(_LOAD_LOCKED, {"who": line_user_id}).one()
    return row


def drafts_taken_from(session: Session, line_user_id: str) -> list[Mapping[str, Any]]:
    """The drafts that wait in the conversation of an account, the one in hand last; it has none any
    more."""
    row = session.execute(_LOAD_LOCKED, {"who": line_user_id}).first()
    if row is None:
        return []
    save_conversation(session, line_user_id, draft=None, parked=[])
    return [*row.parked, *([row.draft] if row.draft else [])]


def save_conversation(session: Session, line_user_id: str, **columns: object) -> None:
    """Write these columns of the person's conversation."""
    session.execute(_SAVE, {"who": line_user_id, **columns})
