"""What went wrong lately: for who keeps the bot running. Instants are the machine's clock."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from models.conversations import effects, inbound_events
from models.demo_clock import offset_seconds
from models.sending_words import EffectKind, EffectState

#: What a person has done, and no fault: the reason stands in the effect's `error`.
_BLOCKED = "blocked"


@dataclass(frozen=True)
class Faults:
    """events: what people said that could not be answered. refused: what was to be sent, and never
    will be, by kind."""

    events: int
    refused: Mapping[EffectKind, int]

    @property
    def any(self) -> bool:
        return bool(self.events or self.refused)


def faults_since(session: Session, since: datetime) -> Faults:
    """What failed since then (aware)."""
    events = session.scalar(
        select(func.count()).where(
            inbound_events.c.received_at >= since, inbound_events.c.error.is_not(None)
        )
    )
    refused = session.execute(
        select(effects.c.kind, func.count())
        .where(
            effects.c.state == EffectState.REJECTED,
            effects.c.done_at >= since,
            func.coalesce(effects.c.error, "") != _BLOCKED,
        )
        .group_by(effects.c.kind)
    )
    return Faults(events or 0, dict(refused.all()))


def machine_time(session: Session, now: datetime) -> datetime:
    """The machine's clock at the moment `now` of the bot's, which the demo may have moved."""
    return now - timedelta(seconds=offset_seconds(session))
