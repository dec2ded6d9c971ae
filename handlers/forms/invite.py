"""A one-time code for somebody new: for which role, and at which school."""

from handlers.dialog.form import Answers, Form, Slot
from handlers.dialog.kind_school import SchoolName
from handlers.dialog.kinds import OneOf
from handlers.dialog.world import World
from models.vocabulary import Role

#: Roles that are held at a school; the others are held over the inviter's own scope.
AT_A_SCHOOL = (Role.TEACHER, Role.SCHOOL_ADMINISTRATOR)


def _at_a_school(answers: Answers, _world: World) -> bool:
    return answers.get("role") in AT_A_SCHOOL


FORM = Form(
    name="invite",
    version=1,
    slots=(
        Slot("role", OneOf()),  # what the inviter may give, from models/policy.py
        Slot("school", SchoolName(), when=_at_a_school),
    ),
)
