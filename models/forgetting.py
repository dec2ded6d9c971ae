"""Deleting for good: a LINE account and all that is kept under it, and what a person is called.

Official records stay, under a person without a name ("ผู้ใช้ที่ลบแล้ว").
"""

from datetime import date, timedelta

from sqlalchemy import ColumnElement, and_, delete, or_, select, update
from sqlalchemy.orm import Session

from models.claims import JoinClaim
from models.code_sheets import CodeSheet
from models.conversations import conversations, effects, inbound_events
from models.data_requests import DataRequest, LeavingAccount
from models.digests import DigestState
from models.duties import Reminder, ResponsibleContact
from models.kept_files import of_nothing
from models.learned_aliases import LearnedAlias
from models.people_tables import Appointment, LineAccount, Person
from models.post_moves import PostMove
from models.posts import lock_person
from models.reminder_pauses import ReminderPause
from models.roster_files import RosterFile
from models.sending_words import EffectKind, ReminderState
from models.sent_files import SentFile
from models.shown import ShownRecord
from models.visits import Photo
from models.vocabulary import ClaimState

_FORGOTTEN = "the recipient's data were deleted"


def of_no_record() -> ColumnElement[bool]:
    """A photo that belongs to nothing that was sent."""
    return and_(
        Photo.visit_id.is_(None),
        Photo.exchange_id.is_(None),
        Photo.submission_id.is_(None),
        Photo.report_id.is_(None),
    )


def forget_account(session: Session, line_user_id: str) -> list[str]:
    """Delete this LINE account, its conversation, what it sent and was sent, and its photos and
    files that belong to no record; the media keys of those, to be deleted.

    Those of records stay with them, and no longer say from which account they came.
    """
    own_photos = Photo.line_user_id == line_user_id
    keys = session.scalars(select(Photo.media_key).where(own_photos, of_no_record())).all()
    own_files = SentFile.line_user_id == line_user_id
    keys = [*keys, *session.scalars(select(SentFile.media_key).where(own_files, of_nothing()))]
    for statement in (
        delete(SentFile).where(own_files, of_nothing()),
        update(SentFile).where(own_files).values(line_user_id=""),
        delete(Photo).where(own_photos, of_no_record()),
        update(Photo).where(own_photos).values(line_user_id=""),
        delete(ShownRecord).where(ShownRecord.line_user_id == line_user_id),
        # A file that is still to be deleted must be, whoever asked for it.
        update(effects)
        .where(effects.c.line_user_id == line_user_id, effects.c.kind == EffectKind.DELETE_MEDIA)
        .values(line_user_id=None),
        delete(effects).where(effects.c.line_user_id == line_user_id),
        delete(conversations).where(conversations.c.line_user_id == line_user_id),
        # The rows stay until their time, so that an event that comes again is known.
        update(inbound_events)
        .where(inbound_events.c.line_user_id == line_user_id)
        .values(line_user_id=None, payload=None),
        delete(LeavingAccount).where(LeavingAccount.line_user_id == line_user_id),
        delete(JoinClaim).where(JoinClaim.line_user_id == line_user_id),
        update(DataRequest)
        .where(DataRequest.line_user_id == line_user_id)
        .values(line_user_id=None),
        delete(LineAccount).where(LineAccount.line_user_id == line_user_id),
    ):
        session.execute(statement.execution_options(synchronize_session=False))
    return [key for key in keys if key]


def forget_person(session: Session, person_id: int, today: date) -> list[str]:
    """This person has no name, position, post or learnt names any more, and gets no reminder; the
    media keys of roster files that they sent, to be deleted.

    Posts end on the day before `today` (Bangkok); one that has not begun by then goes.
    """
    # First the request, then the person, then the posts: the order in which a move is taken.
    session.execute(
        delete(PostMove)
        .where(PostMove.person_id == person_id, PostMove.state == ClaimState.WAITING)
        .execution_options(synchronize_session=False)
    )
    lock_person(session, person_id)
    yesterday = today - timedelta(days=1)
    # Whoever stands in for this person has nothing to stand in for any more.
    theirs = or_(Appointment.person_id == person_id, Appointment.deputy_for_person_id == person_id)
    own = select(Appointment.id).where(theirs)
    session.execute(
        update(LineAccount)
        .where(LineAccount.acting_appointment_id.in_(own))
        .values(acting_appointment_id=None)
        .execution_options(synchronize_session=False)
    )
    contact = ResponsibleContact.person_id == person_id
    for table, whose in ((Appointment, theirs), (ResponsibleContact, contact)):
        held = and_(
            whose,
            table.ends_on.is_(None) | (table.ends_on > yesterday),
        )
        for statement in (
            delete(table).where(held, table.starts_on > yesterday),
            update(table).where(held).values(ends_on=yesterday),
        ):
            session.execute(statement.execution_options(synchronize_session=False))
    for statement in (
        update(Person).where(Person.id == person_id).values(full_name="", position=None),
        delete(LearnedAlias).where(LearnedAlias.person_id == person_id),
        delete(JoinClaim).where(JoinClaim.person_id == person_id),
        delete(DigestState).where(DigestState.person_id == person_id),
        delete(ReminderPause).where(ReminderPause.person_id == person_id),
        delete(CodeSheet).where(CodeSheet.person_id == person_id),
        update(Reminder)
        .where(
            Reminder.recipient_person_id == person_id,
            Reminder.state.in_((ReminderState.PLANNED, ReminderState.LEFT)),
        )
        .values(state=ReminderState.DROPPED, reason=Reminder.reason + f"; {_FORGOTTEN}"),
    ):
        session.execute(statement.execution_options(synchronize_session=False))
    return _roster_files_of(session, person_id)


def _roster_files_of(session: Session, person_id: int) -> list[str]:
    """That files were sent and what came of them stays, what they are called and held does not:
    nobody sends the next one, with which they would go."""
    own = RosterFile.person_id == person_id
    rows = session.execute(select(RosterFile.media_key, RosterFile.result_key).where(own)).all()
    session.execute(
        update(RosterFile)
        .where(own)
        .values(name="", media_key=None, result_key=None)
        .execution_options(synchronize_session=False)
    )
    return [key for row in rows for key in row if key]
