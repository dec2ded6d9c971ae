"""The status card of an area office, a programme or the country: totals, and who is behind."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from handlers.cards.card import Button, Card, Row
from handlers.say import go
from handlers.status_behind import PAGE, behind, rows_of
from handlers.status_card import by_rule, duty_row, present, share_of, tally_words
from handlers.status_words import (
    label_of,
    level_words,
    year_words,
)
from handlers.texts import t
from handlers.thai.dates import short_date
from models.obligations import Judgement, Period
from models.people import Scope
from models.status_queries import Member, Pilot
from models.vocabulary import (
    DutyState,
    ExchangeLevel,
    ObligationKind,
    RuleSource,
    ScopeKind,
    SubjectKind,
)

#: Names in one row, of those who have sent something and of those who have not.
MOST_NAMED = 3
#: Schools whose visits fit into one row.
MOST_SCHOOLS = 4


@dataclass(frozen=True)
class TotalStatus:
    """All that the card of a wide scope tells.

    `years`: the present year of each programme that runs, by its code. `by_name`: whether the
    asker may read who has sent what a deadline asks for, and who has not.
    """

    scope: Scope
    judgements: Sequence[Judgement]
    years: Mapping[str, Period]
    members: Sequence[Member]
    pilots: Sequence[Pilot]
    by_name: bool


def total_card(status: TotalStatus, first: int, *buttons: Button) -> Card:
    """Totals per programme, then the networks and offices that are behind, `first` of them on.

    Further pages have the list alone.
    """
    rows = [] if first else _programmes(status)
    if not rows and not first:
        return Card(title=status.scope.label, text=t("status.nothing"), buttons=buttons)
    found = behind(status.scope, status.judgements, status.members, status.pilots)
    if status.scope.kind is not ScopeKind.SCHOOL and (found or status.members):
        rows += rows_of(status.scope, found, status.judgements, first)
    more: tuple[Button, ...] = ()
    if first + PAGE < len(found):
        more = (go("status", t("status.more"), reference(status.scope, first + PAGE)),)
    return Card(title=status.scope.label, rows=tuple(rows), buttons=(*more, *buttons))


def reference(scope: Scope, first: int = 0) -> str:
    """What a button carries to name a scope, and from where its list goes on."""
    return f"{scope.kind.value}:{scope.code}" + (f":{first}" if first else "")


# --- totals --------------------------------------------------------------------------------------


def _programmes(status: TotalStatus) -> list[Row]:
    by_programme: dict[str, list[Judgement]] = {}
    for judged in status.judgements:
        by_programme.setdefault(judged.rule.programme_code, []).append(judged)
    rows: list[Row] = []
    for code, judgements in by_programme.items():
        live = [j for j in judgements if j.state is not DutyState.ENDED]
        year = status.years.get(code)
        name = judgements[0].rule.programme_name
        if live and year:
            rows.append(Row(name, _size(status, code, year)))
            rows += [_total(status, group, year) for group in by_rule(present(live, year))]
            continue
        ended = [j.ended_on for j in judgements if j.ended_on is not None]
        if ended:
            rows.append(Row(name, t("status.over", day=short_date(max(ended))), muted=True))
    return rows


def _size(status: TotalStatus, programme: str, year: Period) -> str:
    members = [member for member in status.members if member.programme_code == programme]
    schools = {member.school_id for member in members}
    schools |= {pilot.school_id for pilot in status.pilots if pilot.programme_code == programme}
    networks = len({member.network_id for member in members})
    key = "size" if networks else "size_without_networks"
    return t(
        f"status.row.{key}",
        year=year_words(year.basis, year.label_be, year.starts_on, year.ends_on),
        networks=networks,
        schools=len(schools),
    )


def _total(status: TotalStatus, group: Sequence[Judgement], year: Period) -> Row:
    rule = group[0].rule
    if len(group) == 1 and rule.subject_kind is not SubjectKind.SCHOOL:
        return duty_row(group, year)
    lines = [tally_words(group)]
    if rule.source is RuleSource.DEADLINE:
        lines = _sent(status, group)
    elif rule.kind is ObligationKind.MENTORING_VISIT:
        lines += _times(status, group)
    if rule.levels:
        lines.append(level_words(_levels_met(group), rule.levels_rule))
    label = label_of(rule, group[0].period, year)
    return Row(label, "\n".join(lines), share=share_of(group))


def _levels_met(group: Sequence[Judgement]) -> dict[ExchangeLevel, tuple[int, int]]:
    """At each level, how many networks have what it takes, of how many."""
    return {
        level: (sum(j.by_level[level][0] >= j.by_level[level][1] for j in asked), len(asked))
        for level in group[0].rule.levels
        if (asked := [j for j in group if level in j.by_level])
    }


def _times(status: TotalStatus, group: Sequence[Judgement]) -> list[str]:
    """How many visits, school by school where they are few and in no network."""
    in_networks = {member.school_id for member in status.members}
    if len(group) <= MOST_SCHOOLS and not in_networks & {j.subject.id for j in group}:
        return [t("status.row.school_times", school=j.subject.label, count=j.done) for j in group]
    if all(j.state is DutyState.RECORDED for j in group):
        return []
    return [t("status.all.times", count=sum(j.done for j in group))]


def _sent(status: TotalStatus, group: Sequence[Judgement]) -> list[str]:
    """How many have sent what a deadline asks for, and who, for those who may read it."""
    asked = [j for j in group if j.owed or j.state is DutyState.DONE]
    if not asked:
        return [tally_words(group)]
    sent = [j.subject.label for j in asked if j.state is DutyState.DONE]
    unsent = [j.subject.label for j in asked if j.owed]
    due_on = asked[0].rule.due_on
    lines = [
        t(
            "status.all.sent",
            done=len(sent),
            total=len(asked),
            unit=t(f"status.unit.{asked[0].rule.subject_kind.value}"),
            day=short_date(due_on) if due_on else "",
        )
    ]
    if status.by_name:
        lines += [
            t(f"status.all.{key}", names=_some(names))
            for key, names in (("which_sent", sent), ("which_unsent", unsent))
            if names
        ]
    return lines


def _some(names: Sequence[str]) -> str:
    shown = " · ".join(names[:MOST_NAMED])
    rest = len(names) - MOST_NAMED
    return t("status.all.and_more", names=shown, count=rest) if rest > 0 else shown
