"""Light signs of carelessness in a visit, for its reviewer to look at; they never stop anything."""

from collections.abc import Callable, Mapping
from datetime import timedelta
from enum import StrEnum

from sqlalchemy import exists, func, or_, select
from sqlalchemy.orm import Session, aliased

from models.networks import NetworkMembership
from models.visits import MentoringVisit, Photo

#: So many visits reported by one person within so short a time are a sign.
MANY, AT_ONCE = 10, timedelta(minutes=5)
#: Visits to more schools than this on one day by one reporter are a sign.
SCHOOLS_A_DAY = 4


class Flag(StrEnum):
    """One sign."""

    PHOTO_USED_BEFORE = "photo_used_before"  # the very same picture in another record
    MANY_AT_ONCE = "many_at_once"  # reported together with many others, within minutes
    MANY_SCHOOLS = "many_schools"  # more schools on one day than one can well visit
    NOT_A_MEMBER = "not_a_member"  # on a day on which the school was not in the network


def flags_of(session: Session, visit: MentoringVisit) -> list[Flag]:
    """The signs that a visit shows, in a fixed order. Not scoped: for a visit that its look-up has
    found for somebody who may review."""
    return [flag for flag, shows in _SIGNS.items() if shows(session, visit)]


def _photo_used_before(session: Session, visit: MentoringVisit) -> bool:
    here, there = aliased(Photo), aliased(Photo)
    elsewhere = or_(
        there.visit_id != visit.id,
        there.exchange_id.is_not(None),
        there.report_id.is_not(None),
    )
    same = select(here.id).where(
        here.visit_id == visit.id,
        here.sha256.is_not(None),
        exists().where(there.sha256 == here.sha256, there.id != here.id, elsewhere),
    )
    return session.scalar(same.limit(1)) is not None


def _many_at_once(session: Session, visit: MentoringVisit) -> bool:
    around = select(func.count()).where(
        MentoringVisit.reporter_person_id == visit.reporter_person_id,
        MentoringVisit.withdrawn_at.is_(None),
        MentoringVisit.created_at > visit.created_at - AT_ONCE,
        MentoringVisit.created_at < visit.created_at + AT_ONCE,
    )
    return (session.scalar(around) or 0) >= MANY


def _many_schools(session: Session, visit: MentoringVisit) -> bool:
    schools = select(func.count(MentoringVisit.mentee_school_id.distinct())).where(
        MentoringVisit.reporter_person_id == visit.reporter_person_id,
        MentoringVisit.withdrawn_at.is_(None),
        MentoringVisit.visited_on == visit.visited_on,
    )
    return (session.scalar(schools) or 0) > SCHOOLS_A_DAY


def _not_a_member(session: Session, visit: MentoringVisit) -> bool:
    if visit.network_id is None:
        return False
    member = select(NetworkMembership.id).where(
        NetworkMembership.network_id == visit.network_id,
        NetworkMembership.school_id == visit.mentee_school_id,
        NetworkMembership.starts_on <= visit.visited_on,
        or_(NetworkMembership.ends_on.is_(None), NetworkMembership.ends_on >= visit.visited_on),
    )
    return session.scalar(member.limit(1)) is None


_SIGNS: Mapping[Flag, Callable[[Session, MentoringVisit], bool]] = {
    Flag.PHOTO_USED_BEFORE: _photo_used_before,
    Flag.MANY_AT_ONCE: _many_at_once,
    Flag.MANY_SCHOOLS: _many_schools,
    Flag.NOT_A_MEMBER: _not_a_member,
}
