"""Photos that came out of the blue: kept for a short while, until a report takes them along."""

from datetime import datetime

from sqlalchemy import select
from sqlalchemy.orm import Session

from models.visits import Photo
from models.vocabulary import PhotoState

#: What stands as the draft of a photo that belongs to none yet.
NO_DRAFT = "loose"


def loose_photos(session: Session, line_user_id: str) -> list[Photo]:
    """The photos of this account that belong to no report yet, the oldest first, locked."""
    query = (
        select(Photo)
        .where(
            Photo.line_user_id == line_user_id,
            Photo.draft_id == NO_DRAFT,
            Photo.state != PhotoState.WITHDRAWN,
        )
        .order_by(Photo.id)
        .with_for_update()
    )
    return list(session.scalars(query))


def since(photos: list[Photo], moment: datetime) -> list[Photo]:
    """Those that came at this moment (aware UTC) or later."""
    return [photo for photo in photos if photo.received_at >= moment]
