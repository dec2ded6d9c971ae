"""What rides along with a person's answer, in the same free reply: before it what they should have
seen already, under it what others left for them. What there is no room for goes on waiting."""

from collections.abc import Sequence
from datetime import datetime
from typing import TYPE_CHECKING, Any

import structlog
from sqlalchemy.orm import Session

from bot.clock import today
from bot.database import STORE_FAULTS
from bot.owed_left import messages_left
from handlers.texts import t
from models.digests import state_of
from models.outbox_queries import keep_unshown, mark_merged, still_unshown

if TYPE_CHECKING:
    from bot.runtime import Runtime

log = structlog.get_logger()

Message = dict[str, Any]


def carried(session: Session, missed: Sequence[Any], room: int, now: datetime) -> list[Message]:
    """At most so many messages of these rows of `unshown`, the oldest first, with an apology as
    one of them where one of them is an answer that failed: what had no reply of its own from the
    start is none. `now`: aware, the machine's clock."""
    apology: Message = {"type": "text", "text": t("common.missed_reply")}
    space = room - 1
    old: list[Message] = []
    shown: list[int] = []
    failed = False
    for row in still_unshown(session, missed):
        # Quick replies of any but the last message are never shown; one apology is enough.
        its = [{k: v for k, v in m.items() if k != "quickReply"} for m in row.payload["messages"]]
        its = [message for message in its if message != apology]
        if old and len(old) + len(its) > space:
            break
        failed = failed or not row.payload.get("unasked")
        old += its[:space]
        if its[space:]:
            # More than any reply has room for beside an answer: the rest comes with the next.
            keep_unshown(session, row.id, its[space:])
            break
        shown.append(row.id)
    mark_merged(session, shown, now)
    return [apology, *old] if failed and old else old


def under(
    runtime: "Runtime",
    session: Session,
    left: Sequence[Any],
    most: int,
    *,
    now: datetime,
    present: datetime,
) -> list[Message]:
    """At most so many messages of what was left (rows of `unshown`); what has nothing to say any
    more goes. `now`: the machine's clock, `present`: the bot's; both aware.

    A card that cannot be made is noted and goes on waiting: the person's own answer, and what
    else was left, must not fail with it.
    """
    found: list[Message] = []
    # What was told last is locked before any card, as a round does that pushes a digest
    # (scheduler/digests.py): in the other order each could wait for the other.
    for person_id in [row.payload["digest"] for row in left if "digest" in row.payload]:
        state_of(session, person_id, today(present, runtime.settings.timezone))
    for row in still_unshown(session, left):
        if len(found) >= most:
            break
        try:
            with session.begin_nested():
                its = messages_left(runtime, session, row, present)
                mark_merged(session, [row.id], now)
        except STORE_FAULTS:
            raise
        except Exception:
            log.exception("left_card_failed", effect_id=row.id)
            continue
        found += its
    return found
