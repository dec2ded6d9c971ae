"""Who looks after those who owe, for many at once."""

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date

from sqlalchemy.orm import Session

from models.contacts import Contact, supervisors_of
from models.duty_answering import Answering, answering
from models.obligations import Judgement, Subject
from models.sending_words import Audience
from models.vocabulary import Role

#: By the programme's id and the subject: a national coordinator may be one of a programme.
Whose = tuple[int, Subject]


@dataclass(frozen=True)
class Overseers:
    """Who hears of what is overdue, of those that have somebody."""

    answering: Answering = field(default_factory=Answering)
    supervisors: dict[Whose, Contact] = field(default_factory=dict)
    coordinators: dict[Whose, Contact] = field(default_factory=dict)

    def of(self, audience: Audience, judged: Judgement) -> Contact | None:
        """Who hears of this as the supervisor or the coordinator of whoever answers for it."""
        some = self.supervisors if audience is Audience.SUPERVISOR else self.coordinators
        return some.get((judged.rule.programme_id, self.answering.of(judged)))

    @property
    def everybody(self) -> list[Contact]:
        return [*self.supervisors.values(), *self.coordinators.values()]


def overseers(session: Session, judged: Iterable[Judgement], today: date) -> Overseers:
    """Who oversees those who answer for these, in a few statements for each programme.

    The coordinator is never the one who has heard of it as the supervisor: where nobody else is
    in the area, it is somebody of the whole country.
    """
    things = list(judged)
    found = Overseers(answering(session, things, today))
    subjects: dict[int, dict[Subject, None]] = {}
    for one in things:
        subjects.setdefault(one.rule.programme_id, {})[found.answering.of(one)] = None
    for programme_id, some in subjects.items():
        first = supervisors_of(session, some, today, programme_id)
        above = supervisors_of(
            session, some, today, programme_id, first=(Role.AREA_COORDINATOR,), besides=first
        )
        found.supervisors.update({(programme_id, subject): who for subject, who in first.items()})
        found.coordinators.update({(programme_id, subject): who for subject, who in above.items()})
    return found
