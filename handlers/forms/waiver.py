"""“ยกเว้น”: which duties of whom need not be done, until when, and why. Pure."""

from dataclasses import dataclass

from handlers.dialog.form import Answers, Form, Slot
from handlers.dialog.inputs import words_of
from handlers.dialog.kind_date import ThaiDate
from handlers.dialog.kinds import OneOf, SomeOf, Words
from handlers.dialog.world import Option, World
from handlers.texts import t

#: Answers of `how_long`: the round that is open now, or until a day.
ROUND = "round"
DAY = "day"


@dataclass(frozen=True)
class UntilDay(ThaiDate):
    """Today or later, the day included."""

    future: bool = True


def _choices(slot: str, *values: str) -> tuple[Option, ...]:
    return tuple(
        Option(value, t(f"waiver.{slot}.{value}"), words_of(f"waiver.{slot}.{value}_words"))
        for value in values
    )


def _until_a_day(answers: Answers, _world: World) -> bool:
    return answers.get("how_long") == DAY


FORM = Form(
    name="waiver",
    version=1,
    slots=(
        Slot("place", OneOf()),
        Slot("duties", SomeOf(), follows=("place",)),
        Slot("how_long", OneOf(_choices("how_long", ROUND, DAY))),
        Slot("until", UntilDay(), when=_until_a_day, follows=("how_long",)),
        Slot("reason", Words(most=500)),
    ),
)
