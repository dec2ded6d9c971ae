"""Reminder rows: what is planned, what was sent, and who can be told now.

Rows are claimed by locking their recipient (PostgreSQL; on SQLite writers go one at a time), and
whoever was claimed by another scheduler is passed over: each row is sent or dropped once.
"""

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import TYPE_CHECKING, NamedTuple

from sqlalchemy import and_, bindparam, false, func, or_, select, update
from sqlalchemy.orm import Session

from models.base import insert_unless_there
from models.conversations import conversations, effects
from models.duties import Reminder, ResponsibleStaff
from models.obligations import Judgement
from models.outbox_queries import push_lane
from models.people_tables import Person
from models.sending_words import Audience, ReminderState
from models.vocabulary import RuleSource, SubjectKind

if TYPE_CHECKING:
    from models.reminder_decisions import ReminderDecision


class Thing(NamedTuple):
    """One thing that one subject owes by one day: what reminders are about."""

    source: RuleSource
    rule_id: int
    subject_kind: SubjectKind
    subject_id: int
    due_on: date


@dataclass(frozen=True, slots=True)
class ToPlan:
    """A new row: one step of the ladder of one thing, for one person, or what they had put off
    until now (`woken`)."""

    thing: Thing
    stage: int
    person_id: int
    audience: Audience
    late: bool
    reason: str
    woken: bool = False


@dataclass(frozen=True, slots=True)
class Sent:
    """A row that went out: in which push, and whether on a later day than it should have."""

    row_id: int
    effect_id: int
    late: bool


_SENT = (
    update(Reminder.__table__)  # type: ignore[arg-type]
    .where(Reminder.id == bindparam("row"))
    .values(
        state=ReminderState.SENT,
        sent_at=bindparam("at"),
        effect_id=bindparam("by"),
        late=bindparam("was_late"),
    )
)


def thing_of(judgement: Judgement) -> Thing:
    """What a judgement with a due day is about."""
    rule, subject = judgement.rule, judgement.subject
    assert judgement.due_on is not None
    return Thing(rule.source, rule.id, subject.kind, subject.id, judgement.due_on)


def thing_of_row(row: "Reminder | ReminderDecision") -> Thing:
    """What a row is about."""
    return Thing(row.source, row.rule_id, row.subject_kind, row.subject_id, row.due_on)


def stages_seen(session: Session, things: Collection[Thing]) -> dict[Thing, set[int]]:
    """The steps of the ladder of each of these things that have a row already, of whatever state
    and person."""
    rules = {(thing.source, thing.rule_id, thing.due_on) for thing in things}
    found: dict[Thing, set[int]] = {}
    for source, rule_id, due_on in rules:
        rows = session.execute(
            select(Reminder.subject_kind, Reminder.subject_id, Reminder.stage)
            .where(
                Reminder.source == source,
                Reminder.rule_id == rule_id,
                Reminder.due_on == due_on,
                Reminder.woken == false(),
            )
            .distinct()
        )
        for subject_kind, subject_id, stage in rows:
            thing = Thing(source, rule_id, subject_kind, subject_id, due_on)
            found.setdefault(thing, set()).add(stage)
    return found


def add_planned(session: Session, rows: Iterable[ToPlan], now: datetime) -> None:
    """Write new rows; one that is there already (of another scheduler) stays as it is."""
    values = [
        {
            **row.thing._asdict(),
            "stage": row.stage,
            "recipient_person_id": row.person_id,
            "audience": row.audience,
            "woken": row.woken,
            "state": ReminderState.PLANNED,
            "reason": row.reason,
            "late": row.late,
            "planned_at": now,
        }
        for row in rows
    ]
    if values:
        session.execute(insert_unless_there(session, Reminder), values)


def people_to_tell(session: Session) -> list[int]:
    """Everybody for whom something is planned; whose day is nearest or longest past, first."""
    query = (
        select(Reminder.recipient_person_id)
        .where(Reminder.state == ReminderState.PLANNED)
        .group_by(Reminder.recipient_person_id)
        .order_by(func.min(Reminder.due_on), Reminder.recipient_person_id)
    )
    return list(session.scalars(query))


def claim_planned(session: Session, people: Collection[int]) -> dict[int, list[Reminder]]:
    """What is planned for these people, locked until the end of the transaction, by person.

    A person is claimed whole: one whom another scheduler holds at this moment is not among them,
    or each of the two would push a part of what is to be one message.
    """
    free = (
        select(Person.id)
        .where(Person.id.in_(people))
        .order_by(Person.id)
        .with_for_update(key_share=True, skip_locked=True)
    )
    query = (
        select(Reminder)
        .where(
            Reminder.state == ReminderState.PLANNED,
            Reminder.recipient_person_id.in_(list(session.scalars(free))),
        )
        .order_by(Reminder.id)
        .with_for_update()
    )
    found: dict[int, list[Reminder]] = {}
    for row in session.scalars(query):
        found.setdefault(row.recipient_person_id, []).append(row)
    return found


def mark_sent(session: Session, sent: Iterable[Sent], now: datetime) -> None:
    """These rows went out, each in its push."""
    values = [{"row": one.row_id, "by": one.effect_id, "was_late": one.late} for one in sent]
    if values:
        session.connection().execute(_SENT, [{**one, "at": now} for one in values])


def mark_dropped(session: Session, rows: Sequence[Reminder], why: str) -> None:
    """These rows go out no more; `why` is added to their reason."""
    session.execute(
        update(Reminder)
        .where(Reminder.id.in_([row.id for row in rows]))
        .values(state=ReminderState.DROPPED, reason=Reminder.reason + f"; {why}")
        .execution_options(synchronize_session=False)
    )


#: What the key of a person's push of a day begins with.
A_DAY = "reminders:"


def once_a_day(day: date) -> str:
    """The key of a person's push of this day (Bangkok): no outbox takes it twice."""
    return f"{A_DAY}{day}"


def pushes_on(
    session: Session, accounts: Collection[str], days: Collection[date]
) -> dict[str, set[date]]:
    """On which of these days (Bangkok) each of these LINE accounts had its push of the day."""
    lanes = {push_lane(account): account for account in accounts}
    keys = {once_a_day(day): day for day in days}
    query = select(effects.c.lane, effects.c.turn_key).where(
        effects.c.lane.in_(lanes), effects.c.turn_key.in_(keys)
    )
    found: dict[str, set[date]] = {account: set() for account in accounts}
    for lane, key in session.execute(query):
        found[lanes[lane]].add(keys[key])
    return found


def drop_planned(
    session: Session,
    source: RuleSource,
    rule_id: int,
    why: str,
    but_due_on: date | None = None,
) -> None:
    """What is planned of this rule goes out no more, but for what is due on `but_due_on`."""
    planned = [
        Reminder.source == source,
        Reminder.rule_id == rule_id,
        Reminder.state == ReminderState.PLANNED,
    ]
    if but_due_on is not None:
        planned.append(Reminder.due_on != but_due_on)
    session.execute(
        update(Reminder)
        .where(*planned)
        .values(state=ReminderState.DROPPED, reason=Reminder.reason + f"; {why}")
        .execution_options(synchronize_session=False)
    )


def people_reminded(
    session: Session, source: RuleSource, rule_id: int
) -> dict[int, set[tuple[SubjectKind, int]]]:
    """Who was reminded of this rule, each with the (kind, id) of the subjects it was about."""
    rows = session.execute(
        select(Reminder.recipient_person_id, Reminder.subject_kind, Reminder.subject_id)
        .where(
            Reminder.source == source,
            Reminder.rule_id == rule_id,
            Reminder.state == ReminderState.SENT,
        )
        .distinct()
    )
    found: dict[int, set[tuple[SubjectKind, int]]] = {}
    for person_id, kind, subject_id in rows:
        found.setdefault(person_id, set()).add((kind, subject_id))
    return found


def pushes_under(session: Session, accounts: Collection[str], once: str) -> dict[str, int]:
    """The pushes under this key, by LINE account, of those of these accounts that have one."""
    lanes = {push_lane(account): account for account in accounts}
    query = select(effects.c.lane, effects.c.id).where(
        effects.c.lane.in_(lanes), effects.c.turn_key == once
    )
    return {lanes[row.lane]: row.id for row in session.execute(query)}


def in_a_form(session: Session, accounts: Collection[str], since: datetime) -> set[str]:
    """Those of these LINE accounts that have a report in hand and touched it since then."""
    query = select(conversations.c.line_user_id, conversations.c.draft).where(
        conversations.c.line_user_id.in_(accounts), conversations.c.touched_at > since
    )
    return {account for account, draft in session.execute(query) if draft is not None}


def people_named(
    session: Session, wanted: Collection[tuple[int, int]], today: date
) -> Mapping[tuple[int, int], int]:
    """How many people are responsible on this day (Bangkok), by (programme id, office id)."""
    if not wanted:
        return {}
    named = ResponsibleStaff
    rows = session.execute(
        select(named.programme_id, named.office_id, func.count())
        .where(
            or_(*(and_(named.programme_id == p, named.office_id == o) for p, o in wanted)),
            named.starts_on <= today,
            or_(named.ends_on.is_(None), named.ends_on >= today),
        )
        .group_by(named.programme_id, named.office_id)
    )
    return {(programme_id, office_id): count for programme_id, office_id, count in rows}
