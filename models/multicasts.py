"""Messages that go to many people in one call, as rows of the outbox.

One row is the call (MULTICAST, with the people it is for); beside it each of them has a SHARE with
the same retry key. A share takes the key of the person's push of the day, so nobody gets a second
push on a day by whichever way, and holds the message itself, so that what LINE did not take is
shown with the person's next free reply.
"""

from collections.abc import Collection, Mapping, Sequence
from datetime import datetime
from typing import Any

from sqlalchemy import select, update
from sqlalchemy.orm import Session

from models.base import insert_unless_there
from models.conversations import effects
from models.outbox_queries import SOON, left_lane, push_lane, queue_effect
from models.sending_words import EffectKind, EffectState, PushReason

_e = effects.c

Message = Mapping[str, Any]


def share_out(
    session: Session,
    accounts: Sequence[str],
    message: Message,
    *,
    once: str,
    retry_key: str,
    now: datetime,
) -> dict[str, int]:
    """A share for each of these accounts whose push under `once` is not spent; their ids, by
    account."""
    common = {
        "kind": EffectKind.SHARE,
        "payload": {"messages": [message], "left": True},
        "state": EffectState.CARRIED,
        "turn_key": once,
        "retry_key": retry_key,
        "not_before": now,
        "created_at": now,
        "attempts": 0,
        "unsure": False,
    }
    rows = [{**common, "lane": push_lane(who), "line_user_id": who} for who in accounts]
    if not rows:
        return {}
    session.execute(insert_unless_there(session, effects), rows)
    query = select(_e.line_user_id, _e.id).where(*_shares(accounts, retry_key))
    return dict(session.execute(query).all())


def queue_multicast(
    session: Session,
    lane: str,
    to: Collection[str],
    message: Message,
    *,
    retry_key: str,
    reason: PushReason,
    now: datetime,
) -> int:
    """Queue the call that carries the shares of these accounts; its id."""
    return queue_effect(
        session,
        lane=lane,
        kind=EffectKind.MULTICAST,
        payload={"to": sorted(to), "messages": [message]},
        retry_key=retry_key,
        not_before=now,
        created_at=now,
        push_reason=reason,
        push_cost=len(to),
    )


def end_shares(
    session: Session, accounts: Collection[str], retry_key: str, state: EffectState, now: datetime
) -> None:
    """What has come of a multicast is what has come of its shares: SENT, or UNSHOWN."""
    session.execute(
        update(effects)
        .where(*_shares(accounts, retry_key), _e.state == EffectState.CARRIED)
        .values(state=state, done_at=now)
    )


def left_under(session: Session, accounts: Collection[str], once: str) -> dict[str, int]:
    """The cards that were left for these accounts with this key, by account."""
    query = select(_e.line_user_id, _e.id).where(
        _e.lane.in_([left_lane(who) for who in accounts]),
        _e.turn_key.in_((once, f"{SOON}{once}")),
    )
    return dict(session.execute(query).all())


def _shares(accounts: Collection[str], retry_key: str) -> tuple[Any, ...]:
    # By lane, which has an index.
    return (
        _e.lane.in_([push_lane(who) for who in accounts]),
        _e.kind == EffectKind.SHARE,
        _e.retry_key == retry_key,
    )
