"""Many offices that owe the names of 27 November 2566, each with somebody who answers for it."""

from datetime import UTC, date, datetime

from sqlalchemy import Engine

from bot.database import transaction
from models.people_tables import Appointment, LineAccount, Person
from models.places import Office as OfficeRow
from models.programmes import Enrolment
from models.scopes import find_scope
from models.vocabulary import OfficeKind, Role, ScopeKind

_LONG_AGO = datetime(2023, 10, 1, tzinfo=UTC)


def account(number: int) -> str:
    """The LINE user id of the n-th contact."""
    return f"U{number:032x}"


def enrol(engine: Engine, count: int) -> list[str]:
    """Add so many offices to the sandbox; the LINE user ids of their contacts."""
    since = date(2023, 10, 1)
    with transaction(engine) as session:
        programme = find_scope(session, ScopeKind.PROGRAMME, "SANDBOX")
        assert programme is not None
        assert programme.id is not None
        offices = [
            OfficeRow(
                code=f"CROWD-{n}",
                kind=OfficeKind.PRIMARY,
                province=f"จังหวัดที่ {n}",
                zone=None,
                other_provinces=[],
                name_th=f"สำนักงานเขตพื้นที่การศึกษาที่ {n}",
                short_th=f"สพป.ที่ {n}",
                sample=True,
            )
            for n in range(count)
        ]
        people = [
            Person(full_name=f"ผู้ประสานงานคนที่ {n}", sample=True, created_at=_LONG_AGO)
            for n in range(count)
        ]
        session.add_all([*offices, *people])
        session.flush()
        for n, (office, person) in enumerate(zip(offices, people, strict=True)):
            session.add_all(
                [
                    Enrolment(programme_id=programme.id, office_id=office.id, starts_on=since),
                    LineAccount(line_user_id=account(n), person_id=person.id, created_at=_LONG_AGO),
                    Appointment(
                        person_id=person.id,
                        role=Role.AREA_COORDINATOR,
                        scope_kind=ScopeKind.OFFICE,
                        office_id=office.id,
                        starts_on=since,
                    ),
                ]
            )
        session.flush()
    return [account(n) for n in range(count)]
