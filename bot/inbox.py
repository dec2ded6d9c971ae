"""One event, one transaction: stored, understood, answered into the outbox, or none of it."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import TYPE_CHECKING, Any

import structlog
from sqlalchemy.orm import Session

from bot import metrics
from bot.alerts import tell_operators
from bot.clock import today
from bot.database import STORE_FAULTS, again_if_thrown_out, transaction
from bot.queue import Queue
from bot.queued import Queued
from handlers.call import Call, Conversation
from handlers.cards.card import Card
from handlers.drafts_kept import all_taken_up, taken_up, unopened
from handlers.effects import Effect, Say
from handlers.event import Event
from handlers.router import answer, hears
from handlers.texts import t
from models.audit import on_behalf_of
from models.inbox_queries import (
    lock_conversation,
    record_event,
    save_conversation,
)
from models.outbox_queries import renew_reply_token
from models.people import Actor, ensure_account, load_actor, set_blocked

if TYPE_CHECKING:
    from bot.runtime import Runtime

log = structlog.get_logger()

#: More turns than this in a minute are no conversation.
MOST_TURNS = 30
WINDOW = timedelta(minutes=1)


@dataclass
class Received:
    """What the outbox has to do after the commit: effects in hand, and lanes to look into."""

    in_hand: list[Queued] = field(default_factory=list)
    lanes: set[str] = field(default_factory=set)


def receive(runtime: "Runtime", raw: Mapping[str, Any]) -> Received:
    """Take one raw event. Raises one of STORE_FAULTS where the database cannot store it, and
    nothing else: a handler that fails is rolled back, noted and apologised for."""
    event = Event(raw)
    now, received_at = runtime.clock.now(), runtime.machine_time()

    def taken() -> Received:
        with transaction(runtime.engine) as session:
            return _take(runtime, session, event, now, received_at)

    try:
        return again_if_thrown_out(taken)
    except STORE_FAULTS:
        raise
    except Exception as fault:
        metrics.events.labels("failed").inc()
        log.exception("event_failed", event_id=event.id, kind=event.kind)
        with transaction(runtime.engine) as session:
            return _apologise(runtime, session, event, now, received_at, fault)


def _take(
    runtime: "Runtime", session: Session, event: Event, now: datetime, received_at: datetime
) -> Received:
    heard = hears(event)
    # What is said in a group, and by whom, is none of our business and is not kept.
    new = record_event(
        session,
        event_id=event.id,
        line_user_id=_noted_sender(event),
        kind=event.kind,
        occurred_at=event.occurred_at,
        received_at=received_at,
        payload=event.raw if heard and not event.in_group else None,
    )
    queue = Queue(runtime, session, event, received_at, now)
    if not new:
        metrics.events.labels("duplicate").inc()
        renew_reply_token(session, event.id, queue.token_until, received_at)
        return Received(lanes={queue.lane})
    metrics.events.labels("heard" if heard else "unheard").inc()
    if not heard:
        return Received()
    effects = _effects(runtime, session, event, now, received_at, queue)
    queue.put(effects)
    return Received(queue.in_hand, queue.lanes)


def _effects(
    runtime: "Runtime",
    session: Session,
    event: Event,
    now: datetime,
    received_at: datetime,
    queue: Queue,
) -> list[Effect]:
    day = today(now, runtime.settings.timezone)
    if event.in_group:
        # Who speaks is looked up for their posts; no account, no draft comes of it.
        who = event.line_user_id
        actor = load_actor(session, who, day) if who else Actor("")
        return answer(_call(runtime, session, actor, event, Conversation(), now))
    assert event.line_user_id is not None
    row = lock_conversation(session, event.line_user_id, received_at)
    turns, window = _turns(row, received_at, queue.continues_album)
    # Who leaves, or takes something back, is heard however often.
    if turns > MOST_TURNS and event.kind in ("message", "postback"):
        save_conversation(session, event.line_user_id, window_turns=turns)
        polite: list[Effect] = [Say(Card(text=t("common.too_many_turns")))]
        return polite if turns == MOST_TURNS + 1 else []
    actor = load_actor(session, event.line_user_id, day)
    on_behalf_of(session, actor.on_behalf_of)
    if not actor.known:
        ensure_account(session, event.line_user_id, now)
    if actor.blocked and event.kind in ("message", "postback"):
        # Who writes does not block us, whatever order the events came in.
        set_blocked(session, event.line_user_id, None)
    conversation = Conversation(
        draft=taken_up(row.draft),
        parked=all_taken_up(row.parked),
        unsent=row.unsent or [],
    )
    # Who takes words back is not to find them again in what cannot be looked into now.
    kept = unopened([*row.parked, row.draft]) if event.kind != "unsend" else []
    effects = answer(_call(runtime, session, actor, event, conversation, now))
    queue.takes_left = conversation.draft is None
    save_conversation(
        session,
        event.line_user_id,
        draft=conversation.draft.to_json() if conversation.draft else None,
        parked=[*kept, *(draft.to_json() for draft in conversation.parked)],
        unsent=conversation.unsent or None,
        window_started_at=window,
        window_turns=turns,
        touched_at=received_at,
    )
    return effects


def _call(
    runtime: "Runtime",
    session: Session,
    actor: Actor,
    event: Event,
    conversation: Conversation,
    now: datetime,
) -> Call:
    day = today(now, runtime.settings.timezone)
    return Call(
        session,
        actor,
        event,
        conversation,
        now,
        day,
        runtime.controller,
        runtime.cipher,
        zone=runtime.settings.timezone,
        edit_days=runtime.settings.edit_days,
        kept=runtime.kept,
        file_mb=runtime.settings.file_mb,
    )


def _noted_sender(event: Event) -> str | None:
    return None if event.in_group else event.line_user_id


def _turns(row: Any, received_at: datetime, continues: bool) -> tuple[int, datetime]:
    """(turns in the current minute, when it began). An album is one turn."""
    started = row.window_started_at
    if started is None or received_at - started > WINDOW:
        return 1, received_at
    return row.window_turns + (0 if continues else 1), started


def _apologise(
    runtime: "Runtime",
    session: Session,
    event: Event,
    now: datetime,
    received_at: datetime,
    fault: Exception,
) -> Received:
    """The event was rolled back: keep it with its error, say so in one line, tell the operators."""
    new = record_event(
        session,
        event_id=event.id,
        line_user_id=_noted_sender(event),
        kind=event.kind,
        occurred_at=event.occurred_at,
        received_at=received_at,
        payload=None if event.in_group else event.raw,
        error=type(fault).__name__,
    )
    if not new:
        return Received()  # its twin was quicker, and has apologised
    if event.line_user_id is not None and not event.in_group:
        row = lock_conversation(session, event.line_user_id, received_at)
        if event.unsent_message_id:
            # Whatever went wrong: a message that was taken back is not to be taken after all.
            talk = Conversation(unsent=row.unsent or [])
            talk.take_back_early(event.unsent_message_id)
            save_conversation(session, event.line_user_id, unsent=talk.unsent)
    queue = Queue(runtime, session, event, received_at, now)
    queue.takes_left = False  # nothing that may be the fault itself
    if event.line_user_id is not None and event.reply_token and hears(event):
        queue.put([Say(Card(text=t("common.fault")))])
    queue.lanes |= tell_operators(
        runtime, session, "fault", received_at, t("common.alert.fault", where=type(fault).__name__)
    )
    return Received(queue.in_hand, queue.lanes)
