"""Objecting to a visit as it is reported: for the school that was visited, with a sentence."""

from handlers.dialog.form import Form, Slot
from handlers.dialog.kinds import OneOf, Words

FORM = Form(
    name="objection",
    version=1,
    slots=(Slot("visit", OneOf()), Slot("sentence", Words(most=500))),
)
