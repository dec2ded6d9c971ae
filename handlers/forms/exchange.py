"""An exchange-of-learning activity (clause 3.7): what is asked. What is done: handlers/exchange.py.

The levels come from the programme; an activity counts for every network that took part.
"""

from handlers.dialog.form import Answers, Form, Slot
from handlers.dialog.kind_span import DaySpan
from handlers.dialog.kinds import Count, OneOf, Photos, SomeOf, Words
from handlers.dialog.world import Option, World
from handlers.texts import t
from models.vocabulary import ExchangeLevel, VisitMode

#: World.known[OWN_NETWORKS]: how many networks the reporter speaks for.
OWN_NETWORKS = "own_networks"


def _asks_networks(answers: Answers, world: World) -> bool:
    """Within one's only network there is nothing to ask: that network took part."""
    alone = answers.get("level") == ExchangeLevel.INTRA_NETWORK
    return not (alone and world.known.get(OWN_NETWORKS) == "1")


FORM = Form(
    name="exchange",
    version=1,
    slots=(
        Slot("level", OneOf()),
        Slot("title", Words()),
        Slot("date", DaySpan()),
        Slot("networks", SomeOf(), when=_asks_networks),
        Slot(
            "mode",
            OneOf(tuple(Option(m.value, t(f"words.mode.{m.value}")) for m in VisitMode)),
        ),
        Slot("people", Count()),
        Slot("place", Words(), optional=True),
        Slot("schools", SomeOf(), optional=True),
        Slot("innovation", Words(), optional=True),
        Slot("result", Words(), optional=True),
        Slot("lesson", Words(), optional=True),
        Slot("photos", Photos(), optional=True),
    ),
)
