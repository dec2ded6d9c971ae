"""The one to three people whom an office makes responsible.

It is somebody's word about something outside the bot, so who said it and when is kept.
"""

from dataclasses import dataclass
from datetime import date, datetime, timedelta
from enum import StrEnum

from sqlalchemy import or_, select
from sqlalchemy.orm import Session

from models.base import insert_unless_there
from models.duties import ResponsibleStaff

#: The sandbox letter asks for 1 to 3 people.
MOST_STAFF = 3


class StaffChange(StrEnum):
    """What became of a change of the people responsible."""

    DONE = "done"
    ALREADY = "already"  # this draft was sent before
    FULL = "full"  # there are three
    LAST = "last"  # nobody would be left
    GONE = "gone"  # whoever should be replaced or removed is no longer among them


@dataclass(frozen=True, slots=True)
class NewStaff:
    """Somebody to be named. `contact` is encrypted already."""

    full_name: str
    position: str
    contact: str


def staff_in_force(
    session: Session, office_id: int, programme_id: int, today: date
) -> list[ResponsibleStaff]:
    """Who is responsible in this office on this day (Bangkok), by place."""
    return list(
        session.scalars(
            select(ResponsibleStaff)
            .where(
                ResponsibleStaff.office_id == office_id,
                ResponsibleStaff.programme_id == programme_id,
                ResponsibleStaff.starts_on <= today,
                or_(ResponsibleStaff.ends_on.is_(None), ResponsibleStaff.ends_on >= today),
            )
            .order_by(ResponsibleStaff.place, ResponsibleStaff.id)
        )
    )


def staff_of_office(session: Session, office_id: int, today: date) -> list[ResponsibleStaff]:
    """Who is responsible in this office on this day (Bangkok), in whatever programme."""
    return list(
        session.scalars(
            select(ResponsibleStaff)
            .where(
                ResponsibleStaff.office_id == office_id,
                ResponsibleStaff.starts_on <= today,
                or_(ResponsibleStaff.ends_on.is_(None), ResponsibleStaff.ends_on >= today),
            )
            .order_by(ResponsibleStaff.place, ResponsibleStaff.id)
        )
    )


def name_staff(
    session: Session,
    person: NewStaff,
    *,
    office_id: int,
    programme_id: int,
    by_person_id: int,
    draft_id: str,
    now: datetime,
    today: date,
    replaces: int | None = None,
) -> StaffChange:
    """Name one more person, or one in the place of another (`replaces`: the number of that row).

    Answers DONE, ALREADY, FULL or GONE, and in a race too: the database holds the places.
    """
    sent = select(ResponsibleStaff.id).where(ResponsibleStaff.draft_id == draft_id)
    if session.scalar(sent) is not None:
        return StaffChange.ALREADY
    there = staff_in_force(session, office_id, programme_id, today)
    taken = {row.place for row in there}
    places = [place for place in range(1, MOST_STAFF + 1) if place not in taken]
    if replaces is not None:
        before = next((row for row in there if row.id == replaces), None)
        if before is None:
            return StaffChange.GONE
        places = [before.place]
        _end(session, before, today)
    for place in places:
        row = insert_unless_there(session, ResponsibleStaff).values(
            programme_id=programme_id,
            office_id=office_id,
            place=place,
            full_name=person.full_name,
            position=person.position,
            contact=person.contact,
            starts_on=today,
            named_by_person_id=by_person_id,
            draft_id=draft_id,
            created_at=now,
        )
        if session.execute(row).rowcount:  # type: ignore[attr-defined]
            return StaffChange.DONE
    return StaffChange.FULL


def remove_staff(
    session: Session, staff_id: int, *, office_id: int, programme_id: int, today: date
) -> StaffChange:
    """End one person's part from today on. Answers DONE, GONE, or LAST: one has to be left."""
    there = staff_in_force(session, office_id, programme_id, today)
    row = next((row for row in there if row.id == staff_id), None)
    if row is None:
        return StaffChange.GONE
    if len(there) == 1:
        return StaffChange.LAST
    _end(session, row, today)
    return StaffChange.DONE


def _end(session: Session, row: ResponsibleStaff, today: date) -> None:
    """The day before is the last one; of somebody named today nothing is kept."""
    if row.starts_on >= today:
        session.delete(row)
    else:
        row.ends_on = today - timedelta(days=1)
    session.flush()
