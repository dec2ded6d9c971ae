"""“ส่งแล้ว”: somebody states that what was due by a deadline has been sent, and when."""

from handlers.dialog.form import Form, Slot
from handlers.dialog.kind_date import ThaiDate
from handlers.dialog.kinds import OneOf, Photos

FORM = Form(
    name="submission",
    version=1,
    slots=(
        Slot("deadline", OneOf()),
        Slot("date", ThaiDate()),
        Slot("photos", Photos(most=3), optional=True),
    ),
)
