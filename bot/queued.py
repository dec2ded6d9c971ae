"""An effect on its way to being carried out, as it is handed to the sender, and its lease."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from models.sending_words import EffectKind

#: How long a process has an effect to itself: the one that stored it, to send it at once, and
#: later each that claims it. A little more than the time-outs of one call, so that several tries
#: fit into a reply token's life however often processes die. One that takes longer does no harm:
#: a reply token works once, a push has its retry key, and what it writes is ignored.
LEASE = timedelta(seconds=13)
#: A photo may drip in slowly (bot/content.py).
FETCH_LEASE = timedelta(seconds=75)


def lease_of(kind: EffectKind) -> timedelta:
    """How long a process has an effect of this kind to itself."""
    return FETCH_LEASE if kind is EffectKind.FETCH_CONTENT else LEASE


@dataclass(frozen=True)
class Queued:
    """An effect as the sender needs it, held until `leased_until`; `attempts` counts the tries
    before this one."""

    id: int
    lane: str
    kind: EffectKind
    line_user_id: str | None
    payload: Mapping[str, Any]
    reply_token: str | None
    token_until: datetime | None
    retry_key: str | None
    created_at: datetime
    leased_until: datetime
    attempts: int = 0
    unsure: bool = False
