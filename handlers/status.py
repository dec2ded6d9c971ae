"""Where things stand: one's own network or office, or another one in reach, by its name."""

import re
from collections.abc import Sequence

from handlers.call import Call
from handlers.cards.card import Button, Card, Row
from handlers.dialog.inputs import words_of
from handlers.effects import Effect
from handlers.say import go, say
from handlers.status_behind import open_button
from handlers.status_card import NetworkStatus, network_card
from handlers.status_total import TotalStatus, total_card
from handlers.texts import t
from handlers.thai.fold import fold, tidy
from handlers.thai.names import AskWhich, Match, Named, find, school_key
from models.duty_queries import judgements
from models.obligations import Period
from models.people import COUNTRY, Scope
from models.periods import year_of
from models.policy import Action, may
from models.status_names import SeenName, names_seen
from models.status_queries import (
    Runs,
    clauses_of,
    members_within,
    network_facts,
    pilots_within,
    programme_runs,
    visits_to,
)
from models.status_reach import find_seen, own_scopes, seeing
from models.vocabulary import ScopeKind

#: Places offered where several are called the same.
MOST_ASKED = 6
#: A part of a name is looked for from this many characters on.
SHORTEST_PART = 5
#: How much of what was typed is said back.
_QUOTED = 40

_REFERENCE = re.compile(r"(network|school|office|programme|country):([\w-]{1,64})(?::(\d{1,6}))?")


def show(call: Call) -> list[Effect]:
    """ "สถานะ", alone or with the name of a network, lead school, office or programme behind it.

    A button carries a reference instead of a name; it is looked for anew within the reach of the
    one who taps.
    """
    asked = call.argument
    if not asked:
        return _own(call)
    if reference := _REFERENCE.fullmatch(asked):
        kind, code, first = reference.groups(default="0")
        scope = find_seen(call.session, call.actor.posts, ScopeKind(kind), code, call.today)
        return say(_card(call, scope, int(first)) if scope else _gone())
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
    names = names_seen(call.session, call.actor.posts, call.today)
    if COUNTRY in {post.scope for post in seeing(call.actor.posts)}:
        words = words_of("status.country")
        names.append(SeenName(ScopeKind.COUNTRY, COUNTRY.code, COUNTRY.label, words))
    meant = _meant(_without_lead_in(asked), names)
    if len(meant) == 1:
        scope = find_seen(call.session, call.actor.posts, meant[0].kind, meant[0].code, call.today)
        return _card(call, scope) if scope else _not_seen(asked)
    if not meant:
        return _not_seen(asked)
    return _which(t("status.which"), [(one.kind, one.code, one.label) for one in meant])


def _meant(asked: str, names: Sequence[SeenName]) -> list[SeenName]:
    """What the text may mean: one to take, several to ask about, or none."""
    key = school_key(asked)
    exact = [one for one in names if key in {school_key(name) for name in one.names}]
    if exact:
        return exact[:MOST_ASKED]
    digits = _digits(asked)
    by_code: dict[str, SeenName] = {}
    ring = []
    for one in names:
        # A number is never nearly right: "เขต 2" is not "เขต 1".
        called = [name for name in one.names if not digits or _digits(name) == digits]
        if called:
            code = f"{one.kind.value}:{one.code}"
            by_code[code] = one
            ring.append(Named(code, called[0], tuple(called[1:])))
    match find(asked, [ring]):
        case Match(code):
            return [by_code[code]]
        case AskWhich(codes):
            # One that is only nearly it is asked about, too.
            return [by_code[code] for code in codes]
    holding = [
        one
        for one in names
        if len(key) >= SHORTEST_PART and any(key in school_key(name) for name in one.names)
    ]
    return holding if len(holding) <= MOST_ASKED else []


def _digits(text: str) -> list[str]:
    return re.findall(r"\d+", fold(text))


def _without_lead_in(asked: str) -> str:
    """ "เครือข่ายบ้านลำพยา" asks for บ้านลำพยา."""
    words = fold(asked)
    for before in words_of("status.before_a_name"):
        rest = words.removeprefix(fold(before)).strip()
        if rest and rest != words:
            return rest
    return words


def _not_seen(asked: str) -> Card:
    """The same words for what does not exist and for what is not the asker's to see."""
    words = " ".join(tidy(asked).split())
    read = words if len(words) <= _QUOTED else words[:_QUOTED] + "…"
    return Card(text=t("status.not_seen", read=read), buttons=(go("status"), go("menu")))


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
        ),
        *_buttons(call),
    )


def _year(run: Runs, call: Call) -> Period:
    """The programme's own year of today."""
    year = year_of(run.basis, call.today, run.starts_on)
    return Period(year.year_be, run.basis, year.starts_on, year.ends_on)


def _buttons(call: Call) -> tuple[Button, ...]:
    reports = (("log_visit", Action.REPORT_VISIT), ("log_exchange", Action.REPORT_EXCHANGE))
    return (*(go(route) for route, action in reports if may(call.actor.posts, action)), go("menu"))
