"""Withdrawing a record that was sent: which one is answered beforehand, only why is asked."""

from handlers.dialog.form import Form, Slot
from handlers.dialog.kinds import OneOf, Words

FORM = Form(
    name="withdrawal",
    version=1,
    slots=(Slot("record", OneOf()), Slot("reason", Words(most=500), optional=True)),
)
