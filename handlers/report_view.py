"""A report with a number R-… as label and value, the same in the chat and on the page, and lists
of them.
"""

from collections.abc import Callable, Iterator, Mapping, Sequence
from datetime import date

from sqlalchemy.orm import Session

from handlers.cards.card import Card, Row
from handlers.deputy_words import mark_rows
from handlers.dialog.form import Form, Slot
from handlers.dialog.kind_lists import numbered
from handlers.dialog.world import World
from handlers.forms import (
    advice,
    analysis,
    annual,
    evaluation,
    improvement,
    innovation,
    plan,
    progress,
    suggestion,
    working_group,
    zero_report,
)
from handlers.report_kit import report_receipt
from handlers.say import go
from handlers.status_words import short_name
from handlers.texts import t
from handlers.thai.dates import short_date_with_weekday
from handlers.visit_view import PhotoView, Seen, VisitView, photos_shown
from models.people import load_actor
from models.report_queries import ReportRecord, find_report, members_of_group, report_photos
from models.vocabulary import IqaStandard, PhotoState, RecordKind, ReportKind

#: Reports in one list; the next page is a tap away.
PAGE = 8

#: The form of each kind of report.
FORMS: Mapping[ReportKind, Form] = {
    ReportKind.INNOVATION: innovation.FORM,
    ReportKind.NETWORK_PLAN: plan.FORM,
    ReportKind.CONTEXT_ANALYSIS: analysis.FORM,
    ReportKind.PLAN_PROGRESS: progress.FORM,
    ReportKind.EVALUATION: evaluation.FORM,
    ReportKind.SUGGESTION: suggestion.FORM,
    ReportKind.WORKING_GROUP: working_group.FORM,
    ReportKind.ADVICE_SESSION: advice.FORM,
    ReportKind.IMPROVEMENT_PLAN: improvement.FORM,
    ReportKind.ANNUAL_REPORT: annual.FORM,
    ReportKind.ZERO_REPORT: zero_report.FORM,
}

Rows = list[tuple[str, str]]
#: Gives back a contact that was locked, or None where it cannot be read.
Unlock = Callable[[str], str | None]


def report_page(
    session: Session, report_id: int, viewer_line_user_id: str, today: date
) -> VisitView | None:
    """The page of this report for this viewer, whose right to see it is judged again now."""
    actor = load_actor(session, viewer_line_user_id, today)
    record = find_report(session, actor, report_id)
    if record is None:
        return None
    return VisitView(
        title=title_of(record),
        rows=rows_of_report(session, record),
        photos=[
            PhotoView(photo.id, photo.media_key, photo.state)
            for photo in report_photos(session, report_id)
            if photo.state is not PhotoState.WITHDRAWN
        ],
        seen=Seen(actor.person_id, record.report.reporter_person_id, RecordKind.REPORT, report_id),
    )


def title_of(record: ReportRecord) -> str:
    """ "แผนเครือข่าย R-12"."""
    kind = t(f"reporting.kind.{record.report.kind.value}")
    return t("reporting.one", kind=kind, receipt=report_receipt(record.report.id))


def rows_of_report(session: Session, record: ReportRecord, unlock: Unlock | None = None) -> Rows:
    """Every filled field of a report as (label, value). The contacts of a working group stand
    there only with `unlock`."""
    report = record.report
    match report.kind:
        case ReportKind.PLAN_PROGRESS:
            own = [*_progress(record)]
        case ReportKind.EVALUATION:
            own = [*_evaluation(record)]
        case ReportKind.ANNUAL_REPORT:
            own = [*_annual(record)]
        case ReportKind.WORKING_GROUP:
            own = [*_working_group(session, record, unlock)]
        case _:
            own = [*_answers(record)]
    rows = [
        (t("reporting.row.subject"), short_name(record.subject_label)),
        *own,
        (t("forms.label.photos"), photos_shown(report_photos(session, report.id))),
        (t("visit.row.programme"), record.programme.name_th),
        (t("visit.row.reporter"), record.reporter or t("visit.row.unnamed")),
        *mark_rows(session, RecordKind.REPORT, report.id),
    ]
    return [(label, value) for label, value in rows if value]


def details_of(record: ReportRecord) -> Rows:
    """What a report says, without its photos and without the people of a working group."""
    match record.report.kind:
        case ReportKind.PLAN_PROGRESS:
            rows = [*_progress(record)]
        case ReportKind.EVALUATION:
            rows = [*_evaluation(record)]
        case ReportKind.ANNUAL_REPORT:
            rows = [*_annual(record)]
        case _:
            rows = [*_answers(record, "people")]
    return [(label, value) for label, value in rows if value]


def _answers(record: ReportRecord, *but: str) -> Iterator[tuple[str, str]]:
    """The answers as their form shows them, in its order, without these."""
    form = FORMS[record.report.kind]
    for slot in form.slots:
        if slot.name in record.report.answers and slot.name not in but:
            yield form.label(slot), _shown(record, slot)


def _shown(record: ReportRecord, slot: Slot) -> str:
    report = record.report
    return slot.kind.show(report.answers[slot.name], slot.name, World(today=report.happened_on))


def _progress(record: ReportRecord) -> Iterator[tuple[str, str]]:
    answers, form = record.report.answers, progress.FORM
    year, _, semester = answers["term"].partition(".")
    yield t("progress.label.term"), t("status.period.semester", semester=semester, year=year)
    for place, goal in enumerate(answers["goals"].split("\n"), start=1):
        slot = form.slot(progress.goal_slot(place))
        if slot is None or slot.name not in answers:
            continue
        note = answers.get(progress.note_slot(place))
        state = _shown(record, slot)
        if note:
            value = t("reporting.row.goal_noted", goal=goal, state=state, note=note)
        else:
            value = t("reporting.row.goal", goal=goal, state=state)
        yield form.label(slot), value


def _evaluation(record: ReportRecord) -> Iterator[tuple[str, str]]:
    answers = record.report.answers
    yield t("evaluation.label.school"), record.about_school or ""
    yield t("evaluation.label.year"), _year(record)
    levels = []
    for standard in IqaStandard:
        before, now = evaluation.before_slot(standard), evaluation.now_slot(standard)
        levels += [before, now]
        value = t(
            "reporting.row.levels",
            before=t(f"words.quality.{answers[before]}"),
            now=t(f"words.quality.{answers[now]}"),
        )
        yield t(f"words.iqa.{standard.value}"), value
    yield from _answers(record, "school", "year", *levels)


def _annual(record: ReportRecord) -> Iterator[tuple[str, str]]:
    yield t("annual.label.year"), _year(record)
    yield from _answers(record, "year")


def _year(record: ReportRecord) -> str:
    """The year that a report is about, in the basis of its programme."""
    basis = record.programme.year_basis.value
    return t(f"words.year.{basis}", year=record.report.answers["year"])


def _working_group(
    session: Session, record: ReportRecord, unlock: Unlock | None
) -> Iterator[tuple[str, str]]:
    people = [
        " · ".join(
            part
            for part in (
                member.full_name,
                member.post,
                (unlock(member.contact) or "") if unlock and member.contact else "",
            )
            if part
        )
        for member in members_of_group(session, record.report.id)
    ]
    yield from _answers(record, "people")
    yield t("working_group.label.people"), numbered(people)


# --- lists ---------------------------------------------------------------------------------------


def list_of(found: Sequence[ReportRecord], route: str, title: str, none: str) -> Card:
    """Up to PAGE reports, each to be opened; with one more, a button for the next page."""
    if not found:
        return Card(text=none, buttons=(go("menu"),))
    shown, more = found[:PAGE], found[PAGE:]
    older = (go(route, t("history.older"), str(shown[-1].report.id)),) if more else ()
    return Card(title=title, rows=tuple(map(_row, shown)), buttons=(*older, go("menu")))


def _row(record: ReportRecord) -> Row:
    number = report_receipt(record.report.id)
    day = short_date_with_weekday(record.report.happened_on)
    value = t(
        "reporting.list.value",
        kind=t(f"reporting.kind.{record.report.kind.value}"),
        subject=short_name(record.subject_label),
        title=record.report.title,
    )
    open_it = go("report", t("history.open", receipt=number), number)
    return Row(t("history.row_label", receipt=number, day=day), value, open_it)
