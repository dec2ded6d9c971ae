"""A network looks at its context and sets goals with indicators (clause 3.1): what is asked."""

from handlers.dialog.form import WHY, Form, Slot
from handlers.dialog.kind_contact import Link
from handlers.dialog.kind_lists import Lines
from handlers.dialog.kinds import Photos, Words
from handlers.forms.shared import SUBJECT

#: The report on the progress asks about each goal, so there are not more than it has questions.
MOST_GOALS = 8
#: Stands between a goal and its indicator in one line.
DIVIDER = "|"

FORM = Form(
    name="analysis",
    version=1,
    slots=(
        SUBJECT,
        Slot("findings", Words()),
        Slot("goals", Lines(most=MOST_GOALS)),
        Slot("link", Link(), optional=True),
        Slot("photos", Photos(), optional=True),
        WHY,
    ),
)
