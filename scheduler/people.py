"""Who looks after those who owe, for many at once."""

from collections.abc import Iterable
from datetime import date

from sqlalchemy.orm import Session

from models.contacts import Contact, supervisors_of
from models.obligations import Judgement, Subject

#: By the programme's id and the subject: a national coordinator may be one of a programme.
Supervisors = dict[tuple[int, Subject], Contact]


def supervisors(session: Session, judged: Iterable[Judgement], today: date) -> Supervisors:
    """Who oversees the subject of each of these, in a few statements for each programme."""
    subjects: dict[int, list[Subject]] = {}
    for one in judged:
        subjects.setdefault(one.rule.programme_id, []).append(one.subject)
    return {
        (programme_id, subject): who
        for programme_id, some in subjects.items()
        for subject, who in supervisors_of(session, some, today, programme_id).items()
    }
