"""The improvement plan of a pilot school (Collaborative Assessment): one in each period."""

from collections.abc import Sequence
from datetime import date

from handlers.call import Call
from handlers.dialog.form import Answers
from handlers.forms.improvement import FORM
from handlers.plan import period_of
from handlers.report_kit import Columns, Reporting
from models.actors import Post
from models.duty_queries import judgements
from models.policy import Action
from models.report_places import ReportPlace, pilot_schools
from models.report_queries import latest_report
from models.reports import Report
from models.vocabulary import DutyState, ObligationKind, ReportKind


def assessed_pilots(call: Call, posts: Sequence[Post]) -> list[ReportPlace]:
    """The pilot schools for which these posts report, of programmes that ask for such a plan: a
    sandbox has pilot schools, too, and asks them for none."""
    asked = {
        (judged.subject, judged.rule.programme_id)
        for post in posts
        for judged in judgements(call.session, now=call.now, scope=post.scope)
        if judged.rule.kind is ObligationKind.IMPROVEMENT_PLAN
        and judged.state is not DutyState.ENDED
    }
    pilots = pilot_schools(call.session, posts, call.today)
    return [place for place in pilots if (place.subject, place.programme_id) in asked]


def _recorded(call: Call, place: ReportPlace, _answers: Answers) -> Report | None:
    period = call.once(
        ("improvement period", place),
        lambda: period_of(call, place, ObligationKind.IMPROVEMENT_PLAN),
    )
    if period is None:
        return None
    return latest_report(
        call.session,
        ReportKind.IMPROVEMENT_PLAN,
        place.subject,
        first=period.starts_on,
        last=period.ends_on,
    )


def _columns(_call: Call, _place: ReportPlace, answers: Answers, _told_on: date) -> Columns:
    return Columns(date.fromisoformat(answers["date"]), answers["title"])


IMPROVEMENT = Reporting(
    kind=ReportKind.IMPROVEMENT_PLAN,
    form=FORM,
    action=Action.REPORT_ADVICE,
    places=assessed_pilots,
    columns=_columns,
    recorded=_recorded,
    meets=ObligationKind.IMPROVEMENT_PLAN,
)
