"""The plan of a network (clause 3.3): one in each period of its programme."""

from dataclasses import replace
from datetime import date

from handlers.call import Call
from handlers.dialog.form import Answers
from handlers.dialog.world import World
from handlers.forms.plan import FORM
from handlers.report_kit import Columns, Reporting, judged_for
from handlers.status_words import period_words
from handlers.texts import t
from models.obligations import Period
from models.policy import Action
from models.report_places import ReportPlace, networks_reported_for
from models.report_queries import latest_report
from models.reports import Report
from models.vocabulary import ObligationKind, ReportKind


def period_of(call: Call, place: ReportPlace, kind: ObligationKind) -> Period | None:
    """The period for which the subject owes a plan of this kind now; None if it owes none."""
    judged = next((j for j in judged_for(call, place) if j.rule.kind is kind), None)
    return judged.period if judged else None


def _period(call: Call, place: ReportPlace) -> Period | None:
    key = ("plan period", place)
    return call.once(key, lambda: period_of(call, place, ObligationKind.NETWORK_PLAN))


def _facts(call: Call, place: ReportPlace, _answers: Answers, world: World) -> World:
    period = _period(call, place)
    if period is None:
        return world
    return replace(world, prompts={"years": t("plan.period", period=period_words(period))})


def _recorded(call: Call, place: ReportPlace, _answers: Answers) -> Report | None:
    period = _period(call, place)
    if period is None:
        return None
    return latest_report(
        call.session,
        ReportKind.NETWORK_PLAN,
        place.subject,
        first=period.starts_on,
        last=period.ends_on,
    )


def _columns(_call: Call, _place: ReportPlace, answers: Answers, _told_on: date) -> Columns:
    return Columns(date.fromisoformat(answers["date"]), answers["title"])


PLAN = Reporting(
    kind=ReportKind.NETWORK_PLAN,
    form=FORM,
    action=Action.REPORT_NETWORK,
    places=lambda call, posts: networks_reported_for(call.session, posts, call.today),
    columns=_columns,
    facts=_facts,
    recorded=_recorded,
    meets=ObligationKind.NETWORK_PLAN,
)
