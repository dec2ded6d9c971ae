"""The month's messages on the overview, for who has the bot to run over the country."""

from dataclasses import dataclass
from datetime import datetime, tzinfo

from sqlalchemy.orm import Session

from handlers.overview_stand import country_posts_may
from handlers.texts import t
from models.actors import Actor
from models.policy import Action
from models.quota import Standing, standing
from models.system_state import machine_time


@dataclass(frozen=True)
class Quota:
    """The month's messages. `allowed` and `left` are None where there is no limit."""

    used: int
    allowed: int | None
    left: int | None
    forecast: int
    told: str


def quota_of(session: Session, actor: Actor, now: datetime, zone: tzinfo) -> Quota | None:
    """Where the month stands, for those who may know."""
    if not country_posts_may(actor, Action.SEE_SYSTEM):
        return None
    month = standing(session, machine_time(session, now), zone)
    return Quota(month.used, month.allowed, month.left, month.forecast, _told(month))


def _told(month: Standing) -> str:
    if month.allowed is None:
        return t("overview.quota.no_limit", used=month.used, forecast=month.forecast)
    return t(
        "overview.quota.told",
        used=month.used,
        allowed=month.allowed,
        left=month.left,
        forecast=month.forecast,
    )
