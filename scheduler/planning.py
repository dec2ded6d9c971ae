"""The first half of a round: a row for each step that goes out today."""

from collections.abc import Iterator
from functools import cached_property

from sqlalchemy.orm import Session

from models.contacts import contacts_of
from models.duty_queries import open_dues
from models.obligations import Judgement
from models.reminder_queries import ToPlan, add_planned, stages_seen, thing_of
from models.resting import resting_in
from models.scheduling import note_planned, planned_on
from models.vocabulary import Audience
from scheduler.moment import WORKDAYS, Moment
from scheduler.people import overseers
from scheduler.plan import Stage, recipients, stages_now
from scheduler.rules import kind_of

#: Things planned in one transaction: on SQLite everybody else's writes stand in line behind it.
AT_ONCE = 200

Step = tuple[Judgement, list[tuple[Stage, Audience]]]


class Planning:
    """Writes what is to go out at this moment; it is looked up once, when the first is planned."""

    def __init__(self, moment: Moment):
        self._moment = moment
        self._noted = moment.dry is not None

    def plan_one(self) -> bool:
        """Plan the steps of some more things; whether there were any. The last call notes that
        the day is planned to its end."""
        chunk = self._left[:AT_ONCE]
        del self._left[:AT_ONCE]
        if not chunk and self._noted:
            return False
        with self._moment.writing() as session:
            if chunk:
                add_planned(session, self._rows(session, chunk), self._moment.now)
                return True
            note_planned(session, self._moment.today)
            self._noted = True
        return False

    @cached_property
    def _left(self) -> list[Step]:
        moment = self._moment
        with moment.reading() as session:
            until = None if moment.dry else planned_on(session)
            self._noted = self._noted or until == moment.today
            due = [
                (judged, stages)
                for judged in open_dues(session, moment.now, moment.timezone)
                if kind_of(judged.rule)
                and judged.due_on is not None
                and (
                    stages := stages_now(
                        judged.rule.ladder,
                        judged.due_on,
                        announced_on=judged.rule.announced_on,
                        today=moment.today,
                        planned_on=until,
                        workdays=WORKDAYS,
                    )
                )
            ]
            seen = stages_seen(session, [thing_of(judged) for judged, _ in due])
        steps = (
            (judged, recipients(judged, stages, seen.get(thing_of(judged), ())))
            for judged, stages in due
        )
        return [(judged, planned) for judged, planned in steps if planned]

    def _rows(self, session: Session, chunk: list[Step]) -> Iterator[ToPlan]:
        today = self._moment.today
        contacts = contacts_of(session, [judged.subject for judged, _ in chunk], today)
        resting = resting_in(session, [judged.subject for judged, _ in chunk], today)
        escalated = [
            judged
            for judged, planned in chunk
            if any(audience is not Audience.CONTACT for _, audience in planned)
        ]
        over = overseers(session, escalated, today)
        for judged, planned in chunk:
            thing = thing_of(judged)
            for stage, audience in planned:
                why = f"{stage.why(thing.due_on)}, {audience.value}"
                whose = (judged.rule.programme_id, judged.subject)
                person = contacts.get(judged.subject)
                if audience is not Audience.CONTACT:
                    person = over.of(audience, whose)
                if whose in resting:
                    # Without a row, so that the first step after the rest is the first.
                    self._moment.tell_of(judged, why, f"resting until {resting[whose]}")
                elif person is None:
                    self._moment.tell_of(judged, why, "nobody to tell")
                else:
                    yield ToPlan(thing, stage.offset, person.person_id, audience, stage.late, why)
