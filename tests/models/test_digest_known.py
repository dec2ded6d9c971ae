"""Many digests of one transaction are made from one reading of the country, and tell each person
what a reading of their own places would."""

from datetime import date
from typing import Any

import pytest
from duty_desk import actor, appoint, at, exchange
from sqlalchemy import event
from sqlalchemy.orm import Session

from models.actors import Actor
from models.digest_facts import DigestFacts, digest_facts
from models.digest_known import Country
from models.digests import state_of
from models.duty_queries import BANGKOK
from models.vocabulary import ExchangeLevel, Role

NOW = at("2023-10-05T12:00")  # just after the end of a fiscal year
TODAY = date(2023, 10, 5)
OVERSEERS = (
    ("ศน.วิชัย", Role.SUPERVISOR, "NPT1"),
    ("ศน.สมใจ", Role.SUPERVISOR, "RYG1"),
    ("ผู้ประสาน", Role.AREA_COORDINATOR, "STN"),
    ("ผู้ประสานโครงการ", Role.NATIONAL_COORDINATOR, "QIN"),
    ("ผู้ประสานประเทศ", Role.NATIONAL_COORDINATOR, "TH"),
)


@pytest.fixture
def people(desk: Session) -> list[Actor]:
    for name, role, code in OVERSEERS:
        appoint(desk, name, role, code)
    appoint(desk, "ครูมาลี", Role.SCHOOL_ADMINISTRATOR, "NPT1-02")
    exchange(desk, "2023-10-02", ExchangeLevel.AREA, "QIN-NPT1-A")
    return [actor(desk, name, TODAY) for name, _, _ in OVERSEERS]


def told(session: Session, who: Actor, country: Country | None) -> dict[str, Any]:
    assert who.person_id is not None
    state = state_of(session, who.person_id, date(2023, 9, 1))
    facts = digest_facts(session, who, state, now=NOW, country=country)
    assert facts is not None
    return _plain(facts)


def _plain(facts: DigestFacts) -> dict[str, Any]:
    """All of it, the contacts as who answers for each thing that is told."""
    of = {id(one): facts.contacts.of(one) for one in (*facts.late, *facts.coming)}
    plain = {name: value for name, value in vars(facts).items() if name != "contacts"}
    return plain | {"contacts": list(of.values())}


def test_what_is_read_once_for_all_tells_each_the_same(desk: Session, people: list[Actor]) -> None:
    country = Country(desk, NOW, BANGKOK)
    for who in people:
        assert told(desk, who, country) == told(desk, who, None), who.full_name
    assert told(desk, people[0], country)["late"]


def test_the_country_is_read_when_it_is_first_asked_for_and_once(
    desk: Session, people: list[Actor]
) -> None:
    asked: list[str] = []

    def count(*given: Any) -> None:
        asked.append(given[2])

    event.listen(desk.get_bind(), "before_cursor_execute", count)
    try:
        country = Country(desk, NOW, BANGKOK)
        assert asked == []
        scopes = [tuple(post.scope for post in who.posts) for who in people]
        assert country.within(scopes[0])
        once = len(asked)
        assert all(country.within(some) for some in scopes)
        assert len(asked) == once
    finally:
        event.remove(desk.get_bind(), "before_cursor_execute", count)
