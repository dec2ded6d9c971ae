"""That the yearly report of a network is done (clause 3.9), and of which year."""

from dataclasses import replace
from datetime import date

from handlers.call import Call
from handlers.dialog.form import Answers
from handlers.dialog.world import World
from handlers.forms.annual import FORM
from handlers.report_kit import Columns, Reporting
from handlers.reported_years import year_answered, year_label, year_options
from handlers.texts import t
from models.policy import Action
from models.report_places import ReportPlace, networks_reported_for
from models.report_queries import latest_report
from models.reports import Report
from models.vocabulary import ObligationKind, ReportKind


def _facts(call: Call, place: ReportPlace, _answers: Answers, world: World) -> World:
    return replace(world, options={**world.options, "year": year_options(place, call.today)})


def _recorded(call: Call, place: ReportPlace, answers: Answers) -> Report | None:
    year = year_answered(place, answers, call.today)
    if year is None:
        return None
    return latest_report(
        call.session,
        ReportKind.ANNUAL_REPORT,
        place.subject,
        first=year.starts_on,
        last=year.ends_on,
    )


def _columns(call: Call, place: ReportPlace, answers: Answers, told_on: date) -> Columns | None:
    """It counts for its year, also when that is over; that it came late is told by the day on
    which it was told (models/duty_records.py)."""
    year = year_answered(place, answers, told_on, call.today)
    if year is None:
        return None
    title = t("annual.list_title", year=year_label(place, year))
    return Columns(min(told_on, year.ends_on), title)


ANNUAL = Reporting(
    kind=ReportKind.ANNUAL_REPORT,
    form=FORM,
    action=Action.REPORT_NETWORK,
    places=lambda call, posts: networks_reported_for(call.session, posts, call.today),
    columns=_columns,
    facts=_facts,
    recorded=_recorded,
    meets=ObligationKind.REPORT,
)
