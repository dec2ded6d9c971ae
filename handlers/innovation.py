"""Innovations and good practices: reported by a school or an office, listed for everybody who may
see them.
"""

from collections.abc import Sequence
from datetime import date

from handlers.call import Call
from handlers.dialog.form import Answers
from handlers.effects import Effect
from handlers.forms.innovation import FORM, PUBLIC
from handlers.report_kit import Columns, Reporting
from handlers.report_view import PAGE, list_of
from handlers.say import number_of, say
from handlers.texts import t
from models.actors import Post
from models.policy import Action
from models.report_places import ReportPlace, own_offices, own_schools
from models.report_queries import public_innovations
from models.vocabulary import ReportKind


def listed(call: Call) -> list[Effect]:
    """ "นวัตกรรม": the public ones of the programme and those of one's scope, newest first."""
    before = number_of(call.argument)
    found = public_innovations(call.session, call.actor, before=before, most=PAGE + 1)
    return say(list_of(found, "innovations", t("innovation.list"), t("innovation.none")))


def _places(call: Call, posts: Sequence[Post]) -> list[ReportPlace]:
    return [
        *own_schools(call.session, posts, call.today),
        *own_offices(call.session, posts, call.today),
    ]


def _columns(_call: Call, _place: ReportPlace, answers: Answers, told_on: date) -> Columns:
    return Columns(told_on, answers["title"], public=answers["public"] == PUBLIC)


INNOVATION = Reporting(
    kind=ReportKind.INNOVATION,
    form=FORM,
    action=Action.REPORT_INNOVATION,
    places=_places,
    columns=_columns,
)
