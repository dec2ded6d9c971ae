"""Sending back what was said to be sent: which one is answered beforehand; only why is asked."""

from handlers.dialog.form import Form, Slot
from handlers.dialog.kinds import OneOf, Words

FORM = Form(
    name="sending_back",
    version=1,
    slots=(Slot("submission", OneOf()), Slot("sentence", Words(most=500))),
)
