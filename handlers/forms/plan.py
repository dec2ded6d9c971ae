"""The plan of a network (clause 3.3, once in each period of three years): what is asked."""

from handlers.dialog.form import WHY, Form, Slot
from handlers.dialog.kind_contact import Link
from handlers.dialog.kind_date import ThaiDate
from handlers.dialog.kinds import Photos, Words
from handlers.forms.shared import SUBJECT, again, ends_if_recorded

FORM = Form(
    name="plan",
    version=1,
    slots=(
        SUBJECT,
        again(),
        Slot("title", Words(most=300)),
        Slot("years", Words(most=100)),
        Slot("date", ThaiDate()),
        # One of the two is enough, and a plan without either is still a plan.
        Slot("link", Link(), optional=True),
        Slot("photos", Photos(), optional=True),
        WHY,
    ),
    ends=ends_if_recorded,
)
