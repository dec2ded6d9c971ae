"""What rounds of January 2024 push for deadlines made up here, and what rides under a reply."""

from datetime import date, time
from typing import NamedTuple

from office import Office, at
from sqlalchemy import select

from bot.inbox import receive
from models.demo_clock import set_offset
from models.duties import Deadline
from models.programmes import Programme
from models.quota import add_reading
from models.scopes import scope_by_code
from models.vocabulary import SubjectKind


class Told(NamedTuple):
    """One push: the day, to whom, and its messages."""

    day: str
    who: str
    says: list[str]


def owes(
    office: Office, due_on: str, *, of: str = "STN", ladder: tuple[int, ...] = (), title: str = ""
) -> None:
    """An area office owes something by this day."""
    with office.writing() as session:
        scope = scope_by_code(session, of)
        assert scope is not None
        programme_id = session.scalar(select(Programme.id).where(Programme.code == "SANDBOX"))
        assert programme_id is not None
        session.add(
            Deadline(
                code=f"{of}-{due_on}",
                programme_id=programme_id,
                title_th=title or f"ส่งงาน {due_on}",
                due_on=date.fromisoformat(due_on),
                due_time=time(16, 30),
                subject_kind=SubjectKind.OFFICE,
                subject_ids=[scope.id],
                ladder=list(ladder),
            )
        )


def rounds(office: Office, *days: str) -> list[Told]:
    """What was pushed until then, after a round on each of these days of January 2024 ("12"), or
    of another month ("02-12")."""
    for day in days:
        office.round(f"2024-{day if '-' in day else f'01-{day}'}T08:30")
    return told(office)


def told(office: Office) -> list[Told]:
    keys = {member.line_user_id: key for key, member in office.people.items()}
    rows = office.rows(
        "SELECT turn_key, line_user_id, payload FROM effects WHERE kind = 'push' ORDER BY id"
    )
    return [
        Told(
            key.removeprefix("reminders:"),
            keys[who],
            [message.get("altText", message.get("text")) for message in payload["messages"]],
        )
        for key, who, payload in rows
    ]


def spent(office: Office, day: date) -> None:
    """LINE has said this morning that the month's messages are used up."""
    with office.writing() as session:
        add_reading(
            session,
            read_at=office.runtime.machine_time(),
            day=day,
            allowed=300,
            used=300,
            needed={},
        )


def free_reply(
    office: Office, who: str, moment: str, says: str = "เมนู", *, in_group: bool = False
) -> list[str]:
    """What rides under the answer to a word of this person at this moment of Bangkok."""
    machine = office.runtime.machine_time()
    with office.writing() as session:
        set_offset(session, round((at(moment) - machine).total_seconds()))
    group, mention = {}, {}
    if in_group:
        group = {"type": "group", "groupId": "C" + "1" * 32}
        mention = {"mention": {"mentionees": [{"index": 0, "length": 4, "isSelf": True}]}}
    receive(
        office.runtime,
        {
            "type": "message",
            "webhookEventId": f"E-{moment}",
            "mode": "active",
            "timestamp": round(machine.timestamp() * 1000),
            "source": {"type": "user", "userId": office.people[who].line_user_id} | group,
            "replyToken": f"token-{moment}",
            "message": {"id": "1", "type": "text", "text": says, **mention},
        },
    )
    [(payload,)] = office.rows(f"SELECT payload FROM effects WHERE reply_token = 'token-{moment}'")
    return [message["altText"] for message in payload["messages"][1:]]
