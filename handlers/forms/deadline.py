"""“เพิ่มกำหนดส่ง”: what is to be sent, by whom, by when; and the cancelling of it."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, timedelta

from handlers.dialog.form import WHY, Answers, Form, Slot
from handlers.dialog.inputs import words_of
from handlers.dialog.kind_contact import Link
from handlers.dialog.kind_date import ThaiDate
from handlers.dialog.kind_time import TimeOfDay
from handlers.dialog.kinds import OneOf, SomeOf, Words
from handlers.dialog.world import Option, World
from handlers.texts import t
from handlers.thai.dates import long_date

#: World.known[PROGRAMME_ENDS]: the ISO day after which the chosen programme runs no more.
PROGRAMME_ENDS = "programme_ends"

#: Answers of `whom`: all of the audience, or those that are chosen.
ALL = "all"
SOME = "some"
#: Answers of `yearly`.
ONCE = "once"
YEARLY = "yearly"

WHOLE = "whole"
LAST_WEEK = "last_week"
#: The days of the reminders, counted from the due day, by the answer to `ladder`.
LADDERS: Mapping[str, tuple[int, ...]] = {
    WHOLE: (-30, -14, -7, -3, -1, 0, 1, 3, 7),
    LAST_WEEK: (-7, -3, -1, 0, 1, 3, 7),
}
_A_WEEK = timedelta(days=-LADDERS[LAST_WEEK][0])


@dataclass(frozen=True)
class DueDay(ThaiDate):
    """Today or later, while the programme runs."""

    future: bool = True

    def _why_not(self, day: date, world: World) -> str | None:
        ends = world.known.get(PROGRAMME_ENDS, "")
        if ends and day.isoformat() > ends:
            last = long_date(date.fromisoformat(ends))
            return t("deadline.after_the_programme", day=long_date(day), last=last)
        return super()._why_not(day, world)


def _choices(slot: str, *values: str) -> tuple[Option, ...]:
    return tuple(
        Option(value, t(f"deadline.{slot}.{value}"), words_of(f"deadline.{slot}.{value}_words"))
        for value in values
    )


def _several(_answers: Answers, world: World) -> bool:
    return len(world.options.get("chosen", ())) > 1


def _some(answers: Answers, world: World) -> bool:
    return answers.get("whom") == SOME and _several(answers, world)


def _is_far(answers: Answers, world: World) -> bool:
    """Within the last week it makes no difference from when on people are reminded."""
    due = answers.get("due")
    far = due is not None and date.fromisoformat(due) > world.today + _A_WEEK
    return far or world.changing


FORM = Form(
    name="deadline",
    version=1,
    slots=(
        Slot("title", Words(most=200)),
        Slot("audience", OneOf()),  # of one that is changed there is nothing else to choose
        Slot("whom", OneOf(_choices("whom", ALL, SOME)), when=_several, follows=("audience",)),
        Slot("chosen", SomeOf(), when=_some, follows=("audience",)),
        Slot("due", DueDay()),
        Slot("time", TimeOfDay(), optional=True),
        Slot("link", Link(), optional=True),
        Slot(
            "ladder",
            OneOf(_choices("ladder", WHOLE, LAST_WEEK)),
            when=_is_far,
        ),
        Slot("yearly", OneOf(_choices("yearly", ONCE, YEARLY))),
        WHY,
    ),
)

#: Which one is answered beforehand.
CANCELLING = Form(
    name="deadline_cancelling",
    version=1,
    slots=(Slot("deadline", OneOf()), Slot("reason", Words(most=500), optional=True)),
)
