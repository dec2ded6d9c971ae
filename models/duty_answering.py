"""Who answers for what is owed, where it is not the one of whom it is asked.

Visits are asked for each partner school, but it is the mentor who owes them: the network that the
school is in, or the area office where that is the mentor. So they are reminded of them. All else is
answered for by its own subject.
"""

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date

from sqlalchemy import select
from sqlalchemy.orm import Session

from models.contacts import Contact, contacts_of
from models.duty_facts import Judgement, Subject
from models.networks import Network, NetworkMembership
from models.places import Office, School
from models.programmes import Programme
from models.scopes import member_on
from models.vocabulary import (
    MemberRole,
    MentorKind,
    ObligationKind,
    RuleSource,
    SubjectKind,
)

#: By the programme's id and the school's.
_Mentors = dict[tuple[int, int], Subject]


@dataclass(frozen=True)
class Answering:
    """Who answers for each of the things that were asked about."""

    mentors: _Mentors = field(default_factory=dict)

    def of(self, judged: Judgement) -> Subject:
        """The subject whose people are to see to it."""
        if not _is_mentoring(judged):
            return judged.subject
        return self.mentors.get((judged.rule.programme_id, judged.subject.id), judged.subject)


@dataclass(frozen=True)
class Contacts:
    """The contact of whoever answers for each of these things, where there is one."""

    answering: Answering
    by_subject: dict[Subject, Contact]

    def of(self, judged: Judgement) -> Contact | None:
        return self.by_subject.get(self.answering.of(judged))


def answering(session: Session, judged: Iterable[Judgement], today: date) -> Answering:
    """Who answers for these things on this day (Bangkok), in a few statements for all."""
    visits = [one for one in judged if _is_mentoring(one)]
    if not visits:
        return Answering()
    programme_ids = {one.rule.programme_id for one in visits}
    mentors = dict(
        session.execute(
            select(Programme.id, Programme.mentor_kind).where(Programme.id.in_(programme_ids))
        ).all()
    )
    found = _networks(session, programme_ids, today)
    if MentorKind.AREA_OFFICE in mentors.values():
        offices = _offices(session, {one.subject.id for one in visits})
        found |= {
            (programme_id, school_id): office
            for programme_id, kind in mentors.items()
            if kind is MentorKind.AREA_OFFICE
            for school_id, office in offices.items()
        }
    return Answering(found)


def contacts_for(session: Session, judged: Iterable[Judgement], today: date) -> Contacts:
    """Who gets the reminders of these things on this day (Bangkok): see `contacts_of`."""
    things = list(judged)
    who = answering(session, things, today)
    return Contacts(who, contacts_of(session, [who.of(one) for one in things], today))


def _is_mentoring(judged: Judgement) -> bool:
    rule = judged.rule
    visits = rule.kind is ObligationKind.MENTORING_VISIT and rule.source is RuleSource.OBLIGATION
    return visits and judged.subject.kind is SubjectKind.SCHOOL


def _networks(session: Session, programme_ids: Iterable[int], today: date) -> _Mentors:
    rows = session.execute(
        select(
            Network.programme_id,
            NetworkMembership.school_id,
            Network.id,
            Network.code,
            Network.name_th,
        )
        .join(Network, Network.id == NetworkMembership.network_id)
        .where(
            Network.programme_id.in_(programme_ids),
            NetworkMembership.role != MemberRole.LEAD,
            member_on(today),
        )
    )
    return {
        (programme_id, school_id): Subject(SubjectKind.NETWORK, id_, code, name)
        for programme_id, school_id, id_, code, name in rows
    }


def _offices(session: Session, school_ids: Iterable[int]) -> dict[int, Subject]:
    rows = session.execute(
        select(School.id, Office.id, Office.code, Office.short_th)
        .join(Office, Office.id == School.office_id)
        .where(School.id.in_(school_ids))
    )
    return {
        school_id: Subject(SubjectKind.OFFICE, id_, code, name)
        for school_id, id_, code, name in rows
    }
