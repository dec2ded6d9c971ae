"""What was said to be sent, as a page: with the picture of its receipt."""

from datetime import date

from sqlalchemy.orm import Session

from handlers.deputy_words import mark_rows
from handlers.texts import t
from handlers.thai.dates import long_date
from handlers.visit_view import PhotoView, Seen, VisitView
from models.people import load_actor
from models.record_photos import photos_of_record
from models.submissions import find_submission
from models.vocabulary import RecordKind


def submission_page(
    session: Session, submission_id: int, viewer_line_user_id: str, today: date
) -> VisitView | None:
    """The page of this submission for this viewer, whose right to see it is judged again now."""
    actor = load_actor(session, viewer_line_user_id, today)
    record = find_submission(session, actor, submission_id)
    if record is None:
        return None
    submission = record.submission
    rows = [
        (t("submission.label.deadline"), record.deadline.title_th),
        (t("confirming.page.subject"), record.subject.label),
        (t("submission.label.date"), long_date(submission.submitted_on)),
        (t("confirming.page.by"), record.by or t("visit.row.unnamed")),
        (t("confirming.page.state"), t(f"confirming.state.{submission.review_state.value}")),
        (t("confirming.page.note"), submission.review_note),
        *mark_rows(session, RecordKind.SUBMISSION, submission_id),
    ]
    return VisitView(
        title=record.deadline.title_th,
        rows=[(label, value) for label, value in rows if value],
        photos=[
            PhotoView(photo.id, photo.media_key, photo.state)
            for photo in photos_of_record(session, RecordKind.SUBMISSION, submission_id)
        ],
        seen=Seen(actor.person_id, submission.by_person_id, RecordKind.SUBMISSION, submission_id),
    )
