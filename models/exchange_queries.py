"""Exchange activities: saved once, listed, opened, counted, exported; every reading is scoped by
the posts. Who may report them for which networks: models/exchange_places.py.

One that its reporter withdrew counts nowhere; the reporter and who reviews can still open it.
"""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import date

from sqlalchemy import ColumnElement, Select, and_, false, func, or_, select, true, union, update
from sqlalchemy.orm import Session

from models.actors import Actor
from models.co_reporting import records_co_reported
from models.deputy_marks import behalf_of
from models.exchanges import ExchangeActivity, ExchangeNetwork, ExchangeSchool
from models.networks import Network, NetworkMembership
from models.people_tables import Person
from models.places import School
from models.policy import Action, may
from models.programmes import Programme
from models.scopes import Scope
from models.search_texts import note_record
from models.visits import Photo
from models.vocabulary import ExchangeLevel, RecordKind, ScopeKind


@dataclass(frozen=True, slots=True)
class ExchangeRecord:
    """An exchange with the names of what it refers to, by code. `reporter` is None for a deleted
    person.
    """

    exchange: ExchangeActivity
    programme: Programme
    reporter: str | None
    networks: tuple[str, ...]
    schools: tuple[str, ...]
    sent_for: str | None = None  # of a deputy's record, in an export alone
    reviewed_for: str | None = None


# --- written -------------------------------------------------------------------------------------


def save_exchange(
    session: Session,
    exchange: ExchangeActivity,
    network_ids: Iterable[int],
    school_ids: Iterable[int] = (),
    line_message_ids: Sequence[str] = (),
) -> ExchangeActivity:
    """Record an activity with who took part and its photos. It counts for each of the networks.

    Raises IntegrityError when its draft was sent already; ask `exchange_of_draft` first.
    """
    session.add(exchange)
    session.flush()
    session.add_all(
        ExchangeNetwork(exchange_id=exchange.id, network_id=network_id)
        for network_id in dict.fromkeys(network_ids)
    )
    session.add_all(
        ExchangeSchool(exchange_id=exchange.id, school_id=school_id)
        for school_id in dict.fromkeys(school_ids)
    )
    if line_message_ids:
        session.execute(
            update(Photo)
            .where(Photo.line_message_id.in_(line_message_ids))
            .values(exchange_id=exchange.id)
        )
    session.flush()
    note_record(session, RecordKind.EXCHANGE, exchange.id)
    return exchange


# --- read ----------------------------------------------------------------------------------------


#: What counts: nothing that was withdrawn.
COUNTS = ExchangeActivity.withdrawn_at.is_(None)


def within(actor: Actor) -> ColumnElement[bool]:
    """The exchanges that this actor may open: one's own, those one reports with others, and those
    that a post's scope reaches; withdrawn ones only where the post may see them.

    A school sees what it took part in, and what a network did while it was a member.
    """
    if actor.person_id is None or not may(actor.posts, Action.SEE_OWN):
        return false()
    together = records_co_reported(RecordKind.EXCHANGE, actor.person_id)
    reached: list[ColumnElement[bool]] = [
        ExchangeActivity.reporter_person_id == actor.person_id,
        and_(ExchangeActivity.id.in_(together), COUNTS),
    ]
    for post in actor.posts:
        if may([post], Action.SEE_VISIT):
            there = reached_by(post.scope)
            reached.append(there if may([post], Action.SEE_WITHDRAWN) else and_(there, COUNTS))
    return or_(*reached)


def reached_by(scope: Scope) -> ColumnElement[bool]:
    """The condition that a record lies within this scope."""
    match scope.kind:
        case ScopeKind.COUNTRY:
            return true()
        case ScopeKind.SCHOOL:
            return or_(_took_part(School.id == scope.id), _of_own_networks(scope.id))
        case ScopeKind.NETWORK:
            return _of_networks(ExchangeNetwork.network_id == scope.id)
        case ScopeKind.PROGRAMME:
            return ExchangeActivity.programme_id == scope.id
        case ScopeKind.OFFICE:
            networks = select(Network.id).where(Network.office_id == scope.id)
            return or_(
                ExchangeActivity.office_id == scope.id,
                _took_part(School.office_id == scope.id),
                _of_networks(ExchangeNetwork.network_id.in_(networks)),
            )


def find_exchange(session: Session, actor: Actor, exchange_id: int) -> ExchangeRecord | None:
    """The exchange of this number, if the actor may see it; else None, whether it exists or not."""
    query = _records().where(ExchangeActivity.id == exchange_id, within(actor))
    return next(iter(_read(session, query)), None)


def exchange_of_draft(session: Session, draft_id: str) -> ExchangeActivity | None:
    """The exchange made from this draft, if it was sent."""
    return session.scalar(select(ExchangeActivity).where(ExchangeActivity.draft_id == draft_id))


def exchanges_by(
    session: Session, person_id: int, *, before: int | None = None, most: int = 10
) -> list[ExchangeRecord]:
    """A person's own reports, newest number first; `before` is a number to page on from.

    Among them what one reports with others, and of one's own also what is withdrawn.
    """
    own = select(ExchangeActivity.id).where(ExchangeActivity.reporter_person_id == person_id)
    both = union(own, records_co_reported(RecordKind.EXCHANGE, person_id))
    query = _records().where(
        ExchangeActivity.id.in_(both),
        or_(COUNTS, ExchangeActivity.reporter_person_id == person_id),
    )
    return _page(session, query, before, most)


def exchanges_seen(
    session: Session, actor: Actor, *, before: int | None = None, most: int = 10
) -> list[ExchangeRecord]:
    """Every report that the actor may see and that counts, newest number first."""
    return _page(session, _records().where(within(actor), COUNTS), before, most)


def export_exchanges(session: Session, *where: ColumnElement[bool]) -> Iterator[ExchangeRecord]:
    """Every exchange that counts and meets the conditions, in the order of its number.

    Who may have them is decided by the conditions; without any it is for operators alone.
    """
    after = 0
    while page := _read(
        session,
        _records()
        .where(ExchangeActivity.id > after, COUNTS, *where)
        .order_by(ExchangeActivity.id)
        .limit(1000),
    ):
        yield from _with_marks(session, page)
        after = page[-1].exchange.id


def count_exchanges(
    session: Session,
    network_id: int,
    programme_id: int,
    level: ExchangeLevel,
    first: date,
    last: date,
) -> int:
    """How many exchanges of this level count for a network, from `first` to `last` included."""
    counted = session.scalar(
        select(func.count())
        .select_from(ExchangeNetwork)
        .join(ExchangeActivity, ExchangeActivity.id == ExchangeNetwork.exchange_id)
        .where(
            ExchangeNetwork.network_id == network_id,
            ExchangeActivity.programme_id == programme_id,
            ExchangeActivity.level == level,
            ExchangeActivity.starts_on.between(first, last),
            COUNTS,
        )
    )
    return counted or 0


def exchange_photos(session: Session, exchange_id: int) -> list[Photo]:
    """The photos of an exchange, in the order in which they came."""
    query = select(Photo).where(Photo.exchange_id == exchange_id).order_by(Photo.id)
    return list(session.scalars(query))


# --- the queries behind them ---------------------------------------------------------------------

_Records = Select[ExchangeActivity, Programme, str | None]


def _of_networks(where: ColumnElement[bool]) -> ColumnElement[bool]:
    return (
        select(ExchangeNetwork.network_id)
        .where(ExchangeNetwork.exchange_id == ExchangeActivity.id, where)
        .exists()
    )


def _took_part(where: ColumnElement[bool]) -> ColumnElement[bool]:
    return (
        select(ExchangeSchool.school_id)
        .join(School, School.id == ExchangeSchool.school_id)
        .where(ExchangeSchool.exchange_id == ExchangeActivity.id, where)
        .exists()
    )


def _of_own_networks(school_id: int | None) -> ColumnElement[bool]:
    """A network took part of which the school was a member on the first day."""
    return (
        select(ExchangeNetwork.network_id)
        .join(NetworkMembership, NetworkMembership.network_id == ExchangeNetwork.network_id)
        .where(
            ExchangeNetwork.exchange_id == ExchangeActivity.id,
            NetworkMembership.school_id == school_id,
            NetworkMembership.starts_on <= ExchangeActivity.starts_on,
            or_(
                NetworkMembership.ends_on.is_(None),
                NetworkMembership.ends_on >= ExchangeActivity.starts_on,
            ),
        )
        .correlate(ExchangeActivity)
        .exists()
    )


def _records() -> _Records:
    return (
        select(ExchangeActivity, Programme, Person.full_name)
        .join(Programme, Programme.id == ExchangeActivity.programme_id)
        .outerjoin(Person, Person.id == ExchangeActivity.reporter_person_id)
    )


def _page(session: Session, query: _Records, before: int | None, most: int) -> list[ExchangeRecord]:
    if before is not None:
        query = query.where(ExchangeActivity.id < before)
    return _read(session, query.order_by(ExchangeActivity.id.desc()).limit(most))


def _read(session: Session, query: _Records) -> list[ExchangeRecord]:
    rows = session.execute(query).all()
    ids = [exchange.id for exchange, _, _ in rows]
    networks = _names(
        session,
        select(ExchangeNetwork.exchange_id, Network.name_th)
        .join(Network, Network.id == ExchangeNetwork.network_id)
        .where(ExchangeNetwork.exchange_id.in_(ids))
        .order_by(Network.code),
    )
    schools = _names(
        session,
        select(ExchangeSchool.exchange_id, School.name_th)
        .join(School, School.id == ExchangeSchool.school_id)
        .where(ExchangeSchool.exchange_id.in_(ids))
        .order_by(School.code),
    )
    return [
        ExchangeRecord(
            exchange,
            programme,
            reporter,
            tuple(networks.get(exchange.id, ())),
            tuple(schools.get(exchange.id, ())),
        )
        for exchange, programme, reporter in rows
    ]


def _with_marks(session: Session, page: Sequence[ExchangeRecord]) -> Iterator[ExchangeRecord]:
    columns = behalf_of(RecordKind.EXCHANGE, ExchangeActivity)
    ids = [record.exchange.id for record in page]
    rows = session.execute(
        select(ExchangeActivity.id, *columns).where(ExchangeActivity.id.in_(ids))
    )
    marks = {row[0]: (row[1], row[2]) for row in rows}
    for record in page:
        sent, reviewed = marks[record.exchange.id]
        yield replace(record, sent_for=sent, reviewed_for=reviewed)


def _names(session: Session, query: Select[int, str]) -> dict[int, list[str]]:
    found: dict[int, list[str]] = {}
    for exchange_id, name in session.execute(query):
        found.setdefault(exchange_id, []).append(name)
    return found
