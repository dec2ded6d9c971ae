"""What all kinds of records share after sending: they are changed, withdrawn, and taken back in."""

from datetime import datetime

from sqlalchemy.orm import Session

from models.exchanges import ExchangeActivity
from models.reports import Report
from models.search_texts import note_record
from models.visits import MentoringVisit
from models.vocabulary import RecordKind, ReviewState

Record = MentoringVisit | ExchangeActivity | Report


def review_held(session: Session, kind: RecordKind, record_id: int) -> ReviewState:
    """What a reviewer has said of a record, which nobody else changes until this transaction ends.
    Not scoped."""
    record = _record(session, kind, record_id)
    session.refresh(record, with_for_update=True)
    return record.review_state


def mark_changed(session: Session, kind: RecordKind, record_id: int, at: datetime) -> None:
    """Note when (aware UTC) a record was changed last. What a reviewer asked for is done by it,
    so it waits for review again."""
    note_changed(session, kind, record_id, at)
    record = _record(session, kind, record_id)
    record.review_state = ReviewState.NEW
    record.reviewed_at, record.reviewed_by_person_id, record.review_note = None, None, ""


def note_changed(session: Session, kind: RecordKind, record_id: int, at: datetime) -> None:
    """Note when (aware UTC) a record was changed last, and what can be searched in it now; what a
    reviewer said of it stands."""
    _record(session, kind, record_id).changed_at = at
    note_record(session, kind, record_id)


def set_withdrawn(session: Session, kind: RecordKind, record_id: int, at: datetime | None) -> None:
    """Withdraw a record at this moment (aware UTC), or with None take it back in."""
    _record(session, kind, record_id).withdrawn_at = at


def _record(session: Session, kind: RecordKind, record_id: int) -> Record:
    """Not scoped: for a record that its own look-up has found for the asker."""
    match kind:
        case RecordKind.VISIT:
            return session.get_one(MentoringVisit, record_id)
        case RecordKind.EXCHANGE:
            return session.get_one(ExchangeActivity, record_id)
        case RecordKind.REPORT:
            return session.get_one(Report, record_id)
    raise ValueError(f"{kind.value} is not changed this way")
