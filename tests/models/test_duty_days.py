"""By which days something of a rule may be due, before anybody is judged: none is forgotten, so a
round that looks at those rules alone plans what it would have planned anyway."""

from datetime import date, datetime

import pytest
from duty_desk import at, deadline, exchange, obligation
from sqlalchemy import select
from sqlalchemy.orm import Session

from models.duty_days import days_due
from models.duty_queries import judgements_lately, open_dues
from models.networks import Network, NetworkMembership
from models.obligations import Judgement, Rule
from models.vocabulary import ExchangeLevel

MOMENTS = (
    "2022-07-05T08:30",
    "2023-09-30T23:59",
    "2023-10-01T00:00",
    "2023-11-24T08:30",
    "2024-04-02T12:00",
    "2024-10-10T12:00",
    "2026-11-20T12:00",
)


def leave(session: Session, code: str, day: date) -> None:
    """All of this network's schools leave it on this day."""
    network = session.scalars(select(Network).where(Network.code == code)).one()
    found = select(NetworkMembership).where(NetworkMembership.network_id == network.id)
    for membership in session.scalars(found):
        membership.ends_on = day
    session.flush()


@pytest.mark.parametrize("now", [at(moment) for moment in MOMENTS])
def test_nothing_is_due_by_any_other_day(desk: Session, now: datetime) -> None:
    leave(desk, "QIN-NPT1-A", date(2024, 2, 14))
    days = days_due(desk, now)
    found = [*judgements_lately(desk, now=now), *open_dues(desk, now)]
    due = [one for one in found if one.due_on and (one.owed or one.is_ahead)]
    assert due
    assert [(one.rule.code, one.due_on) for one in due if one.due_on not in days(one.rule)] == []


def test_who_leaves_owes_it_by_their_last_day(desk: Session) -> None:
    now = at("2024-01-20T08:30")
    yearly = _rule_of(judgements_lately(desk, now=now), "EXCHANGE-YEARLY")
    assert days_due(desk, now)(yearly) == {date(2024, 9, 30)}
    leave(desk, "QIN-NPT1-A", date(2024, 2, 14))
    assert days_due(desk, now)(yearly) == {date(2024, 2, 14), date(2024, 9, 30)}


def test_a_deadline_is_due_on_its_day_alone(desk: Session) -> None:
    letter = deadline(desk)
    rule = _rule_of(judgements_lately(desk, now=at("2023-11-24T08:30")), letter.code)
    assert days_due(desk, at("2023-11-24T08:30"))(rule) == {letter.due_on}


def test_only_the_rules_that_are_asked_for_are_judged(desk: Session) -> None:
    now = at("2023-10-05T12:00")
    exchange(desk, "2023-09-01", ExchangeLevel.AREA, "QIN-NPT1-A")
    code = obligation(desk, "EXCHANGE-YEARLY").code
    every = open_dues(desk, now)
    some = open_dues(desk, now, only=lambda rule: rule.code == code)
    assert some == [one for one in every if one.rule.code == code] != every


def _rule_of(found: list[Judgement], code: str) -> Rule:
    return next(one.rule for one in found if one.rule.code == code)
