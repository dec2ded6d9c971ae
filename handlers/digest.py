"""“สรุป”: how things stand in what one oversees, since the last time one was told."""

from handlers.call import Call
from handlers.calling import Numbers
from handlers.cards.card import Card
from handlers.digest_card import digest_card
from handlers.effects import Effect
from handlers.say import go, say
from handlers.texts import t
from models.actors import load_actor
from models.digest_facts import digest_facts
from models.digests import note_told, state_of


def show(call: Call) -> list[Effect]:
    """The digest of this moment, whether there is anything new or not; it counts as told, and so
    it is of all posts, whatever is acted as."""
    reader = load_actor(call.session, call.actor.line_user_id, call.today, whole=True)
    assert reader.person_id is not None, "strangers are answered before any command"
    state = state_of(call.session, reader.person_id, call.today)
    facts = digest_facts(call.session, reader, state, now=call.now, tz=call.zone)
    if facts is None or facts.is_empty:
        return say(Card(text=t("digest.nothing"), buttons=(go("status"), go("menu"))))
    note_told(call.session, reader.person_id, call.now, call.today, pushed=False)
    calls = Numbers(call.session, reader, call.cipher, call.today)
    card = digest_card(facts, call.today, calls).offering(go("menu"))
    calls.note(call.now)
    return say(card)
