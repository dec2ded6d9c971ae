"""Asking for a change of a report: which one is answered beforehand; only what is asked."""

from handlers.dialog.form import Form, Slot
from handlers.dialog.kinds import OneOf, Words

FORM = Form(
    name="returning",
    version=1,
    slots=(Slot("record", OneOf()), Slot("sentence", Words(most=500))),
)
