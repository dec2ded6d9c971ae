"""A card by which somebody reminds another person ("เตือน"), made anew when it is shown.

Between the reminding and the showing some of it may have been done, waived or handed to somebody
else: under the receipt of "ส่งแล้ว" nobody reads that it is still to be sent.
"""

from datetime import datetime
from typing import TYPE_CHECKING, Any

from sqlalchemy.orm import Session

from bot.clock import today
from handlers.cards.render import render
from handlers.left_owed import unpacked_nudge
from handlers.outstanding import Owing
from handlers.reminding_card import nudge_card
from models.actors import load_actor
from models.duty_answering import contacts_for
from models.duty_queries import judgements_of
from models.obligations import Subject
from models.reminder_pauses import pause_over, pauses_of

if TYPE_CHECKING:
    from bot.runtime import Runtime


def nudge_now(
    runtime: "Runtime", session: Session, effect: Any, present: datetime
) -> list[dict[str, Any]]:
    """The messages of this card (a row of `unshown`) at this moment (aware, the bot's clock): of
    what it reminded of, what its reader still owes; none where that is nothing."""
    zone = runtime.settings.timezone
    day = today(present, zone)
    nudge = unpacked_nudge(effect.payload["nudge"])
    reader = load_actor(session, effect.line_user_id, day).person_id
    found = judgements_of(session, nudge.duties, present, zone)
    owed = [found[duty] for duty in nudge.duties if duty in found and found[duty].owed]
    contacts = contacts_for(session, owed, day)
    silent = pauses_of(session, [reader], day).get(reader, ()) if reader is not None else ()
    owing: dict[Subject, Owing] = {}
    for one in owed:
        contact = contacts.of(one)
        if contact is None or contact.person_id != reader:
            continue
        if pause_over(silent, one.rule.source, one.rule.id) is None:
            owing.setdefault(one.subject, Owing(one.subject)).owed.append(one)
    if not owing:
        return []
    card = nudge_card(nudge.who, list(owing.values()), day)
    return [runtime.links.resolve(render(card), effect.line_user_id)]
