"""The menu and the help: what this person may do, from the same table that does it."""

from collections.abc import Iterable

from handlers.call import Call
from handlers.cards.card import Button, Card
from handlers.conversing import resume_button
from handlers.effects import Effect
from handlers.say import go, say
from handlers.texts import t
from models.acknowledgements import count_waiting
from models.actors import Actor
from models.policy import Action, may

#: What the menu offers, in this order, to whom it is allowed (names of handlers/routes.py).
MENU: tuple[tuple[str, Action], ...] = (
    ("log_visit", Action.REPORT_VISIT),
    ("log_exchange", Action.REPORT_EXCHANGE),
    ("more_reports", Action.REPORT_INNOVATION),
    ("my_history", Action.SEE_OWN),
    ("received", Action.SEE_VISIT),
    ("status", Action.SEE_STATUS),
    ("nominate", Action.NOMINATE),
    ("invite", Action.INVITE),
)

#: What is too rare for a button of its own, but told by the help.
BESIDES: tuple[tuple[str, Action], ...] = (
    ("deadlines", Action.SEE_STATUS),
    ("outstanding", Action.SEE_OUTSTANDING),
    ("remind", Action.REMIND),
    ("exchanges", Action.SEE_VISIT),
    ("innovations", Action.SEE_VISIT),
    ("reports", Action.SEE_VISIT),
    ("add_deadline", Action.SET_DEADLINE),
    ("submitted", Action.SUBMIT),
    ("set_contact", Action.SET_CONTACT),
    ("export", Action.EXPORT),
    ("documents", Action.SEE_STATUS),
    ("add_document", Action.ADD_DOCUMENT),
    ("my_data", Action.OWN_DATA),
)


def show(call: Call) -> list[Effect]:
    """ "เมนู"."""
    return say(menu_card(call))


def menu_card(call: Call, actor: Actor | None = None) -> Card:
    """What this person may do, as buttons; an unfinished report first."""
    actor = actor or call.actor
    noted = count_waiting(call.session, actor) if may(actor.posts, Action.ACKNOWLEDGE) else 0
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
        note=t("acknowledging.waiting", count=noted) if noted else "",
        buttons=(
            *((resume_button(),) if waiting else ()),
            *((go("acknowledge"),) if noted else ()),
            *buttons,
            go("help"),
        ),
    )


def offered(actor: Actor, routes: Iterable[str]) -> tuple[Button, ...]:
    """Buttons for those of these routes that this person may run."""
    needs = dict(MENU + BESIDES)
    return tuple(go(r) for r in routes if r not in needs or may(actor.posts, needs[r]))


def help_card(call: Call) -> list[Effect]:
    """ "ช่วยเหลือ" outside a form."""
    lines = [
        t(f"help.{route}") for route, action in MENU + BESIDES if may(call.actor.posts, action)
    ]
    text = "\n".join([t("help.intro"), *lines, t("help.always")])
    return say(Card(title=t("help.title"), text=text, buttons=(go("menu"), go("privacy"))))
