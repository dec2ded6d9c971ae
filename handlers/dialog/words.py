"""Typed words: control words first, then what the stage of the draft makes of them."""

from handlers.dialog import moves
from handlers.dialog.form import Draft, Form, Slot, Stage
from handlers.dialog.inputs import Control, Typed, bare_words, control_of, edit_target
from handlers.dialog.press import Do, Press
from handlers.dialog.reading import Missed, Took, Unsure, pick, quote
from handlers.dialog.taps import take_press, take_value
from handlers.dialog.turn import Outcome, Turn
from handlers.dialog.world import Option, World
from handlers.texts import t
from handlers.thai.fold import bare, tidy

#: The buttons of "keep or throw away?", in the order in which ask.py shows and numbers them.
LEAVING = (Do.PAUSE, Do.DROP, Do.KEEP)


def take_words(form: Form, draft: Draft, typed: Typed, world: World) -> Turn:
    """One text message."""
    control = control_of(typed.text)
    if control is not None:
        return _control(form, draft, control, world)
    if (target := edit_target(typed.text)) is not None:
        slot = moves.named_slot(form, draft, target, world)
        if slot is not None:
            return moves.edit(form, draft, slot, world)
    match draft.stage:
        case Stage.LEAVING:
            return _leaving(form, draft, typed, world)
        case Stage.CONFIRMING:
            return _confirming(form, draft, typed, world)
        case Stage.CHOOSING_EDIT:
            slot = moves.named_slot(form, draft, typed.text, world)
            if slot is not None:
                return moves.edit(form, draft, slot, world)
            why = t("dialog.miss.edit_which", read=quote(typed.text))
            return _command(draft, typed) or moves.missed(draft, why)
        case Stage.ASKING:
            return _asking(form, draft, typed, world)


def _control(form: Form, draft: Draft, control: Control, world: World) -> Turn:
    match control:
        case Control.MENU:
            return Turn(Outcome.MENU)
        case Control.HELP:
            return Turn(help=True)
        case Control.PAUSE:
            moves.settle(draft)
            return Turn(Outcome.PARKED)
        case Control.RESUME:
            moves.settle(draft)
            return Turn()
        case Control.CANCEL:
            return moves.cancel(draft)
        case Control.BACK:
            return moves.back(form, draft, world)
        case Control.EDIT:
            return moves.choose_edit(draft)
        case Control.SKIP:
            return moves.skip(form, draft, world)


def _asking(form: Form, draft: Draft, typed: Typed, world: World) -> Turn:
    slot = moves.slot_at(form, draft)
    if draft.asks_back:
        turn = _asked_back(form, draft, slot, typed, world)
        if turn is not None:
            return turn
        moves.forget_doubts(draft)  # something else was typed: a new answer
    if slot.optional and bare(typed.text) == bare(t("dialog.finish")):
        return moves.finish(form, draft, world)
    if slot.kind.several and bare(typed.text) in bare_words("dialog.done_words"):
        return moves.done(form, draft, slot, world)
    if typed.command and slot.kind.free_text:
        draft.held = tidy(typed.text)
        return Turn()
    if typed.command:
        return Turn(Outcome.COMMAND, command=typed.text)
    match slot.kind.read(typed.text, slot.name, world):
        case Took(value):
            return moves.accept(form, draft, slot, value, world)
        case Unsure() as question:
            return moves.doubt(draft, question)
        case Missed(why):
            return moves.missed(draft, why)


def _asked_back(form: Form, draft: Draft, slot: Slot, typed: Typed, world: World) -> Turn | None:
    """The answer to a question back, by number or in words; None if it is something else."""
    if draft.held:
        options = held_options()
        if found := pick(typed.text, options):
            return take_press(form, draft, Press(Do(found.value), draft.id, slot.name), world)
        return None
    options = tuple(Option(value, label) for value, label in draft.readings.items())
    found = pick(typed.text, options)
    if found is None and len(options) == 1 and bare(typed.text) in bare_words("dialog.yes_words"):
        found = options[0]
    return take_value(form, draft, slot, found.value, world, sure=True) if found else None


def held_options() -> tuple[Option, ...]:
    """The two ways to mean words that are both an answer and a command."""
    return (
        Option(Do.AS_ANSWER.value, t("dialog.as_answer"), (t("dialog.as_answer_word"),)),
        Option(Do.AS_COMMAND.value, t("dialog.as_command"), (t("dialog.as_command_word"),)),
    )


def _confirming(form: Form, draft: Draft, typed: Typed, world: World) -> Turn:
    if bare(typed.text) in bare_words("dialog.send_words"):
        return moves.send(form, draft, world)
    # "แก้ไข" was answered with "which one?", so the name of a row alone is an answer here.
    slot = moves.named_slot(form, draft, typed.text, world)
    if slot is not None:
        return moves.edit(form, draft, slot, world)
    send = t(f"{form.name}.send")
    return _command(draft, typed) or moves.missed(draft, t("dialog.miss.confirming", send=send))


def _leaving(form: Form, draft: Draft, typed: Typed, world: World) -> Turn:
    options = tuple(Option(do.value, t(f"dialog.leaving.{do.name.lower()}")) for do in LEAVING)
    found = pick(typed.text, options)
    if found is not None:
        return take_press(form, draft, Press(Do(found.value), draft.id), world)
    return _command(draft, typed) or moves.missed(draft, t("dialog.miss.leaving"))


def _command(draft: Draft, typed: Typed) -> Turn | None:
    if not typed.command:
        return None
    moves.settle(draft)
    return Turn(Outcome.COMMAND, command=typed.text)
