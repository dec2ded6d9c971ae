"""Words a draft's present state as one Card: the question, the summary, or "keep or throw away?".

One bubble per turn and one question in it. Choices are numbered buttons inside the bubble, since
quick replies vanish with the next message and LINE on PC does not show them; whatever is
tappable may also be typed.
"""

from datetime import timedelta

from handlers.cards.card import Button, Camera, CameraRoll, Card, PickDate, Row, Tap
from handlers.dialog.form import Draft, Form, Slot, Stage
from handlers.dialog.inputs import words_of
from handlers.dialog.kind_date import ThaiDate
from handlers.dialog.kind_span import DaySpan
from handlers.dialog.kinds import Photos
from handlers.dialog.moves import slot_at
from handlers.dialog.press import Do, Press
from handlers.dialog.reading import Kind, quote
from handlers.dialog.turn import Turn
from handlers.dialog.words import LEAVING, held_options
from handlers.dialog.world import World
from handlers.texts import has, t


def card_of(form: Form, draft: Draft, turn: Turn, world: World) -> Card:
    """What to show after `turn`: always one card, whatever the stage."""
    if draft.stage is Stage.LEAVING:
        card = _leaving(form, draft)
    elif draft.stage is Stage.CONFIRMING:
        card = _summary(form, draft, world)
    elif draft.stage is Stage.CHOOSING_EDIT:
        card = _choosing_edit(form, draft, world)
    elif draft.asks_back:
        card = _asking_back(form, draft, world)
    else:
        card = _question(form, draft, world)
    if turn.help:
        card = card.noting(_help(form, draft))
    return card.noting(turn.note) if turn.note else card


def _question(form: Form, draft: Draft, world: World) -> Card:
    slot = slot_at(form, draft)
    kind: Kind = slot.kind
    hint_key = f"{form.name}.hint.{slot.name}"
    return Card(
        kicker=_progress(form, draft, slot, world),
        title=t(f"{form.name}.ask.{slot.name}"),
        hint=t(hint_key) if has(hint_key) else "",
        buttons=(
            *_keep_button(draft, slot, world),
            *_choices(draft, slot, kind, world),
            *_pick_date(draft, slot, world),
            *_done_button(draft, slot, world),
            *_skip_buttons(draft, slot),
        ),
        quick=_quick(draft, slot),
    )


def _progress(form: Form, draft: Draft, slot: Slot, world: World) -> str:
    if draft.editing:
        return t("dialog.editing", label=form.label(slot))
    asked = [each.name for each in form.asked(draft.answers, world)]
    place = asked.index(slot.name) + 1 if slot.name in asked else len(asked)
    key = "dialog.progress_optional" if slot.optional else "dialog.progress"
    return t(key, title=t(f"{form.name}.title"), place=place, of=len(asked))


def _choices(draft: Draft, slot: Slot, kind: Kind, world: World) -> tuple[Button, ...]:
    options = kind.options(slot.name, world)
    do = Do.TOGGLE if kind.several else Do.ANSWER
    buttons = []
    for number, option in enumerate(options, start=1):
        key = "dialog.choice_chosen" if option.value in draft.chosen else "dialog.choice"
        label = t(key, number=number, label=option.label)
        buttons.append(_button(label, do, draft, slot.name, option.value, shown=option.label))
    return tuple(buttons)


def _keep_button(draft: Draft, slot: Slot, world: World) -> tuple[Button, ...]:
    """When an answered question is asked again: the answer as it was, to be kept by one tap."""
    value = draft.answers.get(slot.name)
    if not value or isinstance(slot.kind, Photos):
        return ()
    label = t("dialog.keep", value=slot.kind.show(value, slot.name, world))
    return (_button(label, Do.KEEP, draft, slot.name),)


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
        return (_button(label, Do.DONE, draft, slot.name, primary=True),)
    if slot.kind.several and draft.chosen:
        label = t("dialog.done", count=len(draft.chosen))
        return (_button(label, Do.DONE, draft, slot.name, primary=True),)
    return ()


def _skip_buttons(draft: Draft, slot: Slot) -> tuple[Button, ...]:
    if draft.editing:
        return _edit_buttons(draft, slot)
    if not slot.optional:
        return ()
    return (
        _button(t("dialog.skip"), Do.SKIP, draft, slot.name),
        _button(t("dialog.finish"), Do.FINISH, draft, slot.name),
    )


def _edit_buttons(draft: Draft, slot: Slot) -> tuple[Button, ...]:
    """Ways back to the summary; "keep as it was" stands at the top already where there is one."""
    if not draft.answers.get(slot.name) or isinstance(slot.kind, Photos):
        return (_button(t("dialog.back_to_summary"), Do.BACK, draft),)
    if slot.optional:
        return (_button(t("dialog.clear"), Do.SKIP, draft, slot.name),)
    return ()


def _quick(draft: Draft, slot: Slot) -> tuple[Button, ...]:
    photos: tuple[Button, ...] = ()
    if isinstance(slot.kind, Photos):
        photos = (
            Button(t("dialog.camera_roll"), CameraRoll()),
            Button(t("dialog.camera"), Camera()),
        )
    return photos + tuple(
        _button(words_of(f"controls.{word}")[0], do, draft)
        for word, do in (("back", Do.BACK), ("pause", Do.PAUSE), ("cancel", Do.CANCEL))
    )


def _summary(form: Form, draft: Draft, world: World) -> Card:
    return Card(
        kicker=t("dialog.not_sent_yet"),
        title=t(f"{form.name}.summary"),
        rows=_rows(form, draft, world),
        buttons=(
            _button(t(f"{form.name}.send"), Do.SEND, draft, primary=True),
            _button(t("dialog.pause_button"), Do.PAUSE, draft),
            _button(t("dialog.cancel_button"), Do.CANCEL, draft),
        ),
        hint=t("dialog.summary_hint"),
    )


def _choosing_edit(form: Form, draft: Draft, world: World) -> Card:
    return Card(
        title=t("dialog.edit_which"),
        rows=_rows(form, draft, world),
        buttons=(_button(t("dialog.go_on"), Do.BACK, draft, primary=True),),
    )


def _rows(form: Form, draft: Draft, world: World) -> tuple[Row, ...]:
    rows = []
    for number, slot in enumerate(form.asked(draft.answers, world), start=1):
        label = form.label(slot)
        value = draft.answers.get(slot.name)
        shown = slot.kind.show(value, slot.name, world) if value else t("dialog.nothing_given")
        edit = t("dialog.edit_row" if value else "dialog.add_row", label=label)
        rows.append(
            Row(
                t("dialog.row_label", number=number, label=label),
                shown,
                _button(edit, Do.EDIT, draft, slot.name, shown=edit),
                muted=not value,
            )
        )
    return tuple(rows)


def _leaving(form: Form, draft: Draft) -> Card:
    return Card(
        title=t("dialog.leaving.ask", title=t(f"{form.name}.title")),
        text=t("dialog.leaving.text"),
        buttons=tuple(
            _button(
                t("dialog.choice", number=n, label=t(f"dialog.leaving.{do.name.lower()}")),
                do,
                draft,
                shown=t(f"dialog.leaving.{do.name.lower()}"),
                primary=do is Do.PAUSE,
            )
            for n, do in enumerate(LEAVING, start=1)
        ),
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
        buttons=buttons + (() if draft.held else _pick_date(draft, slot, world)),
        quick=_quick(draft, slot),
    )


def _numbered(number: int, label: str, do: Do, draft: Draft, slot: Slot, value: str = "") -> Button:
    text = t("dialog.choice", number=number, label=label)
    return _button(text, do, draft, slot.name, value, shown=label)


def _help(form: Form, draft: Draft) -> str:
    if draft.stage is not Stage.ASKING:
        return t("dialog.help.confirming")
    slot = slot_at(form, draft)
    return t("dialog.help.optional" if slot.optional else "dialog.help.needed")


def _button(
    label: str,
    do: Do,
    draft: Draft,
    slot: str = "",
    value: str = "",
    *,
    shown: str = "",
    primary: bool = False,
) -> Button:
    return Button(label, Tap(Press(do, draft.id, slot, value).encode(), shown or label), primary)
