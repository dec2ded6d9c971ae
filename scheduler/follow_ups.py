"""The day before an agreed follow-up its reporter is reminded of what was agreed.

The card is left for the reporter's next free reply, and goes out with the day's one push
(scheduler/leftovers.py) where there was none.
"""

from datetime import timedelta

from bot.telling import leave
from handlers.reminders import follow_up_card
from models.follow_ups import follow_ups_between
from models.person_names import accounts_of
from scheduler.moment import Moment

#: The longest row of days off: a follow-up behind it is told of before it.
FARTHEST = timedelta(days=14)
DAY_BEFORE = -1


def leave_follow_ups(moment: Moment) -> None:
    """Leave word of the follow-ups that are to be told of today; of each once."""
    if moment.dry is not None:
        return
    first, last = moment.today + timedelta(days=1), moment.today + FARTHEST
    with moment.reading() as session:
        told = [
            one
            for one in follow_ups_between(session, first, last)
            if moment.workdays.goes_out_on(one.follow_up_on, DAY_BEFORE) == moment.today
        ]
    if not told:
        return
    with moment.writing() as session:
        accounts = accounts_of(session, {one.reporter_person_id for one in told})
        at = moment.runtime.machine_time()
        for one in told:
            once, card = f"follow:{one.visit_id}:{one.follow_up_on}", follow_up_card(one)
            for account in accounts.get(one.reporter_person_id, ()):
                leave(moment.runtime, session, account, card, once, at)
