"""The buttons of a draft's cards."""

from handlers.cards.card import Button, Tap
from handlers.dialog.form import Draft
from handlers.dialog.press import Do, Press


def tap(
    label: str,
    do: Do,
    draft: Draft,
    slot: str = "",
    value: str = "",
    *,
    shown: str = "",
    primary: bool = False,
) -> Button:
    """A button of this draft. `shown`: what stays in the chat as the person's, else its label."""
    return Button(label, Tap(Press(do, draft.id, slot, value).encode(), shown or label), primary)
