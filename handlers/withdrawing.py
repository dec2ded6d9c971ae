"""Withdrawing a record that was sent, and taking it back in: it stays, but counts nowhere."""

from handlers.acknowledging import ask_again, stop_asking
from handlers.call import Call
from handlers.cards.card import Card
from handlers.changing import last_day, note_change, why_not
from handlers.conversing import Conversing, refusal, start_over
from handlers.dialog.form import Draft
from handlers.dialog.inputs import Input
from handlers.dialog.world import Option, World
from handlers.effects import Effect, Say
from handlers.forms.withdrawal import FORM
from handlers.records import by_key, open_again, refused, sent_record, which
from handlers.say import go
from handlers.texts import t
from handlers.thai.dates import long_date, short_date
from models.record_states import set_withdrawn
from models.vocabulary import ChangeWay, RecordKind


def withdraw(call: Call) -> list[Effect]:
    """ "ถอนรายงาน V-12": asks why, and for a confirmation."""
    sent = sent_record(call, call.argument)
    if sent is None:
        return which(call)
    if why := why_not(call, sent):
        return refused(sent, why)
    return start_over(call, WITHDRAWING, about=sent.key, record=sent.key)


def restore(call: Call) -> list[Effect]:
    """ "เรียกคืน V-12": a withdrawn record counts again, within the window."""
    sent = sent_record(call, call.argument)
    if sent is None:
        return which(call)
    if sent.withdrawn_at is None:
        return refused(sent, t("withdrawal.not_withdrawn", number=sent.number))
    if sent.reporter_person_id != call.actor.person_id:
        return refused(sent, t("changing.cannot.not_yours", number=sent.number))
    if call.today > last_day(call, sent.created_at):
        day = long_date(last_day(call, sent.created_at))
        return refused(sent, t("changing.cannot.too_late", number=sent.number, day=day))
    note_change(call, sent, ChangeWay.RESTORE, "")
    set_withdrawn(call.session, sent.kind, sent.id, None)
    text = t("withdrawal.restored", number=sent.number)
    asked = ask_again(call, sent.id) if sent.kind is RecordKind.VISIT else []
    return [Say(Card(text=text, buttons=(open_again(sent), go("menu"))), about=sent.key), *asked]


def _world(call: Call, draft: Draft, given: Input | None) -> World:
    sent = by_key(call, draft.answers.get("record", ""))
    shown = t("changing.one_line", number=sent.number, title=sent.title) if sent else ""
    options = (Option(sent.key, shown),) if sent else ()
    return World(today=call.today, options={"record": options})


def _submit(call: Call, draft: Draft) -> list[Effect] | Card:
    sent, reason = by_key(call, draft.answers["record"]), draft.answers.get("reason", "")
    if sent is None:
        return refusal(which(call), reason)
    if why := why_not(call, sent):
        return refusal(refused(sent, why), reason)
    note_change(call, sent, ChangeWay.WITHDRAW, reason)
    set_withdrawn(call.session, sent.kind, sent.id, call.now)
    day = short_date(last_day(call, sent.created_at))
    card = Card(
        title=t("withdrawal.done", number=sent.number),
        text=t("withdrawal.done_text", day=day),
        buttons=(
            go("restore", t("withdrawal.restore", number=sent.number), sent.number),
            go("menu"),
        ),
    )
    asked = stop_asking(call, sent.id) if sent.kind is RecordKind.VISIT else []
    return [Say(card, about=sent.key), *asked]


WITHDRAWING = Conversing(FORM, world=_world, submit=_submit)
