"""The records that meet a rule, read for many subjects at once.

Exchanges count for each network that took part, at their level, on their first day; visits of
mentoring (clause 3.5, not of supervision) for the school that was visited; people responsible
for as long as they are it; submissions for their deadline, unless they were sent back. A plan and
an improvement plan count for whom they were reported; an evaluation for the network or office
that made it, or for the school it is about where schools are what the rule asks. What was
withdrawn counts for nothing.

There may be very many, so the database counts them: where one of them is enough (nearly always) it
tells how many there are and the first day, else how many on each day. By day it tells them of those
as well whose time ends before the period does: what came after it counts for nothing.
"""

from collections.abc import Collection
from datetime import date, datetime
from zoneinfo import ZoneInfo

from sqlalchemy import ColumnElement, case, func, null, or_, select, true
from sqlalchemy.orm import InstrumentedAttribute, Session

from models.bangkok import day_in_bangkok
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

#: With more subjects than this, all of the country is the shorter question.
_MOST_NAMED = 50
#: Visits, which are most of all, have an index by school: even very many are better named.
_MOST_SCHOOLS = 2000


def records_of(
    session: Session,
    rule: Rule,
    period: Period | None,
    subject_ids: Collection[int],
    now: datetime,
    leaving: Collection[int] = (),
) -> Records:
    """What counts towards a rule in a period (the records of a deadline have none), by subject.

    `now` (aware): what was reported after it is not known, and its day (Bangkok) is the one as of
    which people are responsible and visits were made. `leaving`: those of the subjects whose time
    ends before the period does.
    """
    if not subject_ids or rule.notice:
        return {}
    if rule.source is RuleSource.DEADLINE:
        return _submissions(session, rule, subject_ids)
    if rule.kind is ObligationKind.RESPONSIBLE_STAFF:
        is_office = rule.subject_kind is SubjectKind.OFFICE
        today = now.astimezone(_BANGKOK).date()
        return _staff(session, rule, subject_ids, today) if is_office else {}
    if period is None:
        return {}
    if rule.min_count > 1 or rule.min_people:
        return _counted(session, rule, period, subject_ids, now, by_day=True)
    staying = set(subject_ids).difference(leaving)
    found = _counted(session, rule, period, staying, now, by_day=False) if staying else {}
    if leaving:
        found |= _counted(session, rule, period, leaving, now, by_day=True)
    return found


def _counted(
    session: Session,
    rule: Rule,
    period: Period,
    subject_ids: Collection[int],
    now: datetime,
    *,
    by_day: bool,
) -> Records:
    """One Record for all, or for all of a day; at each level, where they have one."""
    match rule.kind, rule.subject_kind:
        case ObligationKind.EXCHANGE, SubjectKind.NETWORK:
            return _exchanges(session, rule, period, subject_ids, now, by_day)
        case ObligationKind.MENTORING_VISIT, SubjectKind.SCHOOL:
            return _visits(session, rule, period, subject_ids, now, by_day)
        case kind, _ if kind in REPORTS_MEETING:
            return _reports(session, rule, REPORTS_MEETING[kind], period, subject_ids, now, by_day)
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
    session: Session,
    rule: Rule,
    period: Period,
    subject_ids: Collection[int],
    now: datetime,
    by_day: bool,
) -> Records:
    network, level, day = (
        ExchangeNetwork.network_id,
        ExchangeActivity.level,
        ExchangeActivity.starts_on,
    )
    rows = session.execute(
        select(network, level, func.min(day), func.count())
        .join(ExchangeActivity, ExchangeActivity.id == ExchangeNetwork.exchange_id)
        .where(
            ExchangeActivity.programme_id == rule.programme_id,
            day.between(period.starts_on, period.ends_on),
            ExchangeActivity.withdrawn_at.is_(None),
            ExchangeActivity.created_at <= now,
            _among(network, subject_ids),
        )
        .group_by(network, level, *([day] if by_day else []))
    )
    found: Records = {}
    for network_id, at, on, count in rows:
        found.setdefault(network_id, []).append(Record(on, at, None, count))
    return found


def _visits(
    session: Session,
    rule: Rule,
    period: Period,
    subject_ids: Collection[int],
    now: datetime,
    by_day: bool,
) -> Records:
    school, day = MentoringVisit.mentee_school_id, MentoringVisit.visited_on
    today = now.astimezone(_BANGKOK).date()
    rows = session.execute(
        select(school, func.min(day), func.count())
        .where(
            MentoringVisit.programme_id == rule.programme_id,
            _among(school, subject_ids, _MOST_SCHOOLS),
            day.between(period.starts_on, min(period.ends_on, today)),
            MentoringVisit.kind == VisitKind.MENTORING,
            MentoringVisit.withdrawn_at.is_(None),
        )
        .group_by(school, *([day] if by_day else []))
    )
    found: Records = {}
    for school_id, on, count in rows:
        found.setdefault(school_id, []).append(Record(on, None, None, count))
    return found


def _reports(
    session: Session,
    rule: Rule,
    kind: ReportKind,
    period: Period,
    subject_ids: Collection[int],
    now: datetime,
    by_day: bool,
) -> Records:
    of_a_school = kind is ReportKind.EVALUATION and rule.subject_kind is SubjectKind.SCHOOL
    column = "about_school_id" if of_a_school else subject_column(rule.subject_kind)
    subject: InstrumentedAttribute[int] = getattr(Report, column)
    # Not the bare column: after an ANALYZE SQLite would go from subject to subject, by an index for
    # which it must read every row (10⁶ records: 32 ms for 8).
    counted = (subject + 0).label("subject_id")
    day: InstrumentedAttribute[date] = Report.happened_on
    told = day_in_bangkok(Report.created_at)
    # What was told late is complete on the day it was told, for the year that it is about.
    late = kind in _ABOUT_A_YEAR
    on = func.min(case((told > day, told), else_=day)) if late else func.min(day)
    rows = session.execute(
        select(counted, on, func.min(day) if late else null(), func.count())
        .where(
            Report.programme_id == rule.programme_id,
            Report.kind == kind,
            day.between(period.starts_on, period.ends_on),
            Report.withdrawn_at.is_(None),
            Report.created_at <= now,
            subject.is_not(None),
            _among(subject, subject_ids),
        )
        .group_by(counted, *([day] if by_day else []), *([told] if by_day and late else []))
    )
    found: Records = {}
    for subject_id, first_on, about, count in rows:
        record = Record(first_on, None, None, count, about)
        found.setdefault(subject_id, []).append(record)
    return found


def _among(
    column: InstrumentedAttribute[int], subject_ids: Collection[int], most: int = _MOST_NAMED
) -> ColumnElement[bool]:
    return column.in_(subject_ids) if len(subject_ids) <= most else true()
