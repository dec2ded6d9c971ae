"""The second half of a round: one push to each person for whom something is planned."""

from collections.abc import Iterator
from datetime import date

import structlog
from sqlalchemy.exc import SQLAlchemyError
from sqlalchemy.orm import Session

from bot.owed_left import leave_owed
from handlers.reminders import Owed, steps_said
from models.contacts import Contact
from models.duties import Reminder
from models.obligations import Judgement
from models.quota_reasons import most_urgent, reason_of
from models.reminder_decisions import NotSaid, note_not_said
from models.reminder_leaving import give_way, mark_left
from models.reminder_pauses import pause_over
from models.reminder_queries import (
    Sent,
    Thing,
    claim_planned,
    mark_dropped,
    mark_sent,
    once_a_day,
    people_to_tell,
    pushes_under,
    thing_of_row,
)
from models.sending_words import Audience, PushReason, Undone
from scheduler.digests import push_things, push_with_digest
from scheduler.facts import Facts, look_up, week_is_full, why_not
from scheduler.moment import Moment
from scheduler.plan import day_of_step, rests_in_a_break
from scheduler.rules import kind_of
from scheduler.spreading import whose_minute_has_come

log = structlog.get_logger()

#: People told in one transaction: on SQLite everybody else's writes stand in line behind it.
AT_ONCE = 50
#: Steps in these days up to the due day go out also in a week that is full.
LAST_DAYS = range(-3, 1)

#: Why a push is held until next week.
WEEK_IS_FULL = "this week is full"

#: What one person is told in one push: each thing with its rows.
Mine = list[tuple[Owed, list[Reminder]]]


class Sending:
    """Sends what is planned at this moment; who is to be told is looked up once, at the first."""

    def __init__(self, moment: Moment):
        self._moment = moment
        self._people: list[int] | None = None

    @property
    def _once(self) -> str:
        return once_a_day(self._moment.today)

    def send_one(self) -> bool:
        """Tell some more of the people for whom something is planned; whether there were any."""
        if self._people is None:
            with self._moment.reading() as session:
                self._people = self._now(people_to_tell(session))
        chunk = self._people[:AT_ONCE]
        del self._people[:AT_ONCE]
        if not chunk:
            return False
        told_before = len(self._moment.told)
        self._moment.pushing(lambda session: self._send(session, chunk))
        if self._moment.dry is None:
            for one in self._moment.told[told_before:]:
                if not one.outcome.startswith("held"):  # said once, and not again each minute
                    log.info("reminder", person_id=one.person_id, outcome=one.outcome)
        return True

    def _now(self, people: list[int]) -> list[int]:
        """Who may be told in this round; a dry one shows everybody of the day."""
        moment = self._moment
        if moment.dry is not None:
            return people
        return whose_minute_has_come(people, moment.now, moment.timezone)

    def _send(self, session: Session, people: list[int]) -> None:
        claimed = claim_planned(session, people)
        facts = look_up(session, self._moment, [row for rows in claimed.values() for row in rows])
        pushed: dict[str, Mine] = {}
        for rows in (claimed[person_id] for person_id in people if person_id in claimed):
            try:
                pushed.update(self._tell(session, rows, facts))
            except SQLAlchemyError:
                raise
            except Exception:
                # One person's reminder that cannot be made must not hold up all others'.
                log.exception("reminder_failed", person_id=rows[0].recipient_person_id)
        effect_ids = pushes_under(session, pushed, self._once)
        sent = [
            Sent(row.id, effect_ids[to], owed.meant_for is not None)
            for to, mine in pushed.items()
            for owed, rows in mine
            for row in rows
        ]
        give_way(session, (row for mine in pushed.values() for _, rows in mine for row in rows))
        mark_sent(session, sent, self._moment.now)

    def _tell(self, session: Session, rows: list[Reminder], facts: Facts) -> dict[str, Mine]:
        """One push to one person with everything that is still theirs, or nothing and why: the
        LINE account that was pushed to, with what it was about."""
        person_id = rows[0].recipient_person_id
        mine: Mine = []
        person: Contact | None = None
        for thing, its_rows in _by_thing(rows):
            judged = facts.judged.get(thing)
            if (why := _not_now(judged, person_id, facts, self._moment.today)) is not None:
                self._drop(session, judged, its_rows, why)
                continue
            assert judged is not None
            found = facts.as_what(judged, its_rows, person_id)
            if found is None:
                self._drop(session, judged, its_rows, "answered for by somebody else")
                continue
            audience, person = found
            mine.append((self._owed(judged, its_rows, audience, person, facts), its_rows))
        if person is None:
            return {}
        if not person.line_user_ids:
            for owed, its_rows in mine:
                self._drop(session, owed.judgement, its_rows, "unreachable")
            return {}
        outcome = self._said(session, mine, person, facts)
        for owed, its_rows in mine:
            self._moment.tell_of(owed.judgement, _reasons(its_rows), outcome, person)
        return {_phone(person): mine} if outcome == "push" else {}

    def _said(self, session: Session, mine: Mine, person: Contact, facts: Facts) -> str:
        """Push it, hold it, or leave it for the next free reply: what was done, in a word."""
        why = self._held(person, mine, facts)
        if why is None:
            reason = most_urgent(_reasons_to_push(mine))
            if not self._moment.budget.allows(reason):
                self._leave(session, mine, person, reason)
                return f"left: over quota for {reason.value}"
            if self._push(session, mine, person, reason, facts):
                self._moment.budget.spend(reason)
                return "push"
            why = "had a push today"
        if why == WEEK_IS_FULL:
            # It is pushed when there is room again, or shown for nothing before that.
            self._leave_for_replies(session, mine, person)
        held = [
            NotSaid(Undone.HELD, why, thing_of_row(row), row.stage, person.person_id)
            for _, rows in mine
            for row in rows
        ]
        note_not_said(session, held, self._moment.today, self._moment.now)
        return f"held: {why}"

    def _held(self, person: Contact, mine: Mine, facts: Facts) -> str | None:
        """Why this person is not to be pushed to at this moment, if so."""
        if facts.in_a_form.intersection(person.line_user_ids):
            return "in a form"
        days, today = facts.days_of(person), self._moment.today
        if today in days:
            return "had a push today"
        if all(
            rests_in_a_break(owed.judgement.rule, [row.stage for row in rows], today)
            for owed, rows in mine
        ):
            return "school break"
        pressing = any(row.stage in LAST_DAYS for _, rows in mine for row in rows)
        return WEEK_IS_FULL if week_is_full(days, today) and not pressing else None

    def _push(
        self, session: Session, mine: Mine, person: Contact, reason: PushReason, facts: Facts
    ) -> bool:
        things, accounts = [owed for owed, _ in mine], person.line_user_ids
        if any(account in facts.digests for account in accounts):
            return push_with_digest(self._moment, session, accounts, things, reason, facts.country)
        return push_things(self._moment, session, accounts, things, reason)

    def _leave(self, session: Session, mine: Mine, person: Contact, reason: PushReason) -> None:
        rows = [row for _, its_rows in mine for row in its_rows]
        mark_left(session, rows, f"over quota for {reason.value}, left for a free reply")
        self._leave_for_replies(session, mine, person)

    def _leave_for_replies(self, session: Session, mine: Mine, person: Contact) -> None:
        left = [(owed, [row.id for row in its_rows]) for owed, its_rows in mine]
        at = self._moment.runtime.machine_time()
        leave_owed(session, person.line_user_ids, left, self._once, at)

    def _owed(
        self,
        judged: Judgement,
        rows: list[Reminder],
        audience: Audience,
        person: Contact,
        facts: Facts,
    ) -> Owed:
        kind = kind_of(judged.rule)
        assert kind is not None
        assert judged.due_on is not None
        rule, due_on, workdays = judged.rule, judged.due_on, self._moment.workdays
        meant = max(day_of_step(rule, due_on, row.stage, workdays) for row in rows)
        # What waited for a new week was no outage: nothing to apologise for.
        late = meant < self._moment.today and not week_is_full(facts.days_of(person), meant)
        contact = facts.contacts.of(judged)
        supervises = audience is not Audience.CONTACT
        named = facts.named.get((judged.rule.programme_id, judged.subject.id), 0)
        sender = facts.overseers.of(Audience.SUPERVISOR, judged)
        enough_named = kind.name == "staff" and named >= (judged.rule.min_people or 1)
        return Owed(
            judgement=judged,
            words=kind.name,
            route="submitted" if enough_named else kind.route,
            supervises=supervises,
            contact=contact.full_name if supervises and contact else None,
            named=named,
            meant_for=meant if late else None,
            sender=sender.full_name if sender else None,
            step=steps_said(rule.ladder, max(row.stage for row in rows)),
            agreed=facts.agreed.get(judged.subject, ""),
        )

    def _drop(
        self, session: Session, judged: Judgement | None, rows: list[Reminder], why: str
    ) -> None:
        mark_dropped(session, rows, why)
        if judged is not None:
            self._moment.tell_of(judged, _reasons(rows), f"dropped: {why}")


def _not_now(judged: Judgement | None, person_id: int, facts: Facts, today: date) -> str | None:
    """Why this person is not to hear of this thing any more, or for now; None if they are."""
    if (why := why_not(judged, today)) is not None or judged is None:
        return why
    until = facts.resting.until(judged)
    if until is not None:
        return f"resting until {until}"
    paused = pause_over(facts.pauses.get(person_id, ()), judged.rule.source, judged.rule.id)
    return paused.why if paused else None


def _by_thing(rows: list[Reminder]) -> Iterator[tuple[Thing, list[Reminder]]]:
    found: dict[Thing, list[Reminder]] = {}
    for row in rows:
        found.setdefault(thing_of_row(row), []).append(row)
    yield from found.items()


def _reasons_to_push(mine: Mine) -> Iterator[PushReason]:
    for owed, rows in mine:
        audience = Audience.SUPERVISOR if owed.supervises else Audience.CONTACT
        yield from (reason_of(row.stage, audience) for row in rows)


def _phone(person: Contact) -> str:
    """Of several LINE accounts the newest: the phone that they use."""
    return person.line_user_ids[-1]


def _reasons(rows: list[Reminder]) -> str:
    return " + ".join(row.reason for row in rows)
