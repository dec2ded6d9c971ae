"""Judgements from the database: for a scope, for what is open, and for one duty again.

A few statements whatever the number of subjects; the judging itself is models/obligations.py.
"""

from collections.abc import Iterable, Iterator, Mapping
from datetime import date, datetime, timedelta, tzinfo
from zoneinfo import ZoneInfo

from sqlalchemy import ColumnElement, select, true
from sqlalchemy.orm import Session

from models.duties import Deadline, Obligation
from models.duty_records import records_of
from models.obligations import Judgement, Rule, Subject, judge, period_at
from models.programmes import Programme, ProgrammePeriod
from models.scopes import COUNTRY, Scope
from models.spans import Span
from models.subjects import Held, subjects_of, within_ids, within_scope
from models.vocabulary import Cadence, LevelsRule, RuleSource, ScopeKind, SubjectKind

BANGKOK = ZoneInfo("Asia/Bangkok")

#: How long after the last step of its ladder something overdue is still spoken of.
LET_GO_AFTER = timedelta(days=14)
_DAY = timedelta(days=1)

#: One thing that one subject owes by one day: its rule, its subject, the day.
Duty = tuple[RuleSource, int, SubjectKind, int, date]

Periods = Mapping[int, tuple[Span, ...]]  # by the programme's id


def judgements(
    session: Session,
    *,
    now: datetime,
    scope: Scope = COUNTRY,
    tz: tzinfo = BANGKOK,
    of: date | None = None,
) -> list[Judgement]:
    """Where every subject within a scope stands with every rule, in the period of `now`, or in
    the one of the day `of`, as it is known now.

    In the order of the rules (obligations, then deadlines), and of the codes of the subjects.
    """
    day = of or now.astimezone(tz).date()
    rules = _rules(session, _of_scope(scope))
    held = subjects_of(session, rules, within_scope(scope, day))
    return list(_judged(session, held, _periods(session), now, tz, of))


def open_dues(session: Session, now: datetime, tz: tzinfo = BANGKOK) -> list[Judgement]:
    """What is due or overdue at `now` in the country, of those rules that have a ladder.

    What is overdue is among it until 14 days after the last step of its ladder; so the period
    just over is judged too. A due day may still lie far ahead.
    """
    today = now.astimezone(tz).date()
    rules = [
        rule
        for rule in _rules(session, true())
        if rule.ladder and not rule.notice and not _let_go(rule, rule.due_on, today)
    ]
    periods = _periods(session)
    held = subjects_of(session, rules, within_scope(COUNTRY, today))
    found = list(_judged(session, held, periods, now, tz))
    just_over = {rule: of for rule in rules if (of := _just_over(rule, periods, today)) is not None}
    for rule, of in just_over.items():
        found += _judged(session, {rule: held[rule]}, periods, now, tz, of)
    return [one for one in found if one.owed and not _let_go(one.rule, one.due_on, today)]


def judgement_of(
    session: Session,
    source: RuleSource,
    rule_id: int,
    subject: Subject,
    due_on: date,
    now: datetime,
    tz: tzinfo = BANGKOK,
) -> Judgement | None:
    """One duty judged again, in the period whose due day this is, also when that is over.

    None when there is no such duty any more: the rule is gone or has another day, or the subject
    no longer takes part.
    """
    duty: Duty = (source, rule_id, subject.kind, subject.id, due_on)
    return judgements_of(session, [duty], now, tz).get(duty)


def judgements_of(
    session: Session, duties: Iterable[Duty], now: datetime, tz: tzinfo = BANGKOK
) -> dict[Duty, Judgement]:
    """Many duties judged again as by `judgement_of`, in a few statements for each rule and day.
    Those that are no more are left out.
    """
    wanted = set(duties)
    ids: dict[SubjectKind, set[int]] = {}
    days: dict[tuple[RuleSource, int], set[date]] = {}
    for source, rule_id, kind, subject_id, due_on in wanted:
        ids.setdefault(kind, set()).add(subject_id)
        days.setdefault((source, rule_id), set()).add(due_on)
    rules = [rule for rule in _rules(session, true()) if (rule.source, rule.id) in days]
    held = subjects_of(session, rules, within_ids(ids))
    periods = _periods(session)
    found: dict[Duty, Judgement] = {}
    for rule in rules:
        for due_on in days[rule.source, rule.id]:
            subjects = {
                subject: spans
                for subject, spans in held[rule].items()
                if (rule.source, rule.id, subject.kind, subject.id, due_on) in wanted
            }
            for judged in _judged(session, {rule: subjects}, periods, now, tz, due_on):
                if judged.due_on == due_on:
                    key = (rule.source, rule.id, judged.subject.kind, judged.subject.id, due_on)
                    found[key] = judged
    return found


def _judged(
    session: Session,
    held: Mapping[Rule, Held],
    periods: Periods,
    now: datetime,
    tz: tzinfo,
    of: date | None = None,
) -> Iterator[Judgement]:
    today = now.astimezone(tz).date()
    for rule, subjects in held.items():
        running = periods.get(rule.programme_id, ())
        is_dated = rule.cadence is Cadence.DATE
        period = None if is_dated else period_at(rule, running, of or today)
        ids = {subject.id for subject in subjects}
        records = records_of(session, rule, period, ids, today)
        for subject, spans in subjects.items():
            counted = records.get(subject.id, ())
            yield judge(rule, subject, spans, running, counted, now, tz, of=of)


def _just_over(rule: Rule, periods: Periods, today: date) -> date | None:
    """The last day of the period before the one of today, if it is still spoken of."""
    if rule.cadence is Cadence.DATE:
        return None
    running = periods.get(rule.programme_id, ())
    now_in = period_at(rule, running, today)
    last = period_at(rule, running, now_in.starts_on - _DAY) if now_in else None
    return None if last is None or _let_go(rule, last.ends_on, today) else last.ends_on


def _let_go(rule: Rule, due_on: date | None, today: date) -> bool:
    """Whether what was due on this day is spoken of no more; what has no day never is."""
    last = timedelta(days=max(rule.ladder)) + LET_GO_AFTER
    return due_on is not None and due_on + last < today


def _of_scope(scope: Scope) -> ColumnElement[bool]:
    return Programme.id == scope.id if scope.kind is ScopeKind.PROGRAMME else true()


def _periods(session: Session) -> Periods:
    found: dict[int, tuple[Span, ...]] = {}
    for programme_id, starts_on, ends_on in session.execute(
        select(
            ProgrammePeriod.programme_id, ProgrammePeriod.starts_on, ProgrammePeriod.ends_on
        ).order_by(ProgrammePeriod.starts_on)
    ):
        found[programme_id] = (*found.get(programme_id, ()), Span(starts_on, ends_on))
    return found


def _rules(session: Session, where: ColumnElement[bool]) -> list[Rule]:
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
    )
