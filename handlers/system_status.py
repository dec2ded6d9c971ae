"""“สถานะระบบ”: the month's messages, what waits, what failed, and whether the scheduler runs; for
operators and the coordinator of the country."""

from collections.abc import Iterator
from datetime import datetime, timedelta, tzinfo

from handlers.call import Call
from handlers.cards.card import Card, Row
from handlers.effects import Effect
from handlers.menu import menu_card
from handlers.say import go, say
from handlers.texts import t
from handlers.thai.dates import short_date
from models.outbox_queries import oldest_due
from models.policy import Action, may
from models.quota import Standing, standing
from models.scheduling import round_at
from models.sending_words import PushReason
from models.system_state import Faults, faults_since, machine_time
from models.vocabulary import ScopeKind

#: A scheduler that has not come to the end of a round for so long stands still.
STANDS_STILL = timedelta(minutes=5)
DAY = timedelta(days=1)


def show(call: Call) -> list[Effect]:
    """How the bot is at this moment. Who is of one programme alone does not see it."""
    posts = [post for post in call.actor.posts if post.scope.kind is ScopeKind.COUNTRY]
    if not may(posts, Action.SEE_SYSTEM):
        return say(menu_card(call).noting(t("common.not_allowed")))
    now = machine_time(call.session, call.now)
    month = standing(call.session, now, call.zone)
    oldest, last = oldest_due(call.session, now), round_at(call.session)
    lag = now - oldest if oldest else timedelta(0)
    rows = (
        *_quota_rows(month),
        Row(t("system.label.lag"), _ago(lag) if lag >= timedelta(seconds=1) else t("system.none")),
        Row(t("system.label.faults"), _faults(faults_since(call.session, now - DAY))),
        Row(t("system.label.round"), _round(last, now, call.zone)),
    )
    return say(
        Card(
            title=t("system.title"),
            kicker=_read_at(month, call.zone),
            note=t("system.spent") if month.left == 0 else "",
            rows=rows,
            buttons=(go("system_status", t("system.again")), go("menu")),
        )
    )


def quota_card(month: Standing, reached: str) -> Card:
    """What is told once a month: that 80 % are used (`reached` "soft"), or all ("spent")."""
    return Card(
        title=t(f"system.told.{reached}"),
        text=t("system.told.text"),
        rows=tuple(_quota_rows(month)),
        buttons=(go("system_status"),),
    )


def _quota_rows(month: Standing) -> Iterator[Row]:
    if month.allowed is None:
        key = "system.used_unlimited" if month.read_at else "system.used_unknown"
        yield Row(t("system.label.used"), t(key, used=month.used))
    else:
        used = t("system.used", used=month.used, allowed=month.allowed, left=month.left)
        yield Row(t("system.label.used"), used, share=min(1.0, month.share or 0.0))
    forecast = t("system.forecast", count=month.forecast)
    if month.allowed is not None and (over := month.forecast - month.allowed) > 0:
        forecast += "\n" + t("system.over", count=over)
    yield Row(t("system.label.forecast"), forecast)
    lines = [
        t(
            "system.reason_line",
            reason=t(f"system.reason.{reason.value}"),
            spent=month.spent.get(reason, 0),
            needed=month.needed.get(reason, 0),
        )
        for reason in PushReason
        if month.spent.get(reason) or month.needed.get(reason)
    ]
    yield Row(t("system.label.reasons"), "\n".join(lines) or t("system.none"))


def _faults(faults: Faults) -> str:
    if not faults.any:
        return t("system.none")
    events = [t("system.fault.events", count=faults.events)] if faults.events else []
    sends = sum(faults.refused.values())
    return "\n".join([*events, *([t("system.fault.sends", count=sends)] if sends else [])])


def _round(last: datetime | None, now: datetime, zone: tzinfo) -> str:
    if last is None:
        return t("system.round.never")
    key = "system.round.stands_still" if now - last > STANDS_STILL else "system.round.runs"
    return t(key, at=_moment(last, zone), ago=_ago(now - last))


def _read_at(month: Standing, zone: tzinfo) -> str:
    if month.read_at is None:
        return t("system.read_never")
    return t("system.read_at", at=_moment(month.read_at, zone))


def _moment(at: datetime, zone: tzinfo) -> str:
    local = at.astimezone(zone)
    return t("system.moment", day=short_date(local.date()), time=f"{local:%H:%M}")


def _ago(span: timedelta) -> str:
    seconds = max(0, int(span.total_seconds()))
    for unit, size in (("days", 86400), ("hours", 3600), ("minutes", 60)):
        if seconds >= size:
            return t(f"system.span.{unit}", count=seconds // size)
    return t("system.span.seconds", count=seconds)
