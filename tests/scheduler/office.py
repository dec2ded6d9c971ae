"""A bot without its web side: a stocked database, some people, and rounds at moments of choice."""

import json
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import date, datetime, timedelta
from typing import Any, NamedTuple
from zoneinfo import ZoneInfo

from sqlalchemy import text
from sqlalchemy.orm import Session

from bot.database import transaction
from bot.runtime import Runtime
from bot.settings import load_settings
from demo.people import Member, cast, settle
from models.duty_queries import judgements
from models.exchange_queries import save_exchange
from models.exchanges import ExchangeActivity
from models.inbox_queries import lock_conversation, save_conversation
from models.obligations import Subject
from models.people import set_blocked
from models.report_queries import save_report
from models.reports import Report
from models.roster import SHIPPED, import_files, refusals
from models.scopes import find_scope
from models.staff import NewStaff, name_staff
from models.submissions import save_submission
from models.vocabulary import (
    ExchangeLevel,
    ReportKind,
    Role,
    ScopeKind,
    SubjectKind,
    VisitMode,
)
from scheduler.jobs import run_round
from scheduler.moment import Told
from tests.at_rest import opened

BANGKOK = ZoneInfo("Asia/Bangkok")

#: Beside the demo's people: who looks after the office that owes, and the contact of another.
SUDA = next(member for member in cast() if member.key == "suda")
RATREE = Member(
    "ratree",
    "คุณราตรี ริมสวน",
    "U" + "c" * 32,
    Role.AREA_COORDINATOR,
    ScopeKind.OFFICE,
    "RYG1",
    True,
    None,
)
CENTRAL = Member(
    "central",
    "คุณส่วนกลาง",
    "U" + "d" * 32,
    Role.NATIONAL_COORDINATOR,
    ScopeKind.COUNTRY,
    "TH",
    True,
    None,
)


class Push(NamedTuple):
    """One push in the outbox: the day (Bangkok) for which it is, to whom, what it says, and the
    steps that went into it.
    """

    day: date
    who: str
    says: str
    steps: tuple[int, ...]


class Office:
    """What the tests of rounds need of a bot, by name."""

    def __init__(self, database_url: str, *people: Member, furnished: bool = False):
        self.runtime = a_runtime(database_url)
        self.people = {member.key: member for member in (*cast(), *people)}
        if furnished:
            return
        with transaction(self.runtime.engine) as session:
            if session.scalar(text("SELECT count(*) FROM offices")) == 0:
                assert refusals(import_files(session, SHIPPED)) == []
        for member in [*self.people.values()]:
            self.joins(member)

    def joins(self, member: Member) -> None:
        """Somebody has their post and their phone."""
        self.people[member.key] = member
        with self.writing() as session:
            settle(session, member, at("2023-11-01T08:00"), date(2023, 11, 1))

    def round(self, moment: str) -> list[Told]:
        """One round at this moment of Bangkok, ISO 8601 without offset."""
        return run_round(self.runtime, at(moment))

    def days(self, first: date, last: date, *times: str) -> None:
        """Rounds on every day from first to last, at these times of day."""
        day = first
        while day <= last:
            for time in times:
                self.round(f"{day}T{time}")
            day += timedelta(days=1)

    def pushes(self) -> list[Push]:
        """Every reminder in the outbox, in order."""
        keys = {member.line_user_id: key for key, member in self.people.items()}
        rows = self.rows(
            "SELECT e.turn_key, e.line_user_id, e.payload, r.stage FROM effects e "
            "LEFT JOIN reminders r ON r.effect_id = e.id WHERE e.kind = 'push' "
            "ORDER BY e.id, r.stage"
        )
        found: dict[tuple[str, str], tuple[Any, list[int]]] = {}
        for turn_key, account, payload, stage in rows:
            found.setdefault((turn_key, account), (payload, []))[1].append(stage)
        return [
            Push(
                date.fromisoformat(turn_key.removeprefix("reminders:")),
                keys.get(account, account),
                payload["messages"][0]["altText"],
                tuple(steps),
            )
            for (turn_key, account), (payload, steps) in found.items()
        ]

    def states(self) -> dict[str, int]:
        """How many reminder rows stand in each state."""
        rows = self.rows("SELECT state, count(*) FROM reminders GROUP BY state")
        return dict(rows)  # type: ignore[arg-type]

    def reasons(self, state: str) -> list[str]:
        query = f"SELECT reason FROM reminders WHERE state = '{state}' ORDER BY id"
        return [reason for (reason,) in self.rows(query)]

    def rows(self, query: str) -> list[tuple[Any, ...]]:
        """Rows of a query in plain SQL; what lies locked in them is opened."""
        with self.runtime.engine.connect() as connection:
            result = connection.execute(text(query))
            rows = [tuple(row) for row in result]
        return [tuple(_json(opened(self.runtime, value)) for value in row) for row in rows]

    @contextmanager
    def writing(self) -> Iterator[Session]:
        with transaction(self.runtime.engine) as session:
            yield session

    def subject(self, session: Session, rule: str, code: str, moment: str) -> tuple[int, Subject]:
        """(the rule's id, the subject) of one duty."""
        return next(
            (judged.rule.id, judged.subject)
            for judged in judgements(session, now=at(moment))
            if (judged.rule.code, judged.subject.code) == (rule, code)
        )

    def person_id(self, key: str) -> int:
        query = "SELECT person_id FROM line_accounts WHERE line_user_id = "
        return int(self.rows(f"{query}'{self.people[key].line_user_id}'")[0][0])

    def submit(self, moment: str, *, code: str = "STN", by: str = "anan") -> None:
        """The office names one person and says that it has sent the names."""
        now, by_person = at(moment), self.person_id(by)
        with self.writing() as session:
            rule_id, subject = self.subject(session, "SANDBOX-STAFF-2566", code, moment)
            programme = find_scope(session, ScopeKind.PROGRAMME, "SANDBOX")
            assert programme is not None
            assert programme.id is not None
            name_staff(
                session,
                NewStaff("คุณใจดี มีชื่อ", "ศึกษานิเทศก์", "sealed"),
                office_id=subject.id,
                programme_id=programme.id,
                by_person_id=by_person,
                draft_id=f"staff-{code}",
                now=now,
                today=now.astimezone(BANGKOK).date(),
            )
            save_submission(
                session,
                deadline_id=rule_id,
                subject=subject,
                submitted_on=now.astimezone(BANGKOK).date(),
                by_person_id=by_person,
                draft_id=f"sent-{code}",
                now=now,
            )

    def exchange(self, moment: str, level: ExchangeLevel, network: str, by: str = "mali") -> None:
        """An exchange of learning of this day is reported."""
        now, by_person = at(moment), self.person_id(by)
        day = now.astimezone(BANGKOK).date()
        with self.writing() as session:
            scope = find_scope(session, ScopeKind.NETWORK, network)
            programme = find_scope(session, ScopeKind.PROGRAMME, "QIN")
            assert scope is not None
            assert scope.id is not None
            assert programme is not None
            save_exchange(
                session,
                ExchangeActivity(
                    draft_id=f"{network}-{level.value}-{day}",
                    programme_id=programme.id,
                    level=level,
                    title="เวทีแลกเปลี่ยน",
                    starts_on=day,
                    ends_on=day,
                    mode=VisitMode.ONSITE,
                    reporter_person_id=by_person,
                    form_version=1,
                    created_at=now,
                ),
                [scope.id],
            )

    def rest(self, moment: str, until: date, *, code: str = "STN", by: str = "anan") -> None:
        """The office says that there is nothing to report until this day."""
        now, by_person = at(moment), self.person_id(by)
        with self.writing() as session:
            office = find_scope(session, ScopeKind.OFFICE, code)
            programme = find_scope(session, ScopeKind.PROGRAMME, "SANDBOX")
            assert office is not None
            assert programme is not None
            save_report(
                session,
                Report(
                    kind=ReportKind.ZERO_REPORT,
                    draft_id=f"rest-{code}",
                    programme_id=programme.id,
                    subject_kind=SubjectKind.OFFICE,
                    office_id=office.id,
                    happened_on=now.astimezone(BANGKOK).date(),
                    ends_on=until,
                    title="ไม่มีกิจกรรม",
                    answers={},
                    form_version=1,
                    reporter_person_id=by_person,
                    created_at=now,
                ),
            )

    def begins_a_form(self, key: str, *, minutes_ago: int, parked: bool = False) -> None:
        """This person has a report in hand (or put aside) and touched it so long ago."""
        who = self.people[key].line_user_id
        touched = self.runtime.machine_time() - timedelta(minutes=minutes_ago)
        draft = {"form": "staff", "id": "d", "version": 1, "answers": {}}
        with self.writing() as session:
            lock_conversation(session, who, touched)
            save_conversation(
                session,
                who,
                draft=None if parked else draft,
                parked=[draft] if parked else [],
                window_started_at=touched,
                window_turns=1,
                touched_at=touched,
            )

    def block(self, key: str, moment: str | None) -> None:
        """This person blocks the bot; None: no longer."""
        with self.writing() as session:
            set_blocked(session, self.people[key].line_user_id, at(moment) if moment else None)


def a_runtime(database_url: str, line: str = "http://127.0.0.1:9") -> Runtime:
    """A runtime of the demo on this database; nothing of it is started."""
    return Runtime(load_settings(environment(database_url, line)))


def environment(database_url: str, line: str = "http://127.0.0.1:9") -> dict[str, str]:
    return {
        "BOT_DEMO": "1",
        "LINE_API_BASE": line,
        "LINE_CHANNEL_SECRET": "rounds-channel-secret",
        "LINE_CHANNEL_ACCESS_TOKEN": "rounds-access-token",
        "DATABASE_URL": database_url,
    }


def at(moment: str) -> datetime:
    """This moment of Bangkok, aware."""
    return datetime.fromisoformat(moment).replace(tzinfo=BANGKOK)


def _json(value: Any) -> Any:
    """A JSON column comes as text from SQLite when it is asked for in plain SQL."""
    return json.loads(value) if isinstance(value, str) and value.startswith("{") else value
