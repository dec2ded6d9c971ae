"""Visits: saved once, listed, opened and exported; every reading is scoped by the posts.

One that its reporter withdrew counts nowhere; the reporter and who reviews can still open it.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime

from sqlalchemy import (
    ColumnElement,
    Select,
    and_,
    bindparam,
    false,
    func,
    or_,
    select,
    true,
    union,
    update,
)
from sqlalchemy.orm import Session, aliased

from models.actors import Actor
from models.co_reporting import records_co_reported
from models.deputy_marks import behalf_of
from models.networks import Network
from models.people_tables import Person
from models.places import Office, School
from models.policy import Action, may
from models.programmes import Programme
from models.scopes import Scope
from models.search_texts import note_record
from models.visits import MentoringVisit, Photo
from models.vocabulary import PhotoState, RecordKind, ScopeKind

Mentee = aliased(School, name="mentee")
MentorSchool = aliased(School, name="mentor_school")
MentorOffice = aliased(Office, name="mentor_office")


@dataclass(frozen=True, slots=True)
class VisitRecord:
    """A visit with the names of what it refers to. `reporter` is None for a deleted person."""

    visit: MentoringVisit
    school_code: str
    school: str
    school_office: str | None
    mentor: str | None
    network: str | None
    programme: Programme
    reporter: str | None
    sent_for: str | None = None  # of a deputy's record, in an export alone
    reviewed_for: str | None = None


def save_visit(session: Session, visit: MentoringVisit) -> MentoringVisit:
    """Record a visit. Raises IntegrityError when its draft was sent already; ask `visit_of_draft`
    first.
    """
    session.add(visit)
    session.flush()
    note_record(session, RecordKind.VISIT, visit.id)
    return visit


#: What counts: nothing that was withdrawn.
COUNTS = MentoringVisit.withdrawn_at.is_(None)


def within(actor: Actor) -> ColumnElement[bool]:
    """The visits that this actor may open: one's own, those one reports with others, and those
    that a post's scope reaches; withdrawn ones only where the post may see them.
    """
    if actor.person_id is None or not may(actor.posts, Action.SEE_OWN):
        return false()
    together = records_co_reported(RecordKind.VISIT, actor.person_id)
    reached: list[ColumnElement[bool]] = [
        MentoringVisit.reporter_person_id == actor.person_id,
        and_(MentoringVisit.id.in_(together), COUNTS),
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
            return or_(
                MentoringVisit.mentee_school_id == scope.id,
                MentoringVisit.mentor_school_id == scope.id,
            )
        case ScopeKind.NETWORK:
            return MentoringVisit.network_id == scope.id
        case ScopeKind.PROGRAMME:
            return MentoringVisit.programme_id == scope.id
        case ScopeKind.OFFICE:
            schools = select(School.id).where(School.office_id == scope.id)
            networks = select(Network.id).where(Network.office_id == scope.id)
            return or_(
                MentoringVisit.mentor_office_id == scope.id,
                MentoringVisit.mentee_school_id.in_(schools),
                MentoringVisit.network_id.in_(networks),
            )


def find_visit(session: Session, actor: Actor, visit_id: int) -> VisitRecord | None:
    """The visit of this number, if the actor may see it; else None, whether it exists or not."""
    query = _records().where(MentoringVisit.id == visit_id, within(actor))
    row = session.execute(query).first()
    return VisitRecord(*row) if row else None


def visits_by(
    session: Session, person_id: int, *, before: int | None = None, most: int = 10
) -> list[VisitRecord]:
    """A person's own reports, newest number first; `before` is a number to page on from.

    Among them what one reports with others, and of one's own also what is withdrawn.
    """
    own = select(MentoringVisit.id).where(MentoringVisit.reporter_person_id == person_id)
    both = union(own, records_co_reported(RecordKind.VISIT, person_id))
    query = _records().where(
        MentoringVisit.id.in_(both),
        or_(COUNTS, MentoringVisit.reporter_person_id == person_id),
    )
    return _page(session, query, before, most)


def visits_received(
    session: Session, school_ids: Sequence[int], *, before: int | None = None, most: int = 10
) -> list[VisitRecord]:
    """Reports of visits to these schools, newest number first."""
    query = _records().where(MentoringVisit.mentee_school_id.in_(school_ids), COUNTS)
    return _page(session, query, before, most)


def visits_seen(
    session: Session, actor: Actor, *, before: int | None = None, most: int = 10
) -> list[VisitRecord]:
    """Every report that the actor may see and that counts, newest number first."""
    return _page(session, _records().where(within(actor), COUNTS), before, most)


def export_visits(session: Session, *where: ColumnElement[bool]) -> Iterator[VisitRecord]:
    """Every visit that counts and meets the conditions, in the order of its number, streamed.

    Who may have them is decided by the conditions; without any it is for operators alone.
    """
    query = _records().where(COUNTS, *where).order_by(MentoringVisit.id)
    query = query.add_columns(*behalf_of(RecordKind.VISIT, MentoringVisit))
    # Closed also where not all of them are wanted.
    with session.execute(query.execution_options(yield_per=1000)) as rows:
        for row in rows:
            yield VisitRecord(*row)


_VISIT_ON = (
    select(func.max(MentoringVisit.id))
    .join(School, School.id == MentoringVisit.mentee_school_id)
    .where(School.code == bindparam("code"), MentoringVisit.visited_on == bindparam("day"), COUNTS)
)


def visit_on(session: Session, school_code: str, day: date) -> int | None:
    """The number of the newest visit to this school that is recorded for this day."""
    return session.scalar(_VISIT_ON, {"code": school_code, "day": day})


def count_visits(
    session: Session, school_id: int, programme_id: int, first: date, last: date
) -> int:
    """How many visits to this school a programme counts from `first` to `last`, both included."""
    counted = session.scalar(
        select(func.count())
        .select_from(MentoringVisit)
        .where(
            MentoringVisit.mentee_school_id == school_id,
            MentoringVisit.programme_id == programme_id,
            MentoringVisit.visited_on.between(first, last),
            COUNTS,
        )
    )
    return counted or 0


def visit_of_draft(session: Session, draft_id: str) -> MentoringVisit | None:
    """The visit made from this draft, if it was sent."""
    return session.scalar(select(MentoringVisit).where(MentoringVisit.draft_id == draft_id))


# --- photos --------------------------------------------------------------------------------------


def add_photo(
    session: Session, *, line_message_id: str, line_user_id: str, draft_id: str, now: datetime
) -> None:
    """Remember a photo that was sent for a draft, to be fetched from LINE."""
    session.add(
        Photo(
            line_message_id=line_message_id,
            line_user_id=line_user_id,
            draft_id=draft_id,
            state=PhotoState.WAITING,
            received_at=now,
        )
    )


def photo_states(session: Session, line_message_ids: Sequence[str]) -> Mapping[str, PhotoState]:
    """How far each of these photos has got."""
    if not line_message_ids:
        return {}
    rows = session.execute(
        select(Photo.line_message_id, Photo.state).where(
            Photo.line_message_id.in_(line_message_ids)
        )
    )
    return dict(rows.all())


def attach_photos(session: Session, visit_id: int, line_message_ids: Sequence[str]) -> None:
    """Tie these photos to the visit they were sent for."""
    if not line_message_ids:
        return
    session.execute(
        update(Photo).where(Photo.line_message_id.in_(line_message_ids)).values(visit_id=visit_id)
    )


def photos_of(session: Session, visit_id: int) -> list[Photo]:
    """The photos of a visit, in the order in which they came."""
    query = select(Photo).where(Photo.visit_id == visit_id).order_by(Photo.id)
    return list(session.scalars(query))


def photo_by_message(session: Session, line_message_id: str, *, lock: bool = False) -> Photo | None:
    """The photo of this message; with `lock` nobody else changes it until the transaction ends."""
    query = select(Photo).where(Photo.line_message_id == line_message_id)
    return session.scalar(query.with_for_update() if lock else query)


def photos_left(session: Session, draft_id: str) -> list[Photo]:
    """The photos of a draft that was not sent, locked: to be let go of with it."""
    query = select(Photo).where(
        Photo.draft_id == draft_id,
        Photo.visit_id.is_(None),
        Photo.exchange_id.is_(None),
        Photo.submission_id.is_(None),
        Photo.report_id.is_(None),
        Photo.state != PhotoState.WITHDRAWN,
    )
    return list(session.scalars(query.with_for_update()))


def photos_follow(session: Session, draft_ids: Sequence[str], line_user_id: str) -> None:
    """The photos of these drafts are this account's from now on, as the drafts are."""
    session.execute(
        update(Photo).where(Photo.draft_id.in_(draft_ids)).values(line_user_id=line_user_id)
    )


def photos_since(session: Session, line_user_id: str, since: datetime) -> int:
    """How many photos this account has sent since then."""
    counted = session.scalar(
        select(func.count())
        .select_from(Photo)
        .where(Photo.line_user_id == line_user_id, Photo.received_at >= since)
    )
    return counted or 0


# --- the one query behind them -------------------------------------------------------------------

_Records = Select[
    MentoringVisit, str, str, str | None, str | None, str | None, Programme, str | None
]


def _records() -> _Records:
    return (
        select(
            MentoringVisit,
            Mentee.code,
            Mentee.name_th,
            Office.short_th,
            func.coalesce(MentorSchool.name_th, MentorOffice.short_th),
            Network.name_th,
            Programme,
            Person.full_name,
        )
        .join(Mentee, Mentee.id == MentoringVisit.mentee_school_id)
        .join(Programme, Programme.id == MentoringVisit.programme_id)
        .outerjoin(Office, Office.id == Mentee.office_id)
        .outerjoin(MentorSchool, MentorSchool.id == MentoringVisit.mentor_school_id)
        .outerjoin(MentorOffice, MentorOffice.id == MentoringVisit.mentor_office_id)
        .outerjoin(Network, Network.id == MentoringVisit.network_id)
        .outerjoin(Person, Person.id == MentoringVisit.reporter_person_id)
    )


def _page(session: Session, query: _Records, before: int | None, most: int) -> list[VisitRecord]:
    if before is not None:
        query = query.where(MentoringVisit.id < before)
    rows = session.execute(query.order_by(MentoringVisit.id.desc()).limit(most))
    return [VisitRecord(*row) for row in rows]
