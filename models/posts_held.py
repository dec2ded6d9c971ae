"""The posts of people with their days, as they and those who look after them see them."""

from dataclasses import dataclass
from datetime import date

from sqlalchemy import Row, case, func, or_, select, update
from sqlalchemy.orm import Session

from models.actors import Post
from models.networks import Network
from models.people_tables import Appointment, LineAccount, Person
from models.places import Office, School
from models.posts_effective import effective
from models.programmes import Programme
from models.scopes import COUNTRY, Scope
from models.vocabulary import ScopeKind


@dataclass(frozen=True, slots=True)
class Held:
    """An appointment: whose, to what, from when until when."""

    id: int
    person_id: int
    full_name: str
    post: Post
    starts_on: date
    ends_on: date | None


_ID = func.coalesce(
    Appointment.school_id,
    Appointment.network_id,
    Appointment.office_id,
    Appointment.programme_id,
).label("scope_id")
_CODE = case(
    (Appointment.scope_kind == ScopeKind.SCHOOL, School.code),
    (Appointment.scope_kind == ScopeKind.NETWORK, Network.code),
    (Appointment.scope_kind == ScopeKind.OFFICE, Office.code),
    (Appointment.scope_kind == ScopeKind.PROGRAMME, Programme.code),
).label("scope_code")
_LABEL = case(
    (Appointment.scope_kind == ScopeKind.SCHOOL, School.name_th),
    (Appointment.scope_kind == ScopeKind.NETWORK, Network.name_th),
    (Appointment.scope_kind == ScopeKind.OFFICE, Office.short_th),
    (Appointment.scope_kind == ScopeKind.PROGRAMME, Programme.name_th),
).label("scope_label")
HELD = (
    select(
        Appointment.id,
        Appointment.person_id,
        Person.full_name,
        Appointment.role,
        Appointment.scope_kind,
        _ID,
        _CODE,
        _LABEL,
        Appointment.deputy_for_person_id,
        Appointment.starts_on,
        Appointment.ends_on,
    )
    .join(Person, Person.id == Appointment.person_id)
    .outerjoin(School, School.id == Appointment.school_id)
    .outerjoin(Network, Network.id == Appointment.network_id)
    .outerjoin(Office, Office.id == Appointment.office_id)
    .outerjoin(Programme, Programme.id == Appointment.programme_id)
)


def held(row: Row[*tuple[object, ...]]) -> Held:
    """A row of HELD."""
    scope = COUNTRY
    if row.scope_kind is not ScopeKind.COUNTRY:
        scope = Scope(row.scope_kind, row.scope_code, row.scope_id, row.scope_label)
    post = Post(row.role, scope, row.deputy_for_person_id)
    return Held(row.id, row.person_id, row.full_name, post, row.starts_on, row.ends_on)


def posts_of(session: Session, person_id: int, today: date) -> list[Held]:
    """The posts of a person that are not over yet, those to come too, in the order in which they
    were given."""
    not_over = or_(Appointment.ends_on.is_(None), Appointment.ends_on >= today)
    query = HELD.where(Appointment.person_id == person_id, not_over).order_by(Appointment.id)
    return [held(row) for row in session.execute(query)]


def posts_today(session: Session, person_id: int, today: date) -> list[Held]:
    """The posts of a person that count on this day (Bangkok), those of a deputy too."""
    query = HELD.where(Appointment.person_id == person_id, effective(today))
    return [held(row) for row in session.execute(query.order_by(Appointment.id))]


def act_as(session: Session, line_user_id: str, appointment_id: int | None) -> None:
    """This account acts as this post from now on; None: as all posts that are its person's own."""
    session.execute(
        update(LineAccount)
        .where(LineAccount.line_user_id == line_user_id)
        .values(acting_appointment_id=appointment_id)
    )
