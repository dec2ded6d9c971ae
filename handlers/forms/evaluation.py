"""Evaluating a partner school by the standards of internal quality assurance (clause 3.8).

Each of the three standards has a level from 1 to 5, before and now (domain notes, 2: the shares
behind a level are each school's own, so levels are kept and no per cent).
"""

from handlers.dialog.form import WHY, Form, Slot
from handlers.dialog.inputs import words_of
from handlers.dialog.kind_school import SchoolName
from handlers.dialog.kinds import OneOf, Photos, Words
from handlers.dialog.world import Option
from handlers.forms.shared import SUBJECT, again, ends_if_recorded
from handlers.texts import t
from models.vocabulary import IqaStandard, QualityLevel

LEVELS = tuple(
    Option(
        each.value, t(f"words.quality.{each.value}"), words_of(f"words.quality_words.{each.value}")
    )
    for each in QualityLevel
)


def before_slot(standard: IqaStandard) -> str:
    return f"before_{standard.value}"


def now_slot(standard: IqaStandard) -> str:
    return f"now_{standard.value}"


FORM = Form(
    name="evaluation",
    version=1,
    slots=(
        SUBJECT,
        Slot("school", SchoolName(), follows=("subject",)),
        Slot("year", OneOf()),
        again("school", "year"),
        *(
            Slot(name(standard), OneOf(LEVELS), follows=("school",))
            for standard in IqaStandard
            for name in (before_slot, now_slot)
        ),
        Slot("evidence", Words(), optional=True),
        Slot("photos", Photos(), optional=True),
        WHY,
    ),
    ends=ends_if_recorded,
)
