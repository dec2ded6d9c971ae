"""The ways through a draft: back, to one row, out, and off."""

from handlers.dialog.answers import skip_the_rest
from handlers.dialog.form import WHY, Draft, Form, Slot, Stage
from handlers.dialog.standing import ask, go_on, look_again, next_open, settle
from handlers.dialog.turn import Outcome, Turn
from handlers.dialog.world import World
from handlers.texts import t


def back(form: Form, draft: Draft, world: World) -> Turn:
    """One step back: out of a side question, out of an edit, or to the answer before this one."""
    if draft.stage in (Stage.LEAVING, Stage.CHOOSING_EDIT) or draft.asks_back:
        settle(draft)
        return Turn()
    if draft.editing or (draft.stage is Stage.ASKING and draft.at == WHY.name):
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
    """The person confirms. What has come up since the summary was shown is asked first, and of a
    change why it was made."""
    look_again(form, draft, world)
    if draft.stage is not Stage.CONFIRMING:
        return Turn(note=t("dialog.one_more"))
    if draft.record and not draft.changed:
        return Turn(note=t("dialog.change.nothing"))
    asks_why = any(slot.name == WHY.name for slot in form.asked(draft.answers, world))
    if draft.record and asks_why and WHY.name not in draft.answers:
        ask(draft, WHY.name)
        return Turn()
    skip_the_rest(form, draft, world)
    return Turn(Outcome.SEND)
