"""An innovation or good practice (clause 3.7, and the sandbox letter): what is asked."""

from handlers.dialog.form import WHY, Form, Slot
from handlers.dialog.inputs import words_of
from handlers.dialog.kind_contact import Link
from handlers.dialog.kinds import OneOf, Photos, Words
from handlers.dialog.world import Option
from handlers.forms.shared import SUBJECT
from handlers.texts import t

#: Answer of `public`: everybody in the programme may read it.
PUBLIC = "public"
WITHIN = "within"

READERS = tuple(
    Option(each, t(f"innovation.public.{each}"), words_of(f"innovation.public_words.{each}"))
    for each in (PUBLIC, WITHIN)
)

FORM = Form(
    name="innovation",
    version=1,
    slots=(
        SUBJECT,
        Slot("title", Words(most=300)),
        Slot("what", Words()),
        Slot("for_whom", Words()),
        Slot("public", OneOf(READERS)),
        Slot("link", Link(), optional=True),
        Slot("photos", Photos(), optional=True),
        WHY,
    ),
)
