"""The second half of a round: one push to each person for whom something is planned."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import timedelta

import structlog
from sqlalchemy.exc import SQLAlchemyError
from sqlalchemy.orm import Session

from bot.queue import push
from handlers.reminders import Owed, reminder
from models.contacts import Contact, contacts_of
from models.duties import Reminder
from models.duty_queries import judgements_of
from models.obligations import Judgement, Subject
from models.reminder_queries import (
    Sent,
    Thing,
    claim_planned,
    in_a_form,
    mark_dropped,
    mark_sent,
    people_named,
    people_to_tell,
    pushes_under,
    thing_of_row,
)
from models.vocabulary import ObligationKind, SubjectKind
from scheduler.moment import WORKDAYS, Moment
from scheduler.people import Supervisors, supervisors
from scheduler.plan import Audience
from scheduler.rules import kind_of

log = structlog.get_logger()

#: People told in one transaction: on SQLite everybody else's writes stand in line behind it.
AT_ONCE = 50
#: How long after the last touch of a form its owner is still thought to be in it.
FORM_REST = timedelta(minutes=30)


#: What one person is told in one push: each thing with its rows.
Mine = list[tuple[Owed, list[Reminder]]]


@dataclass(frozen=True)
class _Facts:
    """What is known about the things of a batch at the moment of sending."""

    judged: dict[Thing, Judgement]
    contacts: dict[Subject, Contact]
    supervisors: Supervisors
    named: dict[tuple[int, int], int]
    told_today: set[str]
    in_a_form: set[str]


class Sending:
    """Sends what is planned at this moment; who is to be told is looked up once, at the first."""

    def __init__(self, moment: Moment):
        self._moment = moment
        self._people: list[int] | None = None

    @property
    def _once(self) -> str:
        """The key of a person's push of this day: no outbox takes it twice."""
        return f"reminders:{self._moment.today}"

    def send_one(self) -> bool:
        """Tell some more of the people for whom something is planned; whether there were any."""
        if self._people is None:
            with self._moment.reading() as session:
                self._people = people_to_tell(session)
        chunk = self._people[:AT_ONCE]
        del self._people[:AT_ONCE]
        if not chunk:
            return False
        told_before = len(self._moment.told)
        with self._moment.writing() as session:
            self._send(session, chunk)
        if self._moment.dry is None:
            for one in self._moment.told[told_before:]:
                if not one.outcome.startswith("held"):  # said once, and not again each minute
                    log.info("reminder", person_id=one.person_id, outcome=one.outcome)
        return True

    def _send(self, session: Session, people: list[int]) -> None:
        claimed = claim_planned(session, people)
        facts = self._facts(session, [row for rows in claimed.values() for row in rows])
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
        mark_sent(session, sent, self._moment.now)

    def _facts(self, session: Session, rows: list[Reminder]) -> _Facts:
        """Everything judged again, in the transaction that sends."""
        things = {thing_of_row(row) for row in rows}
        judged = {
            Thing(*key): one
            for key, one in judgements_of(
                session, things, self._moment.now, self._moment.timezone
            ).items()
        }
        owed = {thing: one for thing, one in judged.items() if _still(one)}
        overdue = {thing_of_row(row) for row in rows if row.stage > 0}
        today = self._moment.today
        contacts = contacts_of(session, [one.subject for one in owed.values()], today)
        over = supervisors(session, [owed[thing] for thing in owed.keys() & overdue], today)
        accounts = {
            account
            for contact in (*contacts.values(), *over.values())
            for account in contact.line_user_ids
        }
        since = self._moment.runtime.machine_time() - FORM_REST
        return _Facts(
            judged,
            contacts,
            over,
            dict(people_named(session, _offices(owed.values()), today)),
            set(pushes_under(session, accounts, self._once)),
            in_a_form(session, accounts, since),
        )

    def _tell(self, session: Session, rows: list[Reminder], facts: _Facts) -> dict[str, Mine]:
        """One push to one person with everything that is still theirs, or nothing and why: the
        LINE account that was pushed to, with what it was about."""
        person_id = rows[0].recipient_person_id
        mine: Mine = []
        person: Contact | None = None
        for thing, its_rows in _by_thing(rows):
            judged = facts.judged.get(thing)
            if judged is None or not _still(judged):
                self._drop(session, judged, its_rows, "no longer due")
                continue
            found = _as_what(judged, its_rows, person_id, facts)
            if found is None:
                self._drop(session, judged, its_rows, "answered for by somebody else")
                continue
            audience, person = found
            mine.append((self._owed(judged, its_rows, audience, facts), its_rows))
        if person is None:
            return {}
        if not person.line_user_ids:
            for owed, its_rows in mine:
                self._drop(session, owed.judgement, its_rows, "unreachable")
            return {}
        accounts = set(person.line_user_ids)
        if accounts & facts.in_a_form:
            outcome = "held: in a form"
        elif accounts & facts.told_today or not self._push(session, mine, person):
            outcome = "held: had a push today"
        else:
            outcome = "push"
        for owed, its_rows in mine:
            self._moment.tell_of(owed.judgement, _reasons(its_rows), outcome, person)
        return {_phone(person): mine} if outcome == "push" else {}

    def _push(self, session: Session, mine: Mine, person: Contact) -> bool:
        card = reminder([owed for owed, _ in mine], self._moment.today)
        at = self._moment.runtime.machine_time()
        return push(self._moment.runtime, session, _phone(person), card, self._once, at)

    def _owed(
        self, judged: Judgement, rows: list[Reminder], audience: Audience, facts: _Facts
    ) -> Owed:
        kind = kind_of(judged.rule)
        assert kind is not None
        assert judged.due_on is not None
        meant = max(WORKDAYS.goes_out_on(judged.due_on, row.stage) for row in rows)
        contact = facts.contacts.get(judged.subject)
        supervises = audience is Audience.SUPERVISOR
        named = facts.named.get((judged.rule.programme_id, judged.subject.id), 0)
        enough_named = kind.name == "staff" and named >= (judged.rule.min_people or 1)
        return Owed(
            judgement=judged,
            words=kind.name,
            route="submitted" if enough_named else kind.route,
            supervises=supervises,
            contact=contact.full_name if supervises and contact else None,
            named=named,
            meant_for=meant if meant < self._moment.today else None,
        )

    def _drop(
        self, session: Session, judged: Judgement | None, rows: list[Reminder], why: str
    ) -> None:
        mark_dropped(session, rows, why)
        if judged is not None:
            self._moment.tell_of(judged, _reasons(rows), f"dropped: {why}")


def _still(judged: Judgement) -> bool:
    kind = kind_of(judged.rule)
    return kind is not None and kind.still(judged)


def _by_thing(rows: list[Reminder]) -> Iterator[tuple[Thing, list[Reminder]]]:
    found: dict[Thing, list[Reminder]] = {}
    for row in rows:
        found.setdefault(thing_of_row(row), []).append(row)
    yield from found.items()


def _as_what(
    judged: Judgement, rows: list[Reminder], person_id: int, facts: _Facts
) -> tuple[Audience, Contact] | None:
    """As what this person is told of this thing now; None if it is no longer theirs."""
    contact = facts.contacts.get(judged.subject)
    if contact is not None and contact.person_id == person_id:
        return Audience.CONTACT, contact
    over = facts.supervisors.get((judged.rule.programme_id, judged.subject))
    if over is not None and over.person_id == person_id and any(row.stage > 0 for row in rows):
        return Audience.SUPERVISOR, over
    return None


def _offices(judged: Iterable[Judgement]) -> set[tuple[int, int]]:
    """(programme id, office id) of those that are to name people."""
    return {
        (one.rule.programme_id, one.subject.id)
        for one in judged
        if one.rule.kind is ObligationKind.RESPONSIBLE_STAFF
        and one.subject.kind is SubjectKind.OFFICE
    }


def _phone(person: Contact) -> str:
    """Of several LINE accounts the newest: the phone that they use."""
    return person.line_user_ids[-1]


def _reasons(rows: list[Reminder]) -> str:
    return " + ".join(row.reason for row in rows)
