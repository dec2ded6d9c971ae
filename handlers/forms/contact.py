"""Who gets the reminders of a network, school or office: one responsible contact each."""

from handlers.dialog.form import Form, Slot
from handlers.dialog.kinds import OneOf

FORM = Form(
    name="contact",
    version=1,
    slots=(Slot("subject", OneOf()), Slot("person", OneOf())),
)
