"""One round of the scheduler: plan the steps that go out today, send what is planned, and push
what others left.

All of it is taken in small steps, each one transaction that is whole or not there at all, so a
round may be killed anywhere and any number of schedulers may run at once: a planned row is unique
(models/duties.py), it is claimed by locking it, and the push of a person's day has a key of its
own in the outbox, which the database lets in once.
"""

from collections.abc import Callable
from datetime import datetime

from sqlalchemy.orm import Session

from bot.database import transaction
from bot.runtime import Runtime
from models.scheduling import note_round
from scheduler.follow_ups import leave_follow_ups
from scheduler.leftovers import Leftovers
from scheduler.moment import Moment, Told
from scheduler.planning import Planning
from scheduler.purging import purge_tonight
from scheduler.sending import Sending
from scheduler.waking import Waking
from scheduler.yearly import renew_deadlines


def run_round(
    runtime: Runtime,
    now: datetime,
    *,
    dry: Session | None = None,
    stopping: Callable[[], bool] = lambda: False,
) -> list[Told]:
    """One round at `now` (aware, on the bot's clock), and what came of it; outside working hours
    nothing goes out, and once a day what need not be kept is deleted. `dry`: see Moment.
    `stopping` is asked between two steps.
    """
    moment = Moment(runtime, now, dry)
    if moment.is_open:
        renew_deadlines(moment)
        leave_follow_ups(moment)
        steps = (
            Planning(moment).plan_one,
            Waking(moment).wake_some,
            Sending(moment).send_one,
            Leftovers(moment).push_one,
        )
        for one in steps:
            while not stopping() and one():
                pass
    if dry is None:
        purge_tonight(moment, stopping)
        with transaction(runtime.engine) as session:
            note_round(session, runtime.machine_time())
    return moment.told
