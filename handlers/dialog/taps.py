"""Taps on our buttons, of any age: those of another question change nothing."""

from handlers.dialog import moves
from handlers.dialog.form import Draft, Form, Slot, Stage
from handlers.dialog.kind_date import ThaiDate
from handlers.dialog.kinds import Photos
from handlers.dialog.press import Do, Press
from handlers.dialog.reading import Missed, Took, Unsure
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
            moves.settle(draft)
            return Turn(Outcome.PARKED)
        case Do.CANCEL:
            return moves.cancel(draft)
        case Do.DROP:
            return Turn(Outcome.DROPPED) if draft.stage is Stage.LEAVING else _stale()
        case Do.KEEP if draft.stage is Stage.LEAVING:
            moves.settle(draft)
            return Turn()
        case Do.RESUME:
            moves.settle(draft)
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
    slot = moves.slot_at(form, draft)
    match press.do:
        case Do.SKIP:
            return moves.skip(form, draft, world)
        case Do.FINISH:
            return moves.finish(form, draft, world)
        case Do.DONE:
            return moves.done(form, draft, slot, world)
        case Do.KEEP:
            return moves.keep(form, draft, slot, world)
        case Do.TOGGLE:
            return moves.toggle(draft, slot, press.value, world)
        case Do.AS_ANSWER if draft.held:
            return moves.accept(form, draft, slot, draft.held, world)
        case Do.AS_COMMAND if draft.held:
            words = draft.held
            moves.forget_doubts(draft)
            return Turn(Outcome.COMMAND, command=words)
        case Do.ANSWER | Do.SURE if not isinstance(slot.kind, Photos):
            sure = press.do is Do.SURE
            return take_value(form, draft, slot, picked or press.value, world, sure=sure)
    return _stale()


def take_value(
    form: Form, draft: Draft, slot: Slot, value: str, world: World, *, sure: bool
) -> Turn:
    """A canonical value for `slot`, from a button or picker; `sure` if it was asked about."""
    match slot.kind.check(value, slot.name, world):
        case Missed(why):
            return moves.missed(draft, why)
        case Unsure() as question:
            return moves.doubt(draft, question)
        case Took(kept):
            if not sure and isinstance(slot.kind, ThaiDate):
                question_back = slot.kind.doubt(kept, world)
                if question_back is not None:
                    return moves.doubt(draft, question_back)
            return moves.accept(form, draft, slot, kept, world)


def _stale() -> Turn:
    return Turn(note=t("dialog.stale"))
