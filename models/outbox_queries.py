"""The outbox: what is to be sent, claimed by compare-and-set, one at a time in each lane.

All instants are aware UTC of the machine's clock, never of the demo's.
"""

from collections.abc import Callable, Collection, Mapping, Sequence
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import Row, bindparam, exists, func, insert, null, or_, select, text, update
from sqlalchemy.orm import Session

from models.base import insert_unless_there
from models.conversations import LEFT_TO_PUSH, effects
from models.data_requests import LeavingAccount
from models.locked_json import UNREADABLE
from models.sending_words import EffectKind, EffectState

_e = effects.c
_INSERT = insert(effects).returning(_e.id)
_OLDEST = (
    select(effects)
    .where(_e.lane == bindparam("in_lane"), _e.state == EffectState.WAITING)
    .order_by(_e.id)
    .limit(1)
)
_LEASE = (
    update(effects)
    .where(
        _e.id == bindparam("effect_id"),
        _e.state == EffectState.WAITING,
        _e.attempts == bindparam("seen_attempts"),
    )
    .values(leased_until=bindparam("until"), attempts=_e.attempts + 1)
)
_FINISH = update(effects).where(
    _e.id == bindparam("effect_id"),
    _e.state == EffectState.WAITING,
    _e.attempts == bindparam("attempt"),
)
_WAITING = exists().where(_e.lane == bindparam("in_lane"), _e.state == EffectState.WAITING)
_ALL_UNSHOWN = select(_e.id, _e.payload, _e.turn_key, _e.line_user_id).where(
    _e.state == EffectState.UNSHOWN, _e.line_user_id == bindparam("who")
)
_UNSHOWN = _ALL_UNSHOWN.order_by(_e.id)
#: One look for both: a row for each that is unshown, and one without a number where any waits.
_NOTHING = select(null(), null(), null(), null()).where(_WAITING)
_BEFORE = _ALL_UNSHOWN.union_all(_NOTHING).order_by("id")
_DUE = (
    select(_e.lane)
    .where(
        _e.state == EffectState.WAITING,
        _e.not_before <= bindparam("now"),
        or_(_e.leased_until.is_(None), _e.leased_until <= bindparam("now")),
    )
    .group_by(_e.lane)
    .order_by(func.min(_e.id))
    .limit(bindparam("most"))
)


def push_lane(line_user_id: str) -> str:
    """The lane of what is pushed to a person: not that of the replies, since a push may wait for
    hours and a reply lives for a minute."""
    return f"push:{line_user_id}"


def queue_effect(session: Session, **columns: object) -> int:
    """Put one effect into the outbox; its id."""
    effect_id: int = session.execute(_INSERT, columns).scalar_one()
    return effect_id


def queue_once(session: Session, **columns: object) -> bool:
    """Put one effect with a `turn_key` into the outbox unless its lane has that key already."""
    result = session.execute(insert_unless_there(session, effects).values(**columns))
    return bool(result.rowcount)  # type: ignore[attr-defined]


def effect_of_turn(session: Session, lane: str, turn_key: str) -> Row[*tuple[Any, ...]] | None:
    """The effect with this key in this lane."""
    query = select(effects).where(_e.lane == lane, _e.turn_key == turn_key)
    return session.execute(query).first()


def change_waiting(session: Session, effect_id: int, **columns: object) -> bool:
    """Change an effect that nobody has begun to send; False if somebody has."""
    result = session.execute(
        update(effects)
        .where(_e.id == effect_id, _e.state == EffectState.WAITING, _e.attempts == 0)
        .values(**columns)
    )
    return bool(result.rowcount)  # type: ignore[attr-defined]


def send_now(session: Session, lane: str, now: datetime) -> None:
    """What waits in this lane for more of its album waits no longer."""
    session.execute(
        update(effects)
        .where(
            _e.lane == lane,
            _e.state == EffectState.WAITING,
            _e.attempts == 0,
            _e.not_before > now,
        )
        .values(not_before=now)
    )


def renew_reply_token(
    session: Session, event_id: str, token_until: datetime, now: datetime
) -> None:
    """A redelivery brings a fresh minute for the reply of its event, if that is still unsent.

    One that waits for the rest of its album goes on waiting; what never had a token has none now.
    """
    reply = (
        _e.event_id == event_id,
        _e.kind == EffectKind.REPLY,
        _e.reply_token.is_not(None),
    )
    waiting = _e.state == EffectState.WAITING
    session.execute(update(effects).where(*reply, waiting).values(token_until=token_until))
    missed = _e.state == EffectState.UNSHOWN
    again = {"state": EffectState.WAITING, "token_until": token_until, "not_before": now}
    session.execute(update(effects).where(*reply, missed).values(**again))


def claim_next(
    session: Session, lane: str, now: datetime, lease_of: Callable[[EffectKind], timedelta]
) -> Row[*tuple[Any, ...]] | None:
    """Lease the oldest waiting effect of this lane, for as long as its kind needs; None if it is
    not its time.

    The row comes as it was before the lease. Only the oldest is ever given out, so effects of
    one lane go in order; compare-and-set on `attempts` keeps two senders apart.
    """
    row = session.execute(_OLDEST, {"in_lane": lane}).first()
    if row is None or row.not_before > now:
        return None
    if row.leased_until is not None and row.leased_until > now:
        return None
    until = now + lease_of(row.kind)
    leased = session.execute(
        _LEASE, {"effect_id": row.id, "seen_attempts": row.attempts, "until": until}
    )
    return row if leased.rowcount else None  # type: ignore[attr-defined]


def finish(session: Session, effect_id: int, attempt: int, **columns: object) -> bool:
    """Write what came of this try of an effect (state, error, sent_message_ids, not_before, …)
    and end its lease. False, and nothing written, if another has taken the effect over."""
    which = {"effect_id": effect_id, "attempt": attempt}
    result = session.execute(_FINISH, {**which, "leased_until": None, **columns})
    return bool(result.rowcount)  # type: ignore[attr-defined]


def due_lanes(session: Session, now: datetime, most: int = 200) -> list[str]:
    """Lanes in which something waits whose time has come and that nobody is sending."""
    return list(session.scalars(_DUE, {"now": now, "most": most}))


def unshown(session: Session, line_user_id: str) -> Sequence[Row[*tuple[Any, ...]]]:
    """What this person should have seen and has not, oldest first."""
    return session.execute(_UNSHOWN, {"who": line_user_id}).all()


def before_answer(
    session: Session, lane: str, line_user_id: str | None
) -> tuple[list[Row[*tuple[Any, ...]]], bool]:
    """What stands before an answer in this lane: `unshown` (nothing for nobody, None), and whether
    anything waits in the lane."""
    rows = session.execute(_BEFORE, {"in_lane": lane, "who": line_user_id}).all()
    missed = [row for row in rows if row.id is not None]
    return missed, len(missed) < len(rows)


def still_unshown(
    session: Session, rows: Sequence[Row[*tuple[Any, ...]]]
) -> list[Row[*tuple[Any, ...]]]:
    """Those of these rows of `unshown` that nobody else has shown since they were read, in their
    order; locked, so that nobody else shows them. What no key in force opens goes on waiting for
    one."""
    rows = [row for row in rows if UNREADABLE not in row.payload]
    if not rows:
        return []
    here = session.scalars(
        select(_e.id)
        .where(_e.id.in_([row.id for row in rows]), _e.state == EffectState.UNSHOWN)
        .order_by(_e.id)
        .with_for_update()
    )
    found = set(here)
    return [row for row in rows if row.id in found]


def left_lane(line_user_id: str) -> str:
    """The lane of what others leave for a person's next free reply."""
    return f"left:{line_user_id}"


#: What the key of something left begins with that is not to wait for the afternoon.
SOON = "soon:"


def people_with_something_left(session: Session, after: str, most: int, *, soon: bool) -> list[str]:
    """Accounts for which something is left that no reply has shown yet, in their order, those
    behind `after`; with `soon` only where that was not to wait. What only waits for a reply, a
    digest or what the quota left, is passed over."""
    query = (
        select(_e.line_user_id)
        .where(
            text(LEFT_TO_PUSH),  # in the words of its index
            _e.line_user_id.not_in(select(LeavingAccount.line_user_id)),
            _e.line_user_id > after,
            *((_e.turn_key.startswith(SOON),) if soon else ()),
        )
        .group_by(_e.line_user_id)
        .order_by(_e.line_user_id)
        .limit(most)
    )
    return [account for account in session.scalars(query) if account]


def delete_media_later(session: Session, media_key: str, now: datetime) -> None:
    """Delete the stored file of a photo that is not kept any more."""
    queue_effect(
        session,
        lane=f"media:{media_key}"[:80],
        kind=EffectKind.DELETE_MEDIA,
        payload={"key": media_key},
        not_before=now,
        created_at=now,
    )


def left_before(session: Session, accounts: Collection[str], once: str) -> set[str]:
    """Those of these accounts for whom this very thing (`once`) was left before."""
    lanes = {left_lane(account): account for account in accounts}
    query = select(_e.lane).where(_e.lane.in_(lanes), _e.turn_key.in_((once, f"{SOON}{once}")))
    return {lanes[lane] for lane in session.scalars(query)}


def take_back_left(session: Session, once: str, now: datetime) -> None:
    """What was left under this key and nobody has seen yet is not shown any more."""
    session.execute(
        update(effects)
        .where(
            _e.state == EffectState.UNSHOWN,
            _e.lane.startswith("left:"),
            _e.turn_key.in_((once, f"{SOON}{once}")),
        )
        .values(state=EffectState.MERGED, done_at=now)
    )


def take_back_left_to(session: Session, line_user_id: str, prefix: str, now: datetime) -> None:
    """What was left for this person under keys that begin so, and is not seen yet, is not shown
    any more."""
    session.execute(
        update(effects)
        .where(
            _e.state == EffectState.UNSHOWN,
            _e.lane == left_lane(line_user_id),
            _e.turn_key.startswith(prefix),
        )
        .values(state=EffectState.MERGED, done_at=now)
    )


def mark_merged(session: Session, effect_ids: Sequence[int], now: datetime) -> None:
    """A later reply or push carries these, which `still_unshown` has given."""
    session.execute(
        update(effects).where(_e.id.in_(effect_ids)).values(state=EffectState.MERGED, done_at=now)
    )


def keep_unshown(session: Session, effect_id: int, messages: Sequence[Mapping[str, Any]]) -> None:
    """Of this effect only these messages are still to be shown."""
    payload = {"messages": list(messages)}
    session.execute(update(effects).where(_e.id == effect_id).values(payload=payload))


def outbox_counts(session: Session) -> Mapping[tuple[EffectKind, EffectState], int]:
    """How many effects of each kind stand in each state, for the metrics."""
    rows = session.execute(select(_e.kind, _e.state, func.count()).group_by(_e.kind, _e.state))
    return {(kind, state): count for kind, state, count in rows}


def oldest_due(session: Session, now: datetime) -> datetime | None:
    """Since when the oldest effect that is due has been waiting, or None."""
    oldest: datetime | None = session.scalar(
        select(func.min(_e.not_before)).where(_e.state == EffectState.WAITING, _e.not_before <= now)
    )
    return oldest
