"""Reports that no number is asked of, and visits of supervision: counted, and listed, for a place
and a year, as far as the asker may open them."""

from collections.abc import Sequence
from datetime import date

from sqlalchemy import ColumnElement, Select, func, select
from sqlalchemy.orm import Session

from models import report_scope, visit_queries
from models.actors import Actor
from models.duty_records import REPORTS_MEETING
from models.obligations import Period
from models.overview_records import Found, page_of
from models.places import School
from models.reports import Report
from models.scopes import Scope
from models.visits import MentoringVisit
from models.vocabulary import RecordKind, ReportKind, VisitKind

#: What meets an obligation stands in the heat table; a zero report says that there is nothing.
OTHERS = tuple(
    kind for kind in ReportKind if kind not in (*REPORTS_MEETING.values(), ReportKind.ZERO_REPORT)
)


def others_counted(
    session: Session, actor: Actor, within: Sequence[Scope], programme_id: int, year: Period
) -> dict[ReportKind, int]:
    """How many reports of each of these kinds lie within all of these scopes."""
    conditions = _reports(actor, within, programme_id, year)
    rows = session.execute(
        select(Report.kind, func.count())
        .where(Report.kind.in_(OTHERS), *conditions)
        .group_by(Report.kind)
    )
    return dict(rows.all())


def others_listed(
    session: Session,
    actor: Actor,
    within: Sequence[Scope],
    programme_id: int,
    year: Period,
    kind: ReportKind,
    skip: int,
) -> Found:
    """The reports of one of these kinds."""
    query = select(Report.id, Report.happened_on, Report.title).where(
        Report.kind == kind, *_reports(actor, within, programme_id, year)
    )
    return page_of(session, RecordKind.REPORT, query, skip)


def supervisions(
    session: Session,
    actor: Actor,
    within: Sequence[Scope],
    programme_id: int,
    year: Period,
    skip: int,
) -> Found:
    """The visits of supervision (clause 3.6)."""
    query: Select[int, date, str] = (
        select(MentoringVisit.id, MentoringVisit.visited_on, School.name_th)
        .join(School, School.id == MentoringVisit.mentee_school_id)
        .where(
            MentoringVisit.kind == VisitKind.SUPERVISION,
            MentoringVisit.programme_id == programme_id,
            MentoringVisit.visited_on.between(year.starts_on, year.ends_on),
            *(visit_queries.reached_by(scope) for scope in within),
            visit_queries.COUNTS,
            visit_queries.within(actor),
        )
    )
    return page_of(session, RecordKind.VISIT, query, skip)


def _reports(
    actor: Actor, within: Sequence[Scope], programme_id: int, year: Period
) -> list[ColumnElement[bool]]:
    return [
        Report.programme_id == programme_id,
        Report.happened_on.between(year.starts_on, year.ends_on),
        *(report_scope.reached_by(scope) for scope in within),
        report_scope.COUNTS,
        report_scope.within(actor),
    ]
