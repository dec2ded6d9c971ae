"""The moves on answers: to accept one, fill several from one text, tick, skip, take back.

A move takes away no answer but the one in question and those that no longer apply because of it.
"""

from collections.abc import Mapping

from handlers.dialog.form import WHY, Draft, Form, Slot, Stage
from handlers.dialog.inputs import Typed
from handlers.dialog.kind_date import ThaiDate
from handlers.dialog.kind_span import DaySpan
from handlers.dialog.kinds import Photos
from handlers.dialog.reading import Kind, Took, Unsure
from handlers.dialog.standing import (
    drop_what_no_longer_applies,
    forget,
    forget_doubts,
    go_on,
    look_again,
    slot_at,
)
from handlers.dialog.turn import Outcome, Turn
from handlers.dialog.world import World
from handlers.texts import t
from handlers.thai.pupils import names_a_pupil

#: Characters kept of a typed text whose answer reads otherwise.
MOST_RAW = 500


def accept(
    form: Form, draft: Draft, slot: Slot, value: str, world: World, by: Typed | None = None
) -> Turn:
    """`value` (canonical, checked) is the answer to `slot`; on to the next question.

    by: the words that gave it, where it was typed.
    """
    saves = slot.name == WHY.name and not draft.editing
    put(form, draft, slot, value, by)
    if reason := form.ends(draft.answers):
        return Turn(Outcome.ENDED, reason=reason)
    drop_what_no_longer_applies(form, draft, world)
    go_on(form, draft, world)
    if saves and draft.stage is Stage.CONFIRMING:
        skip_the_rest(form, draft, world)
        return Turn(Outcome.SEND)
    return Turn(note=noted(form, slot, value, world))


def put(
    form: Form,
    draft: Draft,
    slot: Slot,
    value: str,
    by: Typed | None = None,
    *,
    read: bool = False,
) -> None:
    """Write an answer down, and how it came. read: from a text that gave several."""
    if draft.answers.get(slot.name) != value:
        _forget_followers(form, draft, slot)
    forget_source(draft, slot.name)
    draft.answers[slot.name] = value
    if read:
        draft.read.append(slot.name)
    if by and by.text not in ("", value):
        draft.raw[slot.name] = by.text[:MOST_RAW]
    if by and by.message_id:
        draft.said.setdefault(by.message_id, []).append(slot.name)


def forget_source(draft: Draft, name: str) -> None:
    """The answer to `name` no longer comes from where it came from."""
    draft.raw.pop(name, None)
    draft.read = [each for each in draft.read if each != name]
    left = {said: [n for n in names if n != name] for said, names in draft.said.items()}
    draft.said = {said: names for said, names in left.items() if names}


def noted(form: Form, slot: Slot, value: str, world: World) -> str:
    """What was understood, said back in full."""
    if not value:
        return t("dialog.skipped", label=form.label(slot))
    shown = slot.kind.show(value, slot.name, world)
    note = t("dialog.noted", label=form.label(slot), value=shown)
    if slot.kind.free_text and names_a_pupil(value):
        return f"{note}\n{t('dialog.pupil')}"
    return note


def fill(
    form: Form, draft: Draft, found: Mapping[str, str], world: World, by: Typed | None
) -> list[Slot]:
    """Write down what one text gives for open slots and the one in question; which they were.

    A value that its kind refuses or would ask back about is left open.
    """
    filled = []
    for slot in form.slots:
        value = found.get(slot.name, "")
        open_ = slot.name not in draft.answers or slot.name == draft.at
        if not value or not open_ or not slot.when(draft.answers, world):
            continue
        match slot.kind.check(value, slot.name, world):
            case Took(kept) if question_back(slot.kind, kept, world) is None:
                put(form, draft, slot, kept, by, read=True)
                filled.append(slot)
    return filled


def question_back(kind: Kind, value: str, world: World) -> Unsure | None:
    """What has to be asked about a canonical value before it is taken, or None."""
    return kind.doubt(value, world) if isinstance(kind, ThaiDate | DaySpan) else None


def skip(form: Form, draft: Draft, world: World) -> Turn:
    if draft.stage is not Stage.ASKING:
        return Turn(note=t("dialog.nothing_to_skip"))
    slot = slot_at(form, draft)
    if not slot.optional:
        return missed(draft, t("dialog.needed", label=form.label(slot)))
    # Photos that came before the question stay; skipping it only means "no more".
    kept = draft.answers.get(slot.name, "") if isinstance(slot.kind, Photos) else ""
    return accept(form, draft, slot, kept, world)


def finish(form: Form, draft: Draft, world: World) -> Turn:
    """Skip every open question that may be skipped; what is ticked at this one counts."""
    slot = slot_at(form, draft)
    ticked = slot.kind.check(",".join(draft.chosen), slot.name, world) if draft.chosen else None
    if isinstance(ticked, Took):
        put(form, draft, slot, ticked.value)
    skip_the_rest(form, draft, world)
    go_on(form, draft, world)
    return Turn()


def skip_the_rest(form: Form, draft: Draft, world: World) -> None:
    for each in form.asked(draft.answers, world):
        if each.optional and each.name != WHY.name:
            draft.answers.setdefault(each.name, "")


def keep(form: Form, draft: Draft, slot: Slot, world: World) -> Turn:
    """Leave the answer as it was."""
    if slot.name not in draft.answers:
        return Turn(note=t("dialog.stale"))
    go_on(form, draft, world)
    return Turn()


def done(form: Form, draft: Draft, slot: Slot, world: World) -> Turn:
    """That is all of the several, or all photos."""
    if isinstance(slot.kind, Photos):
        photos = draft.answers.get(slot.name, "")
        if not photos and not slot.optional:
            return missed(draft, t("dialog.miss.photos_needed"))
        return accept(form, draft, slot, photos, world)
    chosen = [v for v in draft.chosen if isinstance(slot.kind.check(v, slot.name, world), Took)]
    if not chosen and slot.optional:
        return skip(form, draft, world)
    match slot.kind.check(",".join(chosen), slot.name, world):
        case Took(value):
            return accept(form, draft, slot, value, world)
        case other:
            return missed(draft, getattr(other, "why", t("dialog.stale")))


def toggle(draft: Draft, slot: Slot, value: str, world: World) -> Turn:
    """Add or take away one of several."""
    known = [option.value for option in slot.kind.options(slot.name, world)]
    if value not in known or not slot.kind.several:
        return Turn(note=t("dialog.stale"))
    if value in draft.chosen:
        draft.chosen.remove(value)
    else:
        draft.chosen.append(value)
    return Turn()


def doubt(draft: Draft, question: Unsure, by: Typed | None = None) -> Turn:
    """Ask back; the readings stay in the draft, so that they can be typed as well as tapped."""
    draft.doubt = question.question
    draft.readings = {option.value: option.label for option in question.options}
    draft.chosen += [value for value in question.beside if value not in draft.chosen]
    if by:
        draft.heard, draft.heard_id = by.text, by.message_id or ""
    return Turn()


def missed(draft: Draft, why: str) -> Turn:
    """Not understood: say why, then that there are buttons, then how to get away."""
    draft.misses += 1
    if draft.misses == 1:
        return Turn(note=why)
    more = t("dialog.second_miss" if draft.misses == 2 else "dialog.third_miss")
    return Turn(note=f"{why}\n{more}")


def take_back(form: Form, draft: Draft, line_message_id: str, world: World) -> list[str]:
    """Drop what the message gave, since its sender took it back; the labels of those rows.

    A sent record that is being changed gets its own answer back, so that it stays whole.
    """
    if draft.heard_id == line_message_id:
        forget_doubts(draft)
    gave = draft.said.pop(line_message_id, [])
    labels = []
    for slot in form.slots:
        answer = draft.answers.get(slot.name)
        if answer is None:
            continue
        if isinstance(slot.kind, Photos) and line_message_id in answer.split(","):
            _take_photo_out(draft, slot, line_message_id)
        elif slot.name in gave:
            _withdraw(form, draft, slot)
        else:
            continue
        labels.append(form.label(slot))
    if labels:
        look_again(form, draft, world)
    return labels


def _withdraw(form: Form, draft: Draft, slot: Slot) -> None:
    at_the_end = draft.at is None
    _forget_followers(form, draft, slot)
    forget(draft, slot.name)
    if slot.name in draft.before:
        draft.answers[slot.name] = draft.before[slot.name]
    elif slot.optional and at_the_end:
        draft.answers[slot.name] = ""


def _take_photo_out(draft: Draft, slot: Slot, line_message_id: str) -> None:
    kept = [part for part in draft.answers[slot.name].split(",") if part != line_message_id]
    if kept or draft.at is None:
        draft.answers[slot.name] = ",".join(kept)
    else:
        forget(draft, slot.name)  # none is left, so its question is open again


def _forget_followers(form: Form, draft: Draft, slot: Slot) -> None:
    for other in form.slots:
        if slot.name in other.follows:
            forget(draft, other.name)
