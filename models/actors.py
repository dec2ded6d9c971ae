"""Who is speaking: read on every event, in one statement."""

from dataclasses import dataclass
from datetime import date, datetime

from sqlalchemy import Date, Row, and_, bindparam, case, func, select
from sqlalchemy.orm import Session

from models.networks import Network
from models.people_tables import Appointment, LineAccount, Person
from models.places import Office, School
from models.posts_effective import effective
from models.programmes import Programme
from models.scopes import COUNTRY, Scope
from models.vocabulary import Role, ScopeKind


@dataclass(frozen=True, slots=True)
class Post:
    """A role over a scope, held today; of a deputy, for whom."""

    role: Role
    scope: Scope
    deputy_for: int | None = None


@dataclass(frozen=True, slots=True)
class Actor:
    """What is known of a LINE account. One that is not known at all has only its id."""

    line_user_id: str
    person_id: int | None = None
    full_name: str | None = None
    posts: tuple[Post, ...] = ()
    blocked: bool = False
    notice_version: str | None = None
    wrong_codes: int = 0
    joining_locked_until: datetime | None = None
    known: bool = False  # the account has a row, so it has spoken before
    acting: bool = False  # as one of several posts, which then is the only one in `posts`

    @property
    def joined(self) -> bool:
        """Whether this account is somebody who holds a post today."""
        return self.person_id is not None and bool(self.posts)

    @property
    def on_behalf_of(self) -> int | None:
        """For whom everything is done that is done now: the person whose deputy speaks."""
        return self.posts[0].deputy_for if len(self.posts) == 1 else None


_TODAY = bindparam("today", type_=Date)
_ACTOR = (
    select(
        LineAccount.person_id,
        LineAccount.blocked_at,
        LineAccount.notice_version,
        LineAccount.wrong_codes,
        LineAccount.joining_locked_until,
        LineAccount.acting_appointment_id,
        Person.full_name,
        Appointment.id.label("appointment_id"),
        Appointment.deputy_for_person_id,
        Appointment.role,
        Appointment.scope_kind,
        func.coalesce(
            Appointment.school_id,
            Appointment.network_id,
            Appointment.office_id,
            Appointment.programme_id,
        ).label("scope_id"),
        case(
            (Appointment.scope_kind == ScopeKind.SCHOOL, School.code),
            (Appointment.scope_kind == ScopeKind.NETWORK, Network.code),
            (Appointment.scope_kind == ScopeKind.OFFICE, Office.code),
            (Appointment.scope_kind == ScopeKind.PROGRAMME, Programme.code),
        ).label("scope_code"),
        case(
            (Appointment.scope_kind == ScopeKind.SCHOOL, School.name_th),
            (Appointment.scope_kind == ScopeKind.NETWORK, Network.name_th),
            (Appointment.scope_kind == ScopeKind.OFFICE, Office.short_th),
            (Appointment.scope_kind == ScopeKind.PROGRAMME, Programme.name_th),
        ).label("scope_label"),
    )
    .select_from(LineAccount)
    .outerjoin(Person, Person.id == LineAccount.person_id)
    .outerjoin(
        Appointment,
        and_(Appointment.person_id == Person.id, effective(_TODAY)),
    )
    .outerjoin(School, School.id == Appointment.school_id)
    .outerjoin(Network, Network.id == Appointment.network_id)
    .outerjoin(Office, Office.id == Appointment.office_id)
    .outerjoin(Programme, Programme.id == Appointment.programme_id)
    .where(LineAccount.line_user_id == bindparam("line_user_id"))
    .order_by(Appointment.id)
)


def load_actor(session: Session, line_user_id: str, today: date, *, whole: bool = False) -> Actor:
    """Who this LINE account is today (Bangkok): its person and the posts held on this day.

    An unknown id gives an Actor with nothing but the id. Posts come in the order in which they
    were given. Who acts as one of several has that one alone; what is held as a deputy counts only
    while it is acted as, so that it can always be told for whom something was done. `whole`: with
    every post that counts today, whatever is acted as; for what they are told, not what they do.
    """
    rows = session.execute(_ACTOR, {"line_user_id": line_user_id, "today": today}).all()
    if not rows:
        return Actor(line_user_id)
    account = rows[0]
    held = [row for row in rows if row.role is not None]
    own = [row for row in held if row.deputy_for_person_id is None]
    chosen = account.acting_appointment_id
    acted = [row for row in held if row.appointment_id == chosen]
    return Actor(
        line_user_id=line_user_id,
        person_id=account.person_id,
        full_name=account.full_name,
        posts=tuple(_post(row) for row in (held if whole else acted or own)),
        acting=bool(acted) and not whole,
        blocked=account.blocked_at is not None,
        notice_version=account.notice_version,
        wrong_codes=account.wrong_codes,
        joining_locked_until=account.joining_locked_until,
        known=True,
    )


def _post(row: Row[*tuple[object, ...]]) -> Post:
    scope = COUNTRY
    if row.scope_kind is not ScopeKind.COUNTRY:
        scope = Scope(row.scope_kind, row.scope_code, row.scope_id, row.scope_label)
    return Post(row.role, scope, row.deputy_for_person_id)
