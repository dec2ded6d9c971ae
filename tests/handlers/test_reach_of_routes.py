"""Every command that takes a number or a place × every role × what is one's own, another office's,
and not there: nothing of others is shown or changed.

Driven from ROUTES, so a new command is tried as soon as it stands there. Whatever belongs to the
other office has one and the same number, and one word in it that nobody else may read.
"""

from collections.abc import Iterator
from datetime import date
from typing import Any

import pytest
from phones import ANAN, MALI, NOW, STRANGER, Desk
from sqlalchemy import inspect, select

from handlers.dialog.press import Do, Press
from handlers.routes import ROUTES, Route
from handlers.texts import t
from handlers.thai.following import After
from models.base import Base
from models.documents import Document
from models.duties import Deadline, Submission
from models.exchange_queries import save_exchange
from models.exchanges import ExchangeActivity
from models.networks import Agreement, AgreementParty, Network
from models.people import Appointment, Person, load_actor, scope_by_code
from models.programmes import Programme
from models.report_queries import save_report
from models.reports import Report
from models.search_texts import note_text
from models.visit_queries import save_visit
from models.visits import MentoringVisit
from models.vocabulary import (
    ExchangeLevel,
    PartyRole,
    ReportKind,
    Role,
    ScopeKind,
    SearchedKind,
    SubjectKind,
    VisitKind,
    VisitMode,
)

OWN, OTHER, NOBODYS = 800_001, 900_001, 999_999
OWN_WORD, OTHER_WORD = "มังคุด", "ทุเรียน"
#: What the texts hold beside their word, to be searched for.
SOUGHT = "แผนเฉพาะเรื่อง"

#: Over what each role is held: NPT1, or what lies in it; nobody reaches the office STN.
SCOPE = {
    Role.TEACHER: "NPT1-01",
    Role.SCHOOL_ADMINISTRATOR: "NPT1-02",
    Role.EXPERT: "QIN-NPT1-A",
    Role.SUPERVISOR: "NPT1",
    Role.AREA_COORDINATOR: "NPT1",
    Role.NATIONAL_COORDINATOR: "QIN",
    Role.OPERATOR: "TH",
}
TABLES: tuple[type[Base], ...] = (
    MentoringVisit,
    ExchangeActivity,
    Report,
    Document,
    Deadline,
    Agreement,
    Submission,
    Appointment,
    Person,
)

_RECEIPTS = ("V-{}", "E-{}", "R-{}", "{}")
#: The other office and what lies in it, as a button carries it and as it is typed.
_ELSEWHERE = ("office:STN", "school:STN-P1", "programme:SANDBOX", "country:TH", "สพป.สตูล")
VALUES: dict[After, tuple[str, ...]] = {
    After.NUMBER: ("{}",),
    After.NUMBER_OR_NAME: ("{}", SOUGHT),
    After.RECEIPT: _RECEIPTS,
    After.SOUGHT: (SOUGHT, *_RECEIPTS),
    After.AREA: _ELSEWHERE,
    After.PLACE: _ELSEWHERE,
    After.ANY_PLACE: _ELSEWHERE,
    After.WHOLE: _ELSEWHERE,
    After.EXPORT: ("นิเทศ สพป.สตูล", "สถานะ ทั้งประเทศ ปีงบ 2570", "ปีงบ 2570 STN"),
    After.FREE: ("{}", "STN"),
    After.TEXT: ("{}", "STN"),
    After.CODE: ("STN", "{}"),
}


def record(desk: Desk, number: int, word: str, who: str, office: str, school: str) -> None:
    """One of everything that has a number, all of the same number, told by the same word."""
    session, text = desk.session, f"{word} {SOUGHT}"
    person = load_actor(session, who, NOW.date()).person_id
    assert person is not None
    place, of = scope_by_code(session, office), scope_by_code(session, school)
    assert place is not None
    assert of is not None
    programme_code = "SANDBOX" if office == "STN" else "QIN"
    programme = session.scalars(select(Programme.id).where(Programme.code == programme_code)).one()
    network = session.scalars(select(Network).where(Network.code == "QIN-NPT1-A")).one()
    common: dict[str, Any] = {
        "id": number,
        "draft_id": f"reach-{number}",
        "programme_id": programme,
        "reporter_person_id": person,
        "form_version": 1,
        "created_at": NOW,
    }
    visited = MentoringVisit(
        kind=VisitKind.MENTORING,
        network_id=network.id if number == OWN else None,
        mentor_office_id=place.id if number == OTHER else None,
        mentee_school_id=of.id,
        visited_on=date(2026, 11, 2),
        mode=VisitMode.ONSITE,
        purposes=[],
        iqa_standards=[],
        topic=text,
        **common,
    )
    save_visit(session, visited)
    held = ExchangeActivity(
        level=ExchangeLevel.AREA,
        title=text,
        starts_on=date(2026, 11, 3),
        ends_on=date(2026, 11, 3),
        mode=VisitMode.ONSITE,
        office_id=place.id,
        **common,
    )
    save_exchange(session, held, [network.id] if number == OWN else [])
    told = Report(
        kind=ReportKind.INNOVATION,
        subject_kind=SubjectKind.SCHOOL,
        school_id=of.id,
        happened_on=date(2026, 11, 4),
        title=text,
        answers={"title": text},
        **common,
    )
    save_report(session, told)
    listed = Document(
        id=number,
        draft_id=f"reach-{number}",
        title_th=text,
        url="https://example.org/x",
        office_id=place.id,
        added_by_person_id=person,
        added_at=NOW,
    )
    due = Deadline(
        id=number,
        code=f"REACH-{number}",
        programme_id=programme,
        title_th=text,
        due_on=date(2026, 12, 1),
        announced_on=date(2026, 11, 1),
        subject_kind=SubjectKind.OFFICE,
        office_id=place.id,
        subject_ids=[place.id],
        created_by_person_id=person,
        created_at=NOW,
    )
    agreed = Agreement(
        id=number,
        code=f"REACH-{number}",
        draft_id=f"reach-{number}",
        title_th=text,
        level="network",
        programme_id=programme,
        signed_on=date(2026, 11, 1),
        added_by_person_id=person,
        added_at=NOW,
    )
    somebody = Person(id=number, full_name=f"{word} ตัวอย่าง", created_at=NOW)
    session.add_all((listed, due, agreed, somebody))
    session.flush()
    session.add(AgreementParty(agreement_id=number, role=PartyRole.AREA_OFFICE, office_id=place.id))
    note_text(session, SearchedKind.DOCUMENT, number)
    session.add(
        Submission(
            id=number,
            deadline_id=number,
            subject_kind=SubjectKind.OFFICE,
            office_id=place.id,
            submitted_on=date(2026, 11, 5),
            by_person_id=person,
            draft_id=f"reach-{number}",
            created_at=NOW,
        )
    )
    session.add(
        Appointment(
            id=number,
            person_id=number,
            role=Role.TEACHER,
            scope_kind=ScopeKind.SCHOOL,
            school_id=of.id,
            starts_on=date(2023, 10, 1),
        )
    )
    session.flush()


def rows(desk: Desk, number: int) -> list[dict[str, Any]]:
    """Everything of this number, as it is stored."""
    desk.session.flush()
    return [
        dict(row)
        for table in TABLES
        for row in desk.session.execute(
            select(inspect(table).local_table).where(inspect(table).local_table.c.id == number)
        ).mappings()
    ]


def tried(desk: Desk) -> tuple[Route, ...]:
    """The routes with something behind their words; of them a sample on PostgreSQL, which is asked
    the same queries."""
    routes = tuple(route for route in ROUTES if route.argument in VALUES)
    return routes[::7] if desk.session.get_bind().dialect.name == "postgresql" else routes


def arguments(route: Route, *numbers: int) -> Iterator[str]:
    assert route.argument is not None
    for value in VALUES[route.argument]:
        yield from dict.fromkeys(value.format(number) for number in numbers)


@pytest.fixture
def two_offices(desk: Desk) -> Desk:
    record(desk, OWN, OWN_WORD, MALI, "NPT1", "NPT1-02")
    record(desk, OTHER, OTHER_WORD, ANAN, "STN", "STN-P1")
    return desk


@pytest.mark.parametrize("role", list(Role))
def test_nothing_of_another_office_is_shown_or_changed_by_any_command(
    two_offices: Desk, role: Role
) -> None:
    desk = two_offices
    phone = desk.appoint(STRANGER, role, SCOPE[role])
    own, others = rows(desk, OWN), rows(desk, OTHER)
    assert len(own) == len(others) == len(TABLES)
    for route in tried(desk):
        for argument in arguments(route, OTHER, NOBODYS):
            shown = phone.press(Press(Do.GO, slot=route.name, value=argument))
            assert shown, (route.name, argument)
            assert OTHER_WORD not in shown, (role, route.name, argument, shown)
            desk.conversations.clear()
    assert (rows(desk, OWN), rows(desk, OTHER)) == (own, others)


@pytest.mark.parametrize("role", [Role.TEACHER, Role.AREA_COORDINATOR, Role.NATIONAL_COORDINATOR])
def test_typed_words_reach_no_further_than_buttons(two_offices: Desk, role: Role) -> None:
    desk = two_offices
    phone = desk.appoint(STRANGER, role, SCOPE[role])
    others = rows(desk, OTHER)
    for route in tried(desk):
        argument = next(arguments(route, OTHER))
        shown = phone.say(f"{route.words[0]} {argument}")
        assert OTHER_WORD not in shown, (role, route.name, argument, shown)
        desk.conversations.clear()
    assert rows(desk, OTHER) == others


@pytest.mark.parametrize(
    ("role", "seen"),
    [
        (Role.TEACHER, "ER"),  # of the school that leads the network, and did not make the visit
        (Role.SCHOOL_ADMINISTRATOR, "VER"),  # the school that was visited
        (Role.EXPERT, "VER"),
        (Role.SUPERVISOR, "VER"),
        (Role.AREA_COORDINATOR, "VER"),
        (Role.NATIONAL_COORDINATOR, "VER"),
        (Role.OPERATOR, ""),
    ],
)
def test_what_is_ones_own_is_opened_and_found(two_offices: Desk, role: Role, seen: str) -> None:
    desk = two_offices
    phone = desk.appoint(STRANGER, role, SCOPE[role])
    opened = {letter for letter in "VER" if OWN_WORD in phone.say(f"รายงาน {letter}-{OWN}")}
    assert opened == set(seen)
    found = phone.say(f"ค้นหา {SOUGHT}")
    assert (OWN_WORD in found) is bool(seen)
    assert (t("common.not_allowed") in found) is not bool(seen)


def test_the_other_office_sees_its_own(two_offices: Desk) -> None:
    anan = two_offices.phone(ANAN)
    for letter in "VER":
        assert OTHER_WORD in anan.say(f"รายงาน {letter}-{OTHER}")
    found = anan.say(f"ค้นหา {SOUGHT}")
    assert OTHER_WORD in found
    assert OWN_WORD not in found


def test_nothing_is_told_to_somebody_who_has_not_joined(two_offices: Desk) -> None:
    phone = two_offices.phone(STRANGER)
    own, others = rows(two_offices, OWN), rows(two_offices, OTHER)
    for route in tried(two_offices):
        for argument in arguments(route, OWN, OTHER):
            shown = phone.press(Press(Do.GO, slot=route.name, value=argument))
            assert OWN_WORD not in shown, (route.name, argument)
            assert OTHER_WORD not in shown, (route.name, argument)
    assert (rows(two_offices, OWN), rows(two_offices, OTHER)) == (own, others)
