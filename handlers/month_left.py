"""What one may still send to others: who has room for another push, what is left of the month, and
when something goes out that is sent now."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import date, datetime, timedelta
from itertools import islice

from handlers.call import Call
from handlers.texts import t
from handlers.thai.dates import long_date
from models.announcements import promised
from models.contacts import Contact
from models.days_off import workdays
from models.quota import Standing, standing
from models.reminder_queries import pushes_on
from models.system_state import machine_time

#: Pushes for one person in a week (scheduler/facts.py): who has had them reads it later.
MOST_A_WEEK = 2
#: Accounts that one statement asks about.
_AT_ONCE = 1000


def without_room(call: Call, people: Sequence[Contact]) -> set[int]:
    """The ids of those who have had their push of this day, or all of this week (Monday to
    Sunday)."""
    monday = call.today - timedelta(days=call.today.weekday())
    week = [monday + timedelta(days=n) for n in range(call.today.weekday() + 1)]
    accounts = iter([account for person in people for account in person.line_user_ids])
    pushed: dict[str, set[date]] = {}
    while some := list(islice(accounts, _AT_ONCE)):
        pushed |= pushes_on(call.session, some, week)
    return {person.person_id for person in people if _has_had_all(person, pushed, call.today)}


def _has_had_all(person: Contact, pushed: dict[str, set[date]], today: date) -> bool:
    days = {day for account in person.line_user_ids for day in pushed[account]}
    return today in days or len(days) >= MOST_A_WEEK


def month(call: Call) -> Standing:
    """Where the month's messages stand; what is announced and waits counts as used."""
    return call.once("month", lambda: _month(call))


def _month(call: Call) -> Standing:
    now = standing(call.session, machine_time(call.session, call.now), call.zone)
    return replace(now, used=now.used + promised(call.session))


def too_many(call: Call, people: int) -> bool:
    """Whether so many messages are more than are left of the month."""
    left = month(call).left
    return left is not None and people > left


def month_after(call: Call, people: int) -> list[str]:
    """What is left of the month when so many messages are sent, in words; also where that is less
    than the reminders are thought to need."""
    now = month(call)
    if now.left is None:
        return [t("sending.unlimited" if now.read_at else "sending.unknown", people=people)]
    if too_many(call, people):
        return [t("sending.too_many", people=people, left=now.left, allowed=now.allowed)]
    after, needed = now.left - people, sum(now.needed.values())
    lines = [t("sending.after", people=people, left=after, allowed=now.allowed)]
    if after < needed:
        lines.append(t("sending.reminders_need", needed=needed))
    return lines


def goes_out_at(call: Call) -> datetime:
    """The moment (aware, in Bangkok) from which on something goes out that is sent now: this one
    within working hours."""
    calendar = workdays(call.session, call.zone)
    return calendar.next_open(call.now, call.zone).astimezone(call.zone)


def when_it_goes_out(call: Call) -> str:
    """The same in words."""
    at = goes_out_at(call)
    if at == call.now:
        return t("sending.now")
    return t("sending.later", day=long_date(at.date()), time=f"{at:%H:%M}")
