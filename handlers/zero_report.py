"""“ช่วงนี้ไม่มีกิจกรรม”: the reminders of a network, school or office rest until a day.

It meets nothing: what is owed stays open, and the receipt says so.
"""

from collections.abc import Sequence
from datetime import date

from handlers.call import Call
from handlers.dialog.form import Answers
from handlers.forms.zero_report import FORM
from handlers.report_kit import Columns, Reporting, judged_for
from handlers.status_words import duty_words, short_name, state_words
from handlers.texts import t
from handlers.thai.dates import long_date
from models.actors import Post
from models.duty_queries import judgements
from models.policy import Action
from models.report_places import (
    ReportPlace,
    networks_reported_for,
    own_offices,
    own_schools,
)
from models.reports import Report
from models.vocabulary import DutyState, ReportKind

#: Duties named on the receipt; all of them stand in `สถานะ`.
MOST_NAMED = 5


def _places(call: Call, posts: Sequence[Post]) -> list[ReportPlace]:
    """Those one speaks for of whom anything is asked at all."""
    asked = {
        (judged.subject, judged.rule.programme_id)
        for post in posts
        for judged in judgements(call.session, now=call.now, scope=post.scope)
        if judged.state is not DutyState.ENDED and not judged.rule.notice
    }
    places = [
        *networks_reported_for(call.session, posts, call.today),
        *own_schools(call.session, posts, call.today),
        *own_offices(call.session, posts, call.today),
    ]
    return [place for place in places if (place.subject, place.programme_id) in asked]


def _columns(_call: Call, _place: ReportPlace, answers: Answers, told_on: date) -> Columns | None:
    until = date.fromisoformat(answers["until"])
    if until < told_on:
        return None
    title = t("zero_report.list_title", day=long_date(until))
    return Columns(told_on, title, ends_on=until)


def _lines(call: Call, place: ReportPlace, report: Report) -> list[str]:
    assert report.ends_on is not None
    rests = t(
        "zero_report.rests",
        subject=short_name(place.subject.label),
        day=long_date(report.ends_on),
    )
    still = [
        t("reporting.saved.duty", duty=duty_words(judged.rule), state=state_words(judged))
        for judged in judged_for(call, place)
        if judged.owed
    ]
    if not still:
        return [rests, t("zero_report.nothing_open")]
    return [rests, t("zero_report.stays"), *still[:MOST_NAMED]]


ZERO_REPORT = Reporting(
    kind=ReportKind.ZERO_REPORT,
    form=FORM,
    action=Action.REPORT_ZERO,
    places=_places,
    columns=_columns,
    lines=_lines,
)
