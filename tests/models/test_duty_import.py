"""Obligations and deadlines of a roster: what is owed, how often, and the ladders."""

import copy
import json
from collections.abc import Callable, Iterator
from datetime import date, time
from typing import Any

import pytest
from sqlalchemy import Engine, select
from sqlalchemy.orm import Session

from bot.database import make_engine, reading, transaction
from models.duties import Deadline, Obligation
from models.programmes import Programme
from models.roster import SHIPPED, Outcome, RowResult, import_roster, refusals
from models.vocabulary import (
    Cadence,
    ExchangeLevel,
    LevelsRule,
    MemberRole,
    SubjectKind,
    YearBasis,
)

SEED = json.loads(SHIPPED[0].read_bytes())
SANDBOX = json.loads(SHIPPED[1].read_bytes())
EXCHANGE, MENTORING, STAFF = 0, 1, 5  # where they stand among the obligations of the seed
LETTER, QIN_END = 0, 1


def obligation(session: Session, code: str = "EXCHANGE-YEARLY") -> Obligation:
    return session.scalars(select(Obligation).where(Obligation.code == code)).one()


def deadline(session: Session, code: str) -> Deadline:
    return session.scalars(select(Deadline).where(Deadline.code == code)).one()


def bring_in(engine: Engine, *documents: Any) -> list[RowResult]:
    with transaction(engine) as session:
        results = import_roster(session, list(documents))
    assert refusals(results) == []
    return results


def changed(**fields: Any) -> dict[str, Any]:
    """The seed, with fields of its obligation of exchange changed; None takes one away."""
    document: dict[str, Any] = copy.deepcopy(SEED)
    row = document["obligations"][EXCHANGE]
    row.update(fields)
    for name in [name for name, value in row.items() if value is None]:
        del row[name]
    return document


def test_the_obligations_of_the_sources_come_in(stocked: Engine) -> None:
    with reading(stocked) as session:
        found = {
            row.code: (row.subject_kind, row.member_role, row.cadence, row.min_count, row.assumed)
            for row in session.scalars(select(Obligation))
        }
    network, school = SubjectKind.NETWORK, SubjectKind.SCHOOL
    assert found == {
        "EXCHANGE-YEARLY": (network, None, Cadence.YEARLY, 1, False),
        "MENTORING": (school, MemberRole.PARTNER, Cadence.SEMESTER, 1, True),
        "NETWORK-PLAN": (network, None, Cadence.ONCE, 1, False),
        "EVALUATION": (network, None, Cadence.YEARLY, 1, True),
        "REPORT": (network, None, Cadence.YEARLY, 1, True),
        "SANDBOX-STAFF": (SubjectKind.OFFICE, None, Cadence.ONCE, 1, False),
        "SANDBOX-MENTOR": (school, MemberRole.PILOT, Cadence.NONE, 0, False),
        "COLLAB-PLAN": (school, MemberRole.PILOT, Cadence.ONCE, 1, False),
    }


def test_what_has_a_cadence_has_the_whole_ladder_unless_its_roster_says_otherwise(
    stocked: Engine,
) -> None:
    with reading(stocked) as session:
        ladders = {row.code: row.ladder for row in session.scalars(select(Obligation))}
    # People are asked for by their deadline, and of a pilot's mentoring no source says how often.
    assert {code for code, ladder in ladders.items() if not ladder} == {
        "SANDBOX-STAFF",
        "SANDBOX-MENTOR",
    }
    assert {tuple(ladder) for ladder in ladders.values() if ladder} == {
        (-30, -14, -7, -3, -1, 0, 1, 3, 7)
    }


def test_an_obligation_has_a_thai_title_though_the_roster_gives_none(stocked: Engine) -> None:
    with reading(stocked) as session:
        titles = session.scalars(select(Obligation.title_th)).all()
        assert obligation(session).title_th == "กิจกรรมแลกเปลี่ยนเรียนรู้"
    assert all(title and not title.isascii() for title in titles)


def test_what_is_only_assumed_of_an_exchange_is_left_to_the_programme(stocked: Engine) -> None:
    with reading(stocked) as session:
        row = obligation(session)
        programme = session.get_one(Programme, row.programme_id)
        assert (row.levels_rule, row.year_basis) == (None, None)
        assert (programme.levels_rule, programme.year_basis) == (
            LevelsRule.EACH,
            YearBasis.FISCAL,
        )
    bring_in(
        stocked,
        changed(
            levels_rule="any",
            levels_rule_assumed=None,
            year_basis="academic",
            year_basis_assumed=None,
        ),
    )
    with reading(stocked) as session:
        row = obligation(session)
        assert (row.levels_rule, row.year_basis) == (LevelsRule.ANY, YearBasis.ACADEMIC)


def test_a_reading_that_was_chosen_is_kept_unless_a_roster_states_one(stocked: Engine) -> None:
    def reading_now() -> LevelsRule:
        with reading(stocked) as session:
            return session.scalars(
                select(Programme.levels_rule).where(Programme.code == "QIN")
            ).one()

    with transaction(stocked) as session:
        session.get_one(Programme, obligation(session).programme_id).levels_rule = LevelsRule.ANY
    bring_in(stocked, SEED)
    assert reading_now() is LevelsRule.ANY
    document = copy.deepcopy(SEED)
    document["programmes"][0]["levels_rule"] = "each"
    bring_in(stocked, document)
    assert reading_now() is LevelsRule.EACH


def test_a_programme_may_name_its_levels(stocked: Engine) -> None:
    document = copy.deepcopy(SEED)
    document["programmes"][0]["exchange_levels"] = ["area", "national"]
    bring_in(stocked, document)
    with reading(stocked) as session:
        levels = session.scalars(
            select(Programme.exchange_levels).where(Programme.code == "QIN")
        ).one()
    assert levels == [ExchangeLevel.AREA, ExchangeLevel.NATIONAL]


def test_the_deadlines_of_the_sources_come_in(stocked: Engine) -> None:
    with reading(stocked) as session:
        letter = deadline(session, "SANDBOX-STAFF-2566")
        assert (letter.announced_on, letter.due_on) == (date(2023, 11, 21), date(2023, 11, 27))
        assert (letter.due_time, letter.notice) == (time(23, 59), False)
        assert letter.ladder == [-6, -3, -1, 0, 1, 3, 7]
        assert letter.obligation_id == obligation(session, "SANDBOX-STAFF").id
        assert letter.submit_url == "https://forms.gle/hqaJ6Zt3VkwwCUmD8"
        end = deadline(session, "QIN-END")
        assert (end.notice, end.announced_on, end.due_time) == (True, None, None)
        assert end.ladder == [-90, -60, -30, -14, -7]
        assert deadline(session, "COLLAB-END").member_role is MemberRole.PILOT
        sample = deadline(session, "SANDBOX-STAFF-2570")
        assert (sample.sample, sample.due_on) == (True, date(2026, 11, 27))
        assert sample.submit_url != letter.submit_url  # nobody is sent to the real form


@pytest.mark.parametrize(
    ("fields", "ladder"),
    [
        ({"remind_days_before": [1, 0, 7, 1]}, [-7, -1, 0, 1, 3, 7]),
        ({"remind_days_before": []}, [1, 3, 7]),
        ({"ladder": [2, -10]}, [-10, 2]),
        ({"ladder": []}, []),
        ({"min_per_year": None, "min_per_semester": 2}, [-30, -14, -7, -3, -1, 0, 1, 3, 7]),
        ({"min_per_year": None}, []),
        ({"cadence_assumed": True, "ladder": [-7]}, [-7]),
    ],
)
def test_a_roster_may_bring_its_own_ladder(
    fields: dict[str, Any], ladder: list[int], engine: Engine
) -> None:
    bring_in(engine, changed(**fields))
    with reading(engine) as session:
        assert obligation(session).ladder == ladder


def test_a_programme_says_when_its_schools_have_their_breaks(engine: Engine) -> None:
    document = copy.deepcopy(SEED)
    document["programmes"][0]["school_breaks"] = ["12-20/01-05"]
    bring_in(engine, document)
    bring_in(engine, SEED)  # a roster that is silent leaves what was said
    with reading(engine) as session:
        breaks = dict(session.execute(select(Programme.code, Programme.school_breaks)).all())
    assert (breaks["QIN"], breaks["SANDBOX"]) == (["12-20/01-05"], None)
    document["programmes"][0]["school_breaks"] = ["12-20/31-05"]
    with transaction(engine) as session:
        refused = refusals(import_roster(session, [document]))
    assert [result.code for result in refused][:1] == ["QIN"]


def test_a_moved_deadline_is_changed_and_told(stocked: Engine) -> None:
    document = copy.deepcopy(SEED)
    row = document["deadlines"][LETTER]
    row["due"] = "2023-12-01"
    row["due_time"] = "16:30"
    results = bring_in(stocked, document)
    told = {(r.kind, r.code): r for r in results if r.outcome is not Outcome.UNCHANGED}
    assert list(told) == [("deadline", "SANDBOX-STAFF-2566")]
    assert told["deadline", "SANDBOX-STAFF-2566"].field == "due_on, due_time"


def test_a_sample_never_changes_a_real_deadline(stocked: Engine) -> None:
    document = copy.deepcopy(SANDBOX)
    document["deadlines"][0]["code"] = "SANDBOX-STAFF-2566"
    bring_in(stocked, document)
    with reading(stocked) as session:
        letter = deadline(session, "SANDBOX-STAFF-2566")
        assert (letter.due_on, letter.sample) == (date(2023, 11, 27), False)


def put(*path: Any, value: Any) -> Callable[[dict[str, Any]], None]:
    def change(document: dict[str, Any]) -> None:
        *way, last = path
        at: Any = document
        for step in way:
            at = at[step]
        at[last] = value

    return change


OF_OBLIGATIONS = {
    "of no programme": (
        put("obligations", EXCHANGE, "programme", value="QUIN"),
        "programme",
        "QUIN",
    ),
    "of an unknown kind": (put("obligations", EXCHANGE, "kind", value="fun"), "kind", "exchange"),
    "owed by nobody we know": (
        put("obligations", EXCHANGE, "subject", value="pupil"),
        "subject",
        "network",
    ),
    "owed none a year": (
        put("obligations", EXCHANGE, "min_per_year", value=0),
        "min_per_year",
        "greater",
    ),
    "owed in two ways": (
        put("obligations", EXCHANGE, "min_per_semester", value=1),
        "",
        "two ways",
    ),
    "an exchange without levels": (
        put("obligations", EXCHANGE, "levels", value=[]),
        "",
        "needs its levels",
    ),
    "levels of what is no exchange": (
        put("obligations", MENTORING, "levels", value=["area"]),
        "",
        "needs its levels",
    ),
    "an unknown level": (
        put("obligations", EXCHANGE, "levels", value=["moon"]),
        "levels.0",
        "intra_network",
    ),
    "an unknown reading": (
        put("obligations", EXCHANGE, "levels_rule", value="some"),
        "levels_rule",
        "each",
    ),
    "staff without a number": (
        put("obligations", STAFF, "max_people", value=None),
        "",
        "min_people and max_people",
    ),
    "more staff at least than at most": (
        put("obligations", STAFF, "min_people", value=4),
        "",
        "more than",
    ),
    "a ladder beyond a year": (
        put("obligations", EXCHANGE, "ladder", value=[-400]),
        "ladder.0",
        "greater",
    ),
}
OF_DEADLINES = {
    "of no programme": (put("deadlines", LETTER, "programme", value="QUIN"), "programme", "QUIN"),
    "of no obligation": (
        put("deadlines", LETTER, "obligation", value="STAFF"),
        "obligation",
        "STAFF",
    ),
    "of another programme's obligation": (
        put("deadlines", LETTER, "obligation", value="REPORT"),
        "obligation",
        "in SANDBOX",
    ),
    "without a day": (put("deadlines", LETTER, "due", value=None), "due", "date"),
    "announced after its day": (
        put("deadlines", LETTER, "announced", value="2023-11-28"),
        "",
        "after its day",
    ),
    "at no time": (put("deadlines", LETTER, "due_time", value="24:00"), "due_time", "HH:MM"),
    "with a form that is no web page": (
        put("deadlines", LETTER, "submit_url", value="javascript:alert(1)"),
        "submit_url",
        "pattern",
    ),
    "reminding after the day": (
        put("deadlines", QIN_END, "remind_days_before", value=[-1]),
        "remind_days_before.0",
        "greater",
    ),
}


@pytest.mark.parametrize(
    ("kind", "broken"),
    [
        *(("obligation", broken) for broken in OF_OBLIGATIONS.values()),
        *(("deadline", broken) for broken in OF_DEADLINES.values()),
    ],
    ids=[
        *(f"an obligation {name}" for name in OF_OBLIGATIONS),
        *(f"a deadline {name}" for name in OF_DEADLINES),
    ],
)
def test_what_makes_no_sense_is_refused_with_the_field(
    kind: str, broken: tuple[Callable[[dict[str, Any]], None], str, str], sqlite_session: Session
) -> None:
    breaks, field, why = broken
    document = copy.deepcopy(SEED)
    breaks(document)
    refused = refusals(import_roster(sqlite_session, [document]))
    told = [(r.kind, r.field or "") for r in refused if why in (r.why or "")]
    assert told == [(kind, field)]


@pytest.fixture
def sqlite_session(sqlite_url: str) -> Iterator[Session]:
    """One open transaction on SQLite alone: what is refused here never comes to a database."""
    engine = make_engine(sqlite_url)
    with Session(engine) as opened:
        opened.connection(execution_options={"writes": True})
        yield opened
    engine.dispose()
