"""A session of advice in the Collaborative Assessment, at a pilot school: what is asked."""

from handlers.dialog.form import WHY, Form, Slot
from handlers.dialog.inputs import words_of
from handlers.dialog.kind_contact import Link
from handlers.dialog.kind_date import ThaiDate
from handlers.dialog.kinds import OneOf, Photos, Words
from handlers.dialog.world import Option
from handlers.forms.shared import SUBJECT
from handlers.texts import t

#: The seven categories of the Thailand Quality Award (รางวัลคุณภาพแห่งชาติ).
CATEGORIES = tuple(
    Option(str(n), t(f"advice.category.{n}"), words_of(f"advice.category_words.{n}"))
    for n in range(1, 8)
)

FORM = Form(
    name="advice",
    version=1,
    slots=(
        SUBJECT,
        Slot("date", ThaiDate()),
        Slot("category", OneOf(CATEGORIES)),
        Slot("advice", Words()),
        Slot("maturity", Words(), optional=True),
        Slot("link", Link(), optional=True),
        Slot("photos", Photos(), optional=True),
        WHY,
    ),
)
