"""What was sent by a deadline: said, confirmed or sent back, and said again.

It is somebody's word about something outside the bot (a letter asks for a form that the bot
cannot read), so who said it and when is kept.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime

from sqlalchemy import ColumnElement, Select, false, func, or_, select, true, update
from sqlalchemy.orm import Session

from models.actors import Actor
from models.base import insert_unless_there
from models.duties import Deadline, Submission, subject_column
from models.networks import Network
from models.obligations import Subject
from models.people_tables import Person
from models.places import Office, School
from models.policy import Action, may
from models.scopes import Scope
from models.versions import keep_version
from models.visits import Photo
from models.vocabulary import ChangeWay, RecordKind, ReviewState, ScopeKind, SubjectKind


@dataclass(frozen=True, slots=True)
class SubmissionRecord:
    """A submission with what it is for. `by` is None for a deleted person."""

    submission: Submission
    deadline: Deadline
    subject: Subject
    by: str | None


# --- said ----------------------------------------------------------------------------------------


def submission_of(session: Session, deadline_id: int, subject: Subject) -> Submission | None:
    """What this subject is said to have sent for a deadline, or None."""
    column = getattr(Submission, subject_column(subject.kind))
    return session.scalar(
        select(Submission).where(Submission.deadline_id == deadline_id, column == subject.id)
    )


def submission_of_draft(session: Session, draft_id: str) -> Submission | None:
    """The submission made from this draft, if it was sent."""
    return session.scalar(select(Submission).where(Submission.draft_id == draft_id))


def save_submission(
    session: Session,
    *,
    deadline_id: int,
    subject: Subject,
    submitted_on: date,
    by_person_id: int,
    draft_id: str,
    now: datetime,
    line_message_ids: Sequence[str] = (),
) -> tuple[Submission, bool]:
    """Record that a subject has sent what a deadline asks for; (the record, whether it is new).

    The first word stands: where one is recorded, that one is answered and nothing changes, also
    in a race. One that was sent back is said anew: it waits for review again, and what it said
    before is kept as a version.
    """
    made = insert_unless_there(session, Submission).values(
        draft_id=draft_id,
        deadline_id=deadline_id,
        subject_kind=subject.kind,
        **{subject_column(subject.kind): subject.id},
        submitted_on=submitted_on,
        by_person_id=by_person_id,
        created_at=now,
    )
    new = bool(session.execute(made).rowcount)  # type: ignore[attr-defined]
    submission = submission_of(session, deadline_id, subject) or submission_of_draft(
        session, draft_id
    )
    assert submission is not None, "either it is new or one of the two was there"
    if not new and submission.review_state is ReviewState.RETURNED:
        new = _say_again(session, submission, submitted_on, by_person_id, draft_id, now)
    if new and line_message_ids:
        session.execute(
            update(Photo)
            .where(Photo.line_message_id.in_(line_message_ids))
            .values(submission_id=submission.id)
        )
    return submission, new


def _say_again(
    session: Session,
    submission: Submission,
    submitted_on: date,
    by_person_id: int,
    draft_id: str,
    now: datetime,
) -> bool:
    """Whether this word is the one that renews it: of two at once, the first."""
    before = {"date": submission.submitted_on.isoformat()}
    why = submission.review_note
    renewed = session.execute(
        update(Submission)
        .where(
            Submission.id == submission.id,
            Submission.review_state == ReviewState.RETURNED,
            Submission.draft_id != draft_id,
        )
        .values(
            draft_id=draft_id,
            submitted_on=submitted_on,
            by_person_id=by_person_id,
            created_at=now,
            review_state=ReviewState.NEW,
            reviewed_by_person_id=None,
            reviewed_at=None,
            review_note="",
        )
        .execution_options(synchronize_session=False)
    )
    session.refresh(submission)
    if not renewed.rowcount:  # type: ignore[attr-defined]
        return False
    keep_version(
        session,
        RecordKind.SUBMISSION,
        submission.id,
        before,
        by=by_person_id,
        at=now,
        way=ChangeWay.EDIT,
        reason=why,
    )
    return True


def submission_photos(session: Session, submission_id: int) -> list[Photo]:
    """The photos of a receipt, in the order in which they came."""
    query = select(Photo).where(Photo.submission_id == submission_id).order_by(Photo.id)
    return list(session.scalars(query))


# --- reviewed ------------------------------------------------------------------------------------


def review_submission(
    session: Session, submission_id: int, *, by: int, at: datetime, passed: bool, note: str = ""
) -> bool:
    """Confirm a submission that waits for it, or send it back with a sentence.

    False, and nothing changes, when another answered it first, or `by` (a person's id) is who
    said it: nobody confirms their own word. Raises ValueError when it is sent back without a
    sentence. Not scoped: for a submission that `find_submission` has found for somebody who may
    review.
    """
    if not passed and not note.strip():
        raise ValueError("what is sent back needs a sentence that says why")
    found = session.execute(
        update(Submission)
        .where(
            Submission.id == submission_id,
            Submission.by_person_id != by,
            Submission.review_state == ReviewState.NEW,
        )
        .values(
            review_state=ReviewState.PASSED if passed else ReviewState.RETURNED,
            reviewed_by_person_id=by,
            reviewed_at=at,
            review_note=note,
        )
        .execution_options(synchronize_session=False)
    )
    session.refresh(session.get_one(Submission, submission_id))
    return bool(found.rowcount)  # type: ignore[attr-defined]


def submissions_to_review(
    session: Session, actor: Actor, *, after: int | None = None, most: int = 10
) -> list[SubmissionRecord]:
    """What the actor may confirm or send back and nobody has yet, the oldest number first;
    `after` is a number to page on from. Never one's own word.
    """
    query = _records().where(*_waits_for(actor))
    if after is not None:
        query = query.where(Submission.id > after)
    return _read(session, query.order_by(Submission.id).limit(most))


def submissions_since(session: Session, actor: Actor, since: datetime) -> tuple[int, int]:
    """How many `submissions_to_review` has in all, and of what was said since then (aware)."""
    query = (
        select(func.count(), func.count().filter(Submission.created_at > since))
        .select_from(Submission)
        .join(Deadline, Deadline.id == Submission.deadline_id)
        .where(*_waits_for(actor))
    )
    every, new = session.execute(query).one()
    return every, new


def find_submission(session: Session, actor: Actor, submission_id: int) -> SubmissionRecord | None:
    """The submission of this number, if the actor may see it; else None, whether it exists or not.

    It is for who said it, who could have said it, who may see what is outstanding, and reviewers.
    """
    query = _records().where(Submission.id == submission_id, seen_by(actor))
    return next(iter(_read(session, query)), None)


_SEEING = (Action.SUBMIT, Action.SEE_OUTSTANDING, Action.REVIEW_SUBMISSION)


def seen_by(actor: Actor) -> ColumnElement[bool]:
    """The condition that the actor may see a submission; its query joins Deadline."""
    seen = [_within(actor, action) for action in _SEEING]
    if actor.person_id is not None:
        seen.append(Submission.by_person_id == actor.person_id)
    return or_(*seen)


def _within(actor: Actor, action: Action) -> ColumnElement[bool]:
    reached = [_reached_by(post.scope) for post in actor.posts if may([post], action)]
    return or_(false(), *reached)


def _reached_by(scope: Scope) -> ColumnElement[bool]:
    match scope.kind:
        case ScopeKind.COUNTRY:
            return true()
        case ScopeKind.PROGRAMME:
            return Deadline.programme_id == scope.id
        case ScopeKind.NETWORK:
            return Submission.network_id == scope.id
        case ScopeKind.SCHOOL:
            return Submission.school_id == scope.id
        case ScopeKind.OFFICE:
            return or_(Submission.office_id == scope.id, _of_office(scope.id))


def _of_office(office_id: int | None) -> ColumnElement[bool]:
    schools = select(School.id).where(School.office_id == office_id)
    networks = select(Network.id).where(Network.office_id == office_id)
    return or_(Submission.school_id.in_(schools), Submission.network_id.in_(networks))


def _waits_for(actor: Actor) -> tuple[ColumnElement[bool], ...]:
    """The conditions that a submission waits for this actor to confirm it; as in `seen_by`."""
    return (
        _within(actor, Action.REVIEW_SUBMISSION),
        Deadline.cancelled_at.is_(None),
        Submission.review_state == ReviewState.NEW,
        Submission.by_person_id != actor.person_id,
    )


_Records = Select[Submission, Deadline, SubjectKind, int, str, str, str | None]


def _records() -> _Records:
    return (
        select(
            Submission,
            Deadline,
            Submission.subject_kind,
            func.coalesce(Network.id, School.id, Office.id),
            func.coalesce(Network.code, School.code, Office.code),
            func.coalesce(Network.name_th, School.name_th, Office.short_th),
            Person.full_name,
        )
        .join(Deadline, Deadline.id == Submission.deadline_id)
        .outerjoin(Network, Network.id == Submission.network_id)
        .outerjoin(School, School.id == Submission.school_id)
        .outerjoin(Office, Office.id == Submission.office_id)
        .outerjoin(Person, Person.id == Submission.by_person_id)
    )


def _read(session: Session, query: _Records) -> list[SubmissionRecord]:
    return [
        SubmissionRecord(submission, deadline, Subject(kind, subject_id, code, label), by)
        for submission, deadline, kind, subject_id, code, label, by in session.execute(query)
    ]


def find_to_review(session: Session, actor: Actor, submission_id: int) -> SubmissionRecord | None:
    """The submission of this number, if the actor may confirm it or send it back; else None."""
    query = _records().where(
        Submission.id == submission_id,
        _within(actor, Action.REVIEW_SUBMISSION),
        Deadline.cancelled_at.is_(None),
        Submission.by_person_id != actor.person_id,
    )
    return next(iter(_read(session, query)), None)
