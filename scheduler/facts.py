"""What is known about the things and the people of a batch at the moment of sending: everything
judged again, in the transaction that sends."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, timedelta

from sqlalchemy.orm import Session

from models.agreed_steps import last_agreed_steps
from models.contacts import Contact
from models.digest_known import Country
from models.digests import digests_waiting
from models.duties import Reminder
from models.duty_answering import Contacts, contacts_for
from models.duty_queries import is_let_go, judgements_of
from models.obligations import Judgement, Subject
from models.reminder_pauses import Pauses, pauses_of
from models.reminder_queries import (
    Thing,
    in_a_form,
    people_named,
    pushes_on,
    thing_of_row,
)
from models.resting import Rest, rest_of
from models.sending_words import Audience
from models.vocabulary import ObligationKind, SubjectKind
from scheduler.moment import Moment
from scheduler.people import Overseers, overseers
from scheduler.rules import kind_of

#: How long after the last touch of a form its owner is still thought to be in it.
FORM_REST = timedelta(minutes=30)
#: For more digests than this it is less to read of the country than of each one's places.
FEW = 3
#: Pushes for one person in one week, Monday to Sunday.
MOST_A_WEEK = 2


@dataclass(frozen=True)
class Facts:
    """pushed_on: the days of this week and the last on which an account had its push. digests: the
    accounts for which one waits. country: what they are made from, where there are many."""

    judged: dict[Thing, Judgement]
    contacts: Contacts
    overseers: Overseers
    named: dict[tuple[int, int], int]
    resting: Rest
    pauses: Pauses
    pushed_on: dict[str, set[date]]
    in_a_form: set[str]
    agreed: dict[Subject, str]
    digests: frozenset[str]
    country: Country | None

    def as_what(
        self, judged: Judgement, rows: list[Reminder], person_id: int
    ) -> tuple[Audience, Contact] | None:
        """As what this person is told of this thing now; None if it is no longer theirs."""
        contact = self.contacts.of(judged)
        if contact is not None and contact.person_id == person_id:
            return Audience.CONTACT, contact
        if not any(row.stage > 0 for row in rows):
            return None
        for audience in (Audience.SUPERVISOR, Audience.COORDINATOR):
            over = self.overseers.of(audience, judged)
            if over is not None and over.person_id == person_id:
                return audience, over
        return None

    def days_of(self, person: Contact) -> set[date]:
        """The days on which this person had a push, on whatever phone."""
        return {day for account in person.line_user_ids for day in self.pushed_on[account]}


def week_is_full(pushed_on: set[date], day: date) -> bool:
    """Whether somebody with pushes on these days had all of the week of `day` before it."""
    monday = day - timedelta(days=day.weekday())
    return sum(monday <= one < day for one in pushed_on) >= MOST_A_WEEK


def two_weeks(day: date) -> list[date]:
    """The days of last week and of this one."""
    monday = day - timedelta(days=day.weekday() + 7)
    return [monday + timedelta(days=n) for n in range(14)]


def still(judged: Judgement) -> bool:
    """Whether this is still to be said."""
    kind = kind_of(judged.rule)
    return kind is not None and kind.still(judged)


def why_not(judged: Judgement | None, today: date) -> str | None:
    """In words for operators, why a thing is not to be said any more; None if it is."""
    if judged is None:
        return "no longer due: moved, or gone"
    if is_let_go(judged.rule, judged.due_on, today):
        return "no longer due: let go so long after its day"
    return None if still(judged) else judged.silent_because or "no longer due: reminded of no more"


def look_up(session: Session, moment: Moment, rows: list[Reminder]) -> Facts:
    """The facts of these rows at this moment, in a few statements for all."""
    things = {thing_of_row(row) for row in rows}
    judged = {
        Thing(*key): one
        for key, one in judgements_of(session, things, moment.now, moment.timezone).items()
    }
    owed = {thing: one for thing, one in judged.items() if still(one)}
    today = moment.today
    contacts = contacts_for(session, owed.values(), today)
    over = overseers(session, owed.values(), today)
    accounts = {
        account
        for contact in (*contacts.by_subject.values(), *over.everybody)
        for account in contact.line_user_ids
    }
    since = moment.runtime.machine_time() - FORM_REST
    digests = digests_waiting(session, accounts)
    return Facts(
        judged,
        contacts,
        over,
        dict(people_named(session, _offices(owed.values()), today)),
        rest_of(session, owed.values(), contacts.answering, today),
        pauses_of(session, {row.recipient_person_id for row in rows}, today),
        pushes_on(session, accounts, two_weeks(today)),
        in_a_form(session, accounts, since),
        last_agreed_steps(session, {one.subject for one in owed.values()}, today),
        digests,
        Country(session, moment.now, moment.timezone) if len(digests) > FEW else None,
    )


def _offices(judged: Iterable[Judgement]) -> set[tuple[int, int]]:
    """(programme id, office id) of those that are to name people."""
    return {
        (one.rule.programme_id, one.subject.id)
        for one in judged
        if one.rule.kind is ObligationKind.RESPONSIBLE_STAFF
        and one.subject.kind is SubjectKind.OFFICE
    }
