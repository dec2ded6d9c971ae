"""For whom each may make a report today."""

from collections.abc import Callable
from datetime import date, timedelta

import pytest
from duty_desk import actor, appoint, subject
from sqlalchemy import update
from sqlalchemy.orm import Session

from models.networks import NetworkMembership
from models.report_places import (
    ReportPlace,
    networks_reported_for,
    own_offices,
    own_schools,
    pilot_schools,
)
from models.vocabulary import Role

TODAY, COLLAB_DAY, SANDBOX_DAY = date(2023, 6, 20), date(2022, 6, 20), date(2023, 11, 24)
A, B, COLLAB = "QIN-NPT1-A", "QIN-NPT1-B", "COLLAB-2564"
PILOTS = ["CA-01", "CA-02", "CA-03"]


def codes(
    session: Session,
    look_up: Callable[..., list[ReportPlace]],
    *posts: tuple[Role, str],
    today: date = TODAY,
) -> list[str]:
    found: list[ReportPlace] = []
    held = []
    for number, (role, code) in enumerate(posts):
        name = f"ผู้รายงาน {number}"
        appoint(session, name, role, code)
        held += actor(session, name, today).posts
    found = look_up(session, held, today)
    return [f"{place.programme_code} {place.subject.code}" for place in found]


@pytest.mark.parametrize(
    ("role", "code", "networks"),
    [
        (Role.TEACHER, "NPT1-01", [A]),
        (Role.SCHOOL_ADMINISTRATOR, "NPT1-05", [B]),
        (Role.TEACHER, "NPT1-02", []),  # a partner reports for no network
        (Role.SUPERVISOR, "NPT1", [A, B]),
        (Role.AREA_COORDINATOR, "STN", []),
        (Role.NATIONAL_COORDINATOR, "TH", []),
        (Role.EXPERT, "QIN", [A, B]),
    ],
)
def test_networks_are_reported_for_by_their_lead_and_their_office(
    role: Role, code: str, networks: list[str], desk: Session
) -> None:
    found = codes(desk, networks_reported_for, (role, code))
    assert found == [f"QIN {network}" for network in networks]


def test_a_network_without_a_lead_is_its_experts(desk: Session) -> None:
    expert = (Role.EXPERT, COLLAB)
    found = codes(desk, networks_reported_for, expert, today=COLLAB_DAY)
    assert found == [f"COLLAB {COLLAB}"]


def test_a_network_that_is_over_is_nobodys(desk: Session) -> None:
    running = update(NetworkMembership).where(NetworkMembership.starts_on < TODAY)
    desk.execute(running.values(ends_on=TODAY - timedelta(days=1)))
    assert codes(desk, networks_reported_for, (Role.SUPERVISOR, "NPT1")) == []


def test_several_posts_bring_each_place_once(desk: Session) -> None:
    posts = ((Role.TEACHER, "NPT1-05"), (Role.SUPERVISOR, "NPT1"), (Role.TEACHER, "NPT1-02"))
    assert codes(desk, networks_reported_for, *posts) == [f"QIN {B}", f"QIN {A}"]


@pytest.mark.parametrize(
    ("role", "code", "today", "places"),
    [
        (Role.TEACHER, "NPT1-01", TODAY, ["QIN NPT1-01"]),
        (Role.SCHOOL_ADMINISTRATOR, "NPT1-02", TODAY, ["QIN NPT1-02"]),
        (Role.TEACHER, "CA-01", COLLAB_DAY, ["COLLAB CA-01"]),
        (Role.TEACHER, "STN-P1", SANDBOX_DAY, ["SANDBOX STN-P1"]),
        (Role.SUPERVISOR, "NPT1", TODAY, []),
    ],
)
def test_a_school_reports_for_itself_in_every_programme_it_takes_part_in(
    role: Role, code: str, today: date, places: list[str], desk: Session
) -> None:
    assert codes(desk, own_schools, (role, code), today=today) == places


@pytest.mark.parametrize(
    ("role", "code", "today", "places"),
    [
        (Role.EXPERT, COLLAB, COLLAB_DAY, [f"COLLAB {code}" for code in PILOTS]),
        (Role.EXPERT, "COLLAB", COLLAB_DAY, [f"COLLAB {code}" for code in PILOTS]),
        (Role.TEACHER, "CA-02", COLLAB_DAY, ["COLLAB CA-02"]),
        (Role.TEACHER, "NPT1-02", TODAY, []),
        (Role.AREA_COORDINATOR, "STN", SANDBOX_DAY, ["SANDBOX STN-P1", "SANDBOX STN-P2"]),
        (Role.NATIONAL_COORDINATOR, "SANDBOX", TODAY, []),
    ],
)
def test_pilot_schools_are_their_own_their_experts_and_their_offices(
    role: Role, code: str, today: date, places: list[str], desk: Session
) -> None:
    assert codes(desk, pilot_schools, (role, code), today=today) == places


@pytest.mark.parametrize(
    ("today", "places"), [(TODAY, ["QIN NPT1"]), (SANDBOX_DAY, ["QIN NPT1", "SANDBOX STN"])]
)
def test_an_office_reports_for_itself_while_it_is_enrolled(
    today: date, places: list[str], desk: Session
) -> None:
    posts = ((Role.AREA_COORDINATOR, "STN"), (Role.SUPERVISOR, "NPT1"), (Role.TEACHER, "STN-P1"))
    assert codes(desk, own_offices, *posts, today=today) == places


def test_a_place_brings_along_what_a_form_shows(desk: Session) -> None:
    appoint(desk, "ครูมะลิ", Role.TEACHER, "NPT1-01")
    (place,) = networks_reported_for(desk, actor(desk, "ครูมะลิ", TODAY).posts, TODAY)
    assert place.subject == subject(desk, A)
    assert place.year_basis.value == "fiscal"
