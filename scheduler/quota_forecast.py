"""How many of the month's messages each reason will still want: what the ladders hold.

It is the most that can be: as if nothing that is owed today were done before its next step. What
no ladder says (digests, what others leave) goes on at the pace of the last weeks.
"""

import math
from collections import Counter
from collections.abc import Iterator
from datetime import date, timedelta
from functools import cache, partial
from itertools import islice

from sqlalchemy.orm import Session

from models.duty_answering import contacts_for
from models.duty_days import days_due
from models.duty_queries import open_dues
from models.obligations import Judgement, Rule
from models.quota import days_of_spending
from models.quota_reasons import most_urgent, reason_of
from models.sending_words import Audience, PushReason
from scheduler.moment import Moment
from scheduler.people import overseers
from scheduler.plan import day_of_step
from scheduler.rules import audience_of, kind_of

#: Of what no ladder foretells, the pace of so many days is taken.
PACE_DAYS = 28
PACED = (PushReason.DIGEST, PushReason.THANKS, PushReason.OTHER)
#: Things looked at together.
AT_ONCE = 500
#: Pushes foreseen at most: beyond any plan that LINE sells, and memory stays flat.
MOST = 50_000

Step = tuple[date, int]


def needed_this_month(session: Session, moment: Moment) -> dict[PushReason, int]:
    """How many pushes each reason will want from tomorrow to the last day of the month (Bangkok,
    on the bot's clock). A person's push of one day counts once, under its most urgent reason.
    """
    last = (moment.today.replace(day=28) + timedelta(days=4)).replace(day=1) - timedelta(days=1)
    foreseen: dict[tuple[int, date], PushReason] = {}
    steps_of = cache(partial(_steps, moment, last))
    days = days_due(session, moment.now, moment.timezone)

    def has_steps(rule: Rule) -> bool:
        return any(steps_of(rule, day) for day in days(rule))

    dues = open_dues(session, moment.now, moment.timezone, has_steps)
    ahead = ((one, steps) for one in dues if (steps := steps_of(one.rule, one.due_on)))
    while some := tuple(islice(ahead, AT_ONCE)):
        for person_id, day, reason in _pushes(session, some, moment.today):
            known = foreseen.get((person_id, day), reason)
            foreseen[person_id, day] = most_urgent((known, reason))
        if len(foreseen) >= MOST:
            break
    counts = Counter(foreseen.values())
    recent = days_of_spending(session, moment.runtime.machine_time(), PACE_DAYS)
    for reason in PACED:
        rest = (last - moment.today).days
        counts[reason] += math.ceil(recent.get(reason, 0) * rest / PACE_DAYS)
    return {reason: count for reason, count in counts.items() if count}


def _steps(moment: Moment, last: date, rule: Rule, due_on: date | None) -> list[Step]:
    """The steps of a ladder that go out after today and up to `last`, by day."""
    if kind_of(rule) is None or due_on is None:
        return []
    days = ((day_of_step(rule, due_on, stage, moment.workdays), stage) for stage in rule.ladder)
    return [(day, stage) for day, stage in days if moment.today < day <= last]


def _pushes(
    session: Session, ahead: tuple[tuple[Judgement, list[Step]], ...], today: date
) -> Iterator[tuple[int, date, PushReason]]:
    """(person id, day, reason) of each step that somebody would be told of."""
    contacts = contacts_for(session, [judged for judged, _ in ahead], today)
    late = [judged for judged, steps in ahead if any(stage > 0 for _, stage in steps)]
    over = overseers(session, late, today)
    for judged, steps in ahead:
        kind = kind_of(judged.rule)
        assert kind is not None
        for day, stage in steps:
            audience = audience_of(stage) if kind.escalates else Audience.CONTACT
            person = contacts.of(judged)
            if audience is not Audience.CONTACT:
                person = over.of(audience, judged)
            if person is not None and person.line_user_ids:
                yield person.person_id, day, reason_of(stage, audience)
