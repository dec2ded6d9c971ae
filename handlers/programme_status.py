"""“สถานะโครงการ”: how large a programme is within one's reach and what was recorded this year, and
the published figures, each with its day and its source.
"""

from collections.abc import Iterator

from handlers.call import Call
from handlers.cards.card import Button, Card, Row
from handlers.effects import Effect
from handlers.named_places import MOST_ASKED
from handlers.say import go, say
from handlers.status_asked import Reference, Seen, find_asked, open_button, reference_in, seen
from handlers.status_facts import Facts, facts_of
from handlers.status_words import dated_period
from handlers.texts import has, t
from handlers.thai.dates import short_date
from models.status_programmes import Statistic, dated_statistics
from models.status_queries import Runs, programme_runs
from models.status_reach import own_scopes
from models.status_records import (
    count_exchanges_about,
    count_reports_about,
    count_visits_about,
)
from models.vocabulary import MemberRole, ScopeKind


def show(call: Call) -> list[Effect]:
    """The programmes of one's own place; asks which place where there are several."""
    asked = reference_in(call.argument)
    if asked is not None:
        found = find_asked(call, call.actor.posts, asked)
        return say(_card(call, found) if found else _nothing())
    scopes = own_scopes(call.session, call.actor.posts, call.today)
    if not scopes:
        return say(_nothing())
    if len(scopes) == 1:
        return say(_card(call, seen(call, scopes[0])))
    rows = tuple(
        Row(
            scope.label,
            t(f"status.kind.{scope.kind.value}"),
            go("programme_status", t("status.open"), str(Reference(scope.kind, scope.code))),
        )
        for scope in scopes[:MOST_ASKED]
    )
    return say(Card(title=t("status.which_own"), rows=rows, buttons=(go("menu"),)))


def _nothing() -> Card:
    return Card(text=t("status.nothing"), buttons=(go("menu"),))


def _card(call: Call, found: Seen) -> Card:
    scope = found.scope
    whole = scope.kind in (ScopeKind.COUNTRY, ScopeKind.PROGRAMME)
    facts = facts_of(call, found, judged=not whole)
    codes = _codes(call, facts)
    figures = dated_statistics(call.session, codes)
    rows: list[Row] = []
    for code in codes:
        rows += _programme(call, facts, code)
        rows += [_figure(one) for one in figures if one.programme == code]
    if not rows:
        return _nothing()
    status = open_button(facts.seen.asked, scope.label)
    return Card(
        kicker=t("programme_status.title"),
        title=scope.label,
        rows=tuple(rows),
        buttons=(status, go("menu")),
    )


def _codes(call: Call, facts: Facts) -> list[str]:
    """The programmes that the place has a part in; of a programme itself and of the country all,
    also those that are over."""
    scope = facts.seen.scope
    if scope.kind is ScopeKind.COUNTRY:
        return list(facts.runs)
    if scope.kind is ScopeKind.PROGRAMME:
        return [scope.code]
    there = (
        *(one.programme_code for one in facts.members),
        *(one.programme_code for one in facts.pilots),
        *(judged.rule.programme_code for judged in facts.judgements),
    )
    return list(dict.fromkeys(there))


def _programme(call: Call, facts: Facts, code: str) -> Iterator[Row]:
    runs = [run for run in programme_runs(call.session) if run.code == code]
    if not runs:
        return
    yield Row(runs[0].name, _time(runs, facts), _open(facts, code))
    size = _size(facts, code)
    if size:
        yield Row(t("programme_status.size", day=short_date(call.today)), size)
    year = facts.years.get(code)
    if year is not None:
        sought = facts.sought(year, code)
        recorded = t(
            "programme_status.recorded_value",
            visits=f"{count_visits_about(call.session, sought):,}",
            exchanges=f"{count_exchanges_about(call.session, sought):,}",
            reports=f"{sum(count_reports_about(call.session, sought).values()):,}",
        )
        yield Row(t("programme_status.recorded", year=dated_period(year)), recorded)


def _time(runs: list[Runs], facts: Facts) -> str:
    """When it runs: the time of today, or the last one if it is over."""
    run = next((run for run in runs if run.has(facts.day)), runs[-1])
    key = "runs" if run.has(facts.day) else ("over" if run.ends_on < facts.day else "begins")
    return t(
        f"programme_status.{key}", first=short_date(run.starts_on), last=short_date(run.ends_on)
    )


def _open(facts: Facts, code: str) -> Button | None:
    if facts.seen.scope.kind is not ScopeKind.COUNTRY:
        return None
    return open_button(Reference(ScopeKind.PROGRAMME, code), facts.runs[code].name)


def _size(facts: Facts, code: str) -> str:
    """The networks and schools of a programme in this place today."""
    members = [one for one in facts.members if one.programme_code == code]
    schools = {
        role: len({one.school_id for one in members if one.role is role}) for role in MemberRole
    }
    pilots = {one.school_id for one in facts.pilots if one.programme_code == code}
    schools[MemberRole.PILOT] += len(pilots)
    networks = len({one.network_id for one in members})
    parts = [t("programme_status.networks", count=f"{networks:,}")] if networks else []
    parts += [
        t(f"programme_status.{role.value}", count=f"{count:,}")
        for role, count in schools.items()
        if count
    ]
    return " · ".join(parts)


def _figure(one: Statistic) -> Row:
    """A published figure, never without its day and source."""
    key = "figure_assumed" if one.assumed else "figure"
    sources = [
        t(f"programme_status.source.{code}") if has(f"programme_status.source.{code}") else code
        for code in one.sources
    ]
    return Row(
        t(f"programme_status.{key}", day=short_date(one.as_of)),
        t(
            "programme_status.figure_value",
            networks=f"{one.networks:,}",
            lead=f"{one.lead_schools:,}",
            partner=f"{one.partner_schools:,}",
            source=" · ".join(sources),
        ),
        muted=True,
    )
