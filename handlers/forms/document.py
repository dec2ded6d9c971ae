"""A guideline document or letter for others to look up: its title, its link or file, for whom."""

from handlers.dialog.form import Form, Slot
from handlers.dialog.kind_file import LinkOrFile
from handlers.dialog.kinds import OneOf, Words

FORM = Form(
    name="document",
    version=1,
    slots=(
        Slot("name", Words(most=300)),
        Slot("link", LinkOrFile()),
        Slot("audience", OneOf()),  # the world: one's own area office, or everybody
    ),
)
