"""What people do: a report is a record, written as its form writes it."""

from datetime import date, datetime
from uuid import uuid4

from sqlalchemy import text
from sqlalchemy.orm import Session

from benchmarks.year.world import Owed
from models.exchange_queries import save_exchange
from models.exchanges import ExchangeActivity
from models.obligations import Rule, Subject
from models.report_queries import save_report
from models.reports import Report
from models.submissions import save_submission
from models.visit_queries import save_visit
from models.visits import MentoringVisit
from models.vocabulary import (
    ObligationKind,
    Purpose,
    ReportKind,
    RuleSource,
    SubjectKind,
    VisitKind,
    VisitMode,
)

_A_MEMBER = text("SELECT min(school_id) FROM network_memberships WHERE network_id = :network")
_WORDS = "รายงานของผู้ที่สมมุติขึ้น"
_REPORTS = {
    ObligationKind.EVALUATION: ReportKind.EVALUATION,
    ObligationKind.REPORT: ReportKind.ANNUAL_REPORT,
    ObligationKind.NETWORK_PLAN: ReportKind.NETWORK_PLAN,
    ObligationKind.IMPROVEMENT_PLAN: ReportKind.IMPROVEMENT_PLAN,
}


def report(session: Session, owed: Owed, now: datetime, today: date) -> None:
    """All that this duty asks for is reported at this moment; what is late is reported for its
    last day."""
    rule, subject, by = owed.judged.rule, owed.judged.subject, owed.person_id or 1
    day = min(today, owed.thing.due_on)
    if rule.source is RuleSource.DEADLINE:
        save_submission(
            session,
            deadline_id=rule.id,
            subject=subject,
            submitted_on=today,
            by_person_id=by,
            draft_id=str(uuid4()),
            now=now,
        )
    elif rule.kind is ObligationKind.EXCHANGE:
        _exchanges(session, rule, subject, by, day, now)
    elif rule.kind is ObligationKind.MENTORING_VISIT:
        _visit(session, owed, by, day, now)
    else:
        assert rule.kind is not None
        made = _report(rule, subject, by, day, now, _REPORTS[rule.kind])
        if made.kind is ReportKind.EVALUATION:
            made.about_school_id = session.execute(_A_MEMBER, {"network": subject.id}).scalar_one()
        save_report(session, made)


def _exchanges(
    session: Session, rule: Rule, subject: Subject, by: int, day: date, now: datetime
) -> None:
    for level in rule.levels:
        activity = ExchangeActivity(
            draft_id=str(uuid4()),
            programme_id=rule.programme_id,
            level=level,
            title=_WORDS,
            starts_on=day,
            ends_on=day,
            mode=VisitMode.ONSITE,
            reporter_person_id=by,
            form_version=1,
            created_at=now,
        )
        save_exchange(session, activity, [subject.id])


def _visit(session: Session, owed: Owed, by: int, day: date, now: datetime) -> None:
    save_visit(
        session,
        MentoringVisit(
            draft_id=str(uuid4()),
            kind=VisitKind.MENTORING,
            programme_id=owed.judged.rule.programme_id,
            mentee_school_id=owed.thing.subject_id,
            visited_on=day,
            mode=VisitMode.ONSITE,
            purposes=[Purpose.MENTORING],
            iqa_standards=[],
            topic=_WORDS,
            reporter_person_id=by,
            form_version=1,
            created_at=now,
            sample=True,
        ),
    )


def _report(
    rule: Rule, subject: Subject, by: int, day: date, now: datetime, kind: ReportKind
) -> Report:
    return Report(
        kind=kind,
        draft_id=str(uuid4()),
        programme_id=rule.programme_id,
        subject_kind=subject.kind,
        network_id=subject.id if subject.kind is SubjectKind.NETWORK else None,
        school_id=subject.id if subject.kind is SubjectKind.SCHOOL else None,
        office_id=subject.id if subject.kind is SubjectKind.OFFICE else None,
        happened_on=day,
        title=_WORDS,
        answers={},
        form_version=1,
        reporter_person_id=by,
        created_at=now,
    )
