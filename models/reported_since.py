"""What was reported since a moment for some subjects, by what it counts for."""

from collections.abc import Collection, Iterator
from dataclasses import dataclass, field
from datetime import datetime, timedelta, tzinfo
from typing import Any

from sqlalchemy import ColumnElement, select, true
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
    for kind in SubjectKind:
        ids = {subject.id for subject in subjects if subject.kind is kind}
        if not ids:
            continue
        for record, key, subject_id in _rows(session, kind, ids, since, tz):
            found.records.add(record)
            found.counts_for.add((key, kind, subject_id))
    return found


_Row = tuple[tuple[object, int], ObligationKind | int, int]


def _rows(
    session: Session, kind: SubjectKind, ids: Collection[int], since: datetime, tz: tzinfo
) -> Iterator[_Row]:
    """(record, what it counts for, id of the subject) of each that is new."""
    first = since.astimezone(tz).date() - OLDEST
    match kind:
        case SubjectKind.SCHOOL:
            school = MentoringVisit.mentee_school_id
            visits = select(MentoringVisit.id, school).where(
                _among(school, ids),
                MentoringVisit.visited_on >= first,
                MentoringVisit.created_at > since,
                MentoringVisit.kind == VisitKind.MENTORING,
                MentoringVisit.withdrawn_at.is_(None),
            )
            for record_id, subject_id in session.execute(visits):
                yield (RecordKind.VISIT, record_id), ObligationKind.MENTORING_VISIT, subject_id
            yield from _reports(session, Report.school_id, ids, since, first)
            yield from _reports(session, Report.about_school_id, ids, since, first)
            yield from _sent(session, Submission.school_id, ids, since)
        case SubjectKind.NETWORK:
            exchanges = (
                select(ExchangeActivity.id, ExchangeNetwork.network_id)
                .join(ExchangeNetwork, ExchangeNetwork.exchange_id == ExchangeActivity.id)
                .where(
                    _among(ExchangeNetwork.network_id, ids),
                    ExchangeActivity.starts_on >= first,
                    ExchangeActivity.created_at > since,
                    ExchangeActivity.withdrawn_at.is_(None),
                )
            )
            for record_id, subject_id in session.execute(exchanges):
                yield (RecordKind.EXCHANGE, record_id), ObligationKind.EXCHANGE, subject_id
            yield from _reports(session, Report.network_id, ids, since, first)
            yield from _sent(session, Submission.network_id, ids, since)
        case SubjectKind.OFFICE:
            staff = select(ResponsibleStaff.id, ResponsibleStaff.office_id).where(
                _among(ResponsibleStaff.office_id, ids), ResponsibleStaff.created_at > since
            )
            for record_id, subject_id in session.execute(staff):
                yield ("staff", record_id), ObligationKind.RESPONSIBLE_STAFF, subject_id
            yield from _reports(session, Report.office_id, ids, since, first)
            yield from _sent(session, Submission.office_id, ids, since)


def _reports(
    session: Session,
    whose: InstrumentedAttribute[int | None],
    ids: Collection[int],
    since: datetime,
    first: Any,
) -> Iterator[_Row]:
    query = select(Report.id, Report.kind, whose).where(
        whose.is_not(None),
        _among(whose, ids),
        Report.kind.in_(_KINDS),
        Report.happened_on >= first,
        Report.created_at > since,
        Report.withdrawn_at.is_(None),
    )
    for record_id, kind, subject_id in session.execute(query):
        assert subject_id is not None
        yield (RecordKind.REPORT, record_id), _KINDS[kind], subject_id


def _sent(
    session: Session,
    whose: InstrumentedAttribute[int | None],
    ids: Collection[int],
    since: datetime,
) -> Iterator[_Row]:
    query = select(Submission.id, Submission.deadline_id, whose).where(
        whose.is_not(None),
        _among(whose, ids),
        Submission.created_at > since,
        Submission.review_state != ReviewState.RETURNED,
    )
    for record_id, deadline_id, subject_id in session.execute(query):
        assert subject_id is not None
        yield (RecordKind.SUBMISSION, record_id), deadline_id, subject_id


def _among(column: InstrumentedAttribute[Any], ids: Collection[int]) -> ColumnElement[bool]:
    return column.in_(ids) if len(ids) <= _MOST_NAMED else true()
