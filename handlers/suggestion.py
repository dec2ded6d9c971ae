"""Suggestions for the annual report of a network (clause 3.9). They do not stand for the report:
that is another duty.
"""

from datetime import date

from handlers.call import Call
from handlers.dialog.form import Answers
from handlers.forms.suggestion import FORM
from handlers.report_kit import Columns, Reporting
from handlers.texts import t
from models.policy import Action
from models.report_places import ReportPlace, networks_reported_for
from models.vocabulary import ReportKind


def _columns(_call: Call, _place: ReportPlace, answers: Answers, told_on: date) -> Columns:
    return Columns(told_on, " ".join(answers["suggestion"].split()))


SUGGESTION = Reporting(
    kind=ReportKind.SUGGESTION,
    form=FORM,
    action=Action.REPORT_NETWORK,
    places=lambda call, posts: networks_reported_for(call.session, posts, call.today),
    columns=_columns,
    lines=lambda _call, _place, _report: (t("suggestion.annual"),),
)
