"""What several reports ask alike: for whom it is, and whether it stands there already."""

from handlers.dialog.form import Answers, Slot
from handlers.dialog.inputs import words_of
from handlers.dialog.kinds import OneOf
from handlers.dialog.world import Option, World
from handlers.texts import t
from models.vocabulary import VisitMode

#: World.known[HAPPENED_ON]: of a report that is being changed, the ISO day on which it happened.
HAPPENED_ON = "happened_on"
#: World.known[RECORDED]: the receipt of a report that says the same already.
RECORDED = "recorded"
#: Answers of `again`: something new to send, or the one that is recorded already.
NEW = "new"
SAME = "same"


#: How people met: the choices of `mode`, with what else people type for each.
MODES = tuple(
    Option(each.value, t(f"words.mode.{each.value}"), words_of(f"words.mode_words.{each.value}"))
    for each in VisitMode
)


def _several(_answers: Answers, world: World) -> bool:
    """Who speaks for one network, school or office alone is not asked for which. A record that
    is changed has its own already."""
    return world.changing or len(world.options.get("subject", ())) > 1


def _recorded(_answers: Answers, world: World) -> bool:
    return RECORDED in world.known


def ends_if_recorded(answers: Answers) -> str | None:
    """The reason to end without sending: it is the report that is recorded already."""
    return "reporting.same" if answers.get("again") == SAME else None


SUBJECT = Slot("subject", OneOf(), when=_several)


def again(*follows: str) -> Slot:
    """The question that is asked where the same is recorded already; its choices name the
    receipt, so they are of the world. Asked anew when one of `follows` changes."""
    return Slot("again", OneOf(), when=_recorded, follows=("subject", *follows))
