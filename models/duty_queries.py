"""Judgements from the database: for a scope, for what is open, and for one duty again.

A few statements whatever the number of subjects; the judging itself is models/obligations.py.
"""

from collections.abc import Callable, Iterable, Iterator, Mapping
from datetime import date, datetime, timedelta, tzinfo
from typing import NamedTuple
from zoneinfo import ZoneInfo

from sqlalchemy import ColumnElement, select, true
from sqlalchemy.orm import Session

from models.duty_records import records_of
from models.duty_rules import rules_of
from models.obligations import Judge, Judgement, Rule, Subject, period_at
from models.programmes import Programme, ProgrammePeriod
from models.scopes import COUNTRY, Scope
from models.spans import Span
from models.subjects import Held, subjects_of, within_ids, within_scope
from models.vocabulary import Cadence, DutyState, RuleSource, ScopeKind, SubjectKind
from models.waivers import Waivers, waivers_of

BANGKOK = ZoneInfo("Asia/Bangkok")

#: How long after the last step of its ladder something overdue is still spoken of.
LET_GO_AFTER = timedelta(days=14)
_DAY = timedelta(days=1)

#: One thing that one subject owes by one day: its rule, its subject, the day.
Duty = tuple[RuleSource, int, SubjectKind, int, date]

Only = Callable[[Rule], bool] | None  # which rules are looked at; None: all
Periods = Mapping[int, tuple[Span, ...]]  # by the programme's id


class Facts(NamedTuple):
    """What is read once for all rules."""

    periods: Periods
    waivers: Waivers


def judgements(
    session: Session,
    *,
    now: datetime,
    scope: Scope = COUNTRY,
    tz: tzinfo = BANGKOK,
    of: date | None = None,
    only: Only = None,
) -> list[Judgement]:
    """Where every subject within a scope stands with every rule (or with those for which `only`
    holds), in the period of `now`, or in the one of the day `of`, as it is known now.

    In the order of the rules (obligations, then deadlines), and of the codes of the subjects.
    """
    day = of or now.astimezone(tz).date()
    rules = [r for r in rules_of(session, of_scope(scope)) if only is None or only(r)]
    held = subjects_of(session, rules, within_scope(scope, day))
    return list(judged_in(session, held, facts_of(session), now, tz, of))


def open_dues(
    session: Session, now: datetime, tz: tzinfo = BANGKOK, only: Only = None
) -> list[Judgement]:
    """What is to be said to anybody in the country at `now`, of those rules that have a ladder
    (and for which `only` holds): what is due or overdue, and notices of a day that comes.

    What is overdue is among it until 14 days after the last step of its ladder; so the period
    just over is judged too. A due day may still lie far ahead.
    """
    today = now.astimezone(tz).date()
    rules = [
        rule
        for rule in rules_of(session, true())
        if rule.ladder and not is_let_go(rule, rule.due_on, today) and (only is None or only(rule))
    ]
    found = _rounds(session, rules, COUNTRY, now, tz)
    return [one for one in found if one.owed or one.is_ahead]


def outstanding(
    session: Session,
    *,
    now: datetime,
    scope: Scope = COUNTRY,
    tz: tzinfo = BANGKOK,
    only: Only = None,
) -> list[Judgement]:
    """What is owed within a scope, or would be if it were not waived: of the period of `now`, and
    of the one just over until 14 days after the last step of its ladder; with `only`, of the rules
    for which that holds."""
    found = judgements_lately(session, now=now, scope=scope, tz=tz, only=only)
    return [one for one in found if one.owed or one.state is DutyState.WAIVED]


def judgements_lately(
    session: Session,
    *,
    now: datetime,
    scope: Scope = COUNTRY,
    tz: tzinfo = BANGKOK,
    only: Only = None,
) -> list[Judgement]:
    """Where every subject within a scope stands with every rule (or with those for which `only`
    holds), in the period of `now` and in the one just over as long as that is spoken of; notices
    left out."""
    every = (rule for rule in rules_of(session, of_scope(scope)) if not rule.notice)
    rules = [rule for rule in every if only is None or only(rule)]
    return _rounds(session, rules, scope, now, tz)


def _rounds(
    session: Session, rules: list[Rule], scope: Scope, now: datetime, tz: tzinfo
) -> list[Judgement]:
    """These rules judged in the period of `now` and in the one just over."""
    today = now.astimezone(tz).date()
    facts = facts_of(session)
    held = subjects_of(session, rules, within_scope(scope, today))
    found = list(judged_in(session, held, facts, now, tz))
    over = {rule: of for rule in rules if (of := just_over(rule, facts.periods, today)) is not None}
    for rule, of in over.items():
        of_then = judged_in(session, {rule: held[rule]}, facts, now, tz, of)
        found += [one for one in of_then if not is_let_go(rule, one.due_on, today)]
    return found


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
    rules = [rule for rule in rules_of(session, true()) if (rule.source, rule.id) in days]
    held = subjects_of(session, rules, within_ids(ids))
    facts = facts_of(session)
    found: dict[Duty, Judgement] = {}
    for rule in rules:
        for due_on in days[rule.source, rule.id]:
            subjects = {
                subject: spans
                for subject, spans in held[rule].items()
                if (rule.source, rule.id, subject.kind, subject.id, due_on) in wanted
            }
            for judged in judged_in(session, {rule: subjects}, facts, now, tz, due_on):
                if judged.due_on == due_on:
                    key = (rule.source, rule.id, judged.subject.kind, judged.subject.id, due_on)
                    found[key] = judged
    return found


def judged_in(
    session: Session,
    held: Mapping[Rule, Held],
    facts: Facts,
    now: datetime,
    tz: tzinfo,
    of: date | None = None,
    settled: bool = False,
) -> Iterator[Judgement]:
    today = now.astimezone(tz).date()
    for rule, subjects in held.items():
        running = facts.periods.get(rule.programme_id, ())
        court = Judge(rule, running, now, tz, of=of, settled=settled)
        is_dated = rule.cadence is Cadence.DATE
        period = None if is_dated else period_at(rule, running, of or today)
        ids = {subject.id for subject in subjects}
        leaving = court.leaving(subjects)
        records = records_of(session, rule, period, ids, now, leaving)
        waived = {
            subject_id: waivers
            for (source, rule_id, kind, subject_id), waivers in facts.waivers.items()
            if (source, rule_id, kind) == (rule.source, rule.id, rule.subject_kind)
        }
        for subject, spans in subjects.items():
            counted = records.get(subject.id, ())
            yield court.judge(subject, spans, counted, waived.get(subject.id, ()))


def just_over(rule: Rule, periods: Periods, today: date) -> date | None:
    """The last day of the period before the one of today, if it is still spoken of."""
    if rule.cadence is Cadence.DATE:
        return None
    running = periods.get(rule.programme_id, ())
    now_in = period_at(rule, running, today)
    last = period_at(rule, running, now_in.starts_on - _DAY) if now_in else None
    return None if last is None or is_let_go(rule, last.ends_on, today) else last.ends_on


def is_let_go(rule: Rule, due_on: date | None, today: date) -> bool:
    """Whether what was due on this day is spoken of no more; what has no day never is."""
    last = timedelta(days=max(rule.ladder, default=0)) + LET_GO_AFTER
    return due_on is not None and due_on + last < today


def of_scope(scope: Scope) -> ColumnElement[bool]:
    return Programme.id == scope.id if scope.kind is ScopeKind.PROGRAMME else true()


def facts_of(session: Session) -> Facts:
    return Facts(_periods(session), waivers_of(session))


def _periods(session: Session) -> Periods:
    found: dict[int, tuple[Span, ...]] = {}
    for programme_id, starts_on, ends_on in session.execute(
        select(
            ProgrammePeriod.programme_id, ProgrammePeriod.starts_on, ProgrammePeriod.ends_on
        ).order_by(ProgrammePeriod.starts_on)
    ):
        found[programme_id] = (*found.get(programme_id, ()), Span(starts_on, ends_on))
    return found
