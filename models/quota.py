"""The month's messages: what LINE says of them, and what we have spent, for what.

Instants are those of the machine's clock, since months are LINE's, not the demo's. At which hour
LINE's month of a Thai account turns is written nowhere: nothing goes out in the hours in doubt, and
before the first push of a day LINE is asked anew.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, time, timedelta, tzinfo

from sqlalchemy import CheckConstraint, Index, func, select
from sqlalchemy.orm import Mapped, Session, mapped_column

from models.base import NEVER_REUSED, Base, BigId, Json
from models.conversations import effects
from models.sending_words import EffectState, PushReason

#: From this share of the month's messages on those who keep the bot are told.
SOFT_SHARE = 0.8

_e = effects.c


class QuotaReading(Base):
    """What LINE said at one moment: the messages that the month has (`allowed`; NULL: without
    limit) and those used, by whomever. `day`: the day in Bangkok, on the bot's clock, whose pushes
    it is for. `needed`: how many each reason will want from the next day until the month ends.
    """

    __tablename__ = "quota_readings"
    __table_args__ = (
        CheckConstraint("allowed >= 0 AND used >= 0", name="counts"),
        Index(None, "read_at"),
        NEVER_REUSED,
    )

    id: Mapped[int] = mapped_column(BigId, primary_key=True)
    read_at: Mapped[datetime]
    day: Mapped[date]
    allowed: Mapped[int | None]
    used: Mapped[int]
    needed: Mapped[dict[str, int]] = mapped_column(Json, default=dict)


@dataclass(frozen=True)
class Standing:
    """Where the month stands. `read_at`: when LINE was last asked in vain or not (None: never);
    `allowed` None: no limit, or not known. `used`: by whomever, with what is on its way.
    `spent`: our own, by reason. `needed`: see QuotaReading.
    """

    read_at: datetime | None = None
    allowed: int | None = None
    used: int = 0
    spent: Mapping[PushReason, int] = field(default_factory=dict)
    needed: Mapping[PushReason, int] = field(default_factory=dict)

    @property
    def left(self) -> int | None:
        return None if self.allowed is None else max(0, self.allowed - self.used)

    @property
    def forecast(self) -> int:
        """How many will be used when the month ends, if everything goes out that is owed now."""
        return self.used + sum(self.needed.values())

    @property
    def share(self) -> float | None:
        """How much of the month is used, 0 to 1 and above; None without a limit."""
        if self.allowed is None:
            return None
        return self.used / self.allowed if self.allowed else 1.0


def month_of(now: datetime, zone: tzinfo) -> datetime:
    """The first moment of this month (aware UTC), by the calendar of `zone`."""
    first = now.astimezone(zone).date().replace(day=1)
    return datetime.combine(first, time.min, zone).astimezone(UTC)


def add_reading(
    session: Session,
    *,
    read_at: datetime,
    day: date,
    allowed: int | None,
    used: int,
    needed: Mapping[PushReason, int],
) -> None:
    """Keep what LINE said."""
    counts = {reason.value: count for reason, count in needed.items() if count}
    session.add(QuotaReading(read_at=read_at, day=day, allowed=allowed, used=used, needed=counts))
    session.flush()


def latest_reading(session: Session) -> QuotaReading | None:
    """What LINE said last; None where it was never asked."""
    query = select(QuotaReading).order_by(QuotaReading.read_at.desc(), QuotaReading.id.desc())
    return session.scalars(query.limit(1)).first()


def last_push_at(session: Session) -> datetime | None:
    """When LINE last took a push of ours."""
    sent = (_e.push_reason.is_not(None), _e.state == EffectState.SENT)
    query = select(_e.done_at).where(*sent).order_by(_e.done_at.desc()).limit(1)
    return session.scalars(query).first()


def spent_since(session: Session, first: datetime) -> dict[PushReason, int]:
    """The messages that LINE has taken from us since then, by reason."""
    query = (
        select(_e.push_reason, func.sum(_e.push_cost))
        .where(_e.push_reason.is_not(None), _e.state == EffectState.SENT, _e.done_at >= first)
        .group_by(_e.push_reason)
    )
    return {reason: int(count) for reason, count in session.execute(query)}


def on_their_way(session: Session) -> int:
    """The messages that wait in the outbox."""
    query = select(func.sum(_e.push_cost)).where(
        _e.state == EffectState.WAITING, _e.push_reason.is_not(None)
    )
    return session.scalar(query) or 0


def standing(session: Session, now: datetime, zone: tzinfo) -> Standing:
    """Where the month of `now` (aware, the machine's clock) stands.

    LINE's count is approximate and of a moment ago, so what we sent since and what is on its way
    is added; what we know to have sent ourselves is the least that is used.
    """
    first = month_of(now, zone)
    # In this order: what is sent meanwhile counts twice for a moment, and never not at all.
    waiting, spent = on_their_way(session), spent_since(session, first)
    used = sum(spent.values()) + waiting
    reading = latest_reading(session)
    if reading is None:
        return Standing(used=used, spent=spent)
    needed: dict[PushReason, int] = {}
    if reading.read_at >= first:
        since = sum(spent_since(session, reading.read_at).values())
        used = max(used, reading.used + since + waiting)
        needed = {PushReason(reason): count for reason, count in reading.needed.items()}
    return Standing(reading.read_at, reading.allowed, used, spent, needed)


def days_of_spending(session: Session, now: datetime, days: int) -> dict[PushReason, int]:
    """What was spent in the last so many days, by reason."""
    return spent_since(session, now - timedelta(days=days))
