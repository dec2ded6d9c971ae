"""Posts that end, move or are stood in for; which post is answered beforehand."""

from handlers.dialog.form import Form, Slot
from handlers.dialog.kind_date import ThaiDate
from handlers.dialog.kind_school import SchoolName
from handlers.dialog.kinds import OneOf

#: For so many days back a post may be said to have ended.
BACK = 366

#: The last day of a post: retirement, a task that is over, perhaps some time ago.
ENDING = Form(
    name="post_ending",
    version=1,
    slots=(Slot("post", OneOf()), Slot("last_day", ThaiDate(future=True, back=BACK))),
)

#: The same post at another school, from a day on.
MOVING = Form(
    name="post_moving",
    version=1,
    slots=(
        Slot("post", OneOf()),
        Slot("school", SchoolName()),
        Slot("first_day", ThaiDate(future=True)),
    ),
)

#: Somebody else for a time, on behalf of the holder.
DEPUTY = Form(
    name="deputy",
    version=1,
    slots=(
        Slot("post", OneOf()),
        Slot("person", OneOf()),
        Slot("first_day", ThaiDate(future=True)),
        Slot("last_day", ThaiDate(future=True)),
    ),
)
