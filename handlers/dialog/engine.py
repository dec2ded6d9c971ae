"""take(form, draft, input, world) -> Turn: the one way to hold a conversation. Pure.

No clock, no database, no LINE: facts come in as `world`, the draft is changed in place (it is
the caller's copy, read from JSON), and what is to be shown comes back as a Turn, which
handlers/dialog/ask.py words. Whatever comes in, the draft ends in a stage from which it can be
finished or left, and no accepted answer is lost.
"""

from collections.abc import Collection, Mapping

from handlers.dialog import answers
from handlers.dialog.answers import take_back
from handlers.dialog.correcting import correction
from handlers.dialog.form import WHY, Draft, Form, Stage
from handlers.dialog.inputs import (
    FileSent,
    Input,
    Located,
    Other,
    Photo,
    Picked,
    Pressed,
    Typed,
)
from handlers.dialog.kind_file import LinkOrFile, file_answer
from handlers.dialog.kind_places import PlaceName, words_of_place
from handlers.dialog.kinds import Photos
from handlers.dialog.standing import (
    ask,
    forget,
    go_on,
    look_again,
    passed_over,
    slot_at,
    steady,
    still_fits,
)
from handlers.dialog.taps import take_press
from handlers.dialog.turn import Outcome, Turn
from handlers.dialog.words import correct, send_label, take_words
from handlers.dialog.world import World
from handlers.texts import has, t

__all__ = [
    "Outcome",
    "Turn",
    "begin",
    "begin_change",
    "carry_over",
    "correct",
    "correction",
    "look_again",
    "take",
    "take_back",
]


def begin(
    form: Form,
    draft_id: str,
    world: World,
    *,
    read: Collection[str] = (),
    by: Typed | None = None,
    **given: str,
) -> Draft:
    """A new draft, with the answers `given` beforehand, at its first open question.

    read: those of them that were read from the one message `by`. They are checked as if they had
    been typed at their questions, what is doubtful is left open, and only what is needed is asked.
    """
    known = {name: value for name, value in given.items() if name not in read}
    draft = Draft(draft_id, form.name, form.version, known, brief=bool(read))
    found = {name: value for name, value in given.items() if name in read}
    answers.fill(form, draft, found, world, by)
    go_on(form, draft, world)
    return draft


def begin_change(form: Form, draft_id: str, record: str, before: Mapping[str, str]) -> Draft:
    """A draft that changes a sent record ("visit:12") whose answers are `before`, at its summary.

    Only when it is sent does anything become of it.
    """
    skipped = {slot.name: "" for slot in form.slots if slot.optional and slot.name != WHY.name}
    draft = Draft(draft_id, form.name, form.version, skipped | dict(before), record=record)
    draft.before = dict(draft.answers)
    ask(draft, None)
    return draft


def carry_over(form: Form, draft: Draft, world: World) -> str:
    """Bring a draft of an older form version up to this one: keep what still fits, ask the rest.

    Gives what there is to say about it. The question in hand stays, if there still is one.
    """
    complete = draft.at is None
    for name in list(draft.answers):
        slot = form.slot(name)
        if slot is None or not still_fits(draft, slot, world):
            forget(draft, name)
    draft.version = form.version
    asked = form.asked(draft.answers, world)
    place = next((n for n, slot in enumerate(asked) if slot.name == draft.at), None)
    if complete or place is None or draft.at in draft.answers:
        go_on(form, draft, world)
    new = [
        form.label(slot)
        for slot in asked[: len(asked) if complete else place or 0]
        if slot.name not in draft.answers and not passed_over(draft, slot, world)
    ]
    return t("dialog.carried_over_with", labels=", ".join(new)) if new else t("dialog.carried_over")


def take(form: Form, draft: Draft, given: Input, world: World) -> Turn:
    """One step of the conversation. Changes `draft`, never raises for anything a person sends."""
    draft.touched_on = world.today.isoformat()
    steady(form, draft, world)
    match given:
        case Photo():
            return _take_photo(form, draft, given)
        case FileSent():
            return _take_file(form, draft, given, world)
        case Located():
            return _take_place(form, draft, given, world)
        case Other(kind):
            return _take_other(form, draft, kind)
        case Picked(press, day):
            return take_press(form, draft, press, world, picked=day)
        case Pressed(press):
            return take_press(form, draft, press, world)
        case Typed():
            return take_words(form, draft, given, world)


def _take_photo(form: Form, draft: Draft, photo: Photo) -> Turn:
    """A photo belongs to the report whenever it comes, and moves no question."""
    slot = next((s for s in form.slots if isinstance(s.kind, Photos)), None)
    if slot is None or not isinstance(slot.kind, Photos):
        return _take_other(form, draft, "image")
    held = [part for part in draft.answers.get(slot.name, "").split(",") if part]
    if photo.line_message_id in held:
        return Turn()
    if len(held) >= slot.kind.most:
        return Turn(note=t("dialog.photos_full", most=slot.kind.most))
    held.append(photo.line_message_id)
    draft.answers[slot.name] = ",".join(held)
    return Turn(note=t("dialog.photo_taken", count=len(held)))


def _take_file(form: Form, draft: Draft, file: FileSent, world: World) -> Turn:
    """A file answers its question whenever it comes; a second one takes the place of the first."""
    asked = form.asked(draft.answers, world)
    slot = next((each for each in asked if isinstance(each.kind, LinkOrFile)), None)
    if slot is None:
        return _take_other(form, draft, "file")
    value = file_answer(file.number)
    by = Typed("", message_id=file.message_id)
    if draft.stage is Stage.ASKING and draft.at == slot.name:
        return answers.accept(form, draft, slot, value, world, by)
    answers.put(form, draft, slot, value, by)
    return Turn(note=answers.noted(form, slot, value, world))


def _take_place(form: Form, draft: Draft, located: Located, world: World) -> Turn:
    """A spot on the map answers "where?"; early or late it is kept, but replaces nothing."""
    by = Typed(words_of_place(located), message_id=located.message_id)
    if draft.stage is Stage.ASKING:
        slot = slot_at(form, draft)
        if isinstance(slot.kind, PlaceName):
            return answers.accept(form, draft, slot, by.text, world, by)
    for slot in form.asked(draft.answers, world):
        if isinstance(slot.kind, PlaceName) and not draft.answers.get(slot.name):
            answers.put(form, draft, slot, by.text, by)
            return Turn(note=answers.noted(form, slot, by.text, world))
    return _take_other(form, draft, "location")


def _take_other(form: Form, draft: Draft, kind: str) -> Turn:
    """A sticker, a voice message, …: a kind word, and what the bot is waiting for."""
    key = f"dialog.other.{kind}"
    why = t(key if has(key) else "dialog.other.unknown")
    if draft.stage is Stage.CONFIRMING:
        why = f"{why}\n{t('dialog.miss.confirming', send=send_label(form, draft))}"
    return answers.missed(draft, why)
