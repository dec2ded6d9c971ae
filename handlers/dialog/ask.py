"""Words a draft's present state as one Card: the question, the summary, or "keep or throw away?".

One bubble per turn and one question in it. Choices are numbered buttons inside the bubble, since
quick replies vanish with the next message and LINE on PC does not show them; whatever is
tappable may also be typed.
"""

from datetime import timedelta

from handlers.cards.card import Button, Camera, CameraRoll, Card, PickDate, Tap, Type
from handlers.dialog.asking import held_options
from handlers.dialog.buttons import tap
from handlers.dialog.form import WHY, Draft, Form, Slot, Stage
from handlers.dialog.inputs import words_of
from handlers.dialog.kind_date import ThaiDate
from handlers.dialog.kind_span import DaySpan
from handlers.dialog.kinds import Photos
from handlers.dialog.pages import on_page, other_pages
from handlers.dialog.press import Do, Press
from handlers.dialog.reading import quote
from handlers.dialog.standing import passed_over, slot_at
from handlers.dialog.summary import choosing_edit, leaving, record_shown, summary
from handlers.dialog.turn import Turn
from handlers.dialog.world import World
from handlers.texts import t


def card_of(form: Form, draft: Draft, turn: Turn, world: World) -> Card:
    """What to show after `turn`: always one card, whatever the stage."""
    if draft.stage is Stage.LEAVING:
        card = leaving(form, draft)
    elif draft.stage is Stage.CONFIRMING:
        card = summary(form, draft, world)
    elif draft.stage is Stage.CHOOSING_EDIT:
        card = choosing_edit(form, draft, world)
    elif draft.asks_back:
        card = _asking_back(form, draft, world)
    else:
        card = _question(form, draft, world)
    if turn.help:
        card = card.noting(_help(form, draft))
    return card.noting(turn.note) if turn.note else card


def _question(form: Form, draft: Draft, world: World) -> Card:
    slot = slot_at(form, draft)
    return Card(
        kicker=_progress(form, draft, slot, world),
        title=form.question(slot),
        text=world.prompts.get(slot.name, ""),
        hint=form.hint(slot),
        buttons=(
            *_keep_button(draft, slot, world),
            *_choices(draft, slot, world),
            *_pick_date(draft, slot, world),
            *_done_button(draft, slot, world),
            *_skip_buttons(draft, slot),
            *_ways_out(draft, slot, world),
        ),
        quick=_quick(draft, slot),
    )


def _progress(form: Form, draft: Draft, slot: Slot, world: World) -> str:
    if draft.record:
        record = record_shown(form, draft)
        return t("dialog.change.editing", record=record, label=form.label(slot))
    if draft.editing:
        return t("dialog.editing", label=form.label(slot))
    asked = [
        each.name
        for each in form.asked(draft.answers, world)
        if each is slot or not passed_over(draft, each, world)
    ]
    place = asked.index(slot.name) + 1 if slot.name in asked else len(asked)
    key = "dialog.progress_optional" if slot.optional else "dialog.progress"
    return t(key, title=t(f"{form.name}.title"), place=place, of=len(asked))


def _choices(draft: Draft, slot: Slot, world: World) -> tuple[Button, ...]:
    options = slot.kind.options(slot.name, world)
    do = Do.TOGGLE if slot.kind.several else Do.ANSWER
    buttons = []
    for number, option in on_page(draft.page, options):
        key = "dialog.choice_chosen" if option.value in draft.chosen else "dialog.choice"
        label = t(key, number=number, label=option.label)
        buttons.append(tap(label, do, draft, slot.name, option.value, shown=option.label))
    for page in other_pages(draft.page, options):
        buttons.append(tap(page.label, Do.PAGE, draft, slot.name, page.value))
    return tuple(buttons)


def _ways_out(draft: Draft, slot: Slot, world: World) -> tuple[Button, ...]:
    """After a second miss how to answer, where there is nothing to tap; after a third, help."""
    if draft.misses < 2:
        return ()
    if draft.misses > 2:
        return (
            tap(t("dialog.pause_button"), Do.PAUSE, draft),
            Button(
                t("dialog.ask_coordinator"),
                Tap(Press(Do.GO, slot="ask_coordinator").encode(), t("dialog.ask_coordinator")),
            ),
        )
    if slot.kind.options(slot.name, world):
        return ()
    return (Button(t("dialog.how"), Type(words_of("controls.help")[0])),)


def _keep_button(draft: Draft, slot: Slot, world: World) -> tuple[Button, ...]:
    """When an answered question is asked again: the answer as it was, to be kept by one tap."""
    value = draft.answers.get(slot.name)
    if not value or isinstance(slot.kind, Photos):
        return ()
    label = t("dialog.keep", value=slot.kind.show(value, slot.name, world))
    return (tap(label, Do.KEEP, draft, slot.name),)


def _pick_date(draft: Draft, slot: Slot, world: World) -> tuple[Button, ...]:
    if not isinstance(slot.kind, ThaiDate | DaySpan):
        return ()
    data = Press(Do.ANSWER, draft.id, slot.name).encode()
    latest = slot.kind.latest(world)
    earliest = min(slot.kind.earliest(world), latest - timedelta(days=1))
    initial = max(earliest, min(world.today, latest))
    pick = PickDate(data, initial.isoformat(), earliest.isoformat(), latest.isoformat())
    return (Button(t("dialog.pick_date"), pick),)


def _done_button(draft: Draft, slot: Slot, world: World) -> tuple[Button, ...]:
    if isinstance(slot.kind, Photos):
        held = draft.answers.get(slot.name)
        if not held:
            return ()
        label = t("dialog.done_photos", photos=slot.kind.show(held, slot.name, world))
        return (tap(label, Do.DONE, draft, slot.name, primary=True),)
    if slot.kind.several and draft.chosen:
        label = t("dialog.done", count=len(draft.chosen))
        return (tap(label, Do.DONE, draft, slot.name, primary=True),)
    return ()


def _skip_buttons(draft: Draft, slot: Slot) -> tuple[Button, ...]:
    if draft.editing:
        return _edit_buttons(draft, slot)
    if not slot.optional:
        return ()
    if slot.name == WHY.name:
        return (tap(t("dialog.change.skip_why"), Do.SKIP, draft, slot.name),)
    return (
        tap(t("dialog.skip"), Do.SKIP, draft, slot.name),
        tap(t("dialog.finish"), Do.FINISH, draft, slot.name),
    )


def _edit_buttons(draft: Draft, slot: Slot) -> tuple[Button, ...]:
    """Ways back to the summary; "keep as it was" stands at the top already where there is one."""
    if not draft.answers.get(slot.name) or isinstance(slot.kind, Photos):
        return (tap(t("dialog.back_to_summary"), Do.BACK, draft),)
    if slot.optional:
        return (tap(t("dialog.clear"), Do.SKIP, draft, slot.name),)
    return ()


def _quick(draft: Draft, slot: Slot) -> tuple[Button, ...]:
    photos: tuple[Button, ...] = ()
    if isinstance(slot.kind, Photos):
        photos = (
            Button(t("dialog.camera_roll"), CameraRoll()),
            Button(t("dialog.camera"), Camera()),
        )
    return photos + tuple(
        tap(words_of(f"controls.{word}")[0], do, draft)
        for word, do in (("back", Do.BACK), ("pause", Do.PAUSE), ("cancel", Do.CANCEL))
    )


def _asking_back(form: Form, draft: Draft, world: World) -> Card:
    slot = slot_at(form, draft)
    if draft.held:
        question = t("dialog.answer_or_command", read=quote(draft.held))
        buttons = tuple(
            _numbered(n, option.label, Do(option.value), draft, slot)
            for n, option in enumerate(held_options(), start=1)
        )
    else:
        question = draft.doubt
        buttons = tuple(
            _numbered(n, label, Do.SURE, draft, slot, value)
            for n, (value, label) in enumerate(draft.readings.items(), start=1)
        )
    return Card(
        kicker=_progress(form, draft, slot, world),
        title=question,
        hint="" if draft.held else t("dialog.or_type_again"),
        buttons=(
            *buttons,
            *(() if draft.held else _pick_date(draft, slot, world)),
            *_ways_out(draft, slot, world),
        ),
        quick=_quick(draft, slot),
    )


def _numbered(number: int, label: str, do: Do, draft: Draft, slot: Slot, value: str = "") -> Button:
    text = t("dialog.choice", number=number, label=label)
    return tap(text, do, draft, slot.name, value, shown=label)


def _help(form: Form, draft: Draft) -> str:
    if draft.stage is not Stage.ASKING:
        return t("dialog.help.confirming")
    slot = slot_at(form, draft)
    how = t(f"dialog.how_to.{type(slot.kind).__name__}")
    return f"{how}\n{t('dialog.help.optional' if slot.optional else 'dialog.help.needed')}"
