""" "ภาพรวม": the button that opens the web page on which one looks instead of reads."""

from handlers.call import Call
from handlers.cards.card import Button, Card, OpenPage
from handlers.effects import Effect
from handlers.say import go, say
from handlers.texts import t

#: The name of the page in links; the number is there because every link has one.
PAGE, SUBJECT = "overview", "1"


def show(call: Call) -> list[Effect]:
    """The button, and what is behind it."""
    return say(
        Card(
            title=t("overview.card.title"),
            text=t("overview.card.text"),
            hint=t("overview.card.hint"),
            buttons=(overview_button(primary=True), go("status"), go("menu")),
        )
    )


def overview_button(*, primary: bool = False) -> Button:
    """Opens the page for the person to whom it is shown; also under each card of สถานะ."""
    return Button(t("overview.card.open"), OpenPage(PAGE, SUBJECT), primary)
