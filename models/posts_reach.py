"""Whose posts somebody looks after: those within the scope of a post that may, of roles that may be
given by it."""

from datetime import date

from sqlalchemy import ColumnElement, and_, false, func, or_, select, true
from sqlalchemy.orm import Session

from models.actors import Actor
from models.networks import Network
from models.people_tables import Appointment, LineAccount, Person
from models.places import Office, School
from models.policy import ADMITTED, MAY, Action
from models.posts_held import HELD, Held, held
from models.schools_within import lies_within
from models.scopes import Scope
from models.vocabulary import ScopeKind


def people_kept(
    session: Session, actor: Actor, today: date, *, words: str = "", skip: int = 0, most: int = 50
) -> list[Held]:
    """The posts that are not over and that this person looks after, by name; with `words` only
    those of people or places that are called so."""
    query = HELD.where(_not_over(today), _kept(actor, today))
    if words:
        query = query.where(_called(words))
    ordered = query.order_by(Person.full_name, Appointment.id).offset(skip).limit(most)
    return [held(row) for row in session.execute(ordered)]


def count_kept(session: Session, actor: Actor, today: date, words: str = "") -> int:
    """How many posts `people_kept` finds in all."""
    query = HELD.where(_not_over(today), _kept(actor, today))
    if words:
        query = query.where(_called(words))
    return session.scalar(select(func.count()).select_from(query.subquery())) or 0


def post_kept(session: Session, actor: Actor, appointment_id: int, today: date) -> Held | None:
    """This post, if it is not over and this person looks after it."""
    query = HELD.where(Appointment.id == appointment_id, _not_over(today), _kept(actor, today))
    row = session.execute(query).first()
    return held(row) if row else None


def keeps_all(
    session: Session,
    actor: Actor,
    person_id: int,
    today: date,
    action: Action = Action.MANAGE_POSTS,
) -> bool:
    """Whether every post of another that is not over, a deputy's and one to come too, is one that
    this person looks after, or may let somebody in to (ADMIT)."""
    query = HELD.where(Appointment.person_id == person_id, _not_over(today))
    reached = session.execute(query.where(_kept(actor, today, action))).all()
    return len(reached) == len(session.execute(query).all())


def colleagues_of(session: Session, post: Held, today: date) -> list[tuple[int, str]]:
    """Those who hold a post at the same school or office today, but its holder: (id, name)."""
    at = {ScopeKind.SCHOOL: Appointment.school_id, ScopeKind.OFFICE: Appointment.office_id}
    column = at.get(post.post.scope.kind)
    if column is None:
        there = and_(Appointment.role == post.post.role)
    else:
        there = column == post.post.scope.id
    rows = session.execute(
        select(Person.id, Person.full_name)
        .join(Appointment, Appointment.person_id == Person.id)
        .where(
            there,
            Appointment.starts_on <= today,
            _not_over(today),
            Appointment.deputy_for_person_id.is_(None),
            Person.id != post.person_id,
            Person.full_name != "",
        )
        .distinct()
        .order_by(Person.full_name, Person.id)
    )
    return [(person_id, name) for person_id, name in rows]


def reached_by(session: Session, person_id: int) -> tuple[int, int]:
    """How many LINE accounts a person has, and how many of them block the bot."""
    count, blocked = session.execute(
        select(func.count(), func.count(LineAccount.blocked_at)).where(
            LineAccount.person_id == person_id
        )
    ).one()
    return count, blocked


def _not_over(today: date) -> ColumnElement[bool]:
    return or_(Appointment.ends_on.is_(None), Appointment.ends_on >= today)


def _called(words: str) -> ColumnElement[bool]:
    """That the person or the place is called so, in part."""
    columns = (Person.full_name, School.name_th, Network.name_th, Office.short_th)
    return or_(*(column.contains(words, autoescape=True) for column in columns))


def _kept(actor: Actor, today: date, action: Action = Action.MANAGE_POSTS) -> ColumnElement[bool]:
    ways = [
        and_(Appointment.role.in_(ADMITTED[post.role]), _within(post.scope, today))
        for post in actor.posts
        if action in MAY[post.role]
    ]
    return and_(Appointment.person_id != actor.person_id, or_(false(), *ways))


def _within(scope: Scope, today: date) -> ColumnElement[bool]:
    """That what a post of HELD is over lies within this scope."""
    at_school = and_(Appointment.school_id.is_not(None), lies_within(scope, today))
    match scope.kind:
        case ScopeKind.COUNTRY:
            return true()
        case ScopeKind.OFFICE:
            of_network = Network.office_id == scope.id
            return or_(at_school, of_network, Appointment.office_id == scope.id)
        case ScopeKind.PROGRAMME:
            of_network = Network.programme_id == scope.id
            return or_(at_school, of_network, Appointment.programme_id == scope.id)
        case _:
            return at_school
