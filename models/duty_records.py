"""The records that meet a rule, read for many subjects at once.

Exchanges count for each network that took part, at their level, on their first day; visits of
mentoring (clause 3.5, not of supervision) for the school that was visited; people responsible
for as long as they are it; submissions for their deadline, unless they were sent back. A plan and
an improvement plan count for whom they were reported; an evaluation for the network or office
that made it, or for the school it is about where schools are what the rule asks. What was
withdrawn counts for nothing.
"""

from collections.abc import Collection
from datetime import date
from zoneinfo import ZoneInfo

from sqlalchemy import ColumnElement, func, or_, select, true
from sqlalchemy.orm import InstrumentedAttribute, Session

from models.duties import ResponsibleStaff, Submission, subject_column
from models.exchanges import ExchangeActivity, ExchangeNetwork
from models.obligations import Period, Record, Rule
from models.reports import Report
from models.visits import MentoringVisit
from models.vocabulary import (
    ObligationKind,
    ReportKind,
    ReviewState,
    RuleSource,
    SubjectKind,
    VisitKind,
)

Records = dict[int, list[Record]]  # by the subject's id

#: The reports that meet an obligation of a kind.
REPORTS_MEETING = {
    ObligationKind.NETWORK_PLAN: ReportKind.NETWORK_PLAN,
    ObligationKind.EVALUATION: ReportKind.EVALUATION,
    ObligationKind.REPORT: ReportKind.ANNUAL_REPORT,
    ObligationKind.IMPROVEMENT_PLAN: ReportKind.IMPROVEMENT_PLAN,
}
#: Those that are about a year and may be handed in after it: they count for the year, and are late.
_ABOUT_A_YEAR = frozenset({ReportKind.EVALUATION, ReportKind.ANNUAL_REPORT})
_BANGKOK = ZoneInfo("Asia/Bangkok")

# With more subjects than this, all of the country is the shorter question.
_MOST_NAMED = 2000


def records_of(
    session: Session, rule: Rule, period: Period | None, subject_ids: Collection[int], today: date
) -> Records:
    """What counts towards a rule in a period (the records of a deadline have none), by subject.

    `today` (Bangkok) is the day as of which people are responsible and visits were made.
    """
    if not subject_ids:
        return {}
    if rule.source is RuleSource.DEADLINE:
        return _submissions(session, rule, subject_ids)
    match rule.kind, rule.subject_kind:
        case ObligationKind.RESPONSIBLE_STAFF, SubjectKind.OFFICE:
            return _staff(session, rule, subject_ids, today)
        case ObligationKind.EXCHANGE, SubjectKind.NETWORK if period:
            return _exchanges(session, rule, period, subject_ids)
        case ObligationKind.MENTORING_VISIT, SubjectKind.SCHOOL if period:
            return _visits(session, rule, period, subject_ids, today)
        case kind, _ if period and kind in REPORTS_MEETING:
            return _reports(session, rule, REPORTS_MEETING[kind], period, subject_ids)
        case _:
            return {}


def _submissions(session: Session, rule: Rule, subject_ids: Collection[int]) -> Records:
    subject: InstrumentedAttribute[int] = getattr(Submission, subject_column(rule.subject_kind))
    rows = session.execute(
        select(subject, Submission.submitted_on, Submission.created_at).where(
            Submission.deadline_id == rule.id,
            Submission.review_state != ReviewState.RETURNED,
            _among(subject, subject_ids),
        )
    )
    return {subject_id: [Record(on, None, told)] for subject_id, on, told in rows}


def _staff(session: Session, rule: Rule, subject_ids: Collection[int], today: date) -> Records:
    rows = session.execute(
        select(
            ResponsibleStaff.office_id, ResponsibleStaff.starts_on, ResponsibleStaff.created_at
        ).where(
            ResponsibleStaff.programme_id == rule.programme_id,
            _among(ResponsibleStaff.office_id, subject_ids),
            ResponsibleStaff.starts_on <= today,
            or_(ResponsibleStaff.ends_on.is_(None), ResponsibleStaff.ends_on >= today),
        )
    )
    found: Records = {}
    for office_id, on, told in rows:
        found.setdefault(office_id, []).append(Record(on, None, told))
    return found


def _exchanges(
    session: Session, rule: Rule, period: Period, subject_ids: Collection[int]
) -> Records:
    rows = session.execute(
        select(
            ExchangeNetwork.network_id,
            ExchangeActivity.starts_on,
            ExchangeActivity.level,
            ExchangeActivity.created_at,
        )
        .join(ExchangeActivity, ExchangeActivity.id == ExchangeNetwork.exchange_id)
        .where(
            ExchangeActivity.programme_id == rule.programme_id,
            ExchangeActivity.starts_on.between(period.starts_on, period.ends_on),
            ExchangeActivity.withdrawn_at.is_(None),
            _among(ExchangeNetwork.network_id, subject_ids),
        )
    )
    found: Records = {}
    for network_id, on, level, told in rows:
        found.setdefault(network_id, []).append(Record(on, level, told))
    return found


def _visits(
    session: Session, rule: Rule, period: Period, subject_ids: Collection[int], today: date
) -> Records:
    """Counted by the database, since there are very many: the first visit of each school, and
    the others together on the day of the last.
    """
    rows = session.execute(
        select(
            MentoringVisit.mentee_school_id,
            func.count(),
            func.min(MentoringVisit.visited_on),
            func.max(MentoringVisit.visited_on),
        )
        .where(
            MentoringVisit.programme_id == rule.programme_id,
            _among(MentoringVisit.mentee_school_id, subject_ids),
            MentoringVisit.visited_on.between(period.starts_on, min(period.ends_on, today)),
            MentoringVisit.kind == VisitKind.MENTORING,
            MentoringVisit.withdrawn_at.is_(None),
        )
        .group_by(MentoringVisit.mentee_school_id)
    )
    found: Records = {}
    for school_id, count, first, last in rows:
        found[school_id] = [Record(first, None, None)]
        if count > 1:
            found[school_id].append(Record(last, None, None, count - 1))
    return found


def _reports(
    session: Session,
    rule: Rule,
    kind: ReportKind,
    period: Period,
    subject_ids: Collection[int],
) -> Records:
    about = kind is ReportKind.EVALUATION and rule.subject_kind is SubjectKind.SCHOOL
    column = "about_school_id" if about else subject_column(rule.subject_kind)
    subject: InstrumentedAttribute[int] = getattr(Report, column)
    rows = session.execute(
        select(subject, Report.happened_on, Report.created_at).where(
            Report.programme_id == rule.programme_id,
            Report.kind == kind,
            Report.happened_on.between(period.starts_on, period.ends_on),
            Report.withdrawn_at.is_(None),
            subject.is_not(None),
            _among(subject, subject_ids),
        )
    )
    found: Records = {}
    for subject_id, on, told in rows:
        told_on = told.astimezone(_BANGKOK).date()
        late = kind in _ABOUT_A_YEAR and told_on > on
        record = Record(told_on, None, told, about=on) if late else Record(on, None, told)
        found.setdefault(subject_id, []).append(record)
    return found


def _among(column: InstrumentedAttribute[int], subject_ids: Collection[int]) -> ColumnElement[bool]:
    return column.in_(subject_ids) if len(subject_ids) <= _MOST_NAMED else true()
