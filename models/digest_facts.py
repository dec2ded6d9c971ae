"""What a digest tells one person of all they oversee: what was done, what is late, what comes."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date, datetime, timedelta, tzinfo
from typing import NamedTuple

from sqlalchemy import select
from sqlalchemy.orm import Session

from models.actors import Actor
from models.contacts import Contact
from models.digest_known import Country, known_within
from models.digest_news import is_wide, step_of
from models.digests import DigestState
from models.duty_answering import Contacts
from models.duty_queries import BANGKOK
from models.networks import Network
from models.obligations import Judgement, Subject
from models.places import Office, School
from models.policy import Action, may
from models.record_reviews import to_review_since
from models.reported_since import reported_since
from models.scopes import Scope
from models.submissions import submissions_since
from models.vocabulary import DutyState, SubjectKind

#: What is due within so many days is said to come.
AHEAD = timedelta(days=30)
#: Without a digest before it, one tells of so many days.
FIRST_OF = timedelta(days=30)


class OfficeName(NamedTuple):
    """An area office as it is named."""

    code: str
    name: str


@dataclass(frozen=True)
class DigestFacts:
    """since: the day of the last digest (Bangkok), None before the first. wide: more than some
    offices, so that it is told by office. late: what is overdue, the longest late first; `new` of
    it was not told of before; `fresh`: how much of that is news by the day of the ladder. coming:
    owed within AHEAD. done: complete by what was reported since. done_all of asked: of everything
    that is asked now. reports: how many records were sent since. sent, sent_new: submissions that
    wait to be confirmed. unread, unread_new: records that wait for review, not counted where it is
    wide. contacts: who answers for what is owed. offices: of what is late, where it is wide.
    """

    scopes: tuple[Scope, ...]
    wide: bool
    since: date | None
    late: tuple[Judgement, ...]
    new: tuple[Judgement, ...]
    fresh: int
    coming: tuple[Judgement, ...]
    done: tuple[Judgement, ...]
    done_all: int
    asked: int
    reports: int
    sent: int
    sent_new: int
    unread: int
    unread_new: int
    contacts: Contacts
    offices: dict[Subject, OfficeName]

    @property
    def is_news(self) -> bool:
        """Whether there is something for which a digest may be pushed."""
        return self.fresh > 0 or self.sent_new > 0 or self.unread_new > 0

    @property
    def is_empty(self) -> bool:
        """Whether there is nothing at all to be told."""
        told = (self.late, self.coming, self.done, self.reports, self.sent, self.unread)
        return not any(told)


def digest_facts(
    session: Session,
    actor: Actor,
    state: DigestState,
    *,
    now: datetime,
    tz: tzinfo = BANGKOK,
    country: Country | None = None,
) -> DigestFacts | None:
    """What this person is to be told at `now` (aware), given what they were told last; None for
    somebody who oversees nothing. What they answer for themselves is left out: of that they
    are reminded. `country`: what was read of everybody at this moment, where many are told.
    """
    posts = [post for post in actor.posts if may([post], Action.SEE_OUTSTANDING)]
    if not posts:
        return None
    today = now.astimezone(tz).date()
    scopes = tuple(dict.fromkeys(post.scope for post in posts))
    shared = country.within(scopes) if country else None
    known = shared or known_within(session, scopes, now, tz)
    judged, contacts, rest = known.judged, known.contacts, known.rest
    others = [one for one in judged if not _is_own(contacts.of(one), actor)]
    late = sorted(
        (one for one in others if one.state is DutyState.OVERDUE and one.due_on),
        key=lambda one: (one.due_on or date.max, one.subject.code),
    )
    since = state.told_on if state.told_as_of else None
    step = timedelta(days=step_of(post.role for post in posts))
    # Who has said to have nothing to report is no news; what they owe stays in the totals.
    awake = [one for one in late if rest.until(one) is None]
    new = [one for one in awake if _reaches(one, step) > (since or date.min)]
    subjects = {one.subject for one in judged}
    reported = reported_since(session, subjects, state.told_as_of or now - FIRST_OF, tz)
    said_since = state.since(tz)
    wide = is_wide(scope.kind for scope in scopes)
    sent, sent_new = submissions_since(session, actor, said_since)
    unread, unread_new = (0, 0) if wide else to_review_since(session, actor, said_since)
    return DigestFacts(
        scopes=scopes,
        wide=wide,
        since=since,
        late=tuple(late),
        new=tuple(new),
        fresh=sum(state.told_on < _reaches(one, step) <= today for one in awake),
        coming=tuple(one for one in others if _is_coming(one, today)),
        done=tuple(one for one in judged if one.state is DutyState.DONE and reported.for_duty(one)),
        done_all=sum(one.state is DutyState.DONE for one in judged),
        asked=sum(one.owed or one.state is DutyState.DONE for one in judged),
        reports=len(reported.records),
        sent=sent,
        sent_new=sent_new,
        unread=unread,
        unread_new=unread_new,
        contacts=contacts,
        offices=_offices_of(session, {one.subject for one in late}) if wide else {},
    )


def _is_own(contact: Contact | None, actor: Actor) -> bool:
    return contact is not None and contact.person_id == actor.person_id


def _reaches(one: Judgement, step: timedelta) -> date:
    """The day on which it has been late by so many days."""
    assert one.due_on is not None
    return one.due_on + step


def _is_coming(one: Judgement, today: date) -> bool:
    due = one.state is DutyState.DUE and one.due_on is not None
    return due and one.due_on is not None and one.due_on <= today + AHEAD


def _offices_of(session: Session, subjects: Collection[Subject]) -> dict[Subject, OfficeName]:
    """The office of each of these subjects that has one."""
    found: dict[Subject, OfficeName] = {}
    tables: dict[SubjectKind, type[Network] | type[School]] = {
        SubjectKind.NETWORK: Network,
        SubjectKind.SCHOOL: School,
    }
    for kind, table in tables.items():
        query = (
            select(table.id, Office.code, Office.short_th)
            .join(Office, Office.id == table.office_id)
            .where(table.id.in_([one.id for one in subjects if one.kind is kind]))
        )
        names = {id_: OfficeName(code, name) for id_, code, name in session.execute(query)}
        found |= {one: names[one.id] for one in subjects if one.kind is kind and one.id in names}
    own = (one for one in subjects if one.kind is SubjectKind.OFFICE)
    return found | {one: OfficeName(one.code, one.label) for one in own}
