"""What tests of duties need in their database: people with posts, and records of all kinds."""

import uuid
from datetime import UTC, date, datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo

from sqlalchemy import select
from sqlalchemy.orm import Session

from models.actors import Actor, load_actor
from models.duties import Deadline, Obligation, subject_column
from models.exchange_queries import save_exchange
from models.exchanges import ExchangeActivity
from models.networks import Network
from models.obligations import Subject
from models.people import Appointment, LineAccount, Person, scope_by_code
from models.people_tables import scope_column
from models.programmes import Programme
from models.report_queries import save_report
from models.reports import Report
from models.scopes import Scope
from models.visit_queries import save_visit
from models.visits import MentoringVisit
from models.vocabulary import (
    ExchangeLevel,
    Purpose,
    ReportKind,
    Role,
    SubjectKind,
    VisitKind,
    VisitMode,
)

BANGKOK = ZoneInfo("Asia/Bangkok")
LONG_AGO = date(2020, 1, 1)


def at(text: str) -> datetime:
    """A moment in Bangkok, as the UTC instant that a server has."""
    return datetime.fromisoformat(text).replace(tzinfo=BANGKOK).astimezone(UTC)


def scope(session: Session, code: str) -> Scope:
    found = scope_by_code(session, code)
    assert found is not None, code
    return found


def subject(session: Session, code: str) -> Subject:
    """The network, school or office of this code, as somebody who owes."""
    found = scope(session, code)
    assert found.id is not None
    return Subject(SubjectKind(found.kind.value), found.id, found.code, found.label)


def programme_id(session: Session, code: str) -> int:
    return session.scalars(select(Programme.id).where(Programme.code == code)).one()


def obligation(session: Session, code: str) -> Obligation:
    return session.scalars(select(Obligation).where(Obligation.code == code)).one()


def deadline(session: Session, code: str = "SANDBOX-STAFF-2566") -> Deadline:
    return session.scalars(select(Deadline).where(Deadline.code == code)).one()


def account_of(name: str) -> str:
    return "U" + uuid.uuid5(uuid.NAMESPACE_URL, name).hex


def appoint(
    session: Session,
    name: str,
    role: Role,
    code: str,
    *,
    since: date = LONG_AGO,
    until: date | None = None,
    blocked: bool = False,
    accounts: int = 1,
) -> int:
    """Somebody who holds a post, with LINE accounts; the person's id."""
    created = at("2020-01-01T12:00")
    person = Person(full_name=name, created_at=created)
    session.add(person)
    session.flush()
    for number in range(accounts):
        session.add(
            LineAccount(
                line_user_id=account_of(name + "+" * number),
                person_id=person.id,
                blocked_at=created if blocked else None,
                created_at=created + timedelta(days=number),
            )
        )
    place = scope(session, code)
    column = scope_column(place.kind)
    session.add(
        Appointment(
            person_id=person.id,
            role=role,
            scope_kind=place.kind,
            starts_on=since,
            ends_on=until,
            **({column: place.id} if column else {}),
        )
    )
    session.flush()
    return person.id


def actor(session: Session, name: str, today: date) -> Actor:
    found = load_actor(session, account_of(name), today)
    assert found.joined, name
    return found


def somebody(session: Session) -> int:
    """A person to have reported something, whoever it is."""
    found = session.scalars(select(Person.id).limit(1)).first()
    return found or appoint(session, "ศน.วิชัย ตั้งใจ", Role.SUPERVISOR, "NPT1")


def exchange(
    session: Session,
    day: str,
    level: ExchangeLevel,
    *codes: str,
    schools: tuple[str, ...] = (),
    told: str | None = None,
    **changed: Any,
) -> ExchangeActivity:
    """An exchange of these networks, reported on its day."""
    held_on = date.fromisoformat(day)
    values: dict[str, Any] = {
        "draft_id": str(uuid.uuid4()),
        "programme_id": programme_id(session, "QIN"),
        "level": level,
        "title": "เวทีแลกเปลี่ยนเรียนรู้",
        "starts_on": held_on,
        "ends_on": held_on,
        "mode": VisitMode.ONSITE,
        "people": 40,
        "reporter_person_id": changed.pop("by", None) or somebody(session),
        "form_version": 1,
        "created_at": at(told or f"{day}T16:00"),
    }
    networks = [session.scalars(select(Network.id).where(Network.code == c)).one() for c in codes]
    took_part = [subject(session, code).id for code in schools]
    return save_exchange(session, ExchangeActivity(**(values | changed)), networks, took_part)


def visit(
    session: Session,
    day: str,
    school: str,
    programme: str = "QIN",
    kind: VisitKind = VisitKind.MENTORING,
    **changed: Any,
) -> MentoringVisit:
    """A visit to this school, reported on its day."""
    values: dict[str, Any] = {
        "draft_id": str(uuid.uuid4()),
        "kind": kind,
        "programme_id": programme_id(session, programme),
        "mentee_school_id": subject(session, school).id,
        "visited_on": date.fromisoformat(day),
        "mode": VisitMode.ONSITE,
        "purposes": [Purpose.ADVICE],
        "iqa_standards": [],
        "topic": "-",
        "reporter_person_id": changed.pop("by", None) or somebody(session),
        "form_version": 1,
        "created_at": at(f"{day}T16:00"),
    }
    return save_visit(session, MentoringVisit(**(values | changed)))


def report(
    session: Session,
    day: str,
    kind: ReportKind,
    code: str,
    programme: str = "QIN",
    **changed: Any,
) -> Report:
    """A report for this network, school or office, reported on its day. `about` is a school's
    code, `until` the last day of a zero report.
    """
    of = subject(session, code)
    about, until = changed.pop("about", None), changed.pop("until", None)
    values: dict[str, Any] = {
        "draft_id": str(uuid.uuid4()),
        "kind": kind,
        "programme_id": programme_id(session, programme),
        "subject_kind": of.kind,
        subject_column(of.kind): of.id,
        "about_school_id": subject(session, about).id if about else None,
        "happened_on": date.fromisoformat(day),
        "ends_on": date.fromisoformat(until) if until else None,
        "title": "แผนเครือข่าย",
        "answers": {"title": "แผนเครือข่าย"},
        "form_version": 1,
        "reporter_person_id": changed.pop("by", None) or somebody(session),
        "created_at": at(f"{day}T16:00"),
    }
    return save_report(session, Report(**(values | changed)))
