"""What was reported since a moment for some subjects, by what it counts for."""

from collections.abc import Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta, tzinfo
from typing import Any

from sqlalchemy import ColumnElement, and_, or_, select, true
from sqlalchemy.orm import InstrumentedAttribute, Session

from models.duties import ResponsibleStaff, Submission
from models.exchanges import ExchangeActivity, ExchangeNetwork
from models.obligations import Judgement, Subject
from models.reports import Report
from models.visits import MentoringVisit
from models.vocabulary import (
    ObligationKind,
    RecordKind,
    ReportKind,
    ReviewState,
    RuleSource,
    SubjectKind,
    VisitKind,
)

#: A record is of a day at most so long before it is reported: what bounds the search for new ones.
OLDEST = timedelta(days=400)
# With more subjects than this, all of the country is the shorter question.
_MOST_NAMED = 2000

_KINDS = {
    ReportKind.NETWORK_PLAN: ObligationKind.NETWORK_PLAN,
    ReportKind.EVALUATION: ObligationKind.EVALUATION,
    ReportKind.ANNUAL_REPORT: ObligationKind.REPORT,
    ReportKind.IMPROVEMENT_PLAN: ObligationKind.IMPROVEMENT_PLAN,
}

#: The kind of an obligation or the id of a deadline, and whose.
_For = tuple[ObligationKind | int, SubjectKind, int]


@dataclass
class Reported:
    """records: each once, whomever it counts for. counts_for: what they count for."""

    records: set[tuple[object, int]] = field(default_factory=set)
    counts_for: set[_For] = field(default_factory=set)

    def for_duty(self, one: Judgement) -> bool:
        """Whether anything was reported that counts for this."""
        is_deadline = one.rule.source is RuleSource.DEADLINE
        key = one.rule.id if is_deadline else one.rule.kind
        return (key, one.subject.kind, one.subject.id) in self.counts_for


def reported_since(
    session: Session, subjects: Collection[Subject], since: datetime, tz: tzinfo
) -> Reported:
    """What was reported after `since` (aware) for these subjects. Not scoped: for subjects that
    lie within a scope."""
    found = Reported()
    ids: Ids = {kind: {one.id for one in subjects if one.kind is kind} for kind in SubjectKind}
    if not any(ids.values()):
        return found
    first = since.astimezone(tz).date() - OLDEST
    for rows in (
        _visits(session, ids, since, first),
        _exchanges(session, ids, since, first),
        _staff(session, ids, since),
        _reports(session, ids, since, first),
        _sent(session, ids, since),
    ):
        for record, key, kind, subject_id in rows:
            found.records.add(record)
            found.counts_for.add((key, kind, subject_id))
    return found


Ids = Mapping[SubjectKind, Collection[int]]
#: (record, what it counts for, the kind and id of the subject) of each that is new.
_Row = tuple[tuple[object, int], ObligationKind | int, SubjectKind, int]


def _visits(session: Session, ids: Ids, since: datetime, first: date) -> Iterator[_Row]:
    school = MentoringVisit.mentee_school_id
    if not ids[SubjectKind.SCHOOL]:
        return
    query = select(MentoringVisit.id, school).where(
        _among(school, ids[SubjectKind.SCHOOL]),
        MentoringVisit.visited_on >= first,
        MentoringVisit.created_at > since,
        MentoringVisit.kind == VisitKind.MENTORING,
        MentoringVisit.withdrawn_at.is_(None),
    )
    duty, kind = ObligationKind.MENTORING_VISIT, SubjectKind.SCHOOL
    for record_id, subject_id in session.execute(query):
        yield (RecordKind.VISIT, record_id), duty, kind, subject_id


def _exchanges(session: Session, ids: Ids, since: datetime, first: date) -> Iterator[_Row]:
    if not ids[SubjectKind.NETWORK]:
        return
    query = (
        select(ExchangeActivity.id, ExchangeNetwork.network_id)
        .join(ExchangeNetwork, ExchangeNetwork.exchange_id == ExchangeActivity.id)
        .where(
            _among(ExchangeNetwork.network_id, ids[SubjectKind.NETWORK]),
            ExchangeActivity.starts_on >= first,
            ExchangeActivity.created_at > since,
            ExchangeActivity.withdrawn_at.is_(None),
        )
    )
    duty, kind = ObligationKind.EXCHANGE, SubjectKind.NETWORK
    for record_id, subject_id in session.execute(query):
        yield (RecordKind.EXCHANGE, record_id), duty, kind, subject_id


def _staff(session: Session, ids: Ids, since: datetime) -> Iterator[_Row]:
    if not ids[SubjectKind.OFFICE]:
        return
    query = select(ResponsibleStaff.id, ResponsibleStaff.office_id).where(
        _among(ResponsibleStaff.office_id, ids[SubjectKind.OFFICE]),
        ResponsibleStaff.created_at > since,
    )
    duty, kind = ObligationKind.RESPONSIBLE_STAFF, SubjectKind.OFFICE
    for record_id, subject_id in session.execute(query):
        yield ("staff", record_id), duty, kind, subject_id


#: What a report counts for: a school's evaluation of another counts for that one, too.
_OF_A_REPORT = (
    (SubjectKind.SCHOOL, Report.school_id),
    (SubjectKind.SCHOOL, Report.about_school_id),
    (SubjectKind.NETWORK, Report.network_id),
    (SubjectKind.OFFICE, Report.office_id),
)
_OF_A_SUBMISSION = (
    (SubjectKind.SCHOOL, Submission.school_id),
    (SubjectKind.NETWORK, Submission.network_id),
    (SubjectKind.OFFICE, Submission.office_id),
)


def _reports(session: Session, ids: Ids, since: datetime, first: date) -> Iterator[_Row]:
    query = select(Report.id, Report.kind, *(column for _, column in _OF_A_REPORT)).where(
        or_(*_any_of(_OF_A_REPORT, ids)),
        Report.kind.in_(_KINDS),
        Report.happened_on >= first,
        Report.created_at > since,
        Report.withdrawn_at.is_(None),
    )
    for record_id, report_kind, *whose in session.execute(query):
        for (kind, _), subject_id in zip(_OF_A_REPORT, whose, strict=True):
            if subject_id in ids[kind]:
                yield (RecordKind.REPORT, record_id), _KINDS[report_kind], kind, subject_id


def _sent(session: Session, ids: Ids, since: datetime) -> Iterator[_Row]:
    columns = (column for _, column in _OF_A_SUBMISSION)
    query = select(Submission.id, Submission.deadline_id, *columns).where(
        or_(*_any_of(_OF_A_SUBMISSION, ids)),
        Submission.created_at > since,
        Submission.review_state != ReviewState.RETURNED,
    )
    for record_id, deadline_id, *whose in session.execute(query):
        for (kind, _), subject_id in zip(_OF_A_SUBMISSION, whose, strict=True):
            if subject_id in ids[kind]:
                yield (RecordKind.SUBMISSION, record_id), deadline_id, kind, subject_id


def _any_of(
    columns: Iterable[tuple[SubjectKind, InstrumentedAttribute[int | None]]], ids: Ids
) -> Iterator[ColumnElement[bool]]:
    return (
        and_(column.is_not(None), _among(column, ids[kind]))
        for kind, column in columns
        if ids[kind]
    )


def _among(column: InstrumentedAttribute[Any], ids: Collection[int]) -> ColumnElement[bool]:
    return column.in_(ids) if len(ids) <= _MOST_NAMED else true()
