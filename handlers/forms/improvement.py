"""The improvement plan of a pilot school (Collaborative Assessment): what is asked."""

from handlers.dialog.form import WHY, Form, Slot
from handlers.dialog.kind_contact import Link
from handlers.dialog.kind_date import ThaiDate
from handlers.dialog.kinds import Photos, Words
from handlers.forms.shared import SUBJECT, again, ends_if_recorded

FORM = Form(
    name="improvement",
    version=1,
    slots=(
        SUBJECT,
        again(),
        Slot("title", Words(most=300)),
        Slot("date", ThaiDate()),
        Slot("link", Link(), optional=True),
        Slot("photos", Photos(), optional=True),
        WHY,
    ),
    ends=ends_if_recorded,
)
