"""How every report with a number R-… is begun, talked through, saved, and changed later."""

from handlers.call import Call, Handler
from handlers.cards.card import Button, Card
from handlers.changing import Sent, save_change, still_raw, until_line
from handlers.conversing import Conversing, start, start_over
from handlers.dialog.form import WHY, Draft
from handlers.effects import DeleteMedia, Effect, Say
from handlers.forms.shared import RECORDED
from handlers.report_kit import (
    Columns,
    Reporting,
    cannot_report,
    place_key,
    places_of,
    report_receipt,
)
from handlers.report_world import (
    chosen_place,
    place_of_record,
    places_for,
    record_changed,
    world_of_report,
)
from handlers.say import go, photo_ids, say
from handlers.status_words import short_name
from handlers.texts import t
from handlers.thanks import report_counts
from models import audit
from models.duties import subject_column
from models.record_photos import keep_photos, photo_ids_of
from models.report_places import ReportPlace
from models.report_queries import (
    ReportRecord,
    members_of_group,
    report_of_draft,
    save_report,
    set_members,
)
from models.reports import Report
from models.vocabulary import RecordKind

#: Answers that are no part of what is kept: they stand in columns, in other tables, or nowhere.
_ELSEWHERE = frozenset({"subject", "again", "photos", WHY.name})


def begins(reporting: Reporting, *, anew: bool = False) -> Handler:
    """The handler of its command: the form, or why it cannot be reported. With `anew` a new
    draft although another one waits."""

    def begin(call: Call) -> list[Effect]:
        if cannot := cannot_report(call, reporting):
            return say(cannot)
        what, places = conversing(reporting), places_of(call, reporting)
        named = len(places) > 1 and call.argument in map(place_key, places)
        given = {"subject": call.argument} if named else {}
        return start_over(call, what, likely=None, **given) if anew else start(call, what, given)

    return begin


def conversing(reporting: Reporting) -> Conversing:
    """The report as a conversation."""
    return Conversing(
        reporting.form,
        world=lambda call, draft, _given: world_of_report(call, reporting, draft),
        submit=lambda call, draft: _submit(call, reporting, draft),
        ended=lambda call, draft, reason: _ended(call, reporting, draft, reason),
        change=lambda call, draft: _change(call, reporting, draft),
    )


def _ended(call: Call, reporting: Reporting, draft: Draft, reason: str) -> list[Effect]:
    number = world_of_report(call, reporting, draft).known.get(RECORDED, "")
    text = t(reason, receipt=number)
    return say(Card(text=text, buttons=(open_report(number), go("menu"))))


# --- saving --------------------------------------------------------------------------------------


def _submit(call: Call, reporting: Reporting, draft: Draft) -> list[Effect] | Card:
    if (sent := already_sent(call, draft.id)) is not None:
        return sent
    place = chosen_place(places_of(call, reporting), draft)
    columns = reporting.columns(call, place, draft.answers, call.today) if place else None
    if place is None or columns is None or call.actor.person_id is None:
        # The post or the place went away while the draft waited.
        none = Card(text=t("reporting.cannot.no_place"), buttons=(go("menu"),))
        return cannot_report(call, reporting) or none
    report = Report(
        kind=reporting.kind,
        draft_id=draft.id,
        reporter_person_id=call.actor.person_id,
        created_at=call.now,
        sample=False,
    )
    _fill(report, reporting, place, columns, draft)
    members = reporting.members(call, draft.answers, ())
    save_report(call.session, report, photo_ids(draft), members)
    audit.note(
        call.session,
        at=call.now,
        person_id=call.actor.person_id,
        action="report.saved",
        subject_kind="report",
        subject_id=report.id,
        details={"kind": reporting.kind.value},
    )
    about = f"{RecordKind.REPORT.value}:{report.id}"
    return [Say(_saved(call, reporting, place, report), about=about)]


def _fill(
    report: Report, reporting: Reporting, place: ReportPlace, columns: Columns, draft: Draft
) -> None:
    left_out = _ELSEWHERE | reporting.withheld
    report.answers = {
        **{slot: value for slot, value in draft.answers.items() if value and slot not in left_out},
        **columns.beside,
    }
    report.raw_texts = {slot: typed for slot, typed in draft.raw.items() if slot not in left_out}
    report.programme_id = place.programme_id
    report.subject_kind = place.subject.kind
    report.network_id = report.school_id = report.office_id = None
    setattr(report, subject_column(place.subject.kind), place.subject.id)
    report.form_version = draft.version
    report.happened_on, report.ends_on = columns.happened_on, columns.ends_on
    report.title, report.public = columns.title[:300], columns.public
    report.about_school_id = columns.about_school_id


def _saved(call: Call, reporting: Reporting, place: ReportPlace, report: Report) -> Card:
    number, subject = report_receipt(report.id), short_name(place.subject.label)
    counts = report_counts(call, reporting.meets, place, report.happened_on)
    lines = [*counts, *reporting.lines(call, place, report)]
    return Card(
        title=t("reporting.saved.title", receipt=number),
        text=t("reporting.saved.text", title=report.title, subject=subject),
        hint="\n".join([*lines, until_line(call, report.created_at)]),
        buttons=(
            open_report(number),
            go("status"),
            go("more_reports", t("reporting.saved.another")),
        ),
    )


# --- after sending -------------------------------------------------------------------------------


def open_report(number: str) -> Button:
    return go("report", t("visit.saved.open"), number, primary=True)


def already_sent(call: Call, draft_id: str) -> list[Effect] | None:
    """The answer to a button of a draft that was sent long ago, or None if it was not."""
    sent = call.once(("report of draft", draft_id), lambda: report_of_draft(call.session, draft_id))
    if sent is None or sent.reporter_person_id != call.actor.person_id:
        return None
    number = report_receipt(sent.id)
    text = t("reporting.saved.already", receipt=number)
    return say(Card(text=text, buttons=(open_report(number), go("menu"))))


def sent_of(call: Call, reporting: Reporting, record: ReportRecord) -> Sent:
    """A report that was sent, as the answers of its form."""
    report = record.report
    photos = photo_ids_of(call.session, RecordKind.REPORT, report.id)
    answers = {
        "subject": place_key(place_of_record(call, record)),
        **report.answers,
        **({"photos": ",".join(photos)} if photos else {}),
    }
    return Sent(
        kind=RecordKind.REPORT,
        id=report.id,
        number=report_receipt(report.id),
        title=report.title,
        form=reporting.form.name,
        form_version=report.form_version,
        answers=answers,
        reporter_person_id=report.reporter_person_id,
        created_at=report.created_at,
        review=report.review_state,
        withdrawn_at=report.withdrawn_at,
    )


def _change(call: Call, reporting: Reporting, draft: Draft) -> list[Effect] | Card:
    record = record_changed(call, draft)
    sent = sent_of(call, reporting, record) if record else None
    return save_change(
        call,
        draft,
        sent,
        conversing(reporting),
        lambda: _apply(call, reporting, draft, record) if record else None,
    )


def _apply(
    call: Call, reporting: Reporting, draft: Draft, record: ReportRecord
) -> list[Effect] | None:
    """Write the changed answers into the report; the photos that are to be deleted. None if the
    answers no longer fit the place."""
    report = record.report
    place = chosen_place(places_for(call, reporting, draft), draft)
    told_on = call.day_of(report.created_at)
    columns = reporting.columns(call, place, draft.answers, told_on) if place else None
    if place is None or columns is None:
        return None
    raw_before = still_raw(report.raw_texts, draft)
    _fill(report, reporting, place, columns, draft)
    report.raw_texts = raw_before | report.raw_texts
    before = members_of_group(call.session, report.id)
    set_members(call.session, report.id, list(reporting.members(call, draft.answers, before)))
    gone = keep_photos(call.session, RecordKind.REPORT, report.id, photo_ids(draft))
    return [DeleteMedia(key) for key in gone]
