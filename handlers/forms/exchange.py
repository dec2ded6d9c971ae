"""An exchange-of-learning activity (clause 3.7): what is asked. What is done: handlers/exchange.py.

The levels come from the programme; an activity counts for every network that took part.
"""

from dataclasses import replace

from handlers.dialog.form import WHY, Answers, Form, Slot
from handlers.dialog.kind_places import PlaceName
from handlers.dialog.kind_span import DaySpan
from handlers.dialog.kinds import Count, OneOf, Photos, SomeOf, Words
from handlers.dialog.world import World
from handlers.forms.exchange_message import reads
from handlers.forms.shared import MODES
from handlers.texts import t
from models.vocabulary import ExchangeLevel, VisitMode

#: World.known[OWN_NETWORKS]: how many networks the reporter speaks for.
OWN_NETWORKS = "own_networks"


def _several_programmes(_answers: Answers, world: World) -> bool:
    """A record that is changed has its programme already."""
    return world.changing or len(world.options.get("programme", ())) > 1


def _asks_networks(answers: Answers, world: World) -> bool:
    """Within one's only network there is nothing to ask: that network took part. Nor is there
    where a programme has no networks."""
    own = world.known.get(OWN_NETWORKS)
    alone = answers.get("level") == ExchangeLevel.INTRA_NETWORK and own == "1"
    return own != "0" and (world.changing or not alone)


#: An exchange is held somewhere, and need not be at a school.
_MODES = tuple(
    replace(mode, label=t("words.mode_held.onsite")) if mode.value == VisitMode.ONSITE else mode
    for mode in MODES
)

FORM = Form(
    name="exchange",
    version=2,
    slots=(
        Slot("programme", OneOf(), when=_several_programmes),
        Slot("level", OneOf(), follows=("programme",)),
        Slot("title", Words()),
        Slot("date", DaySpan()),
        Slot("networks", SomeOf(), when=_asks_networks, follows=("programme",)),
        Slot("mode", OneOf(_MODES)),
        Slot("people", Count()),
        Slot("place", PlaceName(), optional=True),
        Slot("schools", SomeOf(), optional=True, follows=("programme",)),
        Slot("innovation", Words(), optional=True),
        Slot("result", Words(), optional=True),
        Slot("lesson", Words(), optional=True),
        Slot("photos", Photos(), optional=True),
        WHY,
    ),
    reads=reads,
)
