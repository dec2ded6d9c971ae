"""What a network suggests for the annual report (clause 3.9): what is asked."""

from handlers.dialog.form import WHY, Form, Slot
from handlers.dialog.kinds import Words
from handlers.forms.shared import SUBJECT

FORM = Form(
    name="suggestion",
    version=1,
    slots=(
        SUBJECT,
        Slot("suggestion", Words()),
        Slot("problem", Words(), optional=True),
        WHY,
    ),
)
