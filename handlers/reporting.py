"""All that can be reported beside visits and exchanges: one literal table, and looking at it."""

from collections.abc import Mapping

from handlers.advice import ADVICE
from handlers.analysis import ANALYSIS
from handlers.annual import ANNUAL
from handlers.call import Call
from handlers.cards.card import Button, Card, OpenPage, Row
from handlers.changing import Sent
from handlers.conversing import Conversing
from handlers.effects import Effect
from handlers.evaluation import EVALUATION
from handlers.improvement import IMPROVEMENT
from handlers.innovation import INNOVATION
from handlers.plan import PLAN
from handlers.progress import PROGRESS
from handlers.report_kit import Reporting, places_of, report_receipt
from handlers.report_talk import conversing, sent_of
from handlers.report_view import PAGE, list_of, rows_of_report, title_of
from handlers.say import go, number_of, say
from handlers.suggestion import SUGGESTION
from handlers.texts import t
from handlers.working_group import WORKING_GROUP
from handlers.zero_report import ZERO_REPORT
from models.policy import may
from models.report_queries import ReportRecord, find_report, reports_seen
from models.vocabulary import ReportKind

__all__ = ["REPORTINGS", "conversing_of", "more", "one", "report_receipt", "seen", "sent"]

#: What can be reported, by the command that begins it (handlers/routes.py), in this order.
REPORTINGS: Mapping[str, Reporting] = {
    "log_innovation": INNOVATION,
    "log_plan": PLAN,
    "log_analysis": ANALYSIS,
    "log_progress": PROGRESS,
    "log_evaluation": EVALUATION,
    "log_suggestion": SUGGESTION,
    "log_working_group": WORKING_GROUP,
    "log_advice": ADVICE,
    "log_improvement": IMPROVEMENT,
    "log_annual": ANNUAL,
    "log_zero": ZERO_REPORT,
}
_OF_KIND: Mapping[ReportKind, Reporting] = {each.kind: each for each in REPORTINGS.values()}


def more(call: Call) -> list[Effect]:
    """ "รายงานอื่น": what else this person may report, as buttons; the menu stays short."""
    buttons = [
        go(route)
        for route, each in REPORTINGS.items()
        if may(call.actor.posts, each.action) and places_of(call, each)
    ]
    if not buttons:
        return say(Card(text=t("reporting.cannot.no_place"), buttons=(go("menu"),)))
    title, text = t("reporting.list.more_title"), t("reporting.list.more_text")
    return say(Card(title=title, text=text, buttons=(*buttons, go("reports"), go("menu"))))


def seen(call: Call) -> list[Effect]:
    """ "ดูรายงานอื่น": the reports that one may see, newest first."""
    before = number_of(call.argument)
    found = reports_seen(call.session, call.actor, before=before, most=PAGE + 1)
    return say(list_of(found, "reports", t("reporting.list.title"), t("reporting.list.none")))


def one(call: Call, number: int) -> Card:
    """ "รายงาน R-12": one report, to those in whose scope it lies."""
    record = find_report(call.session, call.actor, number)
    if record is None:
        text = t("history.not_found", receipt=report_receipt(number))
        return Card(text=text, buttons=(go("reports"), go("menu")))
    unlock = call.cipher.unlock if _speaks_for(call, record) else None
    rows = rows_of_report(call.session, record, unlock)
    return Card(
        title=title_of(record),
        rows=tuple(Row(label, value) for label, value in rows),
        buttons=(Button(t("visit.saved.open"), OpenPage("report", str(number)), primary=True),),
    )


def _speaks_for(call: Call, record: ReportRecord) -> bool:
    """Whether this person could have made the report: they may see the contacts in it."""
    report = record.report
    subject_id = report.network_id or report.school_id or report.office_id
    return any(
        (place.subject.kind, place.subject.id) == (report.subject_kind, subject_id)
        for place in places_of(call, _OF_KIND[report.kind])
    )


def sent(call: Call, report_id: int) -> Sent | None:
    """The report of this number as the answers of its form, if this person may see it."""
    record = find_report(call.session, call.actor, report_id)
    return sent_of(call, _OF_KIND[record.report.kind], record) if record else None


def conversing_of(sent: Sent) -> Conversing:
    """The conversation in which this report is changed."""
    return conversing(next(r for r in REPORTINGS.values() if r.form.name == sent.form))
