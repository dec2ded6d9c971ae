"""For any order of reports, pauses, waivers, declared days off and rounds of two schedulers, with
days without any and a clock that goes back or jumps a week: nobody gets two pushes on a day or one
on a day off, and nobody is reminded of what is met, of what is waived, or of what they wanted to
hear nothing of."""

import shutil
from collections import Counter
from collections.abc import Callable, Iterator
from datetime import date, datetime, timedelta
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from office import RATREE, SUDA, Office, a_runtime, at

from bot.runtime import Runtime
from models.days_off import declare
from models.duty_queries import outstanding
from models.reminder_pauses import pause, pauses_of, resume
from models.vocabulary import RuleSource
from models.waivers import DutyWaiver, waive
from scheduler.jobs import run_round

FIRST = date(2023, 11, 21)
PEOPLE = ("anan", "ratree", "suda")

people = st.sampled_from(PEOPLE)
acts = st.one_of(
    st.tuples(st.just("report"), st.sampled_from([("STN", "anan"), ("RYG1", "ratree")])),
    st.tuples(st.just("put off"), people, st.integers(1, 9), st.booleans()),
    # What is put off a little is often met before it comes again.
    st.tuples(st.just("put off"), people, st.just(2), st.just(True)),
    st.tuples(st.just("stop"), people, st.booleans()),
    st.tuples(st.just("go on"), people),
    st.tuples(st.just("waive"), st.sampled_from(["STN", "RYG1"]), st.integers(0, 9)),
    st.just(("take back",)),
    st.just(("day off",)),
    st.tuples(st.just("in a form"), people),
    st.tuples(st.just("out of it"), people),
)
#: Over how many days the clock goes before a step.
jumps = st.sampled_from((0, 1, 1, 1, 2, 3, 7, -1, -3))
#: What happens in each step, one after the other, and which scheduler's turn it is.
stories = st.lists(
    st.tuples(jumps, st.lists(acts, max_size=2), st.sampled_from((0, 1))), min_size=5, max_size=10
)


class Story:
    """An office that is told what happens, and what is true of it meanwhile."""

    def __init__(self, office: Office):
        self.office = office
        self.schedulers = (office.runtime, a_runtime(office.runtime.settings.database_url))
        self.met: dict[str, datetime] = {}
        self.waived: dict[str, tuple[datetime, date]] = {}  # since and until when, both included
        self.off: set[date] = set()
        self.told: set[int] = set()
        rows = office.rows("SELECT id FROM deadlines WHERE code = 'SANDBOX-STAFF-2566'")
        self.letter = (RuleSource.DEADLINE, int(rows[0][0]))

    def happens(self, moment: str, act: tuple[object, ...]) -> None:
        day = at(moment).date()
        match act:
            case ("report", (str(code), str(by))) if code not in self.met and day >= FIRST:
                self.office.submit(moment, code=code, by=by)
                self.met[code] = at(moment)
            case ("put off", str(who), int(n), bool(all_of_it)):
                self._pause(who, moment, day + timedelta(days=n), all_of_it)
            case ("stop", str(who), bool(all_of_it)):
                self._pause(who, moment, None, all_of_it)
            case ("go on", str(who)):
                with self.office.writing() as session:
                    resume(session, self.office.person_id(who), day, at(moment))
            case ("waive", str(code), int(n)):
                self._waive(code, moment, day + timedelta(days=n) if n else None)
            case ("take back",):
                with self.office.writing() as session:
                    given_up = {"ended_at": at(moment), "ended_by_person_id": self.by}
                    session.query(DutyWaiver).filter_by(ended_at=None).update(given_up)
                self.waived = {}
            case ("day off",):
                with self.office.writing() as session:
                    declare(
                        session,
                        day,
                        works=False,
                        name="-",
                        draft_id=moment,
                        by=self.by,
                        now=at(moment),
                    )
                self.off.add(day)
            case ("in a form", str(who)):
                self.office.begins_a_form(who, minutes_ago=1)
            case ("out of it", str(who)):
                self.office.begins_a_form(who, minutes_ago=60)

    def round(self, moment: str, scheduler: int) -> None:
        """A round of one of the two schedulers."""
        run_round(self.schedulers[scheduler], at(moment))
        self._is_right(at(moment))

    def _pause(self, who: str, moment: str, until: date | None, all_of_it: bool) -> None:
        topic = None if all_of_it else self.letter
        with self.office.writing() as session:
            pause(session, self.office.person_id(who), topic, until, at(moment))

    @property
    def by(self) -> int:
        return self.office.person_id("suda")

    def _waive(self, code: str, moment: str, until: date | None) -> None:
        now = at(moment)
        with self.office.writing() as session:
            owed = [
                one
                for one in outstanding(session, now=now)
                if (one.rule.code, one.subject.code) == ("SANDBOX-STAFF-2566", code) and one.owed
            ]
            waive(session, owed, until=until, reason="-", draft_id=moment, by=self.by, now=now)
        if owed:
            self.waived[code] = now, until or date.max

    def _is_right(self, now: datetime) -> None:
        day = now.date()
        pushes = self.office.pushes()
        assert max(Counter((push.day, push.who) for push in pushes).values(), default=1) == 1
        query = (
            "SELECT r.id, r.recipient_person_id, o.code FROM reminders r "
            "JOIN offices o ON o.id = r.subject_id "
            "WHERE r.state = 'sent' AND r.subject_kind = 'office'"
        )
        new = [row for row in self.office.rows(query) if row[0] not in self.told]
        self.told.update(row[0] for row in new)
        with self.office.runtime.reading() as session:
            silent = pauses_of(session, {row[1] for row in new}, day)
        met = {code for code, since in self.met.items() if since <= now}
        assert not [row for row in new if row[2] in met], "reminded of what is met"
        assert not [row for row in new if row[1] in silent], "reminded of what is paused"
        waived = {c for c, (since, until) in self.waived.items() if since <= now and day <= until}
        assert not [row for row in new if row[2] in waived], "reminded of what is waived"
        assert not (new and day in self.off), "reminded on a day off"


@pytest.fixture(scope="module")
def fresh_office(
    migrated_file: Path, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[Callable[[], Office]]:
    """A new office each time, from one file that is furnished once."""
    folder = tmp_path_factory.mktemp("stories")
    shutil.copyfile(migrated_file, folder / "furnished.db")
    Office(f"sqlite:///{folder / 'furnished.db'}", SUDA, RATREE).runtime.engine.dispose()
    opened: list[Runtime] = []

    def fresh() -> Office:
        file = folder / f"story-{len(opened)}.db"
        shutil.copyfile(folder / "furnished.db", file)
        office = Office(f"sqlite:///{file}", SUDA, RATREE, furnished=True)
        opened.append(office.runtime)
        return office

    yield fresh
    for runtime in opened:
        runtime.engine.dispose()


@settings(
    max_examples=10,
    deadline=None,
    suppress_health_check=[HealthCheck.too_slow, HealthCheck.data_too_large],
)
@given(stories)
def test_whatever_happens_nobody_is_told_twice_a_day_or_of_what_is_met_waived_or_paused(
    fresh_office: Callable[[], Office], story: list[tuple[int, list[tuple[object, ...]], int]]
) -> None:
    told, day = Story(fresh_office()), FIRST
    for jump, happening, scheduler in story:
        day += timedelta(days=jump)
        for hour, act in enumerate(happening, 9):
            told.happens(f"{day}T{hour:02}:00", act)
        told.round(f"{day}T15:00", scheduler)
    for runtime in told.schedulers:
        runtime.engine.dispose()
