"""The year, day by day: what people do, the rounds of the scheduler, and who heard of what."""

import time as stopwatch
from collections import defaultdict
from collections.abc import Callable, Sequence
from datetime import date, datetime, time, timedelta
from functools import partial
from itertools import count
from typing import Any
from unittest.mock import patch

from sqlalchemy import event
from sqlalchemy.orm import Session

from benchmarks.virtual import Virtual, rows_of
from benchmarks.year.acts import report
from benchmarks.year.behaviour import Habit, is_weekday, puts_off, writes
from benchmarks.year.course import ACTS, ON_DAYS_OFF, ROUNDS, WRITES, Course, Hearing
from benchmarks.year.heard import Heard
from benchmarks.year.world import FIRST, UNTIL, Owed, World
from bot import owed_left
from bot.database import transaction
from bot.digest_left import digest_now
from bot.inbox import receive
from models.digest_known import Country
from models.duty_queries import BANGKOK
from models.reminder_pauses import pause
from models.reminder_queries import Thing
from models.waivers import waive
from scheduler.jobs import run_round

#: What people write: its answer asks nothing back, so what was left may ride under it.
ASKED = "เมนู"
_LEFT = (
    "SELECT DISTINCT line_user_id FROM effects WHERE state = 'unshown' AND line_user_id IS NOT NULL"
)


def _never_waits_for_the_disk(connection: Any, _record: object) -> None:
    connection.execute("PRAGMA synchronous = OFF")


class Year:
    """One run over an empty database that `furnish` has filled."""

    def __init__(self, url: str, world: World, allowed: int | None, seed: int):
        self._runtime = Virtual(url, allowed)
        # Nothing of it outlives the run.
        event.listen(self._runtime.engine, "connect", _never_waits_for_the_disk)
        self._seed = seed
        self._habits = {thing: Habit(seed, owed.key) for thing, owed in world.duties.items()}
        self._reports: dict[date, set[Thing]] = defaultdict(set)
        self._waivers: dict[date, list[Thing]] = defaultdict(list)
        self._told: dict[Thing, list[int]] = defaultdict(lambda: [0, 0])
        self._numbers = count(1)
        self.course = Course(world, self._runtime.meter)
        self._heard = Heard(self._runtime, self.course)
        for thing, habit in self._habits.items():
            if (day := habit.by_itself(thing.due_on)) is not None:
                self._reports[max(day, FIRST)].add(thing)
            if (day := habit.waived_on(thing.due_on)) is not None:
                self._waivers[day].append(thing)

    def run(
        self,
        runs_on: Callable[[date], bool] = lambda _day: True,
        rounds: Sequence[time] = ROUNDS,
    ) -> Course:
        """Every day of the year and of the weeks after it. On those on which a scheduler `runs_on`
        there are `rounds` at these times, too, or one at noon of a day off."""
        began = stopwatch.perf_counter()
        try:
            for n in range((UNTIL - FIRST).days + 1):
                day = FIRST + timedelta(days=n)
                its = rounds if is_weekday(day) else ON_DAYS_OFF
                self._day(day, its if runs_on(day) else ())
        finally:
            self._runtime.engine.dispose()
        self.course.seconds = stopwatch.perf_counter() - began
        return self.course

    def _day(self, day: date, rounds: Sequence[time]) -> None:
        self._at(day, ACTS)
        self._people_act(day)
        for moment in sorted((*rounds, WRITES)):
            self._at(day, moment)
            if moment == WRITES:
                self._people_write(day)
            else:
                self._round()
        for hearing in self._heard.of_day(day):
            self.course.heard.append(hearing)
            self._react(hearing, day)

    def _at(self, day: date, moment: time) -> None:
        self._runtime.at = datetime.combine(day, moment, BANGKOK)

    def _round(self) -> None:
        began = stopwatch.perf_counter()
        run_round(self._runtime, self._runtime.at)
        self.course.round_seconds += stopwatch.perf_counter() - began
        self.course.rounds += 1
        self.course.meter.take_all(self._runtime.engine)

    # --- people -----------------------------------------------------------------------------

    def _people_act(self, day: date) -> None:
        now, owing = self._runtime.at, self.course.world.duties
        reported = sorted(self._reports.pop(day, ()))
        waived = self._waivers.pop(day, ())
        if not reported and not waived:
            return
        with transaction(self._runtime.engine) as session:
            for thing in reported:
                if thing not in self.course.met:
                    report(session, owing[thing], now, day)
                    self.course.met[thing] = now
            for thing in waived:
                if thing not in self.course.met:
                    self._waive(session, owing[thing], now)
        self._told_where_they_report({owing[thing].person_id for thing in reported})

    def _waive(self, session: Session, owed: Owed, now: datetime) -> None:
        by, reason = owed.person_id or 1, "ยกเว้นในปีที่สมมุติขึ้น"
        draft = f"waiver-{owed.key}"[:30]
        waive(session, [owed.judged], until=None, reason=reason, draft_id=draft, by=by, now=now)
        self.course.waived[owed.thing] = now

    def _told_where_they_report(self, people: set[int | None]) -> None:
        """Who reports gets an answer, and with it what waits for them."""
        accounts = self.course.world.accounts
        self._write_to_the_bot({accounts[one] for one in people if one is not None})

    def _people_write(self, day: date) -> None:
        """Everybody who writes on this day for something else."""
        places = self.course.world.places.items()
        self._write_to_the_bot(
            {who for who, place in places if writes(self._seed, who, place, day)}
        )

    def _write_to_the_bot(self, people: set[str]) -> None:
        """Those of these people write for whom something is left; all others would get their
        answer and nothing with it. Nobody reports anything meanwhile, so what digests are made
        from is read once for all of them."""
        left = {who for (who,) in rows_of(self._runtime.engine, _LEFT)}
        with self._runtime.reading() as session:
            country = Country(session, self._runtime.machine_time(), BANGKOK)
            shared = partial(digest_now, country=country)
            with patch.object(owed_left, "digest_now", shared):
                for who in sorted(people & left):
                    self._writes_to_the_bot(who)

    def _writes_to_the_bot(self, who: str) -> None:
        number, at = next(self._numbers), self._runtime.at
        receive(
            self._runtime,
            {
                "type": "message",
                "webhookEventId": f"year-{number}",
                "timestamp": int(at.timestamp() * 1000),
                "source": {"type": "user", "userId": who},
                "replyToken": f"token-{number}",
                "mode": "active",
                "message": {"type": "text", "id": str(number), "text": ASKED},
            },
        )
        self.course.answers += 1
        self.course.meter.take_all(self._runtime.engine)

    def _react(self, hearing: Hearing, day: date) -> None:
        """Somebody has heard of a duty: perhaps it is reported in some days, or put off."""
        habit, told = self._habits.get(hearing.thing), self._told[hearing.thing]
        if habit is None or hearing.thing in self.course.met:
            return
        told[hearing.above] += 1
        after = habit.after_escalation if hearing.above else habit.after_reminder
        acts_on = after(told[hearing.above], day)
        if acts_on is not None:
            self._reports[acts_on].add(hearing.thing)
        elif not hearing.above and puts_off(self._seed, hearing.who, day):
            with transaction(self._runtime.engine) as session:
                until = day + timedelta(days=3)
                pause(session, hearing.person_id, None, until, self._runtime.at)
