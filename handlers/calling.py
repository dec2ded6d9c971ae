"""Whom to call about somebody who owes something, where one may see the number.

Numbers stand locked beside the people whom an office made responsible, and those of a network's
working group. Whoever could have written them down may see them.
"""

from collections.abc import Callable, Iterator
from datetime import date, datetime
from typing import NamedTuple

from sqlalchemy.orm import Session

from handlers.call import Locks
from handlers.dialog.inputs import words_of
from handlers.thai.fold import fold
from handlers.thai.phones import read_phone
from models import audit
from models.actors import Actor, Post
from models.contacts import contact_of
from models.obligations import Subject
from models.policy import Action, may
from models.report_places import networks_reported_for
from models.report_queries import latest_report, members_of_group
from models.staff import staff_of_office
from models.vocabulary import ReportKind, ScopeKind, SubjectKind


class Callee(NamedTuple):
    """Somebody with a number that a phone can dial."""

    name: str
    number: str


#: Places that one entry of the audit names.
MOST_NAMED = 10
#: Whom to call about somebody; None where there is nobody, or none to be shown.
Calls = Callable[[Subject], Callee | None]


class Numbers:
    """Whom this person may call, on this day (Bangkok): of several the one who answers for it. Who
    shows what it gives says so with `note`."""

    def __init__(self, session: Session, actor: Actor, cipher: Locks, today: date):
        self._session, self._actor, self._cipher, self._today = session, actor, cipher, today
        self._given: dict[Subject, None] = {}

    def __call__(self, who: Subject) -> Callee | None:
        found = [
            Callee(name, number)
            for name, locked in _written_down(self._session, self._actor.posts, who, self._today)
            if locked and (number := _number(self._cipher.unlock(locked)))
        ]
        if not found:
            return None
        self._given[who] = None
        contact = contact_of(self._session, who, self._today)
        own = (one for one in found if contact and _bare(one.name) == _bare(contact.full_name))
        return next(own, found[0])

    def note(self, at: datetime) -> None:
        """Note in the audit whose numbers were shown (at: aware UTC); nothing where none was."""
        note_numbers(self._session, self._actor.person_id, list(self._given), at)


def note_numbers(
    session: Session, person_id: int | None, of: list[Subject], at: datetime, numbers: int = 0
) -> None:
    """One entry of the audit: this person was shown numbers of those who stand for these places;
    `numbers`: how many, where that is not one for each."""
    if not of:
        return
    others = [f"{one.kind.value}:{one.code}" for one in of[1:MOST_NAMED]]
    audit.note(
        session,
        at=at,
        person_id=person_id,
        action="contacts.seen",
        subject_kind=of[0].kind.value,
        subject_id=of[0].code[:64],
        details={"rows": numbers or len(of), **({"also": others} if others else {})},
    )


def _bare(name: str) -> str:
    """A name as it may be compared: without the title before it."""
    words = fold(name)
    title = next((one for one in words_of("words.titles") if words.startswith(one)), "")
    return words.removeprefix(title).strip()


def _number(contact: str | None) -> str | None:
    """The number as a phone dials it, without the extension."""
    digits = read_phone(contact) if contact else None
    return digits.partition(" ")[0] if digits else None


def _written_down(
    session: Session, posts: tuple[Post, ...], who: Subject, today: date
) -> Iterator[tuple[str, str]]:
    """(name, locked contact) of those written down for this one, to somebody who may see them."""
    if who.kind is SubjectKind.OFFICE:
        here = (ScopeKind.OFFICE, who.id)
        named_by = [post for post in posts if may([post], Action.NOMINATE)]
        if any((post.scope.kind, post.scope.id) == here for post in named_by):
            for row in staff_of_office(session, who.id, today):
                yield row.full_name, row.contact
    if who.kind is SubjectKind.NETWORK:
        able = [post for post in posts if may([post], Action.REPORT_NETWORK)]
        places = networks_reported_for(session, able, today) if able else []
        if any(place.subject.id == who.id for place in places):
            group = latest_report(session, ReportKind.WORKING_GROUP, who)
            for member in members_of_group(session, group.id) if group else ():
                yield member.full_name, member.contact
