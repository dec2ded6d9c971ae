"""The moves on a draft: to accept an answer, skip, go back, edit, leave; and where it stands.

Every move leaves the draft in a stage from which it can be finished or left, and takes away no
answer but the one in question and those that no longer apply because of it.
"""

from handlers.dialog.form import Draft, Form, Slot, Stage
from handlers.dialog.kinds import Photos
from handlers.dialog.reading import Took, Unsure, pick
from handlers.dialog.turn import Outcome, Turn
from handlers.dialog.world import Option, World
from handlers.texts import t

# --- answers -------------------------------------------------------------------------------------


def accept(form: Form, draft: Draft, slot: Slot, value: str, world: World) -> Turn:
    """`value` (canonical, checked) is the answer to `slot`; on to the next question."""
    if draft.answers.get(slot.name) != value:
        for other in form.slots:
            if slot.name in other.follows:
                draft.answers.pop(other.name, None)
    draft.answers[slot.name] = value
    if reason := form.ends(draft.answers):
        return Turn(Outcome.ENDED, reason=reason)
    drop_what_no_longer_applies(form, draft, world)
    go_on(form, draft, world)
    if not value:
        return Turn(note=t("dialog.skipped", label=form.label(slot)))
    shown = slot.kind.show(value, slot.name, world)
    return Turn(note=t("dialog.noted", label=form.label(slot), value=shown))


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
        draft.answers[slot.name] = ticked.value
    for each in form.asked(draft.answers, world):
        if each.optional:
            draft.answers.setdefault(each.name, "")
    go_on(form, draft, world)
    return Turn()


def keep(form: Form, draft: Draft, slot: Slot, world: World) -> Turn:
    """Leave the answer as it was."""
    if slot.name not in draft.answers:
        return Turn(note=t("dialog.stale"))
    go_on(form, draft, world)
    return Turn()


def done(form: Form, draft: Draft, slot: Slot, world: World) -> Turn:
    """That is all of the several, or all photos."""
    if isinstance(slot.kind, Photos):
        return accept(form, draft, slot, draft.answers.get(slot.name, ""), world)
    offered = {option.value for option in slot.kind.options(slot.name, world)}
    chosen = [value for value in draft.chosen if value in offered]
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
    chosen = set(draft.chosen) ^ {value}
    draft.chosen = [each for each in known if each in chosen]
    return Turn()


def doubt(draft: Draft, question: Unsure) -> Turn:
    """Ask back; the readings stay in the draft, so that they can be typed as well as tapped."""
    draft.doubt = question.question
    draft.readings = {option.value: option.label for option in question.options}
    return Turn()


def missed(draft: Draft, why: str) -> Turn:
    """Not understood: say why, and from the third time on how to get away."""
    draft.misses += 1
    return Turn(note=why if draft.misses < 3 else f"{why}\n{t('dialog.third_miss')}")


# --- ways ----------------------------------------------------------------------------------------


def back(form: Form, draft: Draft, world: World) -> Turn:
    """One step back: out of a side question, out of an edit, or to the answer before this one."""
    if draft.stage in (Stage.LEAVING, Stage.CHOOSING_EDIT) or draft.asks_back:
        settle(draft)
        return Turn()
    if draft.editing:
        go_on(form, draft, world)
        return Turn()
    asked = [slot.name for slot in form.asked(draft.answers, world)]
    here = asked.index(draft.at) if draft.at in asked else len(asked)
    earlier = [name for name in asked[:here] if name in draft.answers]
    if not earlier:
        return Turn(note=t("dialog.at_first"))
    ask(draft, earlier[-1])
    return Turn()


def edit(form: Form, draft: Draft, slot: Slot, world: World) -> Turn:
    """Ask `slot` again; afterwards back to the summary, if it was all answered."""
    if slot.name not in {each.name for each in form.asked(draft.answers, world)}:
        return Turn(note=t("dialog.stale"))
    complete = next_open(form, draft, world) is None
    ask(draft, slot.name)
    draft.editing = complete
    return Turn()


def choose_edit(draft: Draft) -> Turn:
    """Show the answers so far, to pick one; the summary shows them already."""
    if not draft.answers:
        return Turn(note=t("dialog.nothing_to_edit"))
    settle(draft)
    if draft.stage is Stage.CONFIRMING:
        return Turn(note=t("dialog.edit_which"))
    draft.stage = Stage.CHOOSING_EDIT
    return Turn()


def cancel(draft: Draft) -> Turn:
    """Throw the draft away, after a question if anything was given."""
    if not draft.begun:
        return Turn(Outcome.DROPPED)
    draft.stage = Stage.LEAVING
    return Turn()


def send(form: Form, draft: Draft, world: World) -> Turn:
    """The person confirms. What has come up since the summary was shown is asked first."""
    look_again(form, draft, world)
    if draft.stage is Stage.CONFIRMING:
        return Turn(Outcome.SEND)
    return Turn(note=t("dialog.one_more"))


def look_again(form: Form, draft: Draft, world: World) -> None:
    """Ask what only now turns out to matter, after new answers or time brought new facts.

    Leaves the question alone whose answer is being changed, and side questions.
    """
    if draft.stage not in (Stage.ASKING, Stage.CONFIRMING):
        return
    drop_what_no_longer_applies(form, draft, world)
    for slot in form.slots:
        value = draft.answers.get(slot.name)
        if value and not isinstance(slot.kind.check(value, slot.name, world), Took):
            del draft.answers[slot.name]
    slot_open = next_open(form, draft, world)
    if draft.stage is Stage.ASKING and (draft.at in draft.answers or draft.chosen):
        return
    if draft.at != (slot_open.name if slot_open else None):
        go_on(form, draft, world)


def go_on(form: Form, draft: Draft, world: World) -> None:
    """To the next open question, or to the summary when there is none."""
    slot = next_open(form, draft, world)
    ask(draft, slot.name if slot else None)


def ask(draft: Draft, name: str | None) -> None:
    """Stand at the question `name`, with nothing begun of its answer; None is the summary."""
    draft.stage = Stage.CONFIRMING if name is None else Stage.ASKING
    draft.at = name
    draft.editing, draft.misses, draft.chosen = False, 0, []
    forget_doubts(draft)


def settle(draft: Draft) -> None:
    """Out of a side question, back to where the draft stood."""
    if draft.stage in (Stage.LEAVING, Stage.CHOOSING_EDIT):
        draft.stage = Stage.ASKING if draft.at else Stage.CONFIRMING
    forget_doubts(draft)


def forget_doubts(draft: Draft) -> None:
    draft.held, draft.doubt, draft.readings = None, "", {}


# --- looking -------------------------------------------------------------------------------------


def next_open(form: Form, draft: Draft, world: World) -> Slot | None:
    asked = form.asked(draft.answers, world)
    return next((slot for slot in asked if slot.name not in draft.answers), None)


def slot_at(form: Form, draft: Draft) -> Slot:
    """The slot in question. Only while ASKING; `steady` sees to it that there is one."""
    slot = form.slot(draft.at or "")
    assert slot is not None, "a draft that is asking is at a slot"
    return slot


def named_slot(form: Form, draft: Draft, typed: str, world: World) -> Slot | None:
    """The slot called `typed` ("วันที่", "2" for the second row), among those that apply."""
    asked = form.asked(draft.answers, world)
    found = pick(typed, tuple(Option(slot.name, form.label(slot)) for slot in asked))
    return form.slot(found.value) if found else None


def steady(form: Form, draft: Draft, world: World) -> None:
    """Stand at a question that is asked: the one in hand may have gone since the last turn."""
    if draft.at in {slot.name for slot in form.asked(draft.answers, world)}:
        return
    if draft.at is None and draft.stage is not Stage.ASKING:
        return  # at the summary, or at a side question of it
    stage = draft.stage
    go_on(form, draft, world)
    if stage is not Stage.ASKING:
        draft.stage = stage


def drop_what_no_longer_applies(form: Form, draft: Draft, world: World) -> None:
    for slot in form.slots:
        if slot.name in draft.answers and not slot.when(draft.answers, world):
            del draft.answers[slot.name]
