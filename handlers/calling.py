"""Whom to call about somebody who owes something, where one may see the number.

Numbers stand locked beside the people whom an office made responsible, and those of a network's
working group. Whoever could have written them down may see them.
"""

from collections.abc import Callable, Iterator
from datetime import date
from typing import NamedTuple

from sqlalchemy.orm import Session

from handlers.call import Locks
from handlers.dialog.inputs import words_of
from handlers.thai.fold import fold
from handlers.thai.phones import read_phone
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


#: Whom to call about somebody; None where there is nobody, or none to be shown.
Calls = Callable[[Subject], Callee | None]


def calls_of(session: Session, actor: Actor, cipher: Locks, today: date) -> Calls:
    """Whom this person may call, on this day (Bangkok): of several the one who answers for it."""

    def callee(who: Subject) -> Callee | None:
        found = [
            Callee(name, number)
            for name, locked in _written_down(session, actor.posts, who, today)
            if locked and (number := _number(cipher.unlock(locked)))
        ]
        contact = contact_of(session, who, today) if found else None
        own = (one for one in found if contact and _bare(one.name) == _bare(contact.full_name))
        return next(own, found[0] if found else None)

    return callee


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
