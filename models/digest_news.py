"""For whom of those who oversee there is something new, looked up for all of them at once.

New is what has become late by as many days as the ladder gives to those below (scheduler/rules.py
names the same days), and what somebody says to have sent and nobody has confirmed.
"""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta, tzinfo

from sqlalchemy import func, literal, select
from sqlalchemy.orm import Session, join

from models.base import enum_column_type
from models.digests import DigestState, Overseer
from models.duties import Deadline, Submission
from models.duty_answering import contacts_for
from models.duty_days import days_due
from models.duty_queries import BANGKOK, outstanding
from models.exchanges import ExchangeActivity, ExchangeNetwork
from models.networks import Network
from models.obligations import Judgement, Rule
from models.places import School
from models.policy import MAY, Action
from models.reports import Report
from models.resting import rest_of
from models.visits import MentoringVisit
from models.vocabulary import (
    DutyState,
    ReportKind,
    ReviewState,
    Role,
    ScopeKind,
    SubjectKind,
)

#: So many days late, something is news for a supervisor, and for a coordinator.
SUPERVISORS_STEP, COORDINATORS_STEP = 3, 7
#: Over more than some offices.
WIDE = frozenset({ScopeKind.PROGRAMME, ScopeKind.COUNTRY})
#: A day by which something is owed within so many days makes digests daily.
LAST_WEEK = timedelta(days=7)

Place = tuple[int, int | None]  # the id of the programme, and that of the office if there is one
Offices = dict[tuple[SubjectKind, int], int | None]  # of every network and school
Said = dict[Place, list[tuple[datetime, int]]]  # when, and by whom


def step_of(roles: Iterable[Role]) -> int:
    """After how many days late something is news for somebody with these roles."""
    return SUPERVISORS_STEP if Role.SUPERVISOR in set(roles) else COORDINATORS_STEP


def is_wide(scopes: Iterable[ScopeKind]) -> bool:
    """Whether these reach over more than some offices: then a digest tells by office."""
    return any(kind in WIDE for kind in scopes)


@dataclass
class News:
    """late: by place, the days (Bangkok) on which something was due that is late and does not rest,
    each with the id of the person who answers for it. near: where something is owed by a day that
    is near, and does not rest. sent: by place, when something was said to have been sent that waits
    to be confirmed, and by whom; unread: the same of records that wait for review.
    """

    late: dict[Place, set[tuple[date, int | None]]] = field(default_factory=dict)
    near: set[Place] = field(default_factory=set)
    sent: Said = field(default_factory=dict)
    unread: Said = field(default_factory=dict)

    def is_new_for(self, who: Overseer, state: DigestState, today: date) -> bool:
        """Whether anything of it is new for this person on this day (Bangkok). What was late when
        they were first seen is none: it is told with the next that is."""
        since, said_since = state.told_on, state.since(BANGKOK)
        step = timedelta(days=step_of(role for role, _, _ in who.posts))
        late = (
            since < due_on + step <= today
            for place in _within(self.late, who, Action.SEE_OUTSTANDING)
            for due_on, contact in self.late[place]
            if contact != who.person_id
        )
        if any(late) or _any_since(self.sent, who, Action.REVIEW_SUBMISSION, said_since):
            return True
        # Records that wait are counted for nobody who oversees that much (digest_facts.py).
        if is_wide(kind for role, kind, _ in who.posts if Action.SEE_OUTSTANDING in MAY[role]):
            return False
        return _any_since(self.unread, who, Action.REVIEW_RECORD, said_since)

    def is_last_week_for(self, who: Overseer) -> bool:
        """Whether a deadline is near in what this person oversees."""
        return any(True for _ in _within(self.near, who, Action.SEE_OUTSTANDING))


def _any_since(places: Said, who: Overseer, action: Action, since: datetime) -> bool:
    """Whether somebody else said something since then in what this person may look at so."""
    return any(
        by != who.person_id and at > since
        for place in _within(places, who, action)
        for at, by in places[place]
    )


def _within(places: Iterable[Place], who: Overseer, action: Action) -> Iterator[Place]:
    """Those of these places that a post of this person which allows this reaches."""
    reach = [(kind, id_) for role, kind, id_ in who.posts if action in MAY[role]]
    for place in places:
        programme, office = place
        own = ((ScopeKind.COUNTRY, None), (ScopeKind.PROGRAMME, programme))
        if any(post in own or post == (ScopeKind.OFFICE, office) for post in reach):
            yield place


def read_news(session: Session, now: datetime, today: date, tz: tzinfo = BANGKOK) -> News:
    """What is late, near or to be confirmed in the country at `now` (aware)."""
    found = News()
    days = days_due(session, now, tz)

    def is_late_or_near(rule: Rule) -> bool:
        return any(day <= today + LAST_WEEK for day in days(rule))

    judged = outstanding(session, now=now, tz=tz, only=is_late_or_near)
    owed = [one for one in judged if one.owed and one.due_on]
    late = [one for one in owed if one.state is DutyState.OVERDUE]
    offices = offices_of_all(session)
    near = [one for one in owed if _is_near(one, today)]
    contacts = contacts_for(session, [*late, *near], today)
    rest = rest_of(session, [*late, *near], contacts.answering, today)
    for one in late:
        if rest.until(one) is not None:
            continue
        contact = contacts.of(one)
        assert one.due_on is not None
        told = (one.due_on, contact.person_id if contact else None)
        found.late.setdefault(_place(one, offices), set()).add(told)
    found.near = {_place(one, offices) for one in near if rest.until(one) is None}
    for query, into in ((_WAITING, found.sent), *((one, found.unread) for one in _RECORDS)):
        for programme_id, kind, subject_id, at, by in session.execute(query):
            place = (programme_id, _office(SubjectKind(kind), subject_id, offices))
            into.setdefault(place, []).append((at, by))
    return found


_KIND = enum_column_type(SubjectKind)
_WAITING = (
    select(
        Deadline.programme_id,
        Submission.subject_kind,
        func.coalesce(Submission.network_id, Submission.school_id, Submission.office_id),
        Submission.created_at,
        Submission.by_person_id,
    )
    .join(Deadline, Deadline.id == Submission.deadline_id)
    .where(Submission.review_state == ReviewState.NEW, Deadline.cancelled_at.is_(None))
)


#: Records looked at, the newest first: whoever has more new ones has heard of some of them.
_MOST_RECORDS = 2000
_RECORDS = tuple(
    select(table.programme_id, kind, subject, table.created_at, table.reporter_person_id)
    .select_from(source)
    .where(table.review_state == ReviewState.NEW, table.withdrawn_at.is_(None), *news)
    .order_by(table.id.desc())
    .limit(_MOST_RECORDS)
    for table, source, kind, subject, news in (
        (
            MentoringVisit,
            MentoringVisit,
            literal(SubjectKind.SCHOOL, _KIND),
            MentoringVisit.mentee_school_id,
            (),
        ),
        (
            ExchangeActivity,
            join(ExchangeActivity, ExchangeNetwork),
            literal(SubjectKind.NETWORK, _KIND),
            ExchangeNetwork.network_id,
            (),
        ),
        (
            Report,
            Report,
            Report.subject_kind,
            func.coalesce(Report.network_id, Report.school_id, Report.office_id),
            # Who has nothing to report wants peace: it waits to be looked at, and calls nobody.
            (Report.kind != ReportKind.ZERO_REPORT,),
        ),
    )
)


def _is_near(one: Judgement, today: date) -> bool:
    return one.due_on is not None and today <= one.due_on <= today + LAST_WEEK


def _place(one: Judgement, offices: Offices) -> Place:
    return one.rule.programme_id, office_of(one, offices)


def office_of(one: Judgement, offices: Offices) -> int | None:
    """The id of the office in whose area this is owed, where there is one."""
    return _office(one.subject.kind, one.subject.id, offices)


def _office(kind: SubjectKind, subject_id: int, offices: Offices) -> int | None:
    return subject_id if kind is SubjectKind.OFFICE else offices.get((kind, subject_id))


def offices_of_all(session: Session) -> Offices:
    """The office of every network and school."""
    networks = session.execute(select(Network.id, Network.office_id))
    schools = session.execute(select(School.id, School.office_id))
    return {
        **{(SubjectKind.NETWORK, id_): office for id_, office in networks},
        **{(SubjectKind.SCHOOL, id_): office for id_, office in schools},
    }
