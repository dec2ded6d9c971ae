"""The yearly report of a network (clause 3.9), which is a document: of which year, and where."""

from handlers.dialog.form import WHY, Form, Slot
from handlers.dialog.kind_contact import Link
from handlers.dialog.kinds import OneOf, Photos, Words
from handlers.forms.shared import SUBJECT, again, ends_if_recorded

FORM = Form(
    name="annual",
    version=1,
    slots=(
        SUBJECT,
        Slot("year", OneOf()),
        again("year"),
        # None of the three is needed: that it is done is what counts.
        Slot("link", Link(), optional=True),
        Slot("suggestions", Words(), optional=True),
        Slot("photos", Photos(), optional=True),
        WHY,
    ),
    ends=ends_if_recorded,
)
