"""Who owes what and is it met: at the edges of years, of days and of taking part."""

from datetime import UTC, date, datetime, time
from typing import Any
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from models.obligations import (
    Judgement,
    Record,
    Rule,
    Subject,
    concerns,
    judge,
    period_at,
)
from models.spans import Span, run_at
from models.vocabulary import (
    Cadence,
    DutyState,
    ExchangeLevel,
    LevelsRule,
    ObligationKind,
    RuleSource,
    SubjectKind,
    YearBasis,
)

BANGKOK = ZoneInfo("Asia/Bangkok")
INTRA, INTER, AREA = (
    ExchangeLevel.INTRA_NETWORK,
    ExchangeLevel.INTER_NETWORK,
    ExchangeLevel.AREA,
)
NETWORK = Subject(SubjectKind.NETWORK, 1, "QIN-NPT1-A", "เครือข่าย")
OFFICE = Subject(SubjectKind.OFFICE, 2, "STN", "สพป.สตูล")

# The programme of the sources and its renewal in the sample: one run without a gap.
FIRST = Span(date(2020, 10, 1), date(2023, 9, 30))
RENEWED = Span(date(2023, 10, 1), date(2027, 9, 30))
LETTER = Span(date(2023, 10, 1), date(2026, 9, 30))


def at(text: str) -> datetime:
    """A moment in Bangkok, as the UTC instant that a server has."""
    return datetime.fromisoformat(text).replace(tzinfo=BANGKOK).astimezone(UTC)


def rule(**changed: Any) -> Rule:
    values: dict[str, Any] = {
        "source": RuleSource.OBLIGATION,
        "id": 1,
        "code": "EXCHANGE-YEARLY",
        "programme_id": 1,
        "programme_code": "QIN",
        "programme_name": "-",
        "kind": ObligationKind.EXCHANGE,
        "title": "-",
        "subject_kind": SubjectKind.NETWORK,
        "cadence": Cadence.YEARLY,
        "year_basis": YearBasis.FISCAL,
        "levels": (INTRA, INTER, AREA),
        "levels_rule": LevelsRule.EACH,
    }
    return Rule(**(values | changed))


def plain(**changed: Any) -> Rule:
    """An obligation without levels."""
    values = {"kind": ObligationKind.REPORT, "levels": (), "levels_rule": None}
    return rule(**(values | changed))


def deadline(**changed: Any) -> Rule:
    values = {
        "source": RuleSource.DEADLINE,
        "kind": ObligationKind.RESPONSIBLE_STAFF,
        "subject_kind": SubjectKind.OFFICE,
        "cadence": Cadence.DATE,
        "levels": (),
        "levels_rule": None,
        "min_people": 1,
        "max_people": 3,
        "announced_on": date(2023, 11, 21),
        "due_on": date(2023, 11, 27),
    }
    return rule(**(values | changed))


def held(day: str, level: ExchangeLevel | None = None, told: str | None = None) -> Record:
    return Record(date.fromisoformat(day), level, at(told or f"{day}T12:00"))


def judged(
    rule: Rule,
    now: str,
    *records: Record,
    spans: tuple[Span, ...] = (FIRST, RENEWED),
    periods: tuple[Span, ...] = (FIRST, RENEWED),
    of: str | None = None,
) -> Judgement:
    subject = OFFICE if rule.subject_kind is SubjectKind.OFFICE else NETWORK
    day = date.fromisoformat(of) if of else None
    return judge(rule, subject, spans, periods, records, at(now), BANGKOK, of=day)


def sent(now: str, *records: Record, **changed: Any) -> Judgement:
    """The letter's deadline, judged for an office that is enrolled."""
    return judged(deadline(**changed), now, *records, spans=(LETTER,), periods=(LETTER,))


# --- the period ----------------------------------------------------------------------------------

EDGES = [
    (YearBasis.FISCAL, "2023-09-30T23:59", 2566, "2022-10-01", "2023-09-30"),
    (YearBasis.FISCAL, "2023-10-01T00:00", 2567, "2023-10-01", "2024-09-30"),
    (YearBasis.ACADEMIC, "2024-05-15T23:59", 2566, "2023-05-16", "2024-05-15"),
    (YearBasis.ACADEMIC, "2024-05-16T00:00", 2567, "2024-05-16", "2025-05-15"),
    (YearBasis.CALENDAR, "2023-12-31T23:59", 2566, "2023-01-01", "2023-12-31"),
    (YearBasis.CALENDAR, "2024-01-01T00:00", 2567, "2024-01-01", "2024-12-31"),
    (YearBasis.ANNIVERSARY, "2024-02-29T12:00", 2566, "2023-10-01", "2024-09-30"),
]


@pytest.mark.parametrize(("basis", "now", "year_be", "first", "last"), EDGES)
def test_a_year_is_the_one_of_its_basis_in_bangkok(
    basis: YearBasis, now: str, year_be: int, first: str, last: str
) -> None:
    period = judged(plain(year_basis=basis), now).period
    assert period is not None
    assert (period.label_be, period.basis) == (year_be, basis)
    assert (period.starts_on.isoformat(), period.ends_on.isoformat()) == (first, last)


@pytest.mark.parametrize(
    ("now", "label", "first", "last"),
    [
        ("2023-05-15T23:59", (2565, 2), "2022-11-01", "2023-05-15"),
        ("2023-05-16T00:00", (2566, 1), "2023-05-16", "2023-10-31"),
        ("2023-10-20T12:00", (2566, 1), "2023-05-16", "2023-10-31"),  # the break counts to it
        ("2023-11-01T00:00", (2566, 2), "2023-11-01", "2024-05-15"),
        ("2024-02-29T12:00", (2566, 2), "2023-11-01", "2024-05-15"),
    ],
)
def test_a_semester_has_its_break_with_it(
    now: str, label: tuple[int, int], first: str, last: str
) -> None:
    period = judged(plain(cadence=Cadence.SEMESTER), now).period
    assert period is not None
    assert (period.label_be, period.semester) == label
    assert period.basis is YearBasis.ACADEMIC
    assert (period.starts_on.isoformat(), period.ends_on.isoformat()) == (first, last)


def test_what_is_owed_once_is_owed_anew_in_a_renewed_period() -> None:
    plan = plain(kind=ObligationKind.NETWORK_PLAN, cadence=Cadence.ONCE)
    first = judged(plan, "2023-09-30T12:00", held("2021-05-01"))
    assert first.state is DutyState.DONE
    assert first.period is not None
    assert (first.period.label_be, first.period.last_be) == (2564, 2566)
    renewed = judged(plan, "2023-10-01T00:00", held("2021-05-01"))
    assert (renewed.state, renewed.due_on) == (DutyState.DUE, RENEWED.ends_on)


def test_a_year_is_cut_where_the_programme_ends() -> None:
    academic = plain(year_basis=YearBasis.ACADEMIC)
    last = judged(academic, "2027-06-01T12:00")
    assert last.due_on == date(2027, 9, 30)
    # A renewal without a gap is no cut: what was held in June counts in the year that goes on.
    across = judged(academic, "2023-11-01T12:00", held("2023-06-01"))
    assert across.state is DutyState.DONE
    assert judged(academic, "2023-11-01T12:00", held("2023-06-01"), periods=(RENEWED,)).owed


@given(st.dates(date(2020, 10, 1), date(2027, 9, 30)), st.sampled_from(list(Cadence)))
def test_every_day_of_a_programme_lies_in_its_own_period(day: date, cadence: Cadence) -> None:
    for basis in YearBasis:
        period = period_at(plain(cadence=cadence, year_basis=basis), (FIRST, RENEWED), day)
        assert period is not None
        assert period.has(day)
        assert FIRST.starts_on <= period.starts_on <= period.ends_on <= date(2027, 9, 30)


# --- exchange: the two readings of clause 3.7 ----------------------------------------------------


def test_each_level_is_needed_where_the_clause_is_read_so() -> None:
    two = (held("2023-06-01", INTRA), held("2023-07-01", INTRA), held("2023-08-01", AREA))
    now = "2023-09-01T12:00"
    found = judged(rule(), now, *two)
    assert (found.state, found.done, found.needed) == (DutyState.DUE, 2, 3)
    assert found.by_level == {INTRA: (2, 1), INTER: (0, 1), AREA: (1, 1)}
    assert (found.met_on, found.on_time) == (None, None)
    whole = judged(rule(), now, *two, held("2023-06-15", INTER))
    assert (whole.state, whole.done, whole.needed) == (DutyState.DONE, 3, 3)
    assert (whole.met_on, whole.on_time) == (date(2023, 8, 1), True)


def test_any_level_is_enough_where_the_clause_is_read_so() -> None:
    lenient = rule(levels_rule=LevelsRule.ANY)
    found = judged(lenient, "2023-09-01T12:00", held("2023-08-01", AREA))
    assert (found.state, found.done, found.needed) == (DutyState.DONE, 1, 1)
    assert found.by_level == {INTRA: (0, 1), INTER: (0, 1), AREA: (1, 1)}
    assert found.met_on == date(2023, 8, 1)
    assert judged(lenient, "2023-09-01T12:00").owed


@pytest.mark.parametrize("reading", LevelsRule)
def test_a_level_that_the_rule_does_not_name_counts_for_nothing(reading: LevelsRule) -> None:
    national = held("2023-08-01", ExchangeLevel.NATIONAL)
    found = judged(rule(levels_rule=reading), "2023-09-01T12:00", national)
    assert (found.state, found.done) == (DutyState.DUE, 0)


@pytest.mark.parametrize(
    ("day", "counts_in"), [("2023-09-30", 2566), ("2023-10-01", 2567), ("2024-02-29", 2567)]
)
def test_an_exchange_counts_in_the_year_of_its_day(day: str, counts_in: int) -> None:
    lenient = rule(levels_rule=LevelsRule.ANY)
    for now, year_be in (("2023-09-30T20:00", 2566), ("2024-03-01T12:00", 2567)):
        found = judged(lenient, now, held(day, INTRA, told="2023-09-30T19:00"))
        assert found.done == (counts_in == year_be)


def test_two_a_year_are_met_on_the_day_of_the_second() -> None:
    twice = plain(min_count=2)
    assert judged(twice, "2023-09-01T12:00", held("2023-03-01")).owed
    found = judged(twice, "2023-09-01T12:00", held("2023-08-01"), held("2023-03-01"))
    assert (found.done, found.met_on) == (2, date(2023, 8, 1))


def test_one_record_may_stand_for_several() -> None:
    many = Record(date(2023, 8, 1), None, None, count=4)
    found = judged(plain(min_count=5), "2023-09-01T12:00", held("2023-03-01"), many)
    assert (found.state, found.done, found.met_on) == (DutyState.DONE, 5, date(2023, 8, 1))


def test_without_a_cadence_it_is_recorded_and_never_owed() -> None:
    free = plain(cadence=Cadence.NONE, min_count=0)
    found = judged(free, "2023-09-29T12:00", held("2023-08-01"), held("2022-08-01"))
    assert (found.state, found.done, found.needed) == (DutyState.RECORDED, 1, 0)
    assert (found.due_on, found.due_at, found.met_on) == (None, None, None)
    assert judged(free, "2023-09-29T12:00").state is DutyState.RECORDED


def test_what_was_reported_later_is_not_known_yet() -> None:
    late = held("2023-08-01", told="2023-09-15T12:00")
    assert judged(plain(), "2023-09-15T11:59", late).owed
    assert judged(plain(), "2023-09-15T12:00", late).state is DutyState.DONE


# --- the period just over ------------------------------------------------------------------------


def test_a_year_just_over_is_judged_as_that_year() -> None:
    # 30 Sep 2566 is a Saturday; the day off changes nothing of what is owed.
    over = judged(rule(), "2023-10-02T08:30", of="2023-09-30")
    assert over.period is not None
    assert (over.state, over.period.label_be) == (DutyState.OVERDUE, 2566)
    assert over.due_on == date(2023, 9, 30)
    assert over.due_at == at("2023-09-30T23:59")
    # Entered on Monday, held in time: complete, and no reminder any more.
    entered = held("2023-09-20", told="2023-10-02T08:00")
    met = judged(plain(), "2023-10-02T08:30", entered, of="2023-09-30")
    assert (met.state, met.on_time) == (DutyState.DONE, True)


def test_after_the_programmes_end_nothing_is_overdue() -> None:
    found = judged(rule(), "2023-10-02T08:30", spans=(FIRST,), periods=(FIRST,), of="2023-09-30")
    assert (found.state, found.ended_on) == (DutyState.ENDED, date(2023, 9, 30))
    assert not found.owed


# --- who takes part ------------------------------------------------------------------------------


def test_a_programme_that_is_over_is_said_to_be_over() -> None:
    found = judged(rule(), "2026-11-20T12:00", spans=(FIRST,), periods=(FIRST,))
    assert (found.state, found.period, found.ended_on) == (
        DutyState.ENDED,
        None,
        date(2023, 9, 30),
    )


def test_a_network_that_was_not_renewed_is_over_though_the_programme_runs_on() -> None:
    found = judged(rule(), "2026-11-20T12:00", spans=(FIRST,))
    assert (found.state, found.ended_on) == (DutyState.ENDED, date(2023, 9, 30))


def test_before_it_begins_nothing_is_owed() -> None:
    assert judged(rule(), "2020-09-30T23:59").state is DutyState.NOT_YET
    assert judged(rule(), "2020-10-01T00:00").state is DutyState.DUE
    later = (Span(date(2023, 1, 1), None),)
    assert judged(rule(), "2022-12-31T12:00", spans=later).state is DutyState.NOT_YET
    assert judged(rule(), "2023-01-01T12:00", spans=later).state is DutyState.DUE


def test_somebody_without_an_end_takes_part_as_long_as_the_programme_runs() -> None:
    for_ever = (Span(date(2020, 10, 1), None),)
    assert judged(rule(), "2027-09-30T12:00", spans=for_ever).state is DutyState.DUE
    assert judged(rule(), "2027-10-01T00:00", spans=for_ever).state is DutyState.ENDED


def test_who_leaves_within_the_year_owes_until_then() -> None:
    leaves = (Span(date(2020, 10, 1), date(2023, 3, 31)),)
    assert judged(plain(), "2023-03-01T12:00", spans=leaves).due_on == date(2023, 3, 31)
    assert judged(plain(), "2023-04-01T12:00", spans=leaves).state is DutyState.ENDED


def test_times_that_follow_one_another_are_one() -> None:
    gap = Span(date(2027, 10, 2), None)
    assert run_at((RENEWED, FIRST), date(2024, 1, 1)) == Span(FIRST.starts_on, RENEWED.ends_on)
    assert run_at((FIRST, RENEWED, gap), date(2027, 9, 30)) == Span(
        FIRST.starts_on, RENEWED.ends_on
    )
    assert run_at((FIRST, RENEWED, gap), date(2027, 10, 1)) is None
    assert run_at((FIRST, Span(date(2021, 1, 1), None)), date(2050, 1, 1)) == Span(
        FIRST.starts_on, None
    )


# --- deadlines -----------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("now", "state"),
    [
        ("2023-11-20T23:59", DutyState.NOT_YET),  # announced on the 21st
        ("2023-11-21T00:00", DutyState.DUE),
        ("2023-11-27T23:59", DutyState.DUE),  # 16:59 UTC
        ("2023-11-28T00:00", DutyState.OVERDUE),  # 17:00 UTC, still the 27th there
        ("2026-09-30T23:59", DutyState.OVERDUE),
        ("2026-10-01T00:00", DutyState.ENDED),
    ],
)
def test_a_deadline_passes_at_midnight_in_bangkok(now: str, state: DutyState) -> None:
    found = sent(now)
    assert found.state is state
    assert (found.done, found.needed) == (0, 1)
    assert (found.due_on, found.due_at) == (date(2023, 11, 27), at("2023-11-27T23:59"))
    assert found.period is not None
    assert found.period.label_be == 2567


def test_a_time_of_the_day_is_kept_to_the_end_of_its_minute() -> None:
    assert sent("2023-11-27T16:30", due_time=time(16, 30)).state is DutyState.DUE
    assert sent("2023-11-27T16:31", due_time=time(16, 30)).state is DutyState.OVERDUE


@pytest.mark.parametrize(
    ("day", "on_time"), [("2023-11-21", True), ("2023-11-27", True), ("2023-11-28", False)]
)
def test_complete_and_on_time_are_two_facts(day: str, on_time: bool) -> None:
    found = sent("2023-11-29T12:00", held(day))
    assert (found.state, found.done, found.on_time) == (DutyState.DONE, 1, on_time)
    assert found.met_on == date.fromisoformat(day)


def test_what_was_met_stays_known_when_all_is_over() -> None:
    found = sent("2026-11-20T12:00", held("2023-11-24"))
    assert (found.state, found.done, found.on_time) == (DutyState.ENDED, 1, True)
    assert found.ended_on == date(2026, 9, 30)


def test_a_deadline_concerns_those_who_take_part_on_its_day() -> None:
    assert concerns(deadline(), (LETTER,))
    assert not concerns(deadline(), (Span(date(2023, 11, 28), None),))
    assert not concerns(deadline(), (Span(date(2020, 1, 1), date(2023, 11, 26)),))
    assert concerns(rule(), (Span(date(2050, 1, 1), None),))  # an obligation is everybody's


def test_a_notice_of_the_end_is_never_owed_and_not_for_those_who_go_on() -> None:
    notice = deadline(
        notice=True, kind=None, announced_on=None, due_on=date(2023, 9, 30), min_people=None
    )
    assert concerns(notice, (FIRST,))
    assert not concerns(notice, (FIRST, RENEWED))
    for now, state in (
        ("2023-09-30T23:59", DutyState.NOT_YET),
        ("2023-10-01T00:00", DutyState.ENDED),
    ):
        found = judged(notice, now, spans=(FIRST,))
        assert (found.state, found.needed, found.owed) == (state, 0, False)


# --- people responsible --------------------------------------------------------------------------


def test_one_to_three_people_in_force_are_enough() -> None:
    staff = plain(
        kind=ObligationKind.RESPONSIBLE_STAFF,
        subject_kind=SubjectKind.OFFICE,
        cadence=Cadence.ONCE,
        min_people=1,
        max_people=3,
    )
    both = (LETTER, Span(date(2026, 10, 1), date(2027, 9, 30)))
    assert judged(staff, "2026-11-20T12:00", spans=both, periods=both).owed
    # Named in the period before and still in force: that counts on.
    named = held("2023-11-24")
    found = judged(staff, "2026-11-20T12:00", named, named, spans=both, periods=both)
    assert (found.state, found.done, found.needed) == (DutyState.DONE, 2, 1)
    assert found.met_on == date(2023, 11, 24)
