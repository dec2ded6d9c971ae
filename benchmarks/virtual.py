"""A bot on a clock of its own, and LINE without any HTTP: a meter that takes what waits in the
outbox, and counts."""

from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from sqlalchemy import Engine, bindparam, select, text

from benchmarks.world import environment
from bot.answers import Quota
from bot.clock import Clock
from bot.database import transaction
from bot.runtime import Runtime
from bot.settings import load_settings
from models.conversations import effects
from models.duty_queries import BANGKOK
from models.sending_words import EffectKind, EffectState, PushReason

_e = effects.c
# Without the payloads: a round may leave thousands of messages.
_WAITING = (
    select(_e.id, _e.kind, _e.line_user_id, _e.push_reason)
    .where(_e.state == EffectState.WAITING)
    .order_by(_e.id)
)
_DONE = (
    effects.update()
    .where(_e.id == bindparam("effect"))
    .values(state=bindparam("now_is"), done_at=bindparam("at"), leased_until=None)
)

Month = tuple[int, int]


def month_of(now: datetime) -> Month:
    """The year and month of this moment (aware) in Bangkok."""
    local = now.astimezone(BANGKOK)
    return local.year, local.month


@dataclass(frozen=True, slots=True)
class Pushed:
    """One message that LINE has counted: to whom, when, and what for."""

    who: str
    at: datetime
    reason: PushReason | None


@dataclass
class Meter:
    """The account's months: each has `allowed` messages (None: no limit). `used` by (year, month)
    of Bangkok; `refused`: how many there was no quota for. `clock` gives the moment (aware).
    Nobody announces anything here, so there are no multicasts.
    """

    allowed: int | None
    clock: Callable[[], datetime]
    pushed: list[Pushed] = field(default_factory=list)
    refused: int = 0
    used: Counter[Month] = field(default_factory=Counter)

    def quota(self) -> Quota:
        """What LINE answers when it is asked."""
        return Quota(self.allowed, self.used[month_of(self.clock())])

    def take_all(self, engine: Engine) -> None:
        """Everything that waits is sent now; what there is no quota for is refused, as LINE does,
        and waits for the person's next reply (bot/delivery.py)."""
        now = self.clock()
        with engine.connect() as connection:
            waiting = connection.execute(_WAITING).all()
        if not waiting:
            return
        done = [{"effect": row.id, "now_is": self._take(row, now), "at": now} for row in waiting]
        with transaction(engine) as session:
            session.connection().execute(_DONE, done)

    def _take(self, row: Any, now: datetime) -> EffectState:
        assert row.kind is not EffectKind.MULTICAST
        if row.kind is not EffectKind.PUSH:
            return EffectState.SENT
        month = month_of(now)
        if self.allowed is not None and self.used[month] >= self.allowed:
            self.refused += 1
            return EffectState.UNSHOWN
        self.used[month] += 1
        self.pushed.append(Pushed(row.line_user_id, now, row.push_reason))
        return EffectState.SENT


class Virtual(Runtime):
    """A runtime whose clock stands at `at` (aware) until somebody moves it, on an account with so
    many messages a month (None: no limit)."""

    def __init__(self, url: str, allowed: int | None = None):
        super().__init__(load_settings(environment(url, "http://127.0.0.1:9", Path("var/none"))))
        self.at = datetime.now(UTC)
        self.meter = Meter(allowed, self.machine_time)
        # In the place of what would be made when it is first asked for.
        self.__dict__ |= {"line": self.meter, "clock": _Stands(self)}

    def machine_time(self) -> datetime:
        return self.at.astimezone(UTC)


class _Stands(Clock):
    def __init__(self, runtime: Virtual):
        super().__init__(None, demo=False)
        self._runtime = runtime

    def now(self) -> datetime:
        return self._runtime.machine_time()


def rows_of(engine: Engine, query: str) -> list[tuple[Any, ...]]:
    """Rows of a query in plain SQL."""
    with engine.connect() as connection:
        return [tuple(row) for row in connection.execute(text(query))]
