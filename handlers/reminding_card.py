"""What somebody reads whom another person reminds ("เตือน"). Pure."""

from collections.abc import Sequence
from datetime import date

from handlers.cards.card import Card, Row
from handlers.cards.limits import shorten
from handlers.effects import Nudge
from handlers.outstanding import Owing, owed_lines
from handlers.say import go
from handlers.starting import STATUS, route_for, value_for
from handlers.status_behind import MOST_OF_A_NAME
from handlers.status_words import short_name
from handlers.texts import t

#: Subjects on one person's card.
MOST_ROWS = 8


def nudge_card(who: str, owing: Sequence[Owing], today: date) -> Card:
    """The card, by the name of who reminds; `owing` is not empty."""
    first = owing[0].owed[0]
    route = route_for(first.rule)
    begin = (go(route, value=value_for(route, first), primary=True),) if route != STATUS else ()
    rows = tuple(
        Row(shorten(short_name(one.subject.label), MOST_OF_A_NAME), owed_lines(one, today))
        for one in owing[:MOST_ROWS]
    )
    return Card(
        title=t("reminding.told.title", who=who),
        text=t("reminding.told.text", who=who),
        rows=rows,
        buttons=(*begin, go("status"), go("stop_reminding")),
    )


def nudge_of(who: str, owing: Sequence[Owing]) -> Nudge:
    """What such a card is about."""
    return Nudge(
        who,
        tuple(
            (j.rule.source, j.rule.id, j.subject.kind, j.subject.id, j.due_on)
            for one in owing
            for j in one.owed
            if j.due_on is not None
        ),
    )
