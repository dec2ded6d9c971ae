"""Which reminders of a deadline are still to come, in words: for its receipt, and for its card.

A step whose day is over when the deadline is made, or looked at, never comes; the ladder alone
would promise it.
"""

from datetime import timedelta

from handlers.call import Call
from handlers.texts import t
from models.days_off import workdays
from models.deadlines import breaks_of
from models.duties import Deadline
from models.workdays import CLOSES


def steps_to_come(call: Call, deadline: Deadline) -> str:
    """ "3, 1 วันก่อน ในวันกำหนด และหลังกำหนด"."""
    coming = _coming(call, deadline)
    before = [str(-step) for step in coming if step < 0]
    parts = [t("deadline.steps.before", days=", ".join(before))] if before else []
    parts += [t("deadline.steps.today")] if 0 in coming else []
    if not parts:
        return t("deadline.steps.after")
    return t("deadline.steps.and_after", before=" ".join(parts))


def steps_gone(call: Call, deadline: Deadline) -> str:
    """The days before the due day on which nobody is reminded any more: "30, 14, 7"; or nothing."""
    coming = _coming(call, deadline)
    return ", ".join(str(-step) for step in deadline.ladder if step < 0 and step not in coming)


def _coming(call: Call, deadline: Deadline) -> list[int]:
    return call.once(("steps", deadline.id, deadline.due_on), lambda: _looked_up(call, deadline))


def _looked_up(call: Call, deadline: Deadline) -> list[int]:
    calendar, breaks = workdays(call.session, call.zone), breaks_of(call.session, deadline)
    days = {
        step: calendar.day_of_step(deadline.ladder, deadline.due_on, step, breaks)
        for step in deadline.ladder
    }
    over = call.now.astimezone(call.zone).time() >= CLOSES
    first = call.today + timedelta(days=1) if over else call.today
    if deadline.announced_on is not None:
        first = max(first, deadline.announced_on)
    return [step for step, day in days.items() if day >= first]
