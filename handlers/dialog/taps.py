"""Taps on our buttons, of any age: those of another question change nothing."""

from handlers.dialog import answers, moves
from handlers.dialog.form import Draft, Form, Slot, Stage
from handlers.dialog.inputs import Typed
from handlers.dialog.kinds import Photos
from handlers.dialog.pages import page_of
from handlers.dialog.press import Do, Press
from handlers.dialog.reading import Missed, Took, Unsure
from handlers.dialog.standing import forget_doubts, settle, slot_at
from handlers.dialog.turn import Outcome, Turn
from handlers.dialog.world import World
from handlers.texts import t


def take_press(
    form: Form, draft: Draft, press: Press, world: World, *, picked: str | None = None
) -> Turn:
    """One tap. `picked`: the day of a date picker (ISO 8601)."""
    if press.draft_id != draft.id:
        return _stale()
    match press.do:
        case Do.SEND:
            return moves.send(form, draft, world) if draft.stage is Stage.CONFIRMING else _stale()
        case Do.PAUSE:
            settle(draft)
            return Turn(Outcome.PARKED)
        case Do.CANCEL:
            return moves.cancel(draft)
        case Do.DROP:
            return Turn(Outcome.DROPPED) if draft.stage is Stage.LEAVING else _stale()
        case Do.KEEP if draft.stage is Stage.LEAVING:
            settle(draft)
            return Turn()
        case Do.RESUME:
            settle(draft)
            return Turn()
        case Do.BACK:
            return moves.back(form, draft, world)
        case Do.EDIT:
            slot = form.slot(press.slot)
            return moves.edit(form, draft, slot, world) if slot else moves.choose_edit(draft)
    # What is left answers the question in hand; a button of another question is out of date.
    if draft.stage is not Stage.ASKING or press.slot != draft.at:
        return _stale()
    return _answer(form, draft, press, world, picked)


def _answer(form: Form, draft: Draft, press: Press, world: World, picked: str | None) -> Turn:
    slot = slot_at(form, draft)
    match press.do:
        case Do.SKIP:
            return answers.skip(form, draft, world)
        case Do.FINISH:
            return answers.finish(form, draft, world)
        case Do.DONE:
            return answers.done(form, draft, slot, world)
        case Do.KEEP:
            return answers.keep(form, draft, slot, world)
        case Do.TOGGLE:
            return answers.toggle(draft, slot, press.value, world)
        case Do.PAGE:
            draft.page = page_of(press.value, slot.kind.options(slot.name, world))
            return Turn()
        case Do.AS_ANSWER if draft.held:
            return take_held(form, draft, slot, world)
        case Do.AS_COMMAND if draft.held:
            words = draft.held
            forget_doubts(draft)
            return Turn(Outcome.COMMAND, command=words)
        case Do.ANSWER | Do.SURE if not isinstance(slot.kind, Photos):
            sure = press.do is Do.SURE
            value = picked or press.value
            # A reading of words that were typed: they gave the answer, not the tap.
            by = heard(draft) if sure and value in draft.readings else None
            return take_value(form, draft, slot, value, world, sure=sure, by=by)
    return _stale()


def take_held(form: Form, draft: Draft, slot: Slot, world: World) -> Turn:
    """The words that might have been a command are an answer."""
    words = Typed(draft.held or "", message_id=draft.heard_id or None)
    match slot.kind.read(words.text, slot.name, world):
        case Took(value):
            return answers.accept(form, draft, slot, value, world, words)
        case Unsure() as question:
            forget_doubts(draft)
            return answers.doubt(draft, question, words)
        case Missed(why):
            forget_doubts(draft)
            return answers.missed(draft, why)


def take_value(
    form: Form,
    draft: Draft,
    slot: Slot,
    value: str,
    world: World,
    *,
    sure: bool,
    by: Typed | None = None,
) -> Turn:
    """A canonical value for `slot`, from a button or picker; `sure` if it was asked about.

    What is ticked already counts along with it, where several may be chosen.
    """
    if slot.kind.several:
        value = ",".join(dict.fromkeys([*draft.chosen, *value.split(",")]))
    match slot.kind.check(value, slot.name, world):
        case Missed(why):
            return answers.missed(draft, why)
        case Unsure() as question:
            return answers.doubt(draft, question, by)
        case Took(kept):
            question_back = None if sure else answers.question_back(slot.kind, kept, world)
            if question_back is not None:
                return answers.doubt(draft, question_back, by)
            return answers.accept(form, draft, slot, kept, world, by)


def heard(draft: Draft) -> Typed | None:
    """The words that are asked back about."""
    return Typed(draft.heard, message_id=draft.heard_id or None) if draft.heard else None


def _stale() -> Turn:
    return Turn(note=t("dialog.stale"))
