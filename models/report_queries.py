"""Reports: saved once, listed and opened; every reading is scoped by the posts.

One that its reporter withdrew counts nowhere; the reporter and who reviews can still open it.
"""

from collections.abc import Collection, Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from sqlalchemy import (
    ColumnElement,
    Select,
    delete,
    func,
    or_,
    select,
    union,
    update,
)
from sqlalchemy.orm import Session, aliased

from models.actors import Actor
from models.co_reporting import records_co_reported
from models.deputy_marks import behalf_of
from models.duties import subject_column
from models.networks import Network
from models.obligations import Subject
from models.people_tables import Person
from models.places import Office, School
from models.programmes import Programme
from models.report_scope import COUNTS, public_for, within
from models.reports import Report, WorkingGroupMember
from models.search_texts import note_record
from models.visits import Photo
from models.vocabulary import RecordKind, ReportKind

AboutSchool = aliased(School, name="about_school")

#: The longest time for which one report may say that there is nothing to report.
ZERO_REPORT_LASTS = timedelta(days=366)


@dataclass(frozen=True, slots=True)
class ReportRecord:
    """A report with the names of what it refers to. `about_school` is the school that an
    evaluation looks at; `reporter` is None for a deleted person.
    """

    report: Report
    subject_label: str
    about_school: str | None
    programme: Programme
    reporter: str | None
    sent_for: str | None = None  # of a deputy's record, in an export alone
    reviewed_for: str | None = None


# --- written -------------------------------------------------------------------------------------


def save_report(
    session: Session,
    report: Report,
    line_message_ids: Sequence[str] = (),
    members: Iterable[WorkingGroupMember] = (),
) -> Report:
    """Record a report with its photos and, of a working group, its people (without their
    report_id and place).

    Raises ValueError for a zero report of more than a year, and IntegrityError when its draft was
    sent already; ask `report_of_draft` first.
    """
    if report.ends_on is not None and report.ends_on - report.happened_on > ZERO_REPORT_LASTS:
        raise ValueError("a zero report lasts at most a year")
    session.add(report)
    session.flush()
    set_members(session, report.id, members)
    if line_message_ids:
        session.execute(
            update(Photo)
            .where(Photo.line_message_id.in_(line_message_ids))
            .values(report_id=report.id)
        )
    note_record(session, RecordKind.REPORT, report.id)
    return report


def set_members(session: Session, report_id: int, members: Iterable[WorkingGroupMember]) -> None:
    """These are the people of a working group now, in this order."""
    session.execute(delete(WorkingGroupMember).where(WorkingGroupMember.report_id == report_id))
    for place, member in enumerate(members, start=1):
        member.report_id, member.place = report_id, place
        session.add(member)
    session.flush()


# --- read ----------------------------------------------------------------------------------------


def find_report(session: Session, actor: Actor, report_id: int) -> ReportRecord | None:
    """The report of this number, if the actor may see it; else None, whether it exists or not.

    An innovation that its reporter made public is for everybody who may see reports at all.
    """
    seen = or_(within(actor), public_for(actor))
    row = session.execute(_records().where(Report.id == report_id, seen)).first()
    return ReportRecord(*row) if row else None


def reaches_report(session: Session, actor: Actor, report_id: int) -> bool:
    """Whether the actor may see the report even if it were not public."""
    found = session.scalar(select(Report.id).where(Report.id == report_id, within(actor)))
    return found is not None


def report_of_draft(session: Session, draft_id: str) -> Report | None:
    """The report made from this draft, if it was sent."""
    return session.scalar(select(Report).where(Report.draft_id == draft_id))


def reports_by(
    session: Session,
    person_id: int,
    *,
    kind: ReportKind | None = None,
    before: int | None = None,
    most: int = 10,
) -> list[ReportRecord]:
    """A person's own reports (of a kind), newest number first; `before` is a number to page on
    from.

    Among them what one reports with others, and of one's own also what is withdrawn.
    """
    own = select(Report.id).where(Report.reporter_person_id == person_id)
    both = union(own, records_co_reported(RecordKind.REPORT, person_id))
    query = _records().where(
        Report.id.in_(both), or_(COUNTS, Report.reporter_person_id == person_id)
    )
    if kind is not None:
        query = query.where(Report.kind == kind)
    return _page(session, query, before, most)


def reports_seen(
    session: Session,
    actor: Actor,
    *,
    kinds: Collection[ReportKind] | None = None,
    before: int | None = None,
    most: int = 10,
) -> list[ReportRecord]:
    """Every report (of these kinds) that the actor may see and that counts, newest number first."""
    query = _records().where(within(actor), COUNTS)
    if kinds is not None:
        query = query.where(Report.kind.in_(kinds))
    return _page(session, query, before, most)


def public_innovations(
    session: Session, actor: Actor, *, before: int | None = None, most: int = 10
) -> list[ReportRecord]:
    """The innovations that were made public, and those within the actor's reach, newest number
    first; nothing for who may see no reports.
    """
    query = _records().where(
        Report.kind == ReportKind.INNOVATION, COUNTS, or_(within(actor), public_for(actor))
    )
    return _page(session, query, before, most)


def export_reports(session: Session, *where: ColumnElement[bool]) -> Iterator[ReportRecord]:
    """Every report that counts and meets the conditions, in the order of its number, streamed.

    Who may have them is decided by the conditions; without any it is for operators alone.
    """
    query = _records().where(COUNTS, *where).order_by(Report.id)
    query = query.add_columns(*behalf_of(RecordKind.REPORT, Report))
    # Closed also where not all of them are wanted.
    with session.execute(query.execution_options(yield_per=1000)) as rows:
        for row in rows:
            yield ReportRecord(*row)


def latest_report(
    session: Session,
    kind: ReportKind,
    subject: Subject,
    *,
    about_school_id: int | None = None,
    first: date | None = None,
    last: date | None = None,
) -> Report | None:
    """The latest report of this kind for a subject that counts (about one school; from `first`
    to `last` included), by the day it counts for.

    Not scoped: for somebody who may report for this subject.
    """
    column = getattr(Report, subject_column(subject.kind))
    query = select(Report).where(column == subject.id, Report.kind == kind, COUNTS)
    if about_school_id is not None:
        query = query.where(Report.about_school_id == about_school_id)
    if first is not None:
        query = query.where(Report.happened_on >= first)
    if last is not None:
        query = query.where(Report.happened_on <= last)
    newest = query.order_by(Report.happened_on.desc(), Report.id.desc())
    return session.scalar(newest.limit(1))


def members_of_group(session: Session, report_id: int) -> list[WorkingGroupMember]:
    """The people of a working group, in the order of its list.

    Not scoped: for a report that its own look-up has found for the asker.
    """
    query = select(WorkingGroupMember).where(WorkingGroupMember.report_id == report_id)
    return list(session.scalars(query.order_by(WorkingGroupMember.place)))


def report_photos(session: Session, report_id: int) -> list[Photo]:
    """The photos of a report, in the order in which they came."""
    query = select(Photo).where(Photo.report_id == report_id).order_by(Photo.id)
    return list(session.scalars(query))


# --- the queries behind them ---------------------------------------------------------------------

_Records = Select[Report, str, str | None, Programme, str | None]


def _records() -> _Records:
    return (
        select(
            Report,
            func.coalesce(Network.name_th, School.name_th, Office.short_th),
            AboutSchool.name_th,
            Programme,
            Person.full_name,
        )
        .join(Programme, Programme.id == Report.programme_id)
        .outerjoin(Network, Network.id == Report.network_id)
        .outerjoin(School, School.id == Report.school_id)
        .outerjoin(Office, Office.id == Report.office_id)
        .outerjoin(AboutSchool, AboutSchool.id == Report.about_school_id)
        .outerjoin(Person, Person.id == Report.reporter_person_id)
    )


def _page(session: Session, query: _Records, before: int | None, most: int) -> list[ReportRecord]:
    if before is not None:
        query = query.where(Report.id < before)
    rows = session.execute(query.order_by(Report.id.desc()).limit(most))
    return [ReportRecord(*row) for row in rows]
