"""A working group of a network or an office (คณะทำงาน, กขน.): what is asked."""

from handlers.dialog.form import WHY, Form, Slot
from handlers.dialog.kind_date import ThaiDate
from handlers.dialog.kind_lists import People
from handlers.dialog.kinds import Words
from handlers.forms.shared import SUBJECT

FORM = Form(
    name="working_group",
    version=1,
    slots=(
        SUBJECT,
        Slot("name", Words(most=300)),
        Slot("people", People(most=15)),
        Slot("order", Words(most=100), optional=True),
        Slot("date", ThaiDate(), optional=True),
        WHY,
    ),
)
