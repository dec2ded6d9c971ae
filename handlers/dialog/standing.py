"""Where a draft stands: at which question, at the summary, or at a side question of either.

Whatever happened, it stands where it can be finished or left.
"""

from handlers.dialog.form import WHY, Answers, Draft, Form, Slot, Stage
from handlers.dialog.reading import Took, pick
from handlers.dialog.world import Option, World


def ask(draft: Draft, name: str | None) -> None:
    """Stand at the question `name`, with nothing begun of its answer; None is the summary."""
    draft.stage = Stage.CONFIRMING if name is None else Stage.ASKING
    draft.at = name
    draft.editing, draft.misses, draft.chosen, draft.page = False, 0, [], 0
    forget_doubts(draft)


def go_on(form: Form, draft: Draft, world: World) -> None:
    """To the next open question, or to the summary when there is none."""
    slot = next_open(form, draft, world)
    ask(draft, slot.name if slot else None)


def settle(draft: Draft) -> None:
    """Out of a side question, back to where the draft stood."""
    if draft.stage in (Stage.LEAVING, Stage.CHOOSING_EDIT):
        draft.stage = Stage.ASKING if draft.at else Stage.CONFIRMING
    forget_doubts(draft)


def forget_doubts(draft: Draft) -> None:
    draft.held, draft.doubt, draft.readings = None, "", {}
    draft.heard, draft.heard_id = "", ""


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


def look_again(form: Form, draft: Draft, world: World) -> None:
    """Ask what only now turns out to matter, after new answers or time brought new facts.

    Leaves the question alone whose answer is being changed, and side questions.
    """
    if draft.stage not in (Stage.ASKING, Stage.CONFIRMING):
        return
    drop_what_no_longer_applies(form, draft, world)
    for slot in form.slots:
        if not still_fits(draft, slot, world):
            forget(draft, slot.name)
    in_hand = draft.at in draft.answers or draft.at == WHY.name or draft.editing
    if draft.stage is Stage.ASKING and (in_hand or draft.chosen):
        return
    slot_open = next_open(form, draft, world)
    if draft.at != (slot_open.name if slot_open else None):
        go_on(form, draft, world)


def still_fits(draft: Draft, slot: Slot, world: World) -> bool:
    """Whether the answer to `slot` can stay. What a sent record says was right when it was sent."""
    value = draft.answers.get(slot.name)
    if not value or value == draft.before.get(slot.name):
        return True
    return isinstance(slot.kind.check(value, slot.name, world), Took)


def drop_what_no_longer_applies(form: Form, draft: Draft, world: World) -> None:
    for slot in form.slots:
        if slot.name in draft.answers and not slot.when(draft.answers, world):
            forget(draft, slot.name)


def forget(draft: Draft, name: str) -> None:
    """Take the answer to `name` away, with all that is known of how it was given."""
    draft.answers.pop(name, None)
    draft.raw.pop(name, None)
    draft.read = [each for each in draft.read if each != name]


# --- looking -------------------------------------------------------------------------------------


def next_open(form: Form, draft: Draft, world: World) -> Slot | None:
    """The next question to ask, or None when the summary is due."""
    for slot in form.asked(draft.answers, world):
        if slot.name not in draft.answers and not passed_over(draft, slot, world):
            return slot
    return None


def passed_over(draft: Draft, slot: Slot, world: World) -> bool:
    """Whether a question is left to be added on the summary. Why a record is changed is asked by
    `send` alone; a draft begun by one message passes over what is not needed, unless there is
    something to say about it (what was agreed last time)."""
    brief = draft.brief and slot.optional and slot.name not in world.prompts
    return brief or slot.name == WHY.name


def slot_at(form: Form, draft: Draft) -> Slot:
    """The slot in question. Only while ASKING; `steady` sees to it that there is one."""
    slot = form.slot(draft.at or "")
    assert slot is not None, "a draft that is asking is at a slot"
    return slot


def named_slot(form: Form, answers: Answers, typed: str, world: World) -> Slot | None:
    """The slot called `typed` ("วันที่", "2" for the second row), among those that apply.

    The names of the rows go before what people also call them ("หัวข้อ" for "เรื่อง").
    """
    asked = form.asked(answers, world)
    rows = tuple(Option(slot.name, form.label(slot)) for slot in asked)
    also = tuple(Option(slot.name, form.label(slot), form.also(slot)) for slot in asked)
    found = pick(typed, rows) or pick(typed, also)
    return form.slot(found.value) if found else None
