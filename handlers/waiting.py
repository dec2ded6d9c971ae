"""The unfinished reports of a person: the list of them, and beginning anew beside them."""

from datetime import date

from handlers.call import MOST_PARKED, Call
from handlers.cards.card import Button, Card, Row, Tap
from handlers.dialog.form import Draft
from handlers.dialog.press import Do, Press
from handlers.say import go
from handlers.talks import CONVERSATIONS
from handlers.texts import t
from handlers.thai.calendar_th import short_date

#: What is shown of a draft's answers in the list.
MOST_SHOWN = 2


def waiting(call: Call) -> list[Draft]:
    """The reports that wait, the newest first; those without an answer are no loss and no sight."""
    drafts = (call.conversation.draft, *reversed(call.conversation.parked))
    return [draft for draft in drafts if draft is not None and draft.begun]


def waiting_card(call: Call) -> Card:
    """ "ทำต่อ" where several wait: which one?"""
    rows = tuple(_row(call, draft) for draft in waiting(call))
    return Card(
        title=t("common.waiting_list.title", count=len(rows)), rows=rows, buttons=(go("menu"),)
    )


def waiting_buttons(call: Call) -> tuple[Button, ...]:
    """One button for each report that waits, to be offered beside other things."""
    return tuple(
        _resume(draft, t("common.waiting_list.go_on_with", title=t(f"{draft.form}.title")))
        for draft in waiting(call)
    )


def let_go(call: Call) -> str:
    """Which reports fell out in this turn because too many wait, and what they were about."""
    return "\n".join(
        t(
            "common.let_go",
            most=MOST_PARKED,
            title=t(f"{draft.form}.title"),
            about=" · ".join(_given(call, draft)[:MOST_SHOWN]),
        )
        for draft in call.conversation.let_go
    )


def _row(call: Call, draft: Draft) -> Row:
    given = _given(call, draft)
    value = " · ".join(given[:MOST_SHOWN])
    touched = t("common.waiting_list.answered", count=len(given), day=_touched(draft))
    return Row(
        t(f"{draft.form}.title"),
        f"{value}\n{touched}",
        _resume(draft, t("common.waiting_list.go_on")),
    )


def _given(call: Call, draft: Draft) -> list[str]:
    """The answers of a draft in words."""
    what = CONVERSATIONS[draft.form].what
    world = what.world(call, draft, None)
    return [
        slot.kind.show(draft.answers[slot.name], slot.name, world)
        for slot in what.form.asked(draft.answers, world)
        if draft.answers.get(slot.name)
    ]


def _touched(draft: Draft) -> str:
    return short_date(date.fromisoformat(draft.touched_on)) if draft.touched_on else ""


def _resume(draft: Draft, label: str) -> Button:
    return Button(label, Tap(Press(Do.RESUME, draft.id).encode(), label))
