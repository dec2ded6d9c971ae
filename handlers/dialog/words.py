"""Typed words: control words first, then what the stage of the draft makes of them."""

from handlers.dialog import answers, moves
from handlers.dialog.asking import take_answer, take_reading
from handlers.dialog.correcting import correction
from handlers.dialog.form import Draft, Form, Stage
from handlers.dialog.inputs import Control, Typed, bare_words, control_of, edit_target
from handlers.dialog.press import Do, Press
from handlers.dialog.reading import pick, quote
from handlers.dialog.standing import named_slot, settle, slot_at
from handlers.dialog.taps import take_press
from handlers.dialog.turn import Outcome, Turn
from handlers.dialog.world import Option, World
from handlers.texts import t
from handlers.thai.fold import bare

#: The buttons of "keep or throw away?", in the order in which ask.py shows and numbers them.
LEAVING = (Do.PAUSE, Do.DROP, Do.KEEP)


def take_words(form: Form, draft: Draft, typed: Typed, world: World) -> Turn:
    """One text message."""
    control = control_of(typed.text)
    if control is not None:
        return _control(form, draft, control, world)
    found = correction(typed.text, form, draft.answers, world, loose=_loose(form, draft))
    if found is not None:
        return correct(form, draft, *found, typed.message_id, world)
    if (target := edit_target(typed.text)) is not None:
        slot = named_slot(form, draft.answers, target, world)
        if slot is not None:
            return moves.edit(form, draft, slot, world)
    match draft.stage:
        case Stage.LEAVING:
            return _leaving(form, draft, typed, world)
        case Stage.CONFIRMING:
            return _confirming(form, draft, typed, world)
        case Stage.CHOOSING_EDIT:
            slot = named_slot(form, draft.answers, typed.text, world)
            if slot is not None:
                return moves.edit(form, draft, slot, world)
            why = t("dialog.miss.edit_which", read=quote(typed.text))
            return _command(draft, typed) or answers.missed(draft, why)
        case Stage.ASKING:
            return take_answer(form, draft, typed, world)


def correct(
    form: Form, draft: Draft, name: str, words: str, message_id: str | None, world: World
) -> Turn:
    """Put `words` in the place of the answer to the slot `name`, and go on where it stood.

    Where they are not understood, that slot is asked.
    """
    slot = form.slot(name)
    if slot is None or slot not in form.asked(draft.answers, world):
        return Turn(note=t("dialog.stale"))
    moves.edit(form, draft, slot, world)
    typed = Typed(words, message_id=message_id)
    reading = slot.kind.read(words, slot.name, world)
    return take_reading(form, draft, slot, reading, typed, world)


def _loose(form: Form, draft: Draft) -> bool:
    """Whether no free text is awaited, so that "แก้ไข วันที่ 26" can be nothing else."""
    return draft.stage is not Stage.ASKING or not slot_at(form, draft).kind.free_text


def _control(form: Form, draft: Draft, control: Control, world: World) -> Turn:
    match control:
        case Control.MENU:
            return Turn(Outcome.MENU)
        case Control.HELP:
            return Turn(help=True)
        case Control.PAUSE:
            settle(draft)
            return Turn(Outcome.PARKED)
        case Control.RESUME:
            settle(draft)
            return Turn()
        case Control.CANCEL:
            return moves.cancel(draft)
        case Control.BACK:
            return moves.back(form, draft, world)
        case Control.EDIT:
            return moves.choose_edit(draft)
        case Control.SKIP:
            return answers.skip(form, draft, world)


def leaving_options(draft: Draft) -> tuple[Option, ...]:
    """The three answers to "keep or throw away?"; of a change of what was sent, in its words."""
    if draft.record:
        return tuple(Option(d.value, t(f"dialog.change_leaving.{d.name.lower()}")) for d in LEAVING)
    return tuple(Option(d.value, t(f"dialog.leaving.{d.name.lower()}")) for d in LEAVING)


def send_label(form: Form, draft: Draft) -> str:
    """The words of the button that sends, or saves a change of what was sent."""
    return t("dialog.change.send") if draft.record else t(f"{form.name}.send")


def _confirming(form: Form, draft: Draft, typed: Typed, world: World) -> Turn:
    if bare(typed.text) in bare_words("dialog.send_words"):
        return moves.send(form, draft, world)
    # "แก้ไข" was answered with "which one?", so the name of a row alone is an answer here.
    slot = named_slot(form, draft.answers, typed.text, world)
    if slot is not None:
        return moves.edit(form, draft, slot, world)
    why = t("dialog.miss.confirming", send=send_label(form, draft))
    return _command(draft, typed) or answers.missed(draft, why)


def _leaving(form: Form, draft: Draft, typed: Typed, world: World) -> Turn:
    found = pick(typed.text, leaving_options(draft))
    if found is not None:
        return take_press(form, draft, Press(Do(found.value), draft.id), world)
    return _command(draft, typed) or answers.missed(draft, t("dialog.miss.leaving"))


def _command(draft: Draft, typed: Typed) -> Turn | None:
    if not typed.command:
        return None
    settle(draft)
    return Turn(Outcome.COMMAND, command=typed.text)
