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
from bot.linking import relink_tonight
from bot.runtime import Runtime
from models.scheduling import note_round
from scheduler.announcing import Announcing
from scheduler.digests import Digests
from scheduler.follow_ups import leave_follow_ups
from scheduler.leftovers import Leftovers, may_be_asked
from scheduler.moment import Moment, Told
from scheduler.planning import Planning
from scheduler.purging import purge_tonight
from scheduler.quiet import Quiet
from scheduler.quota_readings import read_after_pushes, read_in_the_morning
from scheduler.sealing import seal_last_day
from scheduler.sending import Sending
from scheduler.waking import Waking
from scheduler.yearly import renew_deadlines


def run_round(
    runtime: Runtime,
    now: datetime,
    *,
    dry: Session | None = None,
    stopping: Callable[[], bool] = lambda: False,
    quiet: Quiet | None = None,
) -> list[Told]:
    """One round at `now` (aware, on the bot's clock), and what came of it; outside working hours
    nothing goes out, and once a day the audit is sealed, what need not be kept is deleted, and
    whose posts have changed with a day gets another menu. `dry`: see Moment. `stopping` is asked
    between two steps. `quiet`: what this process knows of the rounds before; without it everything
    is planned anew.
    """
    moment = Moment(runtime, now, dry)
    if moment.is_open:
        read_in_the_morning(moment)
        plans = quiet is None or not quiet.nothing_new(moment)
        if plans:
            renew_deadlines(moment)
            leave_follow_ups(moment)
        digests = Digests(moment)
        steps = (
            *((Planning(moment).plan_one,) if plans else ()),
            Waking(moment).wake_some,
            digests.decide_some,
            Sending(moment).send_one,
            digests.push_some,
            Announcing(moment).announce_some,
            Leftovers(moment).push_one,
        )
        for one in steps:
            while not stopping() and one():
                pass
        if quiet is not None and plans and not stopping():
            quiet.planned()
    elif may_be_asked(moment):
        evening = Leftovers(moment, agreeing=True)
        while not stopping() and evening.push_one():
            pass
    if dry is None:
        read_after_pushes(moment)
        seal_last_day(moment)
        if purge_tonight(moment, stopping):
            relink_tonight(runtime, stopping)
        with transaction(runtime.engine) as session:
            note_round(session, runtime.machine_time())
    return moment.told
