"""A digest as messages, made at the moment at which it is shown: under a free reply, or in the
day's one push."""

from collections.abc import Sequence
from datetime import datetime, timedelta
from typing import TYPE_CHECKING, Any

from sqlalchemy.orm import Session

from bot.clock import today
from handlers.calling import Numbers
from handlers.cards.card import Button
from handlers.cards.render import render
from handlers.digest_card import digest_card
from models.actors import load_actor
from models.digest_facts import digest_facts
from models.digest_known import Country
from models.digests import (
    accounts_to_tell,
    note_nothing_to_tell,
    note_told,
    state_of,
    take_back_digests,
)

if TYPE_CHECKING:
    from bot.runtime import Runtime

#: Who was told nothing for so long is told how things stand, new or not.
MONTH = timedelta(days=30)


def digest_now(
    runtime: "Runtime",
    session: Session,
    account: str,
    present: datetime,
    *,
    pushed: bool,
    offering: Sequence[Button] = (),
    country: Country | None = None,
) -> list[dict[str, Any]]:
    """The digest for this LINE account at this moment (aware, the bot's clock), which counts as
    told with this; nothing where there is nothing new, unless a month has passed. `offering`:
    buttons besides its own; `country`: see `digest_facts`."""
    day = today(present, runtime.settings.timezone)
    actor = load_actor(session, account, day, whole=True)  # as whom they were chosen to be told
    if actor.person_id is None:
        return []
    state = state_of(session, actor.person_id, day)
    tz = runtime.settings.timezone
    facts = digest_facts(session, actor, state, now=present, tz=tz, country=country)
    monthly = day - state.told_on >= MONTH
    if facts is None or not (facts.is_news or monthly):
        return []
    if facts.is_empty:
        note_nothing_to_tell(session, actor.person_id, day)
        return []
    note_told(session, actor.person_id, present, day, pushed=pushed)
    own = accounts_to_tell(session, actor.person_id)
    take_back_digests(session, own, runtime.machine_time())
    calls = Numbers(session, actor, runtime.cipher, day)
    card = digest_card(facts, day, calls).offering(*offering)
    calls.note(present)
    return [runtime.links.resolve(render(card), account)]
