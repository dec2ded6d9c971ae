"""Reminders that the month's messages did not reach for: they ride under the person's next answer.

What is stored is only what they are about. It is judged again and put into words when it is
shown, so nobody reads of something that was done meanwhile, nor how long it still was a week ago.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, tzinfo
from typing import TYPE_CHECKING, Any

from sqlalchemy.orm import Session

from bot.clock import today
from bot.digest_left import digest_now
from bot.nudge_left import nudge_now
from handlers.cards.card import Card
from handlers.cards.render import render
from handlers.left_owed import packed, row_ids, unpacked
from handlers.reminders import Owed, reminder, ridden
from models.duties import Reminder
from models.duty_answering import Contacts, contacts_for
from models.duty_queries import judgements_of
from models.obligations import Judgement
from models.outbox_queries import left_lane, queue_once
from models.reminder_leaving import left_rows
from models.reminder_pauses import Pauses, pause_over, pauses_of
from models.reminder_queries import Sent, mark_dropped, mark_sent, thing_of_row
from models.resting import Rest, rest_of
from models.sending_words import Audience, EffectKind, EffectState

if TYPE_CHECKING:
    from bot.runtime import Runtime


def leave_owed(
    session: Session,
    accounts: Iterable[str],
    owed: Sequence[tuple[Owed, Sequence[int]]],
    once: str,
    now: datetime,
) -> None:
    """Leave what one person owes for the next free reply on whichever of these LINE accounts;
    each thing with the ids of its reminders. The same reminders are left once under `once`; what
    is owed besides, later that day, is left too. `now`: aware, the machine's clock."""
    things = [packed(one, ids) for one, ids in owed]
    newest_first = sorted((number for _, ids in owed for number in ids), reverse=True)
    key = ":".join([once, *map(str, newest_first)])
    for account in accounts:
        queue_once(
            session,
            lane=left_lane(account),
            kind=EffectKind.REPLY,
            line_user_id=account,
            payload={"messages": [], "left": True, "owed": things},
            state=EffectState.UNSHOWN,
            turn_key=key[:80],
            not_before=now,
            created_at=now,
            attempts=0,
            unsure=False,
        )


def messages_left(
    runtime: "Runtime", session: Session, effect: Any, present: datetime
) -> list[dict[str, Any]]:
    """The messages of something that was left (a row of `unshown`) as they are to be shown at this
    moment (aware, the bot's clock), which counts as shown with this; perhaps none any more."""
    if "digest" in effect.payload:
        return digest_now(runtime, session, effect.line_user_id, present, pushed=False)
    if "nudge" in effect.payload:
        return nudge_now(runtime, session, effect, present)
    if "owed" not in effect.payload:
        return list(effect.payload["messages"])
    raws = {number: raw for raw in effect.payload["owed"] for number in row_ids(raw)}
    rows = left_rows(session, raws)
    zone = runtime.settings.timezone
    facts = _facts(session, rows, present, zone)
    said: dict[int, Owed] = {}
    for row in rows:
        judged = facts.judged.get(thing_of_row(row))
        if (why := facts.why_not(row)) is not None or judged is None:
            mark_dropped(session, [row], why or "no longer due")
        else:
            said[row.id] = unpacked(raws[row.id], judged)
    if not said:
        return []
    sent = [Sent(number, effect.id, one.meant_for is not None) for number, one in said.items()]
    mark_sent(session, sent, present)
    # Several steps of one thing are said once.
    once = {(one.judgement.rule, one.judgement.subject, one.due_on): one for one in said.values()}
    card = _card(list(once.values()), today(present, zone))
    return [runtime.links.resolve(render(card), effect.line_user_id)]


def _card(things: list[Owed], day: date) -> Card:
    supervised = any(one.supervises for one in things)
    return reminder(things, day) if supervised else ridden(things, day)


@dataclass(frozen=True)
class _Facts:
    """What is known now of what was left."""

    judged: Mapping[tuple[Any, ...], Judgement]
    contacts: Contacts
    rest: Rest
    pauses: Pauses

    def why_not(self, row: Reminder) -> str | None:
        """Why this is not to be shown any more, if so."""
        judged, person_id = self.judged.get(thing_of_row(row)), row.recipient_person_id
        if judged is None:
            return "no longer due: moved, or gone"
        if (why := judged.silent_because) is not None:
            return why
        if (until := self.rest.until(judged)) is not None:
            return f"resting until {until}"
        contact = self.contacts.of(judged)
        answers = contact is not None and contact.person_id == person_id
        if row.audience is Audience.CONTACT and not answers:
            return "answered for by somebody else"
        paused = pause_over(self.pauses.get(person_id, ()), judged.rule.source, judged.rule.id)
        return paused.why if paused else None


def _facts(session: Session, rows: Sequence[Reminder], present: datetime, zone: tzinfo) -> _Facts:
    day = today(present, zone)
    judged = judgements_of(session, {thing_of_row(row) for row in rows}, present, zone)
    contacts = contacts_for(session, judged.values(), day)
    return _Facts(
        judged,
        contacts,
        rest_of(session, judged.values(), contacts.answering, day),
        pauses_of(session, {row.recipient_person_id for row in rows}, day),
    )
