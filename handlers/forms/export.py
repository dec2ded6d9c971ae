"""Records as a file: which, of which place within one's posts, and of which time."""

from handlers.dialog.form import Form, Slot
from handlers.dialog.inputs import words_of
from handlers.dialog.kind_period import PeriodName
from handlers.dialog.kinds import OneOf
from handlers.dialog.world import Option
from handlers.texts import t
from models.vocabulary import ExportKind

KINDS = tuple(
    Option(kind.value, t(f"export.what.{kind.value}"), words_of(f"export.what_words.{kind.value}"))
    for kind in ExportKind
)

FORM = Form(
    name="export",
    version=1,
    slots=(
        Slot("records", OneOf()),  # the world holds those of KINDS that one may have
        Slot("place", OneOf()),  # the world holds one's own places, and any other that is named
        Slot("period", PeriodName()),
    ),
)
