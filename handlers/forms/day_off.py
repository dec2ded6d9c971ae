"""“เพิ่มวันหยุด”, “เพิ่มวันทำงาน”: a day that is other than the calendar says. Pure."""

from dataclasses import dataclass

from handlers.dialog.form import Form, Slot
from handlers.dialog.inputs import words_of
from handlers.dialog.kind_date import ThaiDate
from handlers.dialog.kinds import OneOf, Words
from handlers.dialog.world import Option
from handlers.texts import t

#: Answers of `sort`.
OFF = "off"
WORKING = "working"


@dataclass(frozen=True)
class Day(ThaiDate):
    """Today or later: what is over cannot be changed."""

    future: bool = True


_SORTS = tuple(
    Option(value, t(f"day_off.sort.{value}"), words_of(f"day_off.sort.{value}_words"))
    for value in (OFF, WORKING)
)

FORM = Form(
    name="day_off",
    version=1,
    slots=(
        Slot("sort", OneOf(_SORTS)),
        Slot("day", Day()),
        Slot("name", Words(most=200)),
    ),
)
