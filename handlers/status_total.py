"""The status card of an area office, a programme or the country: totals, and who is behind."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from handlers.cards.card import Button, Card, Row
from handlers.export_wanted import dated_words
from handlers.say import go
from handlers.status_areas import area_rows, areas
from handlers.status_asked import Reference, Seen
from handlers.status_behind import PAGE, behind, rows_of
from handlers.status_card import by_rule, duty_row, present, share_of, tally_words
from handlers.status_words import dated_period, label_of, level_words
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

    `years`: the year of each programme that is told of, by its code. `by_name`: whether the asker
    may read who has sent what a deadline asks for, and who has not. `trends`: how a programme
    compares with the year before, by its code. `more`: rows after these totals. `past`: the years
    are of a time that was asked for.
    """

    seen: Seen
    judgements: Sequence[Judgement]
    years: Mapping[str, Period]
    members: Sequence[Member]
    pilots: Sequence[Pilot]
    by_name: bool
    trends: Mapping[str, Sequence[Row]] = field(default_factory=dict)
    more: Sequence[Row] = ()
    past: bool = False

    @property
    def scope(self) -> Scope:
        return self.seen.scope


def total_card(status: TotalStatus, *buttons: Button) -> Card:
    """Totals per programme, then one page of the areas, or of the networks and offices, the
    furthest behind first. Further pages have the list alone.
    """
    asked, scope = status.seen.asked, status.scope
    rows = [] if asked.first else [*_programmes(status), *status.more]
    if not rows and not asked.first:
        return Card(title=scope.label, text=t("status.nothing"), buttons=buttons)
    found = behind(scope, status.judgements, status.members, status.pilots)
    count = len(found)
    if scope.kind in (ScopeKind.COUNTRY, ScopeKind.PROGRAMME):
        listed = areas(found, status.members, status.pilots)
        count = len(listed)
        rows += area_rows(scope, asked, listed, status.judgements)
    elif scope.kind is not ScopeKind.SCHOOL and (found or status.members):
        rows += rows_of(asked, found, status.judgements)
    more: tuple[Button, ...] = ()
    if scope.kind is not ScopeKind.SCHOOL and asked.first + PAGE < count:
        more = (go("status", t("status.more"), str(asked.at(asked.first + PAGE))),)
    return Card(
        title=scope.label, kicker=_called(status), rows=tuple(rows), buttons=(*more, *buttons)
    )


def reference(scope: Scope, first: int = 0) -> str:
    """What a button carries to name a scope, and from where its list goes on."""
    return str(Reference(scope.kind, scope.code, first=first))


def _called(status: TotalStatus) -> str:
    """The one programme that is told of where the place has more, and the time that was asked
    for."""
    asked = status.seen.asked
    names = []
    if status.seen.programmes is not None:
        rules = (judged.rule for judged in status.judgements)
        names += list(dict.fromkeys(rule.programme_name for rule in rules))
    if asked.period:
        names.append(dated_words(asked.period))
    return "\n".join(names)


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
            told = by_rule(present(live, year, past=status.past))
            rows += [_total(status, group, year) for group in told]
            rows += status.trends.get(code, ())
            continue
        ended = [j.ended_on for j in judgements if j.ended_on is not None]
        if ended:
            rows.append(Row(name, t("status.over", day=short_date(max(ended))), muted=True))
    return rows


def _size(status: TotalStatus, programme: str, year: Period) -> str:
    if status.scope.kind is ScopeKind.SCHOOL:
        return dated_period(year)
    members = [member for member in status.members if member.programme_code == programme]
    schools = {member.school_id for member in members}
    schools |= {pilot.school_id for pilot in status.pilots if pilot.programme_code == programme}
    networks = len({member.network_id for member in members})
    key = "size" if networks else "size_without_networks"
    return t(
        f"status.row.{key}",
        year=dated_period(year),
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
    return [t("status.all.times", count=f"{sum(j.done for j in group):,}")]


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
    waived = [j.subject.label for j in group if j.state is DutyState.WAIVED]
    if status.by_name:
        lines += [
            t(f"status.all.{key}", names=_some(names))
            for key, names in (
                ("which_sent", sent),
                ("which_unsent", unsent),
                ("which_waived", waived),
            )
            if names
        ]
    elif waived:
        lines.append(t("status.all.waived", waived=len(waived)))
    return lines


def _some(names: Sequence[str]) -> str:
    shown = " · ".join(names[:MOST_NAMED])
    rest = len(names) - MOST_NAMED
    return t("status.all.and_more", names=shown, count=rest) if rest > 0 else shown
