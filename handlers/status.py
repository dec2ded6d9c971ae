"""Where things stand: one's own network or office, or another one in reach, by its name; now, or
in a year or semester that is over.
"""

from collections.abc import Mapping, Sequence
from dataclasses import replace

from handlers.call import Call
from handlers.cards.card import Button, Card, Row
from handlers.dialog.kind_period import period_words
from handlers.effects import Effect
from handlers.named_places import MOST_ASKED, places_meant, shortened
from handlers.overview import overview_button
from handlers.say import go, say
from handlers.status_asked import (
    Reference,
    Seen,
    Typed,
    find_asked,
    follows_up,
    has_begun,
    is_present_year,
    open_button,
    period_meant,
    reference_in,
    seen,
    typed,
)
from handlers.status_card import NetworkStatus, network_card
from handlers.status_facts import Facts, bases_of, facts_of, resting
from handlers.status_joined import joined_rows
from handlers.status_total import TotalStatus, total_card
from handlers.status_trend import trend_rows
from handlers.texts import t
from handlers.thai.dates import short_date
from models.policy import Action, may
from models.status_names import SeenName, areas_named, pilots_named
from models.status_past import began_on
from models.status_queries import clauses_of, network_facts, visits_to
from models.status_reach import own_scopes
from models.status_records import count_reports_about
from models.vocabulary import ScopeKind


def show(call: Call) -> list[Effect]:
    """ "สถานะ", alone or with the name of a network, lead school, office or programme behind it,
    and a year or semester.

    A button carries a reference instead of a name; it is looked for anew within the reach of the
    one who taps.
    """
    if (asked := reference_in(call.argument)) is not None:
        found = find_asked(call, call.actor.posts, asked)
        return say(status_card(call, found) if found else gone())
    said = typed(call.argument, call.today)
    return say(_named(call, said) if said.place else own(call, said.periods))


def own(call: Call, periods: Sequence[str] = (), route: str = "status") -> Card:
    """The status of what one's posts are about; asks which where they are about several."""
    scopes = own_scopes(call.session, call.actor.posts, call.today)
    if not scopes:
        return Card(text=t("status.nothing"), buttons=(go("menu"),))
    if len(scopes) == 1:
        return _of_time(call, seen(call, scopes[0]), periods)
    period = period_meant(periods, bases_of(call, scopes[0])) or ""
    rows = [
        (Reference(scope.kind, scope.code, period=period), scope.label)
        for scope in scopes[:MOST_ASKED]
    ]
    return _which(t("status.which_own"), rows)


# --- by name and time ----------------------------------------------------------------------------


def _named(call: Call, said: Typed) -> Card:
    """The card of what was named within reach; a question if it may be several."""
    posts = call.actor.posts
    areas = areas_named(call.session, posts)
    of_programme = {one.code: code for code, names in areas.items() for one in names}
    also = [
        *(one for names in areas.values() for one in names),
        *pilots_named(call.session, posts, call.today),
    ]
    meant = places_meant(call, posts, said.place, also)
    asked = [_asked(call, one, of_programme) for one in meant]
    found = find_asked(call, posts, asked[0]) if len(asked) == 1 else None
    if found is not None:
        return _of_time(call, found, said.periods)
    if len(meant) < 2:
        return _not_seen(said.place)
    period = said.periods[0] if said.periods else ""
    rows = [
        (replace(each, period=period), one.label) for each, one in zip(asked, meant, strict=True)
    ]
    return _which(t("status.which"), rows)


def _asked(call: Call, one: SeenName, of_programme: Mapping[str, str]) -> Reference:
    """What was named; of an area that is seen in one programme alone, in that."""
    asked = Reference(one.kind, one.code)
    if one.kind is not ScopeKind.OFFICE or one.code not in of_programme:
        return asked
    whole = find_asked(call, call.actor.posts, asked)
    return asked if whole else replace(asked, programme=of_programme[one.code])


def _of_time(call: Call, found: Seen, periods: Sequence[str]) -> Card:
    """The card of a place in the time that was named; asks which, where a year may be several."""
    if not periods:
        return status_card(call, found)
    period = period_meant(periods, bases_of(call, found.scope))
    if period is not None:
        return status_card(call, replace(found, asked=replace(found.asked, period=period)))
    rows = tuple(
        Row(
            period_words(value),
            found.scope.label,
            open_button(replace(found.asked, period=value), period_words(value)),
        )
        for value in periods
    )
    return Card(title=t("status.which_year"), rows=rows, buttons=(go("menu"),))


def _not_seen(asked: str) -> Card:
    """The same words for what does not exist and for what is not the asker's to see."""
    text = t("status.not_seen", read=shortened(asked))
    return Card(text=text, buttons=(go("status"), go("menu")))


def gone() -> Card:
    """The answer to a button of somebody whose post has changed since."""
    return Card(text=t("status.not_seen_any_more"), buttons=(go("status"), go("menu")))


def _which(question: str, places: Sequence[tuple[Reference, str]]) -> Card:
    rows = tuple(
        Row(label, t(f"status.kind.{asked.kind.value}"), open_button(asked, label))
        for asked, label in places
    )
    return Card(title=question, rows=rows, buttons=(go("menu"),))


# --- the cards -----------------------------------------------------------------------------------


def status_card(call: Call, found: Seen) -> Card:
    """The card of one place, of the present or of the time that was asked for."""
    period = found.asked.period
    if not has_begun(period, call.today):
        return _no_such_time(found, t("status.not_begun", period=period_words(period)))
    if period and is_present_year(period, bases_of(call, found.scope), call.today):
        found = replace(found, asked=replace(found.asked, period=""))
    facts = facts_of(call, found)
    if found.days and not facts.judgements:
        return _no_such_time(found, _nothing_then(call, found))
    if found.scope.kind is ScopeKind.NETWORK:
        return _network(call, facts)
    status = TotalStatus(
        seen=found,
        judgements=facts.judgements,
        years=facts.years,
        members=facts.members,
        pilots=facts.pilots,
        by_name=follows_up(call, found),
        trends={code: trend_rows(call, facts, code) for code in facts.trending},
        more=[*joined_rows(call, facts), *_networks(facts)],
        past=bool(found.days),
    )
    return total_card(status, *_looking(found), overview_button(), go("menu"))


def _network(call: Call, facts: Facts) -> Card:
    scope, session = facts.seen.scope, call.session
    about = network_facts(session, scope, facts.day)
    year = facts.years.get(about.programme_code)
    run = facts.runs.get(about.programme_code)
    schools = [member.school_id for member in facts.members]
    visits = {}
    if run and year:
        visits = visits_to(session, schools, run.programme_id, year.starts_on, year.ends_on)
    status = NetworkStatus(
        name=scope.label,
        programme=about.programme,
        office=about.office,
        ended_on=about.ended_on,
        year=year,
        judgements=facts.judgements,
        clauses=clauses_of(session, scope, facts.day),
        members=facts.members,
        visits=visits,
        reports=count_reports_about(session, facts.sought(year)) if year else {},
        resting_until=None if facts.seen.days else resting(call, scope),
        trend=trend_rows(call, facts, about.programme_code),
        joined=joined_rows(call, facts),
        past=bool(facts.seen.days),
    )
    return network_card(
        status, *_looking(facts.seen), overview_button(), *_buttons(call, facts.seen)
    )


def _networks(facts: Facts) -> list[Row]:
    """Of a school: the networks it is in, each with the way to its own status."""
    if facts.seen.scope.kind is not ScopeKind.SCHOOL:
        return []
    own = [one for one in facts.members if one.school_id == facts.seen.scope.id]
    return [
        Row(
            one.network,
            t(f"status.role.{one.role.value}"),
            open_button(facts.seen.asked.of(ScopeKind.NETWORK, one.network_code), one.network),
        )
        for one in own
    ]


def _no_such_time(found: Seen, text: str) -> Card:
    now = open_button(replace(found.asked, period="", first=0), found.scope.label)
    return Card(title=found.scope.label, text=text, buttons=(now, go("menu")))


def _nothing_then(call: Call, found: Seen) -> str:
    assert found.days is not None
    named = period_words(found.asked.period)
    began = began_on(call.session, found.scope)
    if began is not None and found.days[1] < began:
        return t("status.before", period=named, day=short_date(began))
    return t("status.nothing_then", period=named)


def _looking(found: Seen) -> tuple[Button, ...]:
    """The way from the numbers to what stands behind them."""
    return (go("status_details", t("status.details.open"), str(found.asked.at(0))),)


def _buttons(call: Call, found: Seen) -> tuple[Button, ...]:
    if found.days:
        return (go("status"), go("menu"))
    reports = (("log_visit", Action.REPORT_VISIT), ("log_exchange", Action.REPORT_EXCHANGE))
    return (*(go(route) for route, action in reports if may(call.actor.posts, action)), go("menu"))
