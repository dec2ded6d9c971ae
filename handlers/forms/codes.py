"""Codes for a meeting: of which place, for whom, for how many of each school, until when."""

from handlers.dialog.form import Answers, Form, Slot
from handlers.dialog.inputs import words_of
from handlers.dialog.kinds import Count, OneOf
from handlers.dialog.world import Option, World
from handlers.texts import t
from models.vocabulary import Role

#: Both a code for the teachers of each school and one for its head.
BOTH = "both"
TEACHERS = (Role.TEACHER.value, BOTH)

ROLES = tuple(
    Option(value, t(f"codes.roles.{value}"), words_of(f"codes.roles_words.{value}"))
    for value in (*TEACHERS, Role.SCHOOL_ADMINISTRATOR.value)
)
#: Teachers whom one code can let in: a larger number is a slip of the finger.
MOST_USES = 200
DAYS = tuple(Option(str(days), t("codes.days", count=days)) for days in (7, 14, 30, 60))


def _for_teachers(answers: Answers, _world: World) -> bool:
    return answers.get("role") in TEACHERS


FORM = Form(
    name="codes",
    version=1,
    slots=(
        Slot("place", OneOf()),  # the world holds one's own places, and any other that is named
        Slot("role", OneOf(ROLES)),
        Slot("uses", Count(most=MOST_USES), when=_for_teachers),
        Slot("days", OneOf(DAYS)),
    ),
)
