"""Quoting a message of ours (long-press, "reply") means the record it showed: "แก้วันที่เป็น 26".

Soon after a record was shown those words mean it without quoting.
"""

from datetime import timedelta

from handlers.call import Call
from handlers.cards.card import Card
from handlers.changing import Sent, why_not
from handlers.conversing import start_change, world_of
from handlers.dialog.correcting import correction
from handlers.dialog.form import Draft
from handlers.dialog.inputs import Control, control_of, words_of
from handlers.effects import Effect, Say
from handlers.records import FIND, WHAT, buttons_of, open_again, refused
from handlers.running import offering_to_go_on
from handlers.say import go
from handlers.texts import t
from handlers.withdrawing import withdraw
from models.shown import last_shown, record_shown
from models.vocabulary import RecordKind

#: How long after a record was shown words of changing mean it without quoting.
SOON = timedelta(hours=1)


def quoted(call: Call) -> list[Effect] | None:
    """What to do with a text that quotes a message about a record; None if it quotes none."""
    left = call.conversation.draft
    effects = _meant(call)
    if effects is None or left not in call.conversation.parked:
        return effects
    return offering_to_go_on(call, effects, left)


def _meant(call: Call) -> list[Effect] | None:
    message_id, text = call.event.quoted_message_id, call.event.text
    if message_id is None or text is None:
        return None
    sent = _sent(call, record_shown(call.session, call.actor.line_user_id, message_id))
    if sent is None:
        return None
    if control_of(text) is Control.CANCEL:
        return withdraw(call.with_argument(sent.number))
    found = _correction(call, sent, text, loose=True)
    if found is None and control_of(text) is not Control.EDIT:
        return _what_of_it(call, sent)
    return _change(call, sent, found)


def of_the_last(call: Call) -> list[Effect] | None:
    """What to do with "แก้จำนวนเป็น 6 คน" while no form is in hand: the record shown last is meant,
    if that was a moment ago. Nothing is changed before it is confirmed."""
    text = call.event.text or ""
    if not text.startswith(words_of("dialog.change_words")):
        return None
    since = call.now - SOON
    sent = _sent(call, last_shown(call.session, call.actor.line_user_id, since))
    found = _correction(call, sent, text) if sent else None
    return _change(call, sent, found) if sent and found else None


def _sent(call: Call, shown: tuple[RecordKind, int] | None) -> Sent | None:
    find = FIND.get(shown[0]) if shown else None
    return find(call, shown[1]) if find and shown else None


def _correction(
    call: Call, sent: Sent, text: str, *, loose: bool = False
) -> tuple[str, str] | None:
    what = WHAT[sent.kind](sent)
    draft = Draft("", what.form.name, what.form.version, dict(sent.answers), record=sent.key)
    world = world_of(call, what, draft, None)
    return correction(text, what.form, sent.answers, world, loose=loose)


def _change(call: Call, sent: Sent, found: tuple[str, str] | None) -> list[Effect]:
    if why := why_not(call, sent):
        return refused(sent, why)
    what = WHAT[sent.kind](sent)
    if found is None:
        return start_change(call, what, sent.key, sent.answers)
    slot, typed = found
    return start_change(call, what, sent.key, sent.answers, at=slot, typed=typed)


def _what_of_it(call: Call, sent: Sent) -> list[Effect]:
    card = Card(
        title=t("changing.quoted.title", number=sent.number),
        text=t("changing.quoted.text", title=sent.title),
        hint=t("changing.quoted.hint"),
        buttons=(*buttons_of(call, sent), open_again(sent), go("menu")),
    )
    return [Say(card, about=sent.key)]
