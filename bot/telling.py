"""What is put into the outbox for somebody who has not just written: pushed, or left for the
next free reply."""

import uuid
from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import TYPE_CHECKING, Any

from sqlalchemy.orm import Session

from handlers.cards.card import Card
from handlers.cards.render import render
from models.outbox_queries import SOON, left_lane, push_lane, queue_once
from models.vocabulary import EffectKind, EffectState

if TYPE_CHECKING:
    from bot.runtime import Runtime


def push(
    runtime: "Runtime", session: Session, to: str, card: Card, once: str, now: datetime
) -> bool:
    """Queue a push to one person, unless this very thing (`once`) was queued before."""
    message = runtime.links.resolve(render(card), to)
    return push_messages(session, to, [message], once, now)


def push_messages(
    session: Session, to: str, messages: Sequence[Mapping[str, Any]], once: str, now: datetime
) -> bool:
    """Queue a push of LINE messages as they are, at most five, unless `once` was queued before."""
    return queue_once(
        session,
        lane=push_lane(to),
        kind=EffectKind.PUSH,
        line_user_id=to,
        payload={"messages": list(messages)},
        state=EffectState.WAITING,
        turn_key=once[:80],
        retry_key=str(uuid.uuid4()),
        not_before=now,
        created_at=now,
        attempts=0,
        unsure=False,
    )


def leave(
    runtime: "Runtime",
    session: Session,
    to: str,
    card: Card,
    once: str,
    now: datetime,
    *,
    soon: bool = False,
) -> bool:
    """Leave a card for one person's next free reply, unless this very thing was left before;
    `soon`: or for the next round of the scheduler."""
    return queue_once(
        session,
        lane=left_lane(to),
        kind=EffectKind.REPLY,
        line_user_id=to,
        payload={"messages": [runtime.links.resolve(render(card), to)], "left": True},
        state=EffectState.UNSHOWN,
        turn_key=f"{SOON if soon else ''}{once}"[:80],
        not_before=now,
        created_at=now,
        attempts=0,
        unsure=False,
    )
