"""Digests for supervisors and coordinators: decided once a working day, said when it costs least.

Whoever has something new has it waiting for the next free reply. It also goes with any reminder
that is pushed to them, and is a push of its own at most once a week (daily in the last week before
something is due), and where nothing was told for a month; always within the day's one push and the
week's two.
"""

from collections.abc import Sequence
from datetime import datetime, timedelta

import structlog
from sqlalchemy.orm import Session

from bot.digest_left import MONTH, digest_now
from bot.riding import under
from bot.telling import push_messages
from handlers.cards.limits import MESSAGES_PER_CALL
from handlers.cards.render import render
from handlers.reminders import Owed, always, reminder
from models.digest_known import Country
from models.digest_news import News, read_news
from models.digests import (
    DigestState,
    Overseer,
    accounts_to_tell,
    digests_waiting,
    leave_digest,
    not_to_push,
    overseers_on,
    state_of,
    states_of,
    take_back_digests,
    to_push_on,
)
from models.outbox_queries import unshown
from models.reminder_pauses import pauses_of
from models.reminder_queries import in_a_form, once_a_day, people_to_tell, pushes_on
from models.scheduling import digested_on, note_digested
from models.sending_words import PushReason
from scheduler.facts import FEW, FORM_REST, two_weeks, week_is_full
from scheduler.moment import Moment
from scheduler.spreading import whose_minute_has_come

log = structlog.get_logger()

#: A push for a digest's own sake waits so long after the last one.
A_WEEK = timedelta(days=7)
#: People decided on, and told, in one transaction, in which nobody else pushes.
DECIDED_AT_ONCE, TOLD_AT_ONCE = 100, 25


class Digests:
    """The digests of this moment; who is to be told is looked up once a day, at the first step."""

    def __init__(self, moment: Moment):
        self._moment = moment
        self._undecided: list[Overseer] | None = None
        self._to_push: list[int] | None = None
        self._news = News()

    def decide_some(self) -> bool:
        """Decide for some more people whether a digest waits for them; whether there were any."""
        moment = self._moment
        if moment.dry is not None:
            return False
        if self._undecided is None:
            with moment.reading() as session:
                if digested_on(session) == moment.today:
                    return False
                self._news = read_news(session, moment.now, moment.today, moment.timezone)
                self._undecided = overseers_on(session, moment.today)
        chunk = self._undecided[:DECIDED_AT_ONCE]
        del self._undecided[:DECIDED_AT_ONCE]
        if chunk:
            moment.written(lambda session: self._decide_for(session, chunk))
            return True
        with moment.writing() as session:
            note_digested(session, moment.today)
        self._undecided = None
        return False

    def _decide_for(self, session: Session, people: Sequence[Overseer]) -> None:
        states = states_of(session, [who.person_id for who in people])
        accounts = [account for who in people for account in who.line_user_ids]
        waiting = digests_waiting(session, accounts)
        for who in people:
            self._decide(session, who, states.get(who.person_id), waiting)

    def _decide(
        self, session: Session, who: Overseer, state: DigestState | None, waiting: frozenset[str]
    ) -> None:
        moment, today = self._moment, self._moment.today
        if state is None:
            state = state_of(session, who.person_id, today)
        is_new = self._news.is_new_for(who, state, today)
        a_month = today - state.told_on >= MONTH
        state.push_on = today if a_month or (is_new and self._is_time(who, state)) else None
        at, its = moment.runtime.machine_time(), waiting.intersection(who.line_user_ids)
        if its and not (is_new or a_month):
            take_back_digests(session, its, at)
        elif not its and (is_new or a_month):
            leave_digest(session, who.line_user_ids, who.person_id, today, at)

    def _is_time(self, who: Overseer, state: DigestState) -> bool:
        """Whether a push for the digest's own sake may follow the last one."""
        if state.pushed_on is None or self._news.is_last_week_for(who):
            return True
        return self._moment.today - state.pushed_on >= A_WEEK

    def push_some(self) -> bool:
        """Push to some more of those for whom it is time; whether there were any."""
        moment = self._moment
        if moment.dry is not None:
            return False
        if self._to_push is None:
            with moment.reading() as session:
                to_push = to_push_on(session, moment.today)
                # Who is reminded today hears it with that, when their minute has come.
                reminded = set(people_to_tell(session)) if to_push else set()
                to_push = [one for one in to_push if one not in reminded]
            self._to_push = whose_minute_has_come(to_push, moment.now, moment.timezone)
        chunk = self._to_push[:TOLD_AT_ONCE]
        del self._to_push[:TOLD_AT_ONCE]
        if not chunk or not moment.budget.allows(PushReason.DIGEST):
            return False
        told = moment.pushing(lambda session: self._push_to(session, chunk))
        if told:
            log.info("digests", people=told)
        return True

    def _push_to(self, session: Session, people: Sequence[int]) -> int:
        moment = self._moment
        country = Country(session, moment.now, moment.timezone) if len(people) > FEW else None
        return sum(self._push(session, one, country) for one in people)

    def _push(self, session: Session, person_id: int, country: Country | None) -> bool:
        moment, reason = self._moment, PushReason.DIGEST
        accounts = accounts_to_tell(session, person_id)
        if not accounts or not moment.budget.allows(reason):
            return False
        if not self._is_free(session, person_id, accounts):
            return False
        at, once = moment.runtime.machine_time(), once_a_day(moment.today)
        with session.begin_nested() as attempt:
            runtime, phone = moment.runtime, accounts[-1]
            messages = digest_now(runtime, session, phone, moment.now, pushed=True, country=country)
            if not messages:
                # It was told meanwhile, or is no news any more: not looked at again each minute.
                not_to_push(session, person_id)
                return False
            messages += self._left(session, accounts[-1], at)
            if not push_messages(session, accounts[-1], messages, once, at, reason):
                attempt.rollback()
                return False
        moment.budget.spend(reason)
        return True

    def _is_free(self, session: Session, person_id: int, accounts: Sequence[str]) -> bool:
        """Whether this person may be pushed to at this moment."""
        moment = self._moment
        pushed = pushes_on(session, accounts, two_weeks(moment.today))
        days = {day for account in accounts for day in pushed[account]}
        if moment.today in days or week_is_full(days, moment.today):
            return False
        if in_a_form(session, accounts, moment.runtime.machine_time() - FORM_REST):
            return False
        pauses = pauses_of(session, [person_id], moment.today).get(person_id, [])
        return not any(pause.topic is None for pause in pauses)

    def _left(self, session: Session, account: str, at: datetime) -> list[dict[str, object]]:
        """What others have left for this person goes along, as far as there is room; `at`: when
        the push is queued, so that its fate is theirs (models/announcements.py)."""
        moment = self._moment
        left = [row for row in unshown(session, account) if row.payload.get("left")]
        clocks = {"now": at, "present": moment.now}
        return under(moment.runtime, session, left, MESSAGES_PER_CALL - 1, **clocks)


def push_with_digest(
    moment: Moment,
    session: Session,
    accounts: Sequence[str],
    things: Sequence[Owed],
    reason: PushReason,
    country: Country | None = None,
) -> bool:
    """Push these things to one person, with the digest that waits for them, as the one push of
    the day; whether that was still free. What others owe is then told by the digest."""
    with session.begin_nested() as attempt:
        above = [one for one in things if one.supervises]
        offering = always(above, moment.today) if above else ()
        digest = digest_now(
            moment.runtime,
            session,
            accounts[-1],
            moment.now,
            pushed=True,
            offering=offering,
            country=country,
        )
        own = [one for one in things if not (digest and one.supervises)]
        if push_things(moment, session, accounts, own, reason, digest):
            return True
        attempt.rollback()
    return False


def push_things(
    moment: Moment,
    session: Session,
    accounts: Sequence[str],
    things: Sequence[Owed],
    reason: PushReason,
    digest: Sequence[dict[str, object]] = (),
) -> bool:
    """Push these things to one person as the one push of the day, the digest behind them; whether
    that was still free."""
    phone, runtime = accounts[-1], moment.runtime
    at, once = runtime.machine_time(), once_a_day(moment.today)
    cards = [runtime.links.resolve(render(reminder(things, moment.today)), phone)] if things else []
    return push_messages(session, phone, [*cards, *digest], once, at, reason)
