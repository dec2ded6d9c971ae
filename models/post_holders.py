"""Who holds a post at some place, and can be written to: the first few of each place."""

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass
from datetime import date

from sqlalchemy import and_, case, func, or_, select
from sqlalchemy.orm import Session

from models.people_tables import Appointment, LineAccount, Person
from models.posts_effective import effective
from models.vocabulary import Role, ScopeKind

Place = tuple[ScopeKind, int | None]
People = Mapping[tuple[Role, Place], list["Contact"]]

#: Of an account to its person, where it can be written to.
REACHES = and_(LineAccount.person_id == Person.id, LineAccount.blocked_at.is_(None))
_PLACE_IDS = {
    ScopeKind.SCHOOL: Appointment.school_id,
    ScopeKind.OFFICE: Appointment.office_id,
    ScopeKind.PROGRAMME: Appointment.programme_id,
}
#: One who is looked for, and two who may not be it: the contact, and who has heard of it already.
_FEW = 3


@dataclass(frozen=True, slots=True)
class Contact:
    """Somebody to write to. `line_user_ids` are the accounts that do not block the bot, perhaps
    none; `chosen` tells one who was set from one who only stands in.
    """

    person_id: int
    full_name: str
    line_user_ids: tuple[str, ...]
    chosen: bool = False


def first_of(
    people: People, posts: Iterable[tuple[Role, Place]], but: Collection[int] = ()
) -> Contact | None:
    """The first who holds one of these posts and can be reached; else the first who holds one."""
    candidates = [
        person for post in posts for person in people.get(post, ()) if person.person_id not in but
    ]
    reachable = (person for person in candidates if person.line_user_ids)
    return next(reachable, candidates[0] if candidates else None)


def people_at(
    session: Session,
    roles: Collection[Role],
    places: Iterable[Place],
    today: date,
    most: int | None = _FEW,
) -> People:
    """Those who hold one of these roles at one of these places, the one appointed first first; of
    each role and place only so many (None: all), before others those who can be reached. A large
    school has hundreds of teachers, and one of them is looked for."""
    wanted: dict[ScopeKind, set[int]] = {}
    for kind, place_id in places:
        if place_id is not None:
            wanted.setdefault(kind, set()).add(place_id)
    there = [_PLACE_IDS[kind].in_(ids) for kind, ids in wanted.items()]
    unreached = case((LineAccount.line_user_id.is_(None), 1), else_=0)
    ranked = (
        select(
            Appointment.role,
            Appointment.scope_kind,
            *_PLACE_IDS.values(),
            Appointment.person_id,
            Person.full_name,
            LineAccount.line_user_id,
            Appointment.starts_on,
            Appointment.id,
            LineAccount.created_at,
            func.dense_rank()
            .over(
                partition_by=(Appointment.role, Appointment.scope_kind, *_PLACE_IDS.values()),
                order_by=(unreached, Appointment.starts_on, Appointment.id),
            )
            .label("place"),
        )
        .join(Person, Person.id == Appointment.person_id)
        .outerjoin(LineAccount, REACHES)
        .where(
            Appointment.role.in_(roles),
            or_(Appointment.scope_kind == ScopeKind.COUNTRY, *there),
            effective(today),
        )
        .subquery()
        .c
    )
    query = select(*list(ranked)[:8]).order_by(
        ranked.starts_on, ranked.id, ranked.created_at, ranked.line_user_id
    )
    found: dict[tuple[Role, Place], dict[int, Contact]] = {}
    rows = session.execute(query if most is None else query.where(ranked.place <= most))
    for role, kind, school, office, programme, person_id, name, line_user_id in rows:
        ids = {
            ScopeKind.SCHOOL: school,
            ScopeKind.OFFICE: office,
            ScopeKind.PROGRAMME: programme,
        }
        people = found.setdefault((role, (kind, ids.get(kind))), {})
        before = people.get(person_id)
        accounts = and_account(before.line_user_ids if before else (), line_user_id)
        people[person_id] = Contact(person_id, name, accounts)
    return {post: list(people.values()) for post, people in found.items()}


def and_account(accounts: tuple[str, ...], line_user_id: str | None) -> tuple[str, ...]:
    """These accounts and one more, each once."""
    if line_user_id is None or line_user_id in accounts:
        return accounts
    return (*accounts, line_user_id)
