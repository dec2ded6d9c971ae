"""What a renewal would carry on, for its preview: the same who as in renewals.py."""

from dataclasses import dataclass
from datetime import date

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from models.duties import Obligation
from models.networks import Network, NetworkMembership
from models.programmes import Enrolment, Programme, ProgrammePeriod
from models.vocabulary import MentorKind


@dataclass(frozen=True, slots=True)
class Renewable:
    """A programme that has run; `last_day`: of its last period."""

    id: int
    code: str
    name: str
    mentor_kind: MentorKind
    last_day: date


@dataclass(frozen=True, slots=True)
class GoingOn:
    """Who was in a programme until its last day: networks, their schools, offices and schools
    enrolled by themselves; and what they owe, by title."""

    networks: int
    schools: int
    enrolled: int
    duties: tuple[str, ...]


def renewable(session: Session) -> list[Renewable]:
    """Every programme with a period, by code."""
    last = func.max(ProgrammePeriod.ends_on)
    p = Programme
    rows = session.execute(
        select(p.id, p.code, p.name_th, p.mentor_kind, last)
        .join(ProgrammePeriod, ProgrammePeriod.programme_id == p.id)
        .group_by(p.id, p.code, p.name_th, p.mentor_kind)
        .order_by(p.code)
    )
    return [Renewable(*row) for row in rows]


def who_goes_on(session: Session, programme: Renewable) -> GoingOn:
    """Who would go on if this programme were renewed now."""
    m = NetworkMembership
    networks, schools = session.execute(
        select(func.count(m.network_id.distinct()), func.count(m.school_id.distinct()))
        .join(Network, Network.id == m.network_id)
        .where(Network.programme_id == programme.id, m.ends_on == programme.last_day)
    ).one()
    enrolled = session.scalars(
        select(func.count(Enrolment.id)).where(
            Enrolment.programme_id == programme.id, Enrolment.ends_on == programme.last_day
        )
    ).one()
    duties = session.scalars(
        select(Obligation.title_th)
        .where(Obligation.programme_id == programme.id)
        .order_by(Obligation.id)
    )
    return GoingOn(networks, schools, enrolled, tuple(dict.fromkeys(duties)))
