"""What others left for somebody who has not written since goes out in the day's one push.

Cards that are left (a visit to acknowledge, a report one is named in) are shown under the next
free reply. From DIGEST_FROM on a working day those that nobody has seen are pushed together, to
people who have had no push that day and fewer than two that week, as far as the month's messages
reach; where one of them is wanted soon (a coordinator reminds somebody), at once. What the quota
has left here itself (bot/owed_left.py) waits for the reply alone. Who agreed to messages outside
working hours gets what is left also then, by the same rules.
"""

from collections.abc import Sequence
from datetime import datetime, time
from typing import Any

import structlog
from sqlalchemy import Row
from sqlalchemy.orm import Session

from bot.owed_left import messages_left
from bot.telling import push_messages
from handlers.cards.limits import MESSAGES_PER_CALL
from handlers.cards.render import render
from handlers.reminders import left_heading
from models.consents import accounts_agreeing
from models.outbox_queries import (
    SOON,
    mark_merged,
    people_with_something_left,
    still_unshown,
    unshown,
)
from models.person_names import phones_with
from models.privacy_words import ConsentTo
from models.reminder_queries import A_DAY, in_a_form, once_a_day, pushes_on
from models.sending_words import PushReason
from scheduler.facts import FORM_REST, two_weeks, week_is_full
from scheduler.moment import Moment

log = structlog.get_logger()

#: In Bangkok: late enough that most people have written by themselves, early enough to be read.
DIGEST_FROM = time(15, 30)
#: In Bangkok, on any day, for those who agreed to messages outside working hours.
OUTSIDE_FROM, OUTSIDE_UNTIL = time(6, 0), time(20, 0)
#: People told in one transaction.
AT_ONCE = 50


def may_be_asked(moment: Moment) -> bool:
    """Whether those who agreed to it may be written to now, outside working hours."""
    return OUTSIDE_FROM <= moment.now.astimezone(moment.timezone).time() < OUTSIDE_UNTIL


class Leftovers:
    """Pushes what is left at this moment, some people at a time. agreeing: outside working hours,
    to those alone who agreed to it (models/consents.py)."""

    def __init__(self, moment: Moment, *, agreeing: bool = False):
        self._moment, self._agreeing = moment, agreeing
        self._after = ""

    def push_one(self) -> bool:
        """Tell some more of the people for whom something is left; whether there were any."""
        moment = self._moment
        if moment.dry is not None:
            return False
        early = moment.now.astimezone(moment.timezone).time() < DIGEST_FROM
        soon = early and not self._agreeing
        with moment.reading() as session:
            accounts = people_with_something_left(session, self._after, AT_ONCE, soon=soon)
            if not accounts:
                return False
            self._after = accounts[-1]
            if self._agreeing:
                agree = accounts_agreeing(session, ConsentTo.OUTSIDE_HOURS, accounts)
                accounts = [account for account in accounts if account in agree]
        if accounts:
            told = moment.pushing(lambda session: sum(self._push(session, a) for a in accounts))
            if told:
                log.info("leftovers", people=told)
        return True

    def _push(self, session: Session, account: str) -> bool:
        moment = self._moment
        at, once = moment.runtime.machine_time(), once_a_day(moment.today)
        phones = phones_with(session, account)
        pushed = pushes_on(session, phones, two_weeks(moment.today))
        days = set().union(*pushed.values())
        if moment.today in days or week_is_full(days, moment.today):
            return False
        if in_a_form(session, phones, at - FORM_REST):
            return False
        left = self._still_to_say(session, _left_for(session, phones), at)
        soon = any((row.turn_key or "").startswith(SOON) for rows, _ in left for row in rows)
        reason = PushReason.NUDGE if soon else PushReason.OTHER
        if not left or not moment.budget.allows(reason):
            return False
        cards = [message for _, its in left for message in its]
        heading = render(left_heading(len(cards)))
        messages = [heading, *cards[: MESSAGES_PER_CALL - 1]]
        if not push_messages(session, phones[-1], messages, once, at, reason):
            return False
        moment.budget.spend(reason)
        gone = [row.id for rows, _ in left[: MESSAGES_PER_CALL - 1] for row in rows]
        mark_merged(session, gone, at)
        return True

    def _still_to_say(
        self, session: Session, left: Sequence[Sequence[Any]], at: datetime
    ) -> list[tuple[Sequence[Any], list[dict[str, Any]]]]:
        """Each thing that was left, with its messages as they are now; what has nothing to say any
        more goes. `at`: the machine's clock."""
        runtime, present = self._moment.runtime, self._moment.now
        found = [(rows, messages_left(runtime, session, rows[-1], present)) for rows in left]
        if over := [row.id for rows, its in found if not its for row in rows]:
            mark_merged(session, over, at)
        return [(rows, its) for rows, its in found if its]


def _left_for(session: Session, phones: Sequence[str]) -> list[list[Row[*tuple[Any, ...]]]]:
    """What waits for one person on any of these LINE accounts, the oldest first; each thing with
    its row for every account, in their order."""
    waiting = [row for phone in phones for row in unshown(session, phone)]
    left = [row for row in waiting if row.payload.get("left") and row.payload["messages"]]
    things: dict[str, list[Row[*tuple[Any, ...]]]] = {}
    for row in still_unshown(session, left):
        once = (row.turn_key or A_DAY).removeprefix(SOON)
        # A share of an announcement has the key of its day, not of what it is.
        key = f"{row.id}" if once.startswith(A_DAY) else once
        things.setdefault(key, []).append(row)
    return sorted(things.values(), key=lambda rows: min(row.id for row in rows))
