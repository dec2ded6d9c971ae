"""What others left for somebody who has not written since goes out in the day's one push.

Cards that are left (a visit to acknowledge, a report one is named in) are shown under the next
free reply. From DIGEST_FROM on a working day those that nobody has seen are pushed together, to
people who have had no push that day and fewer than two that week; where one of them is wanted
soon (a coordinator reminds somebody), at once.
"""

from datetime import time

import structlog
from sqlalchemy.orm import Session

from bot.telling import push_messages
from handlers.cards.limits import MESSAGES_PER_CALL
from handlers.cards.render import render
from handlers.reminders import left_heading
from models.outbox_queries import mark_merged, people_with_something_left, unshown
from models.reminder_queries import in_a_form, once_a_day, pushes_on
from scheduler.facts import FORM_REST, two_weeks, week_is_full
from scheduler.moment import Moment

log = structlog.get_logger()

#: In Bangkok: late enough that most people have written by themselves, early enough to be read.
DIGEST_FROM = time(15, 30)
#: People told in one transaction.
AT_ONCE = 50


class Leftovers:
    """Pushes what is left at this moment, some people at a time."""

    def __init__(self, moment: Moment):
        self._moment = moment
        self._after = ""

    def push_one(self) -> bool:
        """Tell some more of the people for whom something is left; whether there were any."""
        moment = self._moment
        if moment.dry is not None:
            return False
        early = moment.now.astimezone(moment.timezone).time() < DIGEST_FROM
        with moment.writing() as session:
            accounts = people_with_something_left(session, self._after, AT_ONCE, soon=early)
            if not accounts:
                return False
            self._after = accounts[-1]
            told = [account for account in accounts if self._push(session, account)]
        log.info("leftovers", people=len(told))
        return True

    def _push(self, session: Session, account: str) -> bool:
        moment = self._moment
        at, once = moment.runtime.machine_time(), once_a_day(moment.today)
        days = pushes_on(session, [account], two_weeks(moment.today))[account]
        if moment.today in days or week_is_full(days, moment.today):
            return False
        if in_a_form(session, [account], at - FORM_REST):
            return False
        left = [row for row in unshown(session, account) if row.payload.get("left")]
        cards = [message for row in left for message in row.payload["messages"]]
        heading = render(left_heading(len(cards)))
        messages = [heading, *cards[: MESSAGES_PER_CALL - 1]]
        if not push_messages(session, account, messages, once, at):
            return False
        mark_merged(session, [row.id for row in left[: MESSAGES_PER_CALL - 1]], at)
        return True
