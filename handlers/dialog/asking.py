"""Words while a question is open: its answer, several at once, or one to a question back."""

from collections.abc import Mapping
from dataclasses import replace
from functools import cache

from handlers.dialog import answers
from handlers.dialog.form import Draft, Form, Slot
from handlers.dialog.inputs import Typed, bare_words, words_of
from handlers.dialog.pages import page_of, pick_page
from handlers.dialog.press import Do, Press
from handlers.dialog.reading import Missed, Reading, Took, Unsure, pick
from handlers.dialog.standing import drop_what_no_longer_applies, forget_doubts, go_on, slot_at
from handlers.dialog.taps import heard, take_press, take_value
from handlers.dialog.turn import Outcome, Turn
from handlers.dialog.world import Option, World
from handlers.texts import t
from handlers.thai.fold import bare, tidy


def take_answer(form: Form, draft: Draft, typed: Typed, world: World) -> Turn:
    """Words while a question is open."""
    slot = slot_at(form, draft)
    if draft.asks_back:
        turn = _asked_back(form, draft, slot, typed, world)
        if turn is not None:
            return turn
        forget_doubts(draft)  # something else was typed: a new answer
    if slot.optional and bare(typed.text) == bare(t("dialog.finish")):
        return answers.finish(form, draft, world)
    if slot.optional and _says_there_is_none(form, slot, typed):
        return answers.skip(form, draft, world)
    if slot.kind.several and bare(typed.text) in bare_words("dialog.done_words"):
        return answers.done(form, draft, slot, world)
    options = slot.kind.options(slot.name, world)
    if page := pick_page(typed.text, draft.page, options):
        draft.page = page_of(page.value, options)
        return Turn()
    if typed.command and slot.kind.free_text:
        draft.held, draft.heard_id = tidy(typed.text), typed.message_id or ""
        return Turn()
    if typed.command:
        return Turn(Outcome.COMMAND, command=typed.text)
    reading = slot.kind.read(typed.text, slot.name, world)
    if pick(typed.text, options):
        # A button's number or words tell no more than the button.
        return take_reading(form, draft, slot, reading, replace(typed, text=""), world)
    if slot.kind.free_text:
        return take_reading(form, draft, slot, reading, typed, world)
    found = form.reads(typed.text, world)
    return _take_several(form, draft, slot, found, reading, typed, world) or take_reading(
        form, draft, slot, reading, typed, world
    )


def _says_there_is_none(form: Form, slot: Slot, typed: Typed) -> bool:
    """ "ไม่มีรูป" where photos are asked for."""
    return bare(typed.text) in _none_of((form.label(slot), *form.also(slot)))


@cache
def _none_of(names: tuple[str, ...]) -> frozenset[str]:
    """The ways to say that there is nothing of what a row is called; folded once, not each turn."""
    return frozenset(bare(none + name) for none in words_of("dialog.none_words") for name in names)


def take_reading(
    form: Form, draft: Draft, slot: Slot, reading: Reading, typed: Typed, world: World
) -> Turn:
    """What the slot's kind made of the words."""
    match reading:
        case Took(value):
            return take_value(form, draft, slot, value, world, sure=True, by=typed)
        case Unsure() as question:
            return answers.doubt(draft, question, typed)
        case Missed(why):
            return answers.missed(draft, why)


def _take_several(
    form: Form,
    draft: Draft,
    slot: Slot,
    found: Mapping[str, str],
    reading: Reading,
    typed: Typed,
    world: World,
) -> Turn | None:
    """One text that answers more than the question in hand, or answers it in a sentence.

    None if it does not, so that the reading of the question's own kind counts alone.
    """
    found = {name: found[name] for name in found if not _is_all_of(form, name, found, typed)}
    others = [name for name in found if name != slot.name and name not in draft.answers]
    if isinstance(reading, Took) and not others:
        return None
    filled = answers.fill(form, draft, found, world, typed)
    if not filled:
        return None
    notes = [answers.noted(form, each, draft.answers[each.name], world) for each in filled]
    if reason := form.ends(draft.answers):
        return Turn(Outcome.ENDED, reason=reason)
    drop_what_no_longer_applies(form, draft, world)
    if slot in filled:
        go_on(form, draft, world)
        return Turn(note="\n".join(notes))
    if isinstance(reading, Missed):
        notes.append(t("dialog.still_open", label=form.label(slot)))
        return Turn(note="\n".join(notes))
    turn = take_reading(form, draft, slot, reading, typed, world)
    return replace(turn, note="\n".join(part for part in (*notes, turn.note) if part))


def _is_all_of(form: Form, name: str, found: Mapping[str, str], typed: Typed) -> bool:
    """Whether the whole text was taken for the words of a question that is not in hand."""
    slot = form.slot(name)
    return slot is not None and slot.kind.free_text and bare(found[name]) == bare(typed.text)


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
    if found is None:
        return None
    return take_value(form, draft, slot, found.value, world, sure=True, by=heard(draft) or typed)


def held_options() -> tuple[Option, ...]:
    """The two ways to mean words that are both an answer and a command."""
    return (
        Option(Do.AS_ANSWER.value, t("dialog.as_answer"), (t("dialog.as_answer_word"),)),
        Option(Do.AS_COMMAND.value, t("dialog.as_command"), (t("dialog.as_command_word"),)),
    )
