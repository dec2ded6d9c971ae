"""A visit as label and value, the same in the chat and on the page."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from sqlalchemy.orm import Session

from handlers.acknowledging import acknowledgement_row
from handlers.deputy_words import mark_rows
from handlers.say import receipt
from handlers.texts import t
from handlers.thai.dates import long_date
from models.co_reporting import co_reporters_of
from models.people import load_actor
from models.visit_queries import VisitRecord, find_visit, photos_of
from models.visits import Photo
from models.vocabulary import PhotoState, RecordKind


@dataclass(frozen=True)
class PhotoView:
    """A photo of a visit; `media_key` is None while it is not stored."""

    id: int
    media_key: str | None
    state: PhotoState


@dataclass(frozen=True)
class Seen:
    """Who is shown what of whom, for the audit: ids of people, and the record."""

    by: int | None
    of: int | None
    kind: RecordKind
    number: int


@dataclass(frozen=True)
class VisitView:
    """What the page of one visit shows, and that it is seen."""

    title: str
    rows: list[tuple[str, str]]
    photos: list[PhotoView]
    seen: Seen


def visit_page(
    session: Session, visit_id: int, viewer_line_user_id: str, today: date
) -> VisitView | None:
    """The page of this visit for this viewer, whose right to see it is judged again now."""
    actor = load_actor(session, viewer_line_user_id, today)
    record = find_visit(session, actor, visit_id)
    if record is None:
        return None
    return VisitView(
        title=t("history.one", receipt=receipt(visit_id)),
        rows=rows_of(session, record),
        photos=[
            PhotoView(photo.id, photo.media_key, photo.state)
            for photo in photos_of(session, visit_id)
            if photo.state is not PhotoState.WITHDRAWN
        ],
        seen=Seen(actor.person_id, record.visit.reporter_person_id, RecordKind.VISIT, visit_id),
    )


def rows_of(session: Session, record: VisitRecord) -> list[tuple[str, str]]:
    """Every filled field of a visit as (label, value)."""
    visit = record.visit
    office = f" ({record.school_office})" if record.school_office else ""
    follow_up = long_date(visit.follow_up_on) if visit.follow_up_on else ""
    count, steps = visit.participants, visit.previous_steps or ""
    rows = [
        (t("visit.label.school"), record.school + office),
        (t("visit.label.date"), long_date(visit.visited_on)),
        (t("visit.label.mode"), t(f"words.mode.{visit.mode.value}")),
        (t("visit.label.purposes"), _words("purpose", visit.purposes)),
        (t("visit.label.topic"), visit.topic),
        (t("visit.label.standards"), _words("iqa", visit.iqa_standards)),
        (t("visit.label.strengths"), visit.strengths),
        (t("visit.label.improvements"), visit.improvements),
        (t("visit.label.last_steps"), steps and t(f"words.steps.{steps}")),
        (t("visit.label.advice"), visit.advice),
        (t("visit.label.agreed"), visit.agreed_actions),
        (t("visit.label.follow_up"), follow_up),
        (t("visit.label.participants"), "" if count is None else t("dialog.people", count=count)),
        (t("visit.label.photos"), photos_shown(photos_of(session, visit.id))),
        (t("visit.row.mentor"), record.mentor or ""),
        (t("visit.row.network"), record.network or t("visit.row.outside")),
        (t("visit.row.programme"), record.programme.name_th),
        (t("visit.row.reporter"), record.reporter or t("visit.row.unnamed")),
        *mark_rows(session, RecordKind.VISIT, visit.id),
        (t("visit.label.colleagues"), " · ".join(_with_others(session, visit.id))),
        *((said,) if (said := acknowledgement_row(session, record)) else ()),
    ]
    return [(label, value) for label, value in rows if value]


def _with_others(session: Session, visit_id: int) -> list[str]:
    named = co_reporters_of(session, RecordKind.VISIT, visit_id)
    return [name or t("visit.row.unnamed") for row, name in named if row.objected_at is None]


def _words(kind: str, values: Sequence[str]) -> str:
    return " · ".join(t(f"words.{kind}.{value}") for value in values)


def photos_shown(photos: Sequence[Photo]) -> str:
    """How many photos a record has, and how many of them could not be had from LINE."""
    there = sum(photo.state in (PhotoState.STORED, PhotoState.WAITING) for photo in photos)
    lost = sum(photo.state in (PhotoState.GONE, PhotoState.REFUSED) for photo in photos)
    if lost:
        return t("dialog.photos_missing", there=there, count=there + lost, lost=lost)
    return t("dialog.photo_count", count=there) if there else ""
