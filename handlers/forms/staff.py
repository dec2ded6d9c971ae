"""One of the 1–3 people responsible for the sandbox at an area office (the letter of 2566)."""

from handlers.dialog.form import Form, Slot
from handlers.dialog.kinds import OneOf, Words

#: Naming somebody: a new one, or in the place of somebody (`replaces`, answered beforehand).
FORM = Form(
    name="staff",
    version=1,
    slots=(
        Slot("replaces", OneOf(), when=lambda answers, _world: "replaces" in answers),
        Slot("name", Words()),
        Slot("position", Words()),
        Slot("contact", Words()),
    ),
)

#: Taking somebody off the list: who is answered beforehand, so it begins with its summary.
REMOVAL = Form(name="staff_removal", version=1, slots=(Slot("person", OneOf()),))
