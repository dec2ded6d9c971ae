"""Which appointments count on a day: the one rule behind who may decide, and who is told.

Speaking (models/actors.py), being written to, and having a code or a group that holds, all ask it.
"""

from datetime import date

from sqlalchemy import BindParameter, ColumnElement, and_, func, or_, select
from sqlalchemy.orm import aliased

from models.people_tables import Appointment

Day = date | BindParameter[date]
_Own = aliased(Appointment, name="own_post")
_Stood = aliased(Appointment, name="stood_in_for")


def in_force(today: Day) -> ColumnElement[bool]:
    """That an appointment holds on this day (Bangkok), first and last day included."""
    return _on(Appointment, today)


def effective(today: Day) -> ColumnElement[bool]:
    """That an appointment holds on this day and counts: one's own, always; a deputy's only beside
    a post of the deputy's own, and while the one stood in for holds that very post."""
    beside = (
        select(_Own.id)
        .where(
            _Own.person_id == Appointment.person_id,
            _Own.deputy_for_person_id.is_(None),
            _on(_Own, today),
        )
        .correlate(Appointment)
        .exists()
    )
    stood_in_for = (
        select(_Stood.id)
        .where(
            _Stood.person_id == Appointment.deputy_for_person_id,
            _Stood.deputy_for_person_id.is_(None),
            _Stood.role == Appointment.role,
            _Stood.scope_kind == Appointment.scope_kind,
            _place(_Stood) == _place(Appointment),
            _on(_Stood, today),
        )
        .correlate(Appointment)
        .exists()
    )
    ones_own = Appointment.deputy_for_person_id.is_(None)
    return and_(in_force(today), or_(ones_own, and_(beside, stood_in_for)))


def _on(table: type[Appointment], today: Day) -> ColumnElement[bool]:
    return and_(table.starts_on <= today, or_(table.ends_on.is_(None), table.ends_on >= today))


def _place(table: type[Appointment]) -> ColumnElement[int]:
    """The id of what a post is held over; 0 for the country."""
    return func.coalesce(table.school_id, table.network_id, table.office_id, table.programme_id, 0)
