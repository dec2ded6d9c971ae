"""The context analysis of a network with its goals and indicators (clause 3.1)."""

from datetime import date

from handlers.call import Call
from handlers.dialog.form import Answers
from handlers.forms.analysis import FORM
from handlers.report_kit import Columns, Reporting
from handlers.texts import t
from models.policy import Action
from models.report_places import ReportPlace, networks_reported_for
from models.vocabulary import ReportKind


def _columns(_call: Call, _place: ReportPlace, answers: Answers, told_on: date) -> Columns:
    count = len(answers["goals"].split("\n"))
    return Columns(told_on, t("analysis.list_title", count=count))


ANALYSIS = Reporting(
    kind=ReportKind.CONTEXT_ANALYSIS,
    form=FORM,
    action=Action.REPORT_NETWORK,
    places=lambda call, posts: networks_reported_for(call.session, posts, call.today),
    columns=_columns,
)
