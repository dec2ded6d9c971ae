"""Obligations and deadlines as rules, with what their programme decides filled in."""

from sqlalchemy import ColumnElement, select
from sqlalchemy.orm import Session

from models.duties import Deadline, Obligation
from models.duty_facts import Rule
from models.programmes import Programme
from models.school_breaks import read_breaks
from models.vocabulary import Cadence, LevelsRule, RuleSource


def rules_of(session: Session, where: ColumnElement[bool]) -> list[Rule]:
    """The rules of those programmes for which this holds: obligations, then deadlines."""
    obligations = session.execute(
        select(Obligation, Programme)
        .join(Programme, Programme.id == Obligation.programme_id)
        .where(where)
        .order_by(Obligation.id)
    )
    deadlines = session.execute(
        select(Deadline, Programme, Obligation)
        .join(Programme, Programme.id == Deadline.programme_id)
        .outerjoin(Obligation, Obligation.id == Deadline.obligation_id)
        .where(where, Deadline.cancelled_at.is_(None))
        .order_by(Deadline.due_on, Deadline.id)
    )
    return [
        *(_of_obligation(row, programme) for row, programme in obligations),
        *(_of_deadline(row, programme, owed) for row, programme, owed in deadlines),
    ]


def _of_obligation(row: Obligation, programme: Programme) -> Rule:
    reading: LevelsRule | None = row.levels_rule or programme.levels_rule
    return Rule(
        source=RuleSource.OBLIGATION,
        id=row.id,
        code=row.code,
        programme_id=programme.id,
        programme_code=programme.code,
        programme_name=programme.name_th,
        kind=row.kind,
        title=row.title_th,
        subject_kind=row.subject_kind,
        cadence=row.cadence,
        year_basis=row.year_basis or programme.year_basis,
        member_role=row.member_role,
        min_count=row.min_count,
        levels=tuple(row.levels),
        levels_rule=reading if row.levels else None,
        min_people=row.min_people,
        max_people=row.max_people,
        ladder=tuple(sorted(row.ladder)),
        clause=row.clause,
        assumed=row.assumed,
        school_breaks=read_breaks(programme.school_breaks),
    )


def _of_deadline(row: Deadline, programme: Programme, owed: Obligation | None) -> Rule:
    return Rule(
        source=RuleSource.DEADLINE,
        id=row.id,
        code=row.code,
        programme_id=programme.id,
        programme_code=programme.code,
        programme_name=programme.name_th,
        kind=owed.kind if owed else None,
        title=row.title_th,
        subject_kind=row.subject_kind,
        cadence=Cadence.DATE,
        year_basis=programme.year_basis,
        member_role=row.member_role,
        min_people=owed.min_people if owed else None,
        max_people=owed.max_people if owed else None,
        ladder=tuple(sorted(row.ladder)),
        announced_on=row.announced_on,
        due_on=row.due_on,
        due_time=row.due_time,
        submit_url=row.submit_url,
        office_id=row.office_id,
        only=None if row.subject_ids is None else frozenset(row.subject_ids),
        clause=owed.clause if owed else None,
        notice=row.notice,
        school_breaks=read_breaks(programme.school_breaks),
    )
