"""Where things stand: one's own network or office, or another one in reach, by its name."""

from collections.abc import Sequence
from datetime import date

from handlers.call import Call
from handlers.cards.card import Button, Card, Row
from handlers.effects import Effect
from handlers.named_places import MOST_ASKED, places_meant, referred, scope_of, shortened
from handlers.say import go, say
from handlers.status_behind import open_button
from handlers.status_card import NetworkStatus, network_card
from handlers.status_total import TotalStatus, total_card
from handlers.texts import t
from models.duty_queries import judgements
from models.obligations import Period, Subject
from models.people import Scope
from models.periods import year_of
from models.policy import Action, may
from models.resting import resting_until
from models.status_queries import (
    Runs,
    clauses_of,
    members_within,
    network_facts,
    pilots_within,
    programme_runs,
    visits_to,
)
from models.status_reach import own_scopes
from models.vocabulary import ScopeKind, SubjectKind


def show(call: Call) -> list[Effect]:
    """ "สถานะ", alone or with the name of a network, lead school, office or programme behind it.

    A button carries a reference instead of a name; it is looked for anew within the reach of the
    one who taps.
    """
    asked = call.argument
    if not asked:
        return _own(call)
    if (reference := referred(asked)) is not None:
        kind, code, first = reference
        scope = scope_of(call, call.actor.posts, kind, code)
        return say(_card(call, scope, first) if scope else _gone())
    return say(_named(call, asked))


def _own(call: Call) -> list[Effect]:
    scopes = own_scopes(call.session, call.actor.posts, call.today)
    if not scopes:
        return say(Card(text=t("status.nothing"), buttons=(go("menu"),)))
    if len(scopes) == 1:
        return say(_card(call, scopes[0]))
    rows = [(scope.kind, scope.code, scope.label) for scope in scopes[:MOST_ASKED]]
    return say(_which(t("status.which_own"), rows))


# --- by name -------------------------------------------------------------------------------------


def _named(call: Call, asked: str) -> Card:
    """The card of what `asked` names within reach; a question if it may be several."""
    meant = places_meant(call, call.actor.posts, asked)
    if len(meant) == 1:
        scope = scope_of(call, call.actor.posts, meant[0].kind, meant[0].code)
        return _card(call, scope) if scope else _not_seen(asked)
    if not meant:
        return _not_seen(asked)
    return _which(t("status.which"), [(one.kind, one.code, one.label) for one in meant])


def _not_seen(asked: str) -> Card:
    """The same words for what does not exist and for what is not the asker's to see."""
    text = t("status.not_seen", read=shortened(asked))
    return Card(text=text, buttons=(go("status"), go("menu")))


def _gone() -> Card:
    """The answer to a button of somebody whose post has changed since."""
    return Card(text=t("status.not_seen_any_more"), buttons=(go("status"), go("menu")))


def _which(question: str, places: Sequence[tuple[ScopeKind, str, str]]) -> Card:
    rows = tuple(
        Row(label, t(f"status.kind.{kind.value}"), open_button(kind, code, label))
        for kind, code, label in places
    )
    return Card(title=question, rows=rows, buttons=(go("menu"),))


# --- the cards -----------------------------------------------------------------------------------


def _card(call: Call, scope: Scope, first: int = 0) -> Card:
    found = judgements(call.session, now=call.now, scope=scope)
    running = [run for run in programme_runs(call.session) if run.has(call.today)]
    members = members_within(call.session, scope, call.today)
    if scope.kind is not ScopeKind.NETWORK:
        status = TotalStatus(
            scope=scope,
            judgements=found,
            years={run.code: _year(run, call) for run in running},
            members=members,
            pilots=pilots_within(call.session, scope, call.today),
            by_name=may(call.actor.posts, Action.SEE_OUTSTANDING),
        )
        return total_card(status, first, go("menu"))
    facts = network_facts(call.session, scope, call.today)
    run = next((run for run in running if run.code == facts.programme_code), None)
    year = _year(run, call) if run else None
    schools = [member.school_id for member in members]
    return network_card(
        NetworkStatus(
            name=scope.label,
            programme=facts.programme,
            office=facts.office,
            ended_on=facts.ended_on,
            year=year,
            judgements=found,
            clauses=clauses_of(call.session, scope, call.today),
            members=members,
            visits=visits_to(call.session, schools, run.programme_id, year.starts_on, year.ends_on)
            if run and year
            else {},
            resting_until=_resting(call, scope),
        ),
        *_buttons(call),
    )


def _resting(call: Call, scope: Scope) -> date | None:
    assert scope.id is not None  # the card of one network
    network = Subject(SubjectKind.NETWORK, scope.id, scope.code, scope.label)
    return resting_until(call.session, [network], call.today).get(network)


def _year(run: Runs, call: Call) -> Period:
    """The programme's own year of today."""
    year = year_of(run.basis, call.today, run.starts_on)
    return Period(year.year_be, run.basis, year.starts_on, year.ends_on)


def _buttons(call: Call) -> tuple[Button, ...]:
    reports = (("log_visit", Action.REPORT_VISIT), ("log_exchange", Action.REPORT_EXCHANGE))
    return (*(go(route) for route, action in reports if may(call.actor.posts, action)), go("menu"))
