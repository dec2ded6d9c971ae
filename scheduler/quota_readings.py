"""What LINE says of the month's messages is read before the first push of a day and after each
round that pushed; when the month nears its end, those who keep the bot are told once."""

import structlog

from bot.answers import LineFault, Quota
from bot.telling import leave
from handlers.system_status import quota_card
from models.accounts import accounts_that_may
from models.policy import Action
from models.quota import (
    SOFT_SHARE,
    Standing,
    add_reading,
    last_push_at,
    latest_reading,
    month_of,
    standing,
)
from models.sending_words import PushReason
from models.vocabulary import ScopeKind
from scheduler.moment import Moment
from scheduler.quota_forecast import needed_this_month

log = structlog.get_logger()

#: From which share of the month's messages on people are told, each once a month.
TOLD_AT: tuple[tuple[float, str], ...] = ((1.0, "spent"), (SOFT_SHARE, "soft"))


def read_in_the_morning(moment: Moment) -> None:
    """Ask LINE, and look at what lies ahead, unless it was done today."""
    if moment.dry is not None:
        return
    with moment.reading() as session:
        before = latest_reading(session)
    if before is not None and before.day == moment.today:
        return
    at = moment.runtime.machine_time()
    said = _asked(moment)
    if said is None:
        return
    with moment.reading() as session:
        needed = needed_this_month(session, moment)
    with moment.writing() as session:
        add_reading(
            session, read_at=at, day=moment.today, allowed=said.limit, used=said.used, needed=needed
        )
    _warn(moment)


def read_after_pushes(moment: Moment) -> None:
    """Ask LINE again if it has taken a push since it was asked last."""
    if moment.dry is not None:
        return
    with moment.reading() as session:
        before, pushed_at = latest_reading(session), last_push_at(session)
    if before is None or pushed_at is None or pushed_at <= before.read_at:
        return
    at = moment.runtime.machine_time()
    said = _asked(moment)
    if said is None:
        return
    with moment.writing() as session:
        # The day stays: what lies ahead was looked at in its morning.
        needed = {PushReason(reason): count for reason, count in before.needed.items()}
        add_reading(
            session, read_at=at, day=before.day, allowed=said.limit, used=said.used, needed=needed
        )
    _warn(moment)


def _asked(moment: Moment) -> Quota | None:
    try:
        return moment.runtime.line.quota()
    except LineFault as fault:
        log.warning("quota_not_read", outcome=fault.answer.outcome.value)
        return None


def _warn(moment: Moment) -> None:
    """Tell the coordinators of the country and the operators, where it is time."""
    with moment.reading() as session:
        now = standing(session, moment.runtime.machine_time(), moment.timezone)
    share = now.share
    reached = next((name for at, name in TOLD_AT if share is not None and share >= at), None)
    if reached is not None:
        _tell(moment, now, reached)


def _tell(moment: Moment, now: Standing, reached: str) -> None:
    at = moment.runtime.machine_time()
    month = month_of(at, moment.timezone).astimezone(moment.timezone)
    once = f"quota:{reached}:{month:%Y-%m}"
    card = quota_card(now, reached)
    with moment.writing() as session:
        told = accounts_that_may(session, Action.SEE_SYSTEM, moment.today, over=ScopeKind.COUNTRY)
        for account in told:
            leave(moment.runtime, session, account, card, once, at, soon=True)
