"""What is put into the outbox for somebody who has not just written: pushed, or left for the
next free reply."""

import uuid
from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import TYPE_CHECKING, Any

from sqlalchemy.orm import Session

from handlers.cards.card import Card
from handlers.cards.render import render
from handlers.effects import Nudge
from handlers.left_owed import packed_nudge
from models.multicasts import queue_multicast, share_out
from models.outbox_queries import SOON, left_lane, push_lane, queue_once
from models.sending_words import EffectKind, EffectState, PushReason

if TYPE_CHECKING:
    from bot.runtime import Runtime


def push(
    runtime: "Runtime",
    session: Session,
    to: str,
    card: Card,
    once: str,
    now: datetime,
    reason: PushReason = PushReason.OTHER,
) -> bool:
    """Queue a push to one person, unless this very thing (`once`) was queued before."""
    message = runtime.links.resolve(render(card), to)
    return push_messages(session, to, [message], once, now, reason)


def push_messages(
    session: Session,
    to: str,
    messages: Sequence[Mapping[str, Any]],
    once: str,
    now: datetime,
    reason: PushReason = PushReason.OTHER,
) -> bool:
    """Queue a push of LINE messages as they are, at most five, unless `once` was queued before.
    `reason`: for the books of the month's messages, of which it costs one."""
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
        push_reason=reason,
        push_cost=1,
    )


def multicast(
    session: Session,
    lane: str,
    accounts: Sequence[str],
    message: Mapping[str, Any],
    once: str,
    now: datetime,
    reason: PushReason,
) -> dict[str, int]:
    """Queue one message for many people (at most 500) in one call, as each one's push under `once`;
    the ids of their shares, by account. Whose push was spent before is left out."""
    key = str(uuid.uuid4())
    shares = share_out(session, accounts, message, once=once, retry_key=key, now=now)
    if shares:
        queue_multicast(session, lane, shares, message, retry_key=key, reason=reason, now=now)
    return shares


def leave(
    runtime: "Runtime",
    session: Session,
    to: str,
    card: Card,
    once: str,
    now: datetime,
    *,
    soon: bool = False,
    nudge: Nudge | None = None,
) -> bool:
    """Leave a card for one person's next free reply, unless this very thing was left before;
    `soon`: or for the next round of the scheduler. `nudge`: what it is about, where that is judged
    again before it is shown (bot/nudge_left.py)."""
    payload: dict[str, Any] = {"messages": [runtime.links.resolve(render(card), to)], "left": True}
    if nudge is not None:
        payload["nudge"] = packed_nudge(nudge)
    return queue_once(
        session,
        lane=left_lane(to),
        kind=EffectKind.REPLY,
        line_user_id=to,
        payload=payload,
        state=EffectState.UNSHOWN,
        turn_key=f"{SOON if soon else ''}{once}"[:80],
        not_before=now,
        created_at=now,
        attempts=0,
        unsure=False,
    )
