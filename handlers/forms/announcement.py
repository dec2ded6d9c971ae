"""“ประกาศ”: the words, and to whom; what sending would do is shown before it is sent."""

from handlers.dialog.form import Form, Slot
from handlers.dialog.kinds import OneOf, Words

#: Characters of an announcement: what one bubble shows whole, also to who has large letters.
LONGEST = 1000

FORM = Form(
    name="announcement",
    version=1,
    slots=(
        Slot("words", Words(most=LONGEST)),
        # "schools.office:NPT1"; the world holds those of one's own places, and of one that is named
        Slot("audience", OneOf()),
    ),
)
