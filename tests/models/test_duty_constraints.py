"""The database itself refuses what must not be among exchanges, duties and reminders."""

from collections.abc import Callable
from datetime import date
from typing import Any

import pytest
from duty_desk import at, deadline, obligation, programme_id, somebody, subject
from sqlalchemy import text
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import Session

from models.base import Base
from models.duties import (
    Deadline,
    Obligation,
    Reminder,
    ResponsibleContact,
    ResponsibleStaff,
    Submission,
)
from models.exchanges import ExchangeActivity, ExchangeNetwork, ExchangeSchool
from models.sending_words import ReminderState
from models.visits import Photo
from models.vocabulary import (
    Cadence,
    ExchangeLevel,
    MemberRole,
    ObligationKind,
    PhotoState,
    RuleSource,
    SubjectKind,
    VisitMode,
)

DAY = date(2023, 11, 24)
NOW = at("2023-11-24T09:00")
Values = dict[str, Any]
Rows = Callable[["Desk"], list[Base]]


class Desk:
    """The rosters that ship and one person; makes rows that are right but for what is changed."""

    def __init__(self, session: Session):
        self.session = session
        self.person = somebody(session)
        self.qin = programme_id(session, "QIN")
        self.network = subject(session, "QIN-NPT1-A").id
        self.office = subject(session, "STN").id
        self.school = subject(session, "NPT1-02").id
        self.letter = deadline(session).id
        self.staff_rule = obligation(session, "SANDBOX-STAFF").id

    def exchange(self, **changed: Any) -> ExchangeActivity:
        values: Values = {
            "draft_id": "d1",
            "programme_id": self.qin,
            "level": ExchangeLevel.AREA,
            "title": "-",
            "starts_on": DAY,
            "ends_on": DAY,
            "mode": VisitMode.ONSITE,
            "reporter_person_id": self.person,
            "form_version": 1,
            "created_at": NOW,
        }
        return ExchangeActivity(**(values | changed))

    def obligation(self, **changed: Any) -> Obligation:
        values: Values = {
            "code": "X",
            "programme_id": self.qin,
            "kind": ObligationKind.REPORT,
            "subject_kind": SubjectKind.NETWORK,
            "cadence": Cadence.YEARLY,
            "min_count": 1,
            "title_th": "-",
        }
        return Obligation(**(values | changed))

    def deadline(self, **changed: Any) -> Deadline:
        values: Values = {
            "code": "X",
            "programme_id": self.qin,
            "title_th": "-",
            "due_on": DAY,
            "subject_kind": SubjectKind.NETWORK,
        }
        return Deadline(**(values | changed))

    def submission(self, **changed: Any) -> Submission:
        values: Values = {
            "draft_id": "d1",
            "deadline_id": self.letter,
            "subject_kind": SubjectKind.OFFICE,
            "office_id": self.office,
            "submitted_on": DAY,
            "by_person_id": self.person,
            "created_at": NOW,
        }
        return Submission(**(values | changed))

    def staff(self, **changed: Any) -> ResponsibleStaff:
        values: Values = {
            "programme_id": self.qin,
            "office_id": self.office,
            "place": 1,
            "full_name": "-",
            "position": "-",
            "contact": "-",
            "starts_on": DAY,
            "named_by_person_id": self.person,
            "draft_id": "d1",
            "created_at": NOW,
        }
        return ResponsibleStaff(**(values | changed))

    def contact(self, **changed: Any) -> ResponsibleContact:
        values: Values = {
            "subject_kind": SubjectKind.NETWORK,
            "network_id": self.network,
            "person_id": self.person,
            "starts_on": DAY,
        }
        return ResponsibleContact(**(values | changed))

    def reminder(self, **changed: Any) -> Reminder:
        values: Values = {
            "source": RuleSource.DEADLINE,
            "rule_id": self.letter,
            "subject_kind": SubjectKind.OFFICE,
            "subject_id": self.office,
            "due_on": date(2023, 11, 27),
            "stage": -3,
            "recipient_person_id": self.person,
            "state": ReminderState.PLANNED,
            "reason": "-",
            "planned_at": NOW,
        }
        return Reminder(**(values | changed))

    def photo(self, **changed: Any) -> Photo:
        values: Values = {
            "line_message_id": "m1",
            "line_user_id": "U1",
            "draft_id": "d1",
            "state": PhotoState.WAITING,
            "received_at": NOW,
        }
        return Photo(**(values | changed))

    def keep(self, *rows: Base) -> None:
        self.session.add_all(rows)
        self.session.flush()


@pytest.fixture
def rows_of(desk: Session) -> Desk:
    return Desk(desk)


def of_both(desk: Desk) -> list[Base]:
    """A photo of an exchange and of a submission."""
    exchange, submission = desk.exchange(), desk.submission()
    desk.keep(exchange, submission)
    return [desk.photo(exchange_id=exchange.id, submission_id=submission.id)]


def twice_in_one(desk: Desk) -> list[Base]:
    """A network that takes part twice in one exchange."""
    exchange = desk.exchange()
    desk.keep(exchange)
    desk.keep(ExchangeNetwork(exchange_id=exchange.id, network_id=desk.network))
    desk.session.expunge_all()
    return [ExchangeNetwork(exchange_id=exchange.id, network_id=desk.network)]


YESTERDAY = date(2023, 11, 23)
REFUSED: dict[str, Rows] = {
    "an exchange saved twice": lambda d: [d.exchange(), d.exchange()],
    "an exchange that ends before it starts": lambda d: [d.exchange(ends_on=YESTERDAY)],
    "more people than anybody counts": lambda d: [d.exchange(people=10_000)],
    "a network that takes part in nothing": lambda d: [
        ExchangeNetwork(exchange_id=99, network_id=d.network)
    ],
    "a school that takes part in nothing": lambda d: [
        ExchangeSchool(exchange_id=99, school_id=d.school)
    ],
    "a network that takes part twice": twice_in_one,
    "a photo of two records": of_both,
    "an obligation that is owed never but counted": lambda d: [
        d.obligation(cadence=Cadence.NONE, min_count=1)
    ],
    "an obligation that is owed nought times": lambda d: [d.obligation(min_count=0)],
    "an obligation by a date": lambda d: [d.obligation(cadence=Cadence.DATE)],
    "partner networks": lambda d: [d.obligation(member_role=MemberRole.PARTNER)],
    "staff without a number": lambda d: [d.obligation(kind=ObligationKind.RESPONSIBLE_STAFF)],
    "a report by three people": lambda d: [d.obligation(min_people=1, max_people=3)],
    "more people at least than at most": lambda d: [
        d.obligation(kind=ObligationKind.RESPONSIBLE_STAFF, min_people=3, max_people=1)
    ],
    "a deadline announced after its day": lambda d: [d.deadline(announced_on=date(2023, 11, 25))],
    "a code twice": lambda d: [d.deadline(), d.deadline()],
    "a submission of nobody": lambda d: [d.submission(office_id=None)],
    "a submission of another kind of subject": lambda d: [
        d.submission(subject_kind=SubjectKind.SCHOOL)
    ],
    "a submission of two": lambda d: [d.submission(school_id=d.school)],
    "one deadline met twice by one office": lambda d: [
        d.submission(),
        d.submission(draft_id="d2"),
    ],
    "one draft sent twice": lambda d: [
        d.submission(),
        d.submission(office_id=None, subject_kind=SubjectKind.SCHOOL, school_id=d.school),
    ],
    "a fourth place": lambda d: [d.staff(place=4)],
    "two in one place": lambda d: [d.staff(), d.staff(draft_id="d2")],
    "staff that ends before it starts": lambda d: [d.staff(ends_on=YESTERDAY)],
    "two contacts of one network": lambda d: [d.contact(), d.contact()],
    "one reminder twice": lambda d: [d.reminder(), d.reminder(state=ReminderState.DROPPED)],
    "a reminder sent at no time": lambda d: [d.reminder(state=ReminderState.SENT)],
    "a time at which nothing was sent": lambda d: [d.reminder(sent_at=NOW)],
}


@pytest.mark.parametrize("rows", REFUSED.values(), ids=REFUSED.keys())
def test_the_database_refuses_among_duties(rows: Rows, rows_of: Desk) -> None:
    made = rows(rows_of)
    with pytest.raises(IntegrityError):
        rows_of.keep(*made)


ALLOWED: dict[str, Rows] = {
    "an exchange whose people nobody counted": lambda d: [d.exchange(people=None)],
    "one who follows another in a place": lambda d: [
        d.staff(starts_on=YESTERDAY, ends_on=YESTERDAY),
        d.staff(draft_id="d2"),
    ],
    "one who follows another as contact": lambda d: [
        d.contact(starts_on=YESTERDAY, ends_on=YESTERDAY),
        d.contact(),
    ],
    "contacts of a network, a school and an office": lambda d: [
        d.contact(),
        d.contact(subject_kind=SubjectKind.SCHOOL, network_id=None, school_id=d.school),
        d.contact(subject_kind=SubjectKind.OFFICE, network_id=None, office_id=d.office),
    ],
    "one step for two people, and two steps for one": lambda d: [
        d.reminder(),
        d.reminder(stage=-1),
        d.reminder(source=RuleSource.OBLIGATION, rule_id=d.staff_rule),
        d.reminder(due_on=date(2026, 11, 27)),
    ],
    "a photo of an exchange": lambda d: [d.photo()],
}


@pytest.mark.parametrize("rows", ALLOWED.values(), ids=ALLOWED.keys())
def test_the_database_allows_among_duties(rows: Rows, rows_of: Desk) -> None:
    made = rows(rows_of)
    rows_of.keep(*made)
    assert all(row in rows_of.session for row in made)


WORDS = {
    "exchange_activities": "level",
    "obligations": "cadence",
    "deadlines": "subject_kind",
    "reminders": "state",
    "programmes": "levels_rule",
}


@pytest.mark.parametrize(("table", "column"), WORDS.items())
def test_a_word_of_no_vocabulary_is_refused_among_duties(
    table: str, column: str, rows_of: Desk
) -> None:
    rows_of.keep(rows_of.exchange(), rows_of.reminder())
    with pytest.raises(IntegrityError):
        rows_of.session.execute(text(f"UPDATE {table} SET {column} = 'nonsense'"))
