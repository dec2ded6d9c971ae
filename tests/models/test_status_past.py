"""Where everybody stood in a time that is over: which periods it holds, and as what they count."""

from datetime import date

import pytest
from duty_desk import at, exchange, scope, visit
from sqlalchemy.orm import Session

from models.obligations import Judgement
from models.status_past import began_on, judgements_in
from models.vocabulary import DutyState, ExchangeLevel

A = "QIN-NPT1-A"
NOW = at("2027-11-20T09:00")
FISCAL_2566 = (date(2022, 10, 1), date(2023, 9, 30))
FISCAL_2567 = (date(2023, 10, 1), date(2024, 9, 30))


def of(
    session: Session, code: str, days: tuple[date, date], place: str = A, now: str = ""
) -> list[Judgement]:
    moment = at(now) if now else NOW
    found = judgements_in(
        session, now=moment, scope=scope(session, place), first=days[0], last=days[1]
    )
    return [judged for judged in found if judged.rule.code == code]


def terms(judged: list[Judgement]) -> set[tuple[int | None, int]]:
    return {(one.period.semester, one.period.label_be) for one in judged if one.period}


def test_each_semester_is_told_in_one_year_and_in_none_two(desk: Session) -> None:
    rule = "MENTORING"
    assert terms(of(desk, rule, FISCAL_2566)) == {(2, 2565), (1, 2566)}
    assert terms(of(desk, rule, FISCAL_2567)) <= {(2, 2566), (1, 2567)}
    assert terms(of(desk, rule, (date(2023, 5, 16), date(2023, 10, 31)))) == {(1, 2566)}


def test_a_year_is_not_told_in_a_semester(desk: Session) -> None:
    assert of(desk, "EXCHANGE-YEARLY", (date(2023, 5, 16), date(2023, 10, 31))) == []


def test_what_was_reported_counts_in_its_own_year(desk: Session) -> None:
    for day in ("2022-11-01", "2023-10-02"):
        exchange(desk, day, ExchangeLevel.AREA, A)
    (judged,) = of(desk, "EXCHANGE-YEARLY", FISCAL_2566)
    assert judged.by_level[ExchangeLevel.AREA] == (1, 1)
    assert judged.state is DutyState.OVERDUE  # at the two other levels
    assert judged.due_on == date(2023, 9, 30)


def test_what_is_over_is_not_called_over(desk: Session) -> None:
    judged = of(desk, "EXCHANGE-YEARLY", FISCAL_2566)
    assert {one.state for one in judged} == {DutyState.OVERDUE}
    for level in (ExchangeLevel.INTRA_NETWORK, ExchangeLevel.INTER_NETWORK, ExchangeLevel.AREA):
        exchange(desk, "2023-01-10", level, A)
    assert {one.state for one in of(desk, "EXCHANGE-YEARLY", FISCAL_2566)} == {DutyState.DONE}


def test_a_year_in_hand_is_judged_as_far_as_it_has_come(desk: Session) -> None:
    visit(desk, "2023-01-09", "NPT1-02")
    judged = of(desk, "MENTORING", FISCAL_2566, now="2023-02-01T09:00")
    assert terms(judged) == {(2, 2565)}
    assert {one.subject.code for one in judged if one.state is DutyState.DONE} == {"NPT1-02"}
    assert {one.state for one in judged} == {DutyState.DONE, DutyState.DUE}


@pytest.mark.parametrize("place", [A, "NPT1", "QIN", "TH"])
def test_before_it_began_there_is_nothing(desk: Session, place: str) -> None:
    began = began_on(desk, scope(desk, place))
    assert began is not None
    days = (date(began.year - 5, 10, 1), date(began.year - 4, 9, 30))
    assert judgements_in(desk, now=NOW, scope=scope(desk, place), first=days[0], last=days[1]) == []
