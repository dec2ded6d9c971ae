"""Which subjects have nothing to report for now, so that their reminders rest."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from sqlalchemy import func, or_, select
from sqlalchemy.orm import Session

from models.duties import subject_column
from models.duty_answering import Answering
from models.obligations import Judgement, Subject
from models.reports import Report
from models.vocabulary import ReportKind, ReviewState, SubjectKind

Resting = dict[tuple[int, Subject], date]  # by the programme's id and the subject: until when


@dataclass(frozen=True)
class Rest:
    """Until when the reminders of things rest."""

    found: Resting
    answering: Answering

    def until(self, judged: Judgement) -> date | None:
        """The day until which there is nothing to report, by the word of its subject or of who
        answers for it; None if it does not rest."""
        whose = (judged.subject, self.answering.of(judged))
        days = (self.found.get((judged.rule.programme_id, subject)) for subject in whose)
        return max((day for day in days if day is not None), default=None)


def rest_of(
    session: Session, judged: Iterable[Judgement], answering: Answering, today: date
) -> Rest:
    """Until when these things rest, as it is known on this day (Bangkok)."""
    things = list(judged)
    subjects = [one.subject for one in things] + [answering.of(one) for one in things]
    return Rest(resting_in(session, subjects, today), answering)


def resting_in(session: Session, subjects: Iterable[Subject], today: date) -> Resting:
    """In which programmes these subjects have nothing to report on this day (Bangkok), and until
    which day: by their zero reports in force, of which none was withdrawn or sent back.

    What they owe stays open; only the reminders rest.
    """
    wanted = set(subjects)
    ids = {kind: [one.id for one in wanted if one.kind is kind] for kind in SubjectKind}
    named = [getattr(Report, subject_column(kind)).in_(ids[kind]) for kind in SubjectKind]
    by_key = {(one.kind, one.id): one for one in wanted}
    rows = session.execute(
        select(
            Report.programme_id,
            Report.subject_kind,
            func.coalesce(Report.network_id, Report.school_id, Report.office_id),
            func.max(Report.ends_on),
        )
        .where(
            Report.kind == ReportKind.ZERO_REPORT,
            Report.withdrawn_at.is_(None),
            Report.review_state != ReviewState.RETURNED,
            Report.happened_on <= today,
            Report.ends_on >= today,
            or_(*named),
        )
        .group_by(
            Report.programme_id,
            Report.subject_kind,
            func.coalesce(Report.network_id, Report.school_id, Report.office_id),
        )
    )
    return {
        (programme_id, by_key[kind, subject_id]): until
        for programme_id, kind, subject_id, until in rows
        if until is not None
    }


def resting_until(
    session: Session, subjects: Iterable[Subject], today: date
) -> dict[Subject, date]:
    """As `resting_in`, whatever the programme: of several the last day."""
    found: dict[Subject, date] = {}
    for (_, subject), until in resting_in(session, subjects, today).items():
        found[subject] = max(until, found.get(subject, until))
    return found
