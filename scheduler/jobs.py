"""One round of the scheduler: plan the steps that go out today, then send what is planned.

Both halves are taken in small steps, each one transaction that is whole or not there at all, so a
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
from scheduler.moment import Moment, Told
from scheduler.planning import Planning
from scheduler.sending import Sending


def run_round(
    runtime: Runtime,
    now: datetime,
    *,
    dry: Session | None = None,
    stopping: Callable[[], bool] = lambda: False,
) -> list[Told]:
    """One round at `now` (aware, on the bot's clock), and what came of it; outside working hours
    nothing. `dry`: see Moment. `stopping` is asked between two steps.
    """
    moment = Moment(runtime, now, dry)
    if moment.is_open:
        planning, sending = Planning(moment), Sending(moment)
        for one in (planning.plan_one, sending.send_one):
            while not stopping() and one():
                pass
    if dry is None:
        with transaction(runtime.engine) as session:
            note_round(session, runtime.machine_time())
    return moment.told
