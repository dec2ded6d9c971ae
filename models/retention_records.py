"""Records whose time is over (PDPA s.37(3)): those of programmes that ended long ago, deleted some
at a time, with their photos, versions and what else was said about them.

A programme that runs, or whose periods nobody has entered, keeps all of its records.
"""

from collections.abc import Sequence
from datetime import date
from typing import Any

from sqlalchemy import Select, delete, func, select, update
from sqlalchemy.orm import InstrumentedAttribute, Session

from models.acknowledgements import Acknowledgement
from models.co_reporting import CoReporter
from models.deputy_marks import drop_marks
from models.duties import Deadline, Submission
from models.exchanges import ExchangeActivity, ExchangeNetwork, ExchangeSchool
from models.programmes import ProgrammePeriod
from models.reports import Report, WorkingGroupMember
from models.search_texts import SearchText
from models.shown import ShownRecord
from models.versions import RecordVersion
from models.visits import MentoringVisit, Photo
from models.vocabulary import RecordKind, SearchedKind

#: The records of each kind, and by what a photo says to which it belongs.
_KINDS: tuple[tuple[RecordKind, Any, InstrumentedAttribute[int | None]], ...] = (
    (RecordKind.VISIT, MentoringVisit, Photo.visit_id),
    (RecordKind.EXCHANGE, ExchangeActivity, Photo.exchange_id),
    (RecordKind.REPORT, Report, Photo.report_id),
    (RecordKind.SUBMISSION, Submission, Photo.submission_id),
)


def programmes_over(session: Session, before: date) -> list[int]:
    """The programmes whose last period ended before this day."""
    last = func.max(ProgrammePeriod.ends_on)
    query = select(ProgrammePeriod.programme_id).group_by(ProgrammePeriod.programme_id)
    return list(session.scalars(query.having(last < before)))


def purge_records(session: Session, programmes: Sequence[int], most: int) -> tuple[int, list[str]]:
    """Delete up to `most` records of one kind of these programmes; how many, and the media keys of
    their photos, to be deleted."""
    for kind, table, of_photo in _KINDS:
        ids = list(session.scalars(_some(kind, table, programmes, most)))
        if ids:
            return len(ids), _delete(session, kind, table, of_photo, ids)
    return 0, []


def _some(kind: RecordKind, table: Any, programmes: Sequence[int], most: int) -> Select[int]:
    query: Select[int] = select(table.id).order_by(table.id).limit(most)
    if kind is RecordKind.SUBMISSION:
        due = select(Deadline.id).where(Deadline.programme_id.in_(programmes))
        return query.where(Submission.deadline_id.in_(due))
    return query.where(table.programme_id.in_(programmes))


def _delete(
    session: Session,
    kind: RecordKind,
    table: Any,
    of_photo: InstrumentedAttribute[int | None],
    ids: Sequence[int],
) -> list[str]:
    keys = session.scalars(select(Photo.media_key).where(of_photo.in_(ids))).all()
    statements: list[Any] = [
        delete(Photo).where(of_photo.in_(ids)),
        *(
            delete(each).where(each.record_kind == kind, each.record_id.in_(ids))
            for each in (CoReporter, RecordVersion, ShownRecord)
        ),
    ]
    if kind is not RecordKind.SUBMISSION:  # in which nothing can be searched
        searched = SearchText.kind == SearchedKind(kind.value)
        statements.append(delete(SearchText).where(searched, SearchText.record_id.in_(ids)))
    match kind:
        case RecordKind.VISIT:
            before = MentoringVisit.previous_visit_id.in_(ids)
            none = {"previous_visit_id": None, "previous_steps": None}
            statements += [
                delete(Acknowledgement).where(Acknowledgement.visit_id.in_(ids)),
                update(MentoringVisit).where(before).values(**none),
            ]
        case RecordKind.EXCHANGE:
            statements += [
                delete(each).where(each.exchange_id.in_(ids))
                for each in (ExchangeNetwork, ExchangeSchool)
            ]
        case RecordKind.REPORT:
            statements.append(
                delete(WorkingGroupMember).where(WorkingGroupMember.report_id.in_(ids))
            )
    statements.append(delete(table).where(table.id.in_(ids)))
    drop_marks(session, kind.value, ids)
    for statement in statements:
        session.execute(statement.execution_options(synchronize_session=False))
    return [key for key in keys if key]
