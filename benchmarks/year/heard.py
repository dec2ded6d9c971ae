"""Who was told of which duty, and by which way: read from what the engine has written down."""

from collections import defaultdict
from collections.abc import Iterator
from datetime import date, datetime, time

from sqlalchemy import select
from sqlalchemy.orm import Session

from benchmarks.year.course import ROUNDS, Course, Hearing
from benchmarks.year.world import Owed
from bot.runtime import Runtime
from models.conversations import effects
from models.digests import DigestState
from models.duties import Reminder
from models.duty_queries import BANGKOK
from models.reminder_queries import thing_of_row
from models.sending_words import (
    Audience,
    EffectKind,
    EffectState,
    ReminderState,
)
from scheduler.rules import OVERDUE

#: From this day after the due day on it is a matter for those above.
ABOVE_FROM = next(days for days, who in OVERDUE if who is Audience.SUPERVISOR)
_SHOWN = (EffectState.SENT, EffectState.MERGED)


class Heard:
    """What is read at the end of each day."""

    def __init__(self, runtime: Runtime, course: Course):
        self._runtime, self._course = runtime, course
        self._of_office: dict[int | None, list[Owed]] = defaultdict(list)
        for owed in course.world.duties.values():
            self._of_office[owed.office_id].append(owed)

    def of_day(self, day: date) -> list[Hearing]:
        """All that was heard on this day, each thing once for each person and moment."""
        since = datetime.combine(day, time.min, BANGKOK)
        with self._runtime.reading() as session:
            found = [*self._reminders(session, since), *self._digests(session, since)]
        return list({(one.thing, one.person_id, one.at): one for one in found}.values())

    def _reminders(self, session: Session, since: datetime) -> Iterator[Hearing]:
        rows = session.execute(
            select(Reminder, effects.c.kind, effects.c.state)
            .outerjoin(effects, effects.c.id == Reminder.effect_id)
            .where(Reminder.state == ReminderState.SENT, Reminder.sent_at >= since)
            .order_by(Reminder.id)
        )
        accounts = self._course.world.accounts
        for row, kind, state in rows:
            if kind is None or state not in _SHOWN:
                continue  # told in a digest, which is read below; or refused by LINE
            assert row.sent_at is not None
            who = row.recipient_person_id
            above = row.audience is not Audience.CONTACT
            pushed = kind is EffectKind.PUSH
            yield Hearing(thing_of_row(row), who, accounts[who], row.sent_at, above, pushed)

    def _digests(self, session: Session, since: datetime) -> Iterator[Hearing]:
        """A digest tells of all that is overdue in what somebody oversees."""
        day, world = since.date(), self._course.world
        for state in session.scalars(select(DigestState).where(DigestState.told_as_of >= since)):
            at = state.told_as_of
            assert at is not None
            pushed = at.astimezone(BANGKOK).time() in ROUNDS
            for office in world.overseen.get(state.person_id, ()):
                for owed in self._of_office[office]:
                    is_late = (day - owed.thing.due_on).days >= ABOVE_FROM
                    if is_late and self._course.is_open(owed.thing, at):
                        who = world.accounts[state.person_id]
                        yield Hearing(owed.thing, state.person_id, who, at, True, pushed)
