"""Whom an announcement is for: the people of a place, or those who answer for what is in it."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date

from sqlalchemy import ColumnElement, Select, and_, func, or_, select, true, union
from sqlalchemy.orm import Session

from models.actors import Post
from models.audiences import subjects_in
from models.contacts import Contact, contacts_of
from models.networks import Network, NetworkMembership
from models.people_tables import Appointment, LineAccount, Person
from models.places import Office, School
from models.policy import Action, may
from models.posts_effective import effective
from models.programmes import Enrolment
from models.scopes import Scope, enrolled_on, member_on
from models.sending_words import AnnouncedTo
from models.status_reach import find_seen
from models.vocabulary import Role, ScopeKind, SubjectKind

#: What may be chosen of each kind of place, in this order.
CHOICES: dict[ScopeKind, tuple[AnnouncedTo, ...]] = {
    ScopeKind.COUNTRY: tuple(AnnouncedTo),
    ScopeKind.PROGRAMME: tuple(AnnouncedTo),
    ScopeKind.OFFICE: tuple(AnnouncedTo),
    ScopeKind.NETWORK: (AnnouncedTo.EVERYBODY, AnnouncedTo.SCHOOLS, AnnouncedTo.CONTACTS),
    ScopeKind.SCHOOL: (AnnouncedTo.EVERYBODY,),
}


@dataclass(frozen=True, slots=True)
class Recipients:
    """People who are meant, in the order of their ids, some perhaps without a LINE account that
    takes messages; and in how many of the places that are meant nobody has joined."""

    people: tuple[Contact, ...]
    empty_places: int = 0

    @property
    def reachable(self) -> list[Contact]:
        return [one for one in self.people if one.line_user_ids]

    @property
    def unreachable(self) -> int:
        return sum(not one.line_user_ids for one in self.people)


def recipients(
    session: Session, audience: AnnouncedTo, place: Scope, today: date, but: int | None = None
) -> Recipients:
    """Whom this means on this day (Bangkok); never the person `but`, who sends it, nor somebody
    who only keeps the bot running. Whether the sender reaches over the place is asked before."""
    match audience:
        case AnnouncedTo.EVERYBODY:
            people = _holders(session, _within(place, today), today)
            schools = _schools(place, today)
            found = Recipients(people, _without_people(session, schools, ScopeKind.SCHOOL, today))
        case AnnouncedTo.SCHOOLS:
            schools = _schools(place, today)
            people = _holders(session, Appointment.school_id.in_(schools), today)
            found = Recipients(people, _without_people(session, schools, ScopeKind.SCHOOL, today))
        case AnnouncedTo.OFFICES:
            offices = _offices(place, today)
            people = _holders(session, Appointment.office_id.in_(offices), today)
            found = Recipients(people, _without_people(session, offices, ScopeKind.OFFICE, today))
        case AnnouncedTo.NETWORKS:
            found = _answering(session, place, today, (SubjectKind.NETWORK,))
        case AnnouncedTo.CONTACTS:
            found = _answering(session, place, today, tuple(SubjectKind))
    return Recipients(
        tuple(one for one in found.people if one.person_id != but), found.empty_places
    )


def _answering(
    session: Session, place: Scope, today: date, kinds: tuple[SubjectKind, ...]
) -> Recipients:
    """Who gets the reminders of what takes part in a programme that runs."""
    subjects = [one for one in subjects_in(session, place, today) if one.kind in kinds]
    contacts = contacts_of(session, subjects, today)
    by_id = {contact.person_id: contact for contact in contacts.values()}
    return Recipients(
        tuple(by_id[person_id] for person_id in sorted(by_id)), len(subjects) - len(contacts)
    )


def _holders(session: Session, where: ColumnElement[bool], today: date) -> tuple[Contact, ...]:
    """Who holds such a post today."""
    rows = session.execute(
        select(Person.id, Person.full_name, LineAccount.line_user_id)
        .join(Appointment, Appointment.person_id == Person.id)
        .outerjoin(
            LineAccount,
            and_(LineAccount.person_id == Person.id, LineAccount.blocked_at.is_(None)),
        )
        .where(where, Appointment.role != Role.OPERATOR, effective(today))
        .order_by(Person.id, LineAccount.created_at, LineAccount.line_user_id)
    )
    names: dict[int, str] = {}
    accounts: dict[int, dict[str, None]] = {}
    for person_id, name, account in rows:
        names[person_id] = name
        accounts.setdefault(person_id, {}).update({account: None} if account else {})
    return tuple(Contact(one, name, tuple(accounts[one])) for one, name in names.items())


def _without_people(session: Session, places: Select[int], kind: ScopeKind, today: date) -> int:
    """In how many of these places nobody holds a post."""
    table, column = (
        (School, Appointment.school_id)
        if kind is ScopeKind.SCHOOL
        else (Office, Appointment.office_id)
    )
    held = select(column).where(
        column.is_not(None), Appointment.role != Role.OPERATOR, effective(today)
    )
    query = select(func.count()).where(table.id.in_(places), table.id.not_in(held))
    return session.scalar(query) or 0


# --- what lies in a place ------------------------------------------------------------------------


def _within(place: Scope, today: date) -> ColumnElement[bool]:
    """A post over the place itself, or over anything in it."""
    if place.kind is ScopeKind.COUNTRY:
        return true()
    posts: list[ColumnElement[bool]] = [
        Appointment.school_id.in_(_schools(place, today)),
        Appointment.network_id.in_(_networks(place)),
        Appointment.office_id.in_(_offices(place, today)),
    ]
    if place.kind is ScopeKind.PROGRAMME:
        posts.append(Appointment.programme_id == place.id)
    return or_(*posts)


def _schools(place: Scope, today: date) -> Select[int]:
    query = select(School.id)
    members = select(NetworkMembership.school_id).where(member_on(today))
    match place.kind:
        case ScopeKind.SCHOOL:
            return query.where(School.id == place.id)
        case ScopeKind.OFFICE:
            return query.where(School.office_id == place.id)
        case ScopeKind.NETWORK:
            return query.where(
                School.id.in_(members.where(NetworkMembership.network_id == place.id))
            )
        case ScopeKind.PROGRAMME:
            of_networks = members.where(NetworkMembership.network_id.in_(_networks(place)))
            enrolled = select(Enrolment.school_id).where(
                Enrolment.programme_id == place.id,
                Enrolment.school_id.is_not(None),
                enrolled_on(today),
            )
            return query.where(School.id.in_(_either(of_networks, enrolled)))
    return query


def _networks(place: Scope) -> Select[int]:
    query = select(Network.id)
    match place.kind:
        case ScopeKind.SCHOOL:
            return query.where(Network.id.is_(None))
        case ScopeKind.OFFICE:
            return query.where(Network.office_id == place.id)
        case ScopeKind.NETWORK:
            return query.where(Network.id == place.id)
        case ScopeKind.PROGRAMME:
            return query.where(Network.programme_id == place.id)
    return query


def _offices(place: Scope, today: date) -> Select[int]:
    """Area offices; of a programme those that are enrolled, and those of its networks."""
    query = select(Office.id)
    match place.kind:
        case ScopeKind.SCHOOL | ScopeKind.NETWORK:
            return query.where(Office.id.is_(None))
        case ScopeKind.OFFICE:
            return query.where(Office.id == place.id)
        case ScopeKind.PROGRAMME:
            running = select(NetworkMembership.network_id).where(member_on(today))
            of_networks = select(Network.office_id).where(
                Network.programme_id == place.id, Network.id.in_(running)
            )
            enrolled = select(Enrolment.office_id).where(
                Enrolment.programme_id == place.id,
                Enrolment.office_id.is_not(None),
                enrolled_on(today),
            )
            return query.where(Office.id.in_(_either(of_networks, enrolled)))
    return query


def _either(*queries: Select[int | None]) -> Select[int]:
    return select(union(*queries).subquery())


def reached(
    session: Session, posts: Sequence[Post], kind: ScopeKind, code: str, today: date
) -> Scope | None:
    """The place of this kind and code, if one of these posts allows to announce something to it
    on this day (Bangkok)."""
    own = [post for post in posts if may([post], Action.ANNOUNCE)]
    for post in own:
        if (post.scope.kind, post.scope.code) == (kind, code):
            return post.scope
    return find_seen(session, own, kind, code, today)


def newest_account(one: Contact) -> str:
    """Of several LINE accounts the newest: the phone that they use."""
    return one.line_user_ids[-1]


def accounts_of(people: Iterable[Contact]) -> list[str]:
    return [account for one in people for account in one.line_user_ids]
