"""take(form, draft, input, world) -> Turn: the one way to hold a conversation. Pure.

No clock, no database, no LINE: facts come in as `world`, the draft is changed in place (it is
the caller's copy, read from JSON), and what is to be shown comes back as a Turn, which
handlers/dialog/ask.py words. Whatever comes in, the draft ends in a stage from which it can be
finished or left, and no accepted answer is lost.
"""

from handlers.dialog import moves
from handlers.dialog.form import Draft, Form
from handlers.dialog.inputs import Input, Other, Photo, Picked, Pressed, Typed
from handlers.dialog.kinds import Photos
from handlers.dialog.moves import look_again
from handlers.dialog.reading import Took
from handlers.dialog.taps import take_press
from handlers.dialog.turn import Outcome, Turn
from handlers.dialog.words import take_words
from handlers.dialog.world import World
from handlers.texts import has, t

__all__ = ["Outcome", "Turn", "begin", "carry_over", "look_again", "take"]


def begin(form: Form, draft_id: str, world: World, **answers: str) -> Draft:
    """A new draft, with `answers` already given, at its first open question."""
    draft = Draft(draft_id, form.name, form.version, dict(answers))
    moves.go_on(form, draft, world)
    return draft


def carry_over(form: Form, draft: Draft, world: World) -> None:
    """Bring a draft of an older form version up to this one: keep what still fits, ask the rest."""
    for name, value in list(draft.answers.items()):
        slot = form.slot(name)
        if slot is None or (value and not isinstance(slot.kind.check(value, name, world), Took)):
            del draft.answers[name]
    draft.version = form.version
    moves.go_on(form, draft, world)


def take(form: Form, draft: Draft, given: Input, world: World) -> Turn:
    """One step of the conversation. Changes `draft`, never raises for anything a person sends."""
    draft.touched_on = world.today.isoformat()
    moves.steady(form, draft, world)
    match given:
        case Photo():
            return _take_photo(form, draft, given)
        case Other(kind):
            key = f"dialog.other.{kind}"
            return moves.missed(draft, t(key if has(key) else "dialog.other.unknown"))
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
        return moves.missed(draft, t("dialog.other.image"))
    held = [part for part in draft.answers.get(slot.name, "").split(",") if part]
    if photo.line_message_id in held:
        return Turn()
    if len(held) >= slot.kind.most:
        return Turn(note=t("dialog.photos_full", most=slot.kind.most))
    held.append(photo.line_message_id)
    draft.answers[slot.name] = ",".join(held)
    return Turn(note=t("dialog.photo_taken", count=len(held)))
