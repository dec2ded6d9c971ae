"""take(form, draft, input, world) -> Turn: the one way to hold a conversation. Pure.

No clock, no database, no LINE: facts come in as `world`, the draft is changed in place (it is
the caller's copy, read from JSON), and what is to be shown comes back as a Turn, which
handlers/dialog/ask.py words. Whatever comes in, the draft ends in a stage from which it can be
finished or left, and no accepted answer is lost.
"""

from dataclasses import dataclass
from enum import StrEnum

from handlers.dialog.form import Draft, Form, Slot, Stage
from handlers.dialog.inputs import (
    Control,
    Input,
    Other,
    Photo,
    Picked,
    Pressed,
    Typed,
    control_of,
    edit_target,
    words_of,
)
from handlers.dialog.kinds import Kind, Missed, Photos, Took, Unsure, pick
from handlers.dialog.press import Do, Press
from handlers.dialog.world import Option, World
from handlers.texts import t
from handlers.thai.fold import bare, tidy


class Outcome(StrEnum):
    """What the caller has to do after a turn."""

    GOES_ON = "goes_on"
    SEND = "send"  # the person confirmed: save it
    ENDED = "ended"  # the form itself says there is nothing to send (Turn.reason)
    PARKED = "parked"
    DROPPED = "dropped"
    MENU = "menu"  # show the menu; the draft waits
    COMMAND = "command"  # run Turn.command; the draft waits


@dataclass(frozen=True)
class Turn:
    """What came of one input. `note`: what was understood or is amiss, shown above the question.

    unsure: a question back about the words just typed, instead of the slot's own question.
    """

    outcome: Outcome = Outcome.GOES_ON
    note: str = ""
    unsure: Unsure | None = None
    help: bool = False
    reason: str = ""
    command: str = ""


def begin(form: Form, draft_id: str, world: World, **answers: str) -> Draft:
    """A new draft, with `answers` already given, at its first open question."""
    draft = Draft(draft_id, form.name, form.version, dict(answers))
    _go_on(form, draft, world)
    return draft


def carry_over(form: Form, draft: Draft, world: World) -> None:
    """Bring a draft of an older form version up to this one: keep what still fits, ask the rest."""
    for name, value in list(draft.answers.items()):
        slot = form.slot(name)
        if slot is None or (value and not _fits(slot, value, world)):
            del draft.answers[name]
    draft.version = form.version
    _go_on(form, draft, world)


def look_again(form: Form, draft: Draft, world: World) -> None:
    """Ask what only now turns out to matter, after new answers brought new facts.

    Leaves a draft alone whose person is changing an earlier answer.
    """
    if draft.stage is Stage.CONFIRMING or (
        draft.stage is Stage.ASKING and draft.at not in draft.answers and not draft.chosen
    ):
        misses = draft.misses
        _go_on(form, draft, world)
        draft.misses = misses


def take(form: Form, draft: Draft, given: Input, world: World) -> Turn:
    """One step of the conversation. Changes `draft`, never raises for anything a person sends."""
    draft.touched_on = world.today.isoformat()
    if isinstance(given, Photo):
        return _take_photo(form, draft, given, world)
    if isinstance(given, Other):
        return _missed(draft, t(f"dialog.other.{given.kind}"))
    if isinstance(given, Picked):
        return _press(form, draft, given.press, world, picked=given.day)
    if isinstance(given, Pressed):
        return _press(form, draft, given.press, world)
    return _take_words(form, draft, given, world)


# --- words ---------------------------------------------------------------------------------------


def _take_words(form: Form, draft: Draft, typed: Typed, world: World) -> Turn:
    control = control_of(typed.text)
    if control is not None:
        return _control(form, draft, control, world)
    if (target := edit_target(typed.text)) is not None:
        slot = _named_slot(form, draft, target, world)
        if slot is not None:
            return _edit(form, draft, slot, world)
    match draft.stage:
        case Stage.LEAVING:
            return _leaving_words(form, draft, typed, world)
        case Stage.CONFIRMING:
            return _confirming_words(draft, typed)
        case Stage.CHOOSING_EDIT:
            slot = _named_slot(form, draft, typed.text, world)
            return _edit(form, draft, slot, world) if slot else Turn(note=t("dialog.edit_which"))
        case Stage.ASKING:
            return _answer_words(form, draft, typed, world)


def _answer_words(form: Form, draft: Draft, typed: Typed, world: World) -> Turn:
    slot = _at(form, draft, world)
    kind: Kind = slot.kind
    if slot.optional and bare(typed.text) == bare(t("dialog.finish")):
        return _finish(form, draft, world)
    if kind.several and bare(typed.text) in {bare(word) for word in words_of("dialog.done_words")}:
        return _done(form, draft, slot, world)
    if typed.command:
        if not kind.free_text:
            return Turn(Outcome.COMMAND, command=typed.command)
        draft.held = tidy(typed.text)
        return Turn(unsure=_answer_or_command(typed))
    match kind.read(typed.text, slot.name, world):
        case Took(value):
            return _accept(form, draft, slot, value, world)
        case Unsure() as unsure:
            return Turn(unsure=unsure)
        case Missed(why):
            return _missed(draft, why)


def _answer_or_command(typed: Typed) -> Unsure:
    return Unsure(t("dialog.answer_or_command", read=tidy(typed.text), command=typed.command), ())


def _confirming_words(draft: Draft, typed: Typed) -> Turn:
    if bare(typed.text) in {bare(word) for word in words_of("dialog.send_words")}:
        return Turn(Outcome.SEND)
    if typed.command:
        return Turn(Outcome.COMMAND, command=typed.command)
    draft.misses += 1
    return Turn(note=t("dialog.miss.confirming"))


def _leaving_words(form: Form, draft: Draft, typed: Typed, world: World) -> Turn:
    # The order in which ask.py shows the three buttons.
    choices = (Do.PAUSE, Do.DROP, Do.KEEP)
    options = tuple(Option(do.value, t(f"dialog.leaving.{do.name.lower()}")) for do in choices)
    found = pick(typed.text, options)
    if found is None:
        return Turn()
    return _press(form, draft, Press(Do(found.value), draft.id), world)


def _control(form: Form, draft: Draft, control: Control, world: World) -> Turn:
    match control:
        case Control.MENU:
            return Turn(Outcome.MENU)
        case Control.HELP:
            return Turn(help=True)
        case Control.PAUSE:
            _settle(draft)
            return Turn(Outcome.PARKED)
        case Control.RESUME:
            _settle(draft)
            return Turn()
        case Control.CANCEL:
            return _cancel(draft)
        case Control.BACK:
            return _back(form, draft, world)
        case Control.EDIT:
            return _choose_edit(draft)
        case Control.SKIP:
            return _skip(form, draft, world)


# --- taps ----------------------------------------------------------------------------------------


def _press(
    form: Form, draft: Draft, press: Press, world: World, *, picked: str | None = None
) -> Turn:
    if press.draft_id != draft.id:
        return Turn(note=t("dialog.stale"))
    match press.do:
        case Do.SEND:
            if draft.stage is not Stage.CONFIRMING:
                return Turn(note=t("dialog.stale"))
            return Turn(Outcome.SEND)
        case Do.PAUSE:
            return _control(form, draft, Control.PAUSE, world)
        case Do.CANCEL:
            return _cancel(draft)
        case Do.DROP:
            if draft.stage is not Stage.LEAVING:
                return Turn(note=t("dialog.stale"))
            return Turn(Outcome.DROPPED)
        case Do.RESUME | Do.KEEP if draft.stage is Stage.LEAVING:
            _settle(draft)
            return Turn()
        case Do.RESUME:
            return Turn()
        case Do.BACK:
            return _back(form, draft, world)
        case Do.EDIT:
            slot = form.slot(press.slot)
            return _edit(form, draft, slot, world) if slot else _choose_edit(draft)
    # What is left answers the question in hand; a button of another question is out of date.
    if draft.stage is not Stage.ASKING or press.slot != draft.at:
        return Turn(note=t("dialog.stale"))
    return _answer_press(form, draft, press, world, picked)


def _answer_press(form: Form, draft: Draft, press: Press, world: World, picked: str | None) -> Turn:
    slot = _at(form, draft, world)
    match press.do:
        case Do.SKIP:
            return _skip(form, draft, world)
        case Do.FINISH:
            return _finish(form, draft, world)
        case Do.DONE:
            return _done(form, draft, slot, world)
        case Do.KEEP:
            return _keep(form, draft, slot, world)
        case Do.TOGGLE:
            return _toggle(draft, slot, press.value, world)
        case Do.AS_ANSWER if draft.held:
            return _accept(form, draft, slot, draft.held, world)
        case Do.AS_COMMAND if draft.held:
            words, draft.held = draft.held, None
            return Turn(Outcome.COMMAND, command=words)
        case Do.ANSWER | Do.SURE:
            return _answer_value(form, draft, slot, picked or press.value, world, press.do)
    return Turn(note=t("dialog.stale"))


def _answer_value(form: Form, draft: Draft, slot: Slot, value: str, world: World, do: Do) -> Turn:
    match slot.kind.check(value, slot.name, world):
        case Missed(why):
            return _missed(draft, why)
        case Took(kept):
            doubt = getattr(slot.kind, "doubt", None)
            if do is Do.ANSWER and doubt and (question := doubt(kept, world)):
                return Turn(unsure=question)
            return _accept(form, draft, slot, kept, world)
        case unsure:
            return Turn(unsure=unsure)


def _toggle(draft: Draft, slot: Slot, value: str, world: World) -> Turn:
    known = [option.value for option in slot.kind.options(slot.name, world)]
    if value not in known:
        return Turn(note=t("dialog.stale"))
    chosen = set(draft.chosen) ^ {value}
    draft.chosen = [each for each in known if each in chosen]
    return Turn()


def _done(form: Form, draft: Draft, slot: Slot, world: World) -> Turn:
    if isinstance(slot.kind, Photos):
        return _accept(form, draft, slot, draft.answers.get(slot.name, ""), world)
    if not draft.chosen and slot.optional:
        return _skip(form, draft, world)
    match slot.kind.check(",".join(draft.chosen), slot.name, world):
        case Took(value):
            return _accept(form, draft, slot, value, world)
        case Missed(why):
            return _missed(draft, why)
    return Turn()


# --- photos --------------------------------------------------------------------------------------


def _take_photo(form: Form, draft: Draft, photo: Photo, world: World) -> Turn:
    slot = next((s for s in form.slots if isinstance(s.kind, Photos)), None)
    if slot is None:
        return _missed(draft, t("dialog.other.image"))
    held = [part for part in draft.answers.get(slot.name, "").split(",") if part]
    if photo.line_message_id in held:
        return Turn()
    if len(held) >= slot.kind.most:
        return Turn(note=t("dialog.photos_full", most=slot.kind.most))
    held.append(photo.line_message_id)
    draft.answers[slot.name] = ",".join(held)
    return Turn(note=t("dialog.photo_taken", count=len(held)))


# --- moves ---------------------------------------------------------------------------------------


def _accept(form: Form, draft: Draft, slot: Slot, value: str, world: World) -> Turn:
    draft.answers[slot.name] = value
    if reason := form.ends(draft.answers):
        return Turn(Outcome.ENDED, reason=reason)
    _drop_what_no_longer_applies(form, draft, world)
    _go_on(form, draft, world)
    if not value:
        return Turn(note=t("dialog.skipped", label=form.label(slot)))
    shown = slot.kind.show(value, slot.name, world)
    return Turn(note=t("dialog.noted", label=form.label(slot), value=shown))


def _skip(form: Form, draft: Draft, world: World) -> Turn:
    if draft.stage is not Stage.ASKING:
        return Turn(note=t("dialog.nothing_to_skip"))
    slot = _at(form, draft, world)
    if not slot.optional:
        return _missed(draft, t("dialog.needed", label=form.label(slot)))
    # Photos that came before the question stay; skipping it only means "no more".
    kept = draft.answers.get(slot.name, "") if isinstance(slot.kind, Photos) else ""
    return _accept(form, draft, slot, kept, world)


def _finish(form: Form, draft: Draft, world: World) -> Turn:
    """Skip every open question that may be skipped."""
    for slot in form.asked(draft.answers, world):
        if slot.optional:
            draft.answers.setdefault(slot.name, "")
    _go_on(form, draft, world)
    return Turn()


def _keep(form: Form, draft: Draft, slot: Slot, world: World) -> Turn:
    if slot.name not in draft.answers:
        return Turn(note=t("dialog.stale"))
    _go_on(form, draft, world)
    return Turn()


def _back(form: Form, draft: Draft, world: World) -> Turn:
    if draft.stage is not Stage.ASKING and draft.stage is not Stage.CONFIRMING:
        _settle(draft)
        return Turn()
    if draft.editing:
        _go_on(form, draft, world)
        return Turn()
    asked = [slot.name for slot in form.asked(draft.answers, world)]
    here = asked.index(draft.at) if draft.at in asked else len(asked)
    earlier = [name for name in asked[:here] if name in draft.answers]
    if not earlier:
        return Turn(note=t("dialog.at_first"))
    _ask(draft, earlier[-1])
    return Turn()


def _edit(form: Form, draft: Draft, slot: Slot, world: World) -> Turn:
    if slot.name not in {s.name for s in form.asked(draft.answers, world)}:
        return Turn(note=t("dialog.stale"))
    complete = _next(form, draft, world) is None
    _ask(draft, slot.name)
    draft.editing = complete
    return Turn()


def _choose_edit(draft: Draft) -> Turn:
    if not draft.answers:
        return Turn(note=t("dialog.nothing_to_edit"))
    if draft.stage is not Stage.CONFIRMING:
        draft.stage = Stage.CHOOSING_EDIT
    return Turn()


def _cancel(draft: Draft) -> Turn:
    if not any(draft.answers.values()):
        return Turn(Outcome.DROPPED)
    draft.stage = Stage.LEAVING
    return Turn()


def _ask(draft: Draft, name: str) -> None:
    draft.stage, draft.at = Stage.ASKING, name
    draft.editing, draft.held, draft.misses, draft.chosen = False, None, 0, []


def _go_on(form: Form, draft: Draft, world: World) -> None:
    """To the next open question, or to the summary when there is none."""
    slot = _next(form, draft, world)
    if slot is not None:
        _ask(draft, slot.name)
        return
    _ask(draft, "")
    draft.stage, draft.at = Stage.CONFIRMING, None


def _settle(draft: Draft) -> None:
    """Out of a side question, back to where the draft stood."""
    if draft.stage in (Stage.LEAVING, Stage.CHOOSING_EDIT):
        draft.stage = Stage.ASKING if draft.at else Stage.CONFIRMING
    draft.held = None


def _missed(draft: Draft, why: str) -> Turn:
    draft.misses += 1
    return Turn(note=why if draft.misses < 3 else f"{why}\n{t('dialog.third_miss')}")


# --- looking -------------------------------------------------------------------------------------


def _next(form: Form, draft: Draft, world: World) -> Slot | None:
    asked = form.asked(draft.answers, world)
    return next((slot for slot in asked if slot.name not in draft.answers), None)


def _at(form: Form, draft: Draft, world: World) -> Slot:
    """The slot in question; if it no longer applies, the next open one is asked instead."""
    slot = form.slot(draft.at or "")
    if slot is None:
        _go_on(form, draft, world)
        slot = form.slot(draft.at or "") or form.slots[0]
    return slot


def _drop_what_no_longer_applies(form: Form, draft: Draft, world: World) -> None:
    for slot in form.slots:
        if slot.name in draft.answers and not slot.when(draft.answers, world):
            del draft.answers[slot.name]


def _named_slot(form: Form, draft: Draft, typed: str, world: World) -> Slot | None:
    """The slot called `typed` ("วันที่", "2" for the second row), among those that apply."""
    asked = form.asked(draft.answers, world)
    found = pick(typed, tuple(Option(slot.name, form.label(slot)) for slot in asked))
    return form.slot(found.value) if found else None


def _fits(slot: Slot, value: str, world: World) -> bool:
    return isinstance(slot.kind.check(value, slot.name, world), Took)
