"""Judgements from the database: who is held to what, what counts, what is open."""

import uuid
from datetime import date, datetime, timedelta
from pathlib import Path
from time import perf_counter

import pytest
from duty_desk import (
    appoint,
    at,
    deadline,
    exchange,
    obligation,
    programme_id,
    report,
    scope,
    somebody,
    subject,
    visit,
)
from sqlalchemy import Engine, event, insert, select
from sqlalchemy.orm import Session

from bot.database import reading, transaction
from models.duties import ResponsibleStaff
from models.duty_queries import judgement_of, judgements, judgements_of, open_dues, outstanding
from models.networks import NetworkMembership
from models.obligations import Judgement
from models.programmes import Enrolment, Programme, ProgrammePeriod
from models.roster import import_files, refusals
from models.submissions import save_submission
from models.visits import MentoringVisit
from models.vocabulary import (
    DutyState,
    ExchangeLevel,
    LevelsRule,
    MemberRole,
    ReportKind,
    Role,
    RuleSource,
    SubjectKind,
    VisitKind,
    VisitMode,
    YearBasis,
)
from models.waivers import take_back, waive

NATIONAL = Path(__file__).parent.parent / "data" / "synth_roster.json"
INTRA, INTER, AREA = (
    ExchangeLevel.INTRA_NETWORK,
    ExchangeLevel.INTER_NETWORK,
    ExchangeLevel.AREA,
)
A, B = "QIN-NPT1-A", "QIN-NPT1-B"
BEFORE = at("2023-11-24T08:30")


def one(session: Session, code: str, who: str, now: datetime = BEFORE) -> Judgement:
    found = [
        judged
        for judged in judgements(session, now=now)
        if (judged.rule.code, judged.subject.code) == (code, who)
    ]
    assert len(found) == 1, (code, who)
    return found[0]


def open_at(session: Session, text: str, *codes: str) -> set[tuple[str, str, str]]:
    """What is open (of these rules alone): the code of the rule, of the subject, the state."""
    return {
        (judged.rule.code, judged.subject.code, judged.state.value)
        for judged in open_dues(session, at(text))
        if not codes or judged.rule.code in codes
    }


# --- who is held to what -------------------------------------------------------------------------


def test_each_rule_has_the_subjects_it_is_for(desk: Session) -> None:
    held: dict[str, list[str]] = {}
    for judged in judgements(desk, now=BEFORE):
        held.setdefault(judged.rule.code, []).append(judged.subject.code)
    pilots = ["RYG1-P1", "RYG1-P2", "STN-P1", "STN-P2"]
    partners = [f"NPT1-0{number}" for number in (2, 3, 4, 6, 7, 8)]
    assert held == {
        "EXCHANGE-YEARLY": [A, B],
        "MENTORING": partners,
        "NETWORK-PLAN": [A, B],
        "EVALUATION": [A, B],
        "REPORT": [A, B],
        "SANDBOX-STAFF": ["RYG1", "STN"],
        "SANDBOX-MENTOR": pilots,
        "COLLAB-PLAN": ["CA-01", "CA-02", "CA-03"],
        "COLLAB-END": ["CA-01", "CA-02", "CA-03"],
        "SANDBOX-STAFF-2566": ["RYG1", "STN"],
        "SANDBOX-STAFF-2570": ["RYG1", "STN"],
        # QIN-END is for nobody: both networks go on.
    }


def test_a_programmes_end_is_told_to_those_who_do_not_go_on(desk: Session) -> None:
    desk.query(NetworkMembership).filter(NetworkMembership.starts_on > date(2023, 1, 1)).delete()
    found = one(desk, "QIN-END", A, at("2023-09-01T12:00"))
    assert (found.state, found.rule.notice, found.rule.ladder) == (
        DutyState.NOT_YET,
        True,
        (-90, -60, -30, -14, -7),
    )


def test_a_rule_brings_along_what_reminders_and_cards_say(desk: Session) -> None:
    rule = one(desk, "SANDBOX-STAFF-2566", "STN").rule
    assert rule.source is RuleSource.DEADLINE
    assert (rule.programme_code, rule.due_on) == ("SANDBOX", date(2023, 11, 27))
    assert rule.announced_on == date(2023, 11, 21)
    assert rule.ladder == (-6, -3, -1, 0, 1, 3, 7)
    assert rule.submit_url == "https://forms.gle/hqaJ6Zt3VkwwCUmD8"
    assert (rule.min_people, rule.max_people) == (1, 3)
    yearly = one(desk, "EXCHANGE-YEARLY", A).rule
    assert yearly.ladder == (-30, -14, -7, -3, -1, 0, 1, 3, 7)
    assert (yearly.clause, yearly.year_basis) == ("MOU-NPT1-2564/3.7", YearBasis.FISCAL)
    assert (yearly.levels, yearly.levels_rule) == ((INTRA, INTER, AREA), LevelsRule.EACH)


@pytest.mark.parametrize(
    ("code", "seen"),
    [
        ("QIN-NPT1-A", {A, "NPT1-02", "NPT1-03", "NPT1-04"}),
        ("NPT1-01", {A, "NPT1-02", "NPT1-03", "NPT1-04"}),  # leads it
        ("NPT1-02", {A, "NPT1-02"}),  # is a partner in it
        ("NPT1", {A, B, *(f"NPT1-0{number}" for number in (2, 3, 4, 6, 7, 8))}),
        ("STN", {"STN", "STN-P1", "STN-P2"}),
        ("STN-P1", {"STN-P1"}),
        ("COLLAB", {"CA-01", "CA-02", "CA-03"}),
    ],
)
def test_a_scope_shows_its_own_and_nothing_else(code: str, seen: set[str], desk: Session) -> None:
    found = judgements(desk, now=BEFORE, scope=scope(desk, code))
    assert {judged.subject.code for judged in found} == seen


def test_the_number_of_statements_does_not_grow_with_the_subjects(stocked: Engine) -> None:
    def statements() -> int:
        seen: list[str] = []
        with reading(stocked) as session:
            connection = session.connection()
            event.listen(
                connection, "before_cursor_execute", lambda *told: seen.append(told[2]), named=False
            )
            assert judgements(session, now=BEFORE)
        return len(seen)

    before = statements()
    with transaction(stocked) as session:
        assert refusals(import_files(session, [NATIONAL])) == []
    assert statements() == before
    assert before < 25


# --- what counts ---------------------------------------------------------------------------------


def test_an_exchange_counts_for_every_network_that_took_part(desk: Session) -> None:
    exchange(desk, "2023-11-01", AREA, A, B)
    exchange(desk, "2023-11-02", INTRA, A)
    first, second = one(desk, "EXCHANGE-YEARLY", A), one(desk, "EXCHANGE-YEARLY", B)
    assert first.by_level == {INTRA: (1, 1), INTER: (0, 1), AREA: (1, 1)}
    assert second.by_level == {INTRA: (0, 1), INTER: (0, 1), AREA: (1, 1)}
    assert (first.done, first.needed, first.state) == (2, 3, DutyState.DUE)
    exchange(desk, "2023-11-03", INTER, B, A)
    assert one(desk, "EXCHANGE-YEARLY", A).state is DutyState.DONE
    assert one(desk, "EXCHANGE-YEARLY", B).state is DutyState.DUE


@pytest.mark.parametrize(
    ("day", "programme", "counts"),
    [
        ("2023-09-30", "QIN", False),  # fiscal 2566
        ("2023-10-01", "QIN", True),
        ("2024-02-29", "QIN", True),
        ("2023-11-01", "COLLAB", False),
    ],
)
def test_an_exchange_counts_in_its_year_and_programme(
    day: str, programme: str, counts: bool, desk: Session
) -> None:
    exchange(desk, day, AREA, A, programme_id=programme_id(desk, programme))
    found = one(desk, "EXCHANGE-YEARLY", A, at("2024-03-01T12:00"))
    assert found.by_level[AREA] == (int(counts), 1)


def test_the_reading_of_the_levels_and_the_year_are_the_programmes(desk: Session) -> None:
    exchange(desk, "2023-11-01", AREA, A)
    assert one(desk, "EXCHANGE-YEARLY", A).state is DutyState.DUE
    programme = desk.get_one(Programme, programme_id(desk, "QIN"))
    programme.levels_rule = LevelsRule.ANY
    programme.year_basis = YearBasis.CALENDAR
    desk.flush()
    found = one(desk, "EXCHANGE-YEARLY", A)
    assert (found.state, found.done, found.needed) == (DutyState.DONE, 1, 1)
    assert found.period is not None
    assert (found.period.label_be, found.period.basis) == (2566, YearBasis.CALENDAR)
    # What the obligation says itself goes before the programme.
    own = obligation(desk, "EXCHANGE-YEARLY")
    own.levels_rule, own.year_basis = LevelsRule.EACH, YearBasis.FISCAL
    desk.flush()
    assert one(desk, "EXCHANGE-YEARLY", A).state is DutyState.DUE


def test_visits_of_mentoring_count_for_the_school_in_its_semester(desk: Session) -> None:
    visit(desk, "2023-10-31", "NPT1-02")  # semester 1 with its break
    visit(desk, "2023-11-01", "NPT1-03")
    visit(desk, "2023-11-20", "NPT1-03")
    visit(desk, "2023-11-20", "NPT1-04", kind=VisitKind.SUPERVISION)
    visit(desk, "2023-11-20", "NPT1-06", programme="SANDBOX")
    visit(desk, "2023-11-25", "NPT1-07")  # tomorrow, as seen from the day that is judged
    done = {
        code: (found.state, found.done, found.met_on)
        for code in ("NPT1-02", "NPT1-03", "NPT1-04", "NPT1-06", "NPT1-07")
        if (found := one(desk, "MENTORING", code))
    }
    owed = (DutyState.DUE, 0, None)
    assert done == {
        "NPT1-02": owed,
        "NPT1-03": (DutyState.DONE, 2, date(2023, 11, 1)),
        "NPT1-04": owed,
        "NPT1-06": owed,
        "NPT1-07": owed,
    }


def test_visits_without_a_cadence_are_counted_and_not_owed(desk: Session) -> None:
    visit(desk, "2023-11-20", "STN-P1", programme="SANDBOX")
    found = one(desk, "SANDBOX-MENTOR", "STN-P1")
    assert (found.state, found.done, found.needed) == (DutyState.RECORDED, 1, 0)


# (rule, of what kind, for whom, in which programme, what else it says, met by whom)
MET = [
    ("NETWORK-PLAN", ReportKind.NETWORK_PLAN, A, "QIN", {}, A),
    ("EVALUATION", ReportKind.EVALUATION, A, "QIN", {"about": "NPT1-02"}, A),
    ("REPORT", ReportKind.ANNUAL_REPORT, A, "QIN", {}, A),
]


@pytest.mark.parametrize(("rule", "kind", "code", "programme", "more", "who"), MET)
def test_a_report_meets_what_it_is_for(
    rule: str,
    kind: ReportKind,
    code: str,
    programme: str,
    more: dict[str, str],
    who: str,
    desk: Session,
) -> None:
    june = at("2023-06-20T10:00")
    assert one(desk, rule, who, june).state is DutyState.DUE
    report(desk, "2023-06-10", ReportKind.SUGGESTION, code, programme)
    assert one(desk, rule, who, june).state is DutyState.DUE
    made = report(desk, "2023-06-10", kind, code, programme, **more)
    met = one(desk, rule, who, june)
    assert (met.state, met.done, met.met_on) == (DutyState.DONE, 1, date(2023, 6, 10))
    assert one(desk, rule, B, june).state is DutyState.DUE
    made.withdrawn_at = june
    desk.flush()
    assert one(desk, rule, who, june).state is DutyState.DUE


@pytest.mark.parametrize(("told", "on_time"), [("2023-09-30", True), ("2023-10-09", False)])
def test_a_yearly_report_that_comes_after_its_year_counts_for_it_and_is_late(
    told: str, on_time: bool, desk: Session
) -> None:
    report(desk, "2023-09-30", ReportKind.ANNUAL_REPORT, A, created_at=at(f"{told}T10:00"))
    over = judgements(desk, now=at("2023-10-10T09:00"), of=date(2023, 9, 30))
    [found] = [j for j in over if (j.rule.code, j.subject.code) == ("REPORT", A)]
    assert (found.state, found.on_time) == (DutyState.DONE, on_time)
    assert found.met_on == date.fromisoformat(told)
    assert one(desk, "REPORT", A, at("2023-10-10T09:00")).state is DutyState.DUE


def test_an_improvement_plan_counts_for_its_pilot_school(desk: Session) -> None:
    then = at("2022-06-20T10:00")
    assert one(desk, "COLLAB-PLAN", "CA-01", then).state is DutyState.DUE
    report(desk, "2022-06-10", ReportKind.IMPROVEMENT_PLAN, "CA-01", "COLLAB")
    assert one(desk, "COLLAB-PLAN", "CA-01", then).state is DutyState.DONE
    assert one(desk, "COLLAB-PLAN", "CA-02", then).state is DutyState.DUE


def test_where_schools_are_asked_an_evaluation_counts_for_the_school_it_is_about(
    desk: Session,
) -> None:
    rule = obligation(desk, "EVALUATION")
    rule.subject_kind, rule.member_role = SubjectKind.SCHOOL, MemberRole.PARTNER
    report(desk, "2023-06-10", ReportKind.EVALUATION, A, about="NPT1-02")
    june = at("2023-06-20T10:00")
    assert one(desk, "EVALUATION", "NPT1-02", june).state is DutyState.DONE
    assert one(desk, "EVALUATION", "NPT1-03", june).state is DutyState.DUE


def test_a_report_of_another_year_or_programme_does_not_count(desk: Session) -> None:
    june = at("2023-06-20T10:00")
    report(desk, "2022-09-30", ReportKind.EVALUATION, A, about="NPT1-02")
    report(desk, "2023-06-10", ReportKind.EVALUATION, A, "COLLAB", about="NPT1-02")
    assert one(desk, "EVALUATION", A, june).state is DutyState.DUE


def test_nothing_to_report_and_suggestions_meet_nothing(desk: Session) -> None:
    june = at("2023-06-20T10:00")
    owed = {judged.rule.code for judged in judgements(desk, now=june) if judged.owed}
    report(desk, "2023-06-10", ReportKind.ZERO_REPORT, A, until="2023-08-01")
    report(desk, "2023-06-10", ReportKind.SUGGESTION, A)
    assert {judged.rule.code for judged in judgements(desk, now=june) if judged.owed} == owed


def staff(session: Session, place: int, since: str, until: str | None = None) -> None:
    session.add(
        ResponsibleStaff(
            programme_id=programme_id(session, "SANDBOX"),
            office_id=subject(session, "STN").id,
            place=place,
            full_name="-",
            position="-",
            contact="-",
            starts_on=date.fromisoformat(since),
            ends_on=date.fromisoformat(until) if until else None,
            named_by_person_id=somebody(session),
            draft_id=str(uuid.uuid4()),
            created_at=at(f"{since}T12:00"),
        )
    )
    session.flush()


def test_staff_count_while_they_are_in_force(desk: Session) -> None:
    staff(desk, 1, "2023-11-22", "2023-11-23")
    assert one(desk, "SANDBOX-STAFF", "STN", at("2023-11-23T12:00")).state is DutyState.DONE
    assert one(desk, "SANDBOX-STAFF", "STN", at("2023-11-24T12:00")).state is DutyState.DUE
    staff(desk, 1, "2023-11-24")
    staff(desk, 2, "2023-11-24")
    found = one(desk, "SANDBOX-STAFF", "STN")
    assert (found.state, found.done, found.needed) == (DutyState.DUE, 0, 1)  # told at noon only
    found = one(desk, "SANDBOX-STAFF", "STN", at("2026-11-20T12:00"))  # renewed, still in force
    assert (found.state, found.done) == (DutyState.DONE, 2)
    assert one(desk, "SANDBOX-STAFF", "RYG1", at("2026-11-20T12:00")).state is DutyState.DUE


def submit(session: Session, who: str, day: str, code: str = "SANDBOX-STAFF-2566") -> None:
    save_submission(
        session,
        deadline_id=deadline(session, code).id,
        subject=subject(session, who),
        submitted_on=date.fromisoformat(day),
        by_person_id=somebody(session),
        draft_id=str(uuid.uuid4()),
        now=at(f"{day}T09:00"),
    )


def test_a_deadline_is_met_by_what_was_sent_for_it_alone(desk: Session) -> None:
    staff(desk, 1, "2023-11-22")  # naming people is one thing, sending the form another
    now = at("2023-11-29T12:00")
    assert one(desk, "SANDBOX-STAFF-2566", "STN", now).state is DutyState.OVERDUE
    submit(desk, "STN", "2023-11-28")
    found = one(desk, "SANDBOX-STAFF-2566", "STN", now)
    assert (found.state, found.met_on, found.on_time) == (
        DutyState.DONE,
        date(2023, 11, 28),
        False,
    )
    assert one(desk, "SANDBOX-STAFF-2566", "RYG1", now).state is DutyState.OVERDUE
    assert one(desk, "SANDBOX-STAFF-2570", "STN", now).state is DutyState.NOT_YET


# --- what is open --------------------------------------------------------------------------------

NETWORKS_OWE = ("EXCHANGE-YEARLY", "NETWORK-PLAN", "EVALUATION", "REPORT")
LETTER, LETTER_2570, YEARLY = "SANDBOX-STAFF-2566", "SANDBOX-STAFF-2570", "EXCHANGE-YEARLY"


def test_what_has_a_ladder_is_open_for_reminders_and_nothing_else(desk: Session) -> None:
    found = open_at(desk, "2023-11-20T12:00")
    partners = {f"NPT1-0{number}" for number in (2, 3, 4, 6, 7, 8)}
    assert found == {
        *((code, who, "due") for code in NETWORKS_OWE for who in (A, B)),
        *(("MENTORING", who, "due") for who in partners),
        # The semester that ended on 31 October, three weeks ago.
        *(("MENTORING", who, "overdue") for who in partners),
    }


def test_the_end_of_a_programme_is_open_while_it_is_ahead_for_those_who_do_not_go_on(
    desk: Session,
) -> None:
    ends = {("COLLAB-END", f"CA-0{number}", "not_yet") for number in (1, 2, 3)}
    for now, open_ in (("2022-07-21T12:00", ends), ("2022-07-22T00:00", set())):
        assert {row for row in open_at(desk, now) if row[0] == "COLLAB-END"} == open_


def test_what_is_waived_is_open_to_nobody_and_stands_among_what_is_outstanding(
    desk: Session,
) -> None:
    now = at("2023-11-22T12:00")
    [stn] = [j for j in outstanding(desk, now=now, scope=scope(desk, "STN")) if _is_letter(j)]
    coordinator = appoint(desk, "คุณส่วนกลาง ใจดี", Role.NATIONAL_COORDINATOR, "TH")
    waive(desk, [stn], until=None, reason="น้ำท่วม", draft_id="d-1", by=coordinator, now=now)
    assert {row for row in open_at(desk, "2023-11-22T12:00") if row[0] == LETTER} == {
        (LETTER, "RYG1", "due")
    }
    [waived] = [j for j in outstanding(desk, now=now, scope=scope(desk, "STN")) if _is_letter(j)]
    assert waived.state is DutyState.WAIVED
    assert waived.waiver is not None
    assert (waived.waiver.by, waived.waiver.reason) == ("คุณส่วนกลาง ใจดี", "น้ำท่วม")
    # The same draft again waives nothing more; taken back, it is owed as before.
    again = waive(desk, [stn], until=None, reason="-", draft_id="d-1", by=coordinator, now=now)
    assert again == 0
    assert take_back(desk, waived.waiver.id, coordinator, now)
    assert not take_back(desk, waived.waiver.id, coordinator, now)
    assert (LETTER, "STN", "due") in open_at(desk, "2023-11-22T12:00")


def _is_letter(judged: Judgement) -> bool:
    return judged.rule.code == LETTER


@pytest.mark.parametrize(
    ("now", "state"),
    [
        ("2023-11-20T23:59", None),
        ("2023-11-21T00:00", "due"),
        ("2023-11-27T23:59", "due"),
        ("2023-11-28T00:00", "overdue"),
        ("2023-12-18T12:00", "overdue"),  # the last step and 14 days
        ("2023-12-19T12:00", None),
    ],
)
def test_a_deadline_is_open_from_its_announcement_until_it_is_let_go(
    now: str, state: str | None, desk: Session
) -> None:
    found = {row for row in open_at(desk, now) if row[0] == LETTER}
    assert found == ({(LETTER, "RYG1", state), (LETTER, "STN", state)} if state else set())


def test_who_has_sent_it_is_out(desk: Session) -> None:
    submit(desk, "STN", "2023-11-24")
    assert {row for row in open_at(desk, "2023-11-24T09:00") if row[0] == LETTER} == {
        (LETTER, "RYG1", "due")
    }


def test_a_year_just_over_stays_open_for_a_while_beside_the_new_one(desk: Session) -> None:
    for level in (INTRA, INTER, AREA):
        exchange(desk, "2023-09-01", level, A)
    both = {(YEARLY, A, "due"), (YEARLY, B, "due")}
    assert open_at(desk, "2023-09-30T23:59", YEARLY) == {(YEARLY, B, "due")}
    assert open_at(desk, "2023-10-01T00:00", YEARLY) == both | {(YEARLY, B, "overdue")}
    assert open_at(desk, "2023-10-21T12:00", YEARLY) == both | {(YEARLY, B, "overdue")}
    assert open_at(desk, "2023-10-22T12:00", YEARLY) == both


def test_after_a_programmes_end_nothing_is_open(desk: Session) -> None:
    desk.query(NetworkMembership).filter(NetworkMembership.starts_on > date(2023, 1, 1)).delete()
    assert {code for code, *_ in open_at(desk, "2023-09-30T12:00")} == {
        *NETWORKS_OWE,
        "MENTORING",
        "QIN-END",
    }
    assert open_at(desk, "2023-10-01T12:00") == set()
    assert open_at(desk, "2026-11-20T12:00") == {
        (LETTER_2570, "RYG1", "due"),
        (LETTER_2570, "STN", "due"),
    }


def test_a_network_of_an_open_roster_owes_while_the_programme_runs(desk: Session) -> None:
    assert refusals(import_files(desk, [NATIONAL])) == []
    owing = {judged.subject.code for judged in open_dues(desk, at("2026-11-20T12:00"))}
    # The networks and partner schools that were invented, the real ones, two offices.
    assert len(owing) == (178 + 558) + (2 + 6) + 2
    desk.query(ProgrammePeriod).filter(ProgrammePeriod.starts_on == date(2023, 10, 1)).filter(
        ProgrammePeriod.programme_id == programme_id(desk, "QIN")
    ).delete()
    assert len(open_dues(desk, at("2026-11-20T12:00"))) == 2


# --- judged again --------------------------------------------------------------------------------


def test_one_duty_is_judged_again_at_the_moment_of_sending(desk: Session) -> None:
    letter, office = deadline(desk), subject(desk, "STN")
    key = (RuleSource.DEADLINE, letter.id, office, letter.due_on)
    before = judgement_of(desk, *key, BEFORE)
    assert before is not None
    assert before == one(desk, LETTER, "STN")
    submit(desk, "STN", "2023-11-24")
    after = judgement_of(desk, *key, at("2023-11-24T09:00"))
    assert after is not None
    assert (before.owed, after.owed) == (True, False)


def test_a_year_just_over_is_judged_again_as_that_year(desk: Session) -> None:
    rule, network = obligation(desk, YEARLY), subject(desk, A)
    monday = at("2023-10-02T08:30")
    key = (RuleSource.OBLIGATION, rule.id, network, date(2023, 9, 30))
    found = judgement_of(desk, *key, monday)
    assert found is not None
    assert (found.state, found.due_on) == (DutyState.OVERDUE, date(2023, 9, 30))
    for level in (INTRA, INTER, AREA):
        exchange(desk, "2023-09-20", level, A, told="2023-10-02T08:00")
    found = judgement_of(desk, *key, monday)
    assert found is not None
    assert found.state is DutyState.DONE


def test_what_is_no_duty_any_more_is_none(desk: Session) -> None:
    letter, office = deadline(desk), subject(desk, "STN")
    dated = RuleSource.DEADLINE
    assert (
        judgement_of(desk, dated, letter.id, subject(desk, "NPT1"), letter.due_on, BEFORE) is None
    )
    assert judgement_of(desk, dated, 999, office, letter.due_on, BEFORE) is None
    assert judgement_of(desk, dated, letter.id, office, date(2023, 11, 30), BEFORE) is None
    letter.due_on = date(2023, 12, 1)  # put off: the reminder of the old day is void
    desk.flush()
    assert judgement_of(desk, dated, letter.id, office, date(2023, 11, 27), BEFORE) is None
    assert judgement_of(desk, dated, letter.id, office, date(2023, 12, 1), BEFORE) is not None
    desk.query(Enrolment).delete()
    assert judgement_of(desk, dated, letter.id, office, date(2023, 12, 1), BEFORE) is None


def test_many_are_judged_again_at_once(desk: Session) -> None:
    monday = at("2023-10-02T08:30")
    rule, letter = obligation(desk, YEARLY), deadline(desk)
    first, second, office = subject(desk, A), subject(desk, B), subject(desk, "STN")
    over, ahead = date(2023, 9, 30), date(2024, 9, 30)
    yearly = RuleSource.OBLIGATION
    duties = [
        (yearly, rule.id, first.kind, first.id, over),
        (yearly, rule.id, second.kind, second.id, ahead),
        (yearly, rule.id, office.kind, office.id, over),  # an office owes no exchange
        (RuleSource.DEADLINE, letter.id, office.kind, office.id, letter.due_on),
    ]
    found = judgements_of(desk, duties, monday)
    assert {duty: judged.state for duty, judged in found.items()} == {
        duties[0]: DutyState.OVERDUE,
        duties[1]: DutyState.DUE,
        duties[3]: DutyState.NOT_YET,
    }


# --- how long it takes ---------------------------------------------------------------------------


def test_the_country_is_judged_quickly(stocked: Engine, capsys: pytest.CaptureFixture[str]) -> None:
    """The time is told, not asserted: machines differ. The goal is under a second."""
    visits = 10_000
    last = date(2026, 11, 20)
    with transaction(stocked) as session:
        assert refusals(import_files(session, [NATIONAL])) == []
        partners = session.scalars(
            select(NetworkMembership.school_id)
            .where(
                NetworkMembership.role == MemberRole.PARTNER, NetworkMembership.ends_on.is_(None)
            )
            .order_by(NetworkMembership.school_id)
        ).all()
        programme, person = programme_id(session, "QIN"), somebody(session)
        session.execute(
            insert(MentoringVisit),
            [
                {
                    "draft_id": f"draft-{number}",
                    "kind": VisitKind.MENTORING,
                    "programme_id": programme,
                    "mentee_school_id": partners[number % len(partners)],
                    "visited_on": last - timedelta(days=number % 400),
                    "mode": VisitMode.ONSITE,
                    "purposes": [],
                    "iqa_standards": [],
                    "topic": "-",
                    "reporter_person_id": person,
                    "form_version": 1,
                    "created_at": at("2026-11-20T12:00"),
                }
                for number in range(visits)
            ],
        )
    with reading(stocked) as session:
        started = perf_counter()
        found = judgements(session, now=at("2026-11-20T12:00"))
        seconds = perf_counter() - started
    counted = sum(judged.done for judged in found if judged.rule.code == "MENTORING")
    # Semester 2 has begun on 1 November: twenty of the days on which there were visits.
    in_semester = [n for n in range(visits) if last - timedelta(days=n % 400) >= date(2026, 11, 1)]
    assert counted == len(in_semester)
    with capsys.disabled():
        print(
            f"\n{len(found)} judgements with {visits} visits on"
            f" {stocked.dialect.name}: {seconds:.3f} s (goal: under 1 s)"
        )
