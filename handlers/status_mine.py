"""“สถานะของฉัน”: what one has reported oneself this year, and the places one has to do with."""

from handlers.call import Call
from handlers.cards.card import Card, Row
from handlers.effects import Effect
from handlers.named_places import MOST_ASKED
from handlers.say import go, say
from handlers.status_asked import Reference, open_button
from handlers.status_words import dated_period
from handlers.texts import t
from models.obligations import Period
from models.periods import year_of
from models.status_queries import programme_runs
from models.status_reach import own_scopes
from models.status_records import count_own
from models.vocabulary import YearBasis


def show(call: Call) -> list[Effect]:
    """One's own records of the year, what waits for a change, and a way to each of one's places."""
    if call.actor.person_id is None:
        return say(Card(text=t("status.nothing"), buttons=(go("menu"),)))
    year = _year(call)
    own = count_own(call.session, call.actor.person_id, year.starts_on, year.ends_on)
    value = t("status.mine.reported_value", **{key: f"{count:,}" for key, count in own.items()})
    rows = [Row(t("status.mine.reported"), value, go("my_history"))]
    if own["returned"]:
        returned = t("status.mine.returned_value", count=own["returned"])
        rows.append(Row(t("status.mine.returned"), returned, go("my_history")))
    for scope in own_scopes(call.session, call.actor.posts, call.today)[:MOST_ASKED]:
        button = open_button(Reference(scope.kind, scope.code), scope.label)
        rows.append(Row(scope.label, t(f"status.kind.{scope.kind.value}"), button))
    return say(
        Card(
            title=t("status.mine.title"),
            kicker=dated_period(year),
            rows=tuple(rows),
            buttons=(go("menu"),),
        )
    )


def _year(call: Call) -> Period:
    """The present year, as the programmes that run count it if they all count alike."""
    bases = {run.basis for run in programme_runs(call.session) if run.has(call.today)}
    basis = bases.pop() if len(bases) == 1 else YearBasis.FISCAL
    basis = YearBasis.FISCAL if basis is YearBasis.ANNIVERSARY else basis
    year = year_of(basis, call.today)
    return Period(year.year_be, basis, year.starts_on, year.ends_on)
