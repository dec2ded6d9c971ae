"""How far a network's plan has come, goal by goal, each semester (clause 3.4): what is asked.

The goals are those of the newest context analysis; the world holds their words as prompts. There
are as many questions as there may be goals, and those without one are not asked.
"""

from handlers.dialog.form import WHY, Answers, Condition, Form, Slot
from handlers.dialog.inputs import words_of
from handlers.dialog.kinds import OneOf, Photos, Words
from handlers.dialog.world import Option, World
from handlers.forms.analysis import MOST_GOALS
from handlers.forms.shared import SUBJECT, again, ends_if_recorded
from handlers.texts import t
from models.vocabulary import GoalState

STATES = tuple(
    Option(
        each.value,
        t(f"progress.state.{each.value}"),
        words_of(f"progress.state_words.{each.value}"),
    )
    for each in GoalState
)


def goal_slot(place: int) -> str:
    """The slot that asks how far the goal at this place (from 1) has come."""
    return f"goal_{place}"


def note_slot(place: int) -> str:
    """The slot for a sentence about the goal at this place."""
    return f"note_{place}"


def _has_goal(place: int) -> Condition:
    def asks(_answers: Answers, world: World) -> bool:
        return goal_slot(place) in world.prompts

    return asks


def _about(place: int) -> tuple[Slot, Slot]:
    there = _has_goal(place)
    return (
        Slot(goal_slot(place), OneOf(STATES), when=there, follows=("subject",)),
        Slot(note_slot(place), Words(most=500), optional=True, when=there, follows=("subject",)),
    )


FORM = Form(
    name="progress",
    version=1,
    slots=(
        SUBJECT,
        Slot("term", OneOf()),
        again("term"),
        *(slot for place in range(1, MOST_GOALS + 1) for slot in _about(place)),
        Slot("photos", Photos(), optional=True),
        WHY,
    ),
    ends=ends_if_recorded,
)
