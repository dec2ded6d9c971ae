"""Asking to be let in without a code: who one is, as what, and at which school."""

from handlers.dialog.form import Form, Slot
from handlers.dialog.inputs import words_of
from handlers.dialog.kind_person_name import PersonName
from handlers.dialog.kind_school import SchoolName
from handlers.dialog.kinds import OneOf, Words
from handlers.dialog.world import Option
from handlers.texts import t
from models.vocabulary import Role

#: The posts that one can ask for: those at a school. All others are given by a code.
ROLES = tuple(
    Option(r.value, t(f"words.role.{r.value}"), words_of(f"words.role_words.{r.value}"))
    for r in (Role.TEACHER, Role.SCHOOL_ADMINISTRATOR)
)

FORM = Form(
    name="claiming",
    version=1,
    slots=(
        Slot("name", PersonName()),
        Slot("role", OneOf(ROLES)),
        Slot("school", SchoolName()),
    ),
)

#: Why somebody is not let in: which request is answered beforehand.
REFUSAL = Form(
    name="claiming_refusal",
    version=1,
    slots=(Slot("claim", OneOf()), Slot("reason", Words(most=300))),
)
