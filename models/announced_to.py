"""What was announced to somebody, for their question why they got it."""

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from models.announcements import Announced, Announcement
from models.scopes import find_scope
from models.sending_words import AnnouncedBy, AnnouncedTo


@dataclass(frozen=True, slots=True)
class Heard:
    """An announcement as it reached one person: who sent it (their office, as it stood in the
    message), for whom of which place it was, by which way, and when (aware UTC)."""

    sender: str
    audience: AnnouncedTo
    place: str
    way: AnnouncedBy
    at: datetime


_REACHED = Announced.way != AnnouncedBy.NONE


def announced_between(
    session: Session, person_id: int, first: datetime, end: datetime
) -> list[Heard]:
    """What was announced to this person from `first` to before `end` (aware), in order."""
    rows = session.execute(
        select(Announcement, Announced.way, Announced.at)
        .join(Announced, Announced.announcement_id == Announcement.id)
        .where(
            Announced.person_id == person_id, _REACHED, Announced.at >= first, Announced.at < end
        )
        .order_by(Announced.at, Announcement.id)
    )
    found = []
    for one, way, at in rows:
        place = find_scope(session, one.place_kind, one.place_code)
        label = place.label if place else one.place_code
        found.append(Heard(one.sender_th, one.audience, label, way, at))
    return found


def last_announced_at(session: Session, person_id: int) -> datetime | None:
    """When something was last announced to this person (aware UTC)."""
    query = select(func.max(Announced.at)).where(Announced.person_id == person_id, _REACHED)
    return session.scalar(query)
