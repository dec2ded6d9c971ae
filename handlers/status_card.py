"""The status card of one network: the clauses of its agreement, and the visits to each school."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date

from handlers.cards.card import Button, Card, Row
from handlers.status_words import (
    clause_words,
    dated_period,
    label_of,
    level_words,
    period_words,
    state_words,
)
from handlers.texts import t
from handlers.thai.dates import short_date
from models.obligations import Judgement, Period
from models.status_queries import Clause, Member, Visits
from models.vocabulary import DutyState, MemberRole, ReportKind, RuleSource, SubjectKind

#: Schools whose visits are listed one by one; networks have three to five.
MOST_SCHOOLS = 10

#: Clauses that no obligation stands for, by the records that show work on them.
_SUPERVISION = "supervision_system"
_REPORTED = {
    "context_analysis": ReportKind.CONTEXT_ANALYSIS,
    "plan_implementation": ReportKind.PLAN_PROGRESS,
}


@dataclass(frozen=True)
class NetworkStatus:
    """All that the card of one network tells.

    `year` is the programme's own year, which the card names at its top; None when it is over.
    `ended_on`: the last day of the network itself, when that is past. `reports`: how many of each
    kind of report it has in that year. `resting_until`: until when it has said to have nothing to
    report. `past`: the year is one that was asked for, and told as it stood.
    """

    name: str
    programme: str
    office: str | None
    ended_on: date | None
    year: Period | None
    judgements: Sequence[Judgement]
    clauses: Sequence[Clause]
    members: Sequence[Member]
    visits: Mapping[int, Visits]
    reports: Mapping[ReportKind, int] = field(default_factory=dict)
    resting_until: date | None = None
    trend: Sequence[Row] = ()
    joined: Sequence[Row] = ()
    past: bool = False


def network_card(status: NetworkStatus, *buttons: Button) -> Card:
    """One network: a row for each clause or duty, then one for each school that is mentored."""
    title = status.name
    if status.office:
        title = t("status.row.place", name=status.name, office=status.office)
    live = [j for j in status.judgements if j.state is not DutyState.ENDED]
    days = (status.ended_on, *(j.ended_on for j in status.judgements))
    ended = [day for day in days if day is not None]
    if status.year is None or not live:
        text = t("status.over", day=short_date(max(ended))) if ended else t("status.nothing")
        return Card(title=title, kicker=status.programme, text=text, buttons=buttons)
    year = status.year
    called = dated_period(year)
    asked = present(live, year, past=status.past)
    rows = [
        *_resting(status),
        *_duties(status, asked),
        *status.trend,
        *status.joined,
        *_schools(status, period_words(year)),
    ]
    return Card(
        title=title,
        kicker=f"{status.programme}\n{called}",
        rows=(*_overall(asked), *rows),
        buttons=buttons,
    )


def present(live: Sequence[Judgement], year: Period, *, past: bool = False) -> list[Judgement]:
    """Those that matter in this year: not what is yet to be announced, nor (unless they were
    looked up for a time that is `past`) a deadline of another year that nobody owes any more.
    """
    return [
        judged
        for judged in live
        if judged.state is not DutyState.NOT_YET
        and (
            past
            or judged.rule.source is RuleSource.OBLIGATION
            or judged.owed
            or (judged.period is not None and judged.period.label_be == year.label_be)
        )
    ]


def by_rule(judgements: Sequence[Judgement]) -> list[list[Judgement]]:
    """The judgements in groups of one rule and period each; notices, which nobody can meet, left
    out."""
    groups: dict[tuple[object, ...], list[Judgement]] = {}
    for judged in judgements:
        if not judged.rule.notice:
            begins = judged.period.starts_on if judged.period else None
            key = (judged.rule.source, judged.rule.id, begins)
            groups.setdefault(key, []).append(judged)
    return list(groups.values())


def _resting(status: NetworkStatus) -> list[Row]:
    """That the network has nothing to report for now: its reminders rest, what it owes does not."""
    if status.resting_until is None:
        return []
    value = t("status.row.resting_value", day=short_date(status.resting_until))
    return [Row(t("status.row.resting"), value)]


def _overall(live: Sequence[Judgement]) -> list[Row]:
    """How many of the things that are asked for are complete."""
    asked = [
        group for group in by_rule(live) if any(j.owed or j.state is DutyState.DONE for j in group)
    ]
    if not asked:
        return []
    done = sum(not any(j.owed for j in group) for group in asked)
    value = t("status.row.overall_value", done=done, total=len(asked))
    return [Row(t("status.row.overall"), value, share=done / len(asked))]


def _duties(status: NetworkStatus, live: Sequence[Judgement]) -> list[Row]:
    groups = by_rule(live)
    by_clause: dict[str | None, list[list[Judgement]]] = {}
    for group in groups:
        if group[0].rule.source is RuleSource.OBLIGATION:
            by_clause.setdefault(group[0].rule.clause, []).append(group)
    rows = []
    for clause in status.clauses:
        words = clause_words(clause.number, clause.kind, clause.text)
        if clause.rule not in by_clause:
            value = t("status.state.recorded", count=_recorded(status, clause.kind))
            rows.append(Row(words, value, muted=True))
        rows += [duty_row(group, status.year, words) for group in by_clause.get(clause.rule, ())]
    told = [group for clause in status.clauses for group in by_clause.get(clause.rule, ())]
    return [*rows, *(duty_row(group, status.year) for group in groups if group not in told)]


def duty_row(group: Sequence[Judgement], year: Period | None, words: str = "") -> Row:
    """One rule for one network: its own duty, or the same duty for each of its schools."""
    first = group[0]
    label = label_of(first.rule, first.period, year, words)
    if first.rule.subject_kind is SubjectKind.SCHOOL:
        return Row(label, tally_words(group), share=share_of(group))
    value = state_words(first)
    if first.by_level:
        value = f"{value}\n{level_words(first.by_level, first.rule.levels_rule)}"
    share = first.done / first.needed if first.needed > 1 else None
    return Row(label, value, share=share, muted=first.state is DutyState.RECORDED)


def share_of(group: Sequence[Judgement]) -> float | None:
    """The part of the subjects that have met a rule; None where nothing is asked of them."""
    asked = [j for j in group if j.owed or j.state is DutyState.DONE]
    if not asked:
        return None
    return sum(j.state is DutyState.DONE for j in asked) / len(asked)


def tally_words(group: Sequence[Judgement]) -> str:
    """Where many subjects stand with one rule: 'ครบแล้ว 12 จาก 178 เครือข่าย · …'."""
    recorded = [j for j in group if j.state is DutyState.RECORDED]
    asked = [j for j in group if j.owed or j.state is DutyState.DONE]
    if recorded and not asked:
        return t("status.all.recorded", count=sum(j.done for j in recorded))
    waived = sum(j.state is DutyState.WAIVED for j in group)
    if not asked:
        one = next((j for j in group if j.state is DutyState.WAIVED), group[0])
        return state_words(one) if waived < 2 else t("status.all.waived", waived=waived)
    done = sum(j.state is DutyState.DONE for j in asked)
    overdue = sum(j.state is DutyState.OVERDUE for j in asked)
    on_time = sum(j.on_time is True for j in asked)
    unit = t(f"status.unit.{group[0].rule.subject_kind.value}")
    key = "done" if done == len(asked) else "due"
    words = t(
        f"status.all.{key}", done=done, total=len(asked), missing=len(asked) - done, unit=unit
    )
    # Complete and in time are two facts; the second is told where it is another number.
    parts = [words, t("status.all.on_time", on_time=on_time) if on_time < done else ""]
    parts.append(t("status.all.overdue", overdue=overdue) if overdue else "")
    parts.append(t("status.all.waived", waived=waived) if waived else "")
    return " · ".join(part for part in parts if part)


def _recorded(status: NetworkStatus, clause: str) -> int:
    """How many records show work on a clause that no obligation stands for."""
    if clause == _SUPERVISION:
        return sum(visits.supervision for visits in status.visits.values())
    return status.reports.get(_REPORTED[clause], 0) if clause in _REPORTED else 0


def _schools(status: NetworkStatus, year: str) -> list[Row]:
    """The visits to each school that is mentored, in the year that the card names."""
    mentored = [member for member in status.members if member.role is not MemberRole.LEAD]
    rows = []
    for member in mentored[:MOST_SCHOOLS]:
        visits = status.visits.get(member.school_id)
        value = _visits_words(visits) if visits else t("status.row.no_visits")
        label = t("status.row.visited", school=member.school, year=year)
        rows.append(Row(label, value, muted=visits is None))
    if len(mentored) > MOST_SCHOOLS:
        rest = t("status.row.more_schools", count=len(mentored) - MOST_SCHOOLS)
        rows.append(Row(t("status.row.rest"), rest, muted=True))
    return rows


def _visits_words(visits: Visits) -> str:
    key = "supervised" if visits.supervision else "visits"
    return t(
        f"status.row.{key}",
        count=visits.mentoring,
        supervision=visits.supervision,
        day=short_date(visits.last_on),
    )
