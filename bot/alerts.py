"""Telling the operators that something is wrong: each kind at most once an hour."""

from datetime import datetime
from typing import TYPE_CHECKING

from sqlalchemy.orm import Session

from bot.clock import today
from bot.telling import push
from handlers.cards.card import Card
from models.accounts import accounts_that_may
from models.outbox_queries import push_lane
from models.policy import Action

if TYPE_CHECKING:
    from bot.runtime import Runtime


def tell_operators(
    runtime: "Runtime", session: Session, kind: str, now: datetime, words: str
) -> set[str]:
    """Queue one push to each operator; the lanes to look into. The hour is part of the key."""
    once = f"alert:{kind}:{now:%Y%m%d%H}"
    day = today(now, runtime.settings.timezone)
    told = accounts_that_may(session, Action.RECEIVE_ALERTS, day)
    return {push_lane(to) for to in told if push(runtime, session, to, Card(text=words), once, now)}
