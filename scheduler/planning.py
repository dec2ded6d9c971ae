"""The first half of a round: a row for each step that goes out today."""

from collections.abc import Callable, Iterator
from datetime import date
from functools import cache, cached_property

from sqlalchemy.orm import Session

from models.duty_answering import contacts_for
from models.duty_days import days_due
from models.duty_queries import open_dues
from models.obligations import Judgement, Rule
from models.reminder_decisions import NotSaid, note_not_said
from models.reminder_queries import Thing, ToPlan, add_planned, stages_seen, thing_of
from models.resting import rest_of
from models.scheduling import note_planned, planned_on
from models.sending_words import Audience, Undone
from scheduler.moment import Moment
from scheduler.people import overseers
from scheduler.plan import Stage, breaks_for, missed, recipients, stages_now
from scheduler.rules import kind_of

#: Things planned in one transaction: on SQLite everybody else's writes stand in line behind it.
AT_ONCE = 200

Step = tuple[Judgement, list[tuple[Stage, Audience]]]
Unsaid = list[NotSaid]
#: Why a step never came that lies before the first one, or in an outage.
PAST = "its day was over when this could first be said, or nothing was owed on it"


class Planning:
    """Writes what is to go out at this moment; it is looked up once, when the first is planned."""

    def __init__(self, moment: Moment):
        self._moment = moment
        self._noted = moment.dry is not None
        self._seen: dict[Thing, set[int]] = {}

    def plan_one(self) -> bool:
        """Plan the steps of some more things; whether there were any. The last call notes that
        the day is planned to its end."""
        chunk = self._left[:AT_ONCE]
        del self._left[:AT_ONCE]
        if not chunk and self._noted:
            return False
        if chunk:
            self._moment.written(lambda session: self._plan(session, chunk))
            return True
        with self._moment.writing() as session:
            note_planned(session, self._moment.today)
            self._noted = True
        return False

    def _plan(self, session: Session, chunk: list[Step]) -> None:
        unsaid: Unsaid = []
        add_planned(session, self._rows(session, chunk, unsaid), self._moment.now)
        note_not_said(session, unsaid, self._moment.today, self._moment.now)

    @cached_property
    def _left(self) -> list[Step]:
        moment = self._moment
        with moment.reading() as session:
            until = None if moment.dry else planned_on(session)
            self._noted = self._noted or until == moment.today
            todays = self._todays_stages(until)
            days = days_due(session, moment.now, moment.timezone)

            def has_a_step(rule: Rule) -> bool:
                return any(todays(rule, day) for day in days(rule))

            due = [
                (judged, stages)
                for judged in open_dues(session, moment.now, moment.timezone, has_a_step)
                if judged.due_on is not None and (stages := todays(judged.rule, judged.due_on))
            ]
            seen = self._seen = stages_seen(session, [thing_of(judged) for judged, _ in due])
        steps = (
            (judged, recipients(judged, stages, seen.get(thing_of(judged), ())))
            for judged, stages in due
        )
        return [(judged, planned) for judged, planned in steps if planned]

    def _todays_stages(self, until: date | None) -> Callable[[Rule, date], tuple[Stage, ...]]:
        """The steps of a rule that go out today, worked out once for all who owe it."""
        moment = self._moment

        @cache
        def todays(rule: Rule, due_on: date) -> tuple[Stage, ...]:
            if kind_of(rule) is None:
                return ()
            return stages_now(
                rule.ladder,
                due_on,
                announced_on=rule.announced_on,
                today=moment.today,
                planned_on=until,
                workdays=moment.workdays,
                breaks=breaks_for(rule),
            )

        return todays

    def _rows(self, session: Session, chunk: list[Step], unsaid: Unsaid) -> Iterator[ToPlan]:
        today = self._moment.today
        things = [judged for judged, _ in chunk]
        contacts = contacts_for(session, things, today)
        resting = rest_of(session, things, contacts.answering, today)
        escalated = [
            judged
            for judged, planned in chunk
            if any(audience is not Audience.CONTACT for _, audience in planned)
        ]
        over = overseers(session, escalated, today)
        for judged, planned in chunk:
            thing = thing_of(judged)
            until = resting.until(judged)
            owes = contacts.of(judged)
            going_out = [stage.offset for stage, _ in planned]
            unsaid += (
                NotSaid(Undone.SKIPPED, PAST, thing, offset, owes.person_id if owes else None)
                for offset in missed(judged.rule.ladder, going_out, self._seen.get(thing, ()))
            )
            for stage, audience in planned:
                why = f"{stage.why(thing.due_on)}, {audience.value}"
                person = owes
                if audience is not Audience.CONTACT:
                    person = over.of(audience, judged)
                whom = person.person_id if person else None
                if until is not None:
                    # Without a row, so that the first step after the rest is the first.
                    self._moment.tell_of(judged, why, f"resting until {until}")
                    rests = f"{why}; resting until {until}"
                    unsaid.append(NotSaid(Undone.RESTING, rests, thing, stage.offset, whom))
                elif person is None:
                    self._moment.tell_of(judged, why, "nobody to tell")
                    nobody = f"{why}; nobody to tell"
                    unsaid.append(NotSaid(Undone.UNREACHABLE, nobody, thing, stage.offset))
                else:
                    yield ToPlan(thing, stage.offset, person.person_id, audience, stage.late, why)
