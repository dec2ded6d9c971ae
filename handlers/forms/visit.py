"""The mentoring visit: what is asked, in this order. What is done with it: handlers/visit.py.

Fields: domain.md, "Proposed guided conversations"; purposes are the verbs of clause 3.5 of the
agreement and come from the programme.
"""

from handlers.dialog.form import WHY, Answers, Form, Slot
from handlers.dialog.inputs import words_of
from handlers.dialog.kind_date import ThaiDate
from handlers.dialog.kind_school import SchoolName
from handlers.dialog.kinds import Count, OneOf, Photos, SomeOf, Words
from handlers.dialog.world import Option, World
from handlers.forms.shared import MODES
from handlers.forms.visit_message import reads
from handlers.texts import t
from models.vocabulary import IqaStandard, StepsState

#: Answers of `again`: the visit that I have recorded already; one that a colleague has recorded,
#: of which I want to be a co-reporter; or another visit.
SAME = "same"
JOIN = "join"
SEPARATE = "separate"

STEPS = tuple(
    Option(each.value, t(f"words.steps.{each.value}"), words_of(f"words.steps_words.{each.value}"))
    for each in StepsState
)
STANDARDS = tuple(
    Option(each.value, t(f"words.iqa.{each.value}"), words_of(f"words.iqa_words.{each.value}"))
    for each in IqaStandard
)

#: World.known[LAST_STEPS]: the visit whose agreed steps are asked about.
LAST_STEPS = "last_steps"
#: World.known[COLLEAGUES]: there are some, who are looked up when they are asked about.
COLLEAGUES = "colleagues"


def same_day_key(school_code: str, day: str) -> str:
    """The key of World.known under which a recorded visit to that school on that day stands."""
    return f"{school_code} {day}"


def _seen_before(answers: Answers, world: World) -> bool:
    key = same_day_key(answers.get("school", ""), answers.get("date", ""))
    return key in world.known


def _agreed_last_time(_answers: Answers, world: World) -> bool:
    return LAST_STEPS in world.known


def _has_colleagues(_answers: Answers, world: World) -> bool:
    return COLLEAGUES in world.known or bool(world.options.get("colleagues"))


def _ends(answers: Answers) -> str | None:
    match answers.get("again"):
        case "same":
            return "visit.same_visit"
        case "join":
            return "visit.joined"
    return None


FORM = Form(
    name="visit",
    version=2,
    slots=(
        Slot("school", SchoolName()),
        Slot("date", ThaiDate()),
        # Its choices name the receipt, so they are of the world.
        Slot("again", OneOf(), when=_seen_before, follows=("school", "date")),
        Slot(
            "last_steps",
            OneOf(STEPS),
            optional=True,
            when=_agreed_last_time,
            follows=("school",),
        ),
        Slot("mode", OneOf(MODES)),
        Slot("purposes", SomeOf()),
        Slot("topic", Words()),
        Slot(
            "standards",
            SomeOf(STANDARDS),
            optional=True,
        ),
        Slot("strengths", Words(), optional=True),
        Slot("improvements", Words(), optional=True),
        Slot("advice", Words(), optional=True),
        Slot("agreed", Words(), optional=True),
        Slot("follow_up", ThaiDate(future=True), optional=True),
        Slot("participants", Count(), optional=True),
        Slot("colleagues", SomeOf(), optional=True, when=_has_colleagues),
        Slot("photos", Photos(), optional=True),
        WHY,
    ),
    ends=_ends,
    reads=reads,
)
