"""For any order of reports, pauses and rounds: nobody gets two pushes on a day, and nobody is
reminded of what is met or of what they wanted to hear nothing of."""

import shutil
from collections import Counter
from collections.abc import Callable, Iterator
from datetime import date, timedelta
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from office import RATREE, SUDA, Office, at

from bot.runtime import Runtime
from models.reminder_pauses import pause, pauses_of, resume
from models.vocabulary import RuleSource

FIRST = date(2023, 11, 20)
DAYS = 16
PEOPLE = ("anan", "ratree", "suda")

people = st.sampled_from(PEOPLE)
acts = st.one_of(
    st.tuples(st.just("report"), st.sampled_from([("STN", "anan"), ("RYG1", "ratree")])),
    st.tuples(st.just("put off"), people, st.integers(1, 9), st.booleans()),
    # What is put off a little is often met before it comes again.
    st.tuples(st.just("put off"), people, st.just(2), st.just(True)),
    st.tuples(st.just("stop"), people, st.booleans()),
    st.tuples(st.just("go on"), people),
    st.tuples(st.just("in a form"), people),
    st.tuples(st.just("out of it"), people),
    st.just(("round",)),
)
#: What happens on each day, one after the other.
stories = st.lists(st.lists(acts, max_size=3), min_size=DAYS, max_size=DAYS)


class Story:
    """An office that is told what happens, and what is true of it meanwhile."""

    def __init__(self, office: Office):
        self.office = office
        self.met: set[str] = set()
        self.told: set[int] = set()
        rows = office.rows("SELECT id FROM deadlines WHERE code = 'SANDBOX-STAFF-2566'")
        self.letter = (RuleSource.DEADLINE, int(rows[0][0]))

    def happens(self, moment: str, act: tuple[object, ...]) -> None:
        day = at(moment).date()
        match act:
            case ("report", (str(code), str(by))) if code not in self.met and day >= date(
                2023, 11, 21
            ):
                self.office.submit(moment, code=code, by=by)
                self.met.add(code)
            case ("put off", str(who), int(n), bool(all_of_it)):
                self._pause(who, moment, day + timedelta(days=n), all_of_it)
            case ("stop", str(who), bool(all_of_it)):
                self._pause(who, moment, None, all_of_it)
            case ("go on", str(who)):
                with self.office.writing() as session:
                    resume(session, self.office.person_id(who), day, at(moment))
            case ("in a form", str(who)):
                self.office.begins_a_form(who, minutes_ago=1)
            case ("out of it", str(who)):
                self.office.begins_a_form(who, minutes_ago=60)
            case ("round",):
                self.office.round(moment)
                self._is_right(day)

    def _pause(self, who: str, moment: str, until: date | None, all_of_it: bool) -> None:
        topic = None if all_of_it else self.letter
        with self.office.writing() as session:
            pause(session, self.office.person_id(who), topic, until, at(moment))

    def _is_right(self, day: date) -> None:
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
        assert not [row for row in new if row[2] in self.met], "reminded of what is met"
        assert not [row for row in new if row[1] in silent], "reminded of what is paused"


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
    max_examples=40,
    deadline=None,
    suppress_health_check=[HealthCheck.too_slow, HealthCheck.data_too_large],
)
@given(stories)
def test_whatever_happens_nobody_is_told_twice_a_day_or_of_what_is_met_or_paused(
    fresh_office: Callable[[], Office], story: list[list[tuple[object, ...]]]
) -> None:
    told = Story(fresh_office())
    for n, happening in enumerate(story):
        day = FIRST + timedelta(days=n)
        for hour, act in enumerate(happening, 9):
            told.happens(f"{day}T{hour:02}:00", act)
        told.happens(f"{day}T15:00", ("round",))
    told.office.runtime.engine.dispose()
