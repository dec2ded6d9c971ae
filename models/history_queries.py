"""What one person has reported, of all kinds together, the newest first."""

from dataclasses import dataclass
from datetime import date, datetime

from sqlalchemy import Select, String, cast, literal, or_, select, union_all
from sqlalchemy.orm import Session

from models.co_reporting import records_co_reported
from models.exchanges import ExchangeActivity
from models.places import School
from models.reports import Report
from models.visits import MentoringVisit
from models.vocabulary import RecordKind, ReportKind, ReviewState


@dataclass(frozen=True, slots=True)
class Past:
    """One line of a history. `title` is the record's own, for a visit its topic with the visited
    `school`; `day` in Bangkok; `report_kind` of a report alone; `own`: not only co-reported."""

    kind: RecordKind
    id: int
    day: date
    title: str
    school: str
    report_kind: ReportKind | None
    review: ReviewState
    withdrawn_at: datetime | None
    own: bool


def past_of(session: Session, person_id: int, *, skip: int = 0, most: int = 10) -> list[Past]:
    """The records that this person made, or reports with others, the newest first, withdrawn ones
    too; `skip` pages on."""
    every = union_all(_visits(person_id), _exchanges(person_id), _reports(person_id)).subquery()
    rows = session.execute(
        select(every)
        .order_by(every.c.created_at.desc(), every.c.kind, every.c.id.desc())
        .offset(skip)
        .limit(most)
    )
    return [
        Past(
            RecordKind(row.kind),
            row.id,
            row.day,
            row.title,
            row.school,
            ReportKind(row.report_kind) if row.report_kind else None,
            row.review,
            row.withdrawn_at,
            row.reporter == person_id,
        )
        for row in rows
    ]


def _visits(person_id: int) -> Select[*tuple[object, ...]]:
    visit = MentoringVisit
    return (
        select(
            literal(RecordKind.VISIT.value).label("kind"),
            visit.id.label("id"),
            visit.visited_on.label("day"),
            visit.topic.label("title"),
            School.name_th.label("school"),
            literal("").label("report_kind"),
            visit.review_state.label("review"),
            visit.withdrawn_at.label("withdrawn_at"),
            visit.reporter_person_id.label("reporter"),
            visit.created_at.label("created_at"),
        )
        .join(School, School.id == visit.mentee_school_id)
        .where(
            or_(
                visit.reporter_person_id == person_id,
                visit.id.in_(records_co_reported(RecordKind.VISIT, person_id)),
            )
        )
    )


def _exchanges(person_id: int) -> Select[*tuple[object, ...]]:
    exchange = ExchangeActivity
    return select(
        literal(RecordKind.EXCHANGE.value).label("kind"),
        exchange.id.label("id"),
        exchange.starts_on.label("day"),
        exchange.title.label("title"),
        literal("").label("school"),
        literal("").label("report_kind"),
        exchange.review_state.label("review"),
        exchange.withdrawn_at.label("withdrawn_at"),
        exchange.reporter_person_id.label("reporter"),
        exchange.created_at.label("created_at"),
    ).where(exchange.reporter_person_id == person_id)


def _reports(person_id: int) -> Select[*tuple[object, ...]]:
    return select(
        literal(RecordKind.REPORT.value).label("kind"),
        Report.id.label("id"),
        Report.happened_on.label("day"),
        Report.title.label("title"),
        literal("").label("school"),
        cast(Report.kind, String).label("report_kind"),
        Report.review_state.label("review"),
        Report.withdrawn_at.label("withdrawn_at"),
        Report.reporter_person_id.label("reporter"),
        Report.created_at.label("created_at"),
    ).where(Report.reporter_person_id == person_id)
