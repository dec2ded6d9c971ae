"""The mentoring visit: what is asked, in this order. What is done with it: handlers/visit.py.

Fields: domain.md, "Proposed guided conversations"; purposes are the verbs of clause 3.5 of the
agreement and come from the programme.
"""

from handlers.dialog.form import Answers, Form, Slot
from handlers.dialog.kind_date import ThaiDate
from handlers.dialog.kind_school import SchoolName
from handlers.dialog.kinds import Count, OneOf, Photos, SomeOf, Words
from handlers.dialog.world import Option, World
from handlers.texts import t
from models.vocabulary import IqaStandard, VisitMode

#: Answer of `again`: this is the visit already recorded; nothing new is to be sent.
SAME = "same"
SEPARATE = "separate"


def same_day_key(school_code: str, day: str) -> str:
    """The key of World.known under which a recorded visit to that school on that day stands."""
    return f"{school_code} {day}"


def _seen_before(answers: Answers, world: World) -> bool:
    key = same_day_key(answers.get("school", ""), answers.get("date", ""))
    return key in world.known


def _ends(answers: Answers) -> str | None:
    return "visit.same_visit" if answers.get("again") == SAME else None


FORM = Form(
    name="visit",
    version=1,
    slots=(
        Slot("school", SchoolName()),
        Slot("date", ThaiDate()),
        # Its choices name the receipt, so they are of the world.
        Slot("again", OneOf(), when=_seen_before, follows=("school", "date")),
        Slot(
            "mode",
            OneOf(tuple(Option(mode.value, t(f"words.mode.{mode.value}")) for mode in VisitMode)),
        ),
        Slot("purposes", SomeOf()),
        Slot("topic", Words()),
        Slot(
            "standards",
            SomeOf(tuple(Option(s.value, t(f"words.iqa.{s.value}")) for s in IqaStandard)),
            optional=True,
        ),
        Slot("strengths", Words(), optional=True),
        Slot("improvements", Words(), optional=True),
        Slot("agreed", Words(), optional=True),
        Slot("follow_up", ThaiDate(future=True), optional=True),
        Slot("participants", Count(), optional=True),
        Slot("photos", Photos(), optional=True),
    ),
    ends=_ends,
)
