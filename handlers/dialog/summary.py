"""The cards on which no question is open: the summary, the rows to edit, "keep or throw away?"."""

from handlers.cards.card import Card, Row
from handlers.dialog.buttons import tap
from handlers.dialog.form import WHY, Draft, Form, Slot
from handlers.dialog.press import Do
from handlers.dialog.words import leaving_options, send_label
from handlers.dialog.world import World
from handlers.texts import has, t
from handlers.thai.pupils import names_a_pupil


def summary(form: Form, draft: Draft, world: World) -> Card:
    """All answers, one row each, to be sent or mended."""
    cancel = "dialog.change.cancel" if draft.record else "dialog.cancel_button"
    pupil = t("dialog.pupil_summary") if _names_a_pupil(form, draft) else ""
    return Card(
        kicker=t("dialog.change.not_saved" if draft.record else "dialog.not_sent_yet"),
        title=_title(form, draft),
        text="\n\n".join(part for part in (world.preview, pupil) if part),
        rows=_rows(form, draft, world),
        buttons=(
            tap(send_label(form, draft), Do.SEND, draft, primary=True),
            tap(t("dialog.pause_button"), Do.PAUSE, draft),
            tap(t(cancel), Do.CANCEL, draft),
        ),
        hint=t("dialog.summary_hint"),
    )


def choosing_edit(form: Form, draft: Draft, world: World) -> Card:
    """The answers so far, to pick one."""
    return Card(
        title=t("dialog.edit_which"),
        rows=_rows(form, draft, world),
        buttons=(tap(t("dialog.go_on"), Do.BACK, draft, primary=True),),
    )


def leaving(form: Form, draft: Draft) -> Card:
    """Keep or throw away?"""
    title = t("dialog.leaving.ask", title=t(f"{form.name}.title"))
    text = t("dialog.leaving.text")
    if draft.record:
        title = t("dialog.change_leaving.ask", record=record_shown(form, draft))
        text = t("dialog.change_leaving.text")
    return Card(
        title=title,
        text=text,
        buttons=tuple(
            tap(
                t("dialog.choice", number=n, label=option.label),
                Do(option.value),
                draft,
                shown=option.label,
                primary=option.value == Do.PAUSE,
            )
            for n, option in enumerate(leaving_options(draft), start=1)
        ),
    )


def record_shown(form: Form, draft: Draft) -> str:
    """The receipt number of the sent record that is being changed: "visit:12" is V-12."""
    number = draft.record.rpartition(":")[2]
    own = f"{form.name}.receipt_number"
    return t(own, number=number) if has(own) else t("forms.receipt_number", number=number)


def _title(form: Form, draft: Draft) -> str:
    if draft.record:
        return t("dialog.change.title", record=record_shown(form, draft))
    return t(f"{form.name}.summary")


def _names_a_pupil(form: Form, draft: Draft) -> bool:
    written = (draft.answers.get(slot.name, "") for slot in form.slots if slot.kind.free_text)
    return any(names_a_pupil(words) for words in written)


def _rows(form: Form, draft: Draft, world: World) -> tuple[Row, ...]:
    rows = []
    for number, slot in enumerate(form.asked(draft.answers, world), start=1):
        value = draft.answers.get(slot.name)
        if slot.name == WHY.name and value is None:
            continue  # asked once the change is to be saved
        label = form.label(slot)
        shown = slot.kind.show(value, slot.name, world) if value else t("dialog.nothing_given")
        edit = t("dialog.edit_row" if value else "dialog.add_row", label=label)
        rows.append(
            Row(
                t("dialog.row_label", number=number, label=label) + _mark(draft, slot),
                shown,
                tap(edit, Do.EDIT, draft, slot.name, shown=edit),
                muted=not value,
            )
        )
    return tuple(rows)


def _mark(draft: Draft, slot: Slot) -> str:
    """In words what is special about a row: changed in what was sent, or read from a message."""
    if draft.record and slot.name in draft.changed:
        return f" {t('dialog.row_changed')}"
    return f" {t('dialog.row_read')}" if slot.name in draft.read else ""
