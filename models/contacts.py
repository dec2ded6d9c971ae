"""Who answers for a network, school or office, and who oversees it.

A subject has one responsible contact, set in the chat. While none is set, or the one that is set
holds no post any more, somebody stands in whose office it naturally is (domain notes, 2).
"""

from collections.abc import Collection, Iterable, Mapping
from datetime import date, timedelta

from sqlalchemy import or_, select
from sqlalchemy.orm import Session

from models.duties import ResponsibleContact, subject_column
from models.networks import Network, NetworkMembership
from models.obligations import Subject
from models.people_tables import Appointment, LineAccount, Person
from models.places import School
from models.post_holders import (
    REACHES,
    Contact,
    Place,
    and_account,
    first_of,
    people_at,
)
from models.posts_effective import effective
from models.scopes import member_on
from models.vocabulary import MemberRole, Role, ScopeKind, SubjectKind

__all__ = [
    "Contact",
    "candidates",
    "contact_of",
    "contacts_of",
    "set_contact",
    "supervisor_of",
    "supervisors_of",
]


def contact_of(session: Session, subject: Subject, today: date) -> Contact | None:
    """Who gets the reminders of this subject on this day (Bangkok), or None where nobody has
    joined: see `contacts_of`.
    """
    return contacts_of(session, [subject], today).get(subject)


def supervisor_of(
    session: Session, subject: Subject, today: date, programme_id: int | None = None
) -> Contact | None:
    """Who is told when this subject is late, or None: see `supervisors_of`."""
    return supervisors_of(session, [subject], today, programme_id).get(subject)


def contacts_of(
    session: Session, subjects: Iterable[Subject], today: date
) -> dict[Subject, Contact]:
    """The contact of each subject that has one, in a few statements for all.

    It is the ResponsibleContact in force who holds a post today; else, for a network, one of its
    lead school, and for a school one of its own: the administrator before a teacher; for an
    office its area coordinator. Of several, one who can be reached goes before one who blocks
    the bot, and then the one appointed first.
    """
    wanted = list(dict.fromkeys(subjects))
    found = _chosen(session, wanted, today)
    places = _own_places(session, [s for s in wanted if s not in found], today)
    people = people_at(session, _CONTACT_ROLES, places.values(), today)
    for subject, place in places.items():
        contact = first_of(people, ((role, place) for role in _CONTACT_ROLES))
        if contact is not None:
            found[subject] = contact
    return found


def supervisors_of(
    session: Session,
    subjects: Iterable[Subject],
    today: date,
    programme_id: int | None = None,
    first: tuple[Role, ...] = (Role.SUPERVISOR, Role.AREA_COORDINATOR),
    besides: Mapping[Subject, Contact] | None = None,
) -> dict[Subject, Contact]:
    """Who oversees each subject, in a few statements for all. Never its own contact, nor the one
    whom `besides` names.

    A supervisor of its office; else an area coordinator of it (or as `first` says); else a
    national coordinator, of this programme before one of the whole country.
    """
    wanted = list(dict.fromkeys(subjects))
    contacts = contacts_of(session, wanted, today)
    offices = _offices_of(session, wanted)
    above = [(ScopeKind.PROGRAMME, programme_id), _COUNTRY]
    roles = (*first, Role.NATIONAL_COORDINATOR)
    people = people_at(session, roles, [*offices.values(), *above], today)
    found: dict[Subject, Contact] = {}
    for subject in wanted:
        own = offices.get(subject, _NOWHERE)
        posts = [
            *((role, own) for role in first),
            *((Role.NATIONAL_COORDINATOR, place) for place in above),
        ]
        others = (contacts.get(subject), (besides or {}).get(subject))
        over = first_of(people, posts, {one.person_id for one in others if one is not None})
        if over is not None:
            found[subject] = over
    return found


def candidates(session: Session, subject: Subject, today: date) -> list[Contact]:
    """Who may be made the contact of a subject: the people of its own school or office, then
    those of the office above, each once.
    """
    places = [
        place
        for found in (_own_places(session, [subject], today), _offices_of(session, [subject]))
        if (place := found.get(subject)) is not None and place[1] is not None
    ]
    people = people_at(session, (*_CONTACT_ROLES, Role.SUPERVISOR), places, today, most=None)
    there = [
        person
        for place in places
        for role in (*_CONTACT_ROLES, Role.SUPERVISOR)
        for person in people.get((role, place), ())
    ]
    return list({person.person_id: person for person in there}.values())


def set_contact(
    session: Session, subject: Subject, person_id: int, today: date, by_person_id: int | None
) -> None:
    """Make this person the contact of the subject from today on; the one before ends yesterday.

    Whoever was set today already leaves no trace here: no day passed with them.
    """
    column = getattr(ResponsibleContact, subject_column(subject.kind))
    before = session.scalars(
        select(ResponsibleContact).where(column == subject.id, ResponsibleContact.ends_on.is_(None))
    ).one_or_none()
    if before is not None and before.person_id == person_id:
        return
    if before is not None:
        if before.starts_on >= today:
            session.delete(before)
        else:
            before.ends_on = today - timedelta(days=1)
        session.flush()
    contact = ResponsibleContact(
        subject_kind=subject.kind,
        person_id=person_id,
        starts_on=today,
        set_by_person_id=by_person_id,
    )
    setattr(contact, subject_column(subject.kind), subject.id)
    session.add(contact)
    session.flush()


_CONTACT_ROLES = (Role.SCHOOL_ADMINISTRATOR, Role.TEACHER, Role.AREA_COORDINATOR)
_COUNTRY: Place = (ScopeKind.COUNTRY, None)
_NOWHERE: Place = (ScopeKind.OFFICE, None)


def _chosen(session: Session, subjects: Collection[Subject], today: date) -> dict[Subject, Contact]:
    by_key = {(subject.kind, subject.id): subject for subject in subjects}
    columns = {kind: getattr(ResponsibleContact, subject_column(kind)) for kind in SubjectKind}
    named = [
        columns[kind].in_([subject.id for subject in subjects if subject.kind is kind])
        for kind in SubjectKind
    ]
    holds_a_post = (
        select(Appointment.id)
        .where(Appointment.person_id == ResponsibleContact.person_id, effective(today))
        .exists()
    )
    rows = session.execute(
        select(ResponsibleContact, Person.full_name, LineAccount.line_user_id)
        .join(Person, Person.id == ResponsibleContact.person_id)
        .outerjoin(LineAccount, REACHES)
        .where(
            or_(*named),
            ResponsibleContact.starts_on <= today,
            or_(ResponsibleContact.ends_on.is_(None), ResponsibleContact.ends_on >= today),
            holds_a_post,
        )
        .order_by(LineAccount.created_at, LineAccount.line_user_id)
    )
    found: dict[Subject, Contact] = {}
    for row, name, line_user_id in rows:
        kind = row.subject_kind
        subject = by_key[kind, getattr(row, subject_column(kind))]
        accounts = found[subject].line_user_ids if subject in found else ()
        accounts = and_account(accounts, line_user_id)
        found[subject] = Contact(row.person_id, name, accounts, chosen=True)
    return found


def _own_places(
    session: Session, subjects: Collection[Subject], today: date
) -> dict[Subject, Place]:
    """Where the people are who answer for a subject while nobody is set."""
    leads = _led_by(session, [s.id for s in subjects if s.kind is SubjectKind.NETWORK], today)
    places: dict[Subject, Place] = {}
    for subject in subjects:
        match subject.kind:
            case SubjectKind.SCHOOL:
                places[subject] = (ScopeKind.SCHOOL, subject.id)
            case SubjectKind.OFFICE:
                places[subject] = (ScopeKind.OFFICE, subject.id)
            case SubjectKind.NETWORK if subject.id in leads:
                places[subject] = (ScopeKind.SCHOOL, leads[subject.id])
    return places


def _led_by(session: Session, network_ids: Collection[int], today: date) -> dict[int, int]:
    rows = session.execute(
        select(NetworkMembership.network_id, NetworkMembership.school_id).where(
            NetworkMembership.network_id.in_(network_ids),
            NetworkMembership.role == MemberRole.LEAD,
            member_on(today),
        )
    )
    return dict(rows.all())


def _offices_of(session: Session, subjects: Collection[Subject]) -> dict[Subject, Place]:
    found: dict[Subject, Place] = {}
    tables: dict[SubjectKind, type[Network] | type[School]] = {
        SubjectKind.NETWORK: Network,
        SubjectKind.SCHOOL: School,
    }
    for kind, table in tables.items():
        ids = [subject.id for subject in subjects if subject.kind is kind]
        if not ids:
            continue
        offices = dict(
            session.execute(select(table.id, table.office_id).where(table.id.in_(ids))).all()
        )
        for subject in subjects:
            if subject.kind is kind:
                found[subject] = (ScopeKind.OFFICE, offices.get(subject.id))
    for subject in subjects:
        if subject.kind is SubjectKind.OFFICE:
            found[subject] = (ScopeKind.OFFICE, subject.id)
    return found
