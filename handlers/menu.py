"""The menu and the help: what this person may do, from the same table that does it."""

from handlers.call import Call
from handlers.cards.card import Card
from handlers.conversing import resume_button
from handlers.effects import Effect
from handlers.say import go, say
from handlers.texts import t
from models.actors import Actor
from models.policy import Action, may

#: What the menu offers, in this order, to whom it is allowed (names of handlers/routes.py).
MENU: tuple[tuple[str, Action], ...] = (
    ("log_visit", Action.REPORT_VISIT),
    ("log_exchange", Action.REPORT_EXCHANGE),
    ("my_history", Action.SEE_OWN),
    ("received", Action.SEE_VISIT),
    ("status", Action.SEE_STATUS),
    ("nominate", Action.NOMINATE),
    ("invite", Action.INVITE),
)

#: What is too rare for a button of its own, but told by the help.
BESIDES: tuple[tuple[str, Action], ...] = (
    ("exchanges", Action.SEE_VISIT),
    ("submitted", Action.SUBMIT),
    ("set_contact", Action.SET_CONTACT),
)


def show(call: Call) -> list[Effect]:
    """ "เมนู"."""
    return say(menu_card(call))


def menu_card(call: Call, actor: Actor | None = None) -> Card:
    """What this person may do, as buttons; an unfinished report first."""
    actor = actor or call.actor
    waiting = bool(call.conversation.parked or call.conversation.draft)
    buttons = [go(route) for route, action in MENU if may(actor.posts, action)]
    posts = "\n".join(
        t("menu.post", role=t(f"words.role.{post.role.value}"), scope=post.scope.label)
        for post in actor.posts
    )
    return Card(
        title=t("menu.title"),
        text=posts,
        hint=t("menu.waiting") if waiting else t("menu.hint"),
        buttons=(*((resume_button(),) if waiting else ()), *buttons, go("help")),
    )


def help_card(call: Call) -> list[Effect]:
    """ "ช่วยเหลือ" outside a form."""
    lines = [
        t(f"help.{route}") for route, action in MENU + BESIDES if may(call.actor.posts, action)
    ]
    text = "\n".join([t("help.intro"), *lines, t("help.always")])
    return say(Card(title=t("help.title"), text=text, buttons=(go("menu"), go("privacy"))))
