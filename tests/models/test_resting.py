"""Who has nothing to report for now, and until when."""

from datetime import date

from duty_desk import at, report, subject
from sqlalchemy.orm import Session

from models.resting import resting_in, resting_until
from models.vocabulary import ReportKind, ReviewState

A, B = "QIN-NPT1-A", "QIN-NPT1-B"
ZERO = ReportKind.ZERO_REPORT
LAST = date(2023, 7, 31)


def test_a_subject_rests_from_the_first_to_the_last_day(desk: Session) -> None:
    report(desk, "2023-06-10", ZERO, A, until="2023-07-31")
    network = subject(desk, A)

    def rests(*day: int) -> bool:
        return resting_until(desk, [network, subject(desk, B)], date(*day)) == {network: LAST}

    assert rests(2023, 6, 10)
    assert rests(2023, 7, 31)
    for day in ((2023, 6, 9), (2023, 8, 1)):
        assert resting_until(desk, [network], date(*day)) == {}


def test_of_several_the_last_day_holds(desk: Session) -> None:
    for until in ("2023-07-31", "2023-06-30"):
        report(desk, "2023-06-10", ZERO, A, until=until)
    network = subject(desk, A)
    assert resting_until(desk, [network], date(2023, 6, 20)) == {network: LAST}


def test_networks_schools_and_offices_rest_each_for_themselves(desk: Session) -> None:
    resting = [subject(desk, code) for code in (A, "NPT1-02", "STN")]
    for one in resting:
        report(desk, "2023-06-10", ZERO, one.code, until="2023-07-31")
    everybody = [*resting, subject(desk, B), subject(desk, "NPT1-03"), subject(desk, "RYG1")]
    assert set(resting_until(desk, everybody, date(2023, 6, 20))) == set(resting)
    assert resting_until(desk, [], date(2023, 6, 20)) == {}


def test_one_rests_in_the_programme_for_which_it_was_said(desk: Session) -> None:
    said = report(desk, "2023-06-10", ZERO, "NPT1-02", "COLLAB", until="2023-07-31")
    report(desk, "2023-06-10", ZERO, "NPT1-02", until="2023-06-30")
    school = subject(desk, "NPT1-02")
    found = resting_in(desk, [school], date(2023, 7, 1))
    assert found == {(said.programme_id, school): LAST}
    assert resting_until(desk, [school], date(2023, 6, 20)) == {school: LAST}


def test_what_was_withdrawn_or_sent_back_lets_nobody_rest(desk: Session) -> None:
    now = at("2023-06-11T10:00")
    withdrawn = report(desk, "2023-06-10", ZERO, A, until="2023-07-31")
    returned = report(desk, "2023-06-10", ZERO, B, until="2023-07-31")
    withdrawn.withdrawn_at = now
    returned.review_state, returned.reviewed_at = ReviewState.RETURNED, now
    desk.flush()
    assert resting_until(desk, [subject(desk, A), subject(desk, B)], date(2023, 6, 20)) == {}
