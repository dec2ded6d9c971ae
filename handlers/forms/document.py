"""A guideline document or letter for others to look up: its title, its link, and for whom."""

from handlers.dialog.form import Form, Slot
from handlers.dialog.kind_contact import Link
from handlers.dialog.kinds import OneOf, Words

FORM = Form(
    name="document",
    version=1,
    slots=(
        Slot("name", Words(most=300)),
        Slot("link", Link(secure=True)),
        Slot("audience", OneOf()),  # the world: one's own area office, or everybody
    ),
)
