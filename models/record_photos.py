"""The photos of a record that was sent: brought up to what its changed answers say."""

from collections.abc import Mapping, Sequence

from sqlalchemy import select
from sqlalchemy.orm import InstrumentedAttribute, Session

from models.visits import Photo
from models.vocabulary import PhotoState, RecordKind

_OF: Mapping[RecordKind, InstrumentedAttribute[int | None]] = {
    RecordKind.VISIT: Photo.visit_id,
    RecordKind.EXCHANGE: Photo.exchange_id,
    RecordKind.REPORT: Photo.report_id,
    RecordKind.SUBMISSION: Photo.submission_id,
}


def record_of_photo(photo: Photo) -> tuple[RecordKind, int] | None:
    """The record that was sent with this photo, if it was."""
    for kind, column in _OF.items():
        record_id = getattr(photo, column.key)
        if record_id is not None:
            return kind, record_id
    return None


def photo_ids_of(session: Session, kind: RecordKind, record_id: int) -> list[str]:
    """LINE's message ids of the photos of a record, in the order in which they came."""
    query = (
        select(Photo.line_message_id)
        .where(_OF[kind] == record_id, Photo.state != PhotoState.WITHDRAWN)
        .order_by(Photo.id)
    )
    return list(session.scalars(query))


def keep_photos(
    session: Session, kind: RecordKind, record_id: int, line_message_ids: Sequence[str]
) -> list[str]:
    """Tie these photos to the record, and withdraw the others it had; the media keys of those, to
    be deleted."""
    column = _OF[kind]
    wanted = set(line_message_ids)
    query = select(Photo).where(
        (column == record_id) | Photo.line_message_id.in_(wanted),
        Photo.state != PhotoState.WITHDRAWN,
    )
    gone: list[str] = []
    for photo in session.scalars(query.with_for_update()):
        if photo.line_message_id in wanted:
            setattr(photo, column.key, record_id)
            continue
        photo.state = PhotoState.WITHDRAWN
        gone += [photo.media_key] if photo.media_key else []
    session.flush()
    return gone


def photos_of_record(session: Session, kind: RecordKind, record_id: int) -> list[Photo]:
    """The photos of a record but those taken back, in the order in which they came."""
    query = (
        select(Photo)
        .where(_OF[kind] == record_id, Photo.state != PhotoState.WITHDRAWN)
        .order_by(Photo.id)
    )
    return list(session.scalars(query))
