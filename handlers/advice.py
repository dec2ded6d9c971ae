"""Advice given to a pilot school (Collaborative Assessment), told by the expert or the school.

Such a network has no lead and no office, so the school itself is the subject.
"""

from datetime import date

from handlers.call import Call
from handlers.dialog.form import Answers
from handlers.dialog.reading import label_of
from handlers.forms.advice import CATEGORIES, FORM
from handlers.improvement import assessed_pilots
from handlers.report_kit import Columns, Reporting
from handlers.texts import t
from models.policy import Action
from models.report_places import ReportPlace
from models.vocabulary import ReportKind


def _columns(_call: Call, _place: ReportPlace, answers: Answers, _told_on: date) -> Columns:
    category = label_of(answers["category"], CATEGORIES)
    title = t("advice.list_title", category=category)
    return Columns(date.fromisoformat(answers["date"]), title)


ADVICE = Reporting(
    kind=ReportKind.ADVICE_SESSION,
    form=FORM,
    action=Action.REPORT_ADVICE,
    places=assessed_pilots,
    columns=_columns,
)
